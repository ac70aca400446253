"""What differs from one tally of a series to the next besides its number, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.analysis.series import describe_changes, list_series
from claimbook.book.travel import series_charts
from claimbook.model.dataset import Dataset

NOTHING = "From one tally to the next nothing else that is coded differs."
NOTHING_MORE = "From each of the others to the next nothing else that is coded differs."


def _load(folder: Path, *tallies: dict[str, str]) -> Dataset:
    """Return a dataset of tallies of one origin, one a day from 3 May on."""
    since = {"counting": "cumulative", "period": "2031-05-01/..", "status": "civilian"}
    rows = [
        {**since, "quantity": str(500 + 7 * day), "said": f"2031-05-{day:02}", "source": f"paper-{day}", **cells}
        for day, cells in enumerate(tallies, 3)
    ]
    return load_renderings(folder, *rows)


def _changes(dataset: Dataset) -> list[str]:
    return describe_changes(dataset, list_series(dataset))


def test_tallies_that_differ_in_nothing_but_the_number_are_said_to(tmp_path: Path) -> None:
    assert _changes(_load(tmp_path, {}, {}, {})) == [NOTHING]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"period": "2031-05-04"}, "To 528 by 4 May 2031: days: since 1 May 2031, then 4 May 2031."),
        ({"period": ""}, "To 528 by 4 May 2031: days: since 1 May 2031, then not said."),
        ({"quantity": ">=528"}, "To at least 528 by 4 May 2031: exactness: “exactly”, then “at least”."),
        ({"counted_to": "2031-05-04"}, "To 528 by 4 May 2031: counted to: not said, then 4 May 2031."),
    ],
    ids=["days", "days not said", "exactness", "cut-off"],
)
def test_what_differs_is_told_of_both(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    assert _changes(_load(tmp_path, {}, cells)) == [told]


def test_several_differences_of_a_pair_are_one_sentence_and_the_other_pairs_are_one_more(tmp_path: Path) -> None:
    later = {"period": "2031-05-02/..", "quantity": ">=535"}
    told = "To at least 535 by 5 May 2031: days: since 1 May 2031, then since 2 May 2031; "
    assert _changes(_load(tmp_path, {}, {}, later)) == [told + "exactness: “exactly”, then “at least”.", NOTHING_MORE]


def test_only_the_rendering_that_a_step_is_drawn_from_is_compared(tmp_path: Path) -> None:
    again = {"quantity": "521", "period": "2031-05-02/..", "said": "2031-05-06"}
    assert _changes(_load(tmp_path, {}, {}, again)) == [NOTHING]


def test_the_changes_stand_under_the_chart_with_the_tallies_in_words(tmp_path: Path) -> None:
    page = BeautifulSoup(series_charts(_load(tmp_path, {}, {})).html, "html.parser")
    words = page.find("summary", string="The tallies in words").parent
    assert [item.get_text() for item in words.find_all("li")] == [NOTHING]
    assert words.find_parent("figcaption") is not None
