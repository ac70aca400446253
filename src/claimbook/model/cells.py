"""The cells of one column, a text that stands in many rows held once. No files, no types: what they mean is not known.

A table of a million rows has few distinct dates, terms or names. What is judged or parsed once for each distinct
text is judged or parsed for every row.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

# Cells after which it shows whether a column's texts recur.
_ENOUGH = 1 << 12

Texts = NDArray[np.object_]
Numbers = NDArray[Any]
Text = TypeVar("Text", str, bytes)


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of one column: row n, from 0, holds `values[codes[n]]`; without codes, `values[n]`."""

    values: Texts
    codes: Numbers | None = None

    def __len__(self) -> int:
        return len(self.values if self.codes is None else self.codes)

    def texts(self) -> Texts:
        """Return the cells, one for each row."""
        return self.values if self.codes is None else self.values[self.codes]

    def rows_where(self, judged: Sequence[bool] | NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return the rows, from 0 and in order, whose value has been judged true; `judged` is parallel to `values`."""
        flags = np.asarray(judged, bool)
        return np.flatnonzero(flags if self.codes is None else flags[self.codes])

    def place(self, row: int) -> int:
        """Return where in `values` the cell of a row is."""
        return row if self.codes is None else int(self.codes[row])


def as_texts(values: Sequence[str]) -> Texts:
    """Return texts as an array of them, whatever they look like."""
    texts = np.empty(len(values), object)
    texts[:] = values
    return texts


class Collector(Generic[Text]):
    """Takes a column's cells as they come and gives each distinct text a number."""

    def __init__(self) -> None:
        # A key that is missing gets the next number, all inside the dictionary: this runs for every cell of a table.
        self._places: defaultdict[Text, int] = defaultdict()
        self._places.default_factory = self._places.__len__
        self._codes = array("i")

    def is_mostly_distinct(self) -> bool:
        """Whether so many cells were taken, and so few of them alike, that a number for each text saves nothing."""
        return len(self._codes) > _ENOUGH and len(self._places) > len(self._codes) / 2

    def extend(self, cells: Iterable[Text]) -> None:
        """Add the cells of further rows."""
        self._codes.extend(map(self._places.__getitem__, cells))

    def extend_coded(self, values: Sequence[Text], codes: Numbers) -> None:
        """Add the cells of further rows, given as values and, for each row, where among them its own is."""
        places = np.fromiter(map(self._places.__getitem__, values), np.intc, len(values))
        self._codes.frombytes(places[codes].tobytes())

    def gathered(self) -> tuple[list[Text], Numbers]:
        """Return the distinct texts, and for each row where among them its own is."""
        codes = np.array(self._codes, np.min_scalar_type(max(len(self._places) - 1, 0)))
        return list(self._places), codes


NO_CELLS = Cells(as_texts([]))
