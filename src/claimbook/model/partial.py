"""Judge what is left where some cells cannot be read, so that all problems of a dataset are reported at once.

What is left is judged as if the coder had said nothing there; what only follows from that is not reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimbook.errors import Problem
from claimbook.model.dataset import Dataset, make_dataset
from claimbook.model.descriptor import Descriptor
from claimbook.model.structure import Rows

# Rules count the rows that refer to a row of these tables, and report in this column: a reference that cannot be
# followed must not look like one that nobody made.
_COUNTED = {"passages": "no_claim_reason", "actors": "kind", "disputes": "dispute_id", "figures": "part_of"}
# A quantity that contradicts nothing and is part of nothing.
_NO_QUANTITY = "some"


def check_around(
    descriptor: Descriptor,
    rows: dict[str, Rows],
    problems: list[Problem],
    check: Callable[[Dataset], Iterable[Problem]],
) -> list[Problem]:
    """Return what `check` finds with every cell that has a problem emptied; nothing where a file could not be read."""
    files = {table.path: name for name, table in descriptor.tables.items()}
    if any(not problem.column or problem.row < 2 or problem.file not in files for problem in problems):
        return []
    emptied = {name: [list(cells) for cells in table] for name, table in rows.items()}
    consequences: set[tuple[str, str]] = set()
    for problem in problems:
        name = files[problem.file]
        table = descriptor.tables[name]
        if problem.column not in table.column_names:  # a key of several columns
            continue
        index = table.column_names.index(problem.column)
        column = table.columns[index]
        emptied[name][problem.row - 2][index] = _NO_QUANTITY if column.kind == "quantity" else ""
        counted = "figures" if column.name == "division" else column.refers_to
        if counted in _COUNTED and counted in descriptor.tables:
            consequences.add((descriptor.tables[counted].path, _COUNTED[counted]))
    known = {(problem.file, problem.row) for problem in problems}
    return [
        problem
        for problem in check(make_dataset(descriptor, emptied))
        if (problem.file, problem.row) not in known and (problem.file, problem.column) not in consequences
    ]
