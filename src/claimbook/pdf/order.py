"""The pages of a built book in the order of its contents. What a page says is not read here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook.book.contents import read_contents


@dataclass(frozen=True)
class Entry:
    """A page in the contents, with those below it. `title` is what the contents call it; "" leaves that to the page."""

    docname: str
    title: str = ""
    below: tuple[Entry, ...] = ()

    def walk(self) -> Iterator[Entry]:
        """Yield the page and all below it, in order."""
        yield self
        for entry in self.below:
            yield from entry.walk()


@dataclass(frozen=True)
class Part:
    """Pages under a caption; the start page, and pages of a book without parts, have none."""

    caption: str
    entries: tuple[Entry, ...]

    def walk(self) -> Iterator[Entry]:
        """Yield all pages of the part, in order."""
        for entry in self.entries:
            yield from entry.walk()


def read_order(executed: Path) -> tuple[Part, ...]:
    """Return the parts of the book whose executed notebooks lie here; the start page is the first, by itself.

    Raises PageError where there are no contents that can be read.
    """
    contents = read_contents(executed)
    start = Part("", (Entry(_docname(contents["root"])),))
    parts = [Part(str(part.get("caption") or ""), _entries(part)) for part in contents.get("parts", ())]
    loose = _entries(contents)
    return (start, *([Part("", loose)] if loose else []), *(part for part in parts if part.entries))


def _entries(holder: dict[str, Any]) -> tuple[Entry, ...]:
    listed = [entry for key in ("chapters", "sections", "entries") for entry in holder.get(key, ())]
    below = [entry for tree in holder.get("subtrees", ()) for entry in _entries(tree)]
    found = (
        Entry(_docname(entry["file"]), str(entry.get("title") or ""), _entries(entry))
        for entry in listed
        if "file" in entry  # an entry may also be an address elsewhere
    )
    return (*found, *below)


def _docname(name: str) -> str:
    for suffix in (".ipynb", ".md"):
        name = name.removesuffix(suffix)
    return name


def count_pages(parts: tuple[Part, ...]) -> int:
    """Return how many pages there are."""
    return sum(1 for part in parts for _ in part.walk())
