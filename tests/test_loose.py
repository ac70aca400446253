"""Loose numbers: which exact number may be meant by an open or rounded one, and how a series shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from charting import layers
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.loose import fits, is_loose
from claimbook.analysis.series import describe_steps, list_series
from claimbook.book.codebook import OWN_WORDS
from claimbook.charts import steps_chart
from claimbook.model.quantities import parse_quantity

SINCE = {"counting": "cumulative", "period": "2031-05-01/..", "status": "civilian"}


@pytest.mark.parametrize(
    ("loose", "number", "expected"),
    [
        (">700", 745, True), (">700", 700, False), (">=700", 700, True), (">700", 830, False), (">1000", 1311, True),
        ("~<750", 745, True), ("~<750", 752, False), ("~<750", 735, False), ("~>750", 745, False), ("~750", 755, True),
        ("~1600", 1614, True), ("~1600", 1383, False), ("<800", 745, True), ("<800", 800, False), ("<=800", 700, False),
    ],
)  # fmt: skip
def test_a_number_fits_as_far_as_the_words_allow_and_the_other_is_rounded(
    loose: str, number: int, *, expected: bool
) -> None:
    assert fits(loose, number) is expected


@given(
    sign=st.sampled_from([">", ">=", "<", "<=", "~", "~<", "~>"]),
    rounded=st.integers(1, 500).map(lambda number: number * 10),
    number=st.integers(0, 10_000),
)
def test_no_number_fits_that_the_words_exclude(sign: str, rounded: int, number: int) -> None:
    loose = f"{sign}{rounded}"
    if fits(loose, number):
        assert parse_quantity(loose).allows(number)
        assert abs(number - rounded) < max(rounded, 10)


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [([">700"], True), ([">700", "~700"], True), ([">700", "700"], False), ([">=1068"], False), (["dozens"], False)],
)
def test_loose_is_what_is_round_and_nowhere_exact(quantities: list[str], *, expected: bool) -> None:
    assert is_loose(quantities) is expected


def _tally(quantity: str, said: str) -> dict[str, str]:
    return {**SINCE, "quantity": quantity, "said": said, "source": f"paper-{said}-{quantity.strip('<>=~')}"}


def test_a_loose_number_that_an_earlier_one_fits_makes_no_step_and_is_named_in_words(tmp_path: Path) -> None:
    rows = [_tally("745", "2031-05-04"), _tally(">700", "2031-05-05"), _tally("973", "2031-05-06")]
    series = list_series(load_renderings(tmp_path, *rows))
    assert list(series.loc[series["is_main"], "quantity"]) == ["745", "973"]
    assert list(series.loc[~series["is_main"], "fits"]) == ["745"]
    assert "more than 700 by 5 May 2031 may be 745, said loosely, or a number of its own." in describe_steps(series)
    assert "3 tallies in 3 renderings" in describe_steps(series)
    assert [row["y"] for row in layers(steps_chart(series))["steps"]] == [745, 973]
    (marks,) = [rows for name, rows in layers(steps_chart(series)).items() if name.startswith("renderings_triangle")]
    assert [row["y"] for row in marks] == [701]


def test_later_numbers_that_fit_a_loose_one_no_more_are_told_beside_what_it_may_be(tmp_path: Path) -> None:
    days = [("521", 3), ("745", 4), ("830", 5), ("973", 6), (">700", 6), ("1225", 7)]
    rows = [_tally(quantity, f"2031-05-0{day}") for quantity, day in days]
    assert describe_steps(list_series(load_renderings(tmp_path, *rows))).endswith(
        ": more than 700 by 6 May 2031 may be 745, said loosely, or a number of its own, though 830 and 973 had been "
        "given out by then, too."
    )


def test_the_glossary_tells_the_rule_by_which_a_number_fits_a_loose_one() -> None:
    assert "701 to 799" in OWN_WORDS["loose"]
    assert (fits(">700", 701), fits(">700", 799), fits(">700", 800)) == (True, True, False)
    assert "10% away" in OWN_WORDS["loose"]


def test_a_loose_number_before_the_one_that_fits_it_is_a_tally(tmp_path: Path) -> None:
    rows = [_tally(">700", "2031-05-03"), _tally("745", "2031-05-04"), _tally("973", "2031-05-06")]
    series = list_series(load_renderings(tmp_path, *rows))
    assert list(series.loc[series["is_main"], "quantity"]) == [">700", "745", "973"]


def test_one_number_and_its_loose_renderings_are_no_series(tmp_path: Path) -> None:
    rows = [_tally("745", "2031-05-04"), _tally(">700", "2031-05-05"), _tally("~<750", "2031-05-05")]
    assert list_series(load_renderings(tmp_path, *rows)).empty
