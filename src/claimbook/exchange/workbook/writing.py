"""A dataset as a workbook: a sheet a table, every cell a text, drop-downs where a cell has to name what is there.

What belongs here: how the workbook looks and its bytes. What does not: what comes back of it (reading, taking).
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from claimbook.errors import ClaimbookError, DatasetError, Problem, shorten_value
from claimbook.exchange.workbook.container import WorkbookError
from claimbook.exchange.workbook.escapes import LONGEST, escape, measure
from claimbook.exchange.workbook.reading import FIRST, TERMS
from claimbook.exchange.workbook.sheets import MOST_ROWS, letters
from claimbook.exchange.workbook.tables import Rows, digest_rows, read_rows
from claimbook.model.descriptor import Column, Descriptor, Table, read_descriptor
from claimbook.model.findings import Findings

# A longer list nobody scrolls through, and spreadsheets open it slowly.
MOST_CHOICES = 2000
# Room in a drop-down's range for rows that are added.
_ROOM = 500
_WIDEST = 48
_LOOKED_AT = 200
_PROPERTIES = b"""<?xml version="1.0" encoding="UTF-8"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
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
    writer.add_terms()
    return _settle(writer.save())


def _openpyxl() -> ModuleType:
    try:
        import openpyxl
    except ImportError as cause:
        fix = 'install the extra "workbook": pip install "claimbook[workbook]".'
        raise ClaimbookError("openpyxl, which writes workbooks, is not installed.", fix=fix) from cause
    return openpyxl


class _Writer:
    """Puts sheets into one workbook, row after row, so that a large one is never whole in memory."""

    def __init__(self, descriptor: Descriptor, tables: dict[str, Rows]) -> None:
        self._book: Any = _openpyxl().Workbook(write_only=True)
        self._descriptor = descriptor
        self._tables = tables
        self._styles: dict[bool, Any] = {}
        self._terms = dict(self._place_terms())

    def _place_terms(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield for each vocabulary that a column uses the rows of the sheet of terms that it takes."""
        used = {column.vocabulary for table in self._descriptor.tables.values() for column in table.columns}
        row = 2
        for name, vocabulary in self._descriptor.vocabularies.items():
            if name in used and vocabulary.terms:
                yield name, (row, row + len(vocabulary.terms) - 1)
                row += len(vocabulary.terms)

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
        sheet = self._sheet(FIRST, [18, 8, 90, 14])
        for number, line in enumerate(lines):
            sheet.append(self._cells(sheet, line, bold=number == 0))
            if not line:
                sheet.append(self._cells(sheet, heads, bold=True))

    def add_table(self, name: str) -> None:
        """Add a table's sheet."""
        from openpyxl.comments import Comment

        table, rows = self._descriptor.tables[name], self._tables[name]
        sheet = self._sheet(name, _widths(table, rows), freeze="B2")
        header = self._cells(sheet, table.column_names, bold=True)
        for cell, column in zip(header, table.columns, strict=True):
            cell.comment = Comment(_explain(column), "claimbook", height=160, width=320)
        sheet.append(header)
        for row in rows:
            sheet.append(self._cells(sheet, row))
        sheet.auto_filter.ref = f"A1:{letters(len(table.columns))}{len(rows) + 1}"
        for number, column in enumerate(table.columns, 1):
            if choices := self._choices(column):
                _add_choices(sheet, letters(number), choices, column)

    def add_terms(self) -> None:
        """Add the sheet that has every vocabulary's terms; the drop-downs show them from there."""
        sheet = self._sheet(TERMS, [24, 32, 32, 90], freeze="A2")
        sheet.append(self._cells(sheet, ["vocabulary", "term", "label", "definition"], bold=True))
        for name in self._terms:
            for term in self._descriptor.vocabularies[name].terms.values():
                sheet.append(self._cells(sheet, [name, term.name, term.label, term.definition]))

    def save(self) -> bytes:
        """Return the workbook as openpyxl writes it."""
        held = BytesIO()
        self._book.save(held)
        return held.getvalue()

    def _sheet(self, name: str, widths: Sequence[int], freeze: str = "") -> Any:
        sheet = self._book.create_sheet(name)
        for number, width in enumerate(widths, 1):
            dimension = sheet.column_dimensions[letters(number)]
            dimension.width = width
            dimension.number_format = "@"  # rows that are added are text too
        if freeze:
            sheet.freeze_panes = freeze
        return sheet

    def _cells(self, sheet: Any, texts: Iterable[str], *, bold: bool = False) -> list[Any]:
        from openpyxl.cell import WriteOnlyCell

        style = self._style(sheet, bold)
        cells = []
        for text in texts:
            cell: Any = WriteOnlyCell(sheet)
            cell._style = style
            if text:
                # Past the setter, which takes "=…" for a formula and cuts what grew longer by being escaped.
                cell._value, cell.data_type = escape(text), "s"
            cells.append(cell)
        return cells

    def _style(self, sheet: Any, bold: bool) -> Any:
        """Return the style of text, looked up once: openpyxl would look for it at every cell."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        if bold not in self._styles:
            cell: Any = WriteOnlyCell(sheet)
            cell.number_format = "@"
            if bold:
                cell.font = Font(bold=True)
            self._styles[bold] = cell._style
        return self._styles[bold]

    def _choices(self, column: Column) -> str:
        """Return where the terms or ids stand that a column's cells may name; "" if no list is practical."""
        if column.kind in ("term", "terms") and column.vocabulary in self._terms:
            first, last = self._terms[column.vocabulary]
            return f"{TERMS}!$B${first}:$B${last}"
        if column.kind in ("ref", "refs") and 0 < len(self._tables.get(column.refers_to, ())) <= MOST_CHOICES:
            return f"{column.refers_to}!$A$2:$A${len(self._tables[column.refers_to]) + 1 + _ROOM}"
        return ""


def _add_choices(sheet: Any, column: str, choices: str, described: Column) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # A list of several is typed, and an id may be one that is about to be added: both are judged when they come back.
    is_strict = described.kind == "term"
    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=is_strict)
    if is_strict:
        rule.errorTitle, rule.error = "No term", f"Choose a term of {described.vocabulary}: see the sheet {TERMS}."
    rule.add(f"{column}2:{column}{MOST_ROWS}")
    sheet.data_validations.append(rule)


def _widths(table: Table, rows: Rows) -> list[int]:
    columns = zip(table.column_names, *rows[:_LOOKED_AT], strict=True)
    return [min(max(map(len, texts)), _WIDEST) + 3 for texts in columns]


def _explain(column: Column) -> str:
    needed = "Required. " if column.is_required else ""
    several = "Several are parted with ;" if column.kind in ("terms", "refs", "list") else ""
    named = f"A term of {column.vocabulary}." if column.vocabulary else ""
    named = f"An id of the sheet {column.refers_to}." if column.refers_to else named
    said = [f"{column.title}. {column.description}", f"{needed}{named}", several]
    return escape("\n".join(line.strip() for line in said if line.strip()))


def _settle(data: bytes) -> bytes:
    """Take the hour and the writer's name out of a workbook's zip."""
    settled = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as made, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, _PROPERTIES if name == "docProps/core.xml" else made.read(name))
    return settled.getvalue()
