"""What the start page states: how deeply the sources of its claims were coded, and promises that the book keeps."""

from __future__ import annotations

import json
from pathlib import Path

from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.analysis.claims import count_by_depth
from claimbook.book import comparing, panels
from claimbook.model.dataset import Dataset

ROOT = Path(__file__).resolve().parents[1]


def _two_depths(folder: Path) -> Dataset:
    dataset = load_renderings(
        folder,
        {"quantity": "12", "source": "paper-1"},
        {"quantity": "13", "source": "paper-1"},
        {"quantity": "14", "source": "paper-2"},
        {"quantity": "15", "source": "paper-3"},
    )
    sources = dataset.sources
    is_first = sources["source_id"] == "paper-1"
    return dataset.replace(
        "sources",
        sources.assign(
            coding_scope=sources["coding_scope"].mask(is_first, "whole"),
            seen_as=sources["seen_as"].mask(is_first, "full_text"),
        ),
    )


def test_claims_of_a_source_coded_whole_are_counted_apart_from_those_of_excerpts(tmp_path: Path) -> None:
    counts = count_by_depth(_two_depths(tmp_path))
    assert counts.to_dict("list") == {
        "coding_scope": ["whole text", "chosen passage"],
        "seen_as": ["full text", "excerpt"],
        "sources": [1, 2],
        "claims": [2, 2],
    }


def test_all_claims_are_counted_once_and_a_source_without_one_is_not(tmp_path: Path) -> None:
    dataset = _two_depths(tmp_path).as_known_on("2031-05-05")
    fewer = dataset.only_claims(dataset.claims.loc[dataset.claims["source_id"] != "paper-3", "claim_id"])
    counts = count_by_depth(fewer)
    assert counts["claims"].sum() == len(fewer.claims)
    assert counts["sources"].sum() == 2


def test_the_table_says_how_a_source_was_coded_and_seen(tmp_path: Path) -> None:
    table = BeautifulSoup(comparing.depths(_two_depths(tmp_path)).html, "html.parser")
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")]
    assert rows == [["whole text", "full text", "1", "2"], ["chosen passage", "excerpt", "2", "2"]]


def test_the_start_page_says_of_maps_and_accusations_that_their_marks_lead_elsewhere() -> None:
    cells = json.loads((ROOT / "book" / "index.ipynb").read_text("utf-8"))["cells"]
    prose = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert "Every mark in every chart" not in prose
    assert "A mark on a map leads to the incident" in prose


def test_every_mark_of_a_figure_leads_to_a_claim_as_the_start_page_says(tmp_path: Path) -> None:
    dataset = _two_depths(tmp_path)
    shown = BeautifulSoup(panels.figure_panels(dataset).html, "html.parser")
    spec = json.loads(shown.select_one(".cb-chart script").string)
    addresses = {row["href"] for rows in spec["datasets"].values() for row in rows if "href" in row}
    claims = {f"book/sources/{row.source_id}.html#{row.claim_id}" for row in dataset.claims.itertuples()}
    assert {address[address.index("book/") :] for address in addresses} == claims
