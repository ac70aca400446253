"""Add rows to a dataset's tables, all or none. What was there stays as it is, byte for byte; nothing is judged here
but by the dataset's own rules, which look at a copy first.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from claimbook.errors import DatasetError, PassageError, Problem
from claimbook.model.checks import check_dataset
from claimbook.model.descriptor import read_descriptor
from claimbook.model.placing import put_tables
from claimbook.model.tables import write_row

Row = Mapping[str, str]


def refuse_faulty(data: Path) -> dict[str, int]:
    """Return how many rows each table of a dataset has. Raises DatasetError where the dataset has problems already."""
    dataset = check_dataset(data)
    return {name: len(frame) for name, frame in dataset.frames.items()}


def append_rows(data: Path, added: Mapping[str, Sequence[Row]]) -> None:
    """Add rows to tables if the dataset that comes of it has no problem.

    Raises DatasetError with the problems (rows counted as they would stand), PassageError where the dataset lacks a
    table or cannot be written; nothing is then changed.
    """
    with rows_beside(data, added) as copy:
        check_dataset(copy)


@contextmanager
def rows_beside(data: Path, added: Mapping[str, Sequence[Row]]) -> Iterator[Path]:
    """Yield a copy of a dataset with rows added; where nothing is raised, its tables take the places of the dataset's.

    Raises PassageError where the dataset lacks a table or cannot be written; nothing is then changed.
    """
    wanted = {name: rows for name, rows in added.items() if rows}
    tables = read_descriptor(data).tables
    if missing := [name for name in wanted if name not in tables]:
        fix = "add them to datapackage.json, each with its file; claimbook new makes a folder that has all."
        raise PassageError(f"The dataset has no table {', '.join(missing)}.", fix=fix)
    try:
        with tempfile.TemporaryDirectory(prefix=".claimbook-", dir=data.parent) as working:
            copy = Path(working) / "data"
            shutil.copytree(data, copy)
            for name, rows in wanted.items():
                _append(copy / tables[name].path, rows)
            yield copy
            put_tables(copy, data, [tables[name].path for name in wanted])
    except OSError as cause:  # shutil.Error is one
        message = f"The dataset cannot be written: {cause.strerror or cause}."
        raise PassageError(
            message, fix="make its folder and the one that holds it writable, on a disk with room."
        ) from cause


def read_header(path: Path) -> list[str]:
    """Return the columns of a table, in the order of its file."""
    return next(csv.reader([path.read_text("utf-8").splitlines()[0]]))


def _append(path: Path, rows: Sequence[Row]) -> None:
    before = path.read_bytes()
    header = read_header(path)
    ending = "\r\n" if before.endswith(b"\r\n") else "\n"
    lines = [write_row([row.get(column, "") for column in header]).removesuffix("\n") + ending for row in rows]
    gap = b"" if before.endswith((b"\n", b"\r")) else ending.encode()
    path.write_bytes(before + gap + "".join(lines).encode("utf-8"))


def place_problems(error: DatasetError, places: Mapping[tuple[str, int], tuple[str, int]]) -> DatasetError:
    """Return an error whose problems stand where a coder can mend them: `places` says where a table's row came from."""
    told = []
    for problem in error.problems:
        file, row = places.get((problem.file, problem.row), (problem.file, problem.row))
        told.append(Problem(file, row, problem.column, problem.message, problem.fix, problem.more))
    return DatasetError(told)
