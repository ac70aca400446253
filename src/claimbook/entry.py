"""Where the command `claimbook` begins: asks whether there is anything to build before it imports what builds.

The standard library only, so that a book in which nothing has changed is told at once; everything else is `cli`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from claimbook import paths
from claimbook.book.output import choose_places
from claimbook.book.record import Record, find_finished
from claimbook.errors import ClaimbookError

# The options of `build` that name a book. Any other asks for something to be done.
_NAMED = {"--data": "", "--as-of": "", "--out": ""}
# Where its pages are executed makes no other book.
_WHERE = "--cluster"


def main() -> None:
    """Run the command."""
    options = read_options(sys.argv[1:])
    if options is not None and (told := say_nothing_to_do(options)):
        print(told)  # noqa: T201
        return
    from claimbook.cli import main as run

    run()


def read_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """Return the options of a build that names a book and asks for nothing else; None for any other command line.

    Where its pages would be executed is left out.
    """
    if not arguments or arguments[0] != "build":
        return None
    found = dict(_NAMED)
    rest = list(arguments[1:])
    while rest:
        name, has_value, value = rest.pop(0).partition("=")
        if name not in (*_NAMED, _WHERE) or not (has_value or rest):
            return None
        found[name] = value if has_value else rest.pop(0)
    found.pop(_WHERE, None)
    return found


def say_nothing_to_do(options: dict[str, str]) -> str:
    """Return what to say where the book that is asked for is there; "" where it has to be built, or refused."""
    try:
        root = paths.find_root()
        data = paths.find_data(Path(options["--data"] or paths.DATA))
        if any(
            (paths.find_book(place) / paths.REDACTING).exists() for place in (Path.cwd() / paths.DATA, data or root)
        ):
            return ""  # what was interrupted there is ended first
        html, executed = choose_places(root, Path(options["--out"]) if options["--out"] else None)
        found = find_finished(root, data, html, executed, options["--as-of"]) if data else None
    except (ClaimbookError, OSError, ValueError):
        return ""  # whatever is wrong is told by the command itself
    return _say(found, html) if found else ""


def _say(found: Record, html: Path) -> str:
    return f"Nothing has changed since these {found.pages} pages were built: {paths.shown(html / 'index.html')}"
