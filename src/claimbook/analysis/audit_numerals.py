"""Rules of the auditor on one number that stands for different things. Whether that is a slip is not said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd

from claimbook.analysis.audit_rules import COLUMNS, Audited, Finding, claims_of, rule
from claimbook.analysis.comparability import Relation
from claimbook.analysis.summing import counted
from claimbook.analysis.tallies import CHANCE, is_telling
from claimbook.model.each import rows_by
from claimbook.model.quantities import format_quantity

_COLUMNS = (*COLUMNS, "period_first", "period_last")


@rule
def one_numeral_has_one_role(audited: Audited) -> Iterator[Finding]:
    """A number of 100 or more that one origin gives for overlapping days counts the same people wherever it is printed:
    of one status, of one party. Renderings that say neither are not counted.
    """
    figures = audited.figures[_is_large(audited.figures["numeral"])]
    figures = figures[(figures["status"] != "unspecified") | (figures["party_id"] != "")]
    for (_, _, numeral), group in rows_by(figures, ["origin_id", "measure", "numeral"], _COLUMNS).items():
        roles: dict[tuple[str, str], list[Any]] = {}
        for row in group:
            roles.setdefault((row.status, row.party_id), []).append(row)
        if len(roles) < 2 or not _overlap(group):
            continue
        told = sorted(
            f"for {_role(audited, *role)} in {counted(len({row.source_id for row in rows}), 'rendering')} found"
            for role, rows in roles.items()
        )
        text = f"{group[0].origin}: {format_quantity(numeral)} stands {'; '.join(told)}."
        yield Finding(text, claims_of(*(row for rows in roles.values() for row in rows)))


def _is_large(numerals: pd.Series) -> pd.Series:
    return pd.Series([text.isdecimal() and int(text) >= CHANCE for text in numerals], numerals.index, dtype=bool)


def _role(audited: Audited, status: str, party: str) -> str:
    label = audited.dataset.descriptor.label
    parts = [
        label("status", status) if status != "unspecified" else "",
        f"people of {audited.dataset.name_of(party)}" if party else "",
    ]
    return ", ".join(part for part in parts if part)


def _overlap(rows: Sequence[Any]) -> bool:
    """Whether some two periods can share a day; one that is not said can lie anywhere."""
    reached = None  # the last day of those that begin no later
    for row in sorted(rows, key=_begin):
        end = date.max if pd.isna(row.period_last) else row.period_last.date()
        if reached and _begin(row) <= reached:
            return True
        reached = max(end, reached or end)
    return False


def _begin(row: Any) -> date:
    return date.min if pd.isna(row.period_first) else row.period_first.date()


@rule
def the_same_numeral_of_two_origins_counts_the_same(audited: Audited) -> Iterator[Finding]:
    """The same number of 100 or more, not a round one, that several origins give counts the same; where it does not, it
    is a coincidence, or one origin's number under another's name, and no agreement.
    """
    figures = audited.figures[pd.Series([is_telling(text) for text in audited.figures["numeral"]], dtype=bool)]
    figures = figures.drop_duplicates(["measure", "numeral", "origin_id"])
    for (_, numeral), group in rows_by(figures, ["measure", "numeral"], _COLUMNS).items():
        firsts = sorted(group, key=lambda row: str(row.origin))
        told = []
        for one, other in combinations(firsts, 2):
            found = audited.comparer.compare(audited.scopes[one.figure_id], audited.scopes[other.figure_id])
            if found.relation is not Relation.COMPARABLE:
                told.append(f"{one.origin} beside {other.origin}: {found.relation} ({found.reason})")
        if told:
            origins = counted(len(firsts), "origin")
            text = f"{format_quantity(numeral)} is given by {origins}, which is no agreement. {'. '.join(told)}."
            yield Finding(text, claims_of(*firsts))
