"""The rows of a frame, one after another, each with its columns as names. Nothing else.

pandas' own `itertuples` asks an array of texts for each cell anew: of tens of thousands of rows with seventy columns it
takes most of a page's time. Here each column becomes a list once. So do groups: as frames, each of thousands takes
milliseconds, also one of one row.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd


def each_row(frame: pd.DataFrame, columns: Sequence[str] = ()) -> Iterator[Any]:
    """Yield what `frame.itertuples()` yields, with only the columns named, if any are; a cell is equal to that one and
    of its type.
    """
    own = frame[list(columns)] if columns else frame
    row = namedtuple("row", ["Index", *map(str, own.columns)], rename=True)  # type: ignore[misc]
    cells = [cells_of(own.iloc[:, place]) for place in range(own.shape[1])]
    return map(row._make, zip(own.index.tolist(), *cells, strict=True))


def rows_by(frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str] = ()) -> dict[tuple[Any, ...], list[Any]]:
    """Return the rows of a frame, with only the columns named, by what stands in their key columns.

    Keys come in the order in which they first occur, and so do the rows of each.
    """
    found: dict[tuple[Any, ...], list[Any]] = {}
    texts = [cells_of(frame[key]) for key in keys]
    for key, row in zip(zip(*texts, strict=True), each_row(frame, columns), strict=True):
        found.setdefault(key, []).append(row)
    return found


def cells_of(column: pd.Series) -> list[Any]:
    """Return a column's cells as Python's own objects; each distinct day is made once, as making one takes long."""
    if column.dtype.kind != "M":
        return list(column.to_numpy(object).tolist())
    codes, distinct = pd.factorize(column)
    days = [*pd.DatetimeIndex(distinct).tolist(), pd.NaT]  # a blank has the code -1
    return [days[code] for code in codes.tolist()]
