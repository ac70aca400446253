"""Summed statements: each mark counted once, first hand apart from second, a known day apart from one not known."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from claimbook.analysis.summed_statements import PERIODS, sum_statements
from claimbook.analysis.timeline import MARK_COLUMNS
from claimbook.book.panels import statement_timeline
from claimbook.charts import Figure, timeline
from claimbook.charts.lanes import RINGS, SHAPES
from claimbook.model.dataset import Dataset

FIRST = date(2031, 5, 4)
Given = tuple[str, str, str, int, int, str]
MARKS = st.lists(
    st.tuples(
        st.sampled_from("ABCDEF"),
        st.sampled_from(SHAPES),
        st.sampled_from(RINGS),
        st.integers(0, 40),
        st.integers(1, 40),
        st.sampled_from(["report", "deny, accept"]),
    ),
    min_size=1,
    max_size=30,
)


def marks_of(given: list[Given]) -> pd.DataFrame:
    """Marks as `timeline_marks` makes them: lane, shape, ring, last day and days before it, act."""
    rows = []
    for number, (lane, shape, ring, last, days, act) in enumerate(given):
        end = FIRST + timedelta(days=last)
        start = {"day": end, "range": end - timedelta(days=days)}.get(shape)
        rows.append({
            "statement_id": f"c-{number}-s1", "claim_id": f"c-{number}", "href": f"book/sources/s.html#c-{number}",
            "lane": f"Office {lane}", "lane_kind": "authority" if lane in "AB" else "monitor", "shape": shape,
            "start": start.isoformat() if start else None, "end": None if shape == "undated" else end.isoformat(),
            "ring": ring, "act": act, "note": "jointly" if ring == "hollow" else "", "speaker": f"Speaker {lane}",
            "alignment": "", "summary": "It says so.", "source_title": f"Source {number % 3}", "said": "said",
            "acts": tuple(act.split(", ")), "alignments": (), "lanes": (f"id-{lane}",), "is_inferred": False,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=[*MARK_COLUMNS, "acts", "alignments", "lanes", "is_inferred"])


@given(MARKS, st.integers(0, 31), st.integers(1, 7))
def test_every_mark_is_counted_once(given: list[Given], most: int, most_lanes: int) -> None:
    marks = marks_of(given)
    summed = sum_statements(marks, most, most_lanes)
    assert summed.rows["count"].sum() == len(given)
    assert bool(summed.note) == (len(given) > most)
    assert timeline(summed.rows).spec


@given(MARKS)
def test_up_to_the_limit_nothing_is_changed(given: list[Given]) -> None:
    marks = marks_of(given)
    summed = sum_statements(marks, len(given))
    assert_frame_equal(summed.rows[marks.columns], marks)
    assert summed.note == ""
    assert sum_statements(marks, len(given) - 1).note


@given(MARKS, st.integers(0, 29))
def test_a_mark_can_be_chosen_by_each_act_that_it_stands_for(given: list[Given], most: int) -> None:
    marks = marks_of(given)
    rows = sum_statements(marks, min(most, len(given) - 1)).rows
    assert {act for acts in rows["acts"] for act in acts} == {act for acts in marks["acts"] for act in acts}
    for act in ("report", "deny"):
        stand = sum(count for acts, count in zip(rows["acts"], rows["count"], strict=True) if act in acts)
        assert stand >= sum(act in acts for acts in marks["acts"])


@given(MARKS, st.integers(0, 29))
def test_the_caption_counts_what_the_frame_holds(given: list[Given], most: int) -> None:
    marks = marks_of(given)
    summed = sum_statements(marks, min(most, len(given) - 1))
    assert [int(text) for text in re.findall(r"\d+", summed.note)][:2] == [len(given), len(summed.rows)]
    assert (
        any(f" of one {period} in one lane" in summed.note for period in PERIODS[:-1]) or "of all time" in summed.note
    )


@given(MARKS)
def test_what_is_known_in_another_way_stays_apart(given: list[Given]) -> None:
    marks, rows = marks_of(given), sum_statements(marks_of(given), 0).rows
    for ring in RINGS:
        assert rows.loc[rows["ring"] == ring, "count"].sum() == (marks["ring"] == ring).sum()
    for shape in ("by", "undated"):
        assert rows.loc[rows["shape"] == shape, "count"].sum() == (marks["shape"] == shape).sum()
    assert rows.loc[rows["shape"] == "by", "start"].isna().all()
    lanes = rows.groupby("lane")["count"].sum()
    assert lanes.to_dict() == marks["lane"].value_counts().to_dict()


@given(MARKS, st.integers(0, 10))
def test_a_mark_spans_the_days_of_its_statements_and_no_others(given: list[Given], most: int) -> None:
    marks = marks_of(given)
    rows = sum_statements(marks, min(most, len(given) - 1)).rows
    for row in rows[rows["shape"].isin(["day", "range"])].itertuples():
        own = marks[(marks["lane"] == row.lane) & (marks["ring"] == row.ring)]
        assert row.start in set(own["start"])
        assert row.end in set(own["end"])
        assert str(row.start) <= str(row.end)


@given(MARKS, st.integers(1, 4))
def test_lanes_of_the_fewest_statements_are_shared_by_kind(given: list[Given], most_lanes: int) -> None:
    marks = marks_of(given)
    summed = sum_statements(marks, 0, most_lanes)
    own = {lane for lane in summed.rows["lane"] if not lane.startswith("Others (")}
    assert len(own) == min(most_lanes, marks["lane"].nunique())
    shared = summed.rows[~summed.rows["lane"].isin(own)]
    assert shared["count"].sum() == (~marks["lane"].isin(own)).sum()
    assert ("Of " in summed.note) == bool(len(shared))
    assert shared["lane"].nunique() <= 2


def test_statements_of_one_day_are_one_mark_that_says_how_many_and_what() -> None:
    given: list[Given] = [("A", "day", "filled", 5, 1, "report")] * 2 + [("A", "day", "filled", 5, 1, "deny, accept")]
    (row,) = sum_statements(marks_of(given), 2).rows.itertuples()
    assert (row.shape, row.start, row.end, row.act, row.count) == ("day", "2031-05-09", "2031-05-09", "3 statements", 3)
    assert row.summary == "3 statements in 3 sources: deny, accept (1); report (2). This leads to the first."
    assert row.said == "said 9 May 2031"
    assert row.href == "book/sources/s.html#c-0"


@pytest.mark.parametrize(
    ("shape", "drawn", "start", "act", "said"),
    [
        ("day", "range", "2031-05-04", "2 statements, each of a known day", "said 4 to 10 May 2031"),
        ("range", "range", "2031-05-01", "2 statements, each of a span of days", "said 1 to 10 May 2031"),
        ("by", "by", None, "2 statements", "said by 10 May 2031"),
        ("undated", "undated", None, "2 statements", "day not known"),
    ],
)
def test_statements_of_several_days_say_how_their_days_are_known(
    shape: str, drawn: str, start: str | None, act: str, said: str
) -> None:
    given: list[Given] = [("A", shape, "filled", last, 3, "report") for last in (0, 6)]
    (row,) = sum_statements(marks_of(given), 1).rows.itertuples()
    assert (row.shape, row.start, row.act, row.said) == (drawn, start, act, said)


def test_the_shortest_period_that_suffices_is_taken() -> None:
    given: list[Given] = [("A", "day", "filled", day, 1, "report") for day in range(29)]
    notes = {most: sum_statements(marks_of(given), most).note for most in (28, 5, 4, 2, 1)}
    taken = {most: next(p for p in PERIODS if f"of one {p}" in note or p == "time") for most, note in notes.items()}
    assert taken == {28: "week", 5: "week", 4: "month", 2: "month", 1: "year"}


def test_a_joint_statement_is_said_to_count_in_each_lane() -> None:
    given: list[Given] = [("A", "day", "hollow", 5, 1, "report"), ("B", "day", "hollow", 5, 1, "report")]
    marks = marks_of(given).assign(statement_id="c-0-s1", claim_id="c-0")
    summed = sum_statements(marks, 1)
    assert "A joint statement is counted in the lane of each member." in summed.note
    assert list(summed.rows["note"]) == ["jointly", "jointly"]


def test_a_caption_tells_what_was_summed_up_and_only_then(tiny_dataset: Dataset) -> None:
    few = marks_of([("A", "day", "filled", 5, 1, "report")])
    assert "summed up" not in statement_timeline(tiny_dataset, few, "statements").html
    many = pd.concat([few] * 401, ignore_index=True)
    many["statement_id"] = many["claim_id"] = [f"c-{number}" for number in range(401)]
    shown = statement_timeline(tiny_dataset, many, "statements")
    assert "401 statements are summed up here in 1 mark" in shown.html
    assert "figcaption" in shown.html


@pytest.mark.parametrize("lanes", [3, 5000])
def test_a_hundred_thousand_statements_are_a_small_chart(lanes: int) -> None:
    few = marks_of([("A", SHAPES[n % 4], RINGS[n % 3], n * 7 % 2000, 5, "report") for n in range(2000)])
    many = pd.concat([few] * 50, ignore_index=True)
    many["statement_id"] = many["claim_id"] = [f"c-{number}" for number in range(len(many))]
    many["lane"] = [f"Office no {number % lanes}" for number in range(len(many))]
    many["lane_kind"] = [f"kind {number % min(lanes, 17)}" for number in range(len(many))]
    summed = sum_statements(many)
    assert summed.rows["count"].sum() == 100_000
    figure = timeline(summed.rows)
    assert isinstance(figure, Figure)
    assert figure.spec
    assert len(json.dumps(figure.spec).encode()) < 1_000_000
