"""Big datasets: the generator writes valid ones, and no page or chart made from them grows without limit."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from frictionless import Package

from benchmarks.big_dataset import write_big_dataset
from benchmarks.check_once import measure
from claimbook.analysis.claims import about_incident
from claimbook.analysis.summed_statements import MOST_MARKS
from claimbook.analysis.timeline import of_others, of_states, split_periods, timeline_marks
from claimbook.book import limits, lists, matrices, panels
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset
from claimbook.model.slices import Slicer

MEGABYTE = 1_000_000
CHART = re.compile(r'<script type="application/vnd[^"]*">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return check_dataset(write_big_dataset(tmp_path_factory.mktemp("big") / "data", 6000))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return check_dataset(write_big_dataset(tmp_path_factory.mktemp("small") / "data", 1000))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("claims", [1, 2, 251])
def test_a_dataset_of_any_size_is_clean_and_as_large_as_asked(tmp_path: Path, claims: int) -> None:
    dataset = check_dataset(write_big_dataset(tmp_path / "data", claims, seed=claims))
    assert len(dataset.claims) == claims


def test_every_table_but_the_revisions_has_rows_and_summaries_differ(small: Dataset) -> None:
    assert [name for name, frame in small.frames.items() if frame.empty] == ["revisions"]
    assert small.claims["summary"].is_unique
    assert small.claims.groupby("source_id").size().max() <= 2000
    assert set(small.figures["shape"]) >= {"point", "floor", "ceiling", "about", "range", "set", "share", "word"}


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    first, again, other = (
        digests(write_big_dataset(tmp_path / name, 300, seed)) for name, seed in (("a", 4), ("b", 4), ("c", 5))
    )
    assert first == again
    assert first["claims.csv"] != other["claims.csv"]


def test_an_outside_witness_finds_it_valid(tmp_path: Path) -> None:
    folder = write_big_dataset(tmp_path / "data", 120)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])[:5]


@pytest.mark.parametrize("job", ["claimbook", "load", "frictionless"])
def test_a_job_is_measured_in_seconds_and_bytes(tmp_path: Path, job: str) -> None:
    costs = measure(job, write_big_dataset(tmp_path / "data", 20))
    assert set(costs) == {"wall", "cpu", "peak_rss", "baseline_rss"}
    assert costs["peak_rss"] >= costs["baseline_rss"] > 10_000_000


def shown_statements(dataset: Dataset) -> list[str]:
    marks = timeline_marks(Slicer(dataset).cut("statements"))
    return [panels.statement_timeline(dataset, part(marks), "statements").html for part in (of_states, of_others)]


def test_the_largest_chart_stays_small_whatever_the_size(small: Dataset, big: Dataset) -> None:
    for dataset in (small, big):
        pages = [panels.figure_panels(Slicer(dataset).cut("figures")).html, *shown_statements(dataset)]
        specs = [spec for page in pages for spec in CHART.findall(page)]
        assert specs
        assert all(json.loads(spec)["layer"] for spec in specs)
        assert max(len(spec.encode()) for spec in specs) < MEGABYTE


def test_statements_that_are_too_many_are_counted_in_the_caption(big: Dataset) -> None:
    marks = timeline_marks(Slicer(big).cut("statements"))
    summed = 0
    for part, page in zip((of_states, of_others), shown_statements(big), strict=True):
        told = BeautifulSoup(page, "html.parser").get_text()
        for period in split_periods(part(marks)):
            caption = f"{period['claim_id'].nunique()} statements are summed up here"
            assert (caption in told) == (len(period) > MOST_MARKS)
            summed += caption in told
    assert summed


def test_a_page_shows_so_many_panels_and_counts_the_others(big: Dataset) -> None:
    figures = Slicer(big).cut("figures")
    page = BeautifulSoup(panels.figure_panels(figures).html, "html.parser")
    assert 0 < len(page.select(".cb-panel")) <= limits.MOST_PANELS
    # Scopes in which nobody else gives a number are a list.
    assert len(page.select("[data-measure] .cb-scroll .cb-table tbody tr")) == limits.MOST_ROWS
    assert 0 < max(len(data.select("tbody tr")) for data in page.select(".cb-data")) <= limits.MOST_LINES
    (note,) = [p.get_text() for p in page.select("p.cb-note") if "further scope" in p.get_text()]
    scopes, left = map(int, re.findall(r"(\d+) (?:further|figures)", note))
    drawn = {
        link["href"].split("#")[1]
        for link in page.select("[data-measure] .cb-caption a, [data-measure] .cb-table a")
        if "sources/" in link["href"]
    }
    assert scopes > 0
    assert 0 < left < len(figures.figures)
    assert len(drawn) <= len(figures.figures) - left


def test_a_long_list_is_cut_and_says_how_many_it_leaves_out(big: Dataset) -> None:
    incident = max(big.incidents["incident_id"], key=lambda key: len(about_incident(big, key).claims))
    about = about_incident(big, incident)
    page = BeautifulSoup(lists.claim_list(about).html, "html.parser")
    assert len(page.select("tbody tr")) == limits.MOST_ROWS
    left = len(about.claims) - limits.MOST_ROWS
    assert f"{left} more claims are not listed here; every claim stands on its source's page." in page.get_text()


def test_matrices_keep_those_with_most_claims_and_count_the_others(
    small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("MOST_PARTIES", 5), ("MOST_ROWS", 7), ("MOST_IN_CELL", 1), ("MOST_LINES", 1)):
        monkeypatch.setattr(matrices, name, most)
    page = BeautifulSoup(matrices.dispute_matrices(small).html, "html.parser")
    assert {len(table.select("tbody tr")) for table in page.select("table")} == {5}
    assert {len(listed.select("li")) for listed in page.select("ul.cb-answers")} == {7}
    assert max(len(stance.select("a.cb-mark")) for stance in page.select(".cb-stance")) == 1
    assert max(len(stance.select("a:not(.cb-mark)")) for stance in page.select(".cb-stance")) == 1  # to the others
    text = page.get_text(" ")
    assert re.search(r"\d+ more parties with few claims are not listed here", text)
    assert re.search(r"and \d+ more", text)
    accused = BeautifulSoup(matrices.accusation_matrix(small).html, "html.parser")
    assert len(accused.select("table.cb-stack tbody tr")) == 5
    assert re.search(r"\d+ more accused parties with few claims are not listed here", accused.get_text(" "))
