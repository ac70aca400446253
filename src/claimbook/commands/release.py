"""`claimbook release`: a version, published and never changed again. It prints; the work is release/releasing."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, ended_like_interrupted, errors_in_words, find_data, progress


@click.command()
@DATA
@click.argument("version", metavar="X.Y.Z")
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    help="The folder of all versions.  [default: site, beside the dataset]",
)
def release(version: str, data: Path, site: Path | None) -> None:
    """Release the book as version X.Y.Z.

    The checkout must be clean, the dataset sound and of this version, a change of the data named in CHANGELOG.md, and
    no released claim edited in place: a claim that was wrong is superseded or withdrawn in revisions. The book is
    built anew, CITATION.cff renewed (version, day, the dataset's ids) and committed, the commit tagged vX.Y.Z, and the
    build put into SITE/v/X.Y.Z, where it is never written again; SITE/latest, the list of versions and what older
    versions say of newer ones change with it in one step. Publish SITE with links followed (rsync --copy-links). A
    release that was interrupted is taken up again by the same command.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.book.contact import SETTING, read_reached
        from claimbook.book.contents import read_config
        from claimbook.release.releasing import release as make

        root, folder = paths.find_root(), find_data(data).resolve()
        with progress() as report:
            done = make(root, folder, (site or root / paths.SITE).resolve(), version, report)
        reached = read_reached(read_config(root))
    if not (reached.contact or reached.repository):
        fix = f"write {SETTING} into {paths.CONFIG}, under sphinx: config:."
        click.echo(f"Warning: the book names no address to which faults are reported. Fix: {fix}", err=True)
    click.echo(f"Released {done.version}: {paths.shown(done.folder)}")
    click.echo(f"Build {done.verified.build}, outputs.sha256 {done.verified.outputs}, tag {done.tag}.")
    commit = "HEAD " if done.committed else ""
    click.echo(f"Next: git push origin {commit}{done.tag}, and publish the folder of all versions.")
