"""What the tests of worksheets as workbooks share: rows filled in as a coder does it, in either form.

No expectations here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from test_coding_walk import CLAIM, FIGURE, add_herald
from workbooks import edit

from claimbook.coding.worksheet import read_worksheet, write_worksheet

SHEET = "xl/worksheets/sheet1.xml"
PLACE = "herald.coding.xlsx, sheet Coding"
ACCEPTED = {"accept": "yes", **CLAIM, **FIGURE}


def columns_of(path: Path) -> dict[str, int]:
    """Return the numbers of a worksheet's columns by their names."""
    return {cell.value: cell.column for cell in load_workbook(path)["Coding"][1]}


def read_cells(path: Path, name: str) -> list[Any]:
    """Return a column of a workbook's rows."""
    book = load_workbook(path)
    number = columns_of(path)[name]
    return [cell.value for (cell,) in book["Coding"].iter_rows(min_row=2, min_col=number, max_col=number)]


def put(path: Path, row: int, cells: Mapping[str, Any], forms: Mapping[str, str] | None = None) -> None:
    """Put values into a row of a worksheet in either form; in a workbook they may be of any type and format."""
    if path.suffix == ".csv":
        rows = read_worksheet(path)
        rows[row - 2].update(cells)
        write_worksheet(path, rows)
        return
    columns = columns_of(path)

    def change(book: Any) -> None:
        for name, value in cells.items():
            cell = book["Coding"].cell(row, columns[name])
            cell.value = value
            cell.number_format = (forms or {}).get(name, "@")

    edit(path, change)


def accepted_book(**cells: Any) -> Path:
    """Add the Herald with a workbook whose first row, the figure >30, is accepted."""
    path = add_herald("xlsx")
    put(path, 2, {**ACCEPTED, **cells})
    return path


def change(path: Path, how: Callable[[Any], None]) -> None:
    """Change the sheet of the rows."""
    edit(path, lambda book: how(book["Coding"]))
