"""How a figure travels: renderings are counted apart from origins, and what differs among them is told by counting."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from charting import assert_golden, draw, drawn, layers
from renderings import load_renderings

from claimbook.analysis.relays import NO_AGENCY, list_differences, list_ways
from claimbook.analysis.tallies import add_tallies, list_tallies, numeral_of
from claimbook.book.travel import tally_ways
from claimbook.book.ways import origin_ways
from claimbook.charts import ways_chart
from claimbook.charts.marks import text_width
from claimbook.model.links import claim_href

SINCE = {"quantity": "973", "counting": "cumulative", "period": "2031-05-01/.."}


def _renderings(count: int, **cells: str) -> list[dict[str, str]]:
    return [{**SINCE, "source": f"paper-{number}", "figure": f"f{number}", **cells} for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("quantity", "numeral"),
    [("973", "973"), (">=973", "973"), ("~<2000", "2000"), (">1000", "1000"), ("5..10", "5..10"), ("4|8", "4|8"),
     ("dozens", ""), ("50%", ""), ("some", "")],
)  # fmt: skip
def test_a_numeral_is_the_number_without_its_sign(quantity: str, numeral: str) -> None:
    assert numeral_of(quantity) == numeral


def test_nine_outlets_with_one_origin_are_nine_renderings_of_one_tally(tmp_path: Path) -> None:
    tallies = list_tallies(load_renderings(tmp_path, *_renderings(9)))
    assert len(tallies) == 1
    assert tallies.iloc[0]["renderings"] == 9
    assert tallies.iloc[0]["origin"] == "Dock Union"


def test_the_same_number_by_another_origin_is_another_tally(tmp_path: Path) -> None:
    tallies = list_tallies(load_renderings(tmp_path, *_renderings(2), {**SINCE, "claimant": "port-police"}))
    assert sorted(tallies["origin"]) == ["Dock Union", "Port Police"]


def test_a_small_number_is_one_tally_only_where_all_else_agrees(tmp_path: Path) -> None:
    small = {"quantity": "13", "period": "2031-05-04"}
    same = [{**small, "source": "paper-1"}, {**small, "source": "paper-2"}]
    other = {**small, "source": "paper-3", "place_id": "upper-dock"}
    assert len(list_tallies(load_renderings(tmp_path, *same, other))) == 2


def _divided_and_part(more: str) -> list[dict[str, str]]:
    """The toll of one day, divided, and the same number as those of one status among more on the next."""
    return [
        {**SINCE, "quantity": "745", "status": "all", "claim": "one", "figure": "whole"},
        {**SINCE, "quantity": "213", "status": "combatant", "claim": "one", "part_of": "whole", "figure": "of-it"},
        {**SINCE, "quantity": more, "status": "all", "source": "paper-2", "claim": "two", "figure": "more"},
        {**SINCE, "quantity": "745", "status": "civilian", "source": "paper-2", "claim": "two", "part_of": "more",
         "figure": "part", "counted": "civilians"},
        {**SINCE, "quantity": "745", "source": "paper-3", "figure": "plain"},
        {**SINCE, "quantity": ">745", "status": "civilian", "source": "paper-4", "figure": "alone",
         "counted": "civilians"},
    ]  # fmt: skip


def test_a_number_that_is_a_divided_whole_here_and_a_narrower_part_there_is_two_tallies(tmp_path: Path) -> None:
    dataset = load_renderings(tmp_path, *_divided_and_part("1018"))
    figures = add_tallies(dataset).set_index("figure_id")["tally_id"]
    assert figures["whole"] == figures["plain"] == "plain"
    assert figures["part"] == figures["alone"] == "alone"
    tallies = list_tallies(dataset).set_index("tally_id")["twins"]
    assert (tallies["plain"], tallies["alone"], tallies["more"]) == (("alone",), ("plain",), ())
    page = tally_ways(dataset).html
    assert "745 (on strike: people, since 1 May 2031), given out by 5 May 2031" in page
    name = "745 or more than 745 (on strike: civilians, since 1 May 2031), given out by 5 May 2031"
    assert f'another tally of this origin: <a href="#tally-alone">{name}</a>' in page


def test_a_number_of_two_statuses_that_nothing_divides_is_one_tally_that_differs_in_who_is_counted(
    tmp_path: Path,
) -> None:
    rows = [row for row in _divided_and_part("1018") if row["figure"] not in ("of-it", "plain")]
    dataset = load_renderings(tmp_path, *rows)
    assert list(list_tallies(dataset)["numeral"]) == ["745", "1018"]
    assert "who is counted" in set(list_differences(dataset)["respect"])


def test_a_tally_was_given_out_by_the_first_day_on_which_a_rendering_has_it(tmp_path: Path) -> None:
    rows = _renderings(3)
    for row, said in zip(rows, ["2031-05-07", "../2031-05-06", "2031-05-05/2031-05-09"], strict=True):
        row["said"] = said
    figures = add_tallies(load_renderings(tmp_path, *rows))
    assert {day.date().isoformat() for day in figures["given_out"]} == {"2031-05-06"}


def test_one_rendering_that_gives_a_day_is_explained_beside_the_others(tmp_path: Path) -> None:
    rows = _renderings(9)
    rows[0]["period"] = "2031-05-04"
    rows[1]["period"] = "2031-05-02/.."
    differences = list_differences(load_renderings(tmp_path, *rows))
    days = differences[differences["respect"] == "days"].iloc[0]
    assert days["explanation"] == (
        "1 of the 9 renderings found gives 973 since 2 May 2031; 1 gives it for 4 May 2031; 7 give it since 1 May 2031."
    )
    assert set(days["fewest"]) == {"f1", "f2"}


def test_a_rendering_that_says_nothing_differs_from_nothing(tmp_path: Path) -> None:
    rows = _renderings(3)
    rows[0]["period"] = ""
    assert list_differences(load_renderings(tmp_path, *rows)).empty


@pytest.mark.parametrize(
    ("cells", "respect"),
    [
        ({"status": "civilian"}, "who is counted"),
        ({"quantity": ">=973"}, "exactness"),
        ({"place_id": "harrow-dock"}, "place"),
        ({"modality": "estimate"}, "manner"),
        ({"counting": "snapshot"}, "counting"),
        ({"by_id": "port-police"}, "perpetrator"),
    ],
)
def test_each_respect_in_which_a_rendering_differs_is_told(tmp_path: Path, cells: dict[str, str], respect: str) -> None:
    base = {"status": "all", "place_id": "upper-dock", "by_id": "harrow-lines"}
    rows = [{**row, **base} for row in _renderings(3)]
    rows[2].update(cells)
    assert list(list_differences(load_renderings(tmp_path, *rows))["respect"]) == [respect]


def test_of_a_draw_none_is_marked(tmp_path: Path) -> None:
    rows = _renderings(2)
    rows[1]["quantity"] = ">=973"
    found = list_differences(load_renderings(tmp_path, *rows)).iloc[0]
    assert found["fewest"] == ()
    assert (
        found["explanation"]
        == "1 of the 2 renderings found gives 973 as an exact number; 1 gives it as at least so many."
    )


def test_a_number_printed_within_another_total_is_told(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = []
    for number, whole in enumerate(["1311", "1311", "1130"], 1):
        claim = {"source": f"paper-{number}", "claim": "toll"}
        rows.append({**SINCE, **claim, "quantity": whole, "figure": f"w{number}"})
        rows.append({**SINCE, **claim, "quantity": "830", "figure": f"p{number}", "part_of": f"w{number}"})
    found = list_differences(load_renderings(tmp_path, *rows))
    assert list(found["respect"]) == ["number it is part of"]
    assert found.iloc[0]["explanation"] == (
        "1 of the 3 renderings found gives 830 as part of 1,130; 2 give it as part of 1,311."
    )


def test_the_way_leads_from_claimant_through_agency_to_outlet(tmp_path: Path) -> None:
    rows = _renderings(3)
    rows[0]["via"] = "wire"
    rows[1]["via"] = "wire"
    ways = list_ways(load_renderings(tmp_path, *rows))
    assert list(zip(ways["station"], ways["outlet"], ways["renderings"], strict=True)) == [
        ("The Wire", "paper-1", 1), ("The Wire", "paper-2", 1), (NO_AGENCY, "paper-3", 1),
    ]  # fmt: skip
    assert set(ways["origin"]) == {"Dock Union"}


def test_the_ways_are_drawn_and_each_outlet_leads_to_its_claim(tmp_path: Path, capfd: Any) -> None:
    rows = _renderings(3, via="wire")
    dataset = load_renderings(tmp_path, *rows)
    ways = list_ways(dataset)
    figure = ways_chart(ways, "Dock Union", "The way of a figure")
    assert_golden(figure, "ways")
    shown = layers(figure)
    assert {row["href"] for row in shown["links"]} == set(
        dataset.claims["claim_id"].map(lambda c: claim_href(c[:7], c))
    )
    assert len(drawn(draw(figure, capfd), "to_outlets")) == 3


def test_no_name_of_a_way_is_cut_or_runs_into_another_on_a_phone(tmp_path: Path) -> None:
    long = "The Observatory of Strikes, Harbours and Quays of the Whole Shore"
    ways = list_ways(load_renderings(tmp_path, *_renderings(3, via="wire")))
    ways = pd.concat([ways.assign(station="The Wire, then the Other Wire"), ways.assign(station="Wire", outlet=long)])
    figure = ways_chart(ways, long, "The way of a figure")
    shown = layers(figure)
    assert " ".join(row["text"] for row in shown["origin"]) == long
    assert " ".join(row["text"] for row in shown["outlets"][-3:]).endswith("(1)")
    assert all("limit" not in layer["mark"] for layer in figure.spec["layer"])
    for name, start, end in (("stations", 0.1, 0.52), ("outlets", 0.52, 1.0)):
        places = [row["y"] for row in shown[name]]
        assert all(after - before >= 14 for before, after in pairwise(places))
        assert all(text_width(row["text"]) <= 320 * (end - start) for row in shown[name])


def test_the_ways_on_the_page_say_how_many_name_through_whom(tmp_path: Path) -> None:
    dataset = load_renderings(tmp_path, *_renderings(3, via="wire"))
    page = origin_ways(dataset).html
    assert "Dock Union: 3 renderings of its tallies in 3 outlets; 3 of them name who passed them on." in page
    assert "in 3 outlets or more, if a rendering names through whom it came; here that is so of 1 of 1 origin." in page


def test_a_way_that_no_outlet_names_is_not_drawn(tmp_path: Path) -> None:
    assert "No outlet was found to name" in origin_ways(load_renderings(tmp_path, *_renderings(3))).html
