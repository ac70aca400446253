"""Read a CSV table strictly and write one plainly. Bytes to rows of text; what the text means is not known here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimbook.errors import Problem, shorten_value

MAX_CELL = 100_000  # characters; a longer cell is a file in the wrong place, not a value
# One cell and what ends it. What begins with a quotation mark has to be closed.
_CELL = re.compile(r'(?:"[^"]*(?:""[^"]*)*"|(?!")(?P<bare>[^,\r\n]*))(?P<end>,|\r\n|\n|\r|\Z)')
_STRAY = (
    "a quotation mark is stray or never closed.",
    'put the cell between quotation marks, and write one inside it twice: "".',
)
_SAVE_AGAIN = "save the table as CSV, UTF-8 without BOM, with commas."


def read_table(path: Path, file: str, columns: Sequence[str]) -> tuple[list[list[str]], list[Problem]]:
    """Return a table's rows, each a list of cells in the order of `columns`, and what is wrong with the file.

    Row n of the file is `rows[n - 2]`: the header is row 1. Where there is a problem the rows may be incomplete.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            fix = "make it a readable file."
            return [], [Problem(file, 0, "", "it cannot be read: no regular file.", fix)]
        data = path.read_bytes()
    except FileNotFoundError:
        return [], [Problem(file, 0, "", "the file is missing.", "add it, or take its resource out of the descriptor.")]
    except OSError as cause:
        return [], [Problem(file, 0, "", f"it cannot be read: {cause.strerror}.", "make it a readable file.")]
    text, problem = _decode(data, file)
    if problem:
        return [], [problem]
    return _parse(text, file, list(columns))


def _decode(data: bytes, file: str) -> tuple[str, Problem | None]:
    if data.startswith(b"\xef\xbb\xbf"):
        return "", Problem(file, 1, "", "the file begins with a byte order mark (BOM).", _SAVE_AGAIN)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", Problem(file, 1, "", "the file is UTF-16.", _SAVE_AGAIN)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return "", Problem(file, line, "", "a NUL byte stands in this line.", "take it out; " + _SAVE_AGAIN)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        value = f"byte 0x{data[cause.start]:02x} in this line is no UTF-8 (Windows-1252, perhaps)."
        return "", Problem(file, line, "", value, _SAVE_AGAIN)


def _parse(text: str, file: str, columns: list[str]) -> tuple[list[list[str]], list[Problem]]:
    rows: list[list[str]] = []
    problems: list[Problem] = []
    stray = _stray_quotes(text)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 1
    try:
        header = next(reader, [])
        order, problems = _match_header(header, file, columns)
        if problems:
            return [], problems
        row = 2
        for cells in reader:
            if not cells:
                problems.append(Problem(file, row, "", "the line is empty.", "take it out."))
            elif len(cells) != len(header) and row not in stray:
                message = f"{len(cells)} cells, the header has {len(header)}."
                fix = "quote cells that hold commas, and close every quotation mark."
                problems.append(Problem(file, row, "", message, fix))
            if len(cells) != len(header):
                cells = [""] * len(header)
            rows.append([cells[index] for index in order])
            row += 1
    except csv.Error as cause:
        if "field larger" in str(cause):
            message, fix = (
                f"a cell is longer than {MAX_CELL} characters.",
                "shorten it; a source's text is no cell.",
            )
        else:
            message, fix = _STRAY
        problems.append(Problem(file, row, "", message, fix))
    # csv takes a quotation mark inside an unquoted cell for a letter; in a table it is one that was left alone.
    problems += [Problem(file, number, "", *_STRAY) for number in stray if number < row]
    return rows, problems


def _stray_quotes(text: str) -> list[int]:
    """Return the rows that have a quotation mark inside a cell that does not begin with one."""
    if '"' not in text:
        return []
    found: list[int] = []
    row, place = 1, 0
    while place < len(text):
        cell = _CELL.match(text, place)
        if not cell:  # never closed, or text after a closing mark: csv tells of it
            break
        if '"' in (cell["bare"] or "") and row not in found:
            found.append(row)
        row += cell["end"] not in (",", "")
        place = cell.end()
    return found


def _match_header(header: list[str], file: str, columns: list[str]) -> tuple[list[int], list[Problem]]:
    if not header:
        return [], [Problem(file, 1, "", "the table has no header.", f"begin it with: {','.join(columns)}")]
    joined = header[0]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in joined:
            return [], [Problem(file, 1, "", f"the cells are separated by {name}.", _SAVE_AGAIN)]
    problems = [
        Problem(file, 1, shorten_value(column), "the column is missing.", "add it; its cells may be empty.")
        for column in columns
        if column not in header
    ]
    for column in sorted(set(header)):
        if header.count(column) > 1:
            problems.append(Problem(file, 1, shorten_value(column), "the column stands twice.", "keep one."))
        elif column not in columns:
            fix = "take it out, or name it in the descriptor."
            problems.append(Problem(file, 1, shorten_value(column), "the descriptor names no such column.", fix))
    return ([] if problems else [header.index(column) for column in columns]), problems


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    r"""Write a table that `read_table` reads back unchanged: UTF-8, commas, `\n`, quotes only where needed."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        for row in (columns, *rows):
            handle.write((",".join(map(_quote, row)) if len(row) > 1 or row[0] else '""') + "\n")


def _quote(cell: str) -> str:
    # csv.writer leaves a carriage return bare before Python 3.13, and a reader then ends the row there.
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\n\r') else cell
