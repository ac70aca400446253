"""Where the brackets run that tie the marks of one joint statement on a timeline.

What belongs here: geometry, from marks and lanes that have their places (lanes) to stretches of lines. What does not:
layers and styles (statements).
"""

from __future__ import annotations

from typing import Any

from claimbook.charts.lanes import (
    BAR,
    LANE_LINE,
    NAME_LINE,
    NAME_SIZE,
    NOTE_LINE,
    SUB_ROW,
    TEXT_LINE,
    TEXT_SIZE,
    note_side,
)
from claimbook.charts.marks import NARROW, text_width

# Pixels between a mark's middle and the bracket that ties it to others.
TIE = 11
# Shorter than this a stretch is no line, but a speck.
DOTS = 4


def find_ties(
    rows: list[dict[str, Any]], lanes: list[dict[str, Any]], domain: tuple[float, float]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The stretches of the brackets that join the marks of one statement, and their hooks to these marks.

    A bracket runs left of the marks and is left out where something stands in its way: a mark that it touched
    would seem tied too, and a name that it crossed could not be read.
    """
    joint: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        # Never from a mark without a known day: the line would give it one.
        if row["shape"] in ("day", "range"):
            joint.setdefault(row["statement_id"], []).append(row)
    ties, hooks = [], []
    for members in joint.values():
        if len({row["row_lane"] for row in members}) > 1:
            x = (members[0]["x"] + members[0]["x2"]) / 2 if members[0]["shape"] == "day" else members[0]["x"]
            line = x - TIE * (domain[1] - domain[0]) / NARROW
            own = sorted(row["y"] for row in members)
            which = {"statement_id": members[0]["statement_id"], "x": x}
            ends = _free_stretches(own[0], own[-1], _in_the_way(rows, lanes, line, own, domain))
            ties += [{**which, "y": top, "y2": bottom} for top, bottom in ends]
            hooks += [{**which, "y": y} for y in own]
    return ties, hooks


def _in_the_way(
    rows: list[dict[str, Any]],
    lanes: list[dict[str, Any]],
    line: float,
    own: list[float],
    domain: tuple[float, float],
) -> list[tuple[float, float]]:
    """From where to where down the page something stands on a line: marks with their texts, notes, lanes' names."""
    a_pixel = (domain[1] - domain[0]) / NARROW
    spans = []
    for row in rows:
        if row["y"] not in own and row["text_from"] <= line <= row["text_to"]:
            spans.append((row["y"] - BAR / 2, row["y"] + BAR / 2 + (row["lines"] - 1) * TEXT_LINE))
        if row["note"]:
            side, x = note_side(row, domain)
            width = max(text_width(text, TEXT_SIZE) for text in row["note"].split("\n")) * a_pixel
            if x <= line <= x + width if side == "left" else x - width <= line <= x:
                bottom = row["y"] - SUB_ROW / 2 + 2
                spans.append((bottom - row["note_lines"] * NOTE_LINE, bottom))
    for lane in lanes:
        width = max((text_width(text, NAME_SIZE, bold=True) for text in lane["name"].split("\n")), default=0)
        if line <= domain[0] + width * a_pixel:
            spans.append((lane["top"] + 2, lane["top"] + LANE_LINE + (lane["lines"] - 1) * NAME_LINE))
    return sorted(spans)


def _free_stretches(top: float, bottom: float, spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left between top and bottom where no span is."""
    free, at = [], top
    for start, end in spans:
        if start > at + DOTS and at < bottom:
            free.append((at, min(start, bottom)))
        at = max(at, end)
    if at + DOTS < bottom:
        free.append((at, bottom))
    return free
