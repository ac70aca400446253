"""What a spreadsheet makes of a cell: undone where one text alone can be meant, refused elsewhere, with a remedy."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from tiny import write_tiny_dataset
from workbooks import column, edit, export, files, replace_in, run, set_cell

from claimbook.model.tables import read_table

UNDONE: dict[str, tuple[str, str, Any, str, str]] = {
    "a date": ("sources", "accessed", date(2031, 5, 8), "dd/mm/yyyy", "2031-05-08"),
    "a date of another style": ("claims", "asserted", date(2031, 5, 5), 'd" of "mmm yy', "2031-05-05"),
    "a month": ("figures", "period", date(2031, 5, 1), "mmm-yy", "2031-05"),
    "a year": ("figures", "period", 2031, "General", "2031"),
    "a number": ("figures", "quantity", 12.0, "General", "12"),
    "a number with an exponent": ("figures", "quantity", 1e5, "0E+00", "100000"),
    "a percentage": ("figures", "quantity", 0.07, "0%", "7%"),
    "an offset": ("passages", "end", 4000, "#,##0", "4000"),
    "an apostrophe": ("figures", "quantity", "'>=973", "@", ">=973"),
    "spaces": ("figures", "quantity", " >=973\u00a0", "@", ">=973"),
    "smart quotation marks": ("claims", "words", "“dozens” ‘missing’", "@", "“dozens” ‘missing’"),
    "an apostrophe in a text": ("claims", "words", "'tis dozens", "@", "'tis dozens"),
}
REFUSED: dict[str, tuple[str, str, Any, str, str]] = {
    "a formula": ("figures", "quantity", "=6+6", "General", "'=6+6' is a formula."),
    "an error": ("figures", "quantity", "#REF!", "General", "'#REF!' is a spreadsheet's error."),
    "a truth value": ("actors", "name", True, "General", "the truth value TRUE"),
    "a date of a range": ("figures", "quantity", date(2031, 10, 5), "d-mmm", "has made the date 2031-10-05 of it"),
    "a date without its year": ("claims", "asserted", date(2031, 5, 5), "d-mmm", "without its year"),
    "a date without its day": ("sources", "accessed", date(2031, 5, 1), "mmm-yy", "without its day"),
    "a time of day": ("claims", "asserted", datetime(2031, 5, 5, 14, 5), "d/m/yy h:mm", "no time zone"),
    "a serial number": ("claims", "asserted", 47973, "General", "47973 is a number here"),
    "a number in a text": ("actors", "name", 7, "General", "7 is a number here"),
    "a long number": ("figures", "quantity", 1e15, "General", "more digits than a spreadsheet keeps"),
    "a percentage of an offset": ("passages", "end", 0.5, "0%", "0.5 is a number here"),
    "a day before March 1900": ("sources", "accessed", 59, "yyyy-mm-dd", "is no day's number"),
    "a control character": ("actors", "name", "River_x0007_Office", "@", "holds a control character"),
    "two lines": ("actors", "name", "River\nOffice", "@", "holds a control character"),
    "a formula as text": ("actors", "name", "@office", "@", "begins as a formula does"),
}


def cell_of(folder: Path, table: str, name: str, row: int = 0) -> str:
    """Return a cell of a table."""
    header = (folder / f"{table}.csv").read_text("utf-8").splitlines()[0].split(",")
    cells, found = read_table(folder / f"{table}.csv", f"{table}.csv", header)
    assert not found
    return str(cells[header.index(name)].texts()[row])


@pytest.mark.parametrize("case", UNDONE)
def test_what_a_spreadsheet_made_of_a_cell_is_undone(tiny: Path, case: str) -> None:
    table, name, value, form, wanted = UNDONE[case]
    path = export(tiny)
    row = 3 if name in ("words", "end") else 2
    set_cell(path, table, f"{column(path, table, name)}{row}", value, form)
    result = run("import", path, "--data", tiny, "--dry-run")
    # The rules may have more to say of the value; of how it was written they have nothing left to say.
    assert "spreadsheet" not in result.stderr
    from claimbook.exchange.workbook.reading import read_workbook
    from claimbook.model.descriptor import read_descriptor

    descriptor = read_descriptor(tiny)
    rows = read_workbook(path, descriptor).rows[table]
    assert rows[row - 2][descriptor.tables[table].column_names.index(name)] == wanted


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_undone_is_refused_with_place_and_remedy(tiny: Path, case: str) -> None:
    table, name, value, form, said = REFUSED[case]
    path = export(tiny)
    set_cell(path, table, f"{column(path, table, name)}2", value, form)
    before = files(tiny)
    result = run("import", path, "--data", tiny)
    place = f"coding.xlsx, sheet {table}, row 2, column {name}: "
    line = next(line for line in result.stderr.splitlines() if line.startswith(place))
    assert said in line
    assert " Fix: " in line
    assert (result.exit_code, files(tiny)) == (2, before)


def test_what_was_undone_is_said_with_its_count_and_places(tiny: Path) -> None:
    path = export(tiny)
    place = column(path, "claims", "asserted")
    for row in (2, 3):
        set_cell(path, "claims", f"{place}{row}", date(2031, 5, 6), "dd.mm.yyyy")
    result = run("import", path, "--data", tiny)
    assert result.stdout.splitlines()[:2] == [
        "coding.xlsx, sheet claims: date cells written as days (2: asserted in rows 2, 3).",
        "claims: 2 changed",
    ]
    assert cell_of(tiny, "claims", "asserted") == "2031-05-06"


def test_dates_that_count_from_1904_are_the_same_days(tiny: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    path = export(tiny)

    def change(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        cell = book["sources"][f"{place}2"]
        cell.value, cell.number_format = date(2031, 5, 9), "yyyy-mm-dd"

    place = column(path, "sources", "accessed")
    edit(path, change)
    assert run("import", path, "--data", tiny).exit_code == 0
    assert cell_of(tiny, "sources", "accessed") == "2031-05-09"


def _without_column(book: Any) -> None:
    book["actors"].delete_cols(2)


def _added_term(book: Any) -> None:
    book["Terms"].append(["measure", "soaked", "soaked", "Wet."])


def _hidden_stranger(book: Any) -> None:
    sheet = book.create_sheet("old")
    sheet["A1"], sheet.sheet_state = "x", "hidden"


def _set(place: str, text: str) -> Any:
    return lambda book: book["actors"][place].__setattr__("value", text)


SHEETS: dict[str, tuple[Any, str]] = {
    "a column dropped": (_without_column, "sheet actors, row 1, column name: the column is missing."),
    "a column twice": (_set("C1", "name"), "sheet actors, row 1, column name: the column stands twice."),
    "an unknown column": (_set("H1", "colour"), "sheet actors, row 1, column colour: the descriptor names no such"),
    "cells without a header": (_set("J3", "x"), "sheet actors, row 1: column J holds cells, and no name in row 1."),
    "merged cells": (lambda book: book["actors"].merge_cells("B2:B3"), "sheet actors: the cells B2:B3 are merged"),
    "a sheet dropped": (lambda book: book.remove(book["actors"]), "sheet actors: the sheet is missing."),
    "a hidden sheet of something else": (_hidden_stranger, "sheet old: a hidden sheet that is no table"),
    "a term added to the terms": (_added_term, "sheet Terms, row"),
    "no header": (lambda book: book["actors"].delete_rows(1), "sheet actors, row 1, column name: the column is"),
}


@pytest.mark.parametrize("case", SHEETS)
def test_a_sheet_that_is_not_as_it_was_exported_is_refused(tiny: Path, case: str) -> None:
    change, said = SHEETS[case]
    path = export(tiny)
    edit(path, change)
    before = files(tiny)
    result = run("import", path, "--data", tiny)
    assert f"coding.xlsx, {said}" in result.stderr
    assert (result.exit_code, files(tiny)) == (2, before)


def test_comments_and_hidden_sheets_are_told_of_and_empty_sheets_passed_over(tiny: Path) -> None:
    path = export(tiny)

    def change(book: Any) -> None:
        book["claims"]["C3"].comment = Comment("Is this so?", "a coder")
        book["places"].sheet_state = "hidden"
        book.create_sheet("Sheet1")

    edit(path, change)
    result = run("import", path, "--data", tiny)
    assert result.exit_code == 0
    assert "sheet claims: comments are not taken over (1: C3); what is to stay belongs in a cell." in result.stdout
    assert "sheet places: the sheet is hidden; its rows are taken as those of any other." in result.stdout


def test_formatted_and_escaped_texts_are_read_as_they_are_shown(tiny: Path) -> None:
    path = export(tiny)
    part = "xl/worksheets/sheet4.xml"
    runs = "<is><r><t>The </t></r><r><rPr><b/></rPr><t>Weir Gazette</t></r><rPh sb='0' eb='1'><t>no</t></rPh></is>"
    replace_in(path, part, "<is><t>The Weir Gazette</t></is>", runs)
    replace_in(path, part, "<is><t>River Office</t></is>", "<is><t>River_x0020_Office</t></is>")
    assert run("import", path, "--data", tiny).stdout == "No row differs.\n"


def test_a_text_that_looks_like_an_escape_survives(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", actors={"river-office": {"name": "River_x000D_Office_x005F_"}})
    assert run("import", export(folder), "--data", folder).stdout == "No row differs.\n"


def test_refused_cells_and_faults_of_form_and_meaning_are_told_in_one_round(tiny: Path) -> None:
    path = export(tiny)
    cells = {
        ("claims", "asserted"): "5 June", ("claims", "claimant_id"): "River Office", ("passages", "end"): "0",
        ("figures", "measure"): "Killed", ("statements", "target_id"): "river-office, rescue-league",
    }  # fmt: skip
    for (table, name), text in cells.items():
        set_cell(path, table, f"{column(path, table, name)}3", text)
    set_cell(path, "figures", f"{column(path, 'figures', 'counted')}2", date(2031, 3, 4), "dd.mm.yyyy")
    lines = run("import", path, "--data", tiny).stderr.splitlines()
    told = {line.removeprefix("coding.xlsx, sheet ").split(": ")[0]: line for line in lines[:-1]}
    assert set(told) == {f"{table}, row 3, column {name}" for table, name in cells} | {"figures, row 2, column counted"}
    assert "Fix: write river-office, if that is meant" in told["claims, row 3, column claimant_id"]
    assert "Fix: write killed, if that is meant" in told["figures, row 3, column measure"]
    assert told["statements, row 3, column target_id"].endswith("name one of them: river-office; rescue-league.")


def test_where_a_rows_key_is_refused_what_names_that_row_is_not_judged(tiny: Path) -> None:
    path = export(tiny)
    set_cell(path, "actors", f"{column(path, 'actors', 'actor_id')}2", date(2031, 3, 4), "dd.mm.yyyy")
    set_cell(path, "claims", f"{column(path, 'claims', 'voice')}2", "aloud")
    (line, _) = run("import", path, "--data", tiny).stderr.splitlines()
    assert line.startswith("coding.xlsx, sheet actors, row 2, column actor_id: ")
