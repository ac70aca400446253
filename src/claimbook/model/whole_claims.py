"""A claim as a whole: its row, its passage, its facets, without what is for coders only. Frames only.

What belongs here: which rows are one claim's, and whether two states of one say the same. What does not: whether they
may differ (release), and what a difference means (analysis).
"""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.model.dataset import FACETS, Dataset
from claimbook.model.published import unpublished_columns

# Who coded a row is no part of what it says.
_BESIDE = ("coder", "second_reader")
Cells = dict[str, str]
WholeClaim = dict[str, list[Cells]]


def whole_claims(dataset: Dataset) -> dict[str, WholeClaim]:
    """Return, by claim, its rows of each table, without cells that are empty."""
    found: dict[str, WholeClaim] = {}
    passages = {row["passage_id"]: row for row in _rows(dataset, "passages")}
    for row in _rows(dataset, "claims"):
        passage = passages.get(row.get("passage_id", ""))
        found[row["claim_id"]] = {"claims": [row], "passages": [passage] if passage else []}
    for facet in FACETS:
        for row in _rows(dataset, facet):
            found[row["claim_id"]].setdefault(facet, []).append(row)
    return found


def _rows(dataset: Dataset, table: str) -> list[Cells]:
    described = dataset.descriptor.tables.get(table)
    if described is None:
        return []
    left = {*unpublished_columns(dataset.descriptor, table), *_BESIDE}
    names = [name for name in described.column_names if name not in left]
    return [
        {name: text for name, text in zip(names, row, strict=True) if text}
        for row in dataset.frames[table][names].astype(str).replace("<NA>", "").itertuples(index=False, name=None)
    ]


def differing_parts(before: WholeClaim, now: WholeClaim) -> Iterator[str]:
    """Yield what differs between a claim of then and of now: columns of its own row, else whole tables."""
    (old,), (new,) = before["claims"], now["claims"]
    yield from (name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name))
    for table in ("passages", *FACETS):
        rows = [sorted(sorted(row.items()) for row in part.get(table, [])) for part in (before, now)]
        if rows[0] != rows[1]:
            yield table
