"""Totals on pages: whatever a page shows of the coded figures, what it says adds up to all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup
from carding import load_tiny
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.totals import count_figures, tell_total
from claimbook.book.discrepancies import discrepancy_list
from claimbook.book.panels import figure_panels
from claimbook.book.scope_page import scope_matrices
from claimbook.book.travel import origin_counts
from claimbook.model.dataset import Dataset

IDS = st.sets(st.integers(0, 30).map(str))


@given(IDS, IDS, IDS)
def test_what_a_sentence_counts_adds_up_to_what_is_coded(coded: set[str], here: set[str], parts: set[str]) -> None:
    total = count_figures(pd.DataFrame({"figure_id": sorted(coded)}, dtype="str"), here, parts - here)
    assert total.here + total.parts + total.elsewhere == total.coded == len(coded)
    numbers = [int(number) for number in re.findall(r"\d+", tell_total(total))]
    assert (numbers[:1], sum(numbers[1:])) == (([len(coded)], len(coded)) if total.here != total.coded else ([], 0))


def _parts(tmp_path: Path) -> Dataset:
    """A whole of two parts, one of which is divided again, and a figure of another measure."""
    return load_renderings(
        tmp_path,
        {"quantity": "90", "claim": "one", "figure": "whole"},
        {"quantity": "60", "claim": "one", "figure": "part", "part_of": "whole", "place_id": "harrow-dock"},
        {"quantity": "20", "claim": "one", "figure": "part-of-part", "part_of": "part", "place_id": "upper-dock"},
        {"quantity": "7", "claim": "two", "figure": "other", "measure": "missing"},
    )


def test_a_page_says_of_how_many_coded_figures_it_shows_which(tmp_path: Path) -> None:
    page = BeautifulSoup(figure_panels(_parts(tmp_path)).html, "html.parser")
    told = [text for note in page.select(".cb-note") if (text := note.get_text()).startswith("Of ")]
    rest = (
        "stands here, each in its scope; 1 is a part of another and is named with the whole; "
        "1 stands on its claim’s card only. Which these are"
    )
    on_one = figure_panels(_parts(tmp_path / "one"), about="this strike").html
    assert "Of 4 coded figures on this strike, 2 stand here" in on_one
    assert "Of 3 coded figures of “on strike” on this strike, 1 stands here" in on_one
    assert told == [
        f"Of 4 coded figures, 2 {rest.replace('stands here', 'stand here')}",
        f"Of 3 coded figures of “on strike”, 1 {rest}",
    ]


def test_figures_that_stand_on_cards_only_are_listed_and_lead_to_their_claims(tmp_path: Path) -> None:
    page = BeautifulSoup(figure_panels(_parts(tmp_path)).html, "html.parser")
    listed = page.find(id="on-cards-only")
    assert {link["href"] for link in page.find_all("a", string="Which these are")} == {"#on-cards-only"}
    assert listed.find_parent("details").summary.get_text().endswith("only (1)")
    (row,) = listed.select("tbody tr")
    assert row.a.get_text() == "“20”"
    assert row.a["href"].endswith("paper-1.html#paper-1-one")
    assert "Upper Dock" in row.get_text()


def test_a_page_that_shows_all_figures_says_nothing_of_others(tmp_path: Path) -> None:
    html = figure_panels(load_renderings(tmp_path, {"quantity": "90"}, {"quantity": "80"})).html
    assert "on-cards-only" not in html
    assert "coded figure" not in html


def test_other_pages_say_that_parts_are_among_what_they_count(tmp_path: Path) -> None:
    dataset = _parts(tmp_path)
    assert "4 coded figures, parts of others among them, make 4 renderings" in origin_counts(dataset).html
    assert "3 coded figures of “on strike”, parts of others among them, in 3 scopes." in scope_matrices(dataset).html


def test_discrepancies_are_counted_by_kind_and_place_and_stand_in_a_file(tmp_path: Path) -> None:
    cells = {"claim_ids": "gazette-001;gazette-002", "explanation": "Both say it otherwise."}
    kinds = {"d1": "ambiguity", "d2": "ambiguity", "d3": "place"}
    dataset = load_tiny(
        tmp_path, discrepancies={"gazette-d1": None, **{key: {"kind": kind, **cells} for key, kind in kinds.items()}}
    )
    shown = discrepancy_list(dataset)
    counts, listed = BeautifulSoup(shown.html, "html.parser").select("table")
    label = dataset.descriptor.label
    assert [[cell.get_text() for cell in row.select("td")] for row in counts.select("tbody tr")] == [
        [label("discrepancy_kind", "place"), "1", "1"], [label("discrepancy_kind", "ambiguity"), "2", "2"],
    ]  # fmt: skip
    assert counts.select("th")[1].get_text() == f"{len(listed.select('tbody tr'))} discrepancies"
    (text,) = shown.attached.values()
    assert len(text.splitlines()) == 4
