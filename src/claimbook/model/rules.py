"""What a rule is, the list of those that are applied, and how one reports. The rules themselves stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

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
    # pandas would join a million rows for a few keys.
    names = keys.tolist()
    wanted = set(names)
    pairs = zip(frame[key].tolist(), frame[value].tolist(), strict=True)
    known = {name: text for name, text in pairs if name in wanted}
    return pd.Series([known.get(name, "") for name in names], keys.index, dtype="str")


def report_rows(
    dataset: Dataset, table: str, rows: pd.Series, column: str, message: str, fix: str
) -> Iterator[Problem]:
    """Yield a problem for each row of a table for which the boolean series is true; `{}` in the message is the cell."""
    described = dataset.descriptor.tables.get(table)
    found = dataset.frames[table].loc[rows, column]
    for index, cell in zip(found.index.tolist(), found.tolist(), strict=True):
        text = message.format(shorten_value(str(cell)))
        yield Problem(described.path if described else table, index + 2, column, text, fix)
