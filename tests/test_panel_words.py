"""What is said in words over and under a panel: its days, and the totals of which parts are parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_analysis_figures import FIGURE, load_figures

from claimbook.analysis.figures import describe_figures
from claimbook.analysis.panels import comparable_panels
from claimbook.book.panels import figure_panels


def test_days_that_some_leave_open_and_others_close_are_said_once_by_what_bounds_them(tmp_path: Path) -> None:
    open_ended, closed = {**FIGURE, "period": "2031-05-04/.."}, {**FIGURE, "period": "2031-05-04?/2031-05-05?"}
    dataset = load_figures(tmp_path, {"fig-a": open_ended, "fig-b": closed})
    rows = comparable_panels(dataset)
    assert rows["panel"].nunique() == 1
    assert set(rows["days"]) == {"4 to 5 May 2031 (uncertain in some)"}
    page = BeautifulSoup(figure_panels(dataset).html, "html.parser")
    for said in (page.select_one(".cb-question").get_text(), page.select_one(".cb-scope").get_text()):
        assert "4 to 5 May 2031" in said
        assert "since" not in said


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("7 lost since 4 May", ""),
        ("7 lost since May 4", ""),
        ("7 lost between May 4 and 6", ""),
        ("May 2031 was the worst month, with 7 lost", ""),
        ("7 lost, 4 of them ferrymen, since May", "7"),
        ("7 lost, may 4 be found", "7"),
    ],
)
def test_a_date_in_the_words_is_no_second_number(tmp_path: Path, words: str, meant: str) -> None:
    figures = describe_figures(load_figures(tmp_path, {"fig-a": {**FIGURE, "quantity_words": words}}))
    assert figures["meant"].tolist() == [meant]


def test_parts_stand_under_the_total_of_which_each_is_coded_to_be_a_part(tmp_path: Path) -> None:
    part = {**FIGURE, "quantity": "3", "quantity_words": "three", "counted": "ferrymen"}
    figures = {
        "fig-a": {**FIGURE, "quantity_words": "seven lost"},
        "fig-b": {**FIGURE, "claim_id": "gazette-002", "quantity": "9", "quantity_words": "nine"},
        "part-a": {**part, "part_of": "fig-a"},
        "part-b": {**part, "claim_id": "gazette-002", "part_of": "fig-b", "quantity": "5", "quantity_words": "five"},
        "part-c": {**part, "part_of": "fig-a", "quantity": "2", "quantity_words": "two"},
    }
    page = BeautifulSoup(figure_panels(load_figures(tmp_path, figures)).html, "html.parser")
    told = [" ".join(line.get_text().split()) for line in page.select(".cb-parts")]
    assert told == [
        "Parts of 7 (River Office), as said: “three”: ferrymen; “two”: ferrymen.",
        "Parts of 9 (Rescue League), as said: “five”: ferrymen.",
    ]
    assert "Parts of it" not in page.get_text()
