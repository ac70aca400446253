"""The list of corrected claims: the latest version first, with what took their place and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from carding import load_tiny

from claimbook.book.corrections import revision_list

REVISIONS: dict[str, dict[str, str]] = {
    "r1": {"release": "0.9.0", "claim_id": "gazette-001", "action": "retract", "reason": "It was no claim."},
    "r2": {"release": "0.10.0", "claim_id": "gazette-002", "action": "supersede", "by_claim_id": "gazette-003",
           "reason": "It was misread."},
}  # fmt: skip


def _cells(folder: Path, **changes: Any) -> list[list[str]]:
    shown = BeautifulSoup(revision_list(load_tiny(folder, **changes)).html, "html.parser")
    return [[cell.get_text() for cell in row.find_all("td")] for row in shown.select("tbody tr")]


def test_corrected_claims_stand_by_version_the_latest_first(tmp_path: Path) -> None:
    assert _cells(tmp_path, revisions=REVISIONS) == [
        ["0.10.0", "gazette-002", "superseded", "gazette-003", "It was misread."],
        ["0.9.0", "gazette-001", "withdrawn", "", "It was no claim."],
    ]


def test_claims_are_links_to_their_cards(tmp_path: Path) -> None:
    shown = BeautifulSoup(revision_list(load_tiny(tmp_path, revisions=REVISIONS)).html, "html.parser")
    links = [link["href"].rpartition("/")[2] for link in shown.select("tbody a")]
    assert links == ["gazette.html#gazette-002", "gazette.html#gazette-003", "gazette.html#gazette-001"]


def test_a_dataset_without_corrections_says_so(tmp_path: Path) -> None:
    assert "No released claim has been corrected." in revision_list(load_tiny(tmp_path)).html
