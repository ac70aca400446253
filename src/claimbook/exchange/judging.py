"""Judge the rows that a batch of records would make, by the rules that `check` has, and say which records break one.

A batch is judged as a small dataset of its own: what a record names, the same record makes. No files are read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimbook.errors import DatasetError, Problem
from claimbook.exchange.mapping import Mapping
from claimbook.exchange.transforms import RowError
from claimbook.model.cells import Cells, Collector, as_texts
from claimbook.model.checks import check_meaning
from claimbook.model.dataset import make_dataset
from claimbook.model.descriptor import Descriptor
from claimbook.model.structure import Columns, check_cells, check_keys, check_references

# Tables whose rows several records share: a source, an actor, a place. The others' rows belong to one record each.
SHARED = frozenset(["sources", "actors", "actor_members", "places", "incidents", "disputes", "positions"])
Made = tuple[str, tuple[str, ...]]


@dataclass
class _Gathered:
    """The rows of one table, with the records that made each."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    owners: list[list[int]] = field(default_factory=list)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)


def find_keys(descriptor: Descriptor) -> dict[str, tuple[int, ...]]:
    """Return where in each table's rows its key stands."""
    return {
        name: tuple(table.column_names.index(column) for column in table.key)
        for name, table in descriptor.tables.items()
    }


def judge(descriptor: Descriptor, batch: Sequence[Sequence[Made]]) -> dict[int, list[str]]:
    """Return for each record of a batch, from 0, that breaks a rule what it breaks; the others can all stand together.

    Raises DatasetError for what is wrong with the dataset as a whole.
    """
    found: dict[int, list[str]] = {}
    left = list(range(len(batch)))
    while left:
        broken: dict[int, list[str]] = defaultdict(list)
        for problem, owners in _find_problems(descriptor, batch, left):
            for owner in owners:
                broken[owner].append(problem)
        if not broken:
            break
        found |= broken
        left = [record for record in left if record not in broken]
    return found


def _find_problems(
    descriptor: Descriptor, batch: Sequence[Sequence[Made]], left: Iterable[int]
) -> Iterator[tuple[str, list[int]]]:
    """Yield each problem in words with the records that made the row; meaning is judged where structure is sound."""
    gathered = _gather(descriptor, batch, left)
    columns = {name: _columns(gathered[name].rows, len(table.columns)) for name, table in descriptor.tables.items()}
    tables = descriptor.tables
    problems = [p for name in tables for p in check_cells(tables[name], columns[name], descriptor)]
    problems += [p for name in tables for p in check_keys(tables[name], columns[name])]
    problems = problems or list(check_references(tables, columns))
    problems = problems or list(check_meaning(make_dataset(descriptor, columns)))
    names = {table.path: name for name, table in tables.items()}
    for problem in problems:
        if not problem.row or problem.file not in names:
            raise DatasetError([problem])
        name = names[problem.file]
        column = f".{problem.column}" if problem.column else ""
        yield f"{name}{column}: {problem.message}", gathered[name].owners[problem.row - 2]


def _gather(descriptor: Descriptor, batch: Sequence[Sequence[Made]], left: Iterable[int]) -> dict[str, _Gathered]:
    gathered = {name: _Gathered() for name in descriptor.tables}
    keys = find_keys(descriptor)
    for record in left:
        for name, row in batch[record]:
            table = gathered[name]
            if name in SHARED:
                key = tuple([row[place] for place in keys[name]])
                place = table.places.setdefault(key, len(table.rows))
                if place < len(table.rows):
                    table.owners[place].append(record)
                    continue
            table.rows.append(row)
            table.owners.append([record])
    return gathered


def _columns(rows: list[tuple[str, ...]], width: int) -> Columns:
    made = []
    for texts in zip(*rows, strict=True) if rows else [()] * width:
        collector: Collector[str] = Collector()
        collector.extend(texts)
        values, codes = collector.gathered()
        made.append(Cells(as_texts(values), codes))
    return made


def check_constants(mapping: Mapping, descriptor: Descriptor, given: dict[str, str]) -> None:
    """Raise DatasetError with each text of a mapping that no column would take, whatever stands in the file."""
    for maker in mapping.makers:
        table = descriptor.tables[maker.table]
        columns = {column.name: column for column in table.columns}
        for name, expression in maker.cells.items():
            for outcome in expression.outcomes():
                if outcome.columns():
                    continue
                try:
                    text = outcome.bind({}, given)([])
                except RowError as cause:
                    _fault(mapping, maker.place, name, str(cause) + ".", "mend it in the mapping, or with --set.")
                    continue
                if not text and outcome is not expression:
                    continue
                one = replace(table, columns=(columns[name],))
                for problem in check_cells(one, [Cells(as_texts([text]))], descriptor):
                    _fault(mapping, maker.place, name, problem.message, problem.fix)
    if mapping.placed.problems:
        raise DatasetError(mapping.placed.problems)


def _fault(mapping: Mapping, place: str, column: str, message: str, fix: str) -> None:
    mapping.placed.fault((*place.split("."), column), message, fix)


__all__ = ["SHARED", "Made", "Problem", "check_constants", "find_keys", "judge"]
