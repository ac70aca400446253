"""The one order of names: as a reader looks them up, whatever the case, the accents or the digits. Nothing else."""

from __future__ import annotations

import re

import pandas as pd

from claimbook.model.accents import drop_accents

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NUMBERED = {name: f"{place:02}" for place, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}
_DATE = re.compile(rf"\b(?:([0-9]{{1,2}}) )?({'|'.join(_NUMBERED)}) ([0-9]{{4}})\b")
_NUMBER = re.compile(r"[0-9]+")


def name_key(name: str) -> tuple[str, str]:
    """Return what to sort a name by: without accents and case first, then as it is written.

    A day in a name counts by its place in the calendar, a number by its size: 9 Mar 2025, 10 Mar 2025, 2 Apr 2025.
    """
    plain = drop_accents(name)
    dated = _DATE.sub(lambda at: f"{at[3]}{_NUMBERED[at[2]]}{(at[1] or '').zfill(2)}", plain.casefold())
    return _NUMBER.sub(lambda at: at[0].zfill(12), dated), name


def name_ranks(names: pd.Series) -> pd.Series:
    """Return each name's place among the names, for `sort_values(key=…)`."""
    ranks = {name: place for place, name in enumerate(sorted(set(names), key=name_key))}
    return names.map(ranks).astype("int64")
