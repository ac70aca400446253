"""Tables: what is written is read back, and what is wrong with a file is said once, with its row."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_of_rows import rows_of

from claimbook.errors import Problem
from claimbook.model.tables import MAX_CELL, read_table, write_table

COLUMNS = ["claim_id", "summary", "note"]
# What a file cannot hold: NUL, and halves of a surrogate pair. All else is a cell's own affair.
CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TROUBLE = st.text(alphabet=st.sampled_from("\",;\n\r\t '#\\=+-é🌊\ufeff\u2028"), max_size=6)


def read(path: Path, columns: list[str] = COLUMNS) -> tuple[list[list[str]], list[Problem]]:
    cells, found = read_table(path, path.name, columns)
    return rows_of(cells), found.listed()


def problem_of(data: bytes, path: Path) -> Problem:
    path.write_bytes(data)
    problems = read(path)[1]
    assert len(problems) == 1
    return problems[0]


@given(st.lists(st.tuples(*[st.one_of(CELLS, TROUBLE)] * 3).map(list), max_size=6))
def test_a_table_written_and_read_again_is_the_same(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        write_table(path, COLUMNS, rows)
        assert read(path) == (rows, [])


@given(st.lists(TROUBLE, max_size=6))
def test_a_table_of_one_column_keeps_its_empty_cells(cells: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        write_table(path, ["note"], [[cell] for cell in cells])
        assert read(path, ["note"]) == ([[cell] for cell in cells], [])


@given(st.lists(st.tuples(*[CELLS] * 3).map(list), max_size=4))
def test_writing_what_was_read_gives_the_same_bytes(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        first, second = Path(folder) / "a.csv", Path(folder) / "b.csv"
        write_table(first, COLUMNS, rows)
        write_table(second, COLUMNS, read(first)[0])
        assert first.read_bytes() == second.read_bytes()


def test_a_table_is_written_plainly(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    write_table(path, COLUMNS, [["a-1", "Rain, said “so”", ""], ["a-2", 'said "so"', "é"]])
    assert path.read_bytes() == 'claim_id,summary,note\na-1,"Rain, said “so”",\na-2,"said ""so""",é\n'.encode()


def test_columns_come_back_in_the_order_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("note,claim_id,summary\nn,a-1,s\n", "utf-8")
    assert read(path) == ([["a-1", "s", "n"]], [])


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_any_line_ends_are_read(tmp_path: Path, ends: bytes) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(ends.join([b"claim_id,summary,note", b"a-1,s,n", b""]))
    assert read(path) == ([["a-1", "s", "n"]], [])


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("claim_id,summary,note\n", "utf-8")
    assert read(path) == ([], [])


@pytest.mark.parametrize(
    ("data", "row", "says"),
    [
        (b"", 1, "no header"),
        (b"\n", 1, "no header"),
        (b"\xef\xbb\xbfclaim_id,summary,note\n", 1, "byte order mark"),
        ("claim_id,summary,note\n".encode("utf-16"), 1, "UTF-16"),
        (b"claim_id,summary,note\na-1,s\0,\n", 2, "NUL"),
        (b"claim_id,summary,note\na-1,caf\xe9,\n", 2, "0xe9"),
        (b"claim_id,summary,note\na-1,\xed\xa0\x80,\n", 2, "0xed"),
        (b"claim_id;summary;note\na-1;s;n\n", 1, "semicolons"),
        (b"claim_id\tsummary\tnote\na-1\ts\tn\n", 1, "tabs"),
        (b"claim_id,summary\na-1,s\n", 1, "the column is missing"),
        (b"claim_id,summary,note,note\na-1,s,n,n\n", 1, "stands twice"),
        (b"claim_id,summary,note,colour\na-1,s,n,red\n", 1, "no such column"),
        (b"claim_id,summary,note\na-1,s,n\na-2,s\n", 3, "2 cells, the header has 3"),
        (b"claim_id,summary,note\na-1,s,n,x\n", 2, "4 cells, the header has 3"),
        (b"claim_id,summary,note\na-1,s,n\n\na-2,s,n\n", 3, "the line is empty"),
        (b'claim_id,summary,note\na-1,s,n\na-2,"s"x,n\n', 3, "quotation mark"),
        (b'claim_id,summary,note\na-1,"s,n\na-2,s,n\n', 2, "quotation mark"),
        (b"claim_id,summary,note\na-1," + b"x" * (MAX_CELL + 1) + b",n\n", 2, "longer than"),
    ],
)
def test_a_fault_of_the_file_is_said_with_its_row_and_remedy(tmp_path: Path, data: bytes, row: int, says: str) -> None:
    problem = problem_of(data, tmp_path / "claims.csv")
    assert (problem.file, problem.row) == ("claims.csv", row)
    assert says in problem.message
    assert problem.fix


def test_a_file_that_is_not_there_and_one_that_is_a_folder_are_said(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    said = {name: read(tmp_path / name)[1] for name in ("none.csv", "folder.csv", "loop.csv")}
    assert [len(problems) for problems in said.values()] == [1, 1, 1]
    assert "missing" in said["none.csv"][0].message
    assert all("cannot be read" in said[name][0].message for name in ("folder.csv", "loop.csv"))


def test_a_long_cell_up_to_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    rows = [["a-1", "x" * MAX_CELL, ""]]
    write_table(path, COLUMNS, rows)
    assert read(path) == (rows, [])


def test_the_limit_does_not_depend_on_what_else_set_it(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    rows = [["a-1", "x" * 500, ""]]
    write_table(path, COLUMNS, rows)
    before = csv.field_size_limit(100)
    try:
        assert read(path) == (rows, [])
    finally:
        csv.field_size_limit(before)
