"""A workbook out and in: its look, its bytes, what an import writes, and when it writes nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tiny import write_tiny_dataset
from workbooks import column, edit, export, files, run, set_cell

from claimbook.exchange.workbook import writing


def test_a_dataset_comes_back_from_its_workbook_with_the_same_bytes(tiny: Path) -> None:
    before = files(tiny)
    result = run("import", export(tiny), "--data", tiny)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "No row differs.\n", "")
    assert files(tiny) == before


def test_a_new_dataset_is_written_into_a_new_folder_only(tiny: Path, tmp_path: Path) -> None:
    path = export(tiny)
    assert run("import", path, "--data", tiny, "--into", tmp_path / "copy").exit_code == 0
    assert files(tmp_path / "copy") == files(tiny)
    again = run("import", path, "--data", tiny, "--into", tmp_path / "copy")
    assert (again.exit_code, "holds something already" in again.stderr) == (2, True)
    inside = run("import", path, "--data", tiny, "--into", tiny / "copy")
    assert (inside.exit_code, "lies in the dataset itself" in inside.stderr) == (2, True)


def test_the_same_dataset_gives_the_same_bytes_without_hour_or_name(tiny: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for path in (one, other):
        assert run("export", path, "--data", tiny).exit_code == 0
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert b"created" not in core
    assert b"modified" not in core


def test_a_sheet_has_a_frozen_header_widths_comments_lists_and_text_only(tiny: Path) -> None:
    path = export(tiny)
    book = load_workbook(path)
    assert book.sheetnames[0] == "Read me"
    sheet = book["figures"]
    assert sheet.freeze_panes == "B2"
    header = {cell.value: cell for cell in sheet[1]}
    assert "A term of measure." in header["measure"].comment.text
    assert sheet.column_dimensions[header["measure"].column_letter].width > len("measure")
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    lists = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists[header["claim_id"].column_letter].startswith("claims!$A$2:")
    first, last = lists[header["measure"].column_letter].removeprefix("Terms!").split(":")
    terms = {row[0].value for row in book["Terms"][first.replace("$", "") : last.replace("$", "")]}
    assert "killed" in terms
    assert {row[0].value for row in book["Terms"]["A" + first[3:] : "A" + last[3:]]} == {"measure"}


def test_an_import_says_by_table_what_was_added_removed_and_changed(tiny: Path) -> None:
    path = export(tiny)

    def change(book: Any) -> None:
        book["actors"]["B3"].value = "The River Office"
        book["actors"].append(["ferry-guild", "Ferry Guild", None, "monitor"])
        book["positions"].append(["gates-perhaps", "gates", "Perhaps"])
        book["statements"].delete_rows(3)

    edit(path, change)
    before = files(tiny)
    tried = run("import", path, "--data", tiny, "--dry-run")
    assert files(tiny) == before
    done = run("import", path, "--data", tiny)
    lines = ["actors: 1 added, 1 changed", "statements: 1 removed", "positions: 1 added"]
    assert done.stdout.splitlines()[:3] == tried.stdout.splitlines()[:3] == lines
    after = files(tiny)
    assert {name for name in after if after[name] != before[name]} == {"actors.csv", "statements.csv", "positions.csv"}
    assert b"ferry-guild,Ferry Guild,,monitor,,," in after["actors.csv"]


def test_rows_in_another_order_and_columns_in_another_order_are_taken(tiny: Path) -> None:
    path = export(tiny)
    edit(path, lambda book: book["actors"].move_range("B1:B4", cols=20))
    assert run("import", path, "--data", tiny).stdout == "No row differs.\n"
    edit(path, lambda book: book["actors"].move_range("A2:Z2", rows=8))
    result = run("import", path, "--data", tiny)
    assert result.stdout.splitlines()[0] == "actors: rows in another order"


def test_a_broken_rule_is_said_with_sheet_row_and_remedy_and_nothing_is_written(tiny: Path) -> None:
    path = export(tiny)
    place = column(path, "figures", "quantity")
    edit(path, lambda book: book["figures"].insert_rows(2, 3))  # empty rows: those of the sheet are counted
    set_cell(path, "figures", f"{place}5", "ca. 30")
    set_cell(path, "actors", "B2", "Another name")
    before = files(tiny.parent), files(tiny)
    result = run("import", path, "--data", tiny)
    assert result.exit_code == 2
    line = "coding.xlsx, sheet figures, row 5, column quantity: 'ca. 30' is no quantity. Fix: "
    assert result.stderr.startswith(line)
    assert (files(tiny.parent), files(tiny)) == before
    assert not list(tiny.parent.glob(".workbook*"))


def test_what_was_changed_in_the_dataset_since_the_export_is_not_written_over_unasked(tiny: Path) -> None:
    path = export(tiny)
    set_cell(path, "actors", "B2", "The Gazette of Weir")
    table = tiny / "actors.csv"
    table.write_text(table.read_text("utf-8").replace("Rescue League", "League of Rescue"), "utf-8")
    held = table.read_bytes()
    result = run("import", path, "--data", tiny)
    assert (result.exit_code, table.read_bytes()) == (2, held)
    assert "actors.csv: has changed since the workbook was exported. Fix: " in result.stderr
    assert run("import", path, "--data", tiny, "--over").exit_code == 0
    assert b"League of Rescue" not in table.read_bytes()


def test_a_workbook_imported_again_changes_nothing_and_one_edited_after_its_import_is_to_be_exported_anew(
    tiny: Path,
) -> None:
    path = export(tiny)
    set_cell(path, "actors", "B2", "The Gazette of Weir")
    first = run("import", path, "--data", tiny)
    assert (first.exit_code, "To change more, export the workbook again" in first.stdout) == (0, True)
    again = run("import", path, "--data", tiny)
    assert (again.exit_code, again.stdout) == (0, "No row differs.\n")
    set_cell(path, "actors", "B2", "The Gazette of the Weir")
    refused = run("import", path, "--data", tiny)
    assert (refused.exit_code, "Fix: export the workbook again after each import" in refused.stderr) == (2, True)


def test_a_failure_between_two_tables_puts_back_the_first(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimbook.exchange.workbook import taking

    path = export(tiny)
    set_cell(path, "actors", "B2", "Another name")
    set_cell(path, "places", "B2", "Another place")
    before = files(tiny)
    move = taking.shutil.move

    def fail(source: Path, place: Path) -> None:
        if place.name == "places.csv":
            raise OSError(28, "No space left on device")
        move(source, place)

    monkeypatch.setattr(taking.shutil, "move", fail)
    result = run("import", path, "--data", tiny)
    assert (result.exit_code, files(tiny)) == (2, before)
    assert "No space left on device" in result.stderr


def test_a_file_that_is_there_is_written_over_only_when_asked(tiny: Path) -> None:
    path = export(tiny)
    path.write_bytes(b"mine")
    assert run("export", path, "--data", tiny).exit_code == 2
    assert path.read_bytes() == b"mine"
    assert run("export", path, "--data", tiny, "--over").exit_code == 0
    assert run("export", path.with_suffix(".xls"), "--data", tiny).exit_code == 2


def test_a_cell_too_long_for_a_spreadsheet_is_refused_with_its_place(tmp_path: Path) -> None:
    just = "🌊" * 16_383
    folder = write_tiny_dataset(tmp_path / "data", claims={"gazette-001": {"note": just}})
    assert run("import", export(folder), "--data", folder).stdout == "No row differs.\n"
    folder = write_tiny_dataset(tmp_path / "other", claims={"gazette-001": {"note": just + "ab"}})
    result = run("export", tmp_path / "long.xlsx", "--data", folder)
    assert (result.exit_code, "claims.csv, row 2, column note: " in result.stderr) == (2, True)
    assert not (tmp_path / "long.xlsx").exists()


def test_more_rows_than_a_sheet_holds_are_refused(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 4)
    result = run("export", tiny.parent / "many.xlsx", "--data", tiny)
    assert result.exit_code == 2
    assert "passages.csv: 4 rows; a sheet holds 3 and its header. Fix: " in result.stderr


def test_a_dataset_that_breaks_a_rule_can_be_mended_in_the_workbook(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", figures={"gazette-001-f1": {"quantity": "=12"}})
    path = export(folder)
    cell = load_workbook(path)["figures"][f"{column(path, 'figures', 'quantity')}2"]
    assert (cell.value, cell.data_type) == ("=12", "s")
    set_cell(path, "figures", cell.coordinate, "12", "@")
    assert run("import", path, "--data", folder).stdout.startswith("figures: 1 changed\n")


def test_without_openpyxl_the_extra_is_named(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    result = run("export", tiny.parent / "a.xlsx", "--data", tiny)
    assert (result.exit_code, "claimbook[workbook]" in result.stderr) == (2, True)
