"""Rules of the auditor on tallies and days: what shrinks, what excludes each other, what is dated too late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pandas as pd

from claimbook.analysis.audit_rules import Audited, Finding, bounds, can_be_equal, claims_of, rule, said
from claimbook.analysis.claims import describe_claims
from claimbook.analysis.scopes import Scope
from claimbook.model.dates import format_date, format_day
from claimbook.model.each import each_row


@rule
def a_running_tally_does_not_shrink(audited: Audited) -> Iterator[Finding]:
    """A running tally of one origin and one scope does not become smaller from one day on which it was given out to a
    later one.
    """
    series: dict[tuple[str, Scope], dict[str, Any]] = defaultdict(dict)
    for row in audited.rows.values():
        if row.counting == "cumulative" and not pd.isna(row.given_out):
            scope = replace(audited.scopes[row.figure_id], last=None)
            series[row.origin_id, scope].setdefault(row.tally_id, row)
    for members in series.values():
        ordered = sorted(members.values(), key=lambda row: (row.given_out, row.figure_id))
        for before, after in pairwise(ordered):
            low, high = bounds(before), bounds(after)
            if before.given_out == after.given_out or not (low.is_stated and high.is_stated):
                continue
            if high.high is not None and (low.low or 0) > high.high:
                text = f"{after.origin}: {_dated(after)}, is fewer than {_dated(before)}, of the same scope."
                yield Finding(text, claims_of(before, after))


def _dated(row: Any) -> str:
    return f"{said(row)}, given out by {format_day(row.given_out.date())}"


@rule
def comparable_figures_can_be_equal(audited: Audited) -> Iterator[Finding]:
    """Figures that are comparable, nothing that is coded of what they count being different, have bounds that one
    number can fulfil. All that is said of the scope is told, by whom. Two running tallies that one origin gave out on
    one day may both be so: what is counted grows within a day. Of days that are not said nobody can tell.
    """
    groups: dict[Scope, list[Any]] = defaultdict(list)
    for row in audited.rows.values():
        scope = audited.scopes[row.figure_id]
        if row.shape != "share" and (scope.first, scope.last) != (None, None):
            groups[scope].append(row)
    for rows in groups.values():
        distinct = {(row.origin_id, row.quantity): row for row in rows}
        if any(_exclude(one, other) for one, other in combinations(distinct.values(), 2)):
            told = sorted(f"{row.origin} gives {said(row)}" for row in distinct.values())
            text = f"For one scope ({_scope_words(rows[0])}) there are numbers that differ: {'; '.join(told)}."
            yield Finding(text, claims_of(*distinct.values()))


def _exclude(one: Any, other: Any) -> bool:
    grows = one.origin_id == other.origin_id and "cumulative" in (one.counting, other.counting)
    return not grows and not can_be_equal(bounds(one), bounds(other))


def _scope_words(row: Any) -> str:
    return f"{row.measure_label}: {row.scope[:1].lower()}{row.scope[1:]}"


@rule
def nothing_is_said_after_its_source(audited: Audited) -> Iterator[Finding]:
    """A claim was said no later than its source came out."""
    claims = describe_claims(audited.dataset)
    published = dict(zip(audited.dataset.sources["source_id"], audited.dataset.sources["published_last"], strict=True))
    columns = ["claim_id", "source_id", "source_title", "claimant", "asserted", "asserted_first"]
    for row in each_row(claims, columns):
        last: Any = published.get(row.source_id)
        if not (pd.isna(last) or pd.isna(row.asserted_first)) and row.asserted_first > last:
            text = (
                f"{row.source_title} came out by {format_day(last.date())}; what it has from {row.claimant} is dated "
                f"{format_date(row.asserted)}."
            )
            yield Finding(text, (row.claim_id,))
