"""Tables as rows, which is how a test writes and reads them, from and to the columns that the program holds.

What belongs here: the way from one to the other. What does not: any expectation of a test.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimbook.model.cells import Cells, as_texts


def rows_of(columns: Sequence[Cells]) -> list[list[str]]:
    """Every row as a list of its cells."""
    return [list(row) for row in zip(*(cells.texts().tolist() for cells in columns), strict=True)]


def columns_of(rows: Sequence[Sequence[str]], width: int = 1) -> list[Cells]:
    """The columns of rows; `width` is how many they are where there is no row."""
    return [Cells(as_texts(column)) for column in (zip(*rows, strict=True) if rows else [()] * width)]
