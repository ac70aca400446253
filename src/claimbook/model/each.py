"""The rows of a frame, one after another, each with its columns as names. Nothing else.

pandas' own `itertuples` asks an array of texts for each cell anew: of tens of thousands of rows with seventy columns it
takes most of a page's time. Here each column becomes a list once.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from typing import Any

import pandas as pd


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield what `frame.itertuples()` yields; a cell is equal to that one and of its type."""
    row = namedtuple("row", ["Index", *map(str, frame.columns)], rename=True)  # type: ignore[misc]
    columns = [frame.iloc[:, place].to_numpy(object).tolist() for place in range(frame.shape[1])]
    return map(row._make, zip(frame.index.tolist(), *columns, strict=True))
