"""What can be chosen on a page: nothing that is not on it, counted, and found again in what is drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from charting import assert_golden, layers
from harbour import load_harbour
from hypothesis import given
from hypothesis import strategies as st

from claimbook.analysis.comparability import Comparer, Relation
from claimbook.analysis.panels import comparable_panels
from claimbook.analysis.scopes import figure_scopes
from claimbook.analysis.timeline import of_others, timeline_marks
from claimbook.book import panels
from claimbook.book.choosing import NOT_CODED, Field, days_between, figure_fields, statement_fields
from claimbook.book.limits import MOST_ROWS
from claimbook.book.lists import statement_list
from claimbook.book.matrices import accusation_matrix
from claimbook.charts import timeline
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import read_descriptor
from claimbook.model.order import name_key

MEASURES, STATUSES = ("killed", "injured", "missing"), ("civilian", "combatant", "unspecified")
FIGURES = st.lists(
    st.tuples(st.sampled_from(MEASURES), st.sampled_from(STATUSES), st.integers(0, 5)), min_size=1, max_size=20
)
ACTS = st.lists(st.sampled_from(["deny", "urge", "warn"]), min_size=1, max_size=3, unique=True)
ALIGNMENTS = st.lists(st.sampled_from(["both", "not_expressed"]), max_size=2, unique=True)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load_harbour(tmp_path_factory.mktemp("harbour"))


def _frame(given: list[tuple[str, str, int]]) -> pd.DataFrame:
    rows = [
        {"figure_id": f"f{n}", "measure": measure, "status": status, "source_id": f"s{source}",
         "source_title": f"Paper {source}"}
        for n, (measure, status, source) in enumerate(given)
    ]  # fmt: skip
    return pd.DataFrame([*rows, *rows[:2]])  # a figure of two readings has two rows


def _field(fields: tuple[Field, ...], name: str) -> dict[str, int]:
    return {choice.value: choice.count for field in fields if field.name == name for choice in field.choices}


@given(FIGURES)
def test_the_counts_of_a_field_add_up_to_all_figures(harbour: Dataset, figures: list[tuple[str, str, int]]) -> None:
    fields = figure_fields(_frame(figures), harbour.descriptor)
    for field in fields:
        assert sum(choice.count for choice in field.choices) == len(figures)
        assert field.all.endswith(f"({len(figures)})")


@given(FIGURES)
def test_every_figure_is_among_what_its_own_choice_leaves(
    harbour: Dataset, figures: list[tuple[str, str, int]]
) -> None:
    fields = figure_fields(_frame(figures), harbour.descriptor)
    for place, name in enumerate(("measure", "status", "source")):
        own = [f"s{row[2]}" if name == "source" else str(row[place]) for row in figures]
        assert _field(fields, name) == {value: own.count(value) for value in set(own)}


@given(st.lists(st.tuples(ACTS, ALIGNMENTS), min_size=1, max_size=20))
def test_a_statement_counts_for_each_of_its_acts_and_once_where_no_position_is_coded(
    harbour: Dataset, given: list[tuple[list[str], list[str]]]
) -> None:
    rows = [
        {"statement_id": f"s{n}", "acts": tuple(acts), "alignments": tuple(known), "lane": "One", "lanes": ("one",)}
        for n, (acts, known) in enumerate(given)
    ]
    joint = {**rows[0], "lane": "Two", "lanes": ("two",)}
    fields = statement_fields(pd.DataFrame([*rows, joint]), harbour.descriptor)
    assert _field(fields, "lane") == {"one": len(given), "two": 1}
    for act, count in _field(fields, "act").items():
        assert count == sum(act in acts for acts, _ in given)
    without = sum(not known for _, known in given)
    assert _field(fields, "alignment").get(NOT_CODED, 0) == without
    assert all(field.all.endswith(f"({len(given)})") for field in fields)


def test_a_position_is_one_towards_somebody_who_is_named(harbour: Dataset) -> None:
    row = {"statement_id": "s1", "acts": ("deny",), "alignments": (), "lane": "One", "lanes": ("one",)}
    marks = pd.DataFrame([row])
    labels = [statement_fields(marks, harbour.descriptor, name)[1].label for name in ("River Office", "")]
    assert labels == ["Position towards River Office", "Position"]


def test_terms_stand_in_their_vocabularys_order_and_sources_by_name(harbour: Dataset) -> None:
    given = [("missing", "combatant", 2), ("killed", "civilian", 10), ("injured", "unspecified", 1)]
    measure, status, source = figure_fields(_frame(given), harbour.descriptor)
    assert [choice.value for choice in measure.choices] == ["killed", "injured", "missing"]
    assert [choice.value for choice in status.choices] == ["civilian", "combatant", "unspecified"]
    assert [choice.label for choice in source.choices] == sorted(
        (choice.label for choice in source.choices), key=name_key
    )


def test_of_very_many_sources_those_with_the_most_figures_are_offered(harbour: Dataset) -> None:
    given = [("killed", "civilian", n) for n in range(MOST_ROWS + 40)] + [("killed", "civilian", MOST_ROWS + 39)]
    (source,) = [field for field in figure_fields(_frame(given), harbour.descriptor) if field.name == "source"]
    assert len(source.choices) == MOST_ROWS
    assert f"s{MOST_ROWS + 39}" in {choice.value for choice in source.choices}


def _links(html: str) -> list[dict[str, Any]]:
    """The rows of all charts' links in a page."""
    page = BeautifulSoup(html, "html.parser")
    specs = [json.loads(script.text) for script in page.select(".cb-chart script")]
    return [row for spec in specs for layer in spec["layer"] if layer["name"] == "links"
            for row in spec["datasets"][layer["data"]["name"]]]  # fmt: skip


def test_the_rows_drawn_name_the_sources_of_their_figures_with_the_day_where_they_are_several(
    harbour: Dataset,
) -> None:
    rows = {row["figure_id"]: row["sources"] for row in _links(panels.figure_panels(harbour).html)}
    assert rows["f1"] == [["paper-1", "2031-05-05", 1], ["paper-2", "2031-05-06", 1]]
    assert {name: told for name, told in rows.items() if name != "f1"} == {
        "f3": [["paper-2"]], "f4": [["paper-3"]], "f5": [["paper-1"]], "f6": [["paper-4"]],
    }  # fmt: skip


def test_a_form_offers_what_is_on_its_page(harbour: Dataset) -> None:
    form = BeautifulSoup(panels.figure_form(harbour).html, "html.parser")
    options = {select["name"]: [str(option["value"]) for option in select.select("option")]
               for select in form.select("select")}  # fmt: skip
    assert options == {
        "measure": ["", "injured", "detained", "on_strike"],
        "status": ["", "civilian", "combatant", "unspecified"],
        "source": ["", "paper-1", "paper-2", "paper-3", "paper-4"],
    }
    days = [str(option["data-day"]) for option in form.select("datalist option")]
    assert days == ["2031-05-05", "2031-05-06", "2031-05-07", "2031-05-08"]
    assert all(form.find("label", attrs={"for": field["id"]}) for field in form.select("select, input"))


def test_text_from_the_data_is_text_in_a_form(harbour: Dataset) -> None:
    hostile = '"><script>alert(1)</script>'
    sources = harbour.sources.assign(title=hostile)
    form = BeautifulSoup(panels.figure_form(harbour.replace("sources", sources)).html, "html.parser")
    assert form.find("script") is None
    assert hostile in {option.text.removesuffix(" (2)") for option in form.select("option")}


def test_marks_of_a_timeline_carry_their_days_and_terms(harbour: Dataset) -> None:
    marks = timeline_marks(harbour)
    chart = timeline(of_others(marks))
    assert_golden(chart, "timeline_choices")
    rows = {row["statement_id"]: row for row in layers(chart)["links"]}
    assert rows["paper-1-one-s1"]["acts"] == ["urge"]
    assert rows["paper-1-two-s1"]["to"] - rows["paper-1-two-s1"]["from"] == 4
    assert rows["paper-1-one-s1"]["lanes"] == ["dock-union"]
    assert "from" not in rows["paper-1-three-s1"]
    assert not {"from", "to"} & set(rows["paper-5-four-s1"])
    assert days_between(marks) == ("2031-05-05", "2031-05-12")


def test_a_list_of_statements_can_be_chosen_by_what_its_marks_can(harbour: Dataset) -> None:
    page = BeautifulSoup(statement_list(harbour, timeline_marks(harbour)).html, "html.parser")
    found = {(row["data-days"], row["data-acts"], row["data-lanes"]) for row in page.select("tr[data-acts]")}
    assert ("/2031-05-08", "warn", "port-police") in found
    assert ("/", "deny", "port-police") in found
    assert len(found) == 6


def test_where_there_is_nothing_to_choose_there_is_no_form(tiny_dataset: Dataset) -> None:
    nothing = tiny_dataset.only_claims([])
    assert panels.statement_form(nothing, timeline_marks(nothing)).html == ""
    assert panels.figure_form(nothing).html == ""


def test_figures_share_a_scale_exactly_where_they_are_comparable(harbour: Dataset) -> None:
    """Two panels never count the same, so no two of them have one scale; all of one panel have."""
    rows, scopes, comparer = comparable_panels(harbour), figure_scopes(harbour), Comparer(harbour)
    panel = dict(zip(rows["figure_id"], rows["panel"], strict=True))
    for one in panel:
        for other in panel:
            relation = comparer.compare(scopes[one], scopes[other]).relation
            assert (relation is Relation.COMPARABLE) == (panel[one] == panel[other])


def test_whoever_is_accused_has_its_answer_in_the_matrix_beside_its_name(harbour: Dataset) -> None:
    page = BeautifulSoup(accusation_matrix(harbour).html, "html.parser")
    row = page.select_one(".cb-accused tbody tr")
    assert row is not None
    answer, accusation = (cell.select_one(".cb-mark") for cell in row.select("td"))
    assert answer is not None
    assert accusation is not None
    assert answer["class"] == accusation["class"] == ["cb-mark"]
    for link in row.select("td a"):
        assert page.find(id=str(link["href"]).removeprefix("#")) is not None


def test_no_term_can_be_taken_for_what_is_not_coded(tiny: Path) -> None:
    terms = [term for vocabulary in read_descriptor(tiny).vocabularies.values() for term in vocabulary.terms]
    assert terms
    assert not [term for term in terms if "-" in term]
