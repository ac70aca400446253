"""Which places claims name: those of claims and of their figures, and of no claim that is left out."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.book.lists import term_counts
from claimbook.model.dataset import Dataset


def _load(folder: Path) -> Dataset:
    return load_renderings(
        folder,
        {"quantity": "12", "place_id": "harrow", "said": "2031-05-05"},
        {"quantity": "13", "place_id": "the-shore", "said": "2031-05-09"},
        {"quantity": "14", "said": "2031-05-05"},
    )


def test_only_places_that_claims_or_their_figures_name_are_kept(tmp_path: Path) -> None:
    dataset = _load(tmp_path)
    claims = dataset.claims.assign(place_id=["", "", "upper-dock"])
    named = dataset.replace("claims", claims).only_named_places()
    assert set(named.places["place_id"]) == {"harrow", "the-shore", "upper-dock"}


def test_a_place_of_a_claim_that_had_not_been_said_is_not_named(tmp_path: Path) -> None:
    named = _load(tmp_path).as_known_on("2031-05-06").only_named_places()
    assert list(named.places["place_id"]) == ["harrow"]


def test_places_that_claims_name_are_counted_by_how_precisely_they_are_known(tmp_path: Path) -> None:
    dataset = _load(tmp_path)
    table = BeautifulSoup(term_counts(dataset.only_named_places(), "places.precision").html, "html.parser")
    cells = [[cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")]
    label = dataset.descriptor.label
    assert sorted(cells) == sorted([[label("precision", "governorate"), "1"], [label("precision", "region"), "1"]])
