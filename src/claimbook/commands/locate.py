"""The command `locate`: from words to a passage's offsets. How words are found is model/locate."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, errors_in_words, find_data

TEXTS = click.option(
    "--text",
    "texts",
    type=click.Path(path_type=Path),
    help="The folder with the sources' texts.  [default: texts, beside the dataset]",
)


@click.command()
@DATA
@TEXTS
@click.argument("source", metavar="SOURCE")
@click.argument("words", nargs=-1, required=True)
def locate(data: Path, texts: Path | None, source: str, words: tuple[str, ...]) -> None:
    """Find the words of a passage in a source's text.

    SOURCE is a source's id; its text is known by the digest in sources. Prints start, end, sha256 and text_part of
    every place where WORDS stand, and what stands around it, under a line that names the columns. White space,
    quotation marks, dashes and normal forms may differ. Where the words are not found, the exit status is 2.
    """
    with errors_in_words():
        from claimbook.coding.locating import locate_in_source

        folder = find_data(data)
        found = locate_in_source(folder, source, " ".join(words), texts or folder.resolve().parent / paths.TEXTS)
    rows = [("start", "end", "sha256", "text_part", "around"), *(place.cells for place in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if len(found) > 1:
        click.echo(f"{len(found)} places. Take the one that is meant, or give more words.", err=True)
