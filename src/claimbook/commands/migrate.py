"""`claimbook migrate`: lift a dataset of an older schema. The steps are in `claimbook.model.migrations`."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, errors_in_words, find_data


@click.command()
@DATA
def migrate(data: Path) -> None:
    """Lift a dataset of an older schema to the one that this program reads.

    `claimbook_schema` in its datapackage.json says which it follows. Nothing is lost: columns and files that are not
    known stay, and the folder as it was stays beside, as NAME-schema-N. A dataset that cannot be read afterwards is
    left as it was. Run again, it does nothing.
    """
    with errors_in_words():
        from claimbook.model.migrations import migrate_dataset

        lifted = migrate_dataset(find_data(data))
        for line in lifted.done:
            click.echo(line)
        if lifted.backup:
            click.echo(f"The dataset as it was: {paths.shown(lifted.backup)}")
        else:
            click.echo(f"{data}: it follows the schema that this program reads. Nothing to do.")
