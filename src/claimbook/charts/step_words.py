"""Where the numbers stand in a chart of steps: each at its step or its mark, and none over another.

What belongs here: places, worked out on a phone, where a plot is narrowest: words that part there part everywhere.
What does not: steps and marks (`steps`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from claimbook.charts.marks import NARROW, text_width
from claimbook.model.quantities import format_quantity

HEIGHT = 300
# The plot's width on a phone: beside it stands the scale of the numbers.
PLOT = NARROW - 40
# The width of a mark, half the height of a line, the air between lines, and how far words stand from their place.
DOT = 6
LINE = 6
AIR = 2.5
GAP = 4
# Where words may stand: before or after the place that they belong to, and by how much higher; the best place first.
_BESIDE = (("right", 10), ("left", 10), ("left", -10), ("right", -10), ("left", 20), ("right", 20))
# Where the number of a pile may stand: from its first mark on or after its last, by how much higher.
_UNDER = (("first", -13), ("first", 13), ("last", 0), ("last", -13), ("last", 13), ("first", -24), ("first", 24))


class _Box(NamedTuple):
    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


class Plot:
    """What stands in a plot, in pixels from its first day and from zero."""

    def __init__(self, domain: tuple[int, int], top: float, left: int) -> None:
        self._first, self._left = domain[0], left
        self._a_day, self._one = (PLOT - left) / (domain[1] - domain[0]), HEIGHT / top
        self.marks: list[_Box] = []
        self.lines: list[_Box] = []
        self.words: list[_Box] = []

    def add_mark(self, row: dict[str, Any]) -> None:
        """Take the place of a rendering."""
        x, y = (row["x"] - self._first) * self._a_day, row["value"] * self._one
        self.marks.append(_Box(x - DOT / 2, x + DOT / 2, y - DOT / 2, y + DOT / 2))

    def add_line(self, x: float, x2: float, y: float, y2: float) -> None:
        """Take the place of a line, level or upright."""
        days = [(day - self._first) * self._a_day for day in (x, x2)]
        ups = sorted((y * self._one, y2 * self._one))
        self.lines.append(_Box(days[0] - 1, days[1] + 1, ups[0] - 1, ups[1] + 1))

    def put(
        self, places: Sequence[tuple[float, str, float]], value: float, width: float, *, may_cross: bool = True
    ) -> tuple[float, str, float] | None:
        """Take the first free place for words beside a value, or return None: its day, side and height.

        A place is a day, on which side of it the words end ("right": they end there), and pixels above the value. Where
        none is free of all, words may cross a line; those that `may_cross` marks, too, take such a place last.
        """
        everything = [*self.marks, *self.lines, *self.words]
        for taken in (everything, [*self.marks, *self.words], *([self.words] if may_cross else ())):
            for day, side, up in places:
                x, y = (day - self._first) * self._a_day, value * self._one + up
                left = x - GAP - width if side == "right" else x + GAP
                box = _Box(left, left + width, y - LINE, y + LINE)
                if self._holds(box) and not any(box.meets(other) for other in taken):
                    self.words.append(_Box(box.left - GAP, box.right + GAP, box.bottom - AIR, box.top + AIR))
                    return day, side, value + up / self._one
        return None

    def _holds(self, box: _Box) -> bool:
        is_within = box.left >= -self._left - 1 and box.right <= PLOT - self._left + 1
        return is_within and 0 <= box.bottom < box.top <= HEIGHT


def room_for_words(main: Iterable[dict[str, Any]], domain: tuple[int, int]) -> int:
    """Return the pixels left of the first day that the numbers need which stand before their steps: a number may not
    run into the scale beside the plot.
    """
    days, room = domain[1] - domain[0], 0.0
    for row in main:
        share = (row["day"] - domain[0]) / days
        room = max(room, (_width(row) + 2 * GAP - share * PLOT) / (1 - share))
    return math.ceil(min(room, PLOT / 2))


def _width(row: dict[str, Any]) -> float:
    return text_width(format_quantity(row["quantity"]))


def place_words(rows: Sequence[dict[str, Any]], plot: Plot, end: int) -> list[dict[str, Any]]:
    """Return the number at the beginning of each step, at each mark that is a tally without a step, and at what stands
    alone: a loose number, and a rendering in the last column, before which its step has ended.

    `end` is the day on which the last column begins. Each has x, y, text, known, side.
    """
    main = [row for row in rows if row["is_main"]]
    ordered = sorted(main, key=lambda row: (not has_step(row), row["day"], -row["value"]))
    placed = []
    for row in (*ordered, *_alone(rows, main, end)):
        is_begin = row["is_main"] and has_step(row)
        before, after = (row["day"], row["day"]) if is_begin else (row["x"] - row["half"], row["x"] + row["half"])
        places = [(before if side == "right" else after, side, up) for side, up in _BESIDE]
        if found := plot.put(places, row["value"], _width(row), may_cross=row["is_main"]):
            day, side, y = found
            placed.append(
                {"x": day, "y": y, "text": format_quantity(row["quantity"]), "known": row["known"], "side": side}
            )
    return placed


def has_step(row: dict[str, Any]) -> bool:
    """Whether a tally is drawn as a step: a number with an open end is none."""
    return row["shape"] in ("point", "range")


def _alone(rows: Sequence[dict[str, Any]], main: Sequence[dict[str, Any]], end: int) -> list[dict[str, Any]]:
    """Return of each number that no words beside its marks would name the first mark."""
    with_step = {row["tally_id"] for row in main}
    last = max((row["day"] for row in main), default=end)
    named = {row["value"] for row in main if row["day"] == last}
    found: dict[Any, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["x"], row["figure_id"])):
        is_late = row["seen"] >= end and row["value"] not in named
        if row["tally_id"] not in with_step or (is_late and not row["is_main"]):
            found.setdefault((row["tally_id"] in with_step, row["value"]), row)
    return list(found.values())


def place_crowds(rows: Sequence[dict[str, Any]], plot: Plot) -> list[dict[str, Any]]:
    """Return the number, in brackets, of renderings that cover each other: under them, over or after them where
    something is in the way, and nowhere if all is full. Each has x, y, text, known, and ends after its x.
    """
    placed = []
    for row in sorted((row for row in rows if row["crowd"]), key=lambda row: (row["x"], -row["value"])):
        text = f"({row['crowd']})"
        start, last = row["x"] - row["half"], row["pile_end"]
        places = [(last if side == "last" else start, "left", up) for side, up in _UNDER]
        if found := plot.put(places, row["value"], text_width(text), may_cross=False):
            day, _, y = found
            placed.append({"x": day, "y": y, "text": text, "known": row["known"]})
    return placed
