"""JSON, JSON lines and other texts as they come back damaged: changed by a seed, the same for the same seed.

What belongs here: the ways in which such a file is changed. What does not: tables and workbooks (mutations).
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from mutations import CELLS, TABLES

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, 10**40, 0.5, "", [], {}, [[]], {"a": {"b": []}}, ["x", None], float("nan"),
    float("-inf"), "\ud800", *CELLS,
)  # fmt: skip
# What changes a file whatever it holds; the rest of the ways for tables parts it at commas.
BYTES = (
    "bytes swapped",
    "bytes set",
    "another encoding",
    "other line ends",
    "a NUL",
    "cut off",
    "rows repeated",
    "a quote",
)


def mutate_text(random: Random, data: bytes) -> tuple[str, bytes]:
    """Return how a file was changed, and what it is now, without regard to what it holds."""
    how = random.choice([*BYTES, "a piece repeated", "a piece dropped", "a piece of another sort"])
    if how in BYTES:
        try:
            return how, TABLES[how](random, data)
        except UnicodeError:  # no text: it has no other encoding
            return "bytes set", TABLES["bytes set"](random, data)
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice((1, 5, 40, 400)))
    piece = random.choice(CELLS).encode("utf-8", "surrogatepass")
    between = {"a piece repeated": data[start:end] * 2, "a piece dropped": b"", "a piece of another sort": piece}[how]
    return how, data[:start] + between + data[end:]


def mutate_json(random: Random, data: bytes) -> tuple[str, bytes]:
    """The same, of a JSON file: half of the time what it holds is changed, and it stays JSON."""
    if random.random() < 0.5:
        return mutate_text(random, data)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return mutate_text(random, data)
    how, value = _change_value(random, value)
    return how, json.dumps(value).encode()


def mutate_lines(random: Random, data: bytes) -> tuple[str, bytes]:
    """The same, of JSON lines: a line is changed, or the file."""
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    if random.random() < 0.4 or not lines[place]:
        return mutate_text(random, data)
    how, lines[place] = mutate_json(random, lines[place])
    return how, b"\n".join(lines)


def _change_value(random: Random, value: Any) -> tuple[str, Any]:
    """Change one value somewhere in a JSON value."""
    holders = [place for place in _walk(value) if place]
    if not holders:
        return "another value", random.choice(VALUES)
    holder = random.choice(holders)
    place: Any = random.choice(list(holder)) if isinstance(holder, dict) else random.randrange(len(holder))
    how = random.choice(("another value", "another value", "a key dropped", "a key renamed", "nested"))
    if how == "another value":
        holder[place] = random.choice(VALUES)
    elif how == "nested":
        for _ in range(random.choice((1, 3, 300))):
            holder[place] = random.choice(([holder[place]], {"a": holder[place]}))
    elif how == "a key renamed" and isinstance(holder, dict):
        holder[random.choice(CELLS)] = holder.pop(place)
    else:
        del holder[place]
    return how, value


def _walk(value: Any) -> list[Any]:
    """Return every object and list within a value, itself included."""
    found, left = [], [value]
    while left:
        one = left.pop()
        if isinstance(one, (dict, list)):
            found.append(one)
            left += one.values() if isinstance(one, dict) else one
    return found
