"""A source with very many claims: a card or a line each, with the same anchor; links of a card read apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from carding import card_of, load_tiny

from claimbook.book.cards import source_cards


def test_claims_beyond_the_cards_have_a_line_each_with_the_same_anchor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = load_tiny(tmp_path)
    everywhere = BeautifulSoup(source_cards(dataset, "").html, "html.parser")
    monkeypatch.setattr("claimbook.book.cards.MOST_CARDS", 1)
    page = BeautifulSoup(source_cards(dataset, "").html, "html.parser")
    claims = [card["id"] for card in everywhere.select("article")]
    assert len(claims) > 1
    assert [item["id"] for item in page.select("article, .cb-lines > li")] == claims
    assert len(page.select("article")) == 1
    for line in page.select(".cb-lines > li"):
        card = everywhere.find(id=line["id"])
        assert card.select_one(".cb-summary").text in line.text
        assert card.select_one(".cb-claimant").text in line.text
    figures = {row["id"] for row in everywhere.select("tr[id]") if row.find("td", {"data-label": "Notation"})}
    assert figures <= {item["id"] for item in page.select("[id]")}


def test_claims_of_one_summary_that_update_a_claim_are_told_apart_by_day_and_id(tmp_path: Path) -> None:
    cells = {
        "source_id": "gazette", "passage_id": "gazette-p3", "claimant_id": "river-office", "remove": "first_hand",
        "voice": "indirect", "asserted": "2031-05-06", "asserted_basis": "stated", "updates": "gazette-001",
    }  # fmt: skip
    said = {"more-1": "Said again.", "more-2": "Said again.", "more-3": "Said once."}
    dataset = load_tiny(tmp_path, claims={key: {**cells, "summary": text} for key, text in said.items()})
    names = [link.get_text() for link in card_of(dataset, "gazette-001").select("a") if "more-" in str(link["href"])]
    assert len(names) == len(set(names)) == 3
    assert "Said once." in names
    assert any("more-2" in name and "6 May 2031" in name for name in names)
