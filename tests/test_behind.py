"""The data behind a chart: bounded in the page, whole in a file that no spreadsheet takes for code."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.analysis.panels import comparable_panels
from claimbook.book.behind import FIGURES, STATEMENTS, Column, behind, defuse, figures_behind, write_csv
from claimbook.model.dataset import Dataset, load_dataset

COLUMNS = (Column("summary", "Claim"), Column("number"))


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@given(
    st.lists(
        st.text(
            alphabet=st.one_of(st.sampled_from("=+-@\t\r\n＝\u2066\u2069\u202e\"',;|"), st.characters(codec="utf-8"))
        ),
        min_size=1,
    )
)
def test_no_cell_begins_like_a_formula_and_nothing_else_of_it_is_lost(cells: list[str]) -> None:
    (row,) = _read(write_csv(["head"] * len(cells), [cells]))[1:] or [[]]
    assert len(row) == len(cells) or cells == [""]
    for cell, given_cell in zip(row, cells, strict=False):
        plain = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", given_cell)
        assert not re.match("[=+@\t\r\n＝＋－＠]|-(?!\\d+(\\.\\d+)?$)", cell)
        assert cell.removeprefix("'") in (plain, plain.removeprefix("'"))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"), ("+31 6", "'+31 6"), ("@SUM(A1)", "'@SUM(A1)"), ("-12", "-12"), ("-3.25", "-3.25"),
        ("-12 people", "'-12 people"), ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"), ("\t=1", "'\t=1"),
        ("\u2067=1\u2069", "'=1"), ("\u2068عمر\u2069", "عمر"), (">=12", ">=12"), ("~1400", "~1400"), ("", ""),
        ("＝1", "'＝1"),
    ],
)  # fmt: skip
def test_a_formula_is_defused_and_a_number_stays_one(cell: str, shown: str) -> None:
    assert defuse(cell) == shown


def test_a_file_is_read_as_unicode_and_says_what_its_columns_are() -> None:
    text = write_csv(["a", "b"], [["é", 1.0], [None, 2.5], [pd.NaT, pd.Timestamp(2031, 5, 4)]])
    assert text.encode().startswith(b"\xef\xbb\xbf")
    assert _read(text) == [["a", "b"], ["é", "1"], ["", "2.5"], ["", "2031-05-04"]]


def test_a_page_shows_the_first_rows_and_the_file_has_all() -> None:
    frame = pd.DataFrame(
        [{"summary": f"Said {n}", "number": n, "href": f"s.html#c-{n}", "known": "2031-05-04"} for n in range(9)]
    )
    shown = behind(frame, COLUMNS, most=4)
    assert (len(shown.rows), shown.left_out, shown.total) == (4, 5, 9)
    assert shown.titles == ("Claim",)
    assert shown.rows[0] == {
        "cells": [("Said 0", True)],
        "href": "s.html#c-0",
        "id": "",
        "data": {"data-known": "2031-05-04"},
    }
    assert _read(shown.csv)[1:] == [[f"Said {n}", str(n)] for n in range(9)]


def test_a_set_is_one_row_with_its_ends_and_a_words_convention_is_no_number(tiny_dataset: Dataset) -> None:
    rows = comparable_panels(tiny_dataset)
    records: dict[str, dict[str, Any]] = {}
    for _, panel in rows.groupby("panel"):
        for record in csv.DictReader(io.StringIO(figures_behind(panel).csv.removeprefix("\ufeff"))):
            records[record["figure_id"]] = record
    ends = {key: (row["quantity"], row["low"], row["high"], row["best"]) for key, row in records.items()}
    assert ends == {
        "gazette-001-f1": (">=12", "12", "", ""), "gazette-001-f2": ("4|8", "4", "8", ""),
        "gazette-002-f1": ("dozens", "", "", ""),
    }  # fmt: skip


@pytest.mark.parametrize("columns", [FIGURES, STATEMENTS])
def test_the_file_of_a_claim_has_its_id_and_its_address(columns: tuple[Column, ...]) -> None:
    assert {"claim_id", "href", "source_title", "summary", "first_day", "last_day"} <= {
        column.name for column in columns
    }


def test_a_hedged_figure_says_so_in_its_row_and_its_hedge_stands_in_the_data(tmp_path: Path) -> None:
    hedge = "se “dice”"
    data = write_tiny_dataset(
        tmp_path / "data", claims={"gazette-001": {"hedge": hedge}}, sources={"gazette": {"language": "es"}}
    )
    panels = comparable_panels(load_dataset(data))
    is_hedged = panels["claim_id"] == "gazette-001"
    assert panels["row_label"].str.endswith(" · with a hedge").tolist() == is_hedged.tolist()
    own = panels[panels["panel"].isin(panels.loc[is_hedged, "panel"])]
    told = figures_behind(own)
    rows = list(csv.DictReader(io.StringIO(told.csv.removeprefix("\ufeff"))))
    assert {row["claim_id"]: row["hedge"] for row in rows}["gazette-001"] == hedge
    place = told.titles.index("Hedge")
    assert '<bdi lang="es" dir="auto">“se ‘dice’”</bdi>' in [str(row["cells"][place][0]) for row in told.rows]


def test_where_no_figure_is_hedged_the_table_has_no_column_for_it(tiny_dataset: Dataset) -> None:
    told = figures_behind(comparable_panels(tiny_dataset))
    assert "Hedge" not in told.titles
    assert "hedge" in told.csv.splitlines()[0].split(",")
