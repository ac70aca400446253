"""Lift a dataset of an older schema to the one that this program reads, losing nothing. Text in, text out.

What belongs here: the list of steps, one for each number that the schema has had, and how they are applied. What does
not: judging what is lifted, beyond that it can be read. There has been one number so far, so the list is empty.

To raise the number: change `schema.json` and `SCHEMA_NUMBER`, and add a step here that makes of a dataset of the number
before one of the new. A step is pure: it takes and returns the descriptor's JSON and the tables as text, keeps columns
that it does not know, and says in a sentence what it does.
"""

from __future__ import annotations

import copy
import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.errors import BuildError, DatasetError, Problem
from claimbook.model import descriptor
from claimbook.model.dataset import list_readers, load_dataset
from claimbook.model.package import fault, list_resources, read_package, shown
from claimbook.model.tables import read_table, write_table


@dataclass
class Text:
    """A table as text: its columns in order, and its rows."""

    columns: list[str]
    rows: list[list[str]]


@dataclass
class Older:
    """A dataset as text: the descriptor's JSON, and each table by its resource's name."""

    package: dict[str, Any]
    tables: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """From one schema number to the next: what it does, in a sentence, and the function that does it."""

    says: str
    lift: Callable[[Older], Older]


# By the number that a step begins from.
STEPS: dict[int, Step] = {}


@dataclass(frozen=True)
class Lifted:
    """What was done: a line for each step and dataset, and where the dataset as it was before lies (None: nothing)."""

    done: list[str]
    backup: Path | None = None


def migrate_dataset(folder: Path, steps: Mapping[int, Step] = STEPS) -> Lifted:
    """Lift a dataset, and the readers' codings in it, to the schema that this program reads.

    All of it is written beside the folder, read back, and put in its place; the folder as it was stays beside it, as
    `NAME-schema-N`. Raises DatasetError where it cannot be read, before or after, or follows a newer schema, and
    BuildError where it cannot be written; nothing is changed then.
    """
    folder = folder.resolve()
    if folder.parent.name == paths.READERS and (folder.parent.parent / paths.DESCRIPTOR).exists():
        # What is kept beside it would be taken for the coding of one more reader.
        whole = folder.parent.parent.name
        fix = f"lift '{whole}'; its readers' codings are lifted with it."
        raise BuildError(f"'{folder.name}' is a reader's coding of '{whole}'.", fix=fix)
    numbers = {part: _read_number(part, folder, steps) for part in (folder, *list_readers(folder / paths.READERS))}
    if all(number == descriptor.SCHEMA_NUMBER for number in numbers.values()):
        return Lifted([])
    backup = folder.with_name(f"{folder.name}-schema-{min(numbers.values())}")
    if backup.exists() or backup.is_symlink():
        message = f"'{backup.name}', where the dataset as it is would be kept, is there already."
        raise BuildError(message, fix="move it elsewhere, and run it again.")
    try:
        with tempfile.TemporaryDirectory(prefix=".migrating-", dir=folder.parent) as working:
            new = Path(working) / folder.name
            shutil.copytree(folder, new, symlinks=True)
            done = [
                f"{part.relative_to(folder.parent).as_posix()}: schema {at} to {at + 1}: {says}"
                for part, number in numbers.items()
                for at, says in _lift_folder(new / part.relative_to(folder), number, steps)
            ]
            for part in numbers:
                load_dataset(new / part.relative_to(folder))
            _put_in_place(new, folder, backup)
    except OSError as cause:
        message = f"'{folder.name}' cannot be lifted: {cause.strerror or cause}."
        raise BuildError(message, fix="let the folder that it lies in be written to, with room for a copy.") from cause
    return Lifted(done, backup)


def _put_in_place(new: Path, folder: Path, backup: Path) -> None:
    folder.rename(backup)
    try:
        new.rename(folder)
    except BaseException:
        backup.rename(folder)
        raise


def _read_number(part: Path, folder: Path, steps: Mapping[int, Step]) -> int:
    """Return the schema number of a dataset; raises DatasetError where no steps lead from it to the current one."""
    number = read_package(part / paths.DESCRIPTOR).get("claimbook_schema")
    current = descriptor.SCHEMA_NUMBER
    if type(number) is int and (number == current or set(range(number, current)) <= set(steps)) and number <= current:
        return number
    problem = descriptor.refuse_number(number)
    place = (part.relative_to(folder) / paths.DESCRIPTOR).as_posix()
    raise DatasetError([Problem(place, 0, "", problem.message, problem.fix)])


def _lift_folder(folder: Path, number: int, steps: Mapping[int, Step]) -> Iterator[tuple[int, str]]:
    """Lift the dataset in a folder where it lies, and yield each step's number and what it did."""
    if number == descriptor.SCHEMA_NUMBER:
        return
    before = _read(folder)
    after = copy.deepcopy(before)
    for at in range(number, descriptor.SCHEMA_NUMBER):
        try:
            after = steps[at].lift(after)
        except (LookupError, TypeError, ValueError, AttributeError) as cause:
            # A table or a key that is not there, in a dataset that nobody has been able to check.
            message = f"what the step from schema {at} needs is not there: {shown(cause)}."
            raise DatasetError([fault(message, f"mend the dataset by the codebook of schema {at}.")]) from cause
        after.package["claimbook_schema"] = at + 1
        yield at, steps[at].says
    _write(folder, before, after)


def _read(folder: Path) -> Older:
    package = read_package(folder / paths.DESCRIPTOR)
    found = Older(package)
    problems: list[Problem] = []
    list_resources(package, problems)
    for name, path in _places(package):
        file = folder / path
        if not paths.stays_inside(path):
            problems.append(fault(f"the path of '{shown(name)}' leads out of the folder.", "name a file in it."))
        elif file.exists():
            # A header that cannot be read is told of by `read_table`, as any other fault of a table.
            columns = _read_header(file)
            cells, findings = read_table(file, path, columns)
            problems += findings.listed()
            found.tables[name] = Text(columns, [list(row) for row in zip(*(c.texts() for c in cells), strict=True)])
    if problems:
        raise DatasetError(problems)
    return found


def _places(package: dict[str, Any]) -> list[tuple[str, str]]:
    resources = package.get("resources")
    listed = [resource for resource in resources if isinstance(resource, dict)] if isinstance(resources, list) else []
    return [(str(resource.get("name")), str(resource.get("path"))) for resource in listed]


def _read_header(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            return next(csv.reader(handle), [])
    except (csv.Error, UnicodeDecodeError):
        return []


def _write(folder: Path, before: Older, after: Older) -> None:
    """Write what has changed; every other file keeps its bytes. A table that changed its file leaves none behind."""
    places = dict(_places(after.package))
    for name, path in _places(before.package):
        if name in before.tables and places.get(name) != path:
            (folder / path).unlink()
    for name, table in after.tables.items():
        if table != before.tables.get(name) or dict(_places(before.package)).get(name) != places[name]:
            write_table(folder / places[name], table.columns, table.rows)
    text = json.dumps(after.package, ensure_ascii=False, indent=1) + "\n"
    (folder / paths.DESCRIPTOR).write_text(text, "utf-8", newline="")
