"""Which pairs of figures compare otherwise in one state of a dataset than in another. Frames only.

A pair is looked at where the scope of one of its figures is another now, or where what lies in what is: everything else
cannot have flipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from claimbook.analysis.comparability import Comparer
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.model.dataset import Dataset

# Pairs of kinds of figures that are compared at most; a hundred thousand take a second or two.
MOST_PAIRS = 2_000_000
_HIERARCHIES = {
    "places": ["place_id", "part_of", "precision", "name"],
    "actors": ["actor_id", "speaks_for", "name"],
    "actor_members": ["actor_id", "member_id"],
    "incidents": ["incident_id", "part_of", "title"],
}
Both = tuple[Scope, Scope]


def list_flipped(before: Dataset, now: Dataset, matched: Mapping[str, str]) -> pd.DataFrame | None:
    """Return each pair that flipped: first_id, second_id (figures of then), relation, now_relation, reason, now_reason.

    `matched` has the figure of now that stands for each of then. None where there are more pairs than are compared.
    """
    old, new = figure_scopes(before), figure_scopes(now)
    kinds: dict[Both, list[str]] = {}
    for figure, after in sorted(matched.items()):
        kinds.setdefault((old[figure], new[after]), []).append(figure)
    moved = {kind for kind in kinds if kind[0] != kind[1]}
    if _hierarchies(before) != _hierarchies(now):
        moved = set(kinds)
    if len(moved) * len(kinds) > MOST_PAIRS:
        return None
    comparers = Comparer(before), Comparer(now)
    rows = []
    for one, other in _pairs(list(kinds), moved):
        first, second = (c.compare(one[i], other[i]) for i, c in enumerate(comparers))
        if first.relation != second.relation:
            told = (str(first.relation), str(second.relation), first.reason, second.reason)
            rows += [(a, b, *told) for a in kinds[one] for b in kinds[other]]
    columns = ["first_id", "second_id", "relation", "now_relation", "reason", "now_reason"]
    return pd.DataFrame(rows, columns=columns).sort_values(["first_id", "second_id"], kind="stable", ignore_index=True)


def _pairs(kinds: list[Both], moved: set[Both]) -> Iterator[tuple[Both, Both]]:
    """Yield each pair of two kinds of which one moved, once."""
    if len(moved) == len(kinds):
        yield from combinations(kinds, 2)
        return
    own = [kind for kind in kinds if kind in moved]
    rest = [kind for kind in kinds if kind not in moved]
    yield from combinations(own, 2)
    yield from ((one, other) for one in own for other in rest)


def _hierarchies(dataset: Dataset) -> dict[str, set[tuple[str, ...]]]:
    return {
        table: set(dataset.frames[table][columns].astype(str).itertuples(index=False, name=None))
        for table, columns in _HIERARCHIES.items()
    }
