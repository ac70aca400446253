"""The table of contents beside a page.

The theme renders the whole contents anew for every page, which takes most of a large book's build. Here
they are read once, and a page shows its own branch of them. What is in the contents is said in `_toc.yml`,
how they look in the style sheet.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class Entry(NamedTuple):
    """A page in the contents, or an address elsewhere; `docnames` holds its own and all those below it."""

    target: str
    title: str
    is_page: bool
    children: tuple[Entry, ...]
    docnames: frozenset[str]


class Part(NamedTuple):
    """A run of entries under one caption, which may be empty."""

    caption: str
    entries: tuple[Entry, ...]


class Sidebar:
    """Gives every page its contents; reads them once."""

    def __init__(self) -> None:
        self.parts: list[Part] | None = None

    def add(self, app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
        """Put the function that renders the contents into the page's context."""
        if self.parts is None:
            root = app.config.root_doc
            home = Entry(root, app.env.titles[root].astext(), True, (), frozenset({root}))
            self.parts = [Part("", (home,)), *read_parts(app.env, root)]
        parts = self.parts
        # The theme renders the template twice, once to see whether it is empty.
        context["claimbook_contents"] = cache(lambda: "".join(render_parts(parts, pagename, context["pathto"])))


def read_parts(env: BuildEnvironment, docname: str) -> Iterator[Part]:
    """Yield the contents below a page."""
    for node in env.tocs[docname].findall(toctree):
        entries = tuple(read_entry(env, title, target) for title, target in node["entries"] if target != "self")
        yield Part(node.get("caption") or "", entries)


def read_entry(env: BuildEnvironment, title: str | None, target: str) -> Entry:
    """Read an entry with all that is below it."""
    if target not in env.titles:
        return Entry(target, title or target, False, (), frozenset())
    children = tuple(entry for part in read_parts(env, target) for entry in part.entries)
    below = frozenset({target}).union(*(child.docnames for child in children))
    return Entry(target, title or env.titles[target].astext(), True, children, below)


def render_parts(parts: Iterable[Part], pagename: str, pathto: Callable[[str], str]) -> Iterator[str]:
    """Yield the contents as a page shows them: every part, with what is below the page's own branch only."""
    for part in parts:
        if part.caption:
            text = f'<span class="caption-text">{html.escape(part.caption)}</span>'
            yield f'<p aria-level="2" class="caption" role="heading">{text}</p>\n'
        yield '<ul class="nav bd-sidenav">\n'
        for entry in part.entries:
            yield from render_entry(entry, pagename, pathto, 1)
        yield "</ul>\n"


def render_entry(entry: Entry, pagename: str, pathto: Callable[[str], str], level: int) -> Iterator[str]:
    """Yield one entry, and those below it where the page is among them."""
    title = html.escape(entry.title)
    if not entry.is_page:
        href = html.escape(entry.target)
        yield f'<li class="toctree-l{level}"><a class="reference external" href="{href}">{title}</a></li>\n'
        return
    is_here, is_open = entry.target == pagename, pagename in entry.docnames
    current = " current active" if is_open else ""
    mark = ' aria-current="page"' if is_here else ""
    link = "current reference internal" if is_here else "reference internal"
    href = html.escape(pathto(entry.target))
    yield f'<li class="toctree-l{level}{current}"><a class="{link}" href="{href}"{mark}>{title}</a>'
    if is_open and entry.children:
        yield "\n<ul>\n"
        for child in entry.children:
            yield from render_entry(child, pagename, pathto, level + 1)
        yield "</ul>\n"
    yield "</li>\n"
