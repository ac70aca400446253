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


def report_rows(
    dataset: Dataset, table: str, rows: pd.Series, column: str, message: str, fix: str
) -> Iterator[Problem]:
    """Yield a problem for each row of a table for which the boolean series is true; `{}` in the message is the cell."""
    described = dataset.descriptor.tables.get(table)
    for index in rows.index[rows]:
        cell = shorten_value(str(dataset.frames[table].at[index, column]))
        yield Problem(described.path if described else table, int(index) + 2, column, message.format(cell), fix)
