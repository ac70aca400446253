"""Which figures are larger than what contains them: of very many, the pairs that are worth a comparison; of a part and
its whole, the two numbers that tell it.

No relation is told here: `comparability` decides each pair. Left out are pairs that cannot stand so, since days, place
or manner forbid it or the numbers fit: of 20,000 figures there are 200 million pairs.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, product
from typing import NamedTuple

from claimbook.analysis.comparability import Comparer
from claimbook.analysis.scopes import Scope
from claimbook.model.quantities import Quantity


class Counted(NamedTuple):
    """A figure as it is looked at here: what it counts, and the bounds of its number."""

    scope: Scope
    bounds: Quantity


def larger_within(figures: Sequence[Counted], comparer: Comparer) -> list[tuple[int, int]]:
    """Return the places (inner, outer) of all pairs in which the outer may contain the inner and is surely smaller.

    Every pair for which `comparer` says that the inner is contained in the outer is among them, if both say their days
    and no number fulfils both bounds. Pairs come in the order of the figures: by the first of the two, then the other.
    """
    found: list[tuple[int, int]] = []
    outers: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)  # by kind and place: greatest number, whose
    for _, members in groupby(_in_order(figures), key=lambda place: _begins(figures[place].scope)):
        together = list(members)
        for place in together:  # whatever begins on one day may hold what begins on it
            scope, bounds = figures[place]
            if bounds.is_stated and bounds.high is not None:
                insort(outers[_kind(scope), scope.place_id, scope.incident_id], (bounds.high, place))
        for place in together:
            found += [(place, outer) for outer in _smaller(place, figures, outers, comparer)]
    return sorted(found, key=lambda pair: (min(pair), max(pair)))


def larger_part(inner: Sequence[Quantity], outer: Sequence[Quantity]) -> tuple[int, int] | None:
    """Return the places of a number of a part and of a smaller one of its whole, or None if no number tells so.

    Of the part the one whose least is greatest. Of the whole the greatest, if even that is smaller; of "at least 1,383"
    the 1,383 counts, since that is the number a reader sees. Otherwise the one that is smaller whatever it means.
    """
    parts = [(bounds.low, place) for place, bounds in enumerate(inner) if bounds.is_stated and bounds.low is not None]
    wholes = [(bounds, place) for place, bounds in enumerate(outer) if bounds.is_stated]
    if not (parts and wholes):
        return None
    low, part = max(parts, key=lambda pair: (pair[0], -pair[1]))
    named, greatest = max(((_named(bounds), place) for bounds, place in wholes), key=lambda pair: (pair[0], -pair[1]))
    if low > named:
        return part, greatest
    closed = [(bounds.high, place) for bounds, place in wholes if bounds.high is not None]
    high, least = min(closed, default=(low, 0))
    return (part, least) if low > high else None


def _named(bounds: Quantity) -> int:
    return bounds.high if bounds.high is not None else bounds.low or 0


def _in_order(figures: Sequence[Counted]) -> list[int]:
    said = [place for place, figure in enumerate(figures) if (figure.scope.first, figure.scope.last) != (None, None)]
    return sorted(said, key=lambda place: _begins(figures[place].scope))


def _begins(scope: Scope) -> tuple[bool, date]:
    """Return when a scope begins; those of which only one end is said stand apart, as they hold only what is alike."""
    return scope.first is None or scope.last is None, scope.first or date.min


def _kind(scope: Scope) -> Hashable:
    """Return what two scopes have in common where one contains the other, whatever else is nested."""
    alike = (scope.unit, scope.per, scope.modality, scope.is_snapshot, scope.divided)
    # Days of which only one end is said are contained in none but the same.
    return (*alike, None if scope.first and scope.last else (scope.first, scope.last))


def _smaller(
    place: int, figures: Sequence[Counted], outers: Mapping[Hashable, list[tuple[int, int]]], comparer: Comparer
) -> Iterator[int]:
    """Yield those that began before the figure of a place, can contain it, and have a smaller greatest number."""
    scope, bounds = figures[place]
    if not bounds.is_stated or not bounds.low:
        return
    places = (scope.place_id, *comparer.holders.get(scope.place_id, ()))
    incidents = (scope.incident_id, *comparer.larger_incidents.get(scope.incident_id, ()))
    for where in product(places, incidents):
        if not (near := outers.get((_kind(scope), *where))):
            continue
        if scope.first:  # what ended before this began holds neither this nor anything later
            near[:] = [item for item in near if _lasts(figures[item[1]].scope, scope.first)]
        for high, outer in near:
            if high >= bounds.low:
                break
            if _lasts(figures[outer].scope, scope.last):
                yield outer


def _lasts(scope: Scope, day: date | None) -> bool:
    return scope.last is None or day is None or scope.last >= day
