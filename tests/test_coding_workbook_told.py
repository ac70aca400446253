"""What `accept` says of a worksheet that comes back as a workbook: what was undone, what is refused, and where."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from coding_books import ACCEPTED, PLACE, SHEET, accepted_book, change, columns_of, put, read_cells
from mutations import mutate_workbook, pack
from openpyxl.worksheet.formula import ArrayFormula
from test_coding_walk import book, files, run  # noqa: F401
from workbooks import edit, replace_in

from claimbook.coding.forms import read_form
from claimbook.model.dataset import load_dataset
from claimbook.spreadsheet import container
from claimbook.spreadsheet.marking import set_texts

pytestmark = pytest.mark.usefixtures("book")
ENTITY = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]><worksheet '
UNDONE: dict[str, tuple[str, Any, str, str]] = {
    "a date": ("asserted", date(2031, 5, 13), "dd/mm/yyyy", "2031-05-13"),
    "a month": ("period", date(2031, 5, 1), "mmm-yy", "2031-05"),
    "a number": ("quantity", 31.0, "General", "31"),
    "an offset": ("start", 66, "#,##0", "66"),
    "an apostrophe": ("quantity", "'>=30", "@", ">=30"),
    "spaces": ("measure", " present\u00a0", "@", "present"),
}
REFUSED: dict[str, tuple[str, Any, str, str]] = {
    "a formula": ("quantity", "=6+6", "General", "'=6+6' is a formula."),
    "an array formula": ("quantity", ArrayFormula("A1", "=6+6"), "General", "is a formula."),
    "an error": ("quantity", "#REF!", "General", "'#REF!' is a spreadsheet's error."),
    "a truth value": ("accept", True, "General", "the truth value TRUE"),
    "a date of a range": ("quantity", date(2031, 10, 5), "d-mmm", "has made the date 2031-10-05 of it"),
    "a date without its year": ("asserted", date(2031, 5, 5), "d-mmm", "without its year"),
    "a serial number": ("asserted", 47973, "General", "47973 is a number here"),
    "a number in a text": ("counted", 7, "General", "7 is a number here"),
    "a number for an id": ("claim_id", 7, "General", "7 is a number here"),
    "a number for an end": ("end", 0.5, "0%", "0.5 is a number here"),
    "a long number": ("quantity", 1e15, "General", "more digits than a spreadsheet keeps"),
}


def refused(path: Path) -> list[str]:
    """Accept a worksheet that must be refused with nothing changed; return the lines."""
    before = files(Path())
    done = run("accept", str(path))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert (done.exit_code, done.stdout) == (2, "")
    assert files(Path()) == before
    return [line for line in done.stderr.splitlines() if " Fix: " in line]


@pytest.mark.parametrize("case", UNDONE)
def test_what_a_spreadsheet_made_of_a_cell_is_undone_and_said(case: str) -> None:
    name, value, form, wanted = UNDONE[case]
    path = accepted_book(asserted_basis="stated" if name == "asserted" else "latest")
    put(path, 2, {name: value}, {name: form})
    line = read_form(path).lines[0]
    assert (line.cells[name], len(line.undone), line.refused) == (wanted, 1, [])
    done = run("accept", str(path))
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"{PLACE}: {line.undone[0].what} (1: {name} in row 2)." in done.stdout
    dataset = load_dataset(Path("data"))
    taken = dataset.figures if name in dataset.figures.columns else dataset.claims
    if name in taken.columns:
        assert taken[taken["claim_id"] == "herald-001"][name].tolist() == [wanted]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_undone_is_refused_once_with_sheet_row_column_and_remedy(case: str) -> None:
    name, value, form, said = REFUSED[case]
    path = accepted_book()
    put(path, 2, {name: value}, {name: form})
    (line,) = refused(path)
    assert line.startswith(f"{PLACE}, row 2, column {name}: ")
    assert said in line


def test_damage_and_gaps_are_told_in_one_round() -> None:
    path = accepted_book(summary="", unit="crates")
    put(path, 2, {"asserted": 47973, "words": "no such words", "words_by": "harbour-office"}, {"asserted": "General"})
    lines = refused(path)
    assert [line.split(": ")[0] for line in lines] == [
        f"{PLACE}, row 2, column {name}" for name in ("asserted", "summary", "unit", "words")
    ]


def test_damage_in_a_row_that_is_not_accepted_is_left_for_later() -> None:
    path = accepted_book()
    put(path, 3, {"asserted": 47973, "summary": "=A1"}, {"asserted": "General"})
    assert run("accept", str(path)).exit_code == 0
    put(path, 3, {"accept": "yes"})
    assert f"{PLACE}, row 3, column asserted: 47973 is a number here" in refused(path)[0]


def test_a_missing_actor_is_told_with_the_rows_of_the_workbook() -> None:
    path = accepted_book(claimant_id="coast-guard")
    (line,) = refused(path)
    assert f"'coast-guard' is in no row of actors: {PLACE}, row 2 (claimant_id)." in line


SHEETS: dict[str, tuple[Callable[[Any], None], str]] = {
    "a column dropped": (lambda sheet: sheet.delete_cols(5), f"{PLACE}, row 1, column speaker: the column is missing."),
    "a column twice": (lambda sheet: sheet.cell(1, 70, "words"), f"{PLACE}, row 1, column words: the column stands tw"),
    "no header": (lambda sheet: sheet.delete_rows(1), f"{PLACE}, row 1, column accept: the column is missing."),
    "merged cells": (lambda sheet: sheet.merge_cells("A2:A3"), f"{PLACE}: the cells A2:A3 are merged into one."),
    "another name": (lambda sheet: setattr(sheet, "title", "Mine"), "herald.coding.xlsx: there is no sheet Coding."),
    "nothing accepted": (lambda sheet: setattr(sheet["A2"], "value", "no"), f"{PLACE}, column accept: no row is acc"),
}


@pytest.mark.parametrize("case", SHEETS)
def test_a_sheet_that_is_not_as_it_was_made_is_refused(case: str) -> None:
    how, said = SHEETS[case]
    path = accepted_book()
    change(path, how)
    assert refused(path)[0].startswith(said)


OTHERS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a table": (lambda data: b"a,b\n1,2\n", "is no workbook"),
    "nothing": (lambda data: b"", "is no workbook"),
    "an old workbook": (lambda data: b"\xd0\xcf\x11\xe0" + bytes(600), "old workbook (.xls), or has a password"),
    "an OpenDocument": (lambda data: pack({"mimetype": b"application/vnd.oasis"}), "is an OpenDocument file"),
    "half of one": (lambda data: data[:9000], "cannot be read as a workbook"),
    "a document type": (lambda data: data, "declares a document type"),
    "a bomb": (lambda data: data, "unpacks to more than"),
    "a part twice": (lambda data: data, "a part stands in it twice"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_sound_workbook_is_refused_in_one_line(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, said = OTHERS[case]
    path = accepted_book()
    path.write_bytes(make(path.read_bytes()))
    if case == "a document type":
        replace_in(path, SHEET, "<worksheet ", ENTITY)
    elif case == "a bomb":
        monkeypatch.setattr(container, "MOST_BYTES", 1 << 16)
    elif case == "a part twice":
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(SHEET, b"<worksheet/>")
    (line,) = refused(path)
    assert said in line


def test_a_worksheet_that_is_open_in_a_spreadsheet_is_refused_until_it_is_closed() -> None:
    path = accepted_book()
    for lock in (".~lock.herald.coding.xlsx#", "~$herald.coding.xlsx"):
        (path.parent / lock).write_text("somebody", "utf-8")
        (line,) = refused(path)
        assert "herald.coding.xlsx is open in a spreadsheet" in line
        (path.parent / lock).unlink()
    assert run("accept", str(path)).exit_code == 0


def test_a_worksheet_that_cannot_be_replaced_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    path = accepted_book()

    def fail(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    (line,) = refused(path)
    assert "cannot be written: Permission denied. Fix: close it in the spreadsheet" in line


def test_a_missing_worksheet_and_a_folder_are_refused() -> None:
    Path("texts/folder.xlsx").mkdir()
    assert "there is no file" in refused(Path("texts/none.xlsx"))[0]
    assert "is no regular file" in refused(Path("texts/folder.xlsx"))[0]


def test_a_damaged_workbook_never_ends_in_a_traceback_and_is_taken_whole_or_not_at_all() -> None:
    path = accepted_book()
    sound, tables = path.read_bytes(), files(Path("data"))
    random = Random(6)
    for _ in range(40):
        how, data = mutate_workbook(random, sound)
        path.write_bytes(data)
        done = run("accept", str(path))
        assert done.exception is None or isinstance(done.exception, SystemExit), (how, done.exception)
        if done.exit_code:
            assert (done.exit_code, files(Path("data")), path.read_bytes()) == (2, tables, data), how
        else:
            assert [line.cells["accept"] for line in read_form(path).lines].count("done") == 1, how
            for name, held in tables.items():
                (Path("data") / name).write_bytes(held)


def test_cells_are_found_whatever_the_namespace_is_called_and_wherever_they_say_they_stand() -> None:
    sheet = (
        '<x:worksheet xmlns:x="u"><x:row r="2"><x:c s="4" t="s"><x:v>1</x:v></x:c ><x:c r="C2"/></x:row></x:worksheet>'
    )
    found = set_texts(sheet.encode(), {(2, 1): "<a>", (2, 3): "b"}, "a.xlsx").decode()
    assert '<x:c r="A2" s="4" t="inlineStr"><x:is><x:t>&lt;a&gt;</x:t></x:is></x:c><x:c r="C2" t="inlineStr">' in found
    assert found.startswith('<x:worksheet xmlns:x="u"><x:row r="2"><x:c ')
    assert found.endswith("</x:c></x:row></x:worksheet>")


def test_rows_of_a_coder_s_own_are_taken_with_the_others() -> None:
    path = accepted_book()
    columns = columns_of(path)

    def add(workbook: Any) -> None:
        sheet = workbook["Coding"]
        given = {name: sheet.cell(2, number).value for name, number in columns.items()}
        own = {**given, "claim_id": "herald-090", "quantity": "2", "quantity_words": "two boats", "measure": "present"}
        for name, value in own.items():
            sheet.cell(40, columns[name]).value = value

    edit(path, add)
    done = run("accept", str(path))
    assert (done.exit_code, "claims 2, figures 2" in done.stdout) == (0, True)
    assert [number for number, cell in enumerate(read_cells(path, "accept"), 2) if cell] == [2, 40]
    assert ACCEPTED["accept"] not in read_cells(path, "accept")
