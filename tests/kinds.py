"""Which pages of a site stand for all: one of each kind. No browser, no expectation; tests and benchmarks ask here."""

from __future__ import annotations

import re
from pathlib import Path

# Folders of pages that are made for each row of a table.
MANY = ("sources", "incidents")
THINGS = re.compile(r"\bcb-[a-z-]+")


def one_of_each_kind(html: Path) -> list[str]:
    """Every page of a site, but of a folder of pages that are made for each row of a table only two: the first, and the
    one that has the most kinds of things on it.
    """
    names: list[str] = []
    for folder in sorted({page.parent for page in html.rglob("*.html")}):
        pages = sorted(folder.glob("*.html"))
        if folder.name in MANY:
            richest = max(pages, key=lambda page: len(set(THINGS.findall(page.read_text("utf-8")))))
            pages = sorted({pages[0], richest})
        names += [page.relative_to(html).as_posix() for page in pages]
    return names
