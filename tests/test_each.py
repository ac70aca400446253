"""Rows are those of pandas: the same names and values, missing ones included."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimbook.model.each import cells_of, each_row


def test_each_row_is_the_row_of_itertuples_cell_by_cell() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", None, ""], dtype="str"),
            "number": pd.Series([1, None, 3], dtype="Int64"),
            "day": pd.to_datetime(["2031-05-04", None, "2031-05-06"]),
            "kept": pd.Series([True, False, True]),
            "claims": pd.Series([["a"], [], ["b", "c"]], dtype=object),
            "share": [0.5, float("nan"), 2.0],
            "class": ["x", "y", "z"],
        },
        index=[4, 2, 9],
    )
    ours, theirs = list(each_row(frame)), list(frame.itertuples())
    assert [row._fields for row in ours] == [row._fields for row in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        for cell, expected in zip(mine, other, strict=True):
            # Whole numbers come as Python's own, not as numpy's.
            assert isinstance(cell, int) if isinstance(expected, np.integer) else type(cell) is type(expected)
            assert cell is expected or cell == expected or (pd.isna(cell) and pd.isna(expected))


def test_equal_days_are_one_object_and_a_missing_one_stays_missing() -> None:
    cells = cells_of(pd.Series(pd.to_datetime(["2031-05-04", None, "2031-05-04", "2031-05-06"])))
    assert cells[0] == pd.Timestamp("2031-05-04")
    assert cells[0] is cells[2]
    assert cells[1] is pd.NaT
    assert cells[3] == pd.Timestamp("2031-05-06")


def test_a_frame_without_rows_has_none() -> None:
    assert list(each_row(pd.DataFrame({"a": []}))) == []
