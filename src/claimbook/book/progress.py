"""How far Sphinx has come: a line on the standard output for each page read and each page written.

Whichever process works on a page says so itself. Who listens, and what is shown, is not known here. Where nobody
listens any more, the next line ends the build: an orphan does not go on for long.
"""

from __future__ import annotations

import os
from typing import Any

from sphinx.application import Sphinx

STANDARD_OUTPUT = 1
PAGES, READ, WRITTEN = "pages", "read", "written"


def tell(word: str, number: int = 1) -> None:
    """Write a line in one piece, so that those of many processes do not mix."""
    os.write(STANDARD_OUTPUT, f"{word} {number}\n".encode())


def tell_pages(app: Sphinx, env: object, docnames: list[str]) -> None:
    """Tell how many pages there are."""
    tell(PAGES, len(docnames))


def tell_read(app: Sphinx, doctree: object) -> None:
    """Tell that a page was read."""
    tell(READ)


def tell_written(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Tell that a page is written; those that are made from no document, as the search, were not counted."""
    if doctree is not None:
        tell(WRITTEN)


def listen(app: Sphinx, config: Any) -> None:
    """Tell nothing unless somebody asked."""
    if config.claimbook_progress:
        app.connect("env-before-read-docs", tell_pages)
        app.connect("doctree-read", tell_read)
        app.connect("html-page-context", tell_written)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the lines."""
    app.add_config_value("claimbook_progress", False, "", types=[bool])
    app.connect("config-inited", listen)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
