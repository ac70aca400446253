"""The flag on a claim covers the words that a number stands in: they show on its card, on request, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from carding import card_of, load_tiny

from claimbook.book import lists, matrices, panels, scope_page, travel
from claimbook.book.cards import source_cards
from claimbook.book.render import Html
from claimbook.model.dataset import Dataset


def _pages(dataset: Dataset) -> list[Html]:
    return [
        panels.figure_panels(dataset), matrices.dispute_matrices(dataset), lists.claim_list(dataset),
        scope_page.scope_matrices(dataset), travel.origin_counts(dataset),
    ]  # fmt: skip


def test_flagged_words_around_a_number_stand_inside_the_disclosure_and_the_number_everywhere(tmp_path: Path) -> None:
    flagged = {"gazette-001": {"content_flag": "graphic"}}
    figures = {"gazette-001-f1": {"quantity_words": "zz flagged 12"}}
    dataset = load_tiny(tmp_path, claims=flagged, figures=figures)
    for shown in (source_cards(dataset, ""), *_pages(dataset)):
        soup = BeautifulSoup(shown.html, "html.parser")
        for part in soup.select("details.cb-flagged"):
            assert "zz flagged 12" in part.extract().get_text()
        assert "zz flagged" not in str(soup) + "".join(shown.attached.values())
    card = card_of(dataset, "gazette-001")
    assert "marked" not in " ".join(chip.get_text() for chip in card.select(".cb-chip"))
    row = card.find(id="gazette-001-f1").get_text()
    assert "shown above, on request" in row
    assert ">=12" in row
    assert "at least 12" in panels.figure_panels(dataset).html
