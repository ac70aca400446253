"""What was corrected after a release: the dataset's revisions as a table. Frames to HTML; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimbook.analysis.claims import describe_claims
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html
from claimbook.model.dataset import Dataset
from claimbook.model.each import each_row


def revision_list(dataset: Dataset) -> Html:
    """Return what happened to released claims, the latest version first: claim, what was done, by which claim, why."""
    columns = ("Version", "Claim", "What was done", "In its place", "Why")
    empty = "No released claim has been corrected."
    return show_parts([part(columns, _rows(dataset), empty=empty, caption="Corrected claims")], "corrected claims")


def _rows(dataset: Dataset) -> Iterator[tuple[Any, ...]]:
    claims = {row.claim_id: row for row in each_row(describe_claims(dataset))}
    revisions = sorted(each_row(dataset.revisions), key=lambda row: _number(row.release), reverse=True)
    for row in revisions:
        done = dataset.descriptor.label("revision_action", row.action)
        if row.reason_class:
            done += f" ({dataset.descriptor.label('reason_class', row.reason_class)})"
        yield row.release, _cell(claims, row.claim_id), done, _cell(claims, row.by_claim_id), row.reason


def _cell(claims: dict[str, Any], claim_id: str) -> Any:
    claim = claims.get(claim_id)
    return {"text": claim_id, "href": claim.href} if claim else claim_id


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
