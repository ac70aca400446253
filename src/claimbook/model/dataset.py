"""A dataset as typed frames, and the ways to a smaller one. Read, type, filter; what the data mean is not judged here.

Every table of the schema is a frame, empty where the dataset does not have it. Cells are text ("" = not said);
beside them stand typed columns that begin where the text ends: dates as first and last possible day, quantities
as bounds. Nothing is filled in, fixed or dropped in silence; dropping is a function with a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import pandas as pd

from claimbook import paths
from claimbook.errors import DatasetError, Problem
from claimbook.model.cells import NO_CELLS
from claimbook.model.dates import parse_date
from claimbook.model.descriptor import Descriptor, Table, read_descriptor, read_schema
from claimbook.model.findings import Findings
from claimbook.model.retrieval import close_at_retrieval
from claimbook.model.structure import Columns, check_cells, check_keys, check_references, split_list
from claimbook.model.tables import read_table
from claimbook.model.typed import type_cells

# Tables whose rows belong to one claim each, and go with it.
FACETS = ("figures", "statements", "attributions", "takes")
_TEXT = pd.Series(dtype="str").dtype


@dataclass(frozen=True, eq=False)
class Dataset:
    """The typed frames of one dataset, and its own prose (about.md).

    Frames are not to be changed in place; filters return a new Dataset. So a dataset is equal to itself only, and what
    is worked out from one can be remembered with it.
    """

    descriptor: Descriptor
    frames: dict[str, pd.DataFrame]
    about: str = ""

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return a table's frame by its name: `dataset.claims`."""
        try:
            return self.frames[name]
        except KeyError:
            raise AttributeError(name) from None

    def keep(self, table: str, rows: pd.Series) -> Dataset:
        """Return the dataset with only those rows of one table for which the boolean series is true."""
        return self.replace(table, self.frames[table][rows])

    def replace(self, table: str, frame: pd.DataFrame) -> Dataset:
        """Return the dataset with another frame in the place of one table's."""
        return replace(self, frames={**self.frames, table: frame.reset_index(drop=True)})

    def only_claims(self, claim_ids: Iterable[str]) -> Dataset:
        """Return the dataset with these claims and what belongs to them; other tables stay whole."""
        wanted = set(claim_ids)
        result = self.keep("claims", self.frames["claims"]["claim_id"].isin(wanted))
        for table in FACETS:
            result = result.keep(table, result.frames[table]["claim_id"].isin(wanted))
        within = [wanted.issuperset(split_list(cell)) for cell in result.frames["discrepancies"]["claim_ids"]]
        return result.keep("discrepancies", pd.Series(within, dtype=bool))

    def as_known_on(self, day: str) -> Dataset:
        """Return what had been said by a day (ISO, "" for all): claims whose *last* possible day is not after it.

        Raises NotationError where `day` is no date of the subset.
        """
        if not day:
            return self
        limit = pd.Timestamp(parse_date(day).last or parse_date(day).first)
        claims = self.frames["claims"]
        return self.only_claims(claims.loc[claims["asserted_last"] <= limit, "claim_id"])

    def standing(self) -> Dataset:
        """Return the dataset without the claims that were superseded, withdrawn or redacted.

        They stay citable on their source's page, and count nowhere else: what took a claim's place counts for it.
        """
        return self if self.frames["revisions"].empty else self._standing

    def without_reprints(self) -> Dataset:
        """Return the dataset without the claims of sources that reprint another source of it."""
        sources = self.frames["sources"]
        reprints = set(sources.loc[sources["reprint_of"] != "", "source_id"])
        claims = self.frames["claims"]
        return self.only_claims(claims.loc[~claims["source_id"].isin(reprints), "claim_id"])

    def only_named_places(self) -> Dataset:
        """Return the dataset with the places that its claims and their figures name; other tables stay whole."""
        named = set(self.frames["claims"]["place_id"]) | set(self.frames["figures"]["place_id"])
        return self.keep("places", self.frames["places"]["place_id"].isin(named))

    def name_of(self, actor_id: str) -> str:
        """Return an actor's name; "" for ""."""
        return self._actor_names.get(actor_id, actor_id)

    def title_of(self, source_id: str) -> str:
        """Return a source's title; "" for ""."""
        return self._source_titles.get(source_id, source_id)

    def place_name(self, place_id: str) -> str:
        """Return a place's name; "" for ""."""
        return self._place_names.get(place_id, place_id)

    @cached_property
    def _standing(self) -> Dataset:
        # One dataset for all who ask, so that what is worked out from it is remembered.
        revised = set(self.frames["revisions"]["claim_id"])
        return self.only_claims(set(self.frames["claims"]["claim_id"]) - revised)

    @cached_property
    def _actor_names(self) -> dict[str, str]:
        return dict(zip(self.frames["actors"]["actor_id"], self.frames["actors"]["name"], strict=True))

    @cached_property
    def _place_names(self) -> dict[str, str]:
        return dict(zip(self.frames["places"]["place_id"], self.frames["places"]["name"], strict=True))

    @cached_property
    def _source_titles(self) -> dict[str, str]:
        return dict(zip(self.frames["sources"]["source_id"], self.frames["sources"]["title"], strict=True))


def load_dataset(data: str | Path = paths.DATA) -> Dataset:
    """Return the dataset in a folder; a relative path counts from the nearest `_config.yml`.

    Raises DatasetError that lists every problem of structure: files, columns, notations, keys, references.
    """
    folder = paths.resolve_data(data)
    descriptor = read_descriptor(folder)
    columns, findings = read_columns(folder, descriptor)
    if findings:
        raise DatasetError(findings.listed())
    return make_dataset(descriptor, columns, read_about(folder))


def load_readers(data: str | Path = paths.DATA) -> list[Dataset]:
    """Return the codings that readers made apart, before they settled them: the datasets in `readers/`, by name."""
    folder = paths.resolve_data(data) / paths.READERS
    return [load_dataset(child) for child in list_readers(folder)]


def list_readers(folder: Path) -> list[Path]:
    """Return the folders of the readers' codings in `readers/`, by name."""
    return [child.resolve() for child in sorted(folder.iterdir()) if child.is_dir()] if folder.is_dir() else []


def read_about(folder: Path) -> str:
    """Return a dataset's own prose; "" where it has none. Raises DatasetError for what is no file or no plain UTF-8."""
    path = folder / paths.ABOUT
    try:
        if not path.is_file():
            if not path.exists() and not path.is_symlink():
                return ""
            raise DatasetError([_about_problem("it cannot be read: no regular file.", "make it a readable file.")])
        data = path.read_bytes()
        if data.startswith(b"\xef\xbb\xbf"):
            problem = _about_problem("the file begins with a byte order mark (BOM).", "save it as UTF-8 without BOM.")
            raise DatasetError([problem])
        return data.decode("utf-8")
    except OSError as cause:
        problem = _about_problem(f"it cannot be read: {cause.strerror}.", "make it a readable file.")
        raise DatasetError([problem]) from cause
    except UnicodeDecodeError as cause:
        problem = _about_problem(f"byte {cause.start} is no UTF-8.", "save the file as UTF-8.")
        raise DatasetError([problem]) from cause


def _about_problem(message: str, fix: str) -> Problem:
    return Problem(paths.ABOUT, 0, "", message, fix)


def read_columns(folder: Path, descriptor: Descriptor) -> tuple[dict[str, Columns], Findings]:
    """Return the cells of every table of the descriptor, and every problem of structure."""
    columns: dict[str, Columns] = {}
    findings = Findings()
    readable: dict[str, Table] = {}
    for name, table in descriptor.tables.items():
        columns[name], found = read_table(folder / table.path, table.path, table.column_names)
        unread = found.rows(table.path)  # a row of the wrong length stands there without its cells
        judged = chain(
            check_cells(table, columns[name], descriptor, descriptor.tables), check_keys(table, columns[name])
        )
        findings.merge(found)
        findings.extend(problem for problem in judged if problem.row not in unread)
        if not found:
            readable[name] = table
    # A table that could not be read would make every reference to it a problem of its own.
    unreadable = set(descriptor.tables) - set(readable)
    findings.extend(check_references(readable, columns, unreadable))
    return columns, findings


def make_dataset(descriptor: Descriptor, columns: dict[str, Columns], about: str = "") -> Dataset:
    """Return the typed frames of cells whose structure is sound; a table without rows becomes an empty frame."""
    frames: dict[str, pd.DataFrame] = {}
    for name, spec in read_schema()["tables"].items():
        table = descriptor.tables.get(name)
        kinds = {field["name"]: field.get("claimbook", {}).get("kind", "text") for field in spec["schema"]["fields"]}
        names = table.column_names if table else list(kinds)
        cells = dict(zip(names, columns.get(name) or [NO_CELLS] * len(names), strict=True))
        arrays = {column: pd.array(cells[column].texts(), dtype=_TEXT, copy=False) for column in names}
        for column, kind in kinds.items():
            arrays |= type_cells(cells[column], column, kind)
        # Without an index of its own pandas would compare the rows of every column with those of all others.
        frames[name] = pd.DataFrame(arrays, pd.RangeIndex(len(cells[names[0]])), copy=False)
    created = descriptor.raw.get("created")
    frames["sources"], frames["claims"] = close_at_retrieval(frames["sources"], frames["claims"], created)
    return Dataset(descriptor, frames, about)
