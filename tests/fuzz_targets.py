"""What reads bytes from anywhere, each as a function of bytes: it returns, or raises an error in words.

What belongs here: the targets, the sound files that they begin with, and what an error in words is. What does not: who
makes the bytes (`fuzzing`, test_fuzz_targets), tables and whole datasets (mutating_tables).
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from json_mutations import mutate_text
from tiny import TEXT, write_tiny_dataset

from claimbook import paths
from claimbook.coding.texts import read_text
from claimbook.errors import ClaimbookError, DatasetError
from claimbook.exchange.delimited import Reading
from claimbook.exchange.importing import settle_parameters
from claimbook.exchange.judging import check_constants
from claimbook.exchange.mapping import make_mapping
from claimbook.exchange.records import open_records, read_json
from claimbook.exchange.selectors import list_annotations, locate, read_annotation
from claimbook.exchange.transforms import RowError
from claimbook.exchange.workbook.reading import read_workbook
from claimbook.exchange.workbook.writing import export_workbook
from claimbook.exchange.yaml_text import parse_yaml
from claimbook.model.bulk import read_plain_table
from claimbook.model.dates import format_date, parse_date
from claimbook.model.descriptor import Descriptor, read_descriptor
from claimbook.model.locate import locate_words, show_around
from claimbook.model.passages import Span, cut_passage, find_passages, needs_coding, normalise_text, uncovered_spans
from claimbook.model.people import NAMES, read_allowed
from claimbook.model.quantities import format_quantity, parse_quantity
from claimbook.model.tables import read_carefully

LONGEST_LINE = 1000
COLUMNS = ("claim_id", "words")


@dataclass(frozen=True)
class Target:
    """What is given bytes, and bytes that it takes."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]

    def __call__(self, data: bytes) -> None:
        """Hold what reads to its promise."""
        for line in self.refuse(data):
            assert " Fix: " in line, line
            assert line.isprintable(), line[:300]
            assert len(line) < LONGEST_LINE, line[:300]

    def refuse(self, data: bytes) -> list[str]:
        """Return what is said of the bytes, a line for each thing that is wrong with them."""
        try:
            self.read(data)
        except DatasetError as error:
            return [str(problem) for problem in error.problems] or ["an error without a problem"]
        except ClaimbookError as error:
            return [str(error)]
        return []

    def bytes(self) -> st.SearchStrategy[bytes]:
        """Return bytes of any sort, and the sound ones damaged."""
        damaged = st.builds(_damage, st.sampled_from(self.seeds), st.randoms(use_true_random=False))
        return st.one_of(st.binary(max_size=60), damaged)


def _damage(data: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 3)):
        data = mutate_text(random, data or b"x")[1]
    return data


def _as_typed(data: bytes) -> str:
    """Return bytes as a command's argument is decoded: what is no UTF-8 becomes half a surrogate pair."""
    return data.decode("utf-8", "surrogateescape")


def _dates(data: bytes) -> None:
    span = parse_date(_as_typed(data))
    assert not (span.first and span.last and span.first > span.last)
    assert format_date(_as_typed(data)).isprintable()


def _quantities(data: bytes) -> None:
    quantity = parse_quantity(_as_typed(data))
    assert None in (quantity.low, quantity.high) or quantity.low <= quantity.high  # type: ignore[operator]
    assert format_quantity(_as_typed(data)).isprintable()


def _passages(data: bytes) -> None:
    """The first line is looked for in the rest."""
    words, _, text = normalise_text(data).partition("\n")
    for span in find_passages(text, words):
        assert cut_passage(text, span) == words
    for span in locate_words(text, words):
        assert cut_passage(text, span)
        show_around(text, span)
    reached = 0
    for span in uncovered_spans(text, [Span(2, 9), Span(5, 12)]):
        assert reached <= span.start < span.end <= len(text)
        reached = span.end
        needs_coding(cut_passage(text, span))
    cut_passage(text, Span(len(words), len(words) + 5))


def _mapping(data: bytes) -> None:
    mapping = make_mapping(parse_yaml(data, "own.yml"))
    given = settle_parameters(
        mapping, {name: "2031-05-04" for name, p in mapping.parameters.items() if p.default is None}
    )
    package = json.dumps(mapping.descriptor(given), ensure_ascii=False).encode()
    _in_a_file(paths.DESCRIPTOR, package, lambda path: check_constants(mapping, read_descriptor(path.parent), given))
    columns = sorted(mapping.columns())
    places = {column: place for place, column in enumerate(columns)}
    for cells in ("", "1", "2031-05-04", "a b"):
        for maker in mapping.makers:
            for expression in maker.cells.values():
                try:
                    expression.bind(places, given)([cells] * len(columns))
                except RowError:
                    continue  # the record would be rejected, with the reason


def _in_a_file(name: str, data: bytes, read: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        read(path)


@cache
def _own_workbook() -> tuple[Descriptor, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        data = write_tiny_dataset(Path(folder) / "data")
        export_workbook(data, Path(folder) / "a.xlsx")
        return read_descriptor(data), (Path(folder) / "a.xlsx").read_bytes()


def _workbook(data: bytes) -> None:
    _in_a_file("a.xlsx", data, lambda path: read_workbook(path, _own_workbook()[0]))


def _workbook_part(data: bytes) -> None:
    """One part of a sound workbook, which the first byte chooses, is what the others say."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_own_workbook()[1])) as old, zipfile.ZipFile(held, "w") as new:
        names = sorted(old.namelist())
        changed = names[data[0] % len(names)] if data else ""
        for name in names:
            new.writestr(name, data[1:] if name == changed else old.read(name))
    _workbook(held.getvalue())


def _part_seeds() -> tuple[bytes, ...]:
    with zipfile.ZipFile(io.BytesIO(_own_workbook()[1])) as old:
        return tuple(bytes([number]) + old.read(name) for number, name in enumerate(sorted(old.namelist())))


def _annotations(data: bytes) -> None:
    def read(path: Path) -> None:
        for number, raw in enumerate(list_annotations(read_json(path, "notes.json"), "notes.json"), 1):
            try:
                span = locate(read_annotation(raw, number), TEXT)
            except ValueError:
                continue  # the annotation would be rejected, with the reason
            assert cut_passage(TEXT, span)

    _in_a_file("notes.json", data, read)


def _records(form: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        def take(path: Path) -> None:
            for record in open_records(path, COLUMNS, Reading()).records:
                assert record.fault or len(record.cells) >= len(COLUMNS)

        _in_a_file(f"a.{form}", data, take)

    return read


def _table(data: bytes) -> None:
    """Both readers of tables: what the fast one takes, the careful one takes too, as the same cells."""
    fast = read_plain_table(io.BytesIO(data), COLUMNS, block=64)
    slow, found = read_carefully(io.BytesIO(data), "claims.csv", COLUMNS)
    if fast is not None:
        assert not found, found.listed()
        assert [cells.texts().tolist() for cells in fast] == [cells.texts().tolist() for cells in slow]
    if found:
        raise DatasetError(found.listed())


def _texts(suffix: str) -> Callable[[bytes], None]:
    return lambda data: _in_a_file(f"a.{suffix}", data, lambda path: read_text(path).digest)


_PAGE = f"<!doctype html><html lang='en'><title>Weir</title><article><p>{TEXT}</p></article></html>".encode()
_NOTES = b"""{"rows": [{"id": "n1", "text": "a comment", "target": [{"source": "https://herald.example", "selector": [
{"type": "TextQuoteSelector", "exact": "at least 12", "prefix": "says that ", "suffix": " people"},
{"type": "TextPositionSelector", "start": 30, "end": 41}]}]}, {"id": 2, "body": [{"value": "x"}], "target": {"selector":
{"type": "RangeSelector", "refinedBy": {"type": "TextPositionSelector", "start": 30, "end": 41}}}}]}"""
_TABLE = b'claim_id,words\na-1,"so, it ""said"""\na-2,\n'
_REJECTED = b"claimbook_row,claimbook_reason,claim_id,words\n2,x,a-1,'=1+1\n3,y,a-2,a;'@x\n"

TARGETS: dict[str, Callable[[], Target]] = {
    "dates": lambda: Target(_dates, (b"2031-05-04", b"../2031-05", b"2031-05-04T14:05Z/2031-06~", b"2031?/..")),
    "quantities": lambda: Target(_quantities, (b">=973", b"5..7..10", b"4|8", b"~50%", b"dozens", b"~<1400")),
    "passages": lambda: Target(_passages, (b"at least 12\n" + TEXT.encode(), "“dozens’\n".encode() + TEXT.encode())),
    "mapping": lambda: Target(_mapping, tuple(path.read_bytes() for path in sorted(paths.MAPPINGS.glob("*.yml")))),
    "workbook": lambda: Target(_workbook, (_own_workbook()[1],)),
    "workbook-part": lambda: Target(_workbook_part, _part_seeds()),
    "annotations": lambda: Target(_annotations, (_NOTES,)),
    "csv": lambda: Target(
        _records("csv"), (_TABLE, _TABLE.replace(b",", b";"), _TABLE.decode().encode("utf-16"), _REJECTED)
    ),
    "json": lambda: Target(_records("json"), (b'[{"claim_id": "a-1", "words": ["x", 1.50]}, {"claim_id": null}]',)),
    "jsonl": lambda: Target(_records("jsonl"), (b'{"claim_id": "a-1", "words": "x"}\n{"claim_id": true}\n',)),
    "table": lambda: Target(_table, (_TABLE, _TABLE.replace(b"\n", b"\r\n"))),
    "package": lambda: Target(
        lambda data: _in_a_file(paths.DESCRIPTOR, data, lambda path: read_descriptor(path.parent)), (_package(),)
    ),
    "names": lambda: Target(
        lambda data: _in_a_file(NAMES, data, lambda path: read_allowed(path.parent)),
        (b'name,reason\nLowmere,a place\n"Weir, the",a ship\n',),
    ),
    "html": lambda: Target(_texts("html"), (_PAGE,)),
    "text": lambda: Target(_texts("txt"), (TEXT.encode(),)),
}


def _package() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return (write_tiny_dataset(Path(folder) / "data") / paths.DESCRIPTOR).read_bytes()
