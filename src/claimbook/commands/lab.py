"""`claimbook lab`: a page's notebook with its parameters, in JupyterLab. The work is in `claimbook.book.lab`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, errors_in_words, find_data


@click.command()
@click.argument("page", metavar="PAGE")
@DATA
@click.option("--as-of", default="", metavar="DAY", help="Show only what had been said by this day: 2025-03-10.")
@click.option("--no-start", is_flag=True, help="Write the copy only; do not start JupyterLab.")
def lab(page: str, data: Path, as_of: str, no_start: bool) -> None:
    """Open a page's notebook in JupyterLab, with its parameters filled in.

    PAGE is named as for `build --only`: book/figures, source:ID, incident:ID. The notebook is a copy, in _build/lab,
    with the data that the page is made from; what you change in it is yours, no build reads it, and it is not written
    over: take it away for a new one. JupyterLab is that of `make lab`, in an environment of its own.
    """
    with errors_in_words():
        from claimbook.book.lab import find_lab, start_lab, write_copy
        from claimbook.errors import BuildError

        root = paths.find_root()
        copy = write_copy(root, find_data(data), page, as_of)
        said = "Your copy, as you left it" if copy.was_there else "Copied with its parameters"
        click.echo(f"{said}: {paths.shown(copy.notebook)}")
        if no_start:
            return
        command = find_lab(root)
        if command is None:
            message = f"There is no JupyterLab in '{paths.LAB_ENVIRONMENT}'."
            raise BuildError(message, fix="run `make lab`, which installs it there, or open the copy in another.")
        try:
            sys.exit(start_lab(command, copy))
        except KeyboardInterrupt:
            click.echo("JupyterLab has ended. The copy stays where it is.")
