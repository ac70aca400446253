"""What a page counts can be counted again from what stands beside it: captions from their charts' files, the start page
from the register, tables from the dataset.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.analysis.inclusion import state_figures
from claimbook.analysis.register import list_register
from claimbook.analysis.voices import FORMS
from claimbook.book import comparing, panels, travel, ways
from claimbook.book.register import pack_register, register_page
from claimbook.book.render import Html
from claimbook.model.dataset import Dataset, load_dataset

DATA = Path(__file__).resolve().parents[1] / "data"
COUNTED = re.compile(r"(\d+) (\w+?)s? (?:of|in) (\d+) (\w+?)s?\b")
DIRECTOR = {"actor_id": "union-head", "name": "Ada Finch", "kind": "official", "speaks_for": "dock-union"}


@cache
def first_dataset() -> Dataset:
    return load_dataset(DATA)


def _director(folder: Path) -> Dataset:
    """Three who vouch for numbers, one of them in office for another: two origins."""
    rows = [
        {"quantity": "532", "claimant": "dock-union"},
        {"quantity": "745", "claimant": "union-head", "source": "paper-2"},
        {"quantity": "411", "claimant": "port-police", "source": "paper-3"},
    ]
    return load_renderings(folder, *rows, actors=[DIRECTOR])


def _frames(shown: Html) -> list[tuple[str, list[dict[str, str]]]]:
    """Return, for each chart of a page, its caption and the rows of its file."""
    page = BeautifulSoup(shown.html, "html.parser")
    found = []
    for figure in page.select("figure.cb-figure"):
        name = figure.select_one("a[download$='.csv']")["href"].rpartition("/")[2]
        text = shown.attached[name].removeprefix("\ufeff")
        found.append((figure.select_one(".cb-caption p").get_text(), list(csv.DictReader(io.StringIO(text)))))
    return found


def _numbers(caption: str) -> tuple[int, str, int, str]:
    """Return what a caption begins with: how many of what, in or of how many of what else."""
    number, what, other, whom = re.match(COUNTED, caption.replace("tallies", "tally")).groups()
    return int(number), what, int(other), whom


def _distinct(rows: list[dict[str, str]], *columns: str) -> int:
    return len({tuple(row[column] for column in columns) for row in rows})


def test_the_caption_of_each_series_counts_the_tallies_and_the_renderings_of_its_own_file() -> None:
    frames = _frames(travel.series_charts(first_dataset()))
    counted = [(_distinct(rows, "tally_id"), _distinct(rows, "tally_id", "source_id")) for _, rows in frames]
    said = [_numbers(caption) for caption, _ in frames]
    assert [(tallies, renderings) for tallies, _, renderings, _ in said] == counted
    assert {(one, other) for _, one, _, other in said} == {("tally", "rendering")}
    assert any("make no step" in caption for caption, _ in frames)


def test_a_round_number_that_makes_no_step_is_counted_with_its_rendering_and_said_to_make_none(tmp_path: Path) -> None:
    rows = [
        {"quantity": quantity, "said": f"2031-05-0{day}", "source": f"paper-{day}", "counting": "cumulative",
         "period": "2031-05-01/.."}
        for day, quantity in enumerate(["745", ">700", "973", "973"], 4)
    ]  # fmt: skip
    twice = {**rows[3], "place_id": ""}  # one source that gives a tally twice is one rendering of it
    ((caption, behind),) = _frames(travel.series_charts(load_renderings(tmp_path, *rows, twice)))
    assert _numbers(caption) == (3, "tally", 4, "rendering")
    assert len(behind) == 5
    assert "1 of the tallies, a round number, makes no step" in caption


def test_the_caption_of_each_way_counts_the_renderings_and_outlets_of_its_own_file() -> None:
    for caption, rows in _frames(ways.origin_ways(first_dataset())):
        said = _numbers(caption)
        assert said == (sum(int(row["renderings"]) for row in rows), "rendering", _distinct(rows, "outlet"), "outlet")


def test_the_caption_of_each_panel_counts_the_figures_and_the_origins_of_its_own_file() -> None:
    frames = _frames(panels.figure_panels(first_dataset()))
    assert len(frames) > 50
    for caption, rows in frames:
        assert _numbers(caption) == (_distinct(rows, "figure_id"), "figure", _distinct(rows, "origin"), "origin")


def _label(page: BeautifulSoup, name: str) -> str:
    control = page.select_one(f"select[name={name}]")
    return page.select_one(f"label[for={control['id']}]").get_text()


@pytest.mark.parametrize("which", ["a body and who speaks for it", "the first dataset"])
def test_what_the_start_page_states_is_what_the_register_counts_by_the_same_name(tmp_path: Path, which: str) -> None:
    dataset = first_dataset() if which == "the first dataset" else _director(tmp_path)
    stated = {item.name: item.value for item in state_figures(dataset)}
    packed = pack_register(dataset)
    page = BeautifulSoup(register_page(dataset).html, "html.parser")
    assert _label(page, "origin") == "Who vouches for it"
    assert stated["who vouches for them"] == str(len(packed["origins"]["id"]))
    assert stated["sources with a claim"] == str(len(packed["sources"]["id"]))
    assert stated["claims"] == str(len(packed["claims"]["id"]))
    # "Origin" is the word for whose count a number is, and the register counts nobody by it.
    assert "origin" not in page.get_text().casefold()


def test_who_vouches_is_counted_by_person_and_an_origin_by_body_and_the_page_says_so(tmp_path: Path) -> None:
    dataset = _director(tmp_path)
    stated = {item.name: item.value for item in state_figures(dataset)}
    assert (stated["who vouches for them"], stated["origins of these figures"]) == ("3", "2")
    for shown in (comparing.stated(dataset).html, comparing.what_changes(dataset).html):
        assert "stands apart from the body spoken for" in shown
        assert "a monitor and its director are one origin" in shown


@pytest.mark.parametrize("which", ["a body and who speaks for it", "the first dataset"])
def test_the_page_on_how_figures_travelled_counts_the_origins_that_the_start_page_states(
    tmp_path: Path, which: str
) -> None:
    dataset = first_dataset() if which == "the first dataset" else _director(tmp_path)
    stated = {item.name: item.value for item in state_figures(dataset)}
    told = travel.origin_counts(dataset).html
    assert f" of {stated['origins of these figures']} origins." in told
    assert f"{stated['figures, whatever they count']} coded figures" in told


def test_the_file_of_each_table_of_voices_holds_what_the_table_shows() -> None:
    shown = comparing.voices(first_dataset())
    files = [list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))) for text in shown.attached.values()]
    page = BeautifulSoup(shown.html, "html.parser")
    assert len(page.select("a[download^='voices-']")) == len(files) == 2
    by_source, by_kind = files
    tables = page.select("table")
    assert sum(len(table.select("tbody tr")) for table in tables) == len(by_source) + len(by_kind)
    claims = sum(int(row["claims"]) for row in by_kind)
    assert claims == sum(int(row["claims"]) for row in by_source) == len(first_dataset().claims)


def test_who_gets_to_speak_can_be_counted_again_as_the_page_says_how() -> None:
    dataset = first_dataset()
    register = list_register(dataset)
    depths = dict(zip(dataset.sources["source_id"], dataset.sources["coding_scope"], strict=True))
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    recounted: Counter[tuple[str, str, str]] = Counter()
    for row in register.itertuples():
        form = next(form for form, voices in FORMS.items() if row.voice in voices)
        recounted[depths[row.source_id], kinds[row.origin_id], form] += 1
    shown = comparing.voices(dataset)
    by_kind = list(csv.DictReader(io.StringIO(list(shown.attached.values())[1].removeprefix("\ufeff"))))
    table = {(row["coding_scope"], row["kind"], form): int(row[form]) for row in by_kind for form in FORMS}
    assert {key: number for key, number in table.items() if number} == dict(recounted)
    # By claimant it is another count: what an outlet says that words amount to is the outlet's.
    by_claimant = Counter((depths[row.source_id], kinds[row.claimant_id]) for row in register.itertuples())
    assert by_claimant != Counter((depths[row.source_id], kinds[row.origin_id]) for row in register.itertuples())
    assert "A claim is counted once, for who vouches for it: the claimant" in shown.html


def test_no_two_tallies_that_the_first_dataset_relays_are_called_alike() -> None:
    page = BeautifulSoup(travel.tally_ways(first_dataset()).html, "html.parser")
    titles = [
        f"{section.h3.get_text()}: {title.get_text()}"
        for section in page.select("section")
        for title in section.select("summary b")
    ]
    assert len(titles) > 80
    assert {title for title, number in Counter(titles).items() if number > 1} == set()
