"""Take a workbook into a dataset: all of it, or nothing. Tables that have not changed keep their bytes.

The rows are put beside the dataset first and checked there by the dataset's own rules; only what passes replaces
anything.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from claimbook import paths
from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.exchange.workbook.reading import Incoming, read_workbook
from claimbook.exchange.workbook.tables import Rows, digest_rows, read_rows
from claimbook.model.checks import check_dataset
from claimbook.model.descriptor import Descriptor, Table, read_descriptor
from claimbook.model.placing import NEW_FOLDER, put_tables, why_taken
from claimbook.model.tables import write_table
from claimbook.spreadsheet.container import WorkbookError


@dataclass(frozen=True)
class Change:
    """What a workbook changes in a table, in rows known by their key."""

    table: str
    added: int
    removed: int
    changed: int

    def __str__(self) -> str:
        counts = [("added", self.added), ("removed", self.removed), ("changed", self.changed)]
        said = ", ".join(f"{count} {what}" for what, count in counts if count)
        return f"{self.table}: {said or 'rows in another order'}"


@dataclass(frozen=True)
class Taken:
    """What was taken: the changes by table, what is to be said of cells, and the dataset's folder."""

    changes: list[Change]
    notes: list[str]
    folder: Path


def take_workbook(
    path: Path, folder: Path, *, into: Path | None = None, over: bool = False, dry: bool = False
) -> Taken:
    """Put a workbook's tables into the dataset in `folder`, or into a copy of it, `into`, which must be new or empty.

    A table that has changed since the workbook was exported is written over only with `over`. With `dry`, nothing is
    written. Raises DatasetError for every problem of the workbook, by sheet and row; then nothing was written.
    """
    folder = folder.resolve()
    descriptor = read_descriptor(folder)
    incoming = read_workbook(path, descriptor)
    before = read_rows(folder, descriptor)
    changes = [
        _compare(table, before[name], incoming.rows[name])
        for name, table in descriptor.tables.items()
        if before[name] != incoming.rows[name]
    ]
    if not over and not into:
        _refuse_later_changes(descriptor, before, incoming, changes)
    target = into or folder
    if into:
        _refuse_place(into, folder)
    with _problems_in_words(target), tempfile.TemporaryDirectory(prefix=".workbook-", dir=target.parent) as beside:
        staged = Path(beside).resolve() / "data"
        if into:
            shutil.copytree(folder, staged)
        else:
            _copy_plain(folder, staged)
        for name, table in descriptor.tables.items():
            if into is None or any(change.table == name for change in changes):
                place = staged / table.path
                place.parent.mkdir(parents=True, exist_ok=True)
                write_table(place, table.column_names, incoming.rows[name])
        _check_staged(staged, descriptor, incoming)
        if not dry:
            if into:
                if into.is_dir():
                    into.rmdir()  # it is empty
                staged.rename(into)
            else:
                put_tables(staged, folder, [descriptor.tables[change.table].path for change in changes])
    return Taken(changes, incoming.notes, target)


def _compare(table: Table, before: Rows, after: Rows) -> Change:
    places = [table.column_names.index(name) for name in table.key]
    old = Counter(tuple(row[place] for place in places) for row in before)
    new = Counter(tuple(row[place] for place in places) for row in after)
    whole_old, whole_new = Counter(map(tuple, before)), Counter(map(tuple, after))
    differing = Counter(tuple(row[place] for place in places) for row in (whole_new - whole_old).elements())
    added = new - old
    return Change(table.name, added.total(), (old - new).total(), (differing - added).total())


def _refuse_later_changes(
    descriptor: Descriptor, before: dict[str, Rows], incoming: Incoming, changes: list[Change]
) -> None:
    """Refuse to undo what was changed in the dataset while the workbook was away.

    A workbook's own earlier import counts too. The file does not say of it, and any record beside the file would be
    taken for that of another coder's copy that comes back under the same name, whose import would undo the first.
    """
    problems = []
    for change in changes:
        table = descriptor.tables[change.table]
        if incoming.exported.get(table.name) != digest_rows(table, before[table.name]):
            known = table.name in incoming.exported
            message = "has changed since the workbook was exported." if known else "the workbook does not say of what."
            fix = (
                "export the workbook again after each import, and go on in the new one; or look at what this one would "
                "change with --dry-run, then write over the table with --over."
            )
            problems.append(Problem(table.path, 0, "", message if known else f"differs, and {message}", fix))
    if problems:
        raise DatasetError(problems)


def _refuse_place(into: Path, folder: Path) -> None:
    if why := why_taken(into):
        raise WorkbookError(f"'{shorten_value(str(into))}' {why}", fix=NEW_FOLDER)
    if not into.parent.is_dir():
        raise WorkbookError(f"'{shorten_value(str(into.parent))}' is no folder.", fix="make it first.")
    if into.resolve().is_relative_to(folder):
        raise WorkbookError(f"'{shorten_value(str(into))}' lies in the dataset itself.", fix="name a folder beside it.")


@contextmanager
def _problems_in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, shutil.Error) as cause:
        why = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
        message = f"'{shorten_value(str(target))}' cannot be written: {shorten_value(why)}."
        raise WorkbookError(message, fix="make the folder writable; nothing was left half-written.") from cause


def _copy_plain(folder: Path, staged: Path) -> None:
    staged.mkdir()
    for name in (paths.DESCRIPTOR, paths.ABOUT):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, staged / name)


def _check_staged(staged: Path, descriptor: Descriptor, incoming: Incoming) -> None:
    """Check the dataset as it would be; say of each problem on which sheet and in which row of it it stands.

    Cells that were refused are told with what is wrong with all others; but where a row's key was refused, what names
    that row cannot be judged.
    """
    refused = incoming.refused.places
    keys = {(incoming.sheet_of(name), column) for name, table in descriptor.tables.items() for column in table.key}
    told, found = incoming.refused.listed(), list[Problem]()
    try:
        if keys.isdisjoint(refused):
            check_dataset(staged)
    except DatasetError as error:
        names = {table.path: name for name, table in descriptor.tables.items()}
        found = [_moved(p, incoming, names[p.file]) if p.file in names else p for p in error.problems]
    found = [p for p in found if p.row not in refused.get((p.file, p.column), ())]
    if told or found:
        raise DatasetError([*told, *found])


def _moved(problem: Problem, incoming: Incoming, table: str) -> Problem:
    places = incoming.places[table]
    row = places[problem.row - 2] if 2 <= problem.row < len(places) + 2 else problem.row
    return replace(problem, file=incoming.sheet_of(table), row=row)
