"""The one order of names: alphabetical for a reader, on every page, whatever the case, the accents or the sizes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.analysis.disputes import answers_of_accused, parties_to
from claimbook.analysis.panels import comparable_panels
from claimbook.analysis.timeline import timeline_marks
from claimbook.book.cards import source_cards
from claimbook.book.codebook import glossary
from claimbook.book.lists import actor_list, claim_list, origin_counts, source_list
from claimbook.book.matrices import accusation_matrix, dispute_matrices
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.order import name_key, name_ranks

# As a reader looks them up; by code points it would be: Zander, alder, Émile.
IN_ORDER = ["alder", "Émile", "Zander"]


@pytest.mark.parametrize(
    "names",
    [
        IN_ORDER,
        ["Post, 9 Mar 2025", "Post, 10 Mar 2025", "Post, 2 April 2025"],
        ["Unit 9", "Unit 10"],
        ["aland", "Bell", "cove"],
        ["Türkiye", "tusk", "Tz"],
        ["Édith", "edition"],
        ["Bell", "bell"],
    ],
    ids=lambda names: names[0],
)
def test_names_are_in_the_order_in_which_a_reader_looks_them_up(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=name_key) == sorted(names, key=name_key) == names


@given(st.permutations(["Émile", "Emile", "emile", "E\u0301mile", "Bell"]))
def test_names_alike_but_for_case_and_accents_have_one_order_of_their_own(names: list[str]) -> None:
    ordered = sorted(names, key=name_key)
    assert ordered[0] == "Bell"
    assert ordered == sorted(sorted(names), key=name_key)


@given(st.lists(st.text(max_size=6), max_size=12))
def test_ranks_are_the_places_of_the_names_among_themselves(names: list[str]) -> None:
    ranks = list(name_ranks(pd.Series(names, dtype="str")))
    assert [name for _, name in sorted(zip(ranks, names, strict=True))] == sorted(names, key=name_key)
    assert set(ranks) == set(range(len(set(names))))


# What a figure needs beside its period.
FIGURE = (
    "claim_id", "measure", "counted", "unit", "status", "status_basis", "quantity", "quantity_words", "quantity_basis",
    "modality", "counting", "place_id",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The tiny dataset, whose first figure is to be multiplied."""
    return load_dataset(write_tiny_dataset(tmp_path_factory.mktemp("order") / "data"))


@pytest.fixture
def named(tmp_path: Path) -> Dataset:
    """A dataset in which each of three speakers claims, accuses, is accused, answers and gives a number."""
    ids = ["river-office", "rescue-league", "weir-gazette"]
    names = dict(zip(ids, ["Zander", "alder", "Émile"], strict=True))
    figure = {
        "measure": "killed", "counted": "people", "unit": "persons", "status": "unspecified", "status_basis":
        "not_stated", "quantity_basis": "words", "modality": "count", "counting": "period", "period": "2031-05-04",
        "place_id": "lowmere", "quantity_words": "some",
    }  # fmt: skip
    deed = {"deed": "gates", "object": "responsibility", "role": "failed_to_prevent", "stance": "asserts"}
    claims, figures, statements, attributions, takes = {}, {}, {}, {}, {}
    for number, actor in enumerate(ids):
        claim = f"claim-{number}"
        claims[claim] = {
            "source_id": "gazette", "passage_id": "gazette-p3", "claimant_id": actor, "remove": "first_hand",
            "voice": "indirect", "asserted": "2031-05-05", "asserted_basis": "stated", "summary": "Said.",
            "incident_id": "flood", "content_flag": "slur", "words": "zz", "words_by": actor, "words_language": "en",
        }  # fmt: skip
        figures[f"{claim}-f1"] = {**figure, "claim_id": claim, "quantity": str(90 - 40 * number)}
        statements[f"{claim}-s1"] = {"claim_id": claim, "act": "deny"}
        takes[(claim, "gates-could")] = {"stance": "asserts"}
        for other in ids:
            attributions[f"{claim}-by-{other}"] = {**deed, "claim_id": claim, "accused_id": other}
    return load_dataset(
        write_tiny_dataset(
            tmp_path / "data",
            actors={actor: {"name": name} for actor, name in names.items()},
            sources={"gazette": {"title": "Zander"}, "alder": _source("alder"), "emile": _source("Émile")},
            claims=claims, figures=figures, statements=statements, attributions=attributions, takes=takes,
        )
    )  # fmt: skip


def _source(title: str) -> dict[str, str]:
    return {"title": title, "kind": "news_report", "published": "2031-05-08", "language": "en",
            "seen_as": "excerpt", "coding_scope": "passage", "issued_by": "weir-gazette"}  # fmt: skip


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _first_cells(html: str) -> list[str]:
    rows = BeautifulSoup(html, "html.parser").select("tr")
    return _once([row.td.get_text() for row in rows if row.td])


def test_lanes_parties_and_the_accused_are_in_the_order_of_names(named: Dataset) -> None:
    assert _once(list(timeline_marks(named)["lane"])) == IN_ORDER
    assert list(parties_to(named, "gates")["lane"]) == IN_ORDER
    assert list(answers_of_accused(named)["accused"]) == IN_ORDER


def test_the_rows_of_a_panel_are_in_the_order_of_names_whatever_their_size(named: Dataset) -> None:
    rows = comparable_panels(named)
    assert list(rows.loc[rows["figure_id"].str.startswith("claim-"), "claimant"]) == IN_ORDER


@given(order=st.permutations(range(5)))
def test_panels_are_by_day_and_what_was_by_a_day_stands_at_that_day(whole: Dataset, order: list[int]) -> None:
    periods = ["2031-05-03", "../2031-05-04", "2031-05-05", "2031-05-06/2031-05-09", ""]
    firsts = ["2031-05-03", None, "2031-05-05", "2031-05-06", None]
    lasts = ["2031-05-03", "2031-05-04", "2031-05-05", "2031-05-09", None]
    first = whole.figures.iloc[0].to_dict()
    rows = [
        {
            **first, "figure_id": f"fig-{n}", "period": periods[n],
            "period_first": pd.Timestamp(firsts[n]), "period_last": pd.Timestamp(lasts[n]),
        }
        for n in order
    ]  # fmt: skip
    frame = pd.DataFrame(rows).astype(whole.figures.dtypes.to_dict())
    assert list(comparable_panels(whole.replace("figures", frame))["period"]) == periods


def test_by_a_day_is_read_from_the_data_as_that_day(tmp_path: Path, whole: Dataset) -> None:
    figure = {name: str(cell) for name, cell in whole.figures.iloc[0].items() if name in FIGURE}
    periods = {"fig-a": "2031-05-05", "fig-b": "../2031-05-04", "fig-c": "2031-05-03", "fig-d": ""}
    figures = {figure_id: {**figure, "period": period} for figure_id, period in periods.items()}
    rows = comparable_panels(load_dataset(write_tiny_dataset(tmp_path / "data", figures=figures)))
    order = [figure_id for figure_id in rows["figure_id"] if figure_id in periods]
    assert order == ["fig-c", "fig-b", "fig-a", "fig-d"]


@pytest.mark.parametrize("show", [actor_list, claim_list, origin_counts, source_list])
def test_a_list_is_in_the_order_of_names(named: Dataset, show: object) -> None:
    assert callable(show)
    names = [cell.split(",")[0] for cell in _first_cells(show(named).html)]
    assert _once(names) == IN_ORDER


def test_both_matrices_are_in_the_order_of_names(named: Dataset) -> None:
    disputes = BeautifulSoup(dispute_matrices(named).html, "html.parser")
    accusations = BeautifulSoup(accusation_matrix(named).html, "html.parser")
    assert [row.get_text() for row in disputes.select("tbody th")] == IN_ORDER
    by_accused, by_accuser = accusations.select("table")
    for table in (by_accused, by_accuser):
        assert [row.get_text() for row in table.select("tbody th")] == IN_ORDER
        for row in table.select("tbody tr"):
            named = [link.get_text() for link in row.select("a.cb-said-by")]
            assert named
            assert named == [name for name in IN_ORDER if name in named]


def test_a_disclosure_names_those_whom_its_words_are_about_in_the_order_of_names(named: Dataset) -> None:
    card = BeautifulSoup(source_cards(named, "gazette").html, "html.parser").find(id="claim-0")
    assert card.select_one(".cb-flagged summary").get_text().endswith("about " + ", ".join(IN_ORDER))


def test_the_glossary_is_in_the_order_of_its_terms(tiny_dataset: Dataset) -> None:
    terms = _first_cells(glossary(tiny_dataset).html.partition("The terms of the code lists")[2])
    assert len(terms) > 100
    assert terms == sorted(terms, key=name_key)
