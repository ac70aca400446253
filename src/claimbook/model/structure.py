"""Structure of a dataset: is each cell written as its column says, each key unique, does each reference lead somewhere?

What the cells mean together is not judged here (checks.py does).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from math import inf

from claimbook import paths
from claimbook.errors import NotationError, Problem, list_values, shorten_value
from claimbook.model.cells import Cells
from claimbook.model.dates import parse_date
from claimbook.model.descriptor import Column, Descriptor, Table
from claimbook.model.meant import Remedies, meant_term, plain_names
from claimbook.model.plain import FORMULA_SIGNS, find_fault, find_formula
from claimbook.model.quantities import parse_quantity
from claimbook.model.vocabularies import Vocabulary

LIST_SEPARATOR = ";"
ID = re.compile(r"[a-z][a-z0-9-]{1,63}")
_ID_REMEDY = "use 2 to 64 of a-z, 0-9 and -, beginning with a letter."
# Windows cannot make a file of this name, and ids become files.
_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))])
_PATTERNS = {
    "url": (
        re.compile(r"https?://[^\s<>\"'`\\]+"),
        "no web address",
        "write it whole, from http:// or https://.",
    ),
    "language": (
        re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
        "no language tag",
        "write a BCP 47 tag: en, ar, de.",
    ),
    "country": (re.compile(r"[A-Z]{3}"), "no country code", "write an ISO 3166-1 alpha-3 code: JOR."),
    "sha256": (re.compile(r"[0-9a-f]{64}"), "no SHA-256", "write 64 hexadecimal digits."),
    "duration": (
        re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?", re.ASCII),
        "no duration",
        "write an ISO 8601 duration: P1D for a day.",
    ),
    "integer": (re.compile(r"0|[1-9][0-9]{0,11}"), "no whole number", "write digits only: 142."),
    "number": (re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,8})?"), "no decimal number", "write it with a point: 35.1819."),
}

# Columns that say what a row is called.
_NAMING = ("name", "also_written", "title", "label", "question")
# Cells of a column that are no terms for which it is looked what was meant; of more, a script has made them.
_MOST_REMEDIES = 200

# A table's columns, in the order of its descriptor.
Columns = list[Cells]
# Kinds whose cells are so plain that many are taken at once: what one of them has to match.
_PLAIN = {
    "id": ID.pattern,
    "ref": ID.pattern,
    **{kind: _PATTERNS[kind][0].pattern for kind in ("sha256", "integer")},
}
_PLAIN_COLUMNS = {kind: re.compile(f"(?:(?:{pattern})\n)*+") for kind, pattern in _PLAIN.items()}


def split_list(cell: str) -> list[str]:
    """Return the members of a list cell, without the spaces around them; none for an empty cell."""
    return [part.strip() for part in cell.split(LIST_SEPARATOR)] if cell else []


def check_cells(
    table: Table, columns: Columns, descriptor: Descriptor, leave: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each cell that is not written as its column says, or is empty and may not be.

    References to the tables in `leave` are judged later: what is no id is in no row either, and told there.
    """
    for column, cells in zip(table.columns, columns, strict=True):
        texts = cells.values.tolist()
        if _are_plain(texts, column):
            continue
        is_left = column.refers_to in leave
        check = _cell_check(column, descriptor, may_be_no_id=is_left)
        column = replace(column, limits={}) if is_left else column
        verdicts = [_judge(text, column, check) for text in texts]
        for row in cells.rows_where([verdict is not None for verdict in verdicts]).tolist():
            if verdict := verdicts[cells.place(row)]:
                yield Problem(table.path, row + 2, column.name, *verdict)


def _are_plain(texts: list[str], column: Column) -> bool:
    """Whether it is plain that every cell is written as it should be; if not, each is judged by itself."""
    said = texts if column.is_required else [text for text in texts if text]
    if column.kind == "text" and not column.limits.get("pattern"):
        # What is printable holds no control character.
        is_one_line = all(said) and " ".join(said).isprintable() and list(map(str.strip, said)) == said
        return is_one_line and FORMULA_SIGNS.isdisjoint([text[0] for text in said])
    pattern = _PLAIN.get(column.kind)
    if pattern is None or column.limits.get("pattern", pattern) != pattern:
        return False
    if not _PLAIN_COLUMNS[column.kind].fullmatch("\n".join([*said, ""])):
        return False
    if column.kind == "integer":
        numbers = list(map(int, said)) or [0]
        low, high = column.limits.get("minimum", 0), column.limits.get("maximum", inf)
        return bool(low <= min(numbers) and max(numbers) <= high)
    return column.kind == "sha256" or _DEVICES.isdisjoint(said)


def _judge(cell: str, column: Column, check: Callable[[str], tuple[str, str] | None]) -> tuple[str, str] | None:
    if not cell:
        return ("the cell is empty.", "fill it in: it is required.") if column.is_required else None
    if cell != cell.strip():
        return (f"'{shorten_value(cell)}' has white space around it.", "take it out.")
    if fault := find_fault(cell):
        return fault
    return check(cell) or _check_formula(cell, column) or _check_limits(cell, column)


def _check_formula(cell: str, column: Column) -> tuple[str, str] | None:
    # Where a list's separator parts cells, as in many a country's spreadsheets, each member begins one.
    parts = split_list(cell) if column.kind == "list" else [cell]
    return None if column.kind == "number" else next(filter(None, map(find_formula, parts)), None)


def _check_limits(cell: str, column: Column) -> tuple[str, str] | None:
    """Hold a cell to the `pattern`, `minimum` and `maximum` that the schema gives its column."""
    pattern = column.limits.get("pattern")
    if pattern and not re.fullmatch(pattern, cell):
        return (f"'{shorten_value(cell)}' is not written as the column asks.", f"write it to match {pattern}")
    low, high = column.limits.get("minimum"), column.limits.get("maximum")
    if column.type in ("integer", "number"):
        if low is not None and float(cell) < low:
            return (f"'{shorten_value(cell)}' is less than {low}.", f"write {low} or more.")
        if high is not None and float(cell) > high:
            return (f"'{shorten_value(cell)}' is more than {high}.", f"write {high} or less.")
    return None


def _cell_check(
    column: Column, descriptor: Descriptor, *, may_be_no_id: bool
) -> Callable[[str], tuple[str, str] | None]:
    kind = column.kind
    if kind in ("edtf", "quantity"):
        return lambda cell: _check_notation(cell, parse_date if kind == "edtf" else parse_quantity)
    if kind in ("term", "terms"):
        vocabulary = descriptor.vocabularies[column.vocabulary]
        meant: dict[str, str] = {}
        return lambda cell: _check_terms(cell, kind, vocabulary, meant)
    if kind in ("id", "ref", "refs"):
        return lambda cell: _check_ids(split_list(cell) if kind == "refs" else [cell], may_be_no_id=may_be_no_id)
    if kind == "day":
        return _check_day
    if kind in _PATTERNS:
        return lambda cell: _check_pattern(cell, kind)
    if kind == "list":
        return lambda cell: (
            ("a member of the list is empty.", "take out the spare ';'.") if "" in split_list(cell) else None
        )
    return lambda cell: None


def _check_notation(cell: str, parse: Callable[[str], object]) -> tuple[str, str] | None:
    try:
        parse(cell)
    except NotationError as error:
        return (error.message, error.fix)
    return None


def _check_terms(cell: str, kind: str, vocabulary: Vocabulary, meant: dict[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with a cell of terms; `meant` keeps what the first of those that are none may mean."""
    for part in split_list(cell) if kind == "terms" else [cell]:
        if part not in vocabulary.terms:
            if part not in meant and len(meant) < _MOST_REMEDIES:
                meant[part] = meant_term(part, {name: term.label for name, term in vocabulary.terms.items()})
            first = f"write {meant[part]}, if that is meant; else " if meant.get(part) else ""
            fix = f"{first}use one of: {list_terms(vocabulary)}{_way_to_add(vocabulary)}."
            return (f"'{shorten_value(part)}' is no term of {vocabulary.name}.", fix)
    return None


def list_terms(vocabulary: Vocabulary) -> str:
    """Return the terms of a vocabulary in one line, cut where they are very many."""
    return list_values(vocabulary.terms)


def _way_to_add(vocabulary: Vocabulary) -> str:
    """Return where a dataset adds a term of its own, to follow the terms that are there; "" for a closed list."""
    if vocabulary.is_closed:
        return ""
    place = f"vocabularies.{vocabulary.name}.terms in {paths.DESCRIPTOR}"
    return f"; or add a term of the dataset's own, with name, label and definition, to {place}"


def _check_ids(ids: list[str], *, may_be_no_id: bool = False) -> tuple[str, str] | None:
    for identifier in ids:
        if not may_be_no_id and not ID.fullmatch(identifier):
            return (f"'{shorten_value(identifier)}' is no id.", _ID_REMEDY)
        if identifier in _DEVICES:
            return (f"'{identifier}' is the name of a device on Windows.", "choose another id.")
    return ("an id stands twice in the list.", "name each once.") if len(set(ids)) < len(ids) else None


def _check_day(cell: str) -> tuple[str, str] | None:
    try:
        is_day = date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        is_day = False
    return None if is_day else (f"'{shorten_value(cell)}' is no day.", "write year-month-day: 2025-03-10.")


def _check_pattern(cell: str, kind: str) -> tuple[str, str] | None:
    pattern, what, fix = _PATTERNS[kind]
    return None if pattern.fullmatch(cell) else (f"'{shorten_value(cell)}' is {what}.", fix)


def check_keys(table: Table, columns: Columns) -> Iterator[Problem]:
    """Yield a problem for each row whose key another row above it has."""
    texts = [columns[table.column_names.index(name)].texts().tolist() for name in table.key]
    if any(len(set(column)) == len(column) for column in texts):
        return
    keys: list[tuple[str, ...]] = list(zip(*texts, strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, ...], int] = {}
    for number, key in enumerate(keys, 2):
        if key in first:
            shown = shorten_value(" + ".join(key))
            message = f"'{shown}' stands in row {first[key]} already."
            yield Problem(table.path, number, " + ".join(table.key), message, "give each row a key of its own.")
        else:
            first[key] = number


def check_references(
    tables: dict[str, Table], columns: dict[str, Columns], unreadable: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each reference to an id that no row has; none for those into a table that is unreadable."""
    referred = {column.refers_to for table in tables.values() for column in table.columns}
    ids = {name: set(columns[name][0].values.tolist()) for name in tables if name in referred}
    remedies = Remedies(cache(lambda name: _names_in(tables[name], columns[name]) if name in tables else {}))
    for name, table in tables.items():
        for column, cells in zip(table.columns, columns[name], strict=True):
            if column.kind in ("ref", "refs") and column.refers_to not in unreadable:
                yield from _check_references_of(table, column, cells, ids.get(column.refers_to, set()), remedies)


def _names_in(table: Table, columns: Columns) -> dict[str, str]:
    """Return the ids of a table's rows by what the rows are called."""
    own = columns[0].texts().tolist()
    called = [cells for column, cells in zip(table.columns, columns, strict=True) if column.name in _NAMING]
    return plain_names(
        (row, name) for cells in called for row, text in zip(own, cells.texts().tolist(), strict=True)
        for name in split_list(text)
    )  # fmt: skip


def _check_references_of(
    table: Table, column: Column, cells: Cells, known: set[str], remedies: Remedies
) -> Iterator[Problem]:
    texts = cells.values.tolist()
    if known.issuperset(filter(None, texts)):
        return
    missing = [[part for part in split_list(text) if part not in known] for text in texts]
    takes_many = column.kind == "refs"
    for row in cells.rows_where([bool(parts) for parts in missing]).tolist():
        for identifier in missing[cells.place(row)]:
            message = f"'{shorten_value(identifier)}' is in no row of {column.refers_to}."
            fix = remedies.find(identifier, known, column.refers_to, takes_many=takes_many)
            yield Problem(table.path, row + 2, column.name, message, fix)
