"""What must not be found any more after a redaction, and whether it is: in rows, in files, in what is packed in files.

Words are compared, not signs: a text is found whatever escapes it, packs it, breaks its lines or puts marks into it.
Pure functions on rows and bytes; which files are looked at is `redacting`'s.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from claimbook.errors import BuildError
from claimbook.model.accents import normalise
from claimbook.model.descriptor import read_schema
from claimbook.model.redacting import SUMMARY, Row, Tables
from claimbook.model.structure import split_list

# A private person's name is none: it is a description, such as "a relative".
_PERSONS = ("official", "commentator")
_NAME = "the name of a person"
RUN = 4  # so many words in a row are a trace of a quotation
_ROUNDS = 4  # HTML in JSON in HTML: how often escapes are undone
_DEPTH = 4  # archives in archives
# Scripts that put no space between words have each sign taken for one.
_JOINED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_JOINED}]|[^\W{_JOINED}]+")
_TAG = re.compile(r"<[^<>]*>")
_SIGN = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_WHITE = {"n": " ", "r": " ", "t": " ", "b": " ", "f": " "}


# What must not be found, as words, each with what it is.
Needles = Mapping[str, str]


def as_words(text: str) -> str:
    """Return a text as its words: without case, marks and line ends, one space between each and at both ends."""
    return f" {' '.join(_WORD.findall(normalise('NFKC', text).casefold()))} "


def find_needles(
    before: Tables, after: Tables, claims: Iterable[str], leave: Iterable[str] = (), about: str = ""
) -> dict[str, str]:
    """Return what a redaction has taken out of a dataset, as far as it can be known again by its words.

    `leave` are ids of rows that stay as they are, whatever they share with what was taken out; `about` is the dataset's
    prose. What is short, and names of persons, count where nothing else in the dataset says them.
    """
    wanted = set(claims)
    everywhere: dict[str, str] = {}
    alone: dict[str, str] = {}
    passages = {row["passage_id"]: row for row in before.get("passages", [])}
    for row in before["claims"]:
        if row["claim_id"] in wanted and row["summary"] != SUMMARY:
            _add_claim(row, passages.get(row["passage_id"], {}), everywhere, alone)
    for what, text in _texts_gone(before, after):
        if len(as_words(text).split()) >= (2 if what == _NAME else RUN):
            alone.setdefault(as_words(text), what)
    left = "|".join(as_words(text) for text in _texts_of_rows(after, set(leave)))
    said = "|".join(as_words(text) for text in [*_texts_of_rows(after), about]) if alone else ""
    return {
        **{words: what for words, what in alone.items() if words not in said},
        **{words: what for words, what in everywhere.items() if words not in left},
    }


def _add_claim(row: Row, passage: Row, everywhere: dict[str, str], alone: dict[str, str]) -> None:
    claim = row["claim_id"]
    for column in ("summary", "words"):
        words = as_words(row.get(column, "")).split()
        if len(words) > 1:
            (everywhere if len(words) >= RUN else alone)[_join(words)] = f"the {column} of {claim}"
    for start in range(len(words) - RUN + 1):
        everywhere.setdefault(_join(words[start : start + RUN]), f"{RUN} of the words of {claim}")
    if passage.get("sha256"):
        everywhere[f" {passage['sha256']} "] = f"the digest of the passage of {claim}"


def _join(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _texts_gone(before: Tables, after: Tables) -> Iterator[tuple[str, str]]:
    """Yield each free text that a row had and has no more, after what it is: `_NAME`, or a table's name. Names of
    places and of whoever is no person are no secrets: pages of prose may have them.
    """
    for table, rows in before.items():
        key, texts = _columns(table)
        left = {row[key]: row for row in after.get(table, [])}
        for row in rows:
            now = left.get(row[key], {})
            is_person = table == "actors" and row["kind"] in _PERSONS
            if table in ("actors", "places") and not is_person:
                continue
            for name in texts:
                for part in split_list(row.get(name, "")) if name == "also_written" else [row.get(name, "")]:
                    if part and now.get(name, "") != row.get(name, ""):
                        yield _NAME if is_person else f"a text of {table}", part


def _columns(table: str) -> tuple[str, list[str]]:
    """Return a table's first column and those that hold free text."""
    fields = read_schema()["tables"][table]["schema"]["fields"]
    kinds = {spec["name"]: spec["claimbook"]["kind"] for spec in fields}
    return next(iter(kinds)), [name for name, kind in kinds.items() if kind in ("text", "list")]


def _texts_of_rows(tables: Tables, only: set[str] | None = None) -> Iterator[str]:
    for rows in tables.values():
        for row in rows:
            if only is None or next(iter(row.values()), "") in only or row.get("claim_id") in only:
                yield from filter(None, row.values())


def find_in_rows(tables: Tables, needles: Needles, leave: Iterable[str] = (), about: str = "") -> list[tuple[str, str]]:
    """Return where a dataset says still what must not be found anywhere: the row's table and id, and what it is."""
    left, found = set(leave), []
    for table, rows in tables.items():
        for row in rows:
            key = next(iter(row.values()), "")
            if key in left or row.get("claim_id") in left:
                continue
            words = "|".join(as_words(cell) for cell in row.values() if cell)
            if what := next((what for needle, what in needles.items() if needle in words), ""):
                found.append((f"{table}, {key}", what))
    prose = as_words(about)
    found += [("about.md", what) for needle, what in needles.items() if needle in prose][:1]
    return found


def find_in_bytes(data: bytes, name: str, needles: Needles) -> str:
    """Return what is found of it in a file, whatever it is packed or escaped in; "" for nothing.

    Raises BuildError where a file cannot be looked into.
    """
    for text in read_texts(data, name) if needles else ():
        for needle, what in needles.items():
            if needle in text:
                return what
    return ""


def read_texts(data: bytes, name: str, depth: int = 0) -> Iterator[str]:
    """Yield the words of a file in each way in which they can be read: packed, escaped, with and without elements."""
    if depth < _DEPTH:
        for inner, called in _unpacked(data, name):
            yield from read_texts(inner, called, depth + 1)
    if data[:5] == b"%PDF-":
        yield _words_of_pdf(data, name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _read_text(data.decode("utf-16", "replace"))
    yield from _read_text(data.decode("utf-8", "replace"))


def _read_text(text: str) -> Iterator[str]:
    for _ in range(_ROUNDS):
        yield as_words(text)
        if "<" in text:
            yield as_words(_TAG.sub(" ", text))
            yield as_words(_TAG.sub("", text))
        plain = _undo_escapes(text)
        if plain == text:
            return
        text = plain
    yield as_words(text)


def _undo_escapes(text: str) -> str:
    """Return a text with the escapes of JSON, HTML and addresses undone once."""
    if "\\" in text:
        text = _SIGN.sub(lambda found: chr(int(found[1], 16)) if found[1] else _WHITE.get(found[2], found[2]), text)
        text = _PAIR.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    if "&" in text:
        text = html.unescape(text)
    return unquote(text) if "%" in text else text


def _unpacked(data: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    if data[:4] == b"PK\x03\x04":
        try:
            with ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    yield entry.filename.encode("utf-8"), f"{name}/{entry.filename}"
                    yield archive.read(entry), f"{name}/{entry.filename}"
        except (BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error) as cause:
            raise _unreadable(name) from cause
    elif data[:2] == b"\x1f\x8b":
        try:
            yield gzip.decompress(data), name
        except (OSError, EOFError, zlib.error) as cause:
            raise _unreadable(name) from cause
    elif b"\0" in data[:4096] or data[:11] == b"# Sphinx in" or data[:5] == b"%PDF-":
        for found in _PACKED.finditer(data):
            try:
                inner = zlib.decompressobj().decompress(data[found.start() :])
            except zlib.error:
                continue
            if inner:
                yield inner, name


def _words_of_pdf(data: bytes, name: str) -> str:
    """Return the words of a PDF, whose letters are numbers in fonts of its own."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as cause:
        raise _unreadable(name) from cause
    try:
        return as_words("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as cause:
        raise _unreadable(name) from cause


def _unreadable(name: str) -> BuildError:
    fix = "take it out of the site by hand, or install pypdf where it is a PDF (the extra texts)."
    return BuildError(f"{name} cannot be looked into, and may hold what is to be taken out.", fix=fix)
