"""One mark of a timeline, as tests of its drawing vary it. No expectation of a test."""

from __future__ import annotations

from typing import Any


def statement_row(shape: str, start: str | None = None, end: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a mark of a timeline as analysis gives it, with what a test wants otherwise."""
    row = {
        "statement_id": "st-1",
        "claim_id": "claim-1",
        "href": "book/sources/src.html#claim-1",
        "lane": "Alphaland",
        "lane_kind": "state",
        "shape": shape,
        "start": start,
        "end": end,
        "ring": "filled",
        "act": "condemns",
        "note": "",
        "speaker": "Foreign ministry",
        "alignment": "not expressed",
        "summary": "Alphaland rejects it.",
        "source_title": "A statement",
        "said": "said by 11 Mar",
    }
    return {**row, **more}
