"""Judge what is left where some cells cannot be read, so that all problems of a dataset are reported at once.

What is left is judged as if the coder had said nothing there; what only follows from that is not reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimbook.errors import Problem
from claimbook.model.cells import Cells
from claimbook.model.dataset import Dataset, make_dataset
from claimbook.model.descriptor import Descriptor
from claimbook.model.findings import Findings
from claimbook.model.structure import Columns

# Rules count the rows that refer to a row of these tables, and report in this column: a reference that cannot be
# followed must not look like one that nobody made.
_COUNTED = {"passages": "no_claim_reason", "actors": "kind", "disputes": "dispute_id", "figures": "part_of"}
# A quantity that contradicts nothing and is part of nothing.
_NO_QUANTITY = "some"


def check_around(
    descriptor: Descriptor,
    columns: dict[str, Columns],
    findings: Findings,
    check: Callable[[Dataset], Iterable[Problem]],
) -> list[Problem]:
    """Return what `check` finds with every cell that has a problem emptied; nothing where a file could not be read."""
    files = {table.path: name for name, table in descriptor.tables.items()}
    if any(not column or min(rows) < 2 or file not in files for (file, column), rows in findings.places.items()):
        return []
    emptied = {name: list(table) for name, table in columns.items()}
    consequences: set[tuple[str, str]] = set()
    for (file, column_name), rows in findings.places.items():
        name = files[file]
        table = descriptor.tables[name]
        if column_name not in table.column_names:  # a key of several columns
            continue
        index = table.column_names.index(column_name)
        column = table.columns[index]
        emptied[name][index] = _empty(columns[name][index], rows, _NO_QUANTITY if column.kind == "quantity" else "")
        counted = "figures" if column.name == "division" else column.refers_to
        if counted in _COUNTED and counted in descriptor.tables:
            consequences.add((descriptor.tables[counted].path, _COUNTED[counted]))
    known = {file: findings.rows(file) for file in files}
    around = Findings(
        problem
        for problem in check(make_dataset(descriptor, emptied))
        if problem.row not in known.get(problem.file, ()) and (problem.file, problem.column) not in consequences
    )
    return around.listed()


def _empty(cells: Cells, rows: Iterable[int], text: str) -> Cells:
    """Return the cells with those of some rows, counted from 2 as in the file, put to a text."""
    texts = cells.texts().copy()
    texts[[row - 2 for row in rows]] = text
    return Cells(texts)
