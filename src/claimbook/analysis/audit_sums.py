"""Rules of the auditor on parts and wholes. Parts are added here to be held against the whole that a source prints
beside them, and for nothing else: no sum is shown as a number of the book's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from claimbook.analysis.audit_rules import COLUMNS, Audited, Finding, bounds, claims_of, rule, said
from claimbook.analysis.comparability import Relation
from claimbook.analysis.containing import Counted, larger_within
from claimbook.analysis.figures import without_gloss
from claimbook.model.dates import format_day
from claimbook.model.each import rows_by
from claimbook.model.quantities import Quantity


@rule
def parts_fit_their_whole(audited: Audited) -> Iterator[Finding]:
    """Parts of one whole can make it up. Parts of one division are held against it together, all of them being meant;
    other parts, and what a source prints beside a total as said on the same day of one side or status, are added only
    where those whom they count have nothing in common. Bounds that are only a convention are left open. (Iraq Body
    Count, Methods: deaths in one report that another already holds are subtracted before any sum; here they are left
    out of the comparison.)
    """
    beside = _printed_beside(audited)
    for whole_id in dict.fromkeys([*audited.parts, *beside]):
        whole = audited.rows.get(whole_id)
        if whole is None or not bounds(whole).is_stated:
            continue
        limit = bounds(whole)
        for members, is_all in _sums(audited, [*audited.parts.get(whole_id, ()), *beside.get(whole_id, ())]):
            found = add_bounds([bounds(row) for row in members])
            too_many = limit.high is not None and (found.low or 0) > limit.high
            too_few = is_all and found.high is not None and found.high < (limit.low or 0)
            if too_many or too_few:
                yield Finding(_sum_words(members, whole, found), claims_of(whole, *members))


def _printed_beside(audited: Audited) -> dict[str, list[Any]]:
    """For each total, what its source has from the same origin, as said on the same day, of one side or one status."""
    texts: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in audited.rows.values():
        key = (row.source_id, row.origin_id, row.asserted, row.measure, row.unit, row.modality)
        if row.shape != "share" and not row.part_of and not row.per and row.counting == "cumulative":
            texts[key].append(row)
    found: dict[str, list[Any]] = {}
    for rows in texts.values():
        totals = [row for row in rows if row.status in ("all", "unspecified") and not (row.party_id or row.group)]
        sides = [row for row in rows if row.party_id or row.status in ("civilian", "combatant")]
        found |= {total.figure_id: sides for total in totals if sides}
    return found


def add_bounds(parts: Sequence[Quantity]) -> Quantity:
    """Return the bounds of a sum of disjoint parts: an end is open where one of theirs is open or not stated."""
    low = sum(part.low or 0 for part in parts if part.is_stated)
    highs = [part.high if part.is_stated else None for part in parts]
    high = None if None in highs else sum(high or 0 for high in highs)
    return Quantity(parts[0].shape, low, high)


def _sums(audited: Audited, parts: Sequence[Any]) -> Iterator[tuple[list[Any], bool]]:
    """Yield the parts to add: those of each division, and of the others as many as have nothing in common."""
    by_division: dict[str, list[Any]] = defaultdict(list)
    for row in parts:
        by_division[row.division].append(row)
    for division, members in by_division.items():
        if division:
            yield members, True
        elif len(apart := _disjoint(audited, members)) > 1:
            # One side is no sum: whether the total was meant to hold it is not said.
            yield apart, False


def _disjoint(audited: Audited, members: Sequence[Any]) -> list[Any]:
    """Return the members with which none chosen before has anybody in common, the largest first."""
    chosen: list[Any] = []
    for row in sorted(members, key=lambda row: (-(bounds(row).low or 0), row.figure_id)):
        if all(_are_apart(audited, row, other) for other in chosen):
            chosen.append(row)
    return chosen


def _are_apart(audited: Audited, one: Any, other: Any) -> bool:
    if one.party_id and other.party_id and one.party_id != other.party_id:
        return True
    # Whoever is said to be a civilian is counted apart from a party's own people by those who print both.
    if (one.status == "civilian" and other.party_id) or (other.status == "civilian" and one.party_id):
        return True
    scopes = audited.scopes
    found = audited.comparer.compare(scopes[one.figure_id], scopes[other.figure_id])
    return found.relation is Relation.NOT_COMPARABLE and one.measure == other.measure and one.unit == other.unit


def _sum_words(members: Sequence[Any], whole: Any, found: Quantity) -> str:
    named = " + ".join(said(row) for row in members)
    total = f"{found.low:,}" if found.low == found.high else f"at least {found.low:,}"
    return (
        f"{whole.source_title} gives {named} beside {said(whole)} as the whole: together the parts are "
        f"{total}, which differs from the whole."
    )


@rule
def parts_of_one_sum_share_a_cutoff(audited: Audited) -> Iterator[Finding]:
    """Parts that stand in one sum were given out at one cut-off. Where one of them had been given out on an earlier day
    than another, the earlier number may not have changed since, or may not have been counted anew.
    """
    for whole_id, parts in audited.parts.items():
        whole = audited.rows.get(whole_id)
        running = [
            row for row in parts if row.counting == "cumulative" and row.numeral and row.given_out == row.given_out
        ]
        days = {row.given_out for row in running}
        if whole is None or len(days) < 2:
            continue
        told = [
            f"{said(row)} ({without_gloss(row.counted)}) by {format_day(row.given_out.date())}"
            for row in sorted(running, key=lambda row: (row.given_out, row.figure_id))
        ]
        text = (
            f"{whole.source_title} sets numbers of one origin beside each other that were first found given out on "
            f"different days: {', '.join(told)}."
        )
        yield Finding(text, claims_of(whole, *running))


@rule
def nothing_is_larger_than_what_contains_it(audited: Audited) -> Iterator[Finding]:
    """A figure is not larger than another of the same origin that contains it: same days or more, same people or more.
    Told once for each pair of tallies, where both say their days.
    """
    firsts = audited.figures.drop_duplicates(["origin_id", "measure", "unit", "tally_id"])
    for rows in rows_by(firsts, ["origin_id", "measure", "unit"], COLUMNS).values():
        figures = [Counted(audited.scopes[row.figure_id], bounds(row)) for row in rows]
        for inner, outer in larger_within(figures, audited.comparer):
            # The reason names first what was coded first.
            first, second = sorted((inner, outer))
            found = audited.comparer.compare(figures[first].scope, figures[second].scope)
            if found.relation is (Relation.CONTAINED if inner == first else Relation.CONTAINS):
                text = (
                    f"{rows[inner].origin} gives {said(rows[inner])} for what is contained in what it gives "
                    f"{said(rows[outer])} for, which is fewer ({found.reason})."
                )
                yield Finding(text, claims_of(rows[inner], rows[outer]))
