"""The commands that take a dataset's tables out into a workbook, and back in."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, ended_like_interrupted, errors_in_words, find_data

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def workbook() -> None:
    """Take a dataset's tables out into a workbook for Excel, LibreOffice or Google Sheets, and back in.

    One sheet is one table. Whatever the tables hold survives the way out and back.
    """


@workbook.command("export")
@FILE
@DATA
@click.option("--over", is_flag=True, help="Write over FILE if it is there.")
def export(file: Path, data: Path, over: bool) -> None:
    """Write the dataset's tables into the workbook FILE (.xlsx).

    Every cell is text, so that a spreadsheet leaves it as it is; cells that name a term or an id have a list to choose
    from. The dataset need not pass `check`: what is wrong in a cell can be mended in the workbook.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.exchange.workbook.writing import export_workbook

        rows = export_workbook(find_data(data), file, over=over)
    click.echo(f"Wrote {len(rows)} tables, {sum(rows.values())} rows: {paths.shown(file)}")


@workbook.command("import")
@FILE
@DATA
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="Leave the dataset as it is; write a new one, with the workbook's tables, into this folder.",
)
@click.option("--over", is_flag=True, help="Also write over tables that have changed since the workbook was exported.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def import_(file: Path, data: Path, into: Path | None, over: bool, dry_run: bool) -> None:
    """Put the tables of the workbook FILE into the dataset that it was exported from.

    They are checked first, by the dataset's own rules. If anything is refused, each with sheet, row, column and
    remedy, nothing is written. What a spreadsheet has made of a cell is undone where one text alone can have been
    meant, which is said, and refused elsewhere. To change more after an import, export the workbook again.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.exchange.workbook.taking import take_workbook

        taken = take_workbook(file, find_data(data), into=into, over=over or dry_run, dry=dry_run)
    for line in [*taken.notes, *map(str, taken.changes)]:
        click.echo(line)
    if not taken.changes:
        click.echo("No row differs.")
    if dry_run:
        click.echo("Nothing was written.")
    elif taken.changes or into:
        click.echo(f"Written: {paths.shown(taken.folder)}")
        click.echo("To change more, export the workbook again: this one holds the tables as they were before.")
