"""Loss-free: whatever text, and whatever table the notations and vocabularies allow, comes back from a workbook."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import write_tiny_dataset
from workbooks import files, run

from claimbook.exchange.workbook.writing import make_workbook
from claimbook.model.cells import Cells, as_texts
from claimbook.model.descriptor import Column, Descriptor, read_descriptor
from claimbook.model.structure import check_cells
from claimbook.model.tables import write_table
from claimbook.spreadsheet.container import open_container
from claimbook.spreadsheet.escapes import LONGEST, escape, measure, unescape
from claimbook.spreadsheet.sheets import letters, read_book

SIGNS = st.characters(exclude_categories=["Cs"])
# Pieces that mean something to a spreadsheet or to its XML, between any signs at all.
PIECES = st.sampled_from(
    ["_x000D_", "_x", "_x005F_", "_xD83D_", "x0041", "_", "\r", "\n", "\r\n", "\t", "\x00", "\x0b", "\ufffe", "\uffff",
     " ", "=1+1", "+", "-", "@", "'", '"', "<t>", "&amp;", "&", "]]>", "1E+05", "2031-05-04", "TRUE",
     "#REF!", "🌊", ";"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, SIGNS), max_size=8).map("".join)
LONG = st.integers(LONGEST - 2, LONGEST).flatmap(lambda n: st.sampled_from(["x" * n, "_x0041" * (n // 6), "\r" * n]))


@given(TEXTS)
@settings(max_examples=500)
def test_an_escaped_text_is_legal_and_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", escape(text))


@given(TEXTS)
def test_a_text_is_measured_in_units_of_utf_16(text: str) -> None:
    assert measure(text) == len(text.encode("utf-16-le")) // 2


@given(st.integers(1, 16_384))
def test_columns_are_named_as_spreadsheets_name_them(number: int) -> None:
    from openpyxl.utils import get_column_letter

    assert letters(number) == get_column_letter(number)


def _descriptor() -> Descriptor:
    with TemporaryDirectory() as folder:
        return read_descriptor(write_tiny_dataset(Path(folder) / "data"))


DESCRIPTOR = _descriptor()


ROWS = st.lists(st.tuples(*[TEXTS] * 7).map(list), max_size=6)


@given(ROWS, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), LONG), max_size=2))
def test_whatever_stands_in_a_table_comes_back_cell_by_cell(
    rows: list[list[str]], long: list[tuple[int, int, str]]
) -> None:
    for row, column, text in long:
        if row < len(rows):
            rows[row][column] = text
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(make_workbook(DESCRIPTOR, {"actors": rows}))
        with open_container(path) as container:
            sheet = next(sheet for sheet in read_book(container).sheets if sheet.name == "actors")
    found = [[cells.get(number, "") for number in range(1, 8)] for _, cells in sheet.rows[1:]]
    assert found == [row for row in rows if any(row)]


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=12)
WORD = WORDS.map(str.strip).filter(lambda text: text and text[0] not in "=+-@" and "" not in text.split(";"))
DAYS = st.dates().map(lambda day: day.isoformat())
NUMBERS = st.integers(0, 10**6).map(str)
QUANTITIES = st.one_of(
    st.tuples(st.sampled_from(["", ">=", "<=", ">", "<", "~"]), st.integers(1, 10**6).map(str)).map("".join),
    st.tuples(st.integers(0, 99), st.integers(100, 999)).map(lambda pair: f"{pair[0]}..{pair[1]}"),
    st.sampled_from(["4|8", "50%", "5..7..10", "some", "dozens"]),
)
DATES = st.one_of(
    DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]), DAYS.map(lambda day: f"../{day}"),
    DAYS.map(lambda day: f"{day}/.."), st.tuples(DAYS, st.sampled_from("~?%")).map("".join),
    st.tuples(DAYS, DAYS).map(lambda pair: "/".join(sorted(pair))), DAYS.map(lambda day: f"{day}T10:05Z"),
)  # fmt: skip
IDS = st.text("abcz019-", max_size=20).map("a{}z".format)
KINDS: dict[str, st.SearchStrategy[str]] = {
    "edtf": DATES, "day": DAYS, "quantity": QUANTITIES, "integer": NUMBERS, "text": WORD, "list": WORD, "id": IDS,
    "ref": IDS, "refs": st.lists(IDS, min_size=1, max_size=3, unique=True).map(";".join),
    "url": st.just("https://ferry.example/?a=1&b=2"), "sha256": st.integers(0, 2**256 - 1).map("{:064x}".format),
    "country": st.sampled_from(["JOR", "TRU"]), "language": st.sampled_from(["en", "pt-BR"]),
    "duration": st.sampled_from(["P1D", "PT12H"]), "number": st.sampled_from(["-3.25", "12.5", "0", "35.1819"]),
}  # fmt: skip


def cells_of(column: Column) -> st.SearchStrategy[str]:
    """Cells that a column's notation or vocabulary allows."""
    terms = list(DESCRIPTOR.vocabularies[column.vocabulary].terms) if column.vocabulary else []
    if column.kind == "term":
        wanted: st.SearchStrategy[str] = st.sampled_from(terms)
    elif column.kind == "terms":
        wanted = st.lists(st.sampled_from(terms), min_size=1, max_size=3, unique=True).map(";".join)
    elif column.kind == "text" and (pattern := column.limits.get("pattern")):
        wanted = st.from_regex(pattern, fullmatch=True).filter(str.isascii)
    else:
        wanted = KINDS[column.kind]
    return wanted if column.is_required else st.one_of(st.just(""), wanted)


@given(st.data())
@settings(max_examples=50)
def test_any_table_that_notation_and_vocabularies_allow_survives_csv_workbook_csv(data: Any) -> None:
    from claimbook.exchange.workbook.reading import read_workbook
    from claimbook.exchange.workbook.tables import read_rows

    name = data.draw(st.sampled_from(sorted(DESCRIPTOR.tables)))
    table = DESCRIPTOR.tables[name]
    rows = data.draw(st.lists(st.tuples(*map(cells_of, table.columns)).map(list), max_size=4))
    columns = [Cells(as_texts([row[place] for row in rows])) for place in range(len(table.columns))]
    assert not list(check_cells(table, columns, DESCRIPTOR))  # the tables drawn are allowed
    alone = replace(DESCRIPTOR, tables={name: table})
    with TemporaryDirectory() as held:
        folder = Path(held)
        write_table(folder / table.path, table.column_names, rows)
        (folder / "a.xlsx").write_bytes(make_workbook(alone, read_rows(folder, alone)))
        write_table(folder / "back.csv", table.column_names, read_workbook(folder / "a.xlsx", alone).rows[name])
        assert (folder / "back.csv").read_bytes() == (folder / table.path).read_bytes()


@given(st.lists(WORD, min_size=3, max_size=3), WORD)
@settings(max_examples=5)
def test_a_whole_dataset_survives_the_commands_with_any_texts(names: list[str], note: str) -> None:
    with TemporaryDirectory() as folder:
        actors = dict(zip(("weir-gazette", "river-office", "rescue-league"), names, strict=True))
        source = write_tiny_dataset(
            Path(folder) / "data",
            actors={actor: {"name": name} for actor, name in actors.items()},
            claims={"gazette-001": {"note": note}},
        )
        out = Path(folder) / "a.xlsx"
        assert run("export", out, "--data", source).exit_code == 0
        result = run("import", out, "--data", source, "--into", Path(folder) / "copy")
        assert result.exit_code == 0, result.stderr
        assert files(Path(folder) / "copy") == files(source)


def test_a_table_of_one_column_of_quoted_cells_is_read_as_csv_says(tmp_path: Path) -> None:
    # The witness for the writer of tables that these tests lean on.
    write_table(tmp_path / "a.csv", ["a"], [["x,y"], ['"'], [""]])
    with (tmp_path / "a.csv").open(newline="") as handle:
        assert list(csv.reader(handle)) == [["a"], ["x,y"], ['"'], [""]]
