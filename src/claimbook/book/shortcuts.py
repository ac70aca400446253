"""What Sphinx and MyST do anew for every page although it comes out the same: here it is done once.

These stand in the place of others' functions, which offer no other way in. Each gives what the other gave; where
that one is called something else in a later version, its own work is done again, page by page, and nothing breaks.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from myst_parser.mdit_to_docutils import base
from sphinx.application import Sphinx
from sphinx.builders import html


@cache
def default_settings(parser: Any) -> Any:
    """Return a parser's default settings, which docutils reads off a command line parser with its help texts."""
    return get_default_settings(parser)


def make_document(source_path: str = "notset", parser_cls: Any = Parser) -> nodes.document:
    """Return a new document with a parser's default settings, its own copy of them.

    MyST makes two for every page, and throws them away.
    """
    return new_document(source_path, settings=default_settings(parser_cls).copy())


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the shortcuts in their places."""
    base.make_document = make_document
    # Every page names ten styles and scripts with a checksum; Sphinx reads each of them for every page.
    sphinx_html: Any = html
    if original := getattr(sphinx_html, "_file_checksum", None):
        sphinx_html._file_checksum = cache(inspect.unwrap(original))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
