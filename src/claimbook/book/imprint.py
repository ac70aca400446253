"""How the whole book is cited: what the directive `{cite-book}` shows on the page that holds it.

A directive, since only the making of the site knows what the book was made from: pages are executed before, and must
not be executed again because some other page has changed. How a citation is written is in `citing` and share.js.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from claimbook.book.about import SHORT_BUILD, read_about
from claimbook.book.citing import cite_book
from claimbook.book.render import render_template


class CiteBook(SphinxDirective):
    """The fold "Cite this book", with version and build."""

    def run(self) -> list[nodes.Node]:
        """Return the fold; a book that is built by hand is cited by its title only."""
        about = read_about(Path(self.env.srcdir) / self.config.claimbook_credits)
        title = about.credits.title or str(self.config.html_title or self.config.project)
        cited = cite_book(replace(about.credits, title=title), about.build[:SHORT_BUILD])
        return [nodes.raw("", render_template("cite", cited=cited).html, format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("cite-book", CiteBook)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
