"""A source with very many claims: the first have a card, the others a line with the same anchor."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from carding import load_tiny

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
