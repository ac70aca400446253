"""Questions over the charts of one page, told apart by what each chart alone counts. Text to text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import chain, combinations, compress
from typing import TypeVar

from claimbook.analysis.figures import BETWEEN, without_gloss

Key = TypeVar("Key", bound=Hashable)
# Parts of a scope that a question takes up at the most; where these tell it from no other, it takes up all.
_MOST = 3


def tell_apart(questions: Sequence[str], scopes: Sequence[str]) -> list[str]:
    """Return the questions, each with the fewest parts of its scope that no other of the same question has.

    A scope is parts with " · " between them, as a chart shows it; each stands after the question as it is, so that no
    sentence has to be made of it. A question whose scope has nothing of its own stays: the others have more than it.
    """
    groups: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(question, []).append(place)
    told = list(questions)
    for question, places in groups.items():
        own = [_parts(scopes[place], question) for place in places]
        for number, place in enumerate(places) if len(places) > 1 else ():
            others = [set(parts) for other, parts in enumerate(own) if other != number]
            told[place] = BETWEEN.join((question, *_distinctive(own[number], others)))
    return told


def _parts(scope: str, question: str) -> list[str]:
    """Return what a scope says besides its question; the source's own word for those who are counted comes last."""
    counted, *rest = scope.split(BETWEEN)
    gloss = counted.removeprefix(without_gloss(counted)).strip()
    said = set(question.split(BETWEEN))
    return [part for part in (*rest, gloss) if part and part not in said]


def _distinctive(parts: Sequence[str], others: Sequence[set[str]]) -> Sequence[str]:
    """Return the fewest parts that tell a scope from the others; one that has all of these and more tells itself."""
    rivals = [other for other in others if not other.issuperset(parts)]
    shared = set.intersection(*others)
    own = [part for part in parts if part not in shared]
    for chosen in chain.from_iterable(combinations(own, size) for size in range(_MOST + 1)):
        if not any(other.issuperset(chosen) for other in rivals):
            return chosen
    return own


def where_they_differ(rows: Mapping[Key, Sequence[str]]) -> dict[Key, list[str]]:
    """Return of each row what stands in the columns in which not all rows are the same, without what is empty."""
    differs = [len(set(column)) > 1 for column in zip(*rows.values(), strict=True)]
    return {key: [*filter(None, compress(row, differs))] for key, row in rows.items()}
