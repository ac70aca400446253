"""The questions over a page's charts are told apart by what each alone counts."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.questions import tell_apart
from claimbook.book.panels import figure_panels

ASKED = "How many killed do sources give? People"


def test_a_question_of_its_own_stays_as_it_is() -> None:
    assert tell_apart([ASKED, "Who?"], ["People · 4 May", "People · 4 May"]) == [ASKED, "Who?"]


def test_questions_take_up_the_fewest_parts_that_no_other_has() -> None:
    scopes = ["People · by A · days not said", "People · by B · days not said", "People · days not said"]
    assert tell_apart([ASKED] * 3, scopes) == [f"{ASKED} · by A", f"{ASKED} · by B", ASKED]


def test_where_no_part_is_its_own_two_together_are() -> None:
    scopes = ["People · a · x", "People · a · y", "People · b · x", "People · b · y"]
    assert tell_apart([ASKED] * 4, scopes) == [
        f"{ASKED} · a · x",
        f"{ASKED} · a · y",
        f"{ASKED} · b · x",
        f"{ASKED} · b · y",
    ]


def test_the_sources_own_word_for_those_counted_tells_apart_where_nothing_else_does() -> None:
    assert tell_apart([ASKED] * 2, ["People (missing) · 4 May", "People · 4 May"]) == [f"{ASKED} · (missing)", ASKED]


@given(st.lists(st.frozensets(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=12, unique=True))
def test_no_two_scopes_have_one_question(scopes: list[frozenset[str]]) -> None:
    told = tell_apart([ASKED] * len(scopes), [" · ".join(["People", *sorted(scope)]) for scope in scopes])
    assert len(set(told)) == len(scopes)


def test_no_two_panels_of_a_page_share_a_title(tmp_path: Path) -> None:
    days = ({}, {"period": "2031-05-05"}, {"by_id": "port-police"}, {"by_id": "harrow-lines"}, {"status": "civilian"})
    figures = [{"quantity": str(number), "source": f"paper-{number}", **more} for number, more in enumerate(days, 10)]
    page = BeautifulSoup(figure_panels(load_renderings(tmp_path, *figures)).html, "html.parser")
    titles = [title.get_text() for title in page.select(".cb-question")]
    assert len(set(titles)) == len(titles) == len(days)
    assert any(title.endswith("by Port Police, as the claimant says") for title in titles)
