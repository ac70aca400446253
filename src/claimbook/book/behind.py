"""The data behind a chart: the columns of its table and its CSV file, which no spreadsheet takes for code.

Frame to rows and text. What a chart shows is said in `analysis`, how its table looks in the template of `framed`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.analysis.captions import as_said
from claimbook.book.limits import MOST_LINES, first_of
from claimbook.book.quoting import in_language, mark_words
from claimbook.digests import digest_bytes
from claimbook.model.voice import quote

PANEL, SERIES = "panel", "series"
_NO_ID = re.compile(r"[^A-Za-z0-9_-]+")
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection"), in wide signs too.
_BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# Signs that isolate or turn text of another direction: in a page they keep words in order, in a cell they are dirt.
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Spreadsheets read a file without it as something else than UTF-8.
MARK_OF_UTF8 = "\ufeff"


@dataclass(frozen=True)
class Column:
    """A column of the data: `name` in file and frame, `title` in the page's table, "" for none; a rare one stands there
    only if a row has something in it.
    """

    name: str
    title: str = ""
    is_rare: bool = False


@dataclass(frozen=True)
class Behind:
    """The data behind one chart: the rows of the page's table, how many it leaves out, and the whole as a CSV file."""

    titles: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    left_out: int
    total: int
    csv: str


FIGURES = (
    Column("quantity_words", "Number, as said"), Column("hedge", "Hedge", is_rare=True),
    Column("speaker", "Who says so"), Column("said", "When"), Column("source_title", "Source"),
    Column("summary", "Claim"), Column("quantity"), Column("low"), Column("high"), Column("best"), Column("measure"),
    Column("scope"), Column("claimant"), Column("origin"), Column("first_day"), Column("last_day"),
    Column("figure_id"), Column("claim_id"), Column("href"),
)  # fmt: skip
STATEMENTS = (
    Column("said", "When"), Column("lane", "Lane"), Column("speaker", "Who says so"), Column("act", "Act"),
    Column("source_title", "Source"), Column("summary", "Claim"), Column("alignment"), Column("known_as"),
    Column("first_day"), Column("last_day"), Column("statement_id"), Column("claim_id"), Column("href"),
)  # fmt: skip
TALLIES = (
    Column("number", "Number"), Column("given_out", "Given out by"), Column("seen", "Came out by"),
    Column("source_title", "Source"), Column("summary", "Claim"), Column("quantity"), Column("low"), Column("high"),
    Column("best"), Column("said"), Column("title"), Column("tally_id"), Column("source_id"), Column("figure_id"),
    Column("claim_id"), Column("href"),
)  # fmt: skip
WAYS = (
    Column("station", "Through"), Column("outlet", "To"), Column("renderings", "Renderings"),
    Column("said", "First said"), Column("source_title", "Source"), Column("summary", "First claim"), Column("origin"),
    Column("href"),
)  # fmt: skip


def behind(frame: pd.DataFrame, columns: Sequence[Column], most: int = MOST_LINES, kind: str = "") -> Behind:
    """Return the data behind a chart: the first rows for the page, all of them for the file.

    `frame` holds the columns and `href`, which the claim's or the outlet's words lead to; where it has `known` or
    `source_id`, or the acts of a statement, a row of the page carries them, so that a reader can choose by them. With
    `kind` a row has the anchor that a chart of that kind would have from its figure: so the address of a chart still
    leads to it when another figure has come to name it.
    """
    records: list[dict[str, Any]] = [
        {str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")
    ]
    listed, left_out = first_of(records, most)
    shown = [c for c in columns if c.title and not (c.is_rare and all(_text(row[c.name]) == "" for row in listed))]
    rows = tuple(
        {
            "cells": [(_quoting(row, column.name), column.name == "summary") for column in shown],
            "href": row["href"],
            "id": chart_anchor(kind, row["figure_id"]) if kind else "",
            "data": _choices(row),
        }
        for row in listed
    )
    return Behind(
        tuple(column.title for column in shown), rows, left_out, len(records),
        write_csv([column.name for column in columns], ([row[c.name] for c in columns] for row in records)),
    )  # fmt: skip


def _quoting(row: Mapping[str, Any], name: str) -> str:
    """Return a cell of the page's table, in which a number's words are in their language, if the row has it, and a
    hedge in quotation marks.
    """
    if name == "hedge":
        return in_language(quote(row[name]), row["quantity_language"]) if row[name] else ""
    is_number = name == "quantity_words" and "quoted" in row
    return mark_words(_text(row[name]), row["quoted"], row["quantity_language"]) if is_number else _text(row[name])


def chart_anchor(kind: str, key: Any) -> str:
    """Return the anchor of a chart from what it is called by: an id of the data, a name, a day."""
    return "-".join(part for part in (kind, _NO_ID.sub("-", str(key)).strip("-")) if part)


_CHOSEN_BY = {"known": "known", "source": "source_id"}


def _choices(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes by which choose-figures.js and zoom.js know a row."""
    own = {f"data-{key}": row[name] for key, name in _CHOSEN_BY.items() if row.get(name)}
    return {**own, **statement_choices(row)} if "acts" in row else own


def statement_choices(mark: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes by which a reader can choose a row of a statement, from a mark of the timeline."""
    return {
        "data-days": f"{_text(mark['start'])}/{_text(mark['end'])}",
        "data-acts": " ".join(mark["acts"]),
        "data-alignments": " ".join(mark["alignments"]),
        "data-lanes": " ".join(mark["lanes"]),
    }


def csv_name(text: str) -> str:
    """Return what a CSV file is called beside the pages: its text decides, so that equal files are one."""
    return f"{digest_bytes(text.encode())[:16]}.csv"


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a CSV file's text in which no cell is taken for a formula; numbers stay numbers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([defuse(_text(cell)) for cell in row] for row in rows)
    return MARK_OF_UTF8 + text.getvalue()


def defuse(cell: str) -> str:
    """Return a cell that a spreadsheet shows as it is: without signs of direction, never the beginning of a formula."""
    plain = _DIRECTIONS.sub("", cell)
    return f"'{plain}" if plain.startswith(_BEGINS_FORMULA) and not _NUMBER.fullmatch(plain) else plain


def _text(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date().isoformat())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# ---- Frames of analysis as data of a chart ----


def figures_behind(panel: pd.DataFrame) -> Behind:
    """Return the data behind a panel of figures: one row a figure, a set with its least and its greatest member."""
    bounds = panel.groupby("figure_id", sort=False).agg(low=("low", "min"), high=("high", "max"))
    figures = panel.drop_duplicates("figure_id").set_index("figure_id", drop=False)
    is_set, is_word = figures["shape"] == "set", figures["shape"] == "word"
    # The bounds of a word are a convention of ours, and no number that anybody gave.
    ends: Mapping[str, pd.Series] = {
        end: figures[end].where(~is_set, bounds[end]).mask(is_word) for end in ("low", "high")
    }
    best = figures["best"].where(~is_set)
    quoted = [as_said(row) for row in figures.to_dict("records")]
    days = {"first_day": figures["asserted_first"], "last_day": figures["asserted_last"]}
    words = figures.assign(quoted=figures["words"], quantity_words=quoted)
    return behind(words.assign(**ends, best=best, **days), FIGURES, kind=PANEL)


def statements_behind(marks: pd.DataFrame) -> Behind:
    """Return the data behind a timeline: one row a mark, before any are summed up."""
    known = {"filled": "first hand", "ring": "second hand", "dashed": "leaked", "hollow": "joint statement"}
    days = {"first_day": marks["start"], "last_day": marks["end"], "known_as": marks["ring"].map(known)}
    return behind(marks.assign(**days), STATEMENTS)
