"""The page on what can be compared: signs in words, the most scopes first, pairs of the largest scopes."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from renderings import load_renderings

from claimbook.analysis.comparability import Relation
from claimbook.book import comparing
from claimbook.book.comparing import ANSWERS, SIGN_MEANINGS, SIGNS, scope_matrices


def _page(folder: Path, *figures: dict[str, str]) -> BeautifulSoup:
    return BeautifulSoup(scope_matrices(load_renderings(folder, *figures)).html, "html.parser")


def _figure(quantity: str, place: str, **cells: str) -> dict[str, str]:
    return {"quantity": quantity, "place_id": place, **cells}


def _pairs(page: Tag) -> list[list[str]]:
    return [[cell.get_text() for cell in row.find_all("td")] for row in page.select("details tbody tr")]


def test_each_relation_has_a_sign_a_meaning_and_an_answer() -> None:
    assert set(Relation) == set(SIGNS) == set(SIGN_MEANINGS) == set(ANSWERS)


def test_the_page_says_each_sign_in_words_before_the_first_matrix_and_beside_each(tmp_path: Path) -> None:
    page = _page(tmp_path, _figure("12", "harrow"), _figure("13", "harrow-dock"))
    listed = [item.get_text(" ", strip=True) for item in page.select("ul:not(.cb-jump) > li")]
    assert listed == [f"{sign} {SIGN_MEANINGS[relation]}" for relation, sign in SIGNS.items()]
    beside = page.select_one("section .cb-note").get_text()
    assert all(f"{sign} {relation}" in beside for relation, sign in SIGNS.items())


def test_the_measure_with_the_most_scopes_stands_first_and_not_the_first_by_name(tmp_path: Path) -> None:
    page = _page(
        tmp_path,
        *(_figure("12", place, measure="detained") for place in ("harrow", "harrow-dock")),
        *(_figure("13", place) for place in ("harrow", "harrow-dock", "upper-dock")),
    )
    assert [head.get_text() for head in page.find_all("h2")] == ["On strike", "Detained"]


def test_pairs_that_lie_within_each_other_are_told_before_those_that_cannot_be_compared(tmp_path: Path) -> None:
    page = _page(tmp_path, _figure("12", "harrow"), _figure("13", "harrow-dock"), _figure("14", "upper-dock"))
    pairs = _pairs(page)
    assert [answer for _, answer, _ in pairs] == [
        ANSWERS[Relation.CONTAINED], ANSWERS[Relation.CONTAINS], ANSWERS[Relation.NOT_COMPARABLE],
    ]  # fmt: skip
    assert pairs[-1][2] == "place: Harrow Dock, and Upper Dock."


def test_only_pairs_of_the_scopes_with_the_most_figures_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_PAIRED", 2)
    twice = [_figure(number, place) for place in ("harrow", "upper-dock") for number in ("12", "15")]
    ((scopes, _, _),) = _pairs(_page(tmp_path, _figure("13", "harrow-dock"), *twice))
    assert "Upper Dock" in scopes
    assert "Harrow Dock" not in scopes
