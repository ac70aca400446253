"""A worksheet as a workbook: the rows on one sheet, all cells texts, lists to choose from, and what explains them.

What belongs here: how the workbook of a worksheet looks. What does not: what comes back of it (workbook_in).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from claimbook.coding.columns import ACCEPT, COLUMNS, CONTEXT, DONE, NO, PARTS, YES, describe_columns
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import Column
from claimbook.spreadsheet.escapes import LONGEST, measure
from claimbook.spreadsheet.making import (
    BOLD,
    FIRST,
    MOST_CHOICES,
    TERMS,
    Look,
    Maker,
    add_choices,
    describe,
    explain,
    refuse_other_terms,
)
from claimbook.spreadsheet.sheets import letters

CODING = "Coding"
IDS = "Ids"
# The tables whose ids a coder names, and the column by which somebody knows a row.
_NAMED = {"actors": "name", "incidents": "title", "places": "name", "claims": "summary"}
_READ, _READ_HEAD = "F2F2F2", "D9D9D9"
_HEADS = {
    "passages": "DDEBF7", "claims": "E2EFDA", "figures": "FFF2CC", "statements": "FCE4D6", "attributions": "EADCF4",
}  # fmt: skip
# What is to be read stays in sight while the rest moves, so it leaves room beside it on a small screen.
_WIDTHS = {
    ACCEPT: 10, "found": 11, "in_text": 18, "sentence": 42, "speaker": 14, "verb": 10, "dates": 12, "start": 8,
    "end": 8, "words": 32, "summary": 42, "note": 32, "no_claim_reason": 24, "quantity_words": 24, "deed": 32,
    "against": 24, "counted": 18, "hedge": 18, "claim_id": 20, "claimant_id": 20, "incident_id": 20, "place_id": 20,
    "accused_id": 20,
}  # fmt: skip
_NARROWEST = 14
_LINE = 15  # points
_MOST_LINES = 10
_FIRST = 100
_WRAPPED = Look(wraps=True)


def make_worksheet_book(dataset: Dataset, rows: Sequence[dict[str, str]], name: str) -> bytes:
    """Return the bytes of a worksheet's workbook, which will lie under a name: the same for the same rows."""
    return _Writer(dataset, rows, name).make()


class _Writer:
    def __init__(self, dataset: Dataset, rows: Sequence[dict[str, str]], name: str) -> None:
        self._columns = describe_columns()
        self._maker = Maker(dataset.descriptor.vocabularies, self._columns.values())
        self._rows, self._name = rows, name
        self._ids = {table: _list_ids(dataset, table) for table in _NAMED}

    def make(self) -> bytes:
        """Return the whole workbook."""
        self._add_rows()
        self._add_first()
        self._maker.add_terms()
        self._add_ids()
        return self._maker.save()

    def _add_rows(self) -> None:
        widths = [_WIDTHS.get(name, max(len(name) + 3, _NARROWEST)) for name in COLUMNS]
        sheet = self._maker.sheet(CODING, widths, freeze=f"{letters(len(CONTEXT) + 2)}2")
        header = self._maker.cells(sheet, COLUMNS, [Look(bold=True, fill=_head(name)) for name in COLUMNS])
        for cell, column in zip(header, self._columns.values(), strict=True):
            explain(cell, _tell(column))
        sheet.append(header)
        looks = [Look(fill=_READ if name in CONTEXT else "", wraps=True) for name in COLUMNS]
        for number, row in enumerate(self._rows, 2):
            sheet.row_dimensions[number].height = _height(row)
            sheet.append(self._maker.cells(sheet, [_fit(row.get(name, "")) for name in COLUMNS], looks))
        sheet.auto_filter.ref = f"A1:{letters(len(COLUMNS))}{len(self._rows) + 1}"
        for number, column in enumerate(self._columns.values(), 1):
            self._add_list(sheet, letters(number), column)

    def _add_list(self, sheet: Any, place: str, column: Column) -> None:
        if column.name == ACCEPT:
            add_choices(sheet, place, f'"{YES},{NO}"', f"Write {YES} or {NO}, or leave the cell empty.")
        elif choices := self._maker.place_of_terms(column) or self._place_of_ids(column.refers_to):
            add_choices(sheet, place, choices, refuse_other_terms(column))

    def _place_of_ids(self, wanted: str) -> str:
        """Return where the ids of a table stand; "" if no list is practical."""
        first = 2
        for table, ids in self._ids.items():
            if table == wanted and ids:
                return f"{IDS}!$B${first}:$B${first + len(ids) - 1}"
            first += len(ids)
        return ""

    def _add_first(self) -> None:
        title, *how = _how(self._name)
        rows = [(["", title], [BOLD, BOLD]), *((["", line], [_WRAPPED] * 2) for line in [*how, ""])]
        rows.append((["colour", "columns"], [BOLD, BOLD]))
        for colour, part, names in [(_READ_HEAD, "to be read", CONTEXT), *((_HEADS[t], *PARTS[t]) for t in PARTS)]:
            rows.append(([part, ", ".join(names)], [Look(fill=colour, wraps=True), _WRAPPED]))
        sheet = self._maker.sheet(FIRST, [18, _FIRST])
        for number, (texts, looks) in enumerate(rows, 1):
            sheet.row_dimensions[number].height = _LINE * _count_lines(texts[1], _FIRST)
            sheet.append(self._maker.cells(sheet, texts, looks))

    def _add_ids(self) -> None:
        sheet = self._maker.sheet(IDS, [14, 32, 90], freeze="A2")
        sheet.append(self._maker.cells(sheet, ["table", "id", "name"], repeat(BOLD)))
        for table, ids in self._ids.items():
            for row_id, name in ids:
                sheet.append(self._maker.cells(sheet, [table, row_id, _fit(name)]))


def _list_ids(dataset: Dataset, table: str) -> list[tuple[str, str]]:
    """Return the ids of a table with their names, by id; none where there are too many to choose from."""
    frame = dataset.frames[table]
    if len(frame) > MOST_CHOICES:
        return []
    return sorted(zip(frame[f"{table[:-1]}_id"].tolist(), frame[_NAMED[table]].tolist(), strict=True))


def _head(name: str) -> str:
    if name in CONTEXT:
        return _READ_HEAD
    return next((_HEADS[table] for table, (_, names) in PARTS.items() if name in names), "")


def _tell(column: Column) -> Iterable[str]:
    """Return what a comment says of a column: of what it is first, since a name may be that of several."""
    part = next((part for part, names in PARTS.values() if column.name in names), "")
    if not part:
        return [f"{column.title}. {column.description}", "" if column.name == ACCEPT else "To be read."]
    return [f"Of the {part}.", *describe(column, IDS if column.refers_to in _NAMED else column.refers_to)]


def _height(row: dict[str, str]) -> int:
    """Return a row's height in points. No spreadsheet must find it when it opens a file, and LibreOffice does not."""
    lines = [_count_lines(row.get(name, ""), _WIDTHS[name]) for name in ("sentence", "in_text")]
    # What was found is often the whole sentence, which is beside it and wider: its beginning will do then.
    return _LINE * min(max(2, lines[0], min(lines[1], 3)), _MOST_LINES)


def _count_lines(text: str, width: int) -> int:
    return -(-len(text) // (width - 2)) or 1


def _fit(text: str) -> str:
    """Return a text cut to what a cell holds. Only what is shown of a source can be longer; it is in its text."""
    return text if measure(text) <= LONGEST else text[: LONGEST // 2 - 1] + "…"


def _how(name: str) -> list[str]:
    return [
        "Coding a text",
        f"Each row of the sheet {CODING} proposes a figure, a quotation or a statement. None of it is a claim before "
        f"you write {YES} into the column {ACCEPT}; {NO} says that it is none.",
        "Fill in what is missing, and mend what is proposed. Rest the pointer on a column's name to read what belongs "
        "in it. Grey columns are to be read only. Rows with one claim_id are one claim.",
        f"Save and close the workbook, then: claimbook accept {name}. It takes all rows with {YES}, or says what is "
        f"amiss by sheet, row and column and takes none. What it took is marked {DONE}: it is passed over from then "
        "on, and mended in the dataset's tables.",
        "All cells are text, so that a spreadsheet leaves dates, ids and quantities such as >=973 as they are written. "
        "Paste values only; no formulas.",
        f"Cells that name a term or an id have a list to choose from. The sheets {TERMS} and {IDS} say what is meant, "
        "as it was when this workbook was made. An id that was added since can be typed. Part several with ;",
        "Columns, sheets, colours and comments of your own stay, and are not read. Keep the names of the sheet "
        f"{CODING} and of its columns.",
        "Leave this file beside its text, and the text as it is. Neither is ever published.",
    ]
