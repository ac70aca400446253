"""`claimbook preview`: serve the book, build it again when something changes. The work is in `claimbook.preview`."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, ended_like_interrupted, errors_in_words, find_data


@click.command()
@DATA
@click.option("--out", type=click.Path(path_type=Path), help="Where the book goes.  [default: _build/html]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where it is served on this machine; 0 takes any port that is free.",
)
def preview(data: Path, out: Path | None, port: int) -> None:
    """Serve the book on this machine, and build it again when something changes.

    Data, templates, settings and the program are watched; open pages reload when the book has been built. Where it
    cannot be built, the terminal and the page say why, and the old book stands. Only this machine can read it (it is
    served on 127.0.0.1), and the book's files are as `claimbook build` makes them. Ctrl-C ends it.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.book.output import choose_places
        from claimbook.preview.run import preview_book

        root = paths.find_root()
        folder = find_data(data).resolve()
        options = ["--data", str(folder), *(["--out", str(out.resolve())] if out else [])]
        try:
            preview_book(root, folder, choose_places(root, out)[0], options, port, click.echo)
        except KeyboardInterrupt:
            click.echo("The preview has ended. The book stays where it is.")
