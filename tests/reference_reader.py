"""A table's reader that holds the whole text and looks at every cell: the oracle for the one that the program uses.

It is the first reader of the project, kept for its plainness. Nothing of the program's reading is used here.
"""

from __future__ import annotations

import csv
import io
import re

MAX_CELL = 100_000
# One cell and what ends it. What begins with a quotation mark has to be closed.
CELL = re.compile(r'(?:"[^"]*(?:""[^"]*)*"|(?!")(?P<bare>[^,\r\n]*))(?P<end>,|\r\n|\n|\r|\Z)')
STRAY = "a quotation mark is stray or never closed."

# A row's number and what is said of it.
Said = tuple[int, str]


def read(data: bytes, columns: list[str]) -> tuple[list[list[str]], set[Said]]:
    """The rows of a table, cells in the order of `columns`, and what is wrong with it."""
    text, said = decode(data)
    return ([], said) if said else parse(text, columns)


def decode(data: bytes) -> tuple[str, set[Said]]:
    """The text of a file, or what keeps it from being one."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "", {(1, "the file begins with a byte order mark (BOM).")}
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", {(1, "the file is UTF-16.")}
    if b"\0" in data:
        return "", {(data[: data.index(b"\0")].count(b"\n") + 1, "a NUL byte stands in this line.")}
    try:
        return data.decode("utf-8"), set()
    except UnicodeDecodeError as cause:
        message = f"byte 0x{data[cause.start]:02x} in this line is no UTF-8 (Windows-1252, perhaps)."
        return "", {(data[: cause.start].count(b"\n") + 1, message)}


def parse(text: str, columns: list[str]) -> tuple[list[list[str]], set[Said]]:
    """The rows of a text whose header names each column once, in any order, and no other."""
    rows: list[list[str]] = []
    said: set[Said] = set()
    stray = stray_quotes(text)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 1
    try:
        header = next(reader, [])
        order = [header.index(column) for column in columns]
        row = 2
        for cells in reader:
            if not cells:
                said.add((row, "the line is empty."))
            elif len(cells) != len(header) and row not in stray:
                said.add((row, f"{len(cells)} cells, the header has {len(header)}."))
            rows.append([cells[index] for index in order] if len(cells) == len(header) else [""] * len(columns))
            row += 1
    except csv.Error as cause:
        said.add((row, f"a cell is longer than {MAX_CELL} characters." if "field larger" in str(cause) else STRAY))
    return rows, said | {(number, STRAY) for number in stray if number < row}


def stray_quotes(text: str) -> list[int]:
    """The rows that have a quotation mark inside a cell that does not begin with one."""
    found: list[int] = []
    row, place = 1, 0
    while place < len(text):
        cell = CELL.match(text, place)
        if not cell:  # never closed, or text after a closing mark: csv tells of it
            break
        if '"' in (cell["bare"] or "") and row not in found:
            found.append(row)
        row += cell["end"] not in (",", "")
        place = cell.end()
    return found
