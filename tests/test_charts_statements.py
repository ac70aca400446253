"""The timeline: a mark claims no more about a day than its source."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from charting import assert_golden, draw, drawn, layers, mark
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_rows import statement_row as _row

from claimbook.charts import stack_lanes, timeline
from claimbook.charts.lanes import SUB_ROW, place_lanes
from claimbook.charts.marks import ChartError

RINGS = ("filled", "ring", "dashed", "hollow")


DAY = ("2025-03-08", "2025-03-08")
CASES: dict[str, list[dict[str, Any]]] = {
    "day": [_row("day", *DAY)],
    "range": [_row("range", "2025-03-06", "2025-03-10")],
    "by": [_row("by", end="2025-03-11")],
    "undated": [_row("undated")],
    "rings": [
        _row(shape, *bounds, ring=ring, statement_id=f"{shape}-{ring}")
        for shape, bounds in (("day", DAY), ("range", ("2025-03-06", "2025-03-10")), ("by", (None, "2025-03-11")))
        for ring in RINGS
    ],
    "joint": [_row("day", *DAY, lane=lane, ring=ring) for lane, ring in (("League", "filled"), ("Betaland", "hollow"))],
}


def _chart(*rows: dict[str, Any]) -> Any:
    return timeline(pd.DataFrame(list(rows)), "A timeline")


@pytest.mark.parametrize("case", CASES)
def test_a_shapes_spec_is_the_golden_one_and_draws_without_a_warning(case: str, capfd: Any) -> None:
    chart = _chart(*CASES[case])
    draw(chart, capfd)
    assert_golden(chart, f"timeline_{case}")


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def test_a_day_is_one_filled_mark_in_the_middle_of_its_day() -> None:
    rows = layers(_chart(*CASES["day"]))
    assert [row["x"] for row in rows["days_filled"]] == [_ordinal("2025-03-08") + 0.5]


def test_a_range_is_a_bar_from_its_first_day_to_its_last_and_has_no_centre() -> None:
    rows = layers(_chart(*CASES["range"]))
    bounds = (_ordinal("2025-03-06"), _ordinal("2025-03-10") + 1)
    assert [(row["x"], row["x2"]) for row in rows["range_filled"]] == [bounds]
    assert [row["x"] for row in rows["ends_filled"]] == list(bounds)
    assert not [name for name in rows if name.startswith("days_")]


def test_no_later_than_is_a_bar_that_fades_to_the_left_and_never_a_point() -> None:
    chart = _chart(*CASES["by"])
    rows = layers(chart)
    assert not [name for name in rows if name.startswith(("days_", "undated_"))]
    assert [row["x"] for row in rows["ends_filled"]] == [_ordinal("2025-03-11") + 1]
    fade = chart.spec["config"]["style"][mark(chart, "by_filled")["style"]]["color"]
    assert fade["gradient"] == "linear"
    assert fade["stops"][0]["color"].endswith(", 0)")
    assert (fade["x1"], fade["x2"]) == (0, 1)


def test_no_later_than_says_by_when_it_was_said() -> None:
    rows = layers(_chart(*CASES["by"]))
    texts = [row["text"] for name, data in rows.items() if name.startswith("acts") for row in data]
    assert texts == ["condemns · said by 11 Mar"]


def test_no_later_than_never_stands_before_a_dated_mark_in_one_row() -> None:
    marks = stack_lanes(
        pd.DataFrame([_row("by", end="2025-03-06", statement_id="by"), _row("day", "2025-03-20", "2025-03-20")])
    )
    assert dict(zip(marks["shape"], marks["sub_row"], strict=True)) == {"day": 0, "by": 1}


def test_an_undated_statement_stands_in_the_gutter_with_its_lanes_name() -> None:
    rows = layers(_chart(*CASES["undated"], _row("day", *DAY, statement_id="st-2")))
    assert [row["text"] for row in rows["lanes"]] == ["Alphaland", "day not known"]
    gutter = rows["undated_filled"][0]
    assert "x" not in gutter
    assert gutter["y"] > max(row["y2"] for row in rows["days"])
    assert "Alphaland: condemns" in [row["text"] for name in rows if name.startswith("acts_edge") for row in rows[name]]


def test_a_timeline_without_a_known_day_has_no_axis() -> None:
    chart = _chart(*CASES["undated"])
    assert "days" not in layers(chart)
    assert not [group for group in draw(chart).iter() if "role-axis" in group.get("class", "")]


def test_an_actor_named_like_the_gutter_keeps_a_lane_of_its_own() -> None:
    rows = layers(_chart(_row("day", *DAY, lane="day not known"), _row("undated", statement_id="st-2")))
    assert len(rows["lanes"]) == 2


@pytest.mark.parametrize("ring", RINGS[1:])
@pytest.mark.parametrize("shape", ["day", "range", "by", "undated"])
def test_a_mark_that_is_not_first_hand_is_an_outline(shape: str, ring: str) -> None:
    start = None if shape in ("by", "undated") else "2025-03-08"
    chart = _chart(_row(shape, start, None if shape == "undated" else "2025-03-08", ring=ring))
    name = {"day": f"days_{ring}"}.get(shape, f"{shape}_{ring}")
    style = chart.spec["config"]["style"][mark(chart, name)["style"]]
    assert style["filled"] is False
    assert ("strokeDash" in style) is (ring == "dashed")
    assert [shape.get("fill") in (None, "none", "transparent") for shape in drawn(draw(chart), name)] == [True]


def test_lanes_stand_in_the_order_of_the_alphabet_whatever_their_accents() -> None:
    rows = layers(_chart(*(_row("day", *DAY, lane=lane) for lane in ("Zeta", "éta", "Eta", "alpha"))))
    lanes = sorted(rows["lanes"], key=lambda row: row["y"])
    assert [row["text"] for row in lanes] == ["alpha", "Eta", "éta", "Zeta"]


def test_one_statement_in_two_lanes_is_tied() -> None:
    rows = layers(_chart(*CASES["joint"]))
    assert len(rows["ties"]) == 1
    assert rows["ties"][0]["x"] == rows["days_filled"][0]["x"] == rows["days_hollow"][0]["x"]


def test_a_tie_touches_no_mark_of_another_statement() -> None:
    chart = _chart(*CASES["joint"], _row("day", *DAY, lane="Deltaland", statement_id="st-2"))
    hooks = {row["y"] for row in layers(chart)["tie_hooks"]}
    other = next(row["y"] for row in layers(chart)["days_filled"] if row["statement_id"] == "st-2")
    assert len(hooks) == 2
    assert other not in hooks
    assert mark(chart, "ties")["xOffset"] < -10


@pytest.mark.parametrize("shape", ["by", "undated"])
def test_a_mark_without_a_known_day_is_never_on_a_tie(shape: str) -> None:
    end = "2025-03-11" if shape == "by" else None
    rows = layers(_chart(*(_row(shape, end=end, lane=lane) for lane in ("League", "Betaland"))))
    assert "ties" not in rows


def test_statements_of_the_same_day_stand_one_below_the_other() -> None:
    rows = layers(_chart(*(_row("day", *DAY, statement_id=f"st-{i}") for i in range(4))))
    assert len({row["y"] for row in rows["days_filled"]}) == 4


def test_days_are_named_without_a_time_zone() -> None:
    texts = [node.text for node in draw(_chart(*CASES["range"]), width=900).iter() if node.tag.endswith("text")]
    assert {"6 Mar", "7 Mar", "8 Mar", "9 Mar", "10 Mar"} <= set(texts)


def test_a_chart_taller_than_a_screen_names_its_days_again_above_the_gutter() -> None:
    many = [_row("day", *DAY, lane=f"Lane {i:02}", statement_id=f"st-{i}") for i in range(20)]
    rows = layers(_chart(*many, _row("range", "2025-03-06", "2025-03-09", statement_id="r"), *CASES["undated"]))
    assert [row["text"] for row in rows["days_again"]] == ["6 Mar", "7 Mar", "8 Mar", "9 Mar"]
    below = max(row["y"] for row in rows["days_filled"])
    assert all(below < row["y"] < rows["undated_filled"][0]["y"] for row in rows["days_again"])
    assert "days_again" not in layers(_chart(*CASES["day"]))


def test_every_mark_leads_to_its_claim_and_one_area_a_mark_is_the_link() -> None:
    chart = _chart(*CASES["rings"], *CASES["undated"])
    linked = {layer["name"] for layer in chart.spec["layer"] if "href" in layer["encoding"]}
    frame = {"days", "lanes", "lane_lines", "lane_kinds", "ties", "tie_hooks"}
    assert {layer["name"] for layer in chart.spec["layer"]} - linked <= frame
    assert len(drawn(draw(chart), "links")) == len(CASES["rings"]) + 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (_row("point"), "'point' is no shape"),
        (_row("day", *DAY, ring="square"), "'square' is no ring"),
        (_row("day", "8 March", "8 March"), "'8 March' is no day"),
        (_row("day"), "a day lacks its day"),
        (_row("by"), "a by lacks its day"),
        (_row("range", "2025-03-08"), "a range lacks its day"),
    ],
    ids=["shape", "ring", "day", "no-day", "no-end", "no-range"],
)
def test_a_row_that_cannot_be_drawn_is_refused_by_name(row: dict[str, Any], words: str) -> None:
    with pytest.raises(ChartError, match=f"statement st-1: {words}"):
        _chart(row)


def test_no_statements_are_a_sentence() -> None:
    assert (
        timeline(pd.DataFrame([_row("undated")]).iloc[:0]).html
        == '<p class="cb-none">No such statement was found in the sources searched.</p>'
    )


_FIRST = date(2024, 12, 20)
_mark = st.tuples(
    st.sampled_from(["day", "range", "by", "undated"]),
    st.integers(0, 60),
    st.integers(0, 9),
    st.sampled_from("ABC"),
    st.text("abc ü", max_size=30),
)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(_mark, min_size=1, max_size=25))
def test_no_mark_hides_another(drawn_marks: list[tuple[str, int, int, str, str]]) -> None:
    rows = []
    for index, (shape, start, length, lane, act) in enumerate(drawn_marks):
        first, last = (str(_FIRST + timedelta(days=days)) for days in (start, start + length))
        bounds = {"day": (first, first), "range": (first, last), "by": (None, last), "undated": (None, None)}[shape]
        rows.append(_row(shape, *bounds, lane=lane, act=act, statement_id=f"st-{index}"))
    marks = stack_lanes(pd.DataFrame(rows))
    assert len(marks) == len(rows)
    for _, group in marks.groupby(["row_lane", "sub_row"]):
        spans = sorted(zip(group["taken_from"], group["taken_to"], strict=True))
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("shape", "days"), [("day", DAY), ("range", ("2025-03-06", "2025-03-10")), ("by", (None, "2025-03-11"))]
)
def test_a_note_stands_on_a_line_of_its_own_above_its_mark(shape: str, days: tuple[str | None, str]) -> None:
    plain, noted = (stack_lanes(pd.DataFrame([_row(shape, *days, note=note)])) for note in ("", "of Alphaland"))
    _, height_plain, _ = place_lanes(plain)
    _, height_noted, _ = place_lanes(noted)
    assert height_noted > height_plain
    spec = json.dumps(timeline(pd.DataFrame([_row(shape, *days, note="of Alphaland")])).spec)
    assert '"text": "of Alphaland"' in spec
    assert "of Alphaland" not in json.dumps(timeline(pd.DataFrame([_row(shape, *days)])).spec)


def test_a_note_of_an_undated_statement_stands_beside_its_lanes_name() -> None:
    marks = stack_lanes(pd.DataFrame([_row("undated", note="according to Beta")]))
    assert marks["text"].iloc[0] == "Alphaland, according to Beta: condemns"
    assert marks["note"].iloc[0] == ""


@pytest.mark.parametrize("day", ["2031-05-02", "2031-05-28"])
def test_an_act_that_a_phone_has_no_room_for_in_one_line_stands_whole_in_several(day: str) -> None:
    act = "condemns, welcomes, announces own action, asks for accountability"
    marks = [_row("day", "2031-05-01", "2031-05-30", statement_id="st-0"), _row("day", "2031-05-30", "2031-05-30")]
    chart = _chart(*marks, _row("day", day, day, act=act, statement_id="st-2"))
    links = {row["statement_id"]: row for row in layers(chart)["links"]}
    assert links["st-2"]["y2"] - links["st-2"]["y"] > SUB_ROW
    for width in (320, 1000):
        drawing = draw(chart, width=width)
        texts = drawn(drawing, "acts")
        assert act in [" ".join(text.itertext()) for text in texts]
