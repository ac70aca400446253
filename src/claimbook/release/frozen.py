"""What was released stays as it was: claims of an earlier version, compared with those of now. Frames only."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.errors import Problem
from claimbook.model.dataset import Dataset
from claimbook.model.published import unpublished_columns

FACETS = ("figures", "statements", "attributions", "takes")
_FIX = (
    "put it back as it was, add the corrected claim under a new id, and say in revisions that it supersedes this one "
    "(or that this one is withdrawn), and why."
)
# Who coded a row is no part of what it says.
_BESIDE = ("coder", "second_reader")
Cells = dict[str, str]


def find_edited(before: Dataset, now: Dataset, version: str) -> list[Problem]:
    """Return a problem for each claim of a released dataset that is gone or says another thing now.

    A claim is its row, its passage and its facets, without what is for coders only. One that `revisions` redacts may
    have lost what it said.
    """
    redacted = set(now.revisions.loc[now.revisions["action"] == "redact", "claim_id"])
    old, new = _claims(before), _claims(now)
    rows = {claim: number for number, claim in enumerate(now.claims["claim_id"], 2)}
    file = now.descriptor.tables["claims"].path
    problems = []
    for claim, parts in old.items():
        if claim in redacted:
            continue
        if claim not in new:
            message = f"'{claim}' was released in {version}, and is gone."
            problems.append(Problem(file, 0, "claim_id", message, _FIX))
        elif changed := list(_differing(parts, new[claim])):
            message = f"'{claim}' was released in {version}, and is another now: {', '.join(changed)}."
            problems.append(Problem(file, rows[claim], "claim_id", message, _FIX))
    return problems


def _claims(dataset: Dataset) -> dict[str, dict[str, list[Cells]]]:
    """Return, by claim, its rows of each table, without cells that are empty."""
    found: dict[str, dict[str, list[Cells]]] = {}
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


def _differing(before: dict[str, list[Cells]], now: dict[str, list[Cells]]) -> Iterator[str]:
    """Yield what differs between a claim of then and of now: columns of its own row, else whole tables."""
    (old,), (new,) = before["claims"], now["claims"]
    yield from (name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name))
    for table in ("passages", *FACETS):
        rows = [sorted(sorted(row.items()) for row in part.get(table, [])) for part in (before, now)]
        if rows[0] != rows[1]:
            yield table
