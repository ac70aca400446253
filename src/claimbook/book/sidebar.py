"""The table of contents beside a page.

The theme renders the whole contents anew for every page, which takes most of a large book's build. Here
they are read once, and a page shows its own branch of them. Of a long list it shows what lies around the page, and
a link to the page that the list hangs on, where all of it stands: a page costs the same in a book of any size.
What is in the contents is said in `_toc.yml`, how they look in the style sheet.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

# A list of so many entries stands whole: it fits a screen, and a shorter one would hide little more than it says.
WHOLE = 20
# Of a longer one so many stand around the page. With the chapters they fit a screen; and whoever goes by keyboard or
# by ear passes all of them on the way to the text.
SHOWN = 11
# Characters from which on a title is cut to some lines by the style sheet, and says all of it when pointed at; the page
# it leads to has it in full.
LONG = 90


class Entry(NamedTuple):
    """A page in the contents, with the list of those below it, or an address elsewhere."""

    target: str
    title: str
    is_page: bool
    below: Listing


class Listing(NamedTuple):
    """Entries under one title, which may be empty.

    `owner` is the page that the list hangs on; `places` says in which entry each page is, or below which.
    """

    title: str
    owner: str
    entries: tuple[Entry, ...]
    places: Mapping[str, int]


class View(NamedTuple):
    """The page that the contents are rendered for, and its way to every other."""

    pagename: str
    pathto: Callable[[str], str]


class Sidebar:
    """Gives every page its contents; reads them once."""

    def __init__(self) -> None:
        self.parts: list[Listing] | None = None

    def add(self, app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
        """Put the function that renders the contents into the page's context."""
        if self.parts is None:
            root = app.config.root_doc
            home = Entry(root, app.env.titles[root].astext(), True, make_listing("", root, ()))
            self.parts = [make_listing("", root, [home]), *read_parts(app.env, root)]
        parts, view = self.parts, View(pagename, context["pathto"])
        # The theme renders the template twice, once to see whether it is empty.
        context["claimbook_contents"] = cache(lambda: "".join(render_parts(parts, view)))


def make_listing(title: str, owner: str, entries: Iterable[Entry]) -> Listing:
    """Return a list of entries that knows where each page below it is."""
    entries = tuple(entries)
    places = {name: place for place, entry in enumerate(entries) for name in (entry.target, *entry.below.places)}
    return Listing(title, owner, entries, places)


def read_parts(env: BuildEnvironment, docname: str) -> Iterator[Listing]:
    """Yield the contents below a page."""
    for node in env.tocs[docname].findall(toctree):
        entries = [read_entry(env, title, target) for title, target in node["entries"] if target != "self"]
        yield make_listing(node.get("caption") or "", docname, entries)


def read_entry(env: BuildEnvironment, title: str | None, target: str) -> Entry:
    """Read an entry with all that is below it."""
    if target not in env.titles:
        return Entry(target, title or target, False, make_listing("", target, ()))
    title = title or env.titles[target].astext()
    children = [entry for part in read_parts(env, target) for entry in part.entries]
    return Entry(target, title, True, make_listing(title, target, children))


def choose_window(count: int, place: int) -> range:
    """Return which of `count` entries to show on the page at `place`: all of few, of many those around it."""
    if count <= WHOLE:
        return range(count)
    first = max(0, min(place - SHOWN // 2, count - SHOWN))
    return range(first, first + SHOWN)


def render_parts(parts: Iterable[Listing], view: View) -> Iterator[str]:
    """Yield the contents as a page shows them: every part, with what is below the page's own branch only."""
    for part in parts:
        if part.title:
            text = f'<span class="caption-text">{html.escape(part.title)}</span>'
            yield f'<p aria-level="2" class="caption" role="heading">{text}</p>\n'
        yield f'<ul class="nav bd-sidenav">\n{"".join(render_listing(part, view, 1))}</ul>\n'


def render_listing(listing: Listing, view: View, level: int) -> Iterator[str]:
    """Yield a list: all of a short one; of a long one what is around the page, and where the rest of it stands."""
    count = len(listing.entries)
    window = choose_window(count, listing.places.get(view.pagename, 0))
    if window.start:
        yield f'<li class="toctree-l{level} cb-rest">{window.start:,} before</li>\n'
    for entry in listing.entries[window.start : window.stop]:
        yield from render_entry(entry, view, level)
    if len(window) == count:
        return
    if listing.owner == view.pagename:
        rest = [line for entry in listing.entries[window.stop :] for line in render_entry(entry, view, level)]
        fold = f"<details><summary>{count - window.stop:,} more</summary>\n<ul>\n{''.join(rest)}</ul>\n</details>"
        yield f'<li class="toctree-l{level} cb-rest">{fold}</li>\n'
        return
    if window.stop < count:
        yield f'<li class="toctree-l{level} cb-rest">{count - window.stop:,} after</li>\n'
    href = html.escape(view.pathto(listing.owner))
    title = html.escape(f"All {count:,}: {listing.title}" if listing.title else f"All {count:,}")
    yield f'<li class="toctree-l{level} cb-all"><a class="reference internal" href="{href}">{title}</a></li>\n'


def render_entry(entry: Entry, view: View, level: int) -> Iterator[str]:
    """Yield one entry, and those below it where the page is among them."""
    title = html.escape(entry.title)
    if not entry.is_page:
        href = html.escape(entry.target)
        yield f'<li class="toctree-l{level}"><a class="reference external" href="{href}">{title}</a></li>\n'
        return
    is_here = entry.target == view.pagename
    is_open = is_here or view.pagename in entry.below.places
    current = " current active" if is_open else ""
    mark = ' aria-current="page"' if is_here else ""
    link = "current reference internal" if is_here else "reference internal"
    href = html.escape(view.pathto(entry.target))
    if len(entry.title) > LONG:
        link, mark = f"{link} cb-long-title", f'{mark} title="{title}"'
    yield f'<li class="toctree-l{level}{current}"><a class="{link}" href="{href}"{mark}>{title}</a>'
    if is_open and entry.below.entries:
        yield f"\n<ul>\n{''.join(render_listing(entry.below, view, level + 1))}</ul>\n"
    yield "</li>\n"
