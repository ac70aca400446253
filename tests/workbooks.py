"""What the tests of workbooks share: a workbook of the tiny dataset, changed as a spreadsheet's users change one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from mutations import pack, unpack
from openpyxl import load_workbook

from claimbook.cli import main


def run(*words: object) -> Result:
    """Run a command; whatever happens, it answers in words."""
    result = CliRunner().invoke(main, ["workbook", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def export(folder: Path) -> Path:
    """Export a dataset into a workbook beside it."""
    path = folder.parent / "coding.xlsx"
    result = run("export", path, "--data", folder)
    assert result.exit_code == 0, result.stderr
    return path


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a workbook with openpyxl and save it, as another program than ours would."""
    book = load_workbook(path)
    change(book)
    book.save(path)


def set_cell(path: Path, sheet: str, place: str, value: Any, form: str = "General") -> None:
    """Put a value into a cell, of the type and the number format that a spreadsheet would give it."""

    def change(book: Any) -> None:
        cell = book[sheet][place]
        cell.value = value
        cell.number_format = form

    edit(path, change)


def replace_in(path: Path, part: str, old: str, new: str) -> None:
    """Put other XML into a part."""
    parts = unpack(path.read_bytes())
    assert old.encode() in parts[part], part
    path.write_bytes(pack({**parts, part: parts[part].replace(old.encode(), new.encode(), 1)}))


def column(path: Path, sheet: str, name: str) -> str:
    """Return the letters of a column of a sheet, by its name."""
    header = load_workbook(path)[sheet][1]
    return next(cell.column_letter for cell in header if cell.value == name)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
