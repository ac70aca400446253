"""The command `new`: a folder to begin a book of one's own with. What goes into it is coding/starter."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import errors_in_words


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Without the worked example: the tables have their headers only.")
@click.option("--title", default="", help="The book's title.")
def new(folder: Path, empty: bool, title: str) -> None:
    """Make a folder for a book of your own.

    DIR gets a dataset (data/), a place for the sources' texts (texts/), the pages' templates (book/) and a README.md.
    A small worked example is in it; `check` and `build`, run in DIR, take it as it is. DIR must be new or empty.
    """
    with errors_in_words():
        from claimbook.coding.starter import make_starter

        made = make_starter(folder, empty=empty, title=title)
    click.echo(f"Made {paths.shown(folder.resolve())}: {', '.join(made)}")
    click.echo(f"Next: cd {paths.shown(folder.resolve())}, then claimbook check, then claimbook build.")
