"""The table of origins: how many tallies, renderings and outlets each has, and where on the page its tallies stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.analysis.relays import count_by_origin, list_ways
from claimbook.analysis.tallies import CHANCE, ROUND
from claimbook.book import travel
from claimbook.book.travel import origin_counts, series_charts, tally_ways
from claimbook.model.dataset import Dataset


def _load(folder: Path, *figures: tuple[str, str, str]) -> Dataset:
    """Return a dataset of figures: claimant, number, source."""
    rows = [{"claimant": claimant, "quantity": number, "source": source} for claimant, number, source in figures]
    return load_renderings(folder, *rows)


def _three_origins(folder: Path) -> Dataset:
    return _load(
        folder,
        ("dock-union", "973", "paper-1"),
        ("harrow-lines", "412", "paper-1"),
        ("port-police", "411", "paper-1"),
        ("port-police", "411", "paper-2"),
        ("port-police", "618", "paper-2"),
    )


def test_the_origin_with_the_most_renderings_stands_first_and_equals_by_name(tmp_path: Path) -> None:
    counts = count_by_origin(_three_origins(tmp_path))
    assert counts.to_dict("list") == {
        "origin": ["Port Police", "Dock Union", "Harrow Lines"],
        "tallies": [2, 1, 1],
        "renderings": [3, 1, 1],
        "named": [0, 0, 0],
        "outlets": [2, 1, 1],
    }


def test_a_number_that_one_source_prints_twice_is_one_rendering(tmp_path: Path) -> None:
    dataset = _load(tmp_path, ("dock-union", "973", "paper-1"), ("dock-union", "973", "paper-1"))
    assert list(count_by_origin(dataset)["renderings"]) == [1]


def test_the_table_counts_as_the_ways_below_it_do(tmp_path: Path) -> None:
    dataset = _three_origins(tmp_path)
    ways = list_ways(dataset).groupby("origin")["renderings"].sum()
    counts = count_by_origin(dataset).set_index("origin")["renderings"]
    assert ways.to_dict() == counts.to_dict()


def test_an_origin_leads_to_its_tallies_where_several_sources_render_one(tmp_path: Path) -> None:
    dataset = _three_origins(tmp_path)
    page = BeautifulSoup(origin_counts(dataset).html + tally_ways(dataset).html, "html.parser")
    link, number = page.table.find_all("a")
    told = "411 (on strike: people, 4 May 2031), given out by 5 May 2031, 2 renderings"
    assert (link.get_text(), number.get_text()) == ("Port Police", told)
    assert "411" in page.find(id=number["href"].removeprefix("#")).get_text()
    assert page.find(id=link["href"].removeprefix("#")).get_text() == "Port Police"


def _rendered_twice(folder: Path, *figures: dict[str, str]) -> BeautifulSoup:
    rows = [{"claimant": "port-police", **cells, "source": f"paper-{paper}"} for cells in figures for paper in (1, 2)]
    dataset = load_renderings(folder, *rows)
    return BeautifulSoup(origin_counts(dataset).html + tally_ways(dataset).html, "html.parser")


def test_of_tallies_with_as_many_renderings_a_few_are_all_named_and_lead_to_their_own(tmp_path: Path) -> None:
    page = _rendered_twice(tmp_path, {"quantity": "411"}, {"quantity": ">=618", "status": "civilian"})
    links = page.select("tbody td")[5].find_all("a")
    assert [link.get_text().partition(")")[0] for link in links] == [
        "411 (on strike: people, 4 May 2031", "at least 618 (on strike: people, 4 May 2031"
    ]  # fmt: skip
    for link in links:
        title = page.find(id=link["href"].removeprefix("#")).b.get_text()
        assert link.get_text() == f"{title}, 2 renderings"


def test_of_many_with_as_many_renderings_the_first_is_named_and_the_others_are_counted(tmp_path: Path) -> None:
    page = _rendered_twice(tmp_path, *({"quantity": number} for number in ("411", "618", "732", "811")))
    assert page.select("tbody td")[5].get_text().endswith(", 2 renderings; 3 more tallies with as many")


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ({"place_id": "harrow"}, ["32 (on strike: people, 4 May 2031)", "32 (on strike: people, Harrow, 4 May 2031)"]),
        ({"period": "2031-05-02"}, ["32 (on strike: people, 2 May 2031)", "32 (on strike: people, 4 May 2031)"]),
        (
            {"status": "civilian"},
            ["32 (on strike: people, 4 May 2031, civilians)", "32 (on strike: people, 4 May 2031, status not given)"],
        ),
    ],
    ids=["place", "days", "status"],
)
def test_a_small_number_that_is_two_tallies_says_of_each_of_whom_where_and_when_it_is(
    tmp_path: Path, cells: dict[str, str], names: list[str]
) -> None:
    page = _rendered_twice(tmp_path, {"quantity": "32"}, {"quantity": "32", **cells})
    assert sorted(title.get_text().partition(", given")[0] for title in page.select("summary b")) == names
    twins = [told for told in page.select("details > p") if "The same number is another tally" in told.get_text()]
    assert len(twins) == 2
    assert {twin.a["href"] for twin in twins} == {f"#{tally['id']}" for tally in page.select("details.cb-tally")}


def test_a_number_of_another_sign_or_scope_that_one_source_gives_alone_is_named_with_its_claim(tmp_path: Path) -> None:
    rows = [{"quantity": "500", "source": f"paper-{paper}"} for paper in (1, 2)]
    other = {"quantity": "~500", "source": "paper-3", "place_id": "harrow"}
    page = BeautifulSoup(tally_ways(load_renderings(tmp_path, *rows, other)).html, "html.parser")
    (twin,) = page.select("details > p a")
    assert twin.get_text() == "about 500 (on strike: people, Harrow, 4 May 2031), given out by 5 May 2031"
    assert twin["href"].endswith("paper-3.html#paper-3-c3")


def test_the_page_says_what_a_tally_is_as_tallies_are_made(tmp_path: Path) -> None:
    shown = origin_counts(_three_origins(tmp_path)).html
    assert f"A number below {CHANCE}, a multiple of {ROUND} or a range can be the same by chance" in shown
    assert "one party’s people" in shown


def test_the_page_says_that_renderings_count_figures_and_not_texts(tmp_path: Path) -> None:
    assert "Renderings count figures, not texts" in origin_counts(_three_origins(tmp_path)).html


def test_of_many_origins_the_first_are_listed_and_the_rest_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "MOST_ORIGINS", 2)
    shown = origin_counts(_three_origins(tmp_path)).html
    names = [row.td.get_text() for row in BeautifulSoup(shown, "html.parser").select("tbody tr")]
    assert names == ["Port Police", "Dock Union"]
    assert "1 more origin with fewer renderings is not listed here" in shown


def test_a_dataset_without_figures_says_so(tmp_path: Path) -> None:
    assert "No figure was found." in origin_counts(_load(tmp_path)).html


def test_the_table_counts_the_renderings_that_name_through_whom_they_came(tmp_path: Path) -> None:
    rows = [{"quantity": "973", "source": f"paper-{number}", "via": via} for number, via in enumerate(["", "wire"])]
    dataset = load_renderings(tmp_path, *rows)
    assert count_by_origin(dataset).loc[0, ["renderings", "named"]].tolist() == [2, 1]
    page = BeautifulSoup(origin_counts(dataset).html, "html.parser")
    assert page.select_one("td[data-label='Name through whom']").get_text() == "1"


def test_of_many_series_a_list_by_origin_leads_to_each_and_no_two_have_one_title(tmp_path: Path) -> None:
    places = ("harrow", "harrow-dock", "upper-dock", "the-shore")
    rows = [
        {"quantity": quantity, "place_id": place, "counting": "cumulative", "said": f"2031-05-0{day}",
         "claimant": "dock-union" if place == "harrow" else "port-police"}
        for place in places
        for day, quantity in enumerate(["412", "530"], 3)
    ]  # fmt: skip
    page = BeautifulSoup(series_charts(load_renderings(tmp_path, *rows)).html, "html.parser")
    listed = page.select("nav[aria-label='Series on this page'] a")
    assert [link["href"] for link in listed] == [f"#{panel['id']}" for panel in page.select("figure.cb-panel")]
    assert [head.get_text() for head in page.select("nav dt")] == ["Dock Union", "Port Police"]
    assert listed[1].get_text() == "people, on strike, Harrow Dock"
    titles = [head.get_text() for head in page.select(".cb-question")]
    assert len(set(titles)) == len(places)
