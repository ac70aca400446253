"""The sheets of a workbook, cell by cell as they are stored: a text, or what a spreadsheet made of one.

What belongs here: the parts of the format that hold cells. What does not: what a cell should have been (undo), which
sheet is which table (reading).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from claimbook.spreadsheet.container import Container, WorkbookError
from claimbook.spreadsheet.escapes import LONGEST, measure, unescape

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
# One long text can stand in the file once and in a million cells.
MOST_TEXT = 1 << 29
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
# Number formats that are not written in the file, as far as they say what a number is (ECMA-376, 18.8.30).
_BUILT_IN = {
    "9": "0%", "10": "0.00%", "14": "m/d/yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm",
    "19": "h:mm:ss", "20": "h:mm", "21": "h:mm:ss", "22": "m/d/yy h:mm", "45": "mm:ss", "46": "[h]:mm:ss",
    "47": "mmss.0", **{str(number): "m/d/yyyy" for number in (*range(27, 37), *range(50, 59))},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A cell that is no text: `value` as it is stored, `form` the number format that it is shown in."""

    kind: Literal["number", "boolean", "error", "date", "formula", "long"]
    value: str
    form: str = ""


Cell = str | Made


@dataclass
class Sheet:
    """One sheet: its rows in order, with the cells that hold something, by column from 1; `part` is where they lie."""

    name: str
    is_hidden: bool
    part: str = ""
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass
class Book:
    """The sheets in order, and whether dates count from 1904."""

    sheets: list[Sheet]
    from_1904: bool


def read_book(container: Container) -> Book:
    """Return all sheets of a workbook; raises WorkbookError, or what the container turns into one."""
    listed: list[dict[str, str]] = []
    settings: dict[str, str] = {}
    main = next((target for kind, target in container.relations("").values() if kind == "officeDocument"), "")

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            listed.append(attributes)
        elif name == "workbookPr":
            settings.update(attributes)

    if not container.has(main):
        raise WorkbookError(f"{container.name} holds no workbook.", fix="name a workbook saved as .xlsx.")
    container.parse(main, start, _pass, _pass)
    relations = container.relations(main)
    parts = dict(relations.values())
    reader = _Reader(
        container,
        _read_strings(container, parts["sharedStrings"]) if "sharedStrings" in parts else [],
        _read_formats(container, parts["styles"]) if "styles" in parts else [],
    )
    sheets = [
        reader.read(relations[found["id"]][1], found["name"], found.get("state", "visible") != "visible")
        for found in listed
        if relations[found["id"]][0] == "worksheet"
    ]
    return Book(sheets, settings.get("date1904", "0") in ("1", "true"))


def _pass(text: str) -> None:
    """Take no notice."""


def _read_strings(container: Container, part: str) -> list[str]:
    texts: list[str] = []
    taking = _Text()

    def end(name: str) -> None:
        if name == "si":
            texts.append(unescape(taking.take()))
        else:
            taking.end(name)

    container.parse(part, lambda name, attributes: taking.start(name), end, taking.text)
    return texts


class _Text:
    """Gathers the text of `t` elements, and of no others; how a name is pronounced (`rPh`) is none of the cell's."""

    def __init__(self, *names: str) -> None:
        self._names = names or ("t",)
        self._pieces: list[str] = []
        self._in_text = self._in_sound = False

    def start(self, name: str) -> None:
        self._in_sound = self._in_sound or name == "rPh"
        self._in_text = name in self._names and not self._in_sound

    def end(self, name: str) -> None:
        self._in_sound = self._in_sound and name != "rPh"
        self._in_text = False

    def text(self, piece: str) -> None:
        if self._in_text:
            self._pieces.append(piece)

    def take(self) -> str:
        whole = "".join(self._pieces)
        self._pieces.clear()
        return whole


def _read_formats(container: Container, part: str) -> list[str]:
    """Return the number format of each style that a cell can name."""
    codes = dict(_BUILT_IN)
    formats: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and "numFmtId" in attributes:
            codes[attributes["numFmtId"]] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in inside:
            formats.append(codes.get(attributes.get("numFmtId", "0"), ""))
        inside.append(name)

    container.parse(part, start, lambda name: _pass(inside.pop()), _pass)
    return formats


class _Reader:
    """Reads sheets that share strings and styles."""

    def __init__(self, container: Container, strings: list[str], formats: list[str]) -> None:
        self._container = container
        self._strings = strings
        self._formats = formats
        self._left = MOST_TEXT

    def read(self, part: str, name: str, is_hidden: bool) -> Sheet:
        self.sheet = Sheet(name, is_hidden, part)
        self._row = self._column = 0
        self._cells: dict[int, Cell] = {}
        self._attributes: dict[str, str] = {}
        self._is_formula = False
        self._taking = _Text("v", "t", "f")
        self._container.parse(part, self._start, self._end, self._taking.text)
        for kind, target in self._container.relations(part).values():
            if kind in ("comments", "threadedComment"):
                self._container.parse(target, self._comment, _pass, _pass)
        self.sheet.comments = sorted(set(self.sheet.comments))
        return self.sheet

    def _comment(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("comment", "threadedComment") and place_of(attributes["ref"])[0] > 1:
            self.sheet.comments.append(attributes["ref"])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._taking.start(name)
        if name == "row":
            row = int(attributes.get("r", self._row + 1))
            if not self._row < row <= MOST_ROWS:
                raise ValueError(f"row {row} of sheet {self.sheet.name} is out of order")
            self._row, self._column, self._cells = row, 0, {}
        elif name == "c":
            row, column = place_of(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            if row != self._row or not self._column < column <= MOST_COLUMNS:
                raise ValueError(f"a cell of row {self._row} of sheet {self.sheet.name} is out of order")
            self._column, self._attributes, self._is_formula = column, attributes, False
            self._taking.take()
        elif name == "f":
            self._is_formula = True
        elif name == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        self._taking.end(name)
        if name == "f":
            self._attributes = {**self._attributes, "formula": self._taking.take()}
        elif name == "c":
            cell = self._cell(self._taking.take())
            if cell != "":
                self._cells[self._column] = cell
        elif name == "row" and self._cells:
            self.sheet.rows.append((self._row, self._cells))

    def _cell(self, value: str) -> Cell:
        kind = self._attributes.get("t", "n")
        if self._is_formula:
            return Made("formula", "=" + self._attributes.get("formula", ""))
        if not value:
            return ""
        if kind in ("b", "e", "d"):
            return Made({"b": "boolean", "e": "error", "d": "date"}[kind], value)  # type: ignore[arg-type]
        if kind == "n":
            style = int(self._attributes.get("s", "0"))
            return Made("number", value, self._formats[style] if self._formats else "")
        text = self._shared(int(value)) if kind == "s" else unescape(value)
        self._left -= len(text)
        if self._left < 0:
            raise ValueError(f"its cells hold more than {MOST_TEXT} characters")
        return text if measure(text) <= LONGEST else Made("long", text)

    def _shared(self, number: int) -> str:
        if number < 0:
            raise ValueError("a text is numbered below 0")
        return self._strings[number]


def place_of(written: str) -> tuple[int, int]:
    """Return the row and the column, both from 1, of a cell as a workbook names it: AB3 is (3, 28)."""
    match = _PLACE.fullmatch(written)
    if match is None:
        raise ValueError(f"'{written}' is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def letters(column: int) -> str:
    """Return a column's letters, counted from 1: 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
