"""The command `add-source`: a text becomes a source and a worksheet of proposals. The work is coding/adding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from claimbook import paths
from claimbook.commands.shared import DATA, errors_in_words, find_data
from claimbook.errors import shorten_value

# Columns of `sources` that can be given, and what to say of them.
_CELLS = {
    "title": "Its title.  [default: what its page says, else its first line]",
    "published": "The day it came out: 2025-03-10.  [default: what its page or its first lines say]",
    "language": "Its language: en.  [default: what its page says, else en]",
    "kind": "A term of source_kind.  [default: news_report]",
    "author": "Its author.",
    "publisher": "Its publisher.  [default: what its page says]",
    "url": "Its address on the web.",
    "issued-by": "The actor that issued it, by id.",
    "custody": "A term of custody: issuer, copy, …",
    "scope": "A term of coding_scope.  [default: whole]",
}
_COLUMNS = {"issued_by": "issued_by", "scope": "coding_scope"}


def _with_cells(command: Any) -> Any:
    for name, told in reversed(_CELLS.items()):
        command = click.option(f"--{name}", default="", help=told)(command)
    return command


@click.command("add-source")
@DATA
@click.argument("text", metavar="TEXT", required=False, type=click.Path(path_type=Path))
@click.option("--id", "source_id", default="", help="The id of the source: lower-case letters, digits and hyphens.")
@_with_cells
@click.option("--words", type=click.Path(path_type=Path), help="A word list of your own (TOML) beside the language's.")
@click.option(
    "--worksheet",
    "form",
    type=click.Choice(["xlsx", "csv"]),
    help="Write the worksheet as a workbook, or as CSV.  [default: xlsx; csv where openpyxl is not installed]",
)
@click.option(
    "--measure",
    "texts",
    metavar="TEXTS",
    type=click.Path(path_type=Path),
    help="Add nothing: say how much of what was coded is among the proposals for the texts in this folder.",
)
def add_source(
    data: Path,
    text: Path | None,
    source_id: str,
    words: Path | None,
    form: str | None,
    texts: Path | None,
    **cells: str,
) -> None:
    """Add a source to the dataset, and propose what to code of it.

    TEXT is a file in UTF-8, an HTML page or a PDF. Its row in sources gets the digest of its text, and beside TEXT
    a worksheet is written, TEXT.coding.xlsx: figures in notation, quotations with the nearest reporting verb and
    speaker, dates. Nothing of it is a claim: a coder writes yes or no in its column accept, fills in what is
    missing, and runs claimbook accept. As CSV (TEXT.coding.csv) it can be compared line by line, and a spreadsheet
    changes dates and ids in it.
    """
    with errors_in_words():
        folder = find_data(data)
        if texts:
            _measure(folder, texts)
            return
        if text is None or not source_id:
            raise click.UsageError("TEXT and --id are needed, as in: claimbook add-source article.txt --id herald.")
        from claimbook.coding.adding import add_source as add

        given = {_COLUMNS.get(name, name): value for name, value in cells.items()}
        added = add(folder, text, {"source_id": source_id, **given}, words, form or "")
    for column, guess in added.guessed.items():
        click.echo(f"Not given, so taken {guess.origin}: {column} '{shorten_value(guess.value)}'.")
    if "publisher" not in added.row:
        click.echo("Not known: publisher.")
    if added.guessed or "publisher" not in added.row:
        click.echo(f"Mend or fill in these cells in {added.row_place}.")
    counts = {kind: sum(p.found == kind for p in added.proposals) for kind in ("figure", "quotation", "statement")}
    said = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items())
    click.echo(f"Added {source_id}: {paths.shown(added.text.resolve())}")
    if not form and added.worksheet.suffix == ".csv":
        click.echo('The worksheet is CSV: what writes workbooks is missing. pip install "claimbook[workbook]"')
    click.echo(f"Proposed {said}: {paths.shown(added.worksheet.resolve())}")


def _measure(folder: Path, texts: Path) -> None:
    from claimbook.coding.measure import measure
    from claimbook.model.checks import check_dataset

    measured = measure(check_dataset(folder), texts)
    for line in [*measured.lines(), *(f"Not found: {name}" for name in measured.missed)]:
        click.echo(line)
