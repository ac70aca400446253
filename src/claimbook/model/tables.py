"""Read a CSV table strictly and write one plainly. Bytes to columns of text; what the text means is not known here."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from claimbook.errors import Problem, shorten_value
from claimbook.model.bulk import MAX_CELL, read_plain_table
from claimbook.model.cells import NO_CELLS, Cells, Collector, as_texts
from claimbook.model.findings import Findings, list_some

__all__ = ["MAX_CELL", "read_carefully", "read_table", "write_row", "write_table"]

# Bytes from which on it pays to prove that a table is plain. A page's slice is far smaller, a table of claims larger.
MANY = 1 << 18
_PIECE = 1 << 20
_ROWS = 256  # handled at once: their cells stay in the processor's cache
# A whole row, each cell of it either between quotation marks or without any.
_CELL = r'(?:"[^"]*(?:""[^"]*)*"|[^",\r\n]*)'
_SOUND_ROW = re.compile(rf"{_CELL}(?:,{_CELL})*(?:\r\n|\n|\r|\Z)")
_STRAY = (
    "a quotation mark is stray or never closed.",
    'put the cell between quotation marks, and write one inside it twice: "".',
)
_SAVE_AGAIN = "save the table as CSV, UTF-8 without BOM, with commas."


def read_table(path: Path, file: str, columns: Sequence[str]) -> tuple[list[Cells], Findings]:
    """Return a table's columns in the order of `columns`, and what is wrong with the file.

    Row n of the file is row n - 2 of the cells: the header is row 1. Where there is a problem rows may be missing.
    """
    nothing = Findings()
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            nothing.extend([Problem(file, 0, "", "it cannot be read: no regular file.", "make it a readable file.")])
        else:
            with path.open("rb") as handle:
                if path.stat().st_size >= MANY and (found := read_plain_table(handle, columns)):
                    return found, nothing
                return read_carefully(handle, file, columns)
    except FileNotFoundError:
        fix = "add it, or take its resource out of the descriptor."
        nothing.extend([Problem(file, 0, "", "the file is missing.", fix)])
    except OSError as cause:
        nothing.extend([Problem(file, 0, "", f"it cannot be read: {cause.strerror}.", "make it a readable file.")])
    return _without_rows(columns), nothing


def read_carefully(handle: BinaryIO, file: str, columns: Sequence[str]) -> tuple[list[Cells], Findings]:
    """Do what `read_table` does with an open file, row by row, whatever it holds."""
    handle.seek(0)
    if problem := _find_unreadable(handle, file):
        return _without_rows(columns), Findings([problem])
    handle.seek(0)
    text = io.TextIOWrapper(handle, "utf-8", newline="")
    try:
        return _parse(_Lines(text), file, list(columns))
    finally:
        text.detach()  # or it would close what it did not open


def _without_rows(columns: Sequence[str]) -> list[Cells]:
    return [NO_CELLS] * len(columns)


def _find_unreadable(handle: BinaryIO, file: str) -> Problem | None:
    """Return what keeps a file from being read as text: a NUL anywhere, else the first byte that is no UTF-8."""
    problem: Problem | None = None
    rest, lines = b"", 0
    while piece := handle.read(_PIECE):
        if handle.tell() == len(piece):
            if piece.startswith(codecs.BOM_UTF8):
                return Problem(file, 1, "", "the file begins with a byte order mark (BOM).", _SAVE_AGAIN)
            if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return Problem(file, 1, "", "the file is UTF-16.", _SAVE_AGAIN)
        data = rest + piece
        if b"\0" in data:
            line = lines + data[: data.index(b"\0")].count(b"\n") + 1
            return Problem(file, line, "", "a NUL byte stands in this line.", "take it out; " + _SAVE_AGAIN)
        if not problem:
            rest, problem = _decode(data, file, lines, is_last=False)
        lines += piece.count(b"\n")
    return problem or _decode(rest, file, lines, is_last=True)[1]


def _decode(data: bytes, file: str, lines: int, *, is_last: bool) -> tuple[bytes, Problem | None]:
    """Return the bytes of a sign that goes on beyond the data, and the first byte that is no UTF-8 as a problem."""
    try:
        _, taken = codecs.utf_8_decode(data, "strict", is_last)
        return data[taken:], None
    except UnicodeDecodeError as cause:
        line = lines + data[: cause.start].count(b"\n") + 1
        value = f"byte 0x{data[cause.start]:02x} in this line is no UTF-8 (Windows-1252, perhaps)."
        return b"", Problem(file, line, "", value, _SAVE_AGAIN)


class _Lines:
    """The lines of a text for csv, which remembers those of the row that csv is at."""

    def __init__(self, text: Iterable[str]) -> None:
        self.text = text
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.taken.append(line)
            yield line

    def take_row(self) -> str:
        """Return the row as it is written."""
        row = self.taken[0] if len(self.taken) == 1 else "".join(self.taken)
        self.taken.clear()
        return row


def _parse(lines: _Lines, file: str, columns: list[str]) -> tuple[list[Cells], Findings]:
    found = Findings()
    collectors: list[Collector[str]] = [Collector() for _ in columns]
    order: list[int] = []
    rows: list[list[str]] = []
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(iter(lines), strict=True)
    row = 1
    try:
        header = next(reader, [])
        lines.take_row()
        order, problems = _match_header(header, file, columns)
        if problems:
            return _without_rows(columns), Findings(problems)
        row = 2
        for cells in reader:
            if problem := _judge_row(cells, lines.take_row(), len(header)):
                found.extend([Problem(file, row, "", *problem)])
            rows.append(cells if len(cells) == len(header) else [""] * len(header))
            if len(rows) == _ROWS:
                _collect(collectors, rows, order)
            row += 1
    except csv.Error as cause:
        long = (f"a cell is longer than {MAX_CELL} characters.", "shorten it; a source's text is no cell.")
        found.extend([Problem(file, row, "", *(long if "field larger" in str(cause) else _STRAY))])
    _collect(collectors, rows, order)
    return [_cells(collector) for collector in collectors], found


def _judge_row(cells: list[str], written: str, wanted: int) -> tuple[str, str] | None:
    # csv takes a quotation mark inside an unquoted cell for a letter; in a table it is one that was left alone.
    if '"' in written and not _SOUND_ROW.fullmatch(written):
        return _STRAY
    if not cells:
        return ("the line is empty.", "take it out.")
    if len(cells) != wanted:
        message = f"{len(cells)} cells, the header has {wanted}."
        return (message, "quote cells that hold commas, and close every quotation mark.")
    return None


def _cells(collector: Collector[str]) -> Cells:
    values, codes = collector.gathered()
    return Cells(as_texts(values), codes)


def _collect(collectors: list[Collector[str]], rows: list[list[str]], order: list[int]) -> None:
    """Move rows into the collectors of their columns."""
    by_column = list(zip(*rows, strict=True))
    for collector, index in zip(collectors, order, strict=True) if rows else ():
        collector.extend(by_column[index])
    rows.clear()


def _match_header(header: list[str], file: str, columns: list[str]) -> tuple[list[int], list[Problem]]:
    if not header:
        return [], [Problem(file, 1, "", "the table has no header.", f"begin it with: {','.join(columns)}")]
    joined = header[0]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in joined:
            return [], [Problem(file, 1, "", f"the cells are separated by {name}.", _SAVE_AGAIN)]
    times, named = Counter(header), set(columns)
    problems = [
        Problem(file, 1, shorten_value(column), "the column is missing.", "add it; its cells may be empty.")
        for column in columns
        if column not in times
    ]
    twice, fix = sorted(column for column, many in times.items() if many > 1), "keep one."
    problems += list_some(Problem(file, 1, shorten_value(name), "the column stands twice.", fix) for name in twice)
    strange, fix = sorted(times.keys() - named - {*twice}), "take it out, or name it in the descriptor."
    message = "the descriptor names no such column."
    problems += list_some(Problem(file, 1, shorten_value(name), message, fix) for name in strange)
    return ([] if problems else [header.index(column) for column in columns]), problems


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], *, for_spreadsheets: bool = False
) -> None:
    r"""Write a table that `read_table` reads back unchanged: UTF-8, commas, `\n`, quotes only where needed.

    A file that is to be opened in a spreadsheet begins with a byte order mark: without it, it would be taken for
    another encoding, and every curly quotation mark become three signs.
    """
    with path.open("w", encoding="utf-8-sig" if for_spreadsheets else "utf-8", newline="") as handle:
        handle.writelines(map(write_row, chain([columns], rows)))


def write_row(row: Sequence[str]) -> str:
    """Return a row as a line of `write_table`."""
    width = len(row)
    written = ",".join(row)
    # Few rows have a cell that needs quotation marks, and it shows in the row as a whole.
    if written.count(",") >= width or '"' in written or "\n" in written or "\r" in written or not written:
        written = ",".join(map(_quote, row)) if width > 1 or written else '""'
    return written + "\n"


def _quote(cell: str) -> str:
    # csv.writer leaves a carriage return bare before Python 3.13, and a reader then ends the row there.
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\n\r') else cell
