"""The map of the incidents: what is drawn where, what its labels cover, what stands beside it in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from charting import assert_golden, draw, drawn, layers
from hypothesis import given
from hypothesis import strategies as st
from mapped import VALLEY, Place, load_places

from claimbook.analysis.map_marks import mark_places
from claimbook.analysis.places import incident_places, other_places
from claimbook.book.maps import incident_map
from claimbook.charts import Figure, map_chart
from claimbook.charts.labels import Box, Wanted, around, place_labels
from claimbook.charts.maps import AREAS, COLUMNS, NOTHING, OTHER_COLUMNS, SPOT_HIT
from claimbook.charts.marks import NARROW, ChartError, text_width
from claimbook.charts.view import EDGE, NARROWEST, WIDEST, find_view
from claimbook.model.dataset import Dataset

SPOT: Place = (("51.05", "3.7"), "settlement", "")


def _chart(dataset: Dataset) -> Figure:
    marks, _ = mark_places(incident_places(dataset))
    return map_chart(marks, other_places(dataset), "Where the incidents are")


@pytest.fixture
def valley(tmp_path: Path) -> Dataset:
    return load_places(tmp_path / "data", VALLEY)


def test_the_map_of_an_invented_valley(valley: Dataset, capfd: Any) -> None:
    figure = _chart(valley)
    assert_golden(figure, "map")
    svg = draw(figure, capfd)
    for name, count in (("spots", 2), ("areas", 2), ("links", 4), ("land", 1), ("coasts", 1), ("borders", 1)):
        assert len([shape for shape in drawn(svg, name) if shape.get("d")]) == count


def test_an_area_is_a_ring_of_its_level_and_a_spot_a_dot(valley: Dataset) -> None:
    rows = layers(_chart(valley))
    assert [row["size"] for row in rows["areas"]] == [
        (2 * AREAS[level]) ** 2 for level in ("governorate", "settlement")
    ]
    spots = [row["size"] for row in rows["links"] if row["where"] in ("settlement", "exact spot")]
    assert spots == [(2 * SPOT_HIT) ** 2] * 2


def test_a_small_mark_lies_over_a_large_one(valley: Dataset) -> None:
    sizes = [row["size"] for row in layers(_chart(valley))["links"]]
    assert sizes == sorted(sizes, reverse=True)


def test_each_mark_says_place_level_and_incidents(valley: Dataset) -> None:
    said = [row["spoken"] for row in layers(_chart(valley))["links"]]
    assert "2. Harbour. somewhere within Brenmoor. Fire at Harbour, May" in said


def test_without_a_place_with_coordinates_there_are_words_and_a_list(tmp_path: Path) -> None:
    dataset = load_places(tmp_path / "data", {"far-isle": (None, "settlement", "")})
    assert _chart(dataset).spec == {}
    page = incident_map(dataset).html
    assert NOTHING in page
    assert "Far Isle" in page


def test_without_an_incident_at_a_place_there_is_a_sentence(tmp_path: Path) -> None:
    dataset = load_places(tmp_path / "data", {})
    nowhere = dataset.replace("incidents", dataset.incidents.assign(place_id=""))
    assert "No incident is coded with a place." in incident_map(nowhere).html


CASES: dict[str, dict[str, Place]] = {
    "a single place": {"brenmoor": SPOT},
    "a country alone": {"velland": (("51.2", "3.4"), "country", "")},
    "two continents": {"brenmoor": SPOT, "southby": (("-23.5", "-46.6"), "settlement", "")},
    "over the 180th meridian": {
        "eastby": (("-17", "178.5"), "settlement", ""),
        "westby": (("-16", "-179"), "region", ""),
    },
    "all around the world": {f"p-{n}": (("0", str(n * 90 - 180)), "settlement", "") for n in range(4)},
    "at the poles": {"northby": (("90", "0"), "settlement", ""), "southby": (("-90", "180"), "settlement", "")},
    "in one spot": {"brenmoor": SPOT, "double": SPOT},
}


@pytest.mark.parametrize("case", CASES)
def test_a_map_of_any_part_of_the_world_is_drawn_and_light(tmp_path: Path, case: str, capfd: Any) -> None:
    figure = _chart(load_places(tmp_path / "data", CASES[case]))
    svg = draw(figure, capfd, width=NARROW)
    marks = [shape for shape in drawn(svg, "links") if shape.get("d")]
    assert len(marks) == len(layers(figure)["links"])
    for mark in marks:
        across, down = _moved(mark.get("transform", ""))
        assert 0 <= across <= NARROW
        assert 0 <= down <= figure.spec["height"]
    assert len(figure.html) < 200_000


def _moved(transform: str) -> tuple[float, float]:
    across, down = re.findall(r"-?[\d.]+", transform)[:2]
    return float(across), float(down)


def test_places_on_both_sides_of_the_180th_meridian_stand_beside_each_other(tmp_path: Path) -> None:
    rows = layers(_chart(load_places(tmp_path / "data", CASES["over the 180th meridian"])))["links"]
    east, west = (next(row for row in rows if name in row["place"]) for name in ("Eastby", "Westby"))
    view = find_view([(-17, 178.5), (-16, -179)], 3)
    assert 0 < west["x"] - east["x"] <= view.width


def test_a_map_of_one_coast_weighs_a_few_kilobytes(tmp_path: Path) -> None:
    rows = layers(_chart(load_places(tmp_path / "data", {"brenmoor": SPOT})))
    assert 0 < len(str([rows.get(name) for name in ("land", "coasts", "borders")])) < 8_000


latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


@given(st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=12), st.floats(NARROWEST, WIDEST))
def test_every_place_stands_on_the_page_at_any_width(points: list[tuple[float, float]], page: float) -> None:
    view = find_view(points)
    scale = view.scale(page)
    for latitude, longitude in points:
        x, y = view.project(latitude, longitude)
        assert abs(x * scale) <= page / 2 - EDGE + 0.01
        assert abs(y * scale) <= view.pixels / 2 - EDGE + 0.01


@given(st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=12), st.floats(NARROWEST, WIDEST))
def test_the_window_holds_what_a_page_of_any_width_shows(points: list[tuple[float, float]], page: float) -> None:
    view = find_view(points)
    right, _ = view.put(view.window.right, 0)
    assert right * view.scale(page) >= page / 2 - 0.01 or view.window.right == 180
    _, top = view.put(0, view.window.top)
    assert top * view.scale(page) >= view.pixels / 2 - 0.01 or view.window.top == 90


@given(
    st.lists(st.tuples(st.floats(0, NARROW), st.floats(0, 300), st.text("abcw", min_size=1, max_size=20)), max_size=25)
)
def test_no_label_covers_another_or_a_mark_or_leaves_the_page(found: list[tuple[float, float, str]]) -> None:
    page = Box(0, 0, NARROW, 300)
    wanted = [Wanted(x, y, 5, (text, "1"), 12) for x, y, text in found]
    marks = [around(item.x, item.y, 4) for item in wanted]
    boxes = [_box(item, label) for item, label in zip(wanted, place_labels(wanted, page, marks), strict=True) if label]
    for place, box in enumerate(boxes):
        assert box.within(page)
        assert not any(box.meets(other) for other in [*boxes[:place], *marks])


def _box(item: Wanted, label: Any) -> Box:
    width = text_width(label.text, item.size)
    left = item.x + label.dx - width * {"left": 0, "center": 0.5, "right": 1}[label.align]
    return Box(left, item.y + label.dy - 7.5, left + width, item.y + label.dy + 7.5)


def test_where_there_is_no_room_for_a_name_the_number_stands_alone() -> None:
    (label,) = place_labels([Wanted(20, 20, 5, ("a name that is far too long", "7"), 12)], Box(0, 0, 60, 60), [])
    assert label
    assert label.text == "7"
    assert place_labels([Wanted(20, 20, 5, ("7",), 12)], Box(15, 15, 25, 25), []) == [None]


def test_the_list_says_place_level_incidents_coordinates_and_whose_they_are(valley: Dataset) -> None:
    page = incident_map(valley).html
    for words in (
        '<tr id="at-brenmoor"><td data-label="On the map">1</td>', "51.05° N, 3.7° E",
        "those of Brenmoor, which holds it; gazetteer:brenmoor",
        'href="book/incidents/brenmoor-1.html"', '<tr id="at-far-isle"><td data-label="On the map">no</td>',
        "Not on the map: 3 of 8 places of incidents, with 3 of 3 claims about these incidents.",
        "The data give no coordinates for them, nor for a place that holds them, or it is not known which place is "
        "meant: Far Isle (0 claims); Lowmere (3 claims); Somewhere (0 claims).",
    ):  # fmt: skip
        assert words in page


def test_south_and_west_are_said(tmp_path: Path) -> None:
    dataset = load_places(tmp_path / "data", {"southby": (("-23.5", "-46.6"), "settlement", "")})
    assert "23.5° S, 46.6° W" in incident_map(dataset).html


def test_names_from_the_data_are_text(tmp_path: Path) -> None:
    dataset = load_places(tmp_path / "data", {"brenmoor": SPOT})
    hostile = dataset.places.assign(name="</script><b>x</b>")
    page = incident_map(dataset.replace("places", hostile)).html
    assert "<b>x" not in page
    assert page.count("</script>") == 1


def test_a_frame_without_a_column_is_refused() -> None:
    with pytest.raises(ChartError, match="href"):
        map_chart(
            pd.DataFrame(columns=[name for name in COLUMNS if name != "href"]),
            pd.DataFrame(columns=list(OTHER_COLUMNS)),
            "",
        )
