"""How much a page shows, and the sentence that says what it leaves out and where that stands. No page is made here.

A page that grows with its dataset can at some size neither be read nor opened. What is left out is counted and said;
every claim stands, whatever the size, on its source's page: there the first have a card each, the others a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

# Rows of a list, panels on a page, parties to a side of a matrix, claims named in one place, marks in one cell.
MOST_ROWS = 500
MOST_PANELS = 100
# Scopes of a measure up to which each has a panel, also where there is nothing to compare in it.
MOST_ALONE = 20
MOST_PARTIES = 60
MOST_LINES = 40
MOST_IN_CELL = 20
# Claims of a source that have a card; a card takes some 5 kB, a line a tenth of it.
MOST_CARDS = 300

Item = TypeVar("Item")


def first_of(items: Sequence[Item], most: int) -> tuple[list[Item], int]:
    """Return the first of some items, in their order, and how many are left out."""
    return list(islice(items, most)), max(0, len(items) - most)


def left_out(number: int, singular: str, plural: str = "") -> str:
    """Return the sentence that says how many things a page leaves out and where they stand; "" where it is none."""
    if number <= 0:
        return ""
    things = f"1 more {singular} is" if number == 1 else f"{number} more {plural or singular + 's'} are"
    return f"{things} not listed here; every claim stands on its source's page."
