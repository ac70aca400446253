"""Read CSV and TSV files as others write them: encodings, byte order marks, delimiters. No mapping, no other formats.

What is found out about a file is told to the reader, who can say otherwise; nothing is decoded by guess.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.tables import MAX_CELL

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_HEAD = 1 << 16
_LONGEST_LINE = 1 << 24
# The longer of two that begin alike comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Reading:
    """How a file is to be read; "" where it is to be found out."""

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    records: str = ""


def find_encoding(path: Path) -> str:
    """Return the encoding that a file's first bytes name, UTF-8 where they name none."""
    with path.open("rb") as handle:
        head = handle.read(4)
    return next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")


def open_lines(path: Path, file: str, encoding: str) -> Iterator[str]:
    """Yield the lines of a text file; raises DatasetError for what is not in its encoding, or a line without end."""
    number = 0
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError
        with path.open("r", encoding=encoding, newline="") as handle:
            while line := handle.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE:
                    message = f"line {number} has no end."
                    raise DatasetError([Problem(file, number, "", message, "name a text file, or its --encoding.")])
                yield line
    except LookupError as cause:
        message = f"'{shorten_value(encoding)}' is no encoding."
        raise DatasetError([Problem(file, 0, "", message, "write utf-8, utf-16, cp1252 or another.")]) from cause
    except UnicodeError as cause:
        bad = cause.object[cause.start : cause.start + 1].hex() if isinstance(cause, UnicodeDecodeError) else ""
        message = f"after line {number} stands what is not {encoding}" + (f" (byte 0x{bad})." if bad else ".")
        fix = "save it as UTF-8, or say its encoding: --encoding cp1252."
        raise DatasetError([Problem(file, 0, "", message, fix)]) from cause


def read_delimited(
    path: Path, file: str, needed: Collection[str], reading: Reading, form: str
) -> tuple[list[str], str, Iterator[tuple[int, list[str]]]]:
    """Return the header, how the file is read, and its rows with the line in which each begins."""
    encoding = reading.encoding or find_encoding(path)
    delimiter = reading.delimiter or ("\t" if form == "tsv" else "")
    if delimiter in ("tab", "\\t"):
        delimiter = "\t"
    if delimiter and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        message = f"'{shorten_value(delimiter)}' is no delimiter."
        raise DatasetError([Problem(file, 0, "", message, "write one sign, or tab.")])
    delimiter = delimiter or _find_delimiter(path, file, encoding, needed)
    rows = _rows(path, file, encoding, delimiter)
    _, header = next(rows, (1, []))
    header = [name.strip() for name in header]
    name = DELIMITERS.get(delimiter, f"'{delimiter}'")
    said = "UTF-8" if encoding in ("utf-8", "utf-8-sig") else encoding.upper()
    return header, f"{said}, separated by {name}", rows


def _find_delimiter(path: Path, file: str, encoding: str, needed: Collection[str]) -> str:
    """Return the sign that parts the header into most of the columns that are needed, then into most columns."""
    head, size = [], 0
    for line in open_lines(path, file, encoding):
        head.append(line)
        size += len(line)
        if size >= _HEAD:
            break

    def score(sign: str) -> tuple[int, int]:
        csv.field_size_limit(max(MAX_CELL, size + 1))
        row = next(csv.reader(io.StringIO("".join(head), newline=""), delimiter=sign), [])
        names = {name.strip() for name in row}
        return len(names & set(needed)), len(row)

    return max(DELIMITERS, key=score)


def _rows(path: Path, file: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(open_lines(path, file, encoding), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as cause:
            message = f"the row cannot be read: {shorten_value(str(cause))}."
            if "field larger" in str(cause):
                message = f"a cell is longer than {MAX_CELL} characters."
            fix = "close every quotation mark, and write one inside a cell twice."
            raise DatasetError([Problem(file, line, "", message, fix)]) from cause
        if row:
            yield line, row
        line = reader.line_num + 1
