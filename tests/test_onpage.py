"""The list of a page's sections: those of its prose and those that cells made, in the order of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.book import lists, onpage, panels, scope_page
from claimbook.model.dataset import Dataset

PROSE = (
    '<section id="who">\n<h2>Who <em>speaks</em>?<a class="headerlink" href="#who" title="Link">#</a></h2></section>'
)
CELL = '<section aria-labelledby="x1"><h2 id="x1">On strike</h2><h3 id="x2">Smaller</h3></section>'
TOC = "<ul><li>what Sphinx found</li></ul>"


def _listed(body: str) -> list[tuple[str, str]]:
    context: dict[str, Any] = {"body": body, "title": "A page", "toc": TOC}
    onpage.add_sections(None, "page", "page.html", context, None)  # type: ignore[arg-type]
    soup = BeautifulSoup(context["toc"], "html.parser")
    return [(link["href"], link.get_text()) for link in soup.find_all("a")]


def test_sections_of_cells_stand_in_the_list_in_the_order_of_the_page() -> None:
    assert _listed(CELL + PROSE) == [("#", "A page"), ("#x1", "On strike"), ("#who", "Who speaks?")]


@pytest.mark.parametrize("body", [PROSE, "", CELL * (onpage.MOST_SECTIONS + 1)], ids=["prose only", "none", "too many"])
def test_a_list_that_needs_nothing_or_would_be_too_long_is_left_as_it_is(body: str) -> None:
    assert _listed(body) == []


def test_a_name_that_runs_from_right_to_left_stays_apart_and_escaped_text_stays_text() -> None:
    ((_, text, is_made),) = onpage.list_sections(
        '<h2 class="a" id="x">By <a href="#"><bdi>مرفأ</bdi></a> &lt;b&gt;</h2>'
    )
    assert text == "By <bdi>مرفأ</bdi> &lt;b&gt;"
    assert is_made


@pytest.fixture
def three_measures(tmp_path: Path) -> Dataset:
    rows = [
        {"quantity": str(100 + n), "measure": measure, "place_id": place}
        for n, (measure, place) in enumerate(
            (measure, place) for measure in ("on_strike", "missing", "detained") for place in ("harrow", "the-shore")
        )
    ]
    return load_renderings(tmp_path, *rows)


def test_the_measures_of_a_page_stand_at_its_top_with_counts(three_measures: Dataset) -> None:
    shown = BeautifulSoup(panels.figure_panels(three_measures).html, "html.parser")
    items = [item.get_text(" ", strip=True) for item in shown.nav.find_all("li")]
    assert sorted(items) == ["Detained 2 figures", "Missing 2 figures", "On strike 2 figures"]
    assert all(shown.find(id=link["href"].removeprefix("#")).name == "h2" for link in shown.nav.find_all("a"))


def test_the_measures_that_can_be_compared_stand_at_the_top_with_counts(three_measures: Dataset) -> None:
    shown = BeautifulSoup(scope_page.scope_matrices(three_measures).html, "html.parser")
    items = [item.get_text(" ", strip=True) for item in shown.nav.find_all("li")]
    assert sorted(items) == ["Detained 2 scopes", "Missing 2 scopes", "On strike 2 scopes"]


def test_a_list_of_many_parts_begins_with_their_titles() -> None:
    parts = [lists.part(title=f"Part {number}", texts=["A sentence."]) for number in range(4)]
    shown = BeautifulSoup(lists.show_parts(parts, "parts of it").html, "html.parser")
    assert shown.nav["aria-label"] == "Parts of it on this page"
    assert [link.get_text() for link in shown.nav.find_all("a")] == ["Part 0", "Part 1", "Part 2", "Part 3"]
    assert BeautifulSoup(lists.show_parts(parts[:3], "parts").html, "html.parser").nav is None
