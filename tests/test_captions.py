"""What is said beside a chart: counted from its data, bounded, and the extremes with who gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings
from tiny import write_tiny_dataset

from claimbook.analysis import captions
from claimbook.analysis.captions import MOST_WORDS, extremes, shorten
from claimbook.analysis.panels import comparable_panels
from claimbook.analysis.relays import list_ways
from claimbook.analysis.series import list_series
from claimbook.analysis.timeline import MARK_COLUMNS, timeline_marks
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.quantities import parse_quantity

TEXTS = st.text(max_size=300)
DAYS = st.one_of(
    st.none(), st.dates(min_value=pd.Timestamp(2031, 1, 1).date(), max_value=pd.Timestamp(2031, 12, 31).date())
)
QUANTITIES = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(0, 10**6).map(lambda n: f">={n}"),
    st.integers(0, 10**6).map(lambda n: f"~{n}"),
    st.integers(0, 10**6).map(lambda n: f"{n}..{n + 7}"),
    st.integers(0, 10**6).map(lambda n: f"{n}|{n + 3}"),
    st.sampled_from(["dozens", "hundreds", "50%"]),
)


def _panel(given: list[tuple[str, str, Any]]) -> pd.DataFrame:
    """A panel as `comparable_panels` makes it: quantity, who says so, by which day it had been said."""
    rows = []
    for number, (text, speaker, day) in enumerate(given):
        quantity = parse_quantity(text)
        for member in quantity.members or (None,):
            low, high, best = (member,) * 3 if member is not None else (quantity.low, quantity.high, quantity.best)
            rows.append({
                "figure_id": f"f{number}", "quantity": text, "quantity_words": text, "quantity_basis": "words",
                "meant": "",
                "shape": str(quantity.shape),
                "low": low, "high": high, "best": best, "speaker": speaker, "claimant": speaker, "said": "said so",
                "origin_id": speaker,
                "asserted_last": pd.Timestamp(day) if day else pd.NaT, "scope": "People · Harrow", "counted": "people",
                "measure": "on_strike", "measure_label": "on strike", "period": "", "days": "days not said",
            })  # fmt: skip
    frame = pd.DataFrame(rows).astype(dict.fromkeys(("low", "high", "best"), "Float64"))
    return frame.assign(asserted_last=pd.to_datetime(frame["asserted_last"]))


PANELS = st.lists(st.tuples(QUANTITIES, TEXTS, DAYS), min_size=1, max_size=9).map(_panel)


@given(PANELS)
def test_no_figure_gives_less_than_the_least_nor_more_than_the_greatest(panel: pd.DataFrame) -> None:
    least, greatest = extremes(panel)
    numbers = panel[~panel["shape"].isin(["word", "share"])]
    assert bool(least) == bool(greatest) == bool(len(numbers))
    if not least:
        return
    named = {bound: numbers[bound].dropna() for bound in ("low", "high", "best")}
    low = panel.loc[least[0], ["low", "high", "best"]].dropna().min()
    high = panel.loc[greatest[0], ["low", "high", "best"]].dropna().max()
    exact = numbers[numbers["shape"].isin(["point", "set"])]["best"]
    assert all(low <= value <= high for value in exact)
    assert low >= min(values.min() for values in named.values() if len(values))
    assert high <= max(values.max() for values in named.values() if len(values))


@given(PANELS)
def test_the_words_that_stand_for_a_panel_are_bounded_and_count_its_figures(panel: pd.DataFrame) -> None:
    words = captions.describe_panel(panel)
    number = panel["figure_id"].nunique()
    assert len(words) <= MOST_WORDS
    assert f"{number} figure" in words
    assert captions.caption_figures(panel).startswith(f"{number} figure")
    assert len(captions.ask_figures(panel)) < 200


def test_the_words_name_who_gives_the_least_and_the_greatest_and_who_spoke_first_and_last() -> None:
    given = [
        (">=9", "Anna", "2031-05-03"),
        ("4", "Berta", "2031-05-02"),
        ("12..40", "Carl", None),
        ("4", "Dora", "2031-05-04"),
    ]
    words = captions.describe_panel(_panel(given))
    assert "Least: “4”, Berta, said so, and 1 more." in words
    assert "Greatest: “12..40”, Carl, said so." in words
    assert "First by day: Berta, said so; last: Dora, said so." in words


def test_a_number_without_the_sources_words_is_told_in_the_books() -> None:
    panel = _panel([("~<1500", "Anna", None)]).assign(quantity_basis="transcript")
    assert "nearly 1,500, Anna, said so." in captions.describe_panel(panel)


def test_words_that_are_cut_have_the_sign_of_it_within_their_marks() -> None:
    panel = _panel([("4", "Anna", None)]).assign(quantity_words="four of them " * 20)
    assert " …”, Anna, said so" in captions.describe_panel(panel)


def test_figures_of_one_number_have_no_least_and_no_greatest() -> None:
    words = captions.describe_panel(_panel([("4", "Anna", None), ("4", "Berta", None)]))
    assert "Of one number: “4”, Anna, said so, and 1 more." in words
    assert "Least" not in words


def test_a_word_is_no_extreme() -> None:
    words = captions.describe_panel(_panel([("hundreds", "Anna", None), ("4", "Berta", None)]))
    assert "Of one number: “4”, Berta, said so." in words
    assert "In words only: “hundreds”, Anna, said so." in words


@pytest.mark.parametrize(
    ("days", "caption"),
    [
        (["2031-05-03"], "1 figure of 1 origin; it had been said by 3 May 2031."),
        (["2031-05-03", "2031-05-03"], "2 figures of 2 origins; all had been said by 3 May 2031."),
        (["2031-05-03", None], "2 figures of 2 origins; 1 of no known day; the others had been said by 3 May 2031."),
        ([None], "1 figure of 1 origin; 1 of no known day."),
        (["2031-05-03", "2031-06-01"],
         "2 figures of 2 origins; the first had been said by 3 May 2031, the last by 1 Jun 2031."),
    ],
)  # fmt: skip
def test_a_caption_counts_figures_and_origins_and_says_by_which_days(days: list[str | None], caption: str) -> None:
    assert captions.caption_figures(_panel([("4", f"Speaker {n}", day) for n, day in enumerate(days)])) == caption


def test_a_body_and_its_director_are_one_origin_of_two_figures(tmp_path: Path) -> None:
    dataset = load_renderings(
        tmp_path,
        {"quantity": "40", "said": "2031-05-02", "claimant": "dock-union"},
        {"quantity": "40", "said": "2031-05-02", "claimant": "dock-head"},
        actors=[{"actor_id": "dock-head", "name": "The Head", "kind": "official", "speaks_for": "dock-union"}],
    )
    panel = comparable_panels(dataset)
    assert (panel["panel"].nunique(), panel["claimant"].nunique()) == (1, 2)
    assert captions.caption_figures(panel).startswith("2 figures of 1 origin;")
    assert "2 figures of 1 origin." in captions.describe_panel(panel)


def test_a_panels_question_is_built_from_its_scope(tmp_path: Path) -> None:
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data"))
    panel = comparable_panels(dataset).query("figure_id == 'gazette-001-f1'")
    asked = captions.ask_figures(panel, "Lowmere")
    assert asked == "How many killed do sources give? People · Lowmere · 4 May 2031"


def test_a_panel_of_things_says_that_they_are_counted() -> None:
    panel = _panel([("7", "A", None)]).assign(measure="event_count", measure_label="events or places", counted="cracks")
    assert captions.ask_figures(panel) == "How many do sources count? Cracks"


@pytest.mark.parametrize("counted", ["a man taken at Harrow", "anyone unable to leave", "the crew, old and young"])
def test_whatever_words_name_those_counted_stand_unchanged_after_the_question(counted: str) -> None:
    asked = captions.ask_figures(_panel([("1", "A", None)]).assign(counted=counted))
    assert asked == f"How many on strike do sources give? {counted[:1].upper()}{counted[1:]}"


@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, st.sampled_from(["2031-05-04", "2031-05-09", "2032-01-01", None])),
        min_size=1,
        max_size=9,
    )
)
def test_the_words_that_stand_for_a_timeline_are_bounded_and_name_its_ends(given: list[tuple[str, str, Any]]) -> None:
    blank = dict.fromkeys(MARK_COLUMNS, "")
    marks = pd.DataFrame(
        [
            {
                **blank,
                "is_inferred": False,
                "statement_id": f"s{n}",
                "speaker": speaker,
                "lane": lane,
                "start": day,
                "end": day,
                "act": "says",
            }
            for n, (speaker, lane, day) in enumerate(given)
        ]
    )
    words = captions.describe_statements_drawn(marks)
    assert len(words) <= MOST_WORDS
    assert f"{len(given)} statement" in words
    assert ("First: " in words) == any(day for _, _, day in given)


def test_a_timelines_question_has_its_days_and_its_caption_counts_a_joint_statement_once(tiny_dataset: Dataset) -> None:
    marks = timeline_marks(tiny_dataset)
    assert captions.ask_statements(marks) == "Who said what, and on which day, 5 to 7 May 2031?"
    one = marks.head(1).assign(shape="day", start="2031-05-05", end="2031-05-05")
    assert captions.ask_statements(one) == "Who said what on 5 May 2031?"
    assert captions.ask_statements(one.assign(shape="by", start=None)) == "Who said what by 5 May 2031?"
    twice = pd.concat([marks, marks.iloc[:1].assign(lane="Another")], ignore_index=True)
    assert captions.caption_statements(twice).startswith("2 statements by 2 speakers in 3 lanes")


def _series(tmp_path: Path) -> Dataset:
    cells = {"counting": "cumulative", "period": "2031-05-01/..", "via": "wire"}
    days = {"973": "2031-05-02", "532": "2031-05-03", "745": "2031-05-05"}
    return load_renderings(
        tmp_path, *({**cells, "quantity": q, "said": day, "source": "paper-1"} for q, day in days.items())
    )


def test_a_series_is_told_by_its_extremes_and_its_ends(tmp_path: Path) -> None:
    series = list_series(_series(tmp_path))
    words = captions.describe_series(series)
    assert "Least: 532 by 3 May 2031. Greatest: 973 by 2 May 2031." in words
    assert "First: 973 by 2 May 2031. Last: 745 by 5 May 2031." in words
    asked = captions.ask_steps(series)
    assert asked == "Dock Union: people, on strike. Which number had been given by which day?"
    assert captions.caption_steps(series).startswith("3 tallies in 3 renderings found;")


def test_a_way_is_told_by_where_most_renderings_came_through_and_to(tmp_path: Path) -> None:
    ways = list_ways(_series(tmp_path))
    words = captions.describe_ways(ways, "Dock Union", 3)
    assert "Most renderings for one station: 3, The Wire." in words
    assert len(captions.describe_ways(ways.assign(outlet="x" * 900), "y" * 900, 3)) <= MOST_WORDS


@given(TEXTS, st.integers(5, 40))
def test_a_text_is_cut_to_the_signs_that_it_may_have(text: str, most: int) -> None:
    cut = shorten(text, most)
    flat = " ".join(text.split())
    assert len(cut) <= most
    assert (cut == flat) == (len(flat) <= most)
