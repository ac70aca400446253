"""What is read of somebody's file: its columns, and one record after the other as texts. What they mean is not known.

A file is read once, from front to back, and never held as a whole (JSON that is one value is the exception). What is
wrong with one record goes with it; what keeps a file from being read at all is raised.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.exchange.delimited import Reading, find_encoding, open_lines, read_delimited
from claimbook.exchange.hushed import hushed
from claimbook.exchange.rejected import is_rejected, unguard_row

MAX_JSON = 1 << 28
_LISTED = 30
RECORD = "claimbook_record"


@dataclass(frozen=True)
class Record:
    """One record: its number from 1, its cells, and what is wrong with it, if anything."""

    number: int
    cells: Sequence[str]
    original: Sequence[str]
    fault: str = ""


@dataclass(frozen=True)
class Opened:
    """A file that can be read: its columns, those of the original in `rejected.csv`, and how it was read."""

    columns: list[str]
    original: list[str]
    told: str
    records: Iterator[Record]


def find_format(path: Path, wanted: str = "") -> str:
    """Return the format of a file: the one that is asked for, else by its name; CSV where the name says nothing."""
    names = {
        ".tsv": "tsv",
        ".tab": "tsv",
        ".json": "json",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".parquet": "parquet",
    }
    return wanted or names.get(path.suffix.lower(), "csv")


def open_records(path: Path, needed: Collection[str], reading: Reading) -> Opened:
    """Return a file's records; raises DatasetError where it cannot be read or lacks a column that is needed."""
    file = shorten_value(path.name)
    if not path.exists():
        raise DatasetError([Problem(file, 0, "", "there is no such file.", "name the file to import.")])
    if not path.is_file():
        raise DatasetError([Problem(file, 0, "", "it cannot be read: no regular file.", "name the file to import.")])
    readers: dict[str, Callable[[], Opened]] = {
        "json": lambda: _open_json(path, file, needed, reading),
        "jsonl": lambda: _open_jsonl(path, file, needed, reading),
        "parquet": lambda: _open_parquet(path, file, needed),
    }
    form = find_format(path, reading.format)
    try:
        if form in readers:
            return readers[form]()
        header, told, rows = read_delimited(path, file, needed, reading, form)
        if is_rejected(header):
            header, rows = unguard_row(header), ((number, unguard_row(row)) for number, row in rows)
        refuse_missing(file, header, needed)
        width = len(header)
        return Opened(header, header, told, (_delimited_record(n, row, width) for n, row in rows))
    except OSError as cause:
        fix = "make it a readable file."
        raise DatasetError([Problem(file, 0, "", f"it cannot be read: {cause.strerror}.", fix)]) from cause


def _delimited_record(number: int, row: list[str], width: int) -> Record:
    if len(row) == width:
        return Record(number, row, row)
    # The cells that are too many are kept too: what was read is never lost.
    original = (
        [*row[: width - 1], " | ".join(row[width - 1 :])] if len(row) > width else row + [""] * (width - len(row))
    )
    return Record(number, (), original, f"{len(row)} cells, the header has {width}")


def refuse_missing(file: str, header: Sequence[str], needed: Collection[str]) -> None:
    """Raise DatasetError with each column that the mapping names and the file has not, or has twice."""
    shown = ", ".join(map(shorten_value, header[:_LISTED])) + (", …" if len(header) > _LISTED else "")
    problems = []
    for column in sorted(needed):
        if header.count(column) != 1:
            message = "the file has no such column." if column not in header else "the file has this column twice."
            fix = f"mend the mapping or the header; the file has {shown or 'none'}."
            problems.append(Problem(file, 1, shorten_value(column), message, fix))
    if problems:
        raise DatasetError(problems)


def _open_json(path: Path, file: str, needed: Collection[str], reading: Reading) -> Opened:
    data = read_json(path, file, reading.encoding)
    for name in reading.records.split(".") if reading.records else []:
        data = data.get(name) if isinstance(data, dict) else None
    if not isinstance(data, list):
        place = f"under '{reading.records}'" if reading.records else "at its beginning"
        fix = "say in the mapping where the list of records stands: read: records: rows"
        raise DatasetError([Problem(file, 0, "", f"there is no list {place}.", fix)])
    columns = sorted(needed)
    records = (_json_record(number, record, columns) for number, record in enumerate(data, 1))
    return Opened(columns, [RECORD], "JSON", records)


def read_json(path: Path, file: str, encoding: str = "") -> Any:
    """Return what a JSON file holds, numbers as the texts that stand there."""
    if path.stat().st_size > MAX_JSON:
        fix = "give it as JSON lines or CSV, which are read record by record."
        raise DatasetError([Problem(file, 0, "", f"it is larger than {MAX_JSON >> 20} MB.", fix)])
    try:
        text = path.read_bytes().decode(encoding or find_encoding(path))
        return parse_json(text)
    except (ValueError, LookupError, RecursionError) as cause:
        raise DatasetError(
            [Problem(file, 0, "", f"it is no JSON ({said_of(cause)}).", "mend it, or say its --encoding.")]
        ) from cause


def parse_json(text: str) -> Any:
    """Return what a JSON text holds, numbers as the texts that stand there; raises ValueError or RecursionError."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def said_of(cause: Exception) -> str:
    """Return what an error of reading says, in a few words."""
    if isinstance(cause, json.JSONDecodeError):
        return f"line {cause.lineno}: {cause.msg}"
    return "too deep" if isinstance(cause, RecursionError) else shorten_value(str(cause))


def _open_jsonl(path: Path, file: str, needed: Collection[str], reading: Reading) -> Opened:
    columns = sorted(needed)

    def records() -> Iterator[Record]:
        for number, line in enumerate(open_lines(path, file, reading.encoding or find_encoding(path)), 1):
            if not line.strip():
                continue
            try:
                yield _json_record(number, parse_json(line), columns)
            except (ValueError, RecursionError) as cause:
                yield Record(number, (), [line.rstrip("\r\n")], f"the line is no JSON ({said_of(cause)})")

    return Opened(columns, [RECORD], "JSON lines", records())


def _json_record(number: int, record: Any, columns: list[str]) -> Record:
    original = [json.dumps(record, ensure_ascii=False)]
    if not isinstance(record, dict):
        return Record(number, (), original, "the record is no object")
    try:
        return Record(number, [_json_cell(record, column) for column in columns], original)
    except ValueError as cause:
        return Record(number, (), original, str(cause))


def _json_cell(record: dict[str, Any], column: str) -> str:
    """Return the value of a column as text; `where.lat` is `lat` inside `where`."""
    value: Any = record.get(column)
    if column not in record:
        value = record
        for name in column.split("."):
            value = value.get(name) if isinstance(value, dict) else None
    listed = value if isinstance(value, list) else [value]
    if any(isinstance(member, dict | list) for member in listed):
        raise ValueError(f"column {column} holds records of its own")
    return "; ".join(_json_scalar(member) for member in listed)


def _json_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


_ROWS = 10_000


def _open_parquet(path: Path, file: str, needed: Collection[str]) -> Opened:
    try:
        import polars
    except ImportError as cause:
        fix = 'install the extra: pip install "claimbook[parquet]", or give the table as CSV.'
        raise DatasetError(
            [Problem(file, 0, "", "Parquet is read with polars, which is not installed.", fix)]
        ) from cause
    broken = (polars.exceptions.PolarsError, polars.exceptions.PanicException, OSError, ValueError)

    def refuse(cause: BaseException) -> DatasetError:
        message = f"it is no Parquet file ({shorten_value(str(cause))})."
        return DatasetError([Problem(file, 0, "", message, "export it again, or give the table as CSV.")])

    try:
        with hushed():
            scan = polars.scan_parquet(path)
            columns = scan.collect_schema().names()
    except broken as cause:
        raise refuse(cause) from cause
    refuse_missing(file, columns, needed)

    def records() -> Iterator[Record]:
        start = 0
        while True:
            try:
                with hushed():
                    frame = scan.slice(start, _ROWS).collect()
                    texts = [_parquet_texts(frame[column], polars) for column in columns]
            except broken as cause:
                raise refuse(cause) from cause
            for number, row in enumerate(zip(*texts, strict=True), start + 1):
                yield Record(number, row, row)
            if frame.height < _ROWS:
                return
            start += _ROWS

    return Opened(columns, columns, "Parquet", records())


def _parquet_texts(series: Any, polars: Any) -> list[str]:
    if series.dtype.is_nested() or series.dtype in (polars.Binary, polars.Object):
        return ["" if value is None else str(value) for value in series.to_list()]
    return ["" if text is None else text for text in series.cast(polars.String).to_list()]
