"""Say which cells of a sheet were undone. Words only: no cells, no files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_MOST = 20  # rows of a column that a line names


class Undone(NamedTuple):
    """What was undone in a cell, in words, and the cell's column and row."""

    what: str
    column: str
    row: int


def tell_undone(place: str, cells: Iterable[Undone]) -> list[str]:
    """Return a line for each thing that was undone in a sheet: how often, and in which columns and rows."""
    found: dict[str, dict[str, list[int]]] = {}
    for cell in cells:
        found.setdefault(cell.what, {}).setdefault(cell.column, []).append(cell.row)
    return [f"{place}: {what} ({_where(columns)})." for what, columns in sorted(found.items())]


def _where(columns: dict[str, list[int]]) -> str:
    count = sum(map(len, columns.values()))
    return f"{count}: {'; '.join(f'{column} in {_rows(rows)}' for column, rows in columns.items())}"


def _rows(rows: list[int]) -> str:
    more = f" and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, sorted(rows)[:_MOST]))}{more}"
