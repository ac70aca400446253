"""Where a figure's marks stand in its panel: the pieces a row draws, its place down the page, its words'
side.

What belongs here: geometry, as pure functions. What does not: layers and styles (figures).
"""

from __future__ import annotations

import math
from typing import Any

from claimbook.charts.marks import NARROW, ChartError, fold, said_number, said_text, text_width

COLUMNS = (
    "figure_id",
    "claim_id",
    "href",
    "row_label",
    "shape",
    "low",
    "high",
    "best",
    "words",
    "basis",
    "summary",
    "source_title",
    "said",
)
SHAPES = ("point", "range", "floor", "ceiling", "about", "about_below", "about_above", "set", "word")

# Pixels. A row is its label's lines, then its mark, then a gap that can hold the words if neither side has
# room.
LABEL_LINE = 17
MARK_LINE = 22
GAP = 14
WORDS_LINE = 15
ARROW = 30
ABOUT = 18
BAR = 10
END = 16
LABEL_SIZE = 13


def read_row(record: dict[Any, Any]) -> dict[str, Any]:
    """One row as plain values, with the pieces to draw: `from`/`to` of a bar, `ends`, `dots`, `arrow`,
    `about`.
    """
    texts = ("figure_id", "href", "row_label", "shape", "words", "basis", "summary", "source_title", "said")
    row: dict[str, Any] = {name: said_text(record[name]) for name in texts}
    low, high, best = (said_number(record[name]) for name in ("low", "high", "best"))
    shape = row["shape"]
    if shape not in SHAPES:
        raise ChartError(f"figure {row['figure_id']}: {shape!r} is no shape.", fix=f"use one of {', '.join(SHAPES)}.")
    given = [value for value in (best, low, high) if value is not None]
    needed = {"range": (low, high), "floor": (low,), "ceiling": (high,), "word": ()}.get(
        shape, tuple(given[:1]) or (None,)
    )
    if any(value is None for value in needed):
        raise ChartError(f"figure {row['figure_id']}: a {shape} lacks its number.", fix="fill low, high or best.")
    row.update(known=said_text(record.get("known")), as_of=record.get("as_of") or {}, sources=record.get("sources"))
    row.update(bar=None, ends=[], dot=None, about=None, arrow=0, reach=[])
    if shape == "range":
        row.update(bar=(low, high), ends=[low, high], dot=best)
    elif shape == "floor":
        row.update(ends=[low], arrow=1)
    elif shape == "ceiling":
        row.update(ends=[high], arrow=-1)
    elif shape in ("point", "set"):
        row.update(dot=given[0])
    elif shape.startswith("about"):
        row.update(about=given[0])
    return row


def _span(row: dict[str, Any]) -> tuple[float, float] | None:
    """The first and last number a row draws; None for a word, which has no place on the scale."""
    values = [*row["ends"], *(value for value in (row["dot"], row["about"]) if value is not None)]
    return (min(values), max(values)) if values else None


def _room(row: dict[str, Any]) -> tuple[float, float]:
    """Pixels that a row's mark takes beyond its numbers, left and right."""
    if row["arrow"]:
        return (ARROW + 8, 4) if row["arrow"] < 0 else (4, ARROW + 8)
    if row["about"] is not None:
        return (ABOUT + 2, ABOUT + 2)
    return (8, 8)


def scale_top(rows: list[dict[str, Any]]) -> float:
    """Where the scale ends: every mark, with its arrow, fits in at the narrowest width."""
    spans = [(span, _room(row)) for row in rows if (span := _span(row))]
    return max([1.0, *(span[1] * NARROW / (NARROW - room[1]) for span, room in spans)])


def place_rows(rows: list[dict[str, Any]], top: float) -> int:
    """Give every row its place down the page and its words theirs; the height of it all comes back."""
    y = 4
    by_figure: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_figure.setdefault(row["figure_id"], []).append(row)
    for members in by_figure.values():
        lines = wrap(members[0]["row_label"]).split("\n")
        middle = y + LABEL_LINE * len(lines) + MARK_LINE / 2
        words = _place_words(members, top)
        bottom = middle + MARK_LINE / 2 + WORDS_LINE * words["lines_below"] + GAP
        for row in members:
            row.update(y=middle)
        members[0].update(words, label="\n".join(lines), label_y=y + LABEL_LINE / 2, row_top=y, row_bottom=bottom - 4)
        y = int(bottom)
    return y


def wrap(label: str) -> str:
    """A row's label in lines as long as a phone is wide; who says it and when stand whole where they can."""
    lines: list[str] = []
    for part in label.split(" · "):
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and text_width(longer, LABEL_SIZE, bold=True) <= NARROW:
            lines[-1] = longer
            continue
        if lines:
            lines[-1] += " ·"
        lines += fold(part, NARROW - 8, LABEL_SIZE, bold=True)
    return "\n".join(lines)


def _place_words(members: list[dict[str, Any]], top: float) -> dict[str, Any]:
    """The words stand right of the mark, or left of it, or below it, wherever a phone has room."""
    text = members[0]["words"] or members[0]["shape"]
    lines = fold(text, NARROW - 8)
    words = {"words_lines": "\n".join(lines), "lines_below": 0}
    spans = [span for row in members if (span := _span(row))]
    if not spans:
        return {**words, "words_side": "word", "lines_below": len(lines) - 1}
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    left, right = (max(_room(row)[side] for row in members) for side in (0, 1))
    width = max(text_width(line) for line in lines) + 6
    if len(lines) == 1 and NARROW * (1 - high / top) - right >= width:
        return {**words, "words_side": "right", "words_at": high, "words_shift": right + 4}
    if len(lines) == 1 and NARROW * low / top - left >= width:
        return {**words, "words_side": "left", "words_at": low, "words_shift": -left - 4}
    rooms = {"right": NARROW * (1 - low / top), "left": NARROW * high / top}
    side = next((side for side, room in rooms.items() if room >= width), max(rooms, key=lambda side: rooms[side]))
    lines = _no_word_alone(text, min(rooms[side], NARROW) - 6)
    words |= {"words_lines": "\n".join(lines), "lines_below": len(lines), "words_side": side}
    return {**words, "words_at": low if side == "right" else high, "words_shift": -2 if side == "right" else 2}


def _no_word_alone(text: str, room: float) -> list[str]:
    lines = fold(text, room)
    return fold(text, room * 0.75) if len(lines) == 2 and text_width(lines[1]) < room / 4 else lines


def whole_ticks(top: float) -> list[int]:
    """At most six whole numbers from zero at steps of 1, 2 or 5 times a power of ten."""
    power = 10 ** max(0, math.floor(math.log10(top)) - 1)
    step = next(step for step in (power * factor for factor in (1, 2, 5, 10, 20, 50)) if top / step < 6)
    return list(range(0, math.floor(top) + 1, step))
