"""Who accuses is told from who passes it on."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from carding import load_tiny
from test_analysis_disputes import _accusers

from claimbook.analysis.disputes import accusations
from claimbook.book.matrices import accusation_matrix


def test_an_accusation_in_one_outlets_text_alone_is_said_to_be_on_its_rendering(tmp_path: Path) -> None:
    page = BeautifulSoup(accusation_matrix(load_tiny(tmp_path)).html, "html.parser")
    shown = page.select_one("td:not(.cb-own-answer) li").get_text()
    assert "on the rendering of The Weir Gazette alone" in shown
    assert "on the rendering of The Weir Gazette alone" in page.select_one("dl.cb-accusations dt").get_text()


def test_whoever_accuses_in_its_own_text_or_in_several_sources_is_not_on_one_rendering(tmp_path: Path) -> None:
    own = load_tiny(tmp_path / "a", claims={"gazette-002": {"claimant_id": "weir-gazette", "via": ""}})
    assert list(accusations(own)["rendered_by"]) == [""]
    changes = _accusers(2)
    changes["claims"]["claim-1"]["source_id"] = "herald"
    changes["claims"]["claim-1"]["passage_id"] = "herald-p"
    several = load_tiny(
        tmp_path / "b",
        sources={"herald": {"title": "Herald", "kind": "news_report", "published": "2031-05-08", "language": "en",
                            "seen_as": "excerpt", "coding_scope": "passage"}},
        passages={"herald-p": {"source_id": "herald", "text_part": "body"}},
        **changes,
    )  # fmt: skip
    assert list(accusations(several)["rendered_by"]) == [""]
