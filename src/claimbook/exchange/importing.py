"""Import a file by a mapping: record by record into the tables of a new dataset, or into rejected.csv with a reason.

Memory is bounded by a batch of records, eight bytes for each id that was given, and one short entry for each source,
actor, place and incident. Nothing is written into the place asked for before everything is whole.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from claimbook import paths
from claimbook.errors import DatasetError, Problem, list_values, shorten_value
from claimbook.exchange import mapping as mappings
from claimbook.exchange.delimited import Reading
from claimbook.exchange.expressions import Row, Value
from claimbook.exchange.judging import SHARED, Made, check_constants, judge
from claimbook.exchange.known import Known
from claimbook.exchange.records import Opened, Record, open_records
from claimbook.exchange.rejected import REASON, REJECTED, ROW, guard_row
from claimbook.exchange.transforms import RowError
from claimbook.model.descriptor import Descriptor, read_descriptor
from claimbook.model.placing import NEW_FOLDER, why_taken
from claimbook.model.tables import write_row

BATCH = 5_000
_REMEMBERED = 1 << 15
_REASONS = 3
LONGEST_HINT = 300  # what a mapping says of a parameter, in a message

Report = Callable[[int], None]


@dataclass
class Imported:
    """The accounts of an import: `read` is `accepted` and `rejected` together."""

    told: str
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    divided: list[str] = field(default_factory=list)


def import_file(
    path: Path, mapping: mappings.Mapping, into: Path, given: Mapping[str, str], reading: Reading, report: Report
) -> Imported:
    """Write the dataset that a mapping makes of a file into a new folder, and return the accounts.

    Raises DatasetError where the file, the mapping or the folder will not do; then nothing is written.
    """
    refuse_taken(into)
    parameters = settle_parameters(mapping, given)
    how = _settle_reading(mapping, reading)
    opened = open_records(path, mapping.columns(), how)
    for division in mapping.divisions.values():
        division.rows.append(lambda: _clean_rows(open_records(path, mapping.columns(), how), mapping))
    with staged(into) as stage:
        package = mapping.descriptor(parameters)
        (stage / paths.DESCRIPTOR).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
        descriptor = read_descriptor(stage)
        check_constants(mapping, descriptor, parameters)
        if "about" in mapping.texts:
            (stage / paths.ABOUT).write_text(mapping.texts["about"].bind({}, parameters)([]) + "\n", "utf-8")
        with ExitStack() as stack:
            done = _Import(mapping, descriptor, parameters, opened, stage, stack).run(report)
    done.divided = [line for division in mapping.divisions.values() for line in division.tell()]
    return done


def _clean_rows(opened: Opened, mapping: mappings.Mapping) -> Iterator[Row]:
    """Yield the records of a file, those left out that cannot be taken."""
    clean = _Cleaner(opened, mapping)
    for record in opened.records:
        try:
            yield clean(record)
        except RowError:
            continue


def refuse_taken(into: Path) -> None:
    """Raise DatasetError where a folder holds something, or is no folder."""
    if why := why_taken(into):
        raise DatasetError([Problem(shorten_value(str(into)), 0, "", f"it {why}", NEW_FOLDER)])


class staged:  # noqa: N801  used as a word, in a with statement
    """A folder beside the one asked for, which takes its place when all went well and is removed when not."""

    def __init__(self, into: Path) -> None:
        self._into = into

    def __enter__(self) -> Path:
        try:
            self._into.parent.mkdir(parents=True, exist_ok=True)
            self._stage = Path(tempfile.mkdtemp(prefix=f".{self._into.name}-", dir=self._into.parent))
        except OSError as cause:
            message = f"it cannot be made: {cause.strerror}."
            fix = "name a folder that can be written with --into."
            raise DatasetError([Problem(shorten_value(str(self._into)), 0, "", message, fix)]) from cause
        return self._stage

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                self._stage.chmod(0o755)  # a temporary folder is closed to others
                if self._into.is_dir():
                    self._into.rmdir()  # it is empty
                self._stage.replace(self._into)
        finally:
            shutil.rmtree(self._stage, ignore_errors=True)


def settle_parameters(mapping: mappings.Mapping, given: Mapping[str, str]) -> dict[str, str]:
    """Return every parameter's text; raises DatasetError with each that is unknown, missing or not allowed."""
    problems = []
    known = list_values(mapping.parameters) or "none"
    for name in sorted(set(given) - set(mapping.parameters)):
        message = f"the mapping has no parameter '{shorten_value(name)}'."
        problems.append(Problem(mapping.file, 0, "", message, f"set one of: {known}."))
    settled: dict[str, str] = {}
    for name, parameter in mapping.parameters.items():
        text = given.get(name, parameter.default)
        if text is None:
            fix = f"say it with --set {name}=…: {shorten_value(parameter.says, LONGEST_HINT)}"
            problems.append(Problem(mapping.file, 0, "", f"the parameter '{name}' is not said.", fix))
        elif parameter.allowed and text not in parameter.allowed:
            message = f"'{shorten_value(text)}' is nothing that '{name}' can be."
            problems.append(Problem(mapping.file, 0, "", message, f"use one of {list_values(parameter.allowed)}."))
        else:
            settled[name] = " ".join(text.split())
    if problems:
        raise DatasetError(problems)
    return settled


def _settle_reading(mapping: mappings.Mapping, reading: Reading) -> Reading:
    """Return how to read: as the user says, else as the mapping says."""
    said = {
        name: getattr(reading, name) or str(mapping.reading.get(name, ""))
        for name in ("format", "encoding", "delimiter", "records")
    }
    return Reading(**said)


@dataclass(frozen=True)
class _Maker:
    """A row maker bound to the file's columns."""

    table: str
    values: list[Value | None]
    is_wanted: Callable[[Row], bool]
    reads: tuple[int, ...]  # the places of all columns that the row depends on
    remembered: dict[tuple[str, ...], Made | None] = field(default_factory=dict)

    def make(self, row: Row) -> Made | None:
        """Return the row that this record makes, None for none."""
        if self.table not in SHARED:  # no other record makes the same
            return self._make(row)
        seen = tuple([row[place] for place in self.reads])
        if seen in self.remembered:
            return self.remembered[seen]
        made = self._make(row)
        if len(self.remembered) >= _REMEMBERED:
            self.remembered.clear()
        self.remembered[seen] = made
        return made

    def _make(self, row: Row) -> Made | None:
        if not self.is_wanted(row):
            return None
        return self.table, tuple(["" if value is None else value(row) for value in self.values])


class _Cleaner:
    """What makes the cells of a record that a mapping uses one line each, and empties those that it calls empty."""

    def __init__(self, opened: Opened, mapping: mappings.Mapping) -> None:
        self.columns = opened.columns
        places = {name: place for place, name in enumerate(opened.columns)}
        self.used = sorted(places[name] for name in mapping.columns())
        self.empty = mapping.reading["empty"]

    def __call__(self, record: Record) -> list[str]:
        """Return the cells. Raises RowError for a record or a cell that cannot be taken."""
        if record.fault:
            raise RowError(record.fault)
        row = list(record.cells)
        for place in self.used:
            row[place] = self._clean(row[place], self.columns[place])
        return row

    def _clean(self, text: str, column: str) -> str:
        plain = " ".join(text.split())
        if not plain.isprintable() and any(_is_control(sign) for sign in plain):
            raise RowError(f"column {column} holds a control character")
        return "" if plain in self.empty else plain


class _Import:
    """One import under way."""

    def __init__(
        self, mapping: mappings.Mapping, descriptor: Descriptor, given: dict[str, str], opened: Opened, stage: Path,
        stack: ExitStack,
    ) -> None:  # fmt: skip
        self.descriptor, self.opened, self.stage, self.stack = descriptor, opened, stage, stack
        self.places = {name: place for place, name in enumerate(opened.columns)}
        self.clean = _Cleaner(opened, mapping)
        self.makers = [self._bind(maker, given) for maker in mapping.makers]
        self.known = Known(descriptor)
        self.accounts = Imported(opened.told)
        self.files = {name: self._open(table.path) for name, table in descriptor.tables.items()}
        for name, table in descriptor.tables.items():
            self.files[name].write(write_row(table.column_names))
        self.rejected: TextIO | None = None
        self.kept = [n for n, name in enumerate(opened.original) if name not in (ROW, REASON)]

    def _open(self, name: str) -> TextIO:
        path = self.stage / name
        return self.stack.enter_context(path.open("w", encoding="utf-8", errors="backslashreplace", newline=""))

    def _bind(self, maker: mappings.RowMaker, given: dict[str, str]) -> _Maker:
        names = self.descriptor.tables[maker.table].column_names
        values = [maker.cells[name].bind(self.places, given) if name in maker.cells else None for name in names]
        read = {column for expression in maker.cells.values() for column in expression.columns()}
        wanted: Callable[[Row], bool] = lambda row: True  # noqa: E731
        if maker.when:
            text, listed, is_one = maker.when[0].bind(self.places, given), maker.when[1], maker.when[2]
            read |= maker.when[0].columns()
            wanted = lambda row: (text(row) in listed) == is_one  # noqa: E731
        return _Maker(maker.table, values, wanted, tuple(sorted(self.places[column] for column in read)))

    def run(self, report: Report) -> Imported:
        """Take over all records."""
        records = self.opened.records
        while batch := list(islice(records, BATCH)):
            self._take(batch)
            report(self.accounts.read)
        return self.accounts

    def _take(self, batch: list[Record]) -> None:
        made: list[list[Made]] = []
        sound: list[int] = []
        reasons: dict[int, list[str]] = {}
        for place, record in enumerate(batch):
            try:
                made.append(self._make(record))
                sound.append(place)
            except RowError as error:
                reasons[place] = [f"{error}."]
        judged = judge(self.descriptor, made)
        reasons |= {sound[number]: said for number, said in judged.items()}
        rows = dict(zip(sound, made, strict=True))
        for place, record in enumerate(batch):
            said = reasons.get(place) or self.known.take(record.number, rows[place])
            if said:
                self._reject(record, said)
            else:
                self._accept(rows[place])
        self.known.settle()
        self.accounts.read += len(batch)

    def _make(self, record: Record) -> list[Made]:
        row = self.clean(record)
        return [made for maker in self.makers if (made := maker.make(row))]

    def _accept(self, rows: Sequence[Made]) -> None:
        self.accounts.accepted += 1
        for name, row in self.known.new_of(rows):
            self.files[name].write(write_row(row))
            self.accounts.rows[name] += 1
            if name == "claims":
                self.accounts.claims[row[self.known.source_place]] += 1

    def _reject(self, record: Record, reasons: list[str]) -> None:
        if self.rejected is None:
            self.rejected = self._open(REJECTED)
            self.rejected.write(write_row(guard_row([ROW, REASON, *[self.opened.original[n] for n in self.kept]])))
        self.accounts.rejected += 1
        said = list(dict.fromkeys(reasons))
        more = [f"and {len(said) - _REASONS} more"] if len(said) > _REASONS else []
        original = [record.original[n] for n in self.kept]
        row = [str(record.number), " ".join([*said[:_REASONS], *more]), *original]
        self.rejected.write(write_row(guard_row(row)))


def _is_control(sign: str) -> bool:
    return sign < " " or "\x7f" <= sign <= "\x9f" or "\ud800" <= sign <= "\udfff"
