"""What a page says beside answers: what stands where a party gives none, and which can hold together. Words only."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import pandas as pd

from claimbook.model.structure import split_list


class Nothing(NamedTuple):
    """What stands where a party's answer would: a sentence without its stop, and in short for a cell of a table."""

    sentence: str
    short: str


def nothing_found(*, has_statement: bool, is_group: bool = False, about: str = "") -> Nothing:
    """Return what was not found of a party, in the same words for every one.

    `has_statement`: it made other claims, so that nobody is said to be silent who spoke of other things. `is_group`:
    members of it are listed, who may have spoken each for itself. `about` is what the page looks at, "" for all.
    """
    what = "answer to this" if has_statement else "statement"
    by = "by this party as a whole" if is_group else "by this party"
    on = f" on {about}" if about and not has_statement else ""
    short = f"no {what.split()[0]}{' as a whole' if is_group else ''}{on} found"
    return Nothing(f"no {what} {by}{on} was found in the sources searched", short)


def tell_together(positions: pd.DataFrame, labels: dict[str, str]) -> str:
    """Say which answers are coded as ones that can hold together, or which are not, where those are fewer."""
    named = {
        frozenset((row.position_id, other))
        for row in positions.itertuples()
        for other in split_list(str(row.compatible_with))
    }
    pairs = list(combinations(labels, 2))
    apart = [pair for pair in pairs if frozenset(pair) not in named]
    together = [pair for pair in pairs if frozenset(pair) in named]
    if not pairs:
        return ""
    if not together:
        return "No two of these answers are coded as ones that can hold together."
    if not apart and len(pairs) > 1:
        return "Any two of these answers are coded as ones that can hold together: giving one rejects no other."
    told, listed = ("Answers that are coded as ones that can hold together", together)
    if 0 < len(apart) < len(together):
        told, listed = ("Any two of these answers are coded as ones that can hold together, but for", apart)
    quoted = "; ".join(f"“{labels[a]}” and “{labels[b]}”" for a, b in listed)
    return f"{told}{'' if told.endswith('for') else ':'} {quoted}."
