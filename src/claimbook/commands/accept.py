"""The command `accept`: what a coder accepted becomes rows of the dataset. The work is coding/accepting."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, errors_in_words, find_data


@click.command()
@DATA
@click.argument("worksheet", metavar="WORKSHEET", type=click.Path(path_type=Path))
def accept(data: Path, worksheet: Path) -> None:
    """Take over what was accepted in a worksheet.

    WORKSHEET is the file that `add-source` wrote, a workbook or CSV. Its rows with `yes` in the column accept become
    passages, claims, figures, statements and attributions; they are then marked `done`. Rows of one passage with one
    claim_id are one claim. Every gap is told at once, by the worksheet's rows; then nothing is written. What a
    spreadsheet has made of a workbook's cell is undone where one text alone can have been meant, which is said, and
    refused elsewhere. The source's text must lie beside the worksheet.
    """
    with errors_in_words():
        from claimbook.coding.accepting import accept_worksheet

        folder = find_data(data)
        accepted = accept_worksheet(folder, worksheet)
    for note in accepted.notes:
        click.echo(note)
    said = ", ".join(f"{name} {count}" for name, count in accepted.counts.items())
    click.echo(f"Added to {paths.shown(folder.resolve())}: {said}.")
