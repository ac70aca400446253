"""Titles that come from the data: they stand as they are written, and are text where the theme writes HTML.

Here belongs what themes print without escaping it, and what Sphinx would change in a title. Which title a page has is
said by its notebook.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

# Plain text in Sphinx's context, which some of the theme's templates write into HTML as it is.
TEXTS = ("docstitle", "pagetitle", "project", "root_title", "shorttitle")


class PlainTitle(SphinxTransform):
    """Keep quotation marks, dashes and dots of a page's title as they are: it may be a row's own."""

    default_priority = 740  # before quotation marks are made typographic

    def apply(self, **kwargs: Any) -> None:
        """Mark the first title of a page."""
        for title in self.document.findall(nodes.title):
            title["support_smartquotes"] = False
            return


def escape_texts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Hand every template these texts as HTML that says them: what escapes them too, changes them no more."""
    context.update({name: escape(context[name]) for name in TEXTS if context.get(name)})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform, and the escaping, which comes after the theme has added its texts."""
    app.add_transform(PlainTitle)
    app.connect("html-page-context", escape_texts, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
