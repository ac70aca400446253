"""How a table gets between the margins of a sheet: smaller type first, then words that break.

Which class a table gets is decided here; what the class means is said in print.css.
"""

from __future__ import annotations

from itertools import zip_longest

from bs4 import Tag

# Millimetres between the margins, less what a card takes; and for each class of table its type and its padding.
ROOM = 162.0
POINT = 0.353
SIZES = (("", 8.5, 2.0), ("small", 7.5, 1.0), ("smaller", 6.5, 1.0))
# Part of the type's size that a sign takes on average, bold ones among them.
SIGN = 0.58
# A longer word (an address, a digest) may always break, and is given this room.
LONG, ROOM_OF_LONG = 24, 16


def fit_table(table: Tag) -> None:
    """Give a table the class of the largest type in which each of its words stands whole; `broken` if none does."""
    columns = [0]
    for row in table.find_all("tr"):
        widths = [_longest(cell) for cell in row.find_all(["td", "th"], recursive=False)]
        columns = [max(pair) for pair in zip_longest(columns, widths, fillvalue=0)]
    name = next((name for name, size, padding in SIZES if _width(columns, size, padding) <= ROOM), "broken")
    if name:
        table["class"] = " ".join([*filter(None, table.get_attribute_list("class")), name]).strip()


def _longest(cell: Tag) -> int:
    """Return how many signs the longest word of a cell takes, and mark a cell that has one which may break."""
    words = [len(word) for word in cell.get_text(" ").split()]
    if any(length > LONG for length in words):
        cell["class"] = " ".join([*filter(None, cell.get_attribute_list("class")), "long"])
    if _count(cell, "colspan") > 1:
        return 1  # it has the room of several columns
    return max((length if length <= LONG else ROOM_OF_LONG for length in words), default=1)


def _width(columns: list[int], size: float, padding: float) -> float:
    return sum(signs * size * POINT * SIGN + padding for signs in columns)


def _count(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return int(value) if value.isdecimal() else 1
