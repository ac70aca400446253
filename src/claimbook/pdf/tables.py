"""How a table gets between the margins of a sheet: smaller type first, then words that break.

Which class a table gets is decided here; what the class means is said in print.css.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from itertools import zip_longest

from bs4 import ResultSet, Tag

# Millimetres between the margins, less what a card takes; and for each class of table its type and its padding.
ROOM = 162.0
POINT = 0.353
SIZES = (("", 8.5, 2.0), ("small", 7.5, 1.0), ("smaller", 6.5, 1.0))
# Millimetres for the heads of a table's rows where it is cut, and how many columns one has that is.
HEAD, LEAST = 32.0, 4
# Part of the type's size that a sign takes on average, bold ones among them.
SIGN = 0.58
# A longer word (an address, a digest) may always break, and is given this room.
LONG, ROOM_OF_LONG = 24, 16


def fit_table(table: Tag) -> None:
    """Give a table the class of the largest type in which each of its words stands whole.

    One that fits in none is cut into several, each with the head of every row; `broken` is what can't be cut.
    """
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    columns = [0]
    for cells in rows:
        columns = [max(pair) for pair in zip_longest(columns, map(_longest, cells), fillvalue=0)]
    name = next((name for name, size, padding in SIZES if _width(columns, size, padding) <= ROOM), "broken")
    if name == "broken" and _can_be_cut(rows):
        _cut(table, list(_groups(columns)))
        return
    _add_class(table, name)


def _can_be_cut(rows: list[ResultSet[Tag]]) -> bool:
    """Say whether every row has as many cells as the others, none of which spans several."""
    spans = any(_count(cell, name) > 1 for cells in rows for cell in cells for name in ("colspan", "rowspan"))
    return not spans and len({len(cells) for cells in rows}) == 1 and len(rows[0]) > LEAST


def _groups(columns: list[int]) -> Iterator[range]:
    """Yield the columns, the first left out, in groups that fit beside it."""
    _, size, padding = SIZES[-1]
    room = ROOM - max(HEAD, _width(columns[:1], size, padding))
    begun = 1
    for column in range(1, len(columns) + 1):
        if column == len(columns) or (column > begun and _width(columns[begun : column + 1], size, padding) > room):
            yield range(begun, column)
            begun = column


def _cut(table: Tag, groups: list[range]) -> None:
    """Put a table for each group of columns in the place of one; an id stays where it stands first."""
    last = table
    total = groups[-1].stop - 1
    for number, group in enumerate(groups):
        part = copy(table)
        for row in part.find_all("tr"):
            cells = row.find_all(["td", "th"], recursive=False)
            for column, cell in enumerate(cells):
                if column and column not in group:
                    cell.extract()
            if number:
                for tag in (row, *(inner for inner in cells[:1] for inner in (cells[0], *cells[0].find_all(True)))):
                    tag.attrs.pop("id", None)
        if number:
            part.attrs.pop("id", None)
        _add_class(part, "smaller cut")
        _say_columns(part, f"Columns {group.start} to {group.stop - 1} of {total}")
        last.insert_after(part)
        last = part
    table.decompose()


def _say_columns(part: Tag, words: str) -> None:
    caption = part.find("caption")
    if isinstance(caption, Tag):
        caption.append(f" {words}")
        return
    made = Tag(name="caption")
    made.string = words
    part.insert(0, made)


def _add_class(table: Tag, name: str) -> None:
    if name:
        table["class"] = " ".join([*filter(None, table.get_attribute_list("class")), name])


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
