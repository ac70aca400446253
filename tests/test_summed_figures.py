"""Summed figures: counted exactly, never added, no end closed and no number that nobody gave."""

from __future__ import annotations

import json
import re
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from claimbook.analysis.figures import SHAPE_MEANING
from claimbook.analysis.summed_figures import MOST_FIGURES, sum_figures
from claimbook.charts import Figure, figures_panel
from claimbook.model.quantities import parse_quantity

NUMBERS = st.integers(0, 5000)
QUANTITIES = st.one_of(
    st.tuples(st.sampled_from(["", ">=", ">", "<=", "~", "~<", "~>"]), NUMBERS).map(lambda p: f"{p[0]}{p[1]}"),
    st.lists(NUMBERS, min_size=2, max_size=3).map(lambda ns: "..".join(map(str, sorted(ns)))),
    st.lists(NUMBERS, min_size=2, max_size=3, unique=True).map(lambda ns: "|".join(map(str, ns))),
    st.sampled_from(["some", "dozens", "hundreds", "50%", "~10%"]),
)
DAYS = st.sampled_from([None, "2031-05-04", "2031-05-09"])
Given = tuple[str, str, str, str | None, int]
FIGURES = st.lists(
    st.tuples(QUANTITIES, st.sampled_from("ABC"), st.sampled_from(["words", "transcript"]), DAYS, st.integers(1, 9)),
    min_size=1,
    max_size=30,
)


def panel(figures: list[Given]) -> pd.DataFrame:
    """A panel as `comparable_panels` makes it: notation, speaker, basis, first day said, number of the claim."""
    rows = []
    for number, (quantity, speaker, basis, day, claim) in enumerate(figures):
        parsed = parse_quantity(quantity)
        texts = {
            "figure_id": f"f-{number}", "claim_id": f"c-{claim}", "source_id": f"s-{claim % 3}", "words": quantity,
            "href": f"book/sources/s-{claim % 3}.html#c-{claim}", "row_label": f"{speaker} · said", "basis": basis,
            "shape": str(parsed.shape), "quantity": quantity, "quantity_basis": basis, "counted_to": "",
            "speaker": speaker, "claimant": speaker, "summary": "It says so.", "source_title": f"Source {claim % 3}",
            "known": "2031-05-12", "sources": ((f"s-{claim % 3}",),), "claimant_id": speaker, "said": "said",
            "asserted_first": pd.Timestamp(day), "asserted_last": pd.Timestamp("2031-05-12"),
        }  # fmt: skip
        for member in parsed.members or (None,):
            bounds = [member] * 3 if parsed.members else [parsed.low, parsed.high, parsed.best]
            rows.append({**texts, **dict(zip(("low", "high", "best"), bounds, strict=True))})
    return pd.DataFrame(rows).astype(dict.fromkeys(("low", "high", "best"), "Float64"))


def drawn(rows: pd.DataFrame) -> Figure:
    return figures_panel(rows.assign(shape=rows["shape"].replace("share", "word")), "A panel")


@given(FIGURES, st.integers(0, 31))
def test_every_figure_is_counted_once(figures: list[Given], most: int) -> None:
    summed = sum_figures(panel(figures), most)
    assert summed.rows["count"].sum() == len(figures)
    assert bool(summed.note) == (len(figures) > most)
    assert drawn(summed.rows).spec


@given(FIGURES, st.integers(0, 31))
def test_a_row_names_the_source_of_each_figure_that_it_stands_for(figures: list[Given], most: int) -> None:
    rows = panel(figures)
    sources = rows.drop_duplicates("figure_id")["source_id"].value_counts().to_dict()
    # Marks in one row carry the row's sources, each of them all.
    summed = sum_figures(rows, most).rows.drop_duplicates("figure_id")
    told: Counter[str] = Counter()
    for row in summed["sources"]:
        told.update({name: count[1] if count else 1 for name, *count in row})
    assert told == sources


@given(FIGURES)
def test_up_to_the_limit_nothing_is_changed(figures: list[Given]) -> None:
    rows = panel(figures)
    summed = sum_figures(rows, len(figures))
    assert_frame_equal(summed.rows[rows.columns], rows)
    assert summed.note == ""
    assert sum_figures(rows, len(figures) - 1).note


@given(FIGURES, st.integers(0, 5))
def test_no_number_is_drawn_that_no_figure_gives(figures: list[Given], most: int) -> None:
    rows = panel(figures)
    bounds = ["low", "high", "best"]
    said = set(rows[bounds].stack().dropna())
    assert set(sum_figures(rows, most).rows[bounds].stack().dropna()) <= said


@given(FIGURES)
def test_the_caption_counts_what_the_frame_holds(figures: list[Given]) -> None:
    rows = panel(figures)
    summed = sum_figures(rows, 0)
    numbers = [int(text) for text in re.findall(r"\d+", summed.note)]
    assert numbers == [len(figures), rows["claim_id"].nunique(), len(summed.rows)]


@given(FIGURES)
def test_every_way_of_saying_a_number_keeps_its_row_and_open_ends_stay_open(figures: list[Given]) -> None:
    rows = panel(figures)
    summed = sum_figures(rows, 0).rows
    labels = set(summed["row_label"])
    for shape, part in rows.drop_duplicates("figure_id").groupby("shape"):
        told = [label for label in labels if label.startswith(f"Said as {SHAPE_MEANING[str(shape)]}: ")]
        assert sum(int(re.findall(r": (\d+) figure", label)[0]) for label in told) == len(part)
    floors = summed[summed["shape"] == "floor"]
    assert floors["high"].isna().all()
    assert summed.loc[summed["shape"] == "ceiling", "low"].isna().all()
    assert set(summed["shape"]) <= {"point", "range", "floor", "ceiling", "word"}
    assert {"dozens", "50%"}.isdisjoint(summed.loc[summed["shape"] != "word", "words"])


def test_figures_of_one_speaker_with_one_number_are_one_row_that_says_how_many() -> None:
    figures: list[Given] = [("12", "A", "words", "2031-05-04", 1), ("12", "A", "words", "2031-05-09", 2),
                            ("12", "B", "words", None, 3), ("12", "A", "transcript", None, 4)]  # fmt: skip
    summed = sum_figures(panel(figures), 3)
    assert list(summed.rows["count"]) == [2, 1, 1]
    first = summed.rows.iloc[0]
    assert first["row_label"] == "A · 2 figures, said 4 to 12 May 2031"
    assert (first["words"], first["best"], first["href"]) == ("12", 12, "book/sources/s-1.html#c-1")
    assert first["source_title"] == "2 sources"
    assert summed.note.startswith("4 figures from 4 claims are summed up here in 3 rows: one row stands for")
    assert list(summed.rows["row_label"][1:]) == ["B · said", "A · said"]


def test_a_set_that_is_summed_up_keeps_its_separate_marks() -> None:
    figures: list[Given] = [
        ("4|8", "A", "words", None, 1),
        ("4|8", "A", "words", None, 2),
        ("7", "A", "words", None, 3),
    ]
    summed = sum_figures(panel(figures), 2)
    assert list(zip(summed.rows["shape"], summed.rows["best"], summed.rows["count"], strict=True)) == [
        ("set", 4, 2), ("set", 8, 0), ("point", 7, 1)]  # fmt: skip


def test_numbers_are_put_together_in_steps_from_the_least_to_the_greatest_that_is_said() -> None:
    texts = ["0", "13", "17", "20", "140", ">=15", ">=11", "~30", "dozens"]
    summed = sum_figures(panel([(text, "A", "words", None, 1) for text in texts]), 3)
    bounds = summed.rows[["shape", "low", "high", "words"]].fillna({"low": -1, "high": -1})
    said = [(row.shape, row.low, row.high, row.words) for row in bounds.itertuples()]
    exact = "0 (1) · 13 to 17 (2) · 20 (1) · 140 (1)"
    assert said == [
        ("point", 0, 0, exact), ("range", 13, 17, exact), ("point", 20, 20, exact), ("point", 140, 140, exact),
        ("floor", 11, -1, "11 to 15 (2)"), ("word", -1, -1, "30 (1)"), ("word", -1, -1, "“dozens” (1)"),
    ]  # fmt: skip
    label = "Said as an exact number: 5 figures from 1 claim by 1 speaker, said by 12 May 2031."
    assert summed.rows["row_label"].iloc[0] == label


@pytest.mark.parametrize("spread", ["one speaker each", "one speaker"])
def test_a_hundred_thousand_figures_of_one_scope_are_a_small_chart(spread: str) -> None:
    signs = ["", ">=", ">", "<=", "~", "~<", "~>"]
    few = panel([(f"{signs[n % 7]}{n * n * 13}", "A", "words", None, n) for n in range(1000)])
    many = pd.concat([few] * 100, ignore_index=True)
    many["figure_id"] = [f"f-{number}" for number in range(len(many))]
    if spread == "one speaker each":
        many["speaker"] = many["figure_id"]
    figure = drawn((summed := sum_figures(many)).rows)
    assert summed.rows["count"].sum() == 100_000
    assert figure.spec
    assert len(json.dumps(figure.spec).encode()) < 1_000_000


@settings(max_examples=5)
@given(st.integers(1, 3))
def test_a_panel_as_large_as_is_drawn_one_by_one_is_a_small_chart_too(more: int) -> None:
    figures: list[Given] = [(f"{n}..{n + 9}", "A", "words", None, n) for n in range(MOST_FIGURES)]
    figure = drawn(sum_figures(panel(figures)).rows)
    assert len(json.dumps(figure.spec).encode()) < 200_000
