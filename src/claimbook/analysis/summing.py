"""What it means to sum up: many rows of one kind become one, which says how many it stands for. No rule of its own.

Counting is all that is done. Numbers that claims give are never added: 30 claims of 12 dead are 30 claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from claimbook.model.dates import format_date

# In which sources a row's figures stand: (source,) of one figure, of known day as the row itself; (source, day, count)
# where the row stands for several. The day is the one by which it had been said.
Told = tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True)
class Summed:
    """Rows to draw. `count` has, for each, how many figures or statements it stands for; together they are all.

    `note` says in the book's own voice what was summed up; it is "" where nothing was, and the rows are as they came.
    """

    rows: pd.DataFrame
    note: str = ""


def unchanged(rows: pd.DataFrame, counts: Iterable[int]) -> Summed:
    """Return rows of which each stands for what it is."""
    return Summed(rows.assign(count=list(counts)))


def told_by(sources: pd.Series, days: pd.Series) -> Told:
    """Return in which sources the figures of some rows stand, by source and day, each with how many of them.

    `sources` holds what each row has of the kind `Told`, `days` the row's own day.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for told, day in zip(sources, days, strict=True):
        for source, *rest in told:
            counts[str(source), str(rest[0]) if rest else str(day)] += int(rest[1]) if rest else 1
    return tuple((*key, count) for key, count in sorted(counts.items()))


def either(texts: pd.Series, otherwise: str) -> str:
    """Return what all the texts say; where they differ, something else."""
    distinct = texts.unique()
    return str(distinct[0]) if len(distinct) == 1 else otherwise


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number of things in words: `1 source`, `2 sources`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def said_between(firsts: pd.Series, lasts: pd.Series) -> str:
    """Return the days in which all of some claims were said, in words; "day not known" where one has no last day.

    Days are timestamps or blank. A claim without a first day can have been said at any time before its last.
    """
    if lasts.isna().any():
        return "day not known"
    last = lasts.max().date().isoformat()
    first = ".." if firsts.isna().any() else firsts.min().date().isoformat()
    return f"said {format_date(f'{first}/{last}')}"
