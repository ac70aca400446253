"""Figures: a mark says no more than its source."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from charting import assert_golden, draw, drawn, layers, mark
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.charts import figures_panel
from claimbook.charts.marks import NARROW, ChartError, text_width
from claimbook.charts.rows import SHAPES, wrap

BLANK = float("nan")
POINTS = ("points", "points_hollow", "about", "about_hollow")


def _row(shape: str, low: float = BLANK, high: float = BLANK, best: float = BLANK, **more: Any) -> dict[str, Any]:
    row = {
        "figure_id": "fig-1",
        "claim_id": "claim-1",
        "href": "book/sources/src.html#claim-1",
        "row_label": "Monitor A · 10 Mar",
        "shape": shape,
        "low": low,
        "high": high,
        "best": best,
        "words": "“so many”",
        "basis": "words",
        "summary": "A states a number.",
        "source_title": "A report",
        "said": "said by 11 Mar",
    }
    return {**row, **more}


CASES: dict[str, list[dict[str, Any]]] = {
    "point": [_row("point", 13, 13, 13)],
    "range": [_row("range", 5, 10)],
    "range_with_best": [_row("range", 5, 10, 7)],
    "floor": [_row("floor", low=973)],
    "ceiling": [_row("ceiling", high=50)],
    "about": [_row("about", best=1400)],
    "about_below": [_row("about_below", best=2000)],
    "about_above": [_row("about_above", best=1000)],
    "set": [_row("set", 4, 4, 4), _row("set", 8, 8, 8)],
    "word": [_row("word", low=24, words="“dozens”")],
    "transcript": [_row("range", 5, 10, 7, words="5 to 10, most likely 7", basis="transcript")],
}


def _panel(*rows: dict[str, Any]) -> Any:
    return figures_panel(pd.DataFrame(list(rows)), "A panel")


@pytest.mark.parametrize("case", CASES)
def test_a_shapes_spec_is_the_golden_one_and_draws_without_a_warning(case: str, capfd: Any) -> None:
    panel = _panel(*CASES[case])
    draw(panel, capfd)
    assert_golden(panel, f"figures_{case}")


def test_a_word_is_never_drawn_as_a_point() -> None:
    panel = _panel(*CASES["word"], _row("point", 13, 13, 13, figure_id="fig-2"))
    rows = layers(panel)
    assert [row["text"] for row in rows["word_rows"]] == ["“dozens”"]
    of_word = {name for name, data in rows.items() if any(row.get("figure_id") == "fig-1" for row in data)}
    assert of_word == {"labels", "word_rows", "links"}


def test_a_panel_of_words_has_no_scale() -> None:
    panel = _panel(*CASES["word"])
    assert set(layers(panel)) == {"labels", "word_rows", "links"}
    assert not [group for group in draw(panel).iter() if "role-axis" in group.get("class", "")]


@pytest.mark.parametrize(("case", "way"), [("floor", "right"), ("ceiling", "left")])
def test_a_range_with_an_open_end_draws_an_arrow(case: str, way: str) -> None:
    panel = _panel(*CASES[case])
    rows = layers(panel)
    assert mark(panel, f"arrowheads_{way}")["shape"] == f"triangle-{way}"
    assert (mark(panel, f"arrows_{way}")["x2Offset"] > 0) is (way == "right")
    assert [row["x"] for row in rows["ends"]] == [row["x"] for row in rows[f"arrows_{way}"]]
    assert not {"intervals", *POINTS} & rows.keys()


def test_a_range_is_a_bar_with_two_firm_ends_and_no_middle() -> None:
    rows = layers(_panel(*CASES["range"]))
    assert [(row["x"], row["x2"]) for row in rows["intervals"]] == [(5, 10)]
    assert [row["x"] for row in rows["ends"]] == [5, 10]
    assert not set(POINTS) & rows.keys()


def test_a_sources_own_best_estimate_is_a_point_on_its_range() -> None:
    assert [row["x"] for row in layers(_panel(*CASES["range_with_best"]))["points"]] == [7]


def test_a_set_is_separate_marks_and_never_a_bar() -> None:
    rows = layers(_panel(*CASES["set"]))
    assert [row["x"] for row in rows["points"]] == [4, 8]
    assert len({row["y"] for row in rows["points"]}) == len(rows["labels"]) == len(rows["links"]) == 1
    assert not {"intervals", "ends"} & rows.keys()


@pytest.mark.parametrize(
    ("case", "open_sides"),
    [
        ("about", {"open_below", "open_above"}),
        ("about_below", {"open_below"}),
        ("about_above", {"open_above"}),
    ],
)
def test_about_is_a_diamond_open_to_the_sides_its_words_leave_open(case: str, open_sides: set[str]) -> None:
    panel = _panel(*CASES[case])
    assert mark(panel, "about")["shape"] == "diamond"
    assert {name for name in layers(panel) if name.startswith("open_")} == open_sides
    assert "points" not in layers(panel)


@pytest.mark.parametrize("case", ["point", "range_with_best", "floor", "ceiling", "about", "set"])
def test_a_figure_of_a_transcript_is_hollow(case: str) -> None:
    rows = layers(_panel(*({**row, "basis": "transcript"} for row in CASES[case])))
    filled = {"intervals", "ends", "points", "about", "arrowheads_left", "arrowheads_right"}
    assert not filled & rows.keys()
    assert {f"{name}_hollow" for name in filled} & rows.keys()


def test_the_scale_starts_at_zero_with_whole_ticks() -> None:
    panel = _panel(_row("point", 3, 3, 3))
    scale = next(layer for layer in panel.spec["layer"] if layer["name"] == "scale")["encoding"]["x"]
    assert scale["scale"]["domain"][0] == 0
    assert scale["axis"]["values"] == [0, 1, 2, 3]


def test_rows_keep_the_order_given() -> None:
    numbers = (9, 1, 5)
    panel = _panel(*(_row("point", n, n, n, figure_id=f"fig-{n}", row_label=f"Row {n}") for n in numbers))
    labels = sorted(layers(panel)["labels"], key=lambda row: row["y"])
    assert [row["label"] for row in labels] == ["Row 9", "Row 1", "Row 5"]


def test_every_mark_leads_to_its_claim_and_one_area_a_row_is_the_link() -> None:
    panel = _panel(*(row | {"figure_id": name} for name, rows in CASES.items() for row in rows))
    unlinked = [layer["name"] for layer in panel.spec["layer"] if "href" not in layer["encoding"]]
    assert unlinked == ["scale"]
    spoken = [layer["name"] for layer in panel.spec["layer"] if layer["mark"].get("aria") is not False]
    assert spoken == ["links"]
    assert len(drawn(draw(panel), "links")) == len(CASES)


def test_text_of_the_data_is_a_value_and_never_an_expression() -> None:
    hostile = "datum['x']; </script> {{}} <b>"
    texts = ("row_label", "words", "summary", "source_title", "said")
    panel = _panel(_row("point", 13, 13, 13, **dict.fromkeys(texts, hostile)))
    assert "datum['x']" not in str(panel.spec["layer"])
    assert "</script> {{" not in panel.html
    assert hostile in {row["summary"] for row in layers(panel)["links"]}


def test_an_unknown_shape_is_refused_by_name() -> None:
    with pytest.raises(ChartError, match="figure fig-1: 'pie' is no shape"):
        _panel(_row("pie", 1, 1, 1))


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"word"}))
def test_a_shape_without_its_number_is_refused(shape: str) -> None:
    with pytest.raises(ChartError, match="lacks its number"):
        _panel(_row(shape))


def test_missing_columns_are_all_named() -> None:
    with pytest.raises(ChartError, match="no column words, basis"):
        figures_panel(pd.DataFrame([_row("point", 1, 1, 1)]).drop(columns=["words", "basis"]))


def test_no_figures_are_a_sentence() -> None:
    panel = figures_panel(pd.DataFrame([_row("point", 1, 1, 1)]).iloc[:0])
    assert panel.html == '<p class="cb-none">No such figure was found in the sources searched.</p>'


_numbers = st.integers(0, 10**7)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(st.tuples(_numbers, _numbers, st.sampled_from(SHAPES), st.text(max_size=90)), min_size=1, max_size=6))
def test_every_number_lies_on_the_scale_and_rows_never_overlap(rows: list[tuple[int, int, str, str]]) -> None:
    frame = [
        _row(shape, min(a, b), max(a, b), max(a, b), figure_id=f"fig-{i}", row_label=text, words=text)
        for i, (a, b, shape, text) in enumerate(rows)
    ]
    data = layers(_panel(*frame))
    top = max((row["x"] for row in data.get("scale", [])), default=0)
    assert top <= 2 * max(
        [1, *(row["x"] for name, part in data.items() if name != "scale" for row in part if "x" in row)]
    )
    areas = sorted((row["y"], row["y2"]) for row in data["links"])
    assert len(areas) == len(rows)
    assert all(bottom <= next_top for (_, bottom), (next_top, _) in pairwise(areas))


def test_a_rows_label_ends_its_line_between_who_says_it_and_when_and_in_no_day() -> None:
    assert wrap("Monitor A · 10 Mar") == "Monitor A · 10 Mar"
    label = "River Observatory of Public Works · said by 10 Mar 2031"
    assert wrap(label) == "River Observatory of Public Works ·\nsaid by 10 Mar 2031"
    longer = f"a very long name of some body that speaks for others, first said on 10 Mar 2031 and {label}"
    assert "10 Mar 2031" in wrap(longer).replace("\n", "|")


@given(st.text("aWm1 ·漢", max_size=120))
def test_no_line_of_a_label_is_wider_than_a_phone(label: str) -> None:
    assert all(text_width(line, 13, bold=True) <= NARROW for line in wrap(label).split("\n"))


def test_no_words_begin_left_of_the_panel_on_a_phone(capfd: Any) -> None:
    words = "reported seven hundred and seventy-nine deaths between March 6 and Monday"
    svg = draw(_panel(_row("point", best=779, words=words)), capfd, width=NARROW)
    (text,) = [text for name in ("words_right_below_2", "words_left_below_2") for text in drawn(svg, name)]
    across = float(text.get("transform", "").partition("(")[2].partition(",")[0])
    lines = [line.text or "" for line in text]
    assert len(lines) == 2
    widest = max(map(text_width, lines))
    assert (across - widest if text.get("text-anchor") == "end" else NARROW - across - widest) >= 0
