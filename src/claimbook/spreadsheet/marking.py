"""Put texts into cells of a workbook that somebody works in, and leave everything else in it byte for byte.

What belongs here: the one change that is made in a file of somebody else's. What does not: which cells, and why.

A library that reads a workbook and writes it anew loses what it does not know: pictures, talks beside cells, lists to
choose from that lead to another sheet as Excel writes them, the results of formulas. So only the elements of the cells
are replaced, in the XML of their sheet; a cell keeps its style.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape as escape_xml

from claimbook.errors import shorten_value
from claimbook.spreadsheet.container import SAVE_AGAIN, WorkbookError, open_container
from claimbook.spreadsheet.escapes import escape
from claimbook.spreadsheet.sheets import letters, place_of

Place = tuple[int, int]
_TAG = re.compile(rb"<((?:[^\s:<>/]+:)?)c[\s/>]")


def mark_cells(path: Path, part: str, texts: Mapping[Place, str]) -> bytes:
    """Return a workbook's bytes in which cells of a sheet, by row and column from 1, hold other texts.

    Only cells that stand in the sheet are changed. Raises WorkbookError where the workbook cannot be read.
    """
    made = BytesIO()
    with open_container(path) as container:
        container.copy(made, part, lambda data: set_texts(data, texts, shorten_value(path.name)))
    return made.getvalue()


def set_texts(data: bytes, texts: Mapping[Place, str], name: str) -> bytes:
    """Return a sheet's XML in which cells hold other texts."""
    pieces = []
    last = 0
    for found in _Finder(name).find(data, texts):
        text = escape_xml(escape(texts[found.place]))
        style = f' s="{found.style}"' if found.style else ""
        row, column = found.place
        tag = f"{found.prefix}c"
        inside = f"<{found.prefix}is><{found.prefix}t>{text}</{found.prefix}t></{found.prefix}is>"
        cell = f'<{tag} r="{letters(column)}{row}"{style} t="inlineStr">{inside}</{tag}>'
        pieces += [data[last : found.start], cell.encode()]
        last = found.end
    return b"".join([*pieces, data[last:]])


class _Found(NamedTuple):
    """Where a cell's element stands among the bytes of a sheet, how the format is called there, and its style."""

    place: Place
    start: int
    end: int
    prefix: str
    style: str


class _Finder:
    """Finds the elements of cells among the bytes of a sheet."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[_Found] = []
        self._open: tuple[Place, int, str] | None = None
        self._row = self._column = 0

    def find(self, data: bytes, places: Collection[Place]) -> list[_Found]:
        """Return where the cells stand, in the order of the sheet."""
        self._data, self._places = data, places
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = lambda *declared: self._refuse("declares a document type")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        if b"\0" in data[:4]:
            self._refuse("is not in UTF-8")
        self._parser.Parse(data, True)
        return self._found

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            self._refuse("is not in UTF-8")

    def _refuse(self, why: str) -> None:
        raise WorkbookError(f"a sheet of {self._name} {why}.", fix=SAVE_AGAIN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            place = place_of(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            self._column = place[1]
            if place in self._places:
                self._open = place, self._parser.CurrentByteIndex, attributes.get("s", "")

    def _end(self, name: str) -> None:
        if self._open is None or name.rpartition(" ")[2] != "c":
            return
        (place, start, style), self._open = self._open, None
        tag = _TAG.match(self._data, start)
        prefix = tag[1].decode() if tag else ""
        end = self._parser.CurrentByteIndex
        if self._data.startswith(f"</{prefix}c".encode(), end):  # of an empty element, <c/>, it is the end already
            end = self._data.index(b">", end) + 1
        self._found.append(_Found(place, start, end, prefix, style if style.isdecimal() else ""))
