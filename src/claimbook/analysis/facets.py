"""How two scopes stand to each other in one respect, and that respect of a scope in words.

Pure: two scopes in, a `Facet` out. What places, parties and incidents hold each other is known to `comparability`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from claimbook.analysis.scopes import Scope
from claimbook.model.dates import format_date

_DISJOINT_STATUS = {frozenset(("civilian", "combatant")), frozenset(("civilian", "hors_de_combat"))}


class Facet(StrEnum):
    """How two scopes stand to each other in one respect."""

    SAME = "same"
    WITHIN = "within"
    HOLDS = "holds"
    MEETS = "meets"  # may have some in common, or it is not said
    APART = "apart"  # have nothing in common
    UNLIKE = "unlike"  # are not of one kind: no question of more or fewer


def nested(first: str, second: str, holders: dict[str, set[str]]) -> Facet:
    """How two ids stand to each other where `holders` names, for each, those that hold it; a blank is not said."""
    if first == second:
        return Facet.SAME
    if second in holders.get(first, ()):
        return Facet.WITHIN
    return Facet.HOLDS if first in holders.get(second, ()) else Facet.MEETS


def relate_equal(field: str) -> Callable[[Scope, Scope], Facet]:
    """Return what relates scopes by one of their fields: two that differ in it are not of one kind."""

    def relate(one: Scope, other: Scope) -> Facet:
        return Facet.SAME if getattr(one, field) == getattr(other, field) else Facet.UNLIKE

    return relate


def relate_narrower(field: str) -> Callable[[Scope, Scope], Facet]:
    """Who is counted without a restriction holds those who are counted with one; two restrictions are apart."""

    def relate(one: Scope, other: Scope) -> Facet:
        first, second = getattr(one, field), getattr(other, field)
        if first == second:
            return Facet.SAME
        if first and second:
            return Facet.APART
        return Facet.WITHIN if first else Facet.HOLDS

    return relate


def relate_counting(one: Scope, other: Scope) -> Facet:
    """By how they count: at one moment or over time; where neither has a first day, on and on or for some days."""
    if one.is_snapshot != other.is_snapshot:
        return Facet.UNLIKE
    # Where one has a first day, its days are compared.
    differs = one.first is None and other.first is None and one.is_running != other.is_running
    return Facet.MEETS if differs else Facet.SAME


def counting_in_words(scope: Scope) -> str:
    """Return how a scope counts in time."""
    if scope.is_snapshot:
        return "at one moment"
    return "a running tally" if scope.is_running else "over time"


def relate_counted(one: Scope, other: Scope) -> Facet:
    """By the words for who is counted."""
    # The words alone decide nothing where status, community or party already say who is meant.
    named = [(scope.status, scope.group, scope.party_id) for scope in (one, other)]
    told = all(status not in ("unspecified", "all") or party for status, _, party in named)
    return Facet.SAME if one.counted == other.counted or (told and named[0] != named[1]) else Facet.MEETS


def relate_statuses(one: Scope, other: Scope) -> Facet:
    """By the status of those who are counted; who is said to be of none may be of any."""
    if one.status == other.status:
        return Facet.SAME
    if frozenset((one.status, other.status)) in _DISJOINT_STATUS:
        return Facet.APART
    if "unspecified" in (one.status, other.status) or "contested" in (one.status, other.status):
        return Facet.MEETS
    if other.status == "all":
        return Facet.WITHIN
    return Facet.HOLDS if one.status == "all" else Facet.MEETS


def relate_divided(one: Scope, other: Scope) -> Facet:
    """By how their origins divide such totals."""
    if one.divided == other.divided:
        return Facet.SAME
    return Facet.UNLIKE if one.divided and other.divided and not one.divided & other.divided else Facet.MEETS


def divided_in_words(scope: Scope) -> str:
    """Return how a scope's origin divides such totals; "" where it does not."""
    return " and ".join(sorted(f"by {kind}" for kind in scope.divided))


def relate_days(one: Scope, other: Scope) -> Facet:
    """By their days; an end that is not said may be anywhere."""
    if (one.first, one.last) == (other.first, other.last):
        return Facet.SAME
    ends = [(one.last, other.first), (other.last, one.first)]
    if any(last and first and last < first for last, first in ends):
        return Facet.APART
    if not (one.first and one.last and other.first and other.last):
        return Facet.MEETS
    if other.first <= one.first and one.last <= other.last:
        return Facet.WITHIN
    return Facet.HOLDS if one.first <= other.first and other.last <= one.last else Facet.MEETS


def days_in_words(scope: Scope) -> str:
    """Return the days of a scope; "" where none is said."""
    if scope.first is None and scope.last is None:
        return ""
    ends = [day.isoformat() if day else ".." for day in (scope.first, scope.last)]
    return format_date("/".join(ends))
