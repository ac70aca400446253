"""Totals that reconcile: of how many coded figures a page shows which, in words. Numbers to text; nothing is drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from claimbook.analysis.summing import counted


@dataclass(frozen=True)
class Total:
    """Figures of one kind: how many are `coded`, how many stand `here` in a scope, how many as `parts` of those."""

    coded: int
    here: int
    parts: int

    @property
    def elsewhere(self) -> int:
        """How many neither stand here nor are named as parts of what does."""
        return self.coded - self.here - self.parts

    @property
    def number(self) -> str:
        """The number for a heading, and how many are coded where not all stand here."""
        here = counted(self.here, "figure")
        return here if self.here == self.coded else f"{here} here ({self.coded} coded)"


def count_figures(figures: pd.DataFrame, here: Collection[str], parts: Collection[str]) -> Total:
    """Return the total of some figures; `here` and `parts` are ids, of any figures."""
    ids = figures["figure_id"]
    return Total(len(ids), int(ids.isin(set(here)).sum()), int(ids.isin(set(parts)).sum()))


def tell_total(total: Total, measure: str = "", about: str = "") -> str:
    """Return the sentence that reconciles what a page shows with what is coded; "" where all of it stands there.

    `about` says of what the figures are that the page could show, if not all.
    """
    if total.here == total.coded:
        return ""
    of = (f" of “{measure}”" if measure else "") + (f" on {about}" if about else "")
    told = [
        f"{total.here} {'stands' if total.here == 1 else 'stand'} here, each in its scope",
        f"{total.parts} {'is a part of another and is' if total.parts == 1 else 'are parts of others and are'} "
        "named with the whole"
        if total.parts
        else "",
        f"{total.elsewhere} {'stands on its claim’s card' if total.elsewhere == 1 else 'stand on their claims’ cards'} "
        "only"
        if total.elsewhere
        else "",
    ]
    return f"Of {counted(total.coded, 'coded figure')}{of}, {'; '.join(part for part in told if part)}."
