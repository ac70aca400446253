"""The two forms of a worksheet, a workbook and CSV, told apart by the file's ending: written, read and marked.

What belongs here: which form is whose. What does not: how either is made (worksheet, workbook_out, workbook_in).
"""

from __future__ import annotations

import os
from pathlib import Path

from claimbook.coding.columns import ACCEPT, DONE
from claimbook.coding.workbook_in import mark_done, read_worksheet_book
from claimbook.coding.workbook_out import make_worksheet_book
from claimbook.coding.worksheet import Form, Line, read_worksheet, replaced, write_worksheet
from claimbook.errors import PassageError, shorten_value
from claimbook.model.dataset import Dataset
from claimbook.spreadsheet.making import can_make

# What a spreadsheet saves; all but the first two are refused with what to save instead.
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def usual_form() -> str:
    """Return the form that a worksheet has unless another is asked for: a workbook, where one can be written."""
    return "xlsx" if can_make() else "csv"


def write_form(path: Path, rows: list[dict[str, str]], dataset: Dataset) -> None:
    """Write a worksheet. Raises PassageError where it cannot be written, ClaimbookError where an extra is missing."""
    if not _is_workbook(path):
        write_worksheet(path, rows)
        return
    data = make_worksheet_book(dataset, rows, path.name)
    with replaced(path) as beside:
        beside.write_bytes(data)


def read_form(path: Path) -> Form:
    """Return a worksheet's rows. Raises DatasetError or WorkbookError for what is none, PassageError if it is open."""
    if _is_workbook(path):
        form = read_worksheet_book(path)
    else:
        rows = read_worksheet(path)
        form = Form(path, shorten_value(path.name), [Line(number, row) for number, row in enumerate(rows, 2)])
    _refuse_open(path)
    return form


def mark_form(form: Form, rows: set[int]) -> None:
    """Mark rows of a worksheet as taken over. Raises PassageError or WorkbookError; then it is as it was."""
    if form.part:
        mark_done(form, rows)
        return
    marked = [{**line.cells, ACCEPT: DONE} if line.number in rows else line.cells for line in form.lines]
    write_worksheet(form.path, marked)


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in _WORKBOOKS


def _refuse_open(path: Path) -> None:
    """Refuse a file that a spreadsheet has open: what is typed there is not saved yet, and would undo the marks."""
    for lock in (f".~lock.{path.name}#", f"~${path.name}"):  # LibreOffice's, Excel's
        if os.path.lexists(path.with_name(lock)):
            message = f"{shorten_value(path.name)} is open in a spreadsheet: {shorten_value(lock)} lies beside it."
            raise PassageError(message, fix="save and close it there; if it is open nowhere, remove that file.")
