"""Which figures can be compared, and in words why others cannot. Scopes in, relations out; no number is looked at.

A pair is comparable only where nothing that is coded of what they count differs. Otherwise one may be contained in the
other, or they may overlap, or there is nothing to compare. It is computed from the coding alone, and says no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

import pandas as pd

from claimbook.analysis.facets import (
    Facet,
    counting_in_words,
    days_in_words,
    divided_in_words,
    nested,
    relate_counted,
    relate_counting,
    relate_days,
    relate_divided,
    relate_equal,
    relate_narrower,
    relate_statuses,
)
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.model.dataset import Dataset


class Relation(StrEnum):
    """How what one figure counts stands to what another counts."""

    COMPARABLE = "comparable"
    CONTAINED = "contained in"
    CONTAINS = "contains"
    OVERLAPPING = "overlapping"
    NOT_COMPARABLE = "not comparable"


# Levels at which two places, neither of which holds the other, have nothing in common; a region may reach into another.
_BOUNDED = ("exact", "settlement", "subdistrict", "district", "governorate", "country")


@dataclass(frozen=True)
class Comparison:
    """A relation and why: one reason for each respect in which the two are not the same, and the respects' names."""

    relation: Relation
    reasons: tuple[str, ...] = ()
    respects: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons in one line; for what is comparable, that nothing differs."""
        return "; ".join(self.reasons) or "nothing that is coded of what they count differs"


class Comparer:
    """Compares scopes of one dataset: it knows which place lies in which, who belongs to whom, and all labels."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known: dict[tuple[Scope, Scope], Comparison] = {}

    def compare(self, one: Scope, other: Scope) -> Comparison:
        """Return how `one` stands to `other`. The other way round it is the mirrored relation."""
        if (one, other) not in self._known:
            self._known[one, other] = self._compare(one, other)
        return self._known[one, other]

    def tell_apart(self, scopes: Iterable[Scope]) -> dict[Scope, list[str]]:
        """Return, for each of some scopes, in words those of its parts in which they are not all described alike."""
        own = list(dict.fromkeys(scopes))
        told = [(name, [words(scope) or "not said" for scope in own]) for name, _, words in self._facets]
        differing = [(name, words) for name, words in told if len(set(words)) > 1]
        return {scope: [f"{name}: {words[place]}" for name, words in differing] for place, scope in enumerate(own)}

    def describe(self, scope: Scope) -> dict[str, str]:
        """Return in words what is coded of a scope in each respect in which scopes are compared; "" for not said."""
        return {name: words(scope) for name, _, words in self._facets}

    def _compare(self, one: Scope, other: Scope) -> Comparison:
        found = [(name, relate(one, other), words) for name, relate, words in self._facets]
        kinds = {kind for _, kind, _ in found}
        decisive = next((kind for kind in (Facet.UNLIKE, Facet.APART) if kind in kinds), None)
        told = [
            (name, words(one), words(other))
            for name, kind, words in found
            if (kind is decisive if decisive else kind is not Facet.SAME)
        ]
        reasons = tuple(f"{name}: {first or 'not said'}, and {second or 'not said'}" for name, first, second in told)
        return Comparison(_combine(kinds), reasons, tuple(name for name, _, _ in told))

    @cached_property
    def _facets(self) -> list[tuple[str, Callable[[Scope, Scope], Facet], Callable[[Scope], str]]]:
        label, name = self._dataset.descriptor.label, self._dataset.name_of

        def status(scope: Scope) -> str:
            return "" if scope.status == "unspecified" else label("status", scope.status)

        places = dict(zip(self._dataset.places["place_id"], self._dataset.places["name"], strict=True))
        frame = self._dataset.incidents
        incidents = dict(zip(frame["incident_id"], frame["title"], strict=True))
        return [
            ("what happened", self._measures, lambda scope: label("measure", scope.measure)),
            ("unit", relate_equal("unit"), lambda scope: label("unit", scope.unit)),
            ("rate", relate_equal("per"), lambda scope: scope.per or "no rate"),
            ("manner", relate_equal("modality"), lambda scope: label("modality", scope.modality)),
            ("counting", relate_counting, counting_in_words),
            ("totals are divided", relate_divided, divided_in_words),
            ("who is counted", relate_counted, lambda scope: scope.counted),
            ("status", relate_statuses, status),
            ("community", relate_narrower("group"), lambda scope: label("group", scope.group) if scope.group else ""),
            ("people of", self._parties("party_id"), lambda scope: name(scope.party_id)),
            ("done by", self._parties("by_id"), lambda scope: name(scope.by_id)),
            ("place", self._places, lambda scope: places.get(scope.place_id, "")),
            ("days", relate_days, days_in_words),
            ("incident", self._incidents, lambda scope: incidents.get(scope.incident_id, "")),
        ]

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """For each place, those that hold it."""
        frame = self._dataset.places
        return _closure(zip(frame["place_id"], frame["part_of"], strict=True))

    @cached_property
    def _wholes(self) -> dict[str, set[str]]:
        """For each actor, those to whom it belongs: for whom it speaks, or whose member it is."""
        actors, members = self._dataset.actors, self._dataset.actor_members
        return _closure(
            [
                *zip(actors["actor_id"], actors["speaks_for"], strict=True),
                *zip(members["member_id"], members["actor_id"], strict=True),
            ]
        )

    def _may_side(self, group: str, authority: str) -> bool:
        """Whether an armed group's people may be among those of an authority, its supporters: its side is not coded."""
        kinds = self._kinds.get(group), self._kinds.get(authority)
        return kinds == ("armed_group", "authority") and not self._wholes.get(authority)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(zip(self._dataset.actors["actor_id"], self._dataset.actors["kind"], strict=True))

    @cached_property
    def _precision(self) -> dict[str, str]:
        return dict(zip(self._dataset.places["place_id"], self._dataset.places["precision"], strict=True))

    def _measures(self, one: Scope, other: Scope) -> Facet:
        if one.measure == other.measure:
            return Facet.SAME
        if other.measure == "killed_or_injured" and one.measure in ("killed", "injured"):
            return Facet.WITHIN
        if one.measure == "killed_or_injured" and other.measure in ("killed", "injured"):
            return Facet.HOLDS
        return Facet.UNLIKE

    def _parties(self, field: str) -> Callable[[Scope, Scope], Facet]:
        narrower = relate_narrower(field)

        def relate(one: Scope, other: Scope) -> Facet:
            first, second = getattr(one, field), getattr(other, field)
            if field == "by_id" and bool(first) != bool(second):
                return Facet.MEETS  # who names no perpetrator may mean all of them, or leave out the one meant
            if second in self._wholes.get(first, ()):
                return Facet.WITHIN
            if first in self._wholes.get(second, ()):
                return Facet.HOLDS
            if field == "party_id" and (self._may_side(first, second) or self._may_side(second, first)):
                return Facet.MEETS
            return narrower(one, other)

        return relate

    def _places(self, one: Scope, other: Scope) -> Facet:
        found = nested(one.place_id, other.place_id, self.holders)
        bounded = all(self._precision.get(place) in _BOUNDED for place in (one.place_id, other.place_id))
        return Facet.APART if found is Facet.MEETS and bounded else found

    def _incidents(self, one: Scope, other: Scope) -> Facet:
        # Two incidents may be one thing under two names; only a part is known to lie in its whole.
        return nested(one.incident_id, other.incident_id, self.larger_incidents)

    @cached_property
    def larger_incidents(self) -> dict[str, set[str]]:
        """For each incident, those that it is a part of."""
        frame = self._dataset.incidents
        return _closure(zip(frame["incident_id"], frame["part_of"], strict=True))


def _combine(kinds: set[Facet]) -> Relation:
    if kinds & {Facet.UNLIKE, Facet.APART}:
        return Relation.NOT_COMPARABLE
    rest = kinds - {Facet.SAME}
    if not rest:
        return Relation.COMPARABLE
    if rest == {Facet.WITHIN}:
        return Relation.CONTAINED
    return Relation.CONTAINS if rest == {Facet.HOLDS} else Relation.OVERLAPPING


def _closure(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return, for each key, all that it leads to by any number of steps; a circle ends where it began."""
    parents: dict[str, set[str]] = {}
    for key, parent in pairs:
        if parent:
            parents.setdefault(key, set()).add(parent)
    found: dict[str, set[str]] = {}
    for key in parents:
        pending, seen = list(parents[key]), set[str]()
        while pending:
            parent = pending.pop()
            if parent not in seen and parent != key:
                seen.add(parent)
                pending.extend(parents.get(parent, ()))
        found[key] = seen
    return found


def compare_figures(dataset: Dataset, figure_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Return first_id, second_id, relation, reason for each pair of figures (of those named, by default of all).

    Each pair stands once, the lesser id first; the other way round `contained in` and `contains` change places. For
    n figures there are n (n - 1) / 2 rows.
    """
    scopes = figure_scopes(dataset)
    comparer = Comparer(dataset)
    rows = [
        (first, second, str(found.relation), found.reason)
        for first, second in combinations(sorted(scopes if figure_ids is None else figure_ids), 2)
        for found in [comparer.compare(scopes[first], scopes[second])]
    ]
    return pd.DataFrame(rows, columns=["first_id", "second_id", "relation", "reason"])
