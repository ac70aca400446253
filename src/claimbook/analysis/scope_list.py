"""Every scope of a dataset, numbered, in words that tell it apart, with its figures, and how any two stand.

Here belongs what a reader needs to find a scope among hundreds. How two scopes are compared is said in
`comparability`, where no number is looked at; that a part has a larger number than its whole is told here, beside it.
Nothing is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pandas as pd

from claimbook.analysis.comparability import Comparer, Comparison, Relation
from claimbook.analysis.containing import larger_part
from claimbook.analysis.figures import NO_DAYS, without_gloss
from claimbook.analysis.scopes import Scope, days_in_words, figure_scopes, with_days
from claimbook.analysis.tallies import add_tallies
from claimbook.model.dataset import Dataset
from claimbook.model.each import each_row
from claimbook.model.order import name_key
from claimbook.model.quantities import parse_quantity

_COLUMNS = (
    "figure_id", "claim_id", "measure", "measure_label", "scope", "quantity", "quantity_words", "quantity_basis",
    "meant", "speaker", "said", "href", "origin_id", "source_title", "asserted_last", "days", "period",
    "quantity_language",
)  # fmt: skip
_LAST = "9999"


@dataclass(frozen=True)
class ListedScope:
    """A scope as a reader meets it: its number, its words, and the figures that share it (rows, by day)."""

    number: int
    scope: Scope
    measure: str
    words: str
    figures: tuple[Any, ...]

    @property
    def key(self) -> str:
        """The least id of its figures: what its place in a page is called by."""
        return str(min(row.figure_id for row in self.figures))

    @property
    def origins(self) -> tuple[str, ...]:
        """The ids of those who gave the figures out, each once."""
        return tuple(sorted({row.origin_id for row in self.figures}))

    @property
    def weight(self) -> tuple[int, int]:
        """By how many origins, and in how many figures, it was given: what to sort by, the largest first."""
        return (-len(self.origins), -len(self.figures))


def list_scopes(dataset: Dataset, comparer: Comparer, most: int = 10**6) -> tuple[tuple[ListedScope, ...], int]:
    """Return the scopes of all figures, numbered from 1, and how many are left out: of more than `most` those are
    kept that most origins gave.

    The measure with the most scopes comes first; in it they stand by their first day, then by their words.
    """
    of_figure = figure_scopes(dataset)
    rows: dict[Scope, list[Any]] = {}
    for row in each_row(add_tallies(dataset), _COLUMNS):
        rows.setdefault(of_figure[row.figure_id], []).append(row)
    found = [_list_one(scope, figures) for scope, figures in rows.items()]
    kept = sorted(found, key=lambda one: (*one.weight, one.key))[:most]
    sizes = Counter(one.scope.measure for one in kept)
    told = sorted(tell_all_apart(kept, comparer), key=lambda one: (-sizes[one.scope.measure], *_place(one)))
    return tuple(replace(one, number=number) for number, one in enumerate(told, 1)), len(found) - len(kept)


def _list_one(scope: Scope, figures: list[Any]) -> ListedScope:
    by_day = sorted(figures, key=lambda row: (_day(row.asserted_last), row.figure_id))
    first = min(figures, key=lambda row: str(row.figure_id))
    # A gloss is one figure's, and a scope is that of several.
    words = with_days(first.scope, first.days, days_in_words(figures, scope))
    counted, dot, rest = words.partition(" · ")
    return ListedScope(0, scope, first.measure_label, f"{without_gloss(counted)}{dot}{rest}", tuple(by_day))


def _place(one: ListedScope) -> tuple[Any, ...]:
    first = one.scope.first or one.scope.last
    day = first.isoformat() if first else _LAST
    return (name_key(one.measure), one.scope.measure, day, name_key(one.words), one.key)


def _day(value: Any) -> str:
    return _LAST if pd.isna(value) else value.date().isoformat()


def tell_all_apart(scopes: Iterable[ListedScope], comparer: Comparer) -> list[ListedScope]:
    """Return the scopes, no two of a measure with the same words: where they would be, what differs is added.

    What is added is in the words of comparison ("status: civilians"); where even these are alike, the first figure's
    id.
    """
    alike: dict[tuple[str, str], list[ListedScope]] = {}
    for one in scopes:
        alike.setdefault((one.measure, " ".join(one.words.casefold().split())), []).append(one)
    told = []
    for group in alike.values():
        differing = comparer.tell_apart(one.scope for one in group) if len(group) > 1 else {}
        more = ["; ".join(differing.get(one.scope, ())) for one in group]
        for one, added in zip(group, more, strict=True):
            clear = len(group) == 1 or more.count(added) == 1
            words = [_without_days(one.words, added), added, "" if clear else f"figure {one.key}"]
            told.append(replace(one, words=" · ".join(part for part in words if part)))
    return told


def _without_days(words: str, added: str) -> str:
    """Return the words without those for days of which none is said, where what is added names the days."""
    says_days = any(part.startswith("days: ") for part in added.split("; "))
    return " · ".join(part for part in words.split(" · ") if not (says_days and part == NO_DAYS))


def compare_all(scopes: Sequence[ListedScope], comparer: Comparer) -> list[Comparison]:
    """Return how each scope stands to each that comes after it: the first to all others, then the second, and so on."""
    return [comparer.compare(one.scope, other.scope) for one, other in combinations(scopes, 2)]


def larger_figures(one: ListedScope, other: ListedScope, relation: Relation) -> tuple[Any, Any] | None:
    """Return a figure of a part and one of its whole that is smaller, if two scopes stand so and their numbers do."""
    if relation not in (Relation.CONTAINED, Relation.CONTAINS):
        return None
    inner, outer = (one, other) if relation is Relation.CONTAINED else (other, one)
    found = larger_part(*([parse_quantity(row.quantity) for row in scope.figures] for scope in (inner, outer)))
    return (inner.figures[found[0]], outer.figures[found[1]]) if found else None
