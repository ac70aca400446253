"""The worksheet as a workbook: its look, its bytes, the same rows through either form, and what marks leave alone."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from coding_books import ACCEPTED, accepted_book, columns_of, put, read_cells
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import pack, unpack
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from test_coding_walk import CLAIM, add_herald, book, files, interrupt_at_claims, run  # noqa: F401
from tiny import write_tiny_dataset
from workbooks import edit

from claimbook.coding.columns import COLUMNS, CONTEXT, describe_columns
from claimbook.coding.forms import read_form, write_form
from claimbook.model.dataset import load_dataset


@pytest.mark.usefixtures("book")
def test_the_rows_are_texts_under_a_frozen_header_with_lists_and_comments() -> None:
    path = add_herald("xlsx")
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["Coding", "Read me", "Terms", "Ids"]
    sheet = workbook["Coding"]
    header = {cell.value: cell for cell in sheet[1]}
    assert tuple(header) == COLUMNS
    assert sheet.freeze_panes == f"{header['source_id'].column_letter}2"
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    filled = {name for name in COLUMNS if sheet.cell(2, header[name].column).fill.fill_type == "solid"}
    assert filled == set(CONTEXT)
    assert sheet.cell(2, header["sentence"].column).alignment.wrap_text
    assert "A term of measure." in header["measure"].comment.text
    assert header["place_id"].comment.text.startswith("Of the claim.")


@pytest.mark.usefixtures("book")
def test_every_term_and_id_has_a_list_that_shows_it() -> None:
    path = add_herald("xlsx")
    workbook = load_workbook(path)
    letters = {cell.column_letter: cell.value for cell in workbook["Coding"][1]}
    rules = {
        letters[str(rule.sqref).split("2:")[0]]: rule for rule in workbook["Coding"].data_validations.dataValidation
    }
    assert rules["accept"].formula1 == '"yes,no"'
    dataset = load_dataset(Path("data"))
    wanted = {"claimant_id": "actors", "incident_id": "incidents", "place_id": "places", "updates": "claims"}
    for name, table in wanted.items():
        sheet, place = rules[name].formula1.replace("$", "").split("!")
        assert [cell.value for (cell,) in workbook[sheet][place]] == sorted(dataset.frames[table].iloc[:, 0])
        assert not rules[name].showErrorMessage
    for name in ("measure", "status", "modality", "counting", "voice", "remove", "act", "stance", "object", "role"):
        sheet, place = rules[name].formula1.replace("$", "").split("!")
        terms = dataset.descriptor.vocabularies[describe_columns()[name].vocabulary].terms
        assert [cell.value for (cell,) in workbook[sheet][place]] == list(terms)
        assert rules[name].showErrorMessage


@pytest.mark.usefixtures("book")
def test_the_same_rows_give_the_same_bytes_before_and_after_accept(tmp_path: Path) -> None:
    shutil.copytree(".", tmp_path / "other")
    made = []
    for folder in (Path(), tmp_path / "other"):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            path = add_herald("xlsx")
            made.append([path.read_bytes()])
            put(path, 2, ACCEPTED)
            path.write_bytes(pack(_without_hour(path)))
            assert run("accept", str(path)).exit_code == 0
            made[-1].append(path.read_bytes())
    assert made[0] == made[1]
    assert b"created" not in unpack(made[0][0])["docProps/core.xml"]


def _without_hour(path: Path) -> dict[str, bytes]:
    """Return a workbook's parts without the hour at which the tests' own program saved it."""
    return {**unpack(path.read_bytes()), "docProps/core.xml": b"<coreProperties/>"}


CODED: dict[str, dict[int, dict[str, str]]] = {
    "a figure": {2: ACCEPTED},
    "two rows of one claim": {2: ACCEPTED, 4: {**ACCEPTED, "quantity": "~2", "quantity_words": "two boats"}},
    "a statement": {3: {"accept": "yes", **CLAIM, "act": "report"}},
    "a passage without a claim": {2: {"accept": "yes", "no_claim_reason": "says nothing of the events"}},
    "signs that spreadsheets change": {
        2: {**ACCEPTED, "quantity": ">=30", "period": "2031-05", "counted": "people, 5-10 “of” them",
            "note": "1E+05; 3/10 & <b>", "coder": "007"}
    },
}  # fmt: skip


@pytest.mark.parametrize("case", CODED)
@pytest.mark.usefixtures("book")
def test_the_same_rows_give_the_same_dataset_through_either_form(case: str, tmp_path: Path) -> None:
    shutil.copytree(".", tmp_path / "other")
    found = []
    for folder, form in ((".", "csv"), (tmp_path / "other", "xlsx")):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            path = add_herald(form)
            for row, cells in CODED[case].items():
                put(path, row, cells)
            done = run("accept", str(path))
            assert (done.exit_code, done.stderr) == (0, "")
            marks = [line.cells["accept"] for line in read_form(path).lines]
            found.append((done.stdout, files(Path("data")), marks))
    assert found[0] == found[1]
    assert [number for number, mark in enumerate(found[0][2], 2) if mark == "done"] == list(CODED[case])


# No sign that CSV refuses, and no apostrophe in front, which a workbook's cell is rid of where it is no text.
CELLS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12).map(str.strip)
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS[1:]), CELLS.filter(lambda text: text[:1] != "'")), max_size=5)


@given(ROWS)
@settings(max_examples=25)
def test_whatever_a_worksheet_holds_is_read_alike_from_either_form(rows: list[dict[str, str]]) -> None:
    rows = [{**row, "accept": "no"} for row in rows]
    with TemporaryDirectory() as folder:
        dataset = load_dataset(write_tiny_dataset(Path(folder) / "data"))
        read = []
        for form in ("csv", "xlsx"):
            path = Path(folder) / f"a.coding.{form}"
            write_form(path, rows, dataset)
            read.append([(line.number, line.cells) for line in read_form(path).lines])
    assert read[0] == read[1]
    assert [cells for _, cells in read[0]] == [{name: row.get(name, "") for name in COLUMNS} for row in rows]


@pytest.mark.usefixtures("book")
def test_marks_leave_everything_else_in_the_workbook_byte_for_byte() -> None:
    path = accepted_book()
    width = len(COLUMNS)

    def work(workbook: Any) -> None:
        sheet = workbook["Coding"]
        sheet.cell(1, width + 2).value = "my doubts"
        sheet.cell(2, width + 2).value = "=1+1"
        sheet["A2"].fill = PatternFill("solid", fgColor="FFEE00")
        sheet["D3"].comment = Comment("Is this so?", "a coder")
        sheet.insert_cols(3)
        workbook.create_sheet("Mine")["A1"] = 5

    edit(path, work)
    before = unpack(path.read_bytes())
    done = run("accept", str(path))
    assert (done.exit_code, done.stderr) == (0, "")
    after = unpack(path.read_bytes())
    assert list(after) == list(before)
    assert [name for name in after if after[name] != before[name]] == ["xl/worksheets/sheet1.xml"]
    workbook = load_workbook(path)
    sheet = workbook["Coding"]
    assert (sheet["A2"].value, sheet["A2"].fill.fgColor.rgb, sheet["A2"].number_format) == ("done", "00FFEE00", "@")
    assert sheet.cell(2, width + 3).value == "=1+1"
    assert [cell for cell in read_cells(path, "accept") if cell] == ["done"]
    again = run("accept", str(path))
    assert (again.exit_code, "no row is accepted" in again.stderr) == (2, True)


@pytest.mark.usefixtures("book")
def test_columns_that_were_moved_and_rows_that_were_sorted_are_found() -> None:
    path = accepted_book()
    place = columns_of(path)["summary"]
    edit(path, lambda workbook: workbook["Coding"].move_range("A2:BZ2", rows=20))
    edit(path, lambda workbook: _move_column(workbook["Coding"], place))
    done = run("accept", str(path))
    assert (done.exit_code, done.stderr) == (0, "")
    assert load_workbook(path)["Coding"]["A22"].value == "done"


def _move_column(sheet: Any, number: int) -> None:
    for row in range(1, sheet.max_row + 1):
        cell = sheet.cell(row, number)
        sheet.cell(row, 90).value, cell.value = cell.value, None


@pytest.mark.usefixtures("book")
def test_an_accept_that_is_interrupted_leaves_workbook_and_tables_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    path = accepted_book()
    before = files(Path())
    interrupt_at_claims(monkeypatch)
    assert run("accept", str(path)).exit_code != 0
    assert files(Path()) == before


@pytest.mark.usefixtures("book")
def test_without_openpyxl_the_worksheet_is_csv_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(Path())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    asked = run("add-source", "texts/herald.txt", "--id", "herald", "--worksheet", "xlsx")
    assert (asked.exit_code, "claimbook[workbook]" in asked.stderr, files(Path())) == (2, True, before)
    done = run("add-source", "texts/herald.txt", "--id", "herald")
    assert (done.exit_code, "claimbook[workbook]" in done.stdout) == (0, True)
    assert Path("texts/herald.coding.csv").is_file()


@pytest.mark.usefixtures("book")
def test_a_workbook_is_accepted_without_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    path = accepted_book()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert run("accept", str(path)).exit_code == 0


@pytest.mark.usefixtures("book")
def test_where_openpyxl_is_there_a_workbook_is_written_unless_csv_is_asked_for() -> None:
    assert run("add-source", "texts/herald.txt", "--id", "herald").exit_code == 0
    assert [path.name for path in Path("texts").glob("*.coding.*")] == ["herald.coding.xlsx"]
