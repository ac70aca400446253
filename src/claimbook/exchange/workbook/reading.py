"""From a workbook to the rows of a dataset's tables: which sheet is which table, which cell which column.

What belongs here: what is refused of sheets and headers, and where. What does not: what one cell means (undo), whether
the rows keep the dataset's rules, and where they go (taking).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.errors import DatasetError, NotationError, Problem, shorten_value
from claimbook.model.descriptor import Descriptor, Table
from claimbook.model.findings import Findings
from claimbook.spreadsheet.container import open_container
from claimbook.spreadsheet.making import FIRST, TERMS
from claimbook.spreadsheet.sheets import Book, Cell, Made, Sheet, letters, read_book
from claimbook.spreadsheet.telling import Undone, tell_undone
from claimbook.spreadsheet.undo import undo

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass
class Incoming:
    """What a workbook holds: by table, its rows and the row of the sheet that each comes from.

    `notes` says what was undone or left, `exported` has the digest of each table as it was when the workbook was made,
    `refused` the cells of which no text can be had: `?` stands in their place, so that the others can be judged.
    """

    name: str
    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    exported: dict[str, str] = field(default_factory=dict)
    refused: Findings = field(default_factory=Findings)

    def sheet_of(self, table: str) -> str:
        """Return how the place of a problem on a table's sheet begins."""
        return f"{self.name}, sheet {shorten_value(table)}"


def read_workbook(path: Path, descriptor: Descriptor) -> Incoming:
    """Return a workbook's tables in the columns of the descriptor.

    Raises DatasetError with every problem of its sheets (and of its cells then), WorkbookError where it cannot be read
    at all.
    """
    with open_container(path) as container:
        book = read_book(container)
    incoming = Incoming(shorten_value(path.name))
    findings = Findings()
    counted = Counter(sheet.name.lower() for sheet in book.sheets)
    for sheet in book.sheets:
        _take_sheet(sheet, book, descriptor, incoming, findings)
    for name in descriptor.tables:
        if counted[name] != 1:
            message = "the sheet is missing." if not counted[name] else "the sheet stands twice."
            fix = "put it back: export the dataset again, and copy your rows into that workbook."
            findings.extend([Problem(incoming.sheet_of(name), 0, "", message, fix)])
    if findings:
        raise DatasetError([*findings.listed(), *incoming.refused.listed()])
    return incoming


def _take_sheet(sheet: Sheet, book: Book, descriptor: Descriptor, incoming: Incoming, findings: Findings) -> None:
    if sheet.name == FIRST:
        _take_digests(sheet, incoming)
    elif sheet.name == TERMS:
        findings.extend(_added_terms(sheet, descriptor, incoming))
    elif table := descriptor.tables.get(sheet.name):
        _take_table(sheet, book, table, incoming, findings)
    elif sheet.rows:
        hidden = "a hidden sheet" if sheet.is_hidden else "a sheet"
        message = f"{hidden} that is no table of the dataset."
        fix = f"take the sheet out; the tables are {', '.join(descriptor.tables)}."
        findings.extend([Problem(incoming.sheet_of(sheet.name), 0, "", message, fix)])


def _take_digests(sheet: Sheet, incoming: Incoming) -> None:
    for _, cells in sheet.rows:
        name, digest = cells.get(1), cells.get(4)
        if isinstance(name, str) and isinstance(digest, str) and _DIGEST.fullmatch(digest):
            incoming.exported[name] = digest


def _added_terms(sheet: Sheet, descriptor: Descriptor, incoming: Incoming) -> list[Problem]:
    """Return a problem for each term that somebody added here: nobody would find out that it went nowhere."""
    found = []
    for row, cells in sheet.rows[1:]:
        name, term = cells.get(1, ""), cells.get(2, "")
        vocabulary = descriptor.vocabularies.get(name) if isinstance(name, str) else None
        if vocabulary is None or term not in vocabulary.terms:
            shown = shorten_value(_shown(term) or _shown(name))
            message = f"'{shown}' is no term of the dataset's; this sheet only explains them."
            fix = "add the term to vocabularies in datapackage.json, with label and definition, or take the row out."
            found.append(Problem(incoming.sheet_of(TERMS), row, "term", message, fix))
    return found


def _shown(cell: Cell) -> str:
    return cell.value if isinstance(cell, Made) else cell


def _take_table(sheet: Sheet, book: Book, table: Table, incoming: Incoming, findings: Findings) -> None:
    place = incoming.sheet_of(table.name)
    header = sheet.rows[0][1] if sheet.rows and sheet.rows[0][0] == 1 else {}
    columns, problems = _match_header(header, sheet, table, place)
    for merged in sheet.merged:
        message = f"the cells {shorten_value(merged)} are merged into one."
        problems.append(Problem(place, 0, "", message, "unmerge them, and fill in each cell that is meant."))
    findings.extend(problems)
    if problems:
        return
    undone: list[Undone] = []
    taken = incoming.rows[table.name] = []
    places = incoming.places[table.name] = []
    for row, cells in sheet.rows[1:]:
        texts = _take_row(cells, columns, table, book.from_1904, undone, incoming.refused, (place, row))
        if any(texts):
            taken.append(texts)
            places.append(row)
    incoming.notes += _notes_of(sheet, place, undone)


def _take_row(
    cells: dict[int, Cell], columns: dict[int, int], table: Table, from_1904: bool, undone: list[Undone],
    findings: Findings, place: tuple[str, int],
) -> list[str]:  # fmt: skip
    texts = [""] * len(columns)
    for number, cell in cells.items():
        index = columns[number]
        try:
            texts[index], was = undo(cell, table.columns[index], from_1904)
        except NotationError as error:
            findings.extend([Problem(*place, table.columns[index].name, error.message, error.fix)])
            texts[index] = "?"  # a row of refused cells is no empty one
        else:
            if was:
                undone.append(Undone(was, table.columns[index].name, place[1]))
    return texts


def _match_header(
    header: dict[int, Cell], sheet: Sheet, table: Table, place: str
) -> tuple[dict[int, int], list[Problem]]:
    """Return for each column of the sheet which of the table's it is, and what is wrong with the header."""
    used = sorted({column for _, cells in sheet.rows for column in cells})
    problems = []
    columns: dict[int, int] = {}
    for number in used:
        cell = header.get(number, "")
        name = cell if isinstance(cell, str) else ""
        name = name if name in table.column_names else name.strip()
        if not name:
            message = f"column {letters(number)} holds cells, and no name in row 1."
            problems.append(Problem(place, 1, "", message, "write the column's name into row 1, or empty the column."))
        elif name not in table.column_names:
            fix = "take the column out, or name it in the descriptor."
            problems.append(Problem(place, 1, shorten_value(name), "the descriptor names no such column.", fix))
        elif (index := table.column_names.index(name)) in columns.values():
            problems.append(Problem(place, 1, shorten_value(name), "the column stands twice.", "keep one."))
        else:
            columns[number] = index
    for index, name in enumerate(table.column_names):
        if index not in columns.values():
            fix = "add it; its cells may be empty."
            problems.append(Problem(place, 1, shorten_value(name), "the column is missing.", fix))
    return columns, problems


def _notes_of(sheet: Sheet, place: str, undone: list[Undone]) -> list[str]:
    notes = tell_undone(place, undone)
    if sheet.is_hidden:
        notes.append(f"{place}: the sheet is hidden; its rows are taken as those of any other.")
    if sheet.comments:
        shown = ", ".join(sheet.comments[:5]) + (", …" if len(sheet.comments) > 5 else "")
        notes.append(
            f"{place}: comments are not taken over ({len(sheet.comments)}: {shown}); what is to stay belongs in a cell."
        )
    return notes
