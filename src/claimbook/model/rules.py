"""What a rule is, the list of those that are applied, and how one reports. The rules themselves stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimbook.errors import Problem, shorten_value
from claimbook.model.dataset import Dataset

Rule = Callable[[Dataset], Iterator[Problem]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Add a rule to those that `check_meaning` applies and the codebook prints."""
    RULES.append(function)
    return function


def look_up(keys: pd.Series, frame: pd.DataFrame, key: str, value: str) -> pd.Series:
    """Return what another table says in `value` of the row that each key names in `key`; "" where there is none."""
    texts = np.append(frame[value].to_numpy(object), "")  # the last is what a key without a row finds, at -1
    return pd.Series(texts[_find_rows(keys, frame[key])], keys.index, dtype="str")


def look_up_days(keys: pd.Series, frame: pd.DataFrame, key: str, value: str) -> pd.Series:
    """Return the day that another table says in `value` of the row that each key names in `key`; NaT where none is."""
    # Taken by their rows, the days stay numbers: to make an object of each day of a large table takes long.
    return pd.Series(frame[value].array.take(_find_rows(keys, frame[key]), allow_fill=True), keys.index)


def _find_rows(keys: pd.Series, column: pd.Series) -> NDArray[np.intp]:
    """Return for each key the row, from 0, in which a column has it; -1 where none does."""
    # pandas would join a million rows for a few keys.
    names = keys.tolist()
    wanted = set(names)
    known = {name: row for row, name in enumerate(column.tolist()) if name in wanted}
    return np.fromiter((known.get(name, -1) for name in names), np.intp, len(names))


def report_rows(
    dataset: Dataset, table: str, rows: pd.Series, column: str, message: str, fix: str
) -> Iterator[Problem]:
    """Yield a problem for each row of a table for which the boolean series is true; `{}` in the message is the cell."""
    if not rows.any():  # as mostly; to cut nothing out of a frame takes longer than to see that it is nothing
        return
    described = dataset.descriptor.tables.get(table)
    found = dataset.frames[table].loc[rows, column]
    for index, cell in zip(found.index.tolist(), found.tolist(), strict=True):
        text = message.format(shorten_value(str(cell)))
        yield Problem(described.path if described else table, index + 2, column, text, fix)
