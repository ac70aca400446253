"""Turn the text of a column into typed columns: dates into days, quantities into bounds, digits into numbers.

Only texts that the structure has been checked of come here. Each distinct text is parsed once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from claimbook.model.cells import Cells, Numbers
from claimbook.model.dates import parse_date
from claimbook.model.quantities import parse_quantity


def type_cells(cells: Cells, column: str, kind: str) -> dict[str, Any]:
    """Return the typed columns, by name and as arrays, that stand beside a column of text, or in its place.

    For a date `COLUMN_first` and `COLUMN_last` (days, blank where open); for a quantity `shape`, `low`, `high`,
    `best` (blank where open) and `is_stated`; for a number the column itself.
    """
    if kind == "edtf":
        typed: dict[str, Any] = _type_dates(cells, column)
    elif kind == "quantity":
        typed = _type_quantities(cells)
    elif kind in ("integer", "number"):
        typed = {column: _type_numbers(cells, kind)}
    else:
        return {}
    return typed if cells.codes is None else {name: values.take(cells.codes) for name, values in typed.items()}


def _type_dates(cells: Cells, column: str) -> dict[str, Numbers]:
    spans = [parse_date(text) if text else None for text in cells.values.tolist()]
    return {
        f"{column}_{end}": np.array([getattr(span, end) if span else None for span in spans], "datetime64[us]")
        for end in ("first", "last")
    }


def _type_quantities(cells: Cells) -> dict[str, Any]:
    quantities = [parse_quantity(text) for text in cells.values.tolist()]
    typed: dict[str, Any] = {"shape": pd.array([str(quantity.shape) for quantity in quantities], dtype="str")}
    for bound in ("low", "high", "best"):
        typed[bound] = pd.array([getattr(quantity, bound) for quantity in quantities], dtype="Float64")
    return {**typed, "is_stated": np.array([quantity.is_stated for quantity in quantities], bool)}


def _type_numbers(cells: Cells, kind: str) -> Any:
    texts = cells.values.tolist()
    is_blank = np.array([not text for text in texts], bool)
    if kind == "integer":
        whole = np.array([int(text or 0) for text in texts], np.int64)
        return pd.arrays.IntegerArray(whole, is_blank, copy=False)
    decimal = np.array([float(text or 0) for text in texts], np.float64)
    return pd.arrays.FloatingArray(decimal, is_blank, copy=False)
