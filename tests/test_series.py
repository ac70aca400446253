"""Series: one origin, one measure, one scope; steps of exact numbers, renderings on the day they came out."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from charting import assert_golden, draw, drawn, layers
from hypothesis import given, settings
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.series import COLUMNS, describe_steps, list_series
from claimbook.book.travel import series_charts, tally_ways
from claimbook.charts import steps_chart
from claimbook.charts.marks import ChartError, text_width
from claimbook.charts.step_words import GAP, HEIGHT, PLOT, Plot, place_crowds, place_words, room_for_words
from claimbook.charts.steps import place_renderings

SINCE = {"counting": "cumulative", "period": "2031-05-01/..", "status": "civilian"}


def _tally(quantity: str, said: str, source: str, **cells: str) -> dict[str, str]:
    return {**SINCE, "quantity": quantity, "said": said, "source": source, **cells}


def _three(tmp_path: Path, **tables: Any) -> Any:
    return load_renderings(
        tmp_path,
        _tally("532", "2031-05-03", "paper-1"),
        _tally("745", "2031-05-04", "paper-2"),
        _tally("745", "../2031-05-06", "paper-3"),
        _tally(">=750", "2031-05-04", "paper-4"),
        _tally("973", "2031-05-06", "paper-5"),
        **tables,
    )


def test_a_series_holds_the_tallies_of_one_scope_with_all_their_renderings(tmp_path: Path) -> None:
    series = list_series(_three(tmp_path))
    assert set(series["series"]) == {0}
    assert list(series["quantity"]) == ["532", "745", "745", ">=750", "973"]
    assert list(series.loc[series["is_main"], "quantity"]) == ["532", "745", ">=750", "973"]


@pytest.mark.parametrize("cells", [{"group": "crane_drivers"}, {"place_id": "harrow"}, {"claimant": "port-police"}])
def test_figures_of_another_scope_or_origin_stand_off_the_series(tmp_path: Path, cells: dict[str, str]) -> None:
    dataset = load_renderings(
        tmp_path,
        _tally("532", "2031-05-03", "paper-1"),
        _tally("745", "2031-05-04", "paper-2"),
        _tally("311", "2031-05-04", "paper-3", **cells),
    )
    assert set(list_series(dataset)["quantity"]) == {"532", "745"}


def test_one_tally_is_no_series(tmp_path: Path) -> None:
    dataset = load_renderings(tmp_path, _tally("532", "2031-05-03", "a-1"), _tally("532", "2031-05-04", "a-2"))
    assert list_series(dataset).empty
    assert set(list_series(dataset).columns) == set(COLUMNS)
    assert "No origin was found" in series_charts(dataset).html


def test_two_series_of_one_origin_that_would_be_called_alike_say_in_what_their_scopes_differ(tmp_path: Path) -> None:
    plain, everyone = {"status": "unspecified"}, {"status": "all"}
    dataset = load_renderings(
        tmp_path,
        _tally("532", "2031-05-03", "paper-1", **plain),
        _tally("745", "2031-05-04", "paper-1", **plain),
        _tally("641", "2031-05-03", "paper-2", **everyone),
        _tally("802", "2031-05-04", "paper-2", **everyone),
    )
    titles = set(list_series(dataset)["title"])
    assert titles == {
        "Dock Union: people, on strike, status: all, whatever status",
        "Dock Union: people, on strike, status: not said",
    }


def test_a_series_alone_or_of_another_origin_is_called_by_no_more_than_it_needs(tmp_path: Path) -> None:
    dataset = load_renderings(
        tmp_path,
        _tally("532", "2031-05-03", "paper-1"),
        _tally("745", "2031-05-04", "paper-1"),
        _tally("641", "2031-05-03", "paper-2", claimant="port-police", status="all"),
        _tally("802", "2031-05-04", "paper-2", claimant="port-police", status="all"),
    )
    assert set(list_series(dataset)["title"]) == {"Dock Union: people, on strike", "Port Police: people, on strike"}


def test_a_directors_number_is_that_of_the_body(tmp_path: Path) -> None:
    director = {"actor_id": "union-head", "name": "Ada Finch", "kind": "official", "speaks_for": "dock-union"}
    dataset = load_renderings(
        tmp_path,
        _tally("532", "2031-05-03", "paper-1"),
        _tally("745", "2031-05-04", "paper-2", claimant="union-head"),
        actors=[director],
    )
    assert set(list_series(dataset)["origin"]) == {"Dock Union"}


def test_words_say_each_tally_by_when_and_in_how_many_renderings(tmp_path: Path) -> None:
    text = describe_steps(list_series(_three(tmp_path)))
    assert text.startswith("Dock Union: people, on strike. 4 tallies in 5 renderings found.")
    assert "by 3 May 2031: 532 (1); by 4 May 2031: 745 (2), at least 750 (1); by 6 May 2031: 973 (1)." in text
    assert text.endswith("The order of tallies of one day is not known.")


def test_no_line_runs_on_past_a_later_tally_though_that_one_has_an_open_end(tmp_path: Path) -> None:
    rows = [_tally("229", "2031-05-03", "paper-1"), _tally(">500", "2031-05-04", "paper-2")]
    shown = layers(steps_chart(list_series(load_renderings(tmp_path, *rows))))
    day = date(2031, 5, 4).toordinal()
    assert [(row["y"], row["x2"]) for row in shown["steps"]] == [(229, day)]
    assert "rises" not in shown
    after = _tally("600", "2031-05-06", "paper-3")
    shown = layers(steps_chart(list_series(load_renderings(tmp_path / "more", *rows, after))))
    assert next((row["y"], row["x2"]) for row in shown["steps"]) == (229, day)
    assert "rises" not in shown


def test_steps_are_level_and_upright_and_only_exact_numbers_make_one(tmp_path: Path) -> None:
    shown = layers(steps_chart(list_series(_three(tmp_path))))
    assert [row["y"] for row in shown["steps"]] == [532, 745, 973]
    assert all(row["x"] < row["x2"] for row in shown["steps"])
    assert [(row["y"], row["y2"]) for row in shown["rises"]] == [(532, 745), (745, 973)]
    assert [row["y"] for row in shown["renderings_triangle_up_filled"]] == [750]


def test_every_rendering_is_a_mark_that_leads_to_its_claim(tmp_path: Path) -> None:
    series = list_series(_three(tmp_path))
    shown = layers(steps_chart(series))
    marks = [row for name, rows in shown.items() if name.startswith("renderings_") for row in rows]
    assert {row["href"] for row in marks} == set(series["href"]) == {row["href"] for row in shown["links"]}


def _of_one_day(count: int) -> list[dict[str, Any]]:
    rows = [{"seen": 10, "value": 745.0, "figure_id": f"f{n}", "is_main": n == 0} for n in range(count)]
    place_renderings(rows, 1, 40)
    return rows


@pytest.mark.parametrize("count", [2, 9, 50])
def test_no_mark_hides_another_and_each_stands_within_its_day(count: int) -> None:
    rows = _of_one_day(count)
    assert len({row["x"] for row in rows}) == count
    assert all(row["x"] - row["half"] / 2 >= 10 and row["x"] + row["half"] / 2 <= 11 for row in rows)
    assert [row["crowd"] for row in rows] == [count] + [0] * (count - 1)


def test_every_rendering_of_one_day_stands_at_its_own_number_and_a_crowd_is_counted(tmp_path: Path) -> None:
    tallies = [_tally("745", "2031-05-04", f"paper-{number}") for number in range(1, 6)]
    later = _tally("900", "2031-06-20", "paper-6")
    shown = layers(steps_chart(list_series(load_renderings(tmp_path, *tallies, later))))
    marks = [row for name, rows in shown.items() if name.startswith("renderings_") for row in rows]
    assert sorted(row["y"] for row in marks) == [745] * 5 + [900]
    assert [row["text"] for row in shown["crowds"]] == ["(5)"]


def test_a_crowds_number_touches_no_mark(tmp_path: Path) -> None:
    tallies = [_tally("745", "2031-05-04", f"paper-{number}") for number in range(1, 6)]
    near = [_tally("700", "2031-05-04", "paper-6"), _tally("900", "2031-06-20", "paper-7")]
    shown = layers(steps_chart(list_series(load_renderings(tmp_path, *tallies, *near))))
    number = shown["crowds"][0]
    a_pixel = 900 * 1.12 / HEIGHT
    marks = [row["y"] for name, rows in shown.items() if name.startswith("renderings_") for row in rows]
    assert all(abs(number["y"] - y) > 12 * a_pixel for y in marks if y != 900)


def test_a_number_does_not_run_into_the_scale_beside_the_plot(tmp_path: Path, capfd: Any) -> None:
    tallies = (_tally(">=750", "2031-05-03", "paper-1"), _tally("973", "2031-05-06", "paper-2"))
    svg = draw(steps_chart(list_series(load_renderings(tmp_path, *tallies))), capfd, width=320)
    places = {text.text or "": text.get("transform", "") for text in drawn(svg, "words")}
    lefts = [float(at.partition("(")[2].partition(",")[0]) - text_width(text) for text, at in places.items()]
    assert len(lefts) == 2
    assert min(lefts) >= 0


def test_the_drawn_series_is_the_golden(tmp_path: Path, capfd: Any) -> None:
    figure = steps_chart(list_series(_three(tmp_path)), "A series")
    assert_golden(figure, "steps")
    svg = draw(figure, capfd)
    assert len(drawn(svg, "renderings_circle_filled")) == 4
    assert {text.text for text in drawn(svg, "words")} == {"532", "745", "973", "at least 750"}


def _day(number: int) -> str:
    return f"2031-05-{number:02}"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.integers(1, 1700), st.integers(1, 9), st.booleans()), min_size=2, max_size=14
    )
)
def test_on_a_phone_no_number_of_a_chart_of_steps_is_printed_over_another(
    given_tallies: list[tuple[int, int, int, bool]],
) -> None:
    rows = [
        {"tally_id": f"t{place}", "figure_id": f"f{place}-{number}", "quantity": str(value), "value": float(value),
         "shape": "point", "day": day, "seen": day + late * 9, "is_main": number == 0, "known": _day(1)}
        for place, (day, value, count, late) in enumerate(given_tallies)
        for number in range(count)
    ]  # fmt: skip
    last = max(row["day"] for row in rows) + 3
    domain, top = (min(row["day"] for row in rows), last + 1), max(row["value"] for row in rows) * 1.12
    left = room_for_words([row for row in rows if row["is_main"]], domain)
    place_renderings(rows, domain[0], last, left)
    plot = Plot(domain, top, left)
    for row in rows:
        plot.add_mark(row)
    words, crowds = place_words(rows, plot, last), place_crowds(rows, plot)
    a_day, one = (PLOT - left) / (domain[1] - domain[0]), HEIGHT / top
    boxes = [
        (row["x"] * a_day + (GAP if row.get("side") != "right" else -GAP - text_width(row["text"])),
         row["y"] * one, text_width(row["text"]))
        for row in (*words, *crowds)
    ]  # fmt: skip
    for (x, y, width), (other, up, wide) in combinations(boxes, 2):
        assert x + width <= other + 0.01 or other + wide <= x + 0.01 or abs(y - up) >= 11.99


def test_a_mark_in_the_last_column_whose_step_has_ended_has_its_number(tmp_path: Path) -> None:
    late = _tally("745", "2031-07-01", "paper-9", published="2031-07-01")
    rows = (_tally("745", "2031-05-04", "paper-1"), _tally("973", "2031-05-06", "paper-2"), late)
    shown = layers(steps_chart(list_series(load_renderings(tmp_path, *rows))))
    texts = [row["text"] for name in ("words", "words_after") for row in shown.get(name, [])]
    assert sorted(texts) == ["745", "745", "973"]


def test_a_frame_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChartError):
        steps_chart(pd.DataFrame({"tally_id": ["x"]}))


def test_the_page_says_in_what_renderings_differ_and_through_whom_they_came(tmp_path: Path) -> None:
    dataset = load_renderings(
        tmp_path,
        _tally("973", "2031-05-03", "paper-1", via="wire"),
        _tally("973", "2031-05-03", "paper-2", period="2031-05-03"),
        _tally("973", "2031-05-03", "paper-3"),
    )
    shown = tally_ways(dataset).html
    assert "3 renderings, 1 origin" in shown
    days = BeautifulSoup(shown, "html.parser").select("details > ul > li > ul > li")
    assert [
        (value.get_text().partition(":")[0], [link.get_text() for link in value.find_all("a")]) for value in days
    ] == [
        ("1 of the 3 renderings found gives 973 for 3 May 2031", ["paper-2-c2"]),
        ("2 give it since 1 May 2031", ["paper-1-c1", "paper-3-c3"]),
    ]
    assert "Dock Union → The Wire" in shown
    assert "Dock Union → no agency named" in shown


def test_tallies_of_one_day_run_side_by_side_and_the_next_day_rises_to_all_of_its_own(tmp_path: Path) -> None:
    rows = [
        _tally("532", "2031-05-03", "paper-1"), _tally("745", "2031-05-03", "paper-2"),
        _tally("830", "2031-05-05", "paper-3"), _tally("973", "2031-05-05", "paper-4"),
    ]  # fmt: skip
    shown = layers(steps_chart(list_series(load_renderings(tmp_path, *rows))))
    days = [date(2031, 5, 3).toordinal(), date(2031, 5, 5).toordinal()]
    assert [(row["y"], row["x"]) for row in shown["steps"]] == [
        (532, days[0]), (745, days[0]), (830, days[1]), (973, days[1])
    ]  # fmt: skip
    assert [row["x2"] for row in shown["steps"]][:2] == [days[1], days[1]]
    assert [(row["x"], row["y"], row["y2"]) for row in shown["rises"]] == [(days[1], 745, 973)]


def test_a_step_is_drawn_from_the_number_as_most_renderings_give_it(tmp_path: Path) -> None:
    rows = [
        _tally("532", "2031-05-03", "paper-1"), _tally(">=745", "2031-05-04", "paper-2"),
        _tally("745", "2031-05-05", "paper-3"), _tally("745", "2031-05-06", "paper-4"),
    ]  # fmt: skip
    series = list_series(load_renderings(tmp_path, *rows))
    assert list(series.loc[series["is_main"], "quantity"]) == ["532", "745"]
