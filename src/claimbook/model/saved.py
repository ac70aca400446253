"""A dataset written as a folder that can be read back. What is in it is not judged, nor which rows are wanted.

Each row is put into its line once, however many slices it stands in: a book of hundreds of pages has as many slices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from claimbook import paths
from claimbook.model.cells import Numbers
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import make_descriptor
from claimbook.model.tables import write_row, write_table


def save_dataset(dataset: Dataset, folder: Path) -> None:
    """Write the dataset as a folder that `load_dataset` reads back: its descriptor and every table of the schema."""
    Saved(dataset).write(folder)


class Saved:
    """A dataset's files as text."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._lines: dict[str, list[str]] = {}

    def write(self, folder: Path, rows: Mapping[str, Numbers] | None = None) -> None:
        """Write the dataset, or these rows of each table, into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self._texts():
            (folder / name).write_text(text, "utf-8")
        for name, columns in self._columns.items():
            path = folder / f"{name}.csv"
            if rows is None:
                write_table(path, columns, self._rows_of(name))
            else:
                lines = self._lines_of(name)
                kept = "".join(lines[row] for row in rows[name].tolist())
                path.write_text(write_row(columns) + kept, "utf-8", newline="")

    def files(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the name of each file of the whole dataset, with what stands in it piece by piece."""
        for name, text in self._texts():
            yield name, iter([text])
        for name, columns in self._columns.items():
            yield f"{name}.csv", map(write_row, chain([columns], self._rows_of(name)))

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each file that is no table."""
        yield paths.DESCRIPTOR, self._descriptor
        if self._dataset.about:
            yield paths.ABOUT, self._dataset.about

    @cached_property
    def _resources(self) -> list[dict[str, Any]]:
        raw = self._dataset.descriptor.raw
        whole = make_descriptor(name=str(raw.get("name", "dataset")), title=self._dataset.descriptor.title)
        described = {resource["name"]: resource for resource in raw["resources"]}
        return [
            {**described.get(resource["name"], resource), "path": f"{resource['name']}.csv"}
            for resource in whole["resources"]
        ]

    @cached_property
    def _descriptor(self) -> str:
        return json.dumps({**self._dataset.descriptor.raw, "resources": self._resources}, ensure_ascii=False) + "\n"

    @cached_property
    def _columns(self) -> dict[str, list[str]]:
        return {
            resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in self._resources
        }

    def _rows_of(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield a table's rows as they are written."""
        frame = self._dataset.frames[name]
        return zip(*(_texts_of(frame[column]) for column in self._columns[name]), strict=True)

    def _lines_of(self, name: str) -> list[str]:
        """Return a table's rows as lines, made once; a slice takes its own from them and looks at no others."""
        if name not in self._lines:
            self._lines[name] = list(map(write_row, self._rows_of(name)))
        return self._lines[name]


def _texts_of(column: pd.Series) -> list[str]:
    values: list[Any] = column.tolist()
    return values if column.dtype == "str" else ["" if value is pd.NA else _write_cell(value) for value in values]


def _write_cell(value: object) -> str:
    # str(0.00001) is 1e-05, which is no notation of the tables.
    return np.format_float_positional(value, trim="-") if isinstance(value, float) else str(value)
