"""Figures: equal scopes share a panel, parts stay with their whole, no order by size, an incident has its own only."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.analysis.figures import describe_figures
from claimbook.analysis.panels import comparable_panels, panel_notes, parts_of
from claimbook.analysis.scopes import Scope
from claimbook.book.panels import figure_panels
from claimbook.charts.rows import COLUMNS
from claimbook.model.dataset import Dataset, load_dataset

FIGURE = {
    "claim_id": "gazette-001", "measure": "killed", "counted": "people", "unit": "persons", "status": "unspecified",
    "status_basis": "not_stated", "quantity": "7", "quantity_words": "seven", "quantity_basis": "words",
    "modality": "count", "counting": "period", "period": "2031-05-04", "place_id": "lowmere",
}  # fmt: skip
NO_FIGURES: dict[str, Any] = {"gazette-001-f1": None, "gazette-001-f2": None, "gazette-002-f1": None}
# Another cell in each column of the scope.
OTHER = {
    "measure": "injured", "unit": "bodies", "counted": "ferrymen", "status": "civilian", "group": "ferrymen",
    "party_id": "river-office", "by_id": "river-office", "place_id": "ferry-quay", "period": "2031-05-05",
    "counting": "snapshot", "per": "P1D", "modality": "estimate",
}  # fmt: skip
# What a scope has beyond the columns of a figure: its claim's incident, and how its origin divides totals.
BEYOND = {"incident_id", "divided"}
AS_COLUMNS = {"first": "period", "last": "period", "is_snapshot": "counting", "is_running": "counting"}


def load_figures(folder: Path, figures: dict[str, Any], **changes: Any) -> Dataset:
    return load_dataset(write_tiny_dataset(folder / "data", figures={**NO_FIGURES, **figures}, **changes))


def _panels(dataset: Dataset) -> dict[str, int]:
    rows = comparable_panels(dataset)
    return dict(zip(rows["figure_id"], rows["panel"], strict=True))


def test_figures_of_one_scope_share_a_panel_whoever_says_them(tmp_path: Path) -> None:
    figures = {"fig-a": FIGURE, "fig-b": {**FIGURE, "claim_id": "gazette-002", "quantity": "40"}}
    panels = _panels(load_figures(tmp_path, figures))
    assert panels["fig-a"] == panels["fig-b"]


@pytest.mark.parametrize("column", OTHER)
def test_figures_that_differ_in_one_column_of_the_scope_stand_apart(tmp_path: Path, column: str) -> None:
    panels = _panels(load_figures(tmp_path, {"fig-a": FIGURE, "fig-b": {**FIGURE, column: OTHER[column]}}))
    assert panels["fig-a"] != panels["fig-b"]


def test_figures_about_different_incidents_stand_apart(tmp_path: Path) -> None:
    changes = {"incidents": {"storm": {"title": "Storm"}}, "claims": {"gazette-002": {"incident_id": "storm"}}}
    panels = _panels(
        load_figures(tmp_path, {"fig-a": FIGURE, "fig-b": {**FIGURE, "claim_id": "gazette-002"}}, **changes)
    )
    assert panels["fig-a"] != panels["fig-b"]


def test_every_column_of_the_scope_has_a_case_here() -> None:
    columns = {AS_COLUMNS.get(field.name, field.name) for field in dataclasses.fields(Scope)}
    assert columns - BEYOND == set(OTHER)


@pytest.fixture(scope="module")
def one_figure(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset with one figure, to be multiplied in memory."""
    return load_figures(tmp_path_factory.mktemp("figures"), {"fig-a": FIGURE})


DAY = pd.Timestamp(OTHER["period"])
CHANGE = st.fixed_dictionaries({}, optional={column: st.just(cell) for column, cell in OTHER.items()})


@given(st.lists(CHANGE, min_size=1, max_size=8))
def test_figures_share_a_panel_if_and_only_if_their_scopes_are_equal(
    one_figure: Dataset, changes: list[dict[str, str]]
) -> None:
    first = one_figure.figures.iloc[0].to_dict()
    days = [{"period_first": DAY, "period_last": DAY} if "period" in change else {} for change in changes]
    rows = [{**first, **change, **days[n], "figure_id": f"fig-{n}"} for n, change in enumerate(changes)]
    frame = pd.DataFrame(rows).astype(one_figure.figures.dtypes.to_dict())
    panels = _panels(one_figure.replace("figures", frame))
    assert len(panels) == len(changes)
    for one, a in enumerate(changes):
        for other, b in enumerate(changes):
            assert (panels[f"fig-{one}"] == panels[f"fig-{other}"]) == (a == b)


@given(st.permutations(range(5)))
def test_the_order_of_panels_and_rows_does_not_depend_on_size(one_figure: Dataset, sizes: list[int]) -> None:
    first = one_figure.figures.iloc[0].to_dict()
    scopes = [{}, {"measure": "injured"}, {"counted": "ferrymen"}, {"unit": "bodies"}, {}]
    rows = [
        {**first, **scope, "figure_id": f"fig-{n}", "quantity": str(size), "low": size, "high": size}
        for n, (scope, size) in enumerate(zip(scopes, sizes, strict=True))
    ]
    frame = pd.DataFrame(rows).astype(one_figure.figures.dtypes.to_dict())
    order = list(comparable_panels(one_figure.replace("figures", frame))["figure_id"])
    # Measures in the vocabulary's order, then scopes by name; two of one scope by their ids.
    assert order == ["fig-2", "fig-0", "fig-3", "fig-4", "fig-1"]


def test_rows_of_a_panel_are_by_claimant_and_day_not_by_size(tmp_path: Path) -> None:
    figures = {
        "fig-a": {**FIGURE, "quantity": "1", "claim_id": "gazette-003"},
        "fig-b": {**FIGURE, "quantity": "500", "claim_id": "gazette-002"},
        "fig-c": {**FIGURE, "quantity": "90", "claim_id": "gazette-001"},
    }
    rows = comparable_panels(load_figures(tmp_path, figures))
    assert list(rows["claimant"]) == ["Rescue League", "River Office", "River Office"]
    assert list(rows["figure_id"]) == ["fig-b", "fig-c", "fig-a"]


def test_a_set_gives_a_row_for_each_member_and_no_bar(tmp_path: Path) -> None:
    rows = comparable_panels(load_figures(tmp_path, {"fig-a": {**FIGURE, "quantity": "4|8"}}))
    assert [tuple(row) for row in rows[["shape", "low", "high"]].itertuples(index=False)] == [
        ("set", 4, 4),
        ("set", 8, 8),
    ]


@pytest.mark.parametrize(
    ("notation", "low", "high", "best"),
    [
        ("7", 7, 7, None),
        (">=12", 12, None, None),
        ("<2000", None, 1999, None),
        ("5..7..10", 5, 10, 7),
        ("5..10", 5, 10, None),
    ],
)
def test_bounds_are_those_of_the_words_and_open_ends_stay_open(
    tmp_path: Path, notation: str, low: int | None, high: int | None, best: int | None
) -> None:
    row = comparable_panels(load_figures(tmp_path, {"fig-a": {**FIGURE, "quantity": notation}})).iloc[0]
    found = [None if pd.isna(row[bound]) else int(row[bound]) for bound in ("low", "high")]
    assert found == [low, high]
    if best is not None:
        assert row["best"] == best


def test_a_word_keeps_the_sources_word_and_a_transcript_its_basis(tmp_path: Path) -> None:
    figure = {**FIGURE, "quantity": "dozens", "quantity_words": "scores", "quantity_basis": "transcript"}
    row = comparable_panels(load_figures(tmp_path, {"fig-a": figure})).iloc[0]
    assert (row["shape"], row["words"], row["basis"]) == ("word", "scores", "transcript")


def test_the_panels_have_every_column_that_the_chart_asks_for(tiny_dataset: Dataset) -> None:
    assert set(COLUMNS) <= set(comparable_panels(tiny_dataset).columns)


def test_a_part_is_listed_under_its_whole_and_gets_no_panel_of_its_own(tiny_dataset: Dataset) -> None:
    parts = parts_of(tiny_dataset)
    assert list(zip(parts["figure_id"], parts["whole_id"], strict=True)) == [("gazette-001-f2", "gazette-001-f1")]
    shown = figure_panels(tiny_dataset).html
    assert shown.count('<figure class="cb-panel cb-figure"') == 2
    assert "Parts of at least 12 (River Office), as said" in shown
    assert "“four or eight of them”: ferrymen" in shown


def test_a_part_whose_whole_is_not_on_the_page_is_not_lost(tiny_dataset: Dataset) -> None:
    figures = tiny_dataset.figures
    alone = tiny_dataset.replace("figures", figures[figures["figure_id"] != "gazette-001-f1"])
    assert "four or eight of them" in figure_panels(alone).html


def test_what_had_not_been_said_by_a_day_is_not_in_the_panels(tiny_dataset: Dataset) -> None:
    assert set(comparable_panels(tiny_dataset)["claim_id"]) == {"gazette-001", "gazette-002"}
    known = tiny_dataset.as_known_on("2031-05-05")
    assert set(comparable_panels(known)["claim_id"]) == {"gazette-001"}
    assert comparable_panels(tiny_dataset.as_known_on("2031-05-04")).empty


def test_a_dataset_without_figures_gives_no_panel_and_no_failure(tmp_path: Path) -> None:
    dataset = load_figures(tmp_path, {})
    assert comparable_panels(dataset).empty
    assert parts_of(dataset).empty
    assert "cb-panel" not in figure_panels(dataset).html


def test_a_scope_says_in_words_who_is_counted_where_when_and_how(tmp_path: Path) -> None:
    cells = {"by_id": "river-office", "status": "civilian", "per": "P1D", "modality": "minimum_verified"}
    scope = str(describe_figures(load_figures(tmp_path, {"fig-a": {**FIGURE, **cells}}))["scope"].iloc[0])
    for words in ("People", "civilian", "by River Office, as the claimant says", "Lowmere", "4 May 2031", "per day"):
        assert words in scope


def test_a_period_without_an_end_says_by_when_it_was_said(tmp_path: Path) -> None:
    dataset = load_figures(tmp_path, {"fig-a": {**FIGURE, "period": "2031-05-04/.."}})
    assert "since 4 May 2031, said by 5 May 2031" in describe_figures(dataset)["scope"].iloc[0]


def test_days_that_were_not_said_are_called_so(tmp_path: Path) -> None:
    dataset = load_figures(tmp_path, {"fig-a": {**FIGURE, "period": ""}})
    assert "days not said" in describe_figures(dataset)["scope"].iloc[0]


def test_numbers_of_several_origins_come_with_the_sentence_against_ranking_them(tmp_path: Path) -> None:
    alone = comparable_panels(load_figures(tmp_path / "one", {"fig-a": FIGURE}))
    figures = {"fig-a": FIGURE, "fig-b": {**FIGURE, "claim_id": "gazette-002"}}
    several = comparable_panels(load_figures(tmp_path / "two", figures))
    sentence = "a bigger number does not mean that a source is right"
    assert sentence not in " ".join(panel_notes(alone))
    assert sentence in " ".join(panel_notes(several))
    assert several["origin_id"].nunique() > 1
    passed_on = "an outlet that names nobody for a number is its origin and may pass on what another counted"
    assert passed_on in " ".join(panel_notes(several))
    assert "its own method" not in " ".join(panel_notes(several))
    one_origin = panel_notes(several.assign(origin_id="river-office"))
    assert sentence in one_origin[0]
    assert passed_on not in one_origin[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"modality": "minimum_verified"}, "a floor, not an estimate"),
        ({"quantity": "4|8"}, "more than one way"),
    ],
)
def test_a_panel_says_what_its_figures_are_not(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    plain = panel_notes(comparable_panels(load_figures(tmp_path / "plain", {"fig-a": FIGURE})))
    marked = panel_notes(comparable_panels(load_figures(tmp_path / "marked", {"fig-a": {**FIGURE, **cells}})))
    assert words not in " ".join(plain)
    assert words in " ".join(marked)


def test_the_manner_of_a_number_is_said_as_the_claimants_and_never_in_the_books_voice(tmp_path: Path) -> None:
    panel = comparable_panels(load_figures(tmp_path, {"fig-a": {**FIGURE, "modality": "minimum_verified"}}))
    assert panel["scope"].iloc[0].endswith(" · put forward as: verified minimum")
    assert "its claimant puts forward as a verified minimum" in " ".join(panel_notes(panel))


@pytest.mark.parametrize(
    ("counted_to", "words"),
    [("2031-05-06", "6 May 2031"), ("2031-05-04/2031-05-06", "6 May 2031"), ("../2031-05-06", "6 May 2031")],
)
def test_a_row_names_the_day_up_to_which_its_tally_counts(tmp_path: Path, counted_to: str, words: str) -> None:
    tally = {**FIGURE, "counting": "cumulative"}
    figures = {"fig-a": tally, "fig-b": {**tally, "claim_id": "gazette-003", "counted_to": counted_to}}
    rows = comparable_panels(load_figures(tmp_path, figures)).set_index("figure_id")
    assert rows["panel"].nunique() == 1  # the cut-off tells rows apart, not panels
    assert rows.at["fig-a", "row_label"] == "River Office · said 5 May 2031"
    assert rows.at["fig-b", "row_label"] == f"River Office · said by 7 May 2031 · tally by {words}"


def test_tallies_are_rows_and_no_steps(tmp_path: Path) -> None:
    tally = {**FIGURE, "counting": "cumulative"}
    dataset = load_figures(tmp_path, {"fig-a": tally, "fig-b": {**tally, "claim_id": "gazette-003", "quantity": "9"}})
    assert panel_notes(comparable_panels(dataset)) == []
    assert "step" not in BeautifulSoup(figure_panels(dataset).html, "html.parser").get_text()


def test_the_page_says_that_no_number_was_added_or_corrected(tiny_dataset: Dataset) -> None:
    assert "No number on this page was added, averaged or corrected by us." in figure_panels(tiny_dataset).html
