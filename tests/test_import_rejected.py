"""rejected.csv is opened in a spreadsheet and imported again: no cell of it runs, and each comes back as it was."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostile import PAYLOADS, REFUSED_TEXTS
from hypothesis import example, given
from hypothesis import strategies as st
from test_import_annotations import annotation, run_annotations
from test_import_mappings import documented

from claimbook.cli import main
from claimbook.exchange.rejected import REASON, ROW, guard, unguard
from claimbook.model.plain import find_formula

# What a program may take for the beginning of a cell: the file's commas, or the semicolons and tabs of another country.
PARTED = re.compile(r"[;\t\r\n]")
FORMULAS = (
    '=HYPERLINK("https://elsewhere.example/","go")', "+cmd|' /C calc'!A0", "@SUM(1)", "-1+1", "＝1+1", "\t=1+1", "\r=1",
    " =1+1", "'=1+1", "''@x", "a;=1+1;b", "a\t@x", "a\n-x", "\u202e=1", "\ufeff=1", "\x00=1",
)  # fmt: skip
PLAIN = ("", "-3", "+12.5", "it's", "'tis", "a = b", "3;-4", "'", "2031-05-04", "x\r\ny", "سوق")


def begins_as_formula(cell: str) -> bool:
    shown = [part.lstrip("".join(map(chr, range(33))) + "\u202e\ufeff") for part in PARTED.split(cell)]
    return cell[:1] in ("\t", "\r", "\n") or any(find_formula(part) for part in shown)


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_text_in_the_file_and_comes_back(cell: str) -> None:
    assert begins_as_formula(cell) or cell.startswith("'")
    assert not begins_as_formula(guard(cell))
    assert unguard(guard(cell)) == cell != guard(cell)


@pytest.mark.parametrize("cell", PLAIN)
def test_what_no_spreadsheet_runs_stands_as_it_was(cell: str) -> None:
    assert guard(cell) == cell == unguard(cell)


@given(st.one_of(st.text(), st.text(st.sampled_from("'=+-@＝\t\r\n; ,.1a\u202e"), max_size=12)))
@example("'")
@example("'-3;''-4'")
def test_every_cell_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert not begins_as_formula(guard(cell))


def run_import(folder: Path, file: Path, into: str) -> Result:
    (folder / "ferries.yml").write_text(documented("yaml"), "utf-8")
    command = ["import", str(file), "--mapping", str(folder / "ferries.yml"), "--into", str(folder / into)]
    result = CliRunner().invoke(main, command)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write_ferries(path: Path, rows: list[list[str]], header: tuple[str, ...] = (), delimiter: str = ",") -> Path:
    names = [*header, "No", "Day", "Harbour", "Drowned", "Paper", "Paper's day", "=Note"]
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle, delimiter=delimiter).writerows([names, *rows])
    return path


def read_cells(path: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_bytes().decode("utf-8"), newline="")))


def tables_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.name != "rejected.csv"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_was_rejected_is_mended_in_a_spreadsheet_and_imported_as_if_it_had_been_right(
    tmp_path: Path, delimiter: str
) -> None:
    notes = [*FORMULAS, *PLAIN, *REFUSED_TEXTS, *(text.replace("§", "7") for text in PAYLOADS)]
    notes = [note for note in notes if "\x00" not in note]  # no reader of CSV takes one
    # The paper's name is a title, which may begin with an apostrophe.
    wrong = [[str(n), "3/5/2031", "Weir", "2-3", "'=Post", "5/5/2031", note] for n, note in enumerate(notes, 10)]
    result = run_import(tmp_path, write_ferries(tmp_path / "wrong.csv", wrong), "first")
    assert f"{len(notes)} rows read: 0 accepted, {len(notes)} rejected." in result.output
    header, *rows = read_cells(tmp_path / "first" / "rejected.csv")
    assert header[:2] == [ROW, REASON]
    assert header[-1] == "'=Note"
    assert [cell for row in [header, *rows] for cell in row if begins_as_formula(cell)] == []
    assert [list(map(unguard, row[2:])) for row in rows] == wrong

    # A spreadsheet saves the cells as they are, with the separator of its country.
    mended = [[cell.replace("2-3", "2") for cell in row] for row in rows]
    with (tmp_path / "mended.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle, delimiter=delimiter).writerows([header, *mended])
    assert run_import(tmp_path, tmp_path / "mended.csv", "second").exit_code == 0
    right = [[cell.replace("2-3", "2") for cell in row] for row in wrong]
    assert run_import(tmp_path, write_ferries(tmp_path / "right.csv", right), "third").exit_code == 0
    assert tables_of(tmp_path / "second") == tables_of(tmp_path / "third")
    assert "'=Post, 2031-05-05" in tables_of(tmp_path / "second")["sources.csv"]


def test_what_is_rejected_again_stands_there_as_before(tmp_path: Path) -> None:
    rows = [["17", "3/5/2031", "Weir", "2", paper, "5/5/2031", "x"] for paper in ("=1+1", "@x")]
    run_import(tmp_path, write_ferries(tmp_path / "a.csv", rows), "first")
    first = read_cells(tmp_path / "first" / "rejected.csv")
    assert [row[6] for row in first[1:]] == ["'=1+1", "'@x"]
    assert "begins as a formula does" in first[1][1]
    assert run_import(tmp_path, tmp_path / "first" / "rejected.csv", "second").exit_code == 1
    second = read_cells(tmp_path / "second" / "rejected.csv")
    assert [row[2:] for row in second] == [row[2:] for row in first]


def test_only_in_what_was_rejected_an_apostrophe_is_taken_away(tmp_path: Path) -> None:
    row = ["17", "3/5/2031", "Weir", "2", "'=Post", "5/5/2031", "x"]
    assert run_import(tmp_path, write_ferries(tmp_path / "a.csv", [row]), "first").exit_code == 0
    assert "'=Post, 2031-05-05" in tables_of(tmp_path / "first")["sources.csv"]


def test_records_and_annotations_that_are_rejected_run_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('=cmd|1\n{"No": ";=1+1"}\n', "utf-8")
    (tmp_path / "ferries.yml").write_text(documented("yaml").replace("format: csv", "format: jsonl"), "utf-8")
    command = ["import", str(tmp_path / "a.jsonl"), "--mapping", str(tmp_path / "ferries.yml")]
    assert CliRunner().invoke(main, [*command, "--into", str(tmp_path / "j")]).exit_code == 1
    rows = read_cells(tmp_path / "j" / "rejected.csv")[1:]
    assert [row[2] for row in rows] == ["'=cmd|1", '{"No": ";\'=1+1"}']
    assert run_annotations(tmp_path, [annotation(";=HYPERLINK(1)")]).exit_code == 1
    ((_, reason, record),) = read_cells(tmp_path / "d" / "rejected.csv")[1:]
    assert not begins_as_formula(reason)
    assert not begins_as_formula(record)
    assert json.loads(unguard(record))["target"][0]["selector"][1]["exact"] == ";=HYPERLINK(1)"
