"""Where the incidents are: whose coordinates a place has, how closely it is known, what is one mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from mapped import VALLEY, Place, load_places, write_places

from claimbook.analysis.map_marks import describe_where, mark_places
from claimbook.analysis.places import incident_places, other_places
from claimbook.model.dataset import load_dataset


@pytest.fixture
def valley(tmp_path: Path) -> pd.DataFrame:
    return incident_places(load_places(tmp_path / "data", VALLEY))


def _row(places: pd.DataFrame, place: str) -> Any:
    return next(places[places["place_id"] == place].itertuples())


def test_places_are_those_of_incidents_by_name(valley: pd.DataFrame) -> None:
    names = ["Brenmoor", "Far Isle", "Harbour", "Lowmere", "Moor Road", "Sallow Ford", "Somewhere", "Velland"]
    assert list(valley["name"]) == names


@pytest.mark.parametrize(
    ("place", "spot", "where", "is_area"),
    [
        ("brenmoor", (51.05, 3.7), "settlement", False),
        ("sallow-ford", (51.3, 3.1), "exact spot", False),
        ("velland", (51.2, 3.4), "somewhere within this area (governorate or province)", True),
        ("harbour", (51.05, 3.7), "somewhere within Brenmoor", True),
        ("moor-road", (51.2, 3.4), "somewhere within Velland", True),
    ],
)
def test_a_place_stands_at_its_own_coordinates_or_within_the_smallest_place_that_has_some(
    valley: pd.DataFrame, place: str, spot: tuple[float, float], where: str, is_area: bool
) -> None:
    row = _row(valley, place)
    assert ((row.latitude, row.longitude), describe_where(row), row.is_area) == (spot, where, is_area)


@pytest.mark.parametrize("place", ["far-isle", "somewhere", "lowmere"])
def test_a_place_without_coordinates_or_of_which_it_is_not_known_which_is_meant_has_none(
    valley: pd.DataFrame, place: str
) -> None:
    row = _row(valley, place)
    assert (pd.isna(row.latitude), pd.isna(row.longitude), row.is_area) == (True, True, False)


def test_what_is_on_an_exact_spot_is_known_to_the_settlement_only(tmp_path: Path) -> None:
    places: dict[str, Place] = {
        **VALLEY,
        "cellar": (None, "unknown", "sallow-ford"),
        "yard": (None, "exact", "sallow-ford"),
    }
    found = incident_places(load_places(tmp_path / "data", places))
    assert pd.isna(_row(found, "cellar").latitude)
    assert (_row(found, "yard").within_level, _row(found, "yard").is_area) == ("settlement", True)


def test_places_that_hold_each_other_end_where_they_began(tmp_path: Path) -> None:
    places: dict[str, Place] = {"one": (None, "settlement", "two"), "two": (None, "region", "one")}
    found = incident_places(load_places(tmp_path / "data", places, ()))
    assert found["latitude"].isna().all()


def test_half_a_pair_of_coordinates_is_none(tmp_path: Path) -> None:
    found = incident_places(load_places(tmp_path / "data", {"half": (("51.2", ""), "settlement", "")}))
    assert pd.isna(_row(found, "half").latitude)


def test_other_places_are_spots_at_which_no_incident_is(tmp_path: Path) -> None:
    others = other_places(load_places(tmp_path / "data", VALLEY))
    assert list(others.itertuples(index=False, name=None)) == [("Ferry Quay", 12.5, -3.25), ("Low Weir", 51.15, 3.25)]


def test_several_incidents_at_a_place_are_one_mark_that_names_them_all_and_leads_to_their_list(
    valley: pd.DataFrame,
) -> None:
    marks, numbers = mark_places(valley)
    mark = next(row for row in marks.itertuples() if row.name == "Brenmoor")
    assert mark.incidents == "Fire at Brenmoor, May; Storm at Brenmoor, June"
    assert mark.href == "book/incidents.html#at-brenmoor"
    alone = next(row for row in marks.itertuples() if row.name == "Sallow Ford")
    assert alone.href == "book/incidents/sallow-ford-1.html"
    assert numbers == [1, 0, 2, 0, 3, 4, 0, 3]


def test_places_within_the_same_area_are_one_mark(valley: pd.DataFrame) -> None:
    marks, _ = mark_places(valley)
    assert list(marks["name"]) == ["Brenmoor", "Harbour", "Moor Road; Velland", "Sallow Ford"]
    shared = next(row for row in marks.itertuples() if row.number == 3)
    assert shared.where == "somewhere within Velland; somewhere within this area (governorate or province)"


def test_no_figure_changes_a_mark(tmp_path: Path) -> None:
    few = mark_places(incident_places(load_places(tmp_path / "few", VALLEY)))[0]
    folder = write_places(tmp_path / "many", VALLEY)
    figures = (folder / "figures.csv").read_text("utf-8").replace(">=12", ">=12000")
    (folder / "figures.csv").write_text(figures, "utf-8")
    many = mark_places(incident_places(load_dataset(folder)))[0]
    pd.testing.assert_frame_equal(few, many)


def test_who_puts_a_place_elsewhere_is_told_with_it(tmp_path: Path) -> None:
    folder = write_places(tmp_path / "data", VALLEY)
    told = "gazette-d2,place,gazette-001,Gazetteer 7,The office has it in Upper Velland; the gazetteer in Lower.\n"
    table = folder / "discrepancies.csv"
    header = table.read_text("utf-8").splitlines()[0].split(",")
    cells = dict(
        zip(("discrepancy_id", "kind", "claim_ids", "gazetteer", "explanation"), told.strip().split(","), strict=True)
    )
    table.write_text(table.read_text("utf-8") + ",".join(cells.get(name, "") for name in header) + "\n", "utf-8")
    found = _row(incident_places(load_dataset(folder)), "lowmere")
    assert found.differs == ((cells["explanation"], (("River Office", "book/sources/gazette.html#gazette-001"),)),)
