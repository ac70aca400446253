"""Read a worksheet's rows back from its workbook, cell by cell as a dataset's workbook is read; and mark them there.

What belongs here: which sheet and columns are the worksheet's, and what of them is refused. What does not: what one
cell means (spreadsheet/undo), what becomes of a row (accepting).
"""

from __future__ import annotations

from pathlib import Path

from claimbook.coding.columns import ACCEPT, COLUMNS, DONE, describe_columns
from claimbook.coding.workbook_out import CODING
from claimbook.coding.worksheet import Form, Line, replaced
from claimbook.errors import DatasetError, NotationError, Problem, shorten_value
from claimbook.spreadsheet.container import open_container
from claimbook.spreadsheet.marking import mark_cells
from claimbook.spreadsheet.sheets import Book, Cell, Sheet, read_book
from claimbook.spreadsheet.telling import Undone
from claimbook.spreadsheet.undo import undo

_PUT_BACK = "put it back; columns and sheets of your own may stay."


def read_worksheet_book(path: Path) -> Form:
    """Return the rows of a worksheet that is a workbook. What is wrong with a cell is told with its row.

    Raises WorkbookError where the file cannot be read, DatasetError where the sheet or its columns are not there.
    """
    with open_container(path) as container:
        book = read_book(container)
    name = shorten_value(path.name)
    place = f"{name}, sheet {CODING}"
    sheet = _find_sheet(book, name, place)
    columns = _find_columns(sheet, place)
    numbers = {number: column for column, number in columns.items()}
    lines = []
    for row, cells in sheet.rows[1:]:
        known = {numbers[number]: cell for number, cell in cells.items() if number in numbers}
        if known:
            lines.append(_read_line(row, known, book.from_1904, place))
    return Form(path, place, lines, sheet.part, columns[ACCEPT])


def mark_done(form: Form, rows: set[int]) -> None:
    """Mark rows of the workbook as taken over; nothing else in it changes. Raises PassageError or WorkbookError."""
    data = mark_cells(form.path, form.part, {(row, form.accept): DONE for row in rows})
    with replaced(form.path) as beside:
        beside.write_bytes(data)


def _find_sheet(book: Book, name: str, place: str) -> Sheet:
    found = [sheet for sheet in book.sheets if sheet.name == CODING]
    if len(found) != 1:
        message = f"the sheet {CODING} stands twice." if found else f"there is no sheet {CODING}."
        fix = "name the worksheet that claimbook add-source wrote, and leave its sheet the name."
        raise DatasetError([Problem(name, 0, "", message, fix)])
    if merged := found[0].merged:
        fix = "unmerge them, and fill in each cell that is meant."
        raise DatasetError(
            Problem(place, 0, "", f"the cells {shorten_value(cells)} are merged into one.", fix) for cells in merged
        )
    return found[0]


def _find_columns(sheet: Sheet, place: str) -> dict[str, int]:
    """Return where each column stands; a coder may have moved them, and put others between them."""
    header = sheet.rows[0][1] if sheet.rows and sheet.rows[0][0] == 1 else {}
    found: dict[str, list[int]] = {name: [] for name in COLUMNS}
    for number, cell in header.items():
        if isinstance(cell, str) and cell.strip() in found:
            found[cell.strip()].append(number)
    problems = [
        Problem(place, 1, name, f"the column {'stands twice' if numbers else 'is missing'}.",
                "keep one." if numbers else _PUT_BACK)
        for name, numbers in found.items()
        if len(numbers) != 1
    ]  # fmt: skip
    if problems:
        raise DatasetError(problems)
    return {name: number for name, (number,) in found.items()}


def _read_line(row: int, cells: dict[str, Cell], from_1904: bool, place: str) -> Line:
    described = describe_columns()
    line = Line(row, dict.fromkeys(COLUMNS, ""))
    for column, cell in cells.items():
        try:
            line.cells[column], was = undo(cell, described[column], from_1904)
        except NotationError as error:
            line.refused.append(Problem(place, row, column, error.message, error.fix))
        else:
            line.undone.extend([Undone(was, column, row)] if was else [])
    return line
