"""The one order of names: alphabetical as a reader expects it, whatever the case or the accents. Nothing else."""

from __future__ import annotations

import unicodedata

import pandas as pd


def name_key(name: str) -> tuple[str, str]:
    """Return what to sort a name by: without accents and case first, then as it is written."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return plain.casefold(), name


def name_ranks(names: pd.Series) -> pd.Series:
    """Return each name's place among the names, for `sort_values(key=…)`."""
    ranks = {name: place for place, name in enumerate(sorted(set(names), key=name_key))}
    return names.map(ranks).astype("int64")
