"""Large tables: the fast reader takes what is plain and nothing else, and every reader reads the same."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import reference_reader
from hypothesis import example, given
from hypothesis import strategies as st
from tables_of_rows import rows_of

from claimbook.model import bulk, cells, tables
from claimbook.model.bulk import read_plain_table
from claimbook.model.tables import MAX_CELL, read_carefully, read_table

COLUMNS = ["claim_id", "summary", "note"]
HEADER = b"claim_id,summary,note\n"
# Few signs, so that quotation marks, commas and ends of lines meet in every way; two of them are no UTF-8 alone.
BYTES = st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b" ", "é".encode(), b"\xe9", b"\0"]), max_size=24)
PLAIN = st.text(alphabet=st.sampled_from('ab ,"é“🌊\u2028\ufeff'), max_size=9)
TABLES = st.lists(st.lists(PLAIN, min_size=3, max_size=3), max_size=12)
BLOCKS = st.sampled_from([1, 5, 40, 1000])


def fast(data: bytes, columns: list[str] = COLUMNS, block: int = 40) -> list[list[str]] | None:
    found = read_plain_table(io.BytesIO(data), columns, block)
    return None if found is None else rows_of(found)


def written(rows: list[list[str]], *, quoted: bool = False) -> bytes:
    """A table as a program writes it; with `quoted`, every cell between marks."""
    lines = [
        ",".join('"' + cell.replace('"', '""') + '"' if quoted or set(cell) & set(',"') else cell for cell in row)
        for row in rows
    ]
    return HEADER + "".join(f"{line}\n" for line in lines).encode()


@given(BYTES.map(b"".join))
@example(b'a,"b,c\n')
@example(b'a,b"c,d\n')
@example(b'a,"b"c,d\n')
@example(b'a,"b""c",d\n')
@example(b'a,""b,d\n')
@example(b'"""a",b,c')
@example(b'a,"b\nc",d\n')
@example(b"a,b,c\r\nd,e,f\r\n")
@example(b"a,b\n\nc,d,e,f\n")
@example(b'a,b"\n"c,d\n')
def test_every_reader_reads_the_same_or_finds_the_same(body: bytes) -> None:
    rows, said = reference_reader.read(HEADER + body, COLUMNS)
    careful, found = read_carefully(io.BytesIO(HEADER + body), "claims.csv", COLUMNS)
    assert {(problem.row, problem.message) for problem in found.listed()} == said
    assert rows_of(careful) == rows
    plain = fast(HEADER + body)
    assert plain is None or (plain == rows and not said)


@given(TABLES, BLOCKS, st.booleans())
def test_a_plain_table_is_read_fast_in_blocks_of_any_size(rows: list[list[str]], block: int, quoted: bool) -> None:
    assert fast(written(rows, quoted=quoted), block=block) == rows


@given(TABLES)
def test_the_last_line_may_have_no_end(rows: list[list[str]]) -> None:
    assert fast(written(rows)[:-1] if rows else HEADER) == rows


@given(TABLES, BLOCKS)
def test_line_ends_of_windows_are_read_fast(rows: list[list[str]], block: int) -> None:
    assert fast(written(rows).replace(b"\n", b"\r\n"), block=block) == rows


def test_a_line_s_end_of_windows_inside_a_cell_stays_as_it_is() -> None:
    body = b'a,"b\r\nc",d\r\n'
    assert fast(HEADER + body) is None
    assert fast(HEADER + body.replace(b"\r\n", b"\n"), block=1000) == [["a", "b\nc", "d"]]


@given(st.permutations(COLUMNS))
def test_columns_are_found_in_any_order(columns: list[str]) -> None:
    read = fast(",".join(columns).encode() + b"\na,b,c\n")
    assert read == [[dict(zip(columns, "abc", strict=True))[column] for column in COLUMNS]]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", HEADER[:-1], b"claim_id,summary\n", b"claim_id,summary,note,note\n", b"claim_id,summary,colour\n",
     b'"claim_id",summary,note\n', b"\xef\xbb\xbf" + HEADER, HEADER[:-1] + b"\r", HEADER.replace(b",", b";")],
)  # fmt: skip
def test_a_header_that_is_not_plain_is_left_to_the_careful_reader(data: bytes) -> None:
    assert fast(data) is None


def test_a_table_of_one_column_is_left_to_the_careful_reader() -> None:
    assert fast(b"note\na\n", ["note"]) is None


@pytest.mark.parametrize("length", [MAX_CELL - 2, MAX_CELL + 1])
def test_a_long_cell_is_read_fast_up_to_the_limit(length: int) -> None:
    read = fast(HEADER + b"a," + b"x" * length + b",\n", block=1 << 21)
    assert read == ([["a", "x" * length, ""]] if length < MAX_CELL else None)


def test_a_row_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_LONGEST_ROW", 100)
    assert fast(HEADER + b"x" * 1000) is None


@pytest.mark.parametrize("length", [1, 8, 9, 127, 128, 129, 500])
def test_cells_that_differ_in_one_byte_stay_apart(length: int) -> None:
    texts = ["x" * place + "y" + "x" * (length - place - 1) for place in range(length)] + ["x" * length, "x", ""]
    rows = [["a", text, ""] for text in texts * 2]
    assert fast(written(rows), block=1 << 21) == rows


def test_two_texts_that_are_mixed_into_one_number_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    monkeypatch.setattr(bulk, "_MIX", np.uint64(0))  # the last eight bytes alone then tell two texts apart
    rows = [["a", text, ""] for text in ("one-and-the-end!", "two-and-the-end!") * 3]
    assert fast(written(rows), block=1 << 21) == rows


@pytest.mark.parametrize("recurring", [True, False])
def test_a_column_is_the_same_whether_its_texts_recur_or_not(monkeypatch: pytest.MonkeyPatch, recurring: bool) -> None:
    monkeypatch.setattr(cells, "_ENOUGH", 10)
    rows = [[f"a-{number}", f"é {number % 3 if recurring else number}", "n"] for number in range(100)]
    found = read_plain_table(io.BytesIO(written(rows)), COLUMNS, 100)
    assert found is not None
    assert [column.codes is None for column in found] == [True, not recurring, False]
    assert rows_of(found) == rows


@pytest.mark.parametrize("spoil", [b"", b'a,b"c,d\n', b"a,b\n", b"a,\xe9,c\n"])
def test_a_large_table_is_read_fast_and_a_spoilt_one_carefully(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: bytes
) -> None:
    monkeypatch.setattr(tables, "MANY", 1)
    path = tmp_path / "claims.csv"
    data = written([["a", "b", "c"], ["d", "e", "f"]]) + spoil
    path.write_bytes(data)
    read, found = read_table(path, path.name, COLUMNS)
    assert (rows_of(read), {(p.row, p.message) for p in found.listed()}) == reference_reader.read(data, COLUMNS)
