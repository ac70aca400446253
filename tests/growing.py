"""Files that grew: a cell of megabytes, a row without end, rows by the hundred thousand. The same for the same seed.

What belongs here: the ways in which a table or a descriptor becomes large or deep. What does not: small damage
(mutations, json_mutations), and what the program must make of either (mutating_tables).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from random import Random

from mutations import CELLS

MEGABYTE = 1_000_000
LONG = 99_990  # as long as a cell may be, nearly
# What a long cell repeats: each is what some notation, list or word is made of.
UNITS = (
    "a", "9", "0", "A ", "Aa ", "aA-", "a;", ";", "a-b;", "1|2|", "5..", "~", "a\u0301\u0316", "\u0301\u0316", "🌊",
    " ", "“a” ", ". A", "'", "=", "a/b, ", "2031-05-04/", "a (b) ", "A's ", "\\", "%", "{0}", "\u202e", "é", "nan ",
)  # fmt: skip
BYTES = (
    b"\0", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\n",
    b"\r", b"\r\n", b",", b'"', b'""', b'","', b'"\n', b'""",', b'a"b,', b'"a"b,', b'"\r"', b"\x85", b"\xe2\x80\xa8",
)  # fmt: skip

Rows = list[list[str]]


def read_rows(data: bytes) -> Rows:
    """Return a table's rows, as they were written."""
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def write_rows(rows: Rows) -> bytes:
    """Return a table's bytes."""
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows(rows)
    return held.getvalue().encode()


def _long(random: Random, length: int) -> str:
    unit = random.choice(UNITS)
    return (unit * (length // len(unit.encode()) + 1))[: length // len(unit.encode())] + random.choice(("", "z", "Z."))


def _a_cell(length: int) -> Callable[[Random, Rows], None]:
    def grow(random: Random, rows: Rows) -> None:
        row = random.choice(rows)
        row[random.randrange(len(row))] = _long(random, length)

    return grow


def _long_cells(random: Random, rows: Rows) -> None:
    place = random.randrange(len(rows[0]))
    pattern = random.choice(rows[1:] or rows)
    rows += [[f"{cell}{number}" if cell else "" for cell in pattern] for number in range(random.choice((3, 20)))]
    for row in rows[1:]:
        row[place] = _long(random, LONG)


def _a_wide_row(random: Random, rows: Rows) -> None:
    row = random.choice(rows)
    row += [random.choice(("", "a", '"', "é"))] * 100_000


def _a_wide_header(random: Random, rows: Rows) -> None:
    rows[0] += [f"column{number}" for number in range(100_000)]


def _many_rows(random: Random, rows: Rows) -> None:
    """100,000 rows after the pattern of one; in a few columns each has a text of its own, or names the row above."""
    many = random.choice((10_000, 100_000))
    pattern = random.choice(rows[1:]) if len(rows) > 1 else [""] * len(rows[0])
    own = random.sample(range(len(pattern)), k=min(len(pattern), random.choice((0, 1, 3))))
    chained = random.choice([number for number, name in enumerate(rows[0]) if name in ("part_of", "updates")] or [0])
    other = random.choice(("", "x", *CELLS[:6]))
    made = []
    for number in range(many):
        row = list(pattern)
        for place in {0, *own} if random.random() < 0.999 else own:
            row[place] = f"{row[place]}{other}{number}"
        if chained:
            row[chained] = f"{pattern[0]}{other}{number - 1 if number else many - 1}"
        made.append(row)
    rows += made


def _many_lists(random: Random, rows: Rows) -> None:
    """Cells of very many members each, none of which is known."""
    for number, row in enumerate(rows[1:]):
        row[random.randrange(len(row))] = ";".join(f"x{number}-{member}" for member in range(10_000))


ROWS: dict[str, Callable[[Random, Rows], None]] = {
    "a cell of 10 MB": _a_cell(10 * MEGABYTE), "a cell of its greatest length": _a_cell(LONG),
    "cells of their greatest length": _long_cells, "a row of 100,000 cells": _a_wide_row,
    "a header of 100,000 cells": _a_wide_header, "100,000 rows": _many_rows, "lists of 10,000 members": _many_lists,
}  # fmt: skip


def grow_table(random: Random, data: bytes) -> tuple[str, bytes]:
    """Return how a table grew, and what it is now."""
    how = random.choice([*ROWS, *ROWS, "bytes repeated", "a cell never closed"])
    if how in ROWS:
        rows = read_rows(data)
        ROWS[how](random, rows)
        return how, write_rows(rows)
    place = random.randrange(len(data) + 1)
    if how == "bytes repeated":
        unit = random.choice(BYTES)
        return how, data[:place] + unit * (random.choice((1000, MEGABYTE)) // len(unit)) + data[place:]
    return how, data[:place] + b'"' + data[place:] + data * (3 * MEGABYTE // len(data))


def change_cells(random: Random, data: bytes, ids: list[str]) -> tuple[str, bytes]:
    """Change a few cells of a table into what such a cell may be, so that the file stays a table: the rules see it."""
    rows = read_rows(data)
    for _ in range(random.randint(1, 4)):
        row = random.choice(rows[1:] or rows)
        place = random.randrange(len(row))
        column = [other[place] for other in rows[1:]] or [""]
        made = ["", random.choice(column), random.choice(random.choice(rows)), random.choice(ids), random.choice(CELLS)]
        row[place] = random.choice(made)
    if random.random() < 0.3:
        rows += [list(row) for row in random.choices(rows, k=random.randint(1, 3))]
        for row in rows[-3:]:
            row[0] = random.choice((row[0], f"{row[0]}-x", "X Y", *ids[:9]))
    return "cells changed", write_rows(rows)


def grow_package(random: Random, data: bytes) -> tuple[str, bytes]:
    """Return how a descriptor grew, and what it is now: it stays JSON, or nearly."""
    package = json.loads(data)
    how = random.choice(["deep", "very deep", "wide", "long", "a huge number", "many terms", "many columns"])
    key = random.choice(sorted(package))
    if how in ("deep", "very deep"):
        depth = random.randint(200, 1100) if how == "deep" else random.choice((10_000, MEGABYTE))
        opening, closing = random.choice(((b"[", b"]"), (b'{"a":', b"}")))
        made = opening * depth + b"1" + closing * random.choice((depth, depth, 0))
        terms = f'{{"terms": [{{"name": "n", "label": "l", "definition": {made.decode()}}}]}}'.encode()
        vocabulary = b'{"%s": %s}' % (random.choice(sorted(package["vocabularies"])).encode(), terms)
        place, value = random.choice(((key, made), ("vocabularies", vocabulary)))
        return how, json.dumps({**package, place: "HERE"}).encode().replace(b'"HERE"', value, 1)
    if how == "a huge number":
        digits = random.choice((b"9" * 4301, b"9" * MEGABYTE, b"-1e999999", b"1e-999999", b"0." + b"1" * MEGABYTE))
        return how, json.dumps({**package, key: "HERE"}).encode().replace(b'"HERE"', digits, 1)
    if how == "wide":
        package |= {f"key{number}": number for number in range(100_000)}
    elif how == "long":
        package[key] = _long(random, MEGABYTE)
        package["resources"][0][random.choice(("path", "name", "title"))] = _long(random, MEGABYTE)
    elif how == "many terms":
        cell = random.choice(CELLS)
        terms = [{"name": f"{cell}{n}", "label": "l", "definition": "d"} for n in range(10_000)]
        name = random.choice(sorted(package["vocabularies"]))
        package["vocabularies"][name] = {**package["vocabularies"][name], "terms": terms}
    else:
        fields = random.choice(package["resources"])["schema"]["fields"]
        fields += [{"name": f"{random.choice(CELLS)}{number}"} for number in range(random.choice((1, 3000)))]
    return how, json.dumps(package).encode()
