"""`claimbook redact`: what a claim says, taken out of the dataset and of every hosted version. It prints; no more."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, ended_like_interrupted, errors_in_words, find_data, progress


@click.command()
@DATA
@click.argument("claims", metavar="CLAIM...", nargs=-1, required=True)
@click.option(
    "--class", "reason_class", type=click.Choice(["safety", "privacy", "legal", "other"]), required=True,
    help="Of which class the reason is; the mark in the claim's place shows it.",
)  # fmt: skip
@click.option("--reason", required=True, help="Why, in one sentence for readers, which repeats nothing of the claim.")
@click.option("--release", "version", default="", metavar="X.Y.Z", help="The version to come.  [default: the next]")
@click.option("--site", type=click.Path(path_type=Path), help="The folder of all versions.  [default: site]")
@click.option("--leave", multiple=True, metavar="ID", help="A row that stays, though it shares words with the claim.")
@click.option("--elsewhere", is_flag=True, help="Take files as they come out here, in another environment.")
def redact(
    claims: tuple[str, ...], data: Path, reason_class: str, reason: str, version: str, site: Path | None,
    leave: tuple[str, ...], elsewhere: bool,
) -> None:  # fmt: skip
    """Redact claims: take out what they say, here and in every hosted version.

    CLAIM... are their ids, as the cards have them. Words, summary, names, figures, the passage's place and digest go.
    At the claim's address stays a mark with its id, the day on which it was said and the class of the reason. Each
    version is built twice from its tag, with the claim and without; only files that differ are written anew, and
    redactions.json in the version has their digests of then and now. Nothing is published before all of it has been
    looked through for the words. Git's history and copies that others have are not reached. Run it again where it was
    interrupted.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.release.redacting import Asked
        from claimbook.release.redacting import redact as make

        root, folder = paths.find_root(), find_data(data).resolve()
        asked = Asked(claims, reason_class, reason, version, leave, elsewhere)
        versions = (site or root / paths.SITE).resolve()
        with progress() as report:
            done = make(root, folder, versions, asked, report)
    click.echo(f"Redacted for version {done.version}: {', '.join(claims)}.")
    click.echo(f"In the dataset: {', '.join(done.files) or 'nothing more to take out'}.")
    for number, files in done.versions.items():
        click.echo(f"In {paths.shown(versions / 'v' / number)}: {files} files written anew.")
    if done.beside:
        click.echo(f"Look at the claims on the same passages: {', '.join(done.beside)}.")
    click.echo(
        "Next: commit it, say it in CHANGELOG.md without the words, and publish the folder of all versions so that "
        "what is gone here goes there too (rsync --delete)."
    )
    click.echo(
        "Not reached: git's history and tags, _build (claimbook cache --clear, and build again), archives that were "
        "deposited, and every copy that others have."
    )
