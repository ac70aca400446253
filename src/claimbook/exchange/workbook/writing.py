"""A dataset as a workbook: a sheet a table, every cell a text, drop-downs where a cell has to name what is there.

What belongs here: which sheets there are. What does not: how a workbook is made (spreadsheet/making), what comes back
of it (reading, taking).
"""

from __future__ import annotations

import os
from itertools import repeat
from pathlib import Path

from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.exchange.workbook.tables import Rows, digest_rows, read_rows
from claimbook.model.descriptor import Column, Descriptor, Table, read_descriptor
from claimbook.model.findings import Findings
from claimbook.spreadsheet.container import WorkbookError
from claimbook.spreadsheet.escapes import LONGEST, measure
from claimbook.spreadsheet.making import (
    BOLD,
    FIRST,
    MOST_CHOICES,
    PLAIN,
    Maker,
    add_choices,
    describe,
    explain,
    refuse_other_terms,
)
from claimbook.spreadsheet.sheets import MOST_ROWS, letters

# Room in a drop-down's range for rows that are added.
_ROOM = 500
_WIDEST = 48
_LOOKED_AT = 200
_HOW = (
    "One sheet is one table, one row one record. Rest the pointer on a column's name to read what belongs in it.",
    "All cells are text, so that a spreadsheet leaves dates, ids and quantities such as >=973 as they are written. "
    "Paste values only; no formulas.",
    "Cells that name a term or an id have a list to choose from. Where a cell may name several, part them with ;",
    "An empty cell means: not said. Add rows below the last one. Do not rename or take out sheets or columns.",
    "This sheet and the sheet Terms are not read back, but for the last column below: by it the program notices "
    "that a table was changed elsewhere since.",
    "Back into the dataset: claimbook workbook import FILE.xlsx --data DIR",
)  # fmt: skip


def export_workbook(folder: Path, out: Path, *, over: bool = False) -> dict[str, int]:
    """Write a dataset's tables into a workbook; return the number of rows by table.

    Raises DatasetError for tables that cannot be read or do not fit, WorkbookError where the file cannot be written.
    """
    if out.suffix.lower() != ".xlsx":
        raise WorkbookError(f"'{shorten_value(out.name)}' has another ending.", fix="call the workbook NAME.xlsx.")
    if os.path.lexists(out) and not (over and out.is_file()):
        fix = "choose another name, or write over the file with --over."
        raise WorkbookError(f"'{shorten_value(str(out))}' is there already.", fix=fix)
    descriptor = read_descriptor(folder)
    tables = read_rows(folder, descriptor)
    _refuse_too_large(descriptor, tables)
    data = make_workbook(descriptor, tables)
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(out)
    except OSError as cause:
        beside.unlink(missing_ok=True)
        fix = "name a place that can be written to."
        raise WorkbookError(f"'{shorten_value(str(out))}' cannot be written: {cause.strerror}.", fix=fix) from cause
    return {name: len(rows) for name, rows in tables.items()}


def _refuse_too_large(descriptor: Descriptor, tables: dict[str, Rows]) -> None:
    findings = Findings()
    for name, rows in tables.items():
        table = descriptor.tables[name]
        if len(rows) >= MOST_ROWS:
            message = f"{len(rows)} rows; a sheet holds {MOST_ROWS - 1} and its header."
            findings.extend([Problem(table.path, 0, "", message, "keep this dataset as CSV, or split it.")])
        for number, row in enumerate(rows, 2):
            for column, cell in zip(table.column_names, row, strict=True):
                if len(cell) * 2 > LONGEST and measure(cell) > LONGEST:
                    message = f"'{shorten_value(cell)}' is longer than the {LONGEST} characters that a cell holds."
                    findings.extend([Problem(table.path, number, column, message, "shorten it.")])
    if findings:
        raise DatasetError(findings.listed())


def make_workbook(descriptor: Descriptor, tables: dict[str, Rows]) -> bytes:
    """Return a workbook's bytes: the same for the same descriptor and rows."""
    writer = _Writer(descriptor, tables)
    writer.add_first()
    for name in tables:
        writer.add_table(name)
    return writer.save()


class _Writer:
    """Puts a dataset's tables into one workbook."""

    def __init__(self, descriptor: Descriptor, tables: dict[str, Rows]) -> None:
        self._maker = Maker(
            descriptor.vocabularies, (column for table in descriptor.tables.values() for column in table.columns)
        )
        self._descriptor = descriptor
        self._tables = tables

    def add_first(self) -> None:
        """Add the sheet that explains the others."""
        lines: list[list[str]] = [
            [self._descriptor.title or "A dataset of coded claims"],
            *([line] for line in _HOW),
            [],
        ]
        heads = ["sheet", "rows", "what a row is", "as exported"]
        for name, rows in self._tables.items():
            table = self._descriptor.tables[name]
            lines.append([name, str(len(rows)), table.description, digest_rows(table, rows)])
        sheet = self._maker.sheet(FIRST, [18, 8, 90, 14])
        for number, line in enumerate(lines):
            sheet.append(self._maker.cells(sheet, line, repeat(PLAIN if number else BOLD)))
            if not line:
                sheet.append(self._maker.cells(sheet, heads, repeat(BOLD)))

    def add_table(self, name: str) -> None:
        """Add a table's sheet."""
        table, rows = self._descriptor.tables[name], self._tables[name]
        sheet = self._maker.sheet(name, _widths(table, rows), freeze="B2")
        header = self._maker.cells(sheet, table.column_names, repeat(BOLD))
        for cell, column in zip(header, table.columns, strict=True):
            explain(cell, describe(column, column.refers_to))
        sheet.append(header)
        for row in rows:
            sheet.append(self._maker.cells(sheet, row))
        sheet.auto_filter.ref = f"A1:{letters(len(table.columns))}{len(rows) + 1}"
        for number, column in enumerate(table.columns, 1):
            if choices := self._maker.place_of_terms(column) or self._place_of_ids(column):
                add_choices(sheet, letters(number), choices, refuse_other_terms(column))

    def save(self) -> bytes:
        """Return the workbook's bytes, with the sheet of terms as its last."""
        self._maker.add_terms()
        return self._maker.save()

    def _place_of_ids(self, column: Column) -> str:
        """Return where the ids stand that a column's cells may name; "" if no list is practical."""
        if column.kind in ("ref", "refs") and 0 < len(self._tables.get(column.refers_to, ())) <= MOST_CHOICES:
            return f"{column.refers_to}!$A$2:$A${len(self._tables[column.refers_to]) + 1 + _ROOM}"
        return ""


def _widths(table: Table, rows: Rows) -> list[int]:
    columns = zip(table.column_names, *rows[:_LOOKED_AT], strict=True)
    return [min(max(map(len, texts)), _WIDEST) + 3 for texts in columns]
