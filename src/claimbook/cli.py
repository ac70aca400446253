"""The commands. They say what they did and where it lies, and turn errors into exit status 2; the work is elsewhere.

Heavy imports stand inside the commands: `claimbook --help` must answer at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from claimbook import __version__, paths
from claimbook.commands.accept import accept
from claimbook.commands.add_source import add_source
from claimbook.commands.archive import archive
from claimbook.commands.diff import diff
from claimbook.commands.importing import import_
from claimbook.commands.lab import lab
from claimbook.commands.locate import locate
from claimbook.commands.migrate import migrate
from claimbook.commands.new import new
from claimbook.commands.preview import preview
from claimbook.commands.redact import redact
from claimbook.commands.release import release
from claimbook.commands.reliability import reliability
from claimbook.commands.reproduce import reproduce
from claimbook.commands.shared import (
    DATA,
    ended_like_interrupted,
    errors_in_words,
    find_data,
    progress,
    warn_of_large_sources,
)
from claimbook.commands.verify import verify
from claimbook.commands.workbook import workbook
from claimbook.errors import DatasetError

# Of the signs that no font has, so many are shown.
SIGNS = 20


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="claimbook")
def main() -> None:
    """Turn a dataset of coded claims into a book: who says what, when, on whose word.

    Begin with `claimbook check`, then `claimbook build`. Both read the folder `data` of the book that the current
    folder lies in; `--data` names another. A dataset with problems is refused with one line for each: value, place
    and remedy, exit status 2, and nothing is written over.
    """


@main.command()
@DATA
@click.option(
    "--text",
    "texts",
    type=click.Path(path_type=Path),
    help="A folder with the sources' texts (known by their digest): prove every passage and quotation against them.",
)
@click.option("--names", is_flag=True, help="List words that look like names and belong to no actor.")
def check(data: Path, texts: Path | None, names: bool) -> None:
    """Check a dataset: its structure, then its meaning, then (with --text) its passages.

    With texts, each passage that holds a figure, a quotation or a reporting verb and has neither a claim nor a
    reason why not is listed; a list that is not empty is an error too. A dataset with a `names.csv` (names that may
    stand in it, each with the reason) is always looked through for other names; `--names` asks for it without one.
    """
    with errors_in_words():
        from claimbook.analysis.claims import count_rows
        from claimbook.model.checks import check_dataset

        dataset = check_dataset(find_data(data), names=names)
        counts = ", ".join(f"{str(row.table).lower()} {row.rows}" for row in count_rows(dataset).itertuples())
        click.echo(f"{data}: {counts or 'no rows'}. No problem found.")
        if dataset.claims.empty:
            click.echo("It holds no claim yet.")
        warn_of_large_sources(dict(dataset.claims["source_id"].value_counts()))
        if texts:
            _prove(dataset, texts)


def _prove(dataset: Any, texts: Path) -> None:
    from claimbook.model.proofs import prove_dataset

    proof = prove_dataset(dataset, texts)
    for source_id in proof.without_text:
        click.echo(f"No text for {source_id}: its passages are not proven.")
    if proof.problems:
        raise DatasetError(proof.problems)
    click.echo(f"{', '.join(proof.sources)}: {proof.passages} passages and {proof.quotations} quotations proven.")
    if proof.redacted:
        click.echo(f"Gaps between passages that are left as what was redacted: {proof.redacted}.")
    for line in proof.uncoded:
        click.echo(line, err=True)
    if proof.uncoded:
        click.echo(
            f"{len(proof.uncoded)} passages to code. Fix: code each, or give each a no_claim_reason in passages.",
            err=True,
        )
        sys.exit(2)
    click.echo("Passages to code: none.")


@main.command()
@DATA
@click.option("--as-of", default="", metavar="DAY", help="Show only what had been said by this day: 2025-03-10.")
@click.option(
    "--only",
    default="",
    metavar="PAGE",
    help="Execute one page again (book/figures, source:ID, incident:ID); take the others as they are.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the book goes.  [default: _build/html]")
@click.option("--no-cache", is_flag=True, help="Execute every page anew. Publish only what was built so.")
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Execute pages on a Dask cluster: tcp://HOST:8786, or local:4 for one of 4 workers here.",
)
def build(data: Path, as_of: str, only: str, out: Path | None, no_cache: bool, cluster: str) -> None:
    """Build the book of a dataset.

    Checks the dataset, executes each page's notebook on its slice of the data, makes the site and puts it in the
    place of the one before, which stands untouched until the new one is whole. A page of which nothing has changed
    is not executed again; where nothing at all has changed, nothing is built.
    """
    with errors_in_words(), ended_like_interrupted(), progress() as report:
        from claimbook.book.build import build_book

        root = paths.find_root()
        options: dict[str, Any] = {"as_of": as_of, "only": only, "cold": no_cache, "pool": _find_pool(cluster)}
        built = build_book(root, find_data(data), out=out, report=report, **options)
    click.echo(f"Built {built.pages} pages: {paths.shown(built.html / 'index.html')}")
    how_many = "all" if built.run == built.pages else f"{built.run} of {built.pages}"
    click.echo(f"Executed notebooks ({how_many} anew): {paths.shown(built.executed)}")


def _find_pool(cluster: str) -> Any:
    """Return where pages are executed: on this machine if no cluster is named."""
    from claimbook.book.cluster import cluster_pool
    from claimbook.book.pools import local_pool

    return cluster_pool(cluster) if cluster else local_pool


@main.command()
@click.option("--book", type=click.Path(path_type=Path), help="Where the built book lies.  [default: _build/html]")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.  [default: _build/pdf/NAME.pdf]")
def pdf(book: Path | None, out: Path | None) -> None:
    """Make a PDF of the built book.

    All pages of its contents, one after the other, with charts that stand still; links lead on within the file. It is
    printed by Chromium: `make pdf` installs one where there is none, and builds the book before.
    """
    with errors_in_words(), ended_like_interrupted(), progress() as report:
        from claimbook.book.output import choose_places
        from claimbook.pdf.make import make_pdf

        root = paths.find_root()
        made = make_pdf(root, *choose_places(root, book), out=out, report=report)
    said = f"{made.pages} pages of the book on {made.sheets} sheets, {made.size / 1e6:.1f} MB"
    click.echo(f"Made the PDF ({said}): {paths.shown(made.path)}")
    if made.foreign:
        signs = " ".join(made.foreign[:SIGNS]) + (" …" if len(made.foreign) > SIGNS else "")
        click.echo(f"In no font of the program, and so in the system's, if it has one: {signs}", err=True)


@main.command()
@click.option("--clear", is_flag=True, help="Remove all of it; the next build executes every page.")
def cache(clear: bool) -> None:
    """Say what is kept of executed pages, or clear it.

    A page is kept under the digest of all that it is made from: its slice of the data, template, parameters, the
    program, and every installed package's version.
    """
    with errors_in_words():
        from claimbook.book.cache import Cache

        kept = Cache(paths.find_root() / paths.BUILD / paths.CACHE)
        held = kept.clear() if clear else kept.measure()
    said = f"{held.pages} executed pages, {held.size / 1e6:.1f} MB"
    click.echo(f"{'Removed ' if clear else ''}{said}: {paths.shown(kept.folder)}")


main.add_command(archive)
main.add_command(diff)
main.add_command(redact)
main.add_command(release)
main.add_command(reproduce)
main.add_command(verify)
main.add_command(workbook)
main.add_command(import_)
main.add_command(lab)
main.add_command(migrate)
main.add_command(preview)
main.add_command(reliability)
main.add_command(new)
main.add_command(locate)
main.add_command(add_source)
main.add_command(accept)
