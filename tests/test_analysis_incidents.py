"""Incidents: an incident has the claims about it and its parts, and its page shows no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from test_analysis_figures import FIGURE, load_figures

from claimbook.analysis.claims import about_incident
from claimbook.analysis.panels import comparable_panels
from claimbook.book.limits import MOST_ROWS
from claimbook.model.dataset import load_dataset
from claimbook.model.links import incident_href
from claimbook.model.slices import descendants

INCIDENTS = {
    "storm": {"title": "Storm"},
    "breach": {"title": "Breach", "part_of": "flood"},
    "leak": {"title": "Leak", "part_of": "breach"},
}


@pytest.mark.parametrize(
    ("incident", "claims"),
    [
        ("flood", ["gazette-002", "gazette-003"]), ("breach", ["gazette-002"]), ("leak", ["gazette-002"]),
        ("storm", ["gazette-004"]), ("", ["gazette-002", "gazette-003"]),
    ],
)  # fmt: skip
def test_an_incident_has_the_claims_about_it_and_its_parts_and_no_others(
    tmp_path: Path, incident: str, claims: list[str]
) -> None:
    storm = {
        "summary": "W", "source_id": "gazette", "passage_id": "gazette-p3", "remove": "leak", "incident_id": "storm",
        "claimant_id": "river-office", "voice": "indirect", "asserted": "2031-05-05", "asserted_basis": "stated",
    }  # fmt: skip
    about = {"gazette-001": {"incident_id": ""}, "gazette-002": {"incident_id": "leak"}, "gazette-004": storm}
    figures = {f"fig-{n}": {**FIGURE, "claim_id": f"gazette-00{n}"} for n in (1, 2, 3, 4)}
    dataset = about_incident(load_figures(tmp_path, figures, claims=about, incidents=INCIDENTS), incident)
    assert list(dataset.claims["claim_id"]) == claims
    assert set(comparable_panels(dataset)["claim_id"]) == set(claims)


def _linked_claims(page: Path) -> tuple[set[str], set[str]]:
    """The claims that a built page's charts lead to, and those that anything in its text does."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    specs = [
        json.loads(script.string or "") for script in soup.select('script[type="application/vnd.vegalite.v6+json"]')
    ]
    rows = [row for spec in specs for rows in spec["datasets"].values() for row in rows]
    drawn = {str(row["href"]).split("#")[1] for row in rows if "href" in row}
    texts = {str(link["href"]) for link in soup.select("figcaption a[href], .cb-table a[href]")}
    # Claims stand on their sources' pages; an address without a page is the chart's own.
    return drawn, {anchor for page, _, anchor in (address.partition("#") for address in texts) if page and anchor}


def test_every_figure_and_claim_of_a_built_incident_page_is_about_it_or_its_parts(built_book: Any) -> None:
    dataset = load_dataset(Path(built_book.executed) / "slices" / "whole")
    about = dict(zip(dataset.claims["claim_id"], dataset.claims["incident_id"], strict=True))
    seen = 0
    for incident in dataset.incidents["incident_id"]:
        within = descendants(dataset.incidents, "incident_id", "part_of", incident)
        own = {claim for claim, its in about.items() if its in within}
        drawn, linked = _linked_claims(Path(built_book.html) / incident_href(incident))
        counted = own & set(dataset.figures["claim_id"])
        assert drawn
        assert drawn <= counted
        assert (incident, linked - own) == (incident, set())
        # A list of more claims than a page can hold says how many it leaves out.
        assert len(linked) >= min(len(own), MOST_ROWS)
        seen += len(drawn)
    assert seen
