"""Names that belong to no actor: a text may name somebody who must not be named.

Nobody can tell a person's name by its letters. What looks like one, and is not the name of an actor, a place or an
outlet of the dataset, is reported; what is no person's name is allowed by a list beside the tables, with the reason.
Scripts without capital letters hold nothing that could be told by them: those texts are a coder's to read.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.accents import drop_accents
from claimbook.model.bulk import MAX_CELL
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import read_schema
from claimbook.model.findings import list_some

NAMES = "names.csv"
_COLUMNS = ["name", "reason"]
# Texts that are published, by table; and whose ids are made by hand, with the text that each is made from.
_TEXTS = {
    "claims": ("summary", "words"),
    "figures": ("counted", "quantity_words"),
    "attributions": ("deed", "against"),
    "sources": ("title",),
    "incidents": ("title",),
    "disputes": ("question",),
    "positions": ("label",),
    "discrepancies": ("explanation",),
}
_IDS = {"incidents": "incident_id", "disputes": "dispute_id", "positions": "position_id", "actors": "actor_id"}
_KNOWN = {
    "actors": ("name", "also_written"),
    "places": ("name", "also_written"),
    "sources": ("publisher", "author"),
}
# Days, months and what else English writes with a capital letter, whatever a dataset is about.
_ENGLISH_WORDS = (
    "i january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday utc gmt am pm"
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'‑-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
# What stands before the first word of a sentence, a quotation or a heading.
_BEGINS = re.compile(r"(?:^|[.:;?!…“”„«\"'‘(\[—–/-]\s*)$")


class Found(NamedTuple):
    """What looks like a name: the word as it stands, and its first place."""

    word: str
    table: str
    row: int
    column: str


def find_names(dataset: Dataset, allowed: Iterable[str] = ()) -> list[Problem]:
    """Return a problem for each word that looks like a name and belongs to no actor, by its first place.

    A word is taken for a name where it has a capital letter within a sentence, or at the beginning of one if no text of
    the dataset has it without; of an id, every part that neither its row's own text nor any other text holds. Names of
    actors, places and outlets, English days and months, and what `allowed` names are known.
    """
    known = {*_ENGLISH_WORDS.split()} | {part for text in _known_texts(dataset, allowed) for part in _parts(text)}
    common = _model_words() | {_fold(word) for text in _texts(dataset) for word in _WORD.findall(text) if _is_low(word)}
    found: dict[str, list[Found]] = {}
    for table, column, text, row in _each_text(dataset):
        for word in _names_in(text, known, common):
            found.setdefault(_fold(word), []).append(Found(word, table, row, column))
    for item in _names_in_ids(dataset, known | common | set(found)):
        found.setdefault(_fold(item.word), []).append(item)
    return sorted(_problem(dataset, places) for places in found.values())


def read_allowed(folder: Path) -> list[str]:
    """Return the names that a dataset's list allows, none where it has no list.

    Raises DatasetError with every row that has no name or no reason.
    """
    path = folder / NAMES
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            csv.field_size_limit(MAX_CELL)  # another reader may have set another
            rows = list(csv.reader(handle, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        problem = Problem(NAMES, 0, "", f"it cannot be read: {cause}.", "save it as CSV in UTF-8.")
        raise DatasetError([problem]) from cause
    head, *body = rows or [[]]
    if head != _COLUMNS:
        shown = shorten_value(",".join(head))
        raise DatasetError([Problem(NAMES, 1, "", f"its columns are '{shown}'.", f"write {','.join(_COLUMNS)}.")])
    problems = list_some(
        Problem(NAMES, number, "reason", f"'{shorten_value(','.join(row))}' says no name and reason.",
                "write the name, and why it may stand in the book.")
        for number, row in enumerate(body, 2)
        if len(row) != len(_COLUMNS) or not all(cell.strip() for cell in row)
    )  # fmt: skip
    if problems:
        raise DatasetError(problems)
    return [row[0] for row in body]


def _known_texts(dataset: Dataset, allowed: Iterable[str]) -> Iterator[str]:
    yield from allowed
    for table, columns in _KNOWN.items():
        frame = dataset.frames[table]
        if table == "actors":  # who is described and not named lends no word
            frame = frame[frame["kind"] != "private_person"]
        for column in columns:
            yield from frame[column]


@cache
def _model_words() -> frozenset[str]:
    """Return the words in which the model itself is told: common English, whatever a small dataset lacks of it."""
    return frozenset(
        _fold(word) for word in _WORD.findall(json.dumps(read_schema(), ensure_ascii=False)) if _is_low(word)
    )


def _is_low(word: str) -> bool:
    return word[0].islower()


def _texts(dataset: Dataset) -> Iterator[str]:
    for table, columns in _TEXTS.items():
        for column in columns:
            yield from dataset.frames[table][column]


def _each_text(dataset: Dataset) -> Iterator[tuple[str, str, str, int]]:
    for table, columns in _TEXTS.items():
        for column in columns:
            for index, text in dataset.frames[table][column].items():
                yield table, column, text, int(str(index)) + 2


def _names_in(text: str, known: Set[str], common: Set[str]) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if not word or not word[0].isupper() or _is_known(word, known):
            continue
        if _BEGINS.search(text[: match.start()]) and _fold(word) in common:
            continue
        yield word


def _names_in_ids(dataset: Dataset, known: Set[str]) -> Iterator[Found]:
    for table, column in _IDS.items():
        frame = dataset.frames[table]
        if table == "actors":
            frame = frame[frame["kind"] == "private_person"]
        for index, identifier in frame[column].items():
            own = {part for cell in frame.loc[index] for part in _parts(str(cell)) if str(cell) != identifier}
            for part in str(identifier).split("-"):
                if part.isalpha() and len(part) > 2 and part not in own and not _is_known(part, known):
                    yield Found(part, table, int(str(index)) + 2, column)


def _is_known(word: str, known: Set[str]) -> bool:
    folded = _fold(word)
    return folded in known or all(part in known for part in re.split("[’'‑-]", folded) if part)


def _parts(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        folded = _fold(_POSSESSIVE.sub("", word))
        yield folded
        yield from re.split("[’'‑-]", folded)


def _fold(word: str) -> str:
    return drop_accents(word).casefold()


def _problem(dataset: Dataset, places: list[Found]) -> Problem:
    first = places[0]
    described = dataset.descriptor.tables.get(first.table)
    file = described.path if described else first.table
    message = f"'{shorten_value(first.word)}' looks like a name, and no actor has it."
    fix = f"name nobody who has no public role; if it is no person's name, add it to {NAMES} with the reason."
    return Problem(file, first.row, first.column, message, fix, len(places) - 1)
