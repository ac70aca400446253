"""Where a statement's mark stands on a timeline: its days, its lane's sub-row, the side of its text.

What belongs here: geometry, as pure functions from frame to frame. What does not: layers and styles
(statements).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from claimbook.analysis.timeline import MARK_COLUMNS
from claimbook.charts.days import day_name
from claimbook.charts.marks import NARROW, ChartError, fold, said_text, text_width
from claimbook.model.order import name_key

COLUMNS = MARK_COLUMNS
SHAPES = ("day", "range", "by", "undated")
RINGS = ("filled", "ring", "dashed", "hollow")
GUTTER = "day not known"

# Pixels. A lane is its label's line, then its sub-rows; a sub-row is tall enough for a finger.
LANE_LINE = 22
SUB_ROW = 24
LANE_GAP = 8
NOTE_LINE = 15
BAR = 16
DOT = 6
TEXT_GAP = 5
TEXT_SIZE = 12
# Between the lines of a text that has no room in one.
TEXT_LINE = 15
# A lane's name and its kind: their sizes, and the lines that they take beyond the first.
NAME_SIZE = 13
KIND_SIZE = 11
NAME_LINE = 16
# The edge that a plot of days loses to its last day's name.
EDGE = 20
# Pixels in which the longest words of most acts stand whole.
LEAST_ROOM = 80
TALL = 640
FOOT = 22


def stack_lanes(frame: pd.DataFrame) -> pd.DataFrame:
    """Give every mark a sub-row of its lane, so that none hides another.

    Takes the frame of `timeline`; returns one row a mark, ordered by lane (the gutter for undated ones last),
    with `row_lane`, `sub_row` (0 at the top), `x`, `x2` (days since year 1, the end of a day being the next
    day's start), `text`, `side` (`right`, `left`, `inside`), `taken_from`, `taken_to` (days taken with the
    text, at the narrowest width) and `domain_start`, `domain_end`. Dated marks come before "no later than"
    ones and share no sub-row with them: beside each other they would look like an order of events. The days
    taken are reckoned for the narrowest plot; a wider one only adds room.
    """
    domain = _domain(frame)
    marks = [_read_mark(record, domain) for record in frame.to_dict("records")]
    marks.sort(key=lambda mark: (mark["shape"] == "undated", name_key(mark["row_lane"]), *_stack_key(mark)))
    taken: dict[str, list[tuple[bool, list[tuple[float, float]]]]] = {}
    for mark in marks:
        mark["sub_row"] = _free_sub_row(taken.setdefault(mark["row_lane"], []), mark)
    return pd.DataFrame(marks)


def _stack_key(mark: dict[str, Any]) -> tuple[Any, ...]:
    gutter = name_key(mark["lane"]) if mark["shape"] == "undated" else ("", "")
    return mark["shape"] == "by", mark["x"], mark["x2"], gutter, mark["statement_id"]


def _free_sub_row(rows: list[tuple[bool, list[tuple[float, float]]]], mark: dict[str, Any]) -> int:
    """The first sub-row of the mark's own sort where it touches nothing; a new one if there is none."""
    is_by, start, end = mark["shape"] == "by", mark["taken_from"], mark["taken_to"]
    if mark["shape"] != "undated":
        for index, (holds_by, spans) in enumerate(rows):
            if holds_by is is_by and all(end <= other_start or start >= other_end for other_start, other_end in spans):
                spans.append((start, end))
                return index
    rows.append((is_by, [(start, end)]))
    return len(rows) - 1


def _ordinal(day: str, statement_id: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError as error:
        raise ChartError(
            f"statement {statement_id}: {day!r} is no day.",
            fix="write start and end as YYYY-MM-DD, or leave them blank.",
        ) from error


def days_named(frame: pd.DataFrame) -> tuple[int, int]:
    """The first and the last day that the data name; (0, 0) if they name none."""
    days = [
        _ordinal(day, said_text(record["statement_id"]))
        for record in frame.to_dict("records")
        if said_text(record["shape"]) != "undated"
        for day in (said_text(record["start"]), said_text(record["end"]))
        if day
    ]
    return (min(days), max(days)) if days else (0, 0)


def _domain(frame: pd.DataFrame) -> tuple[float, float]:
    """The days shown, with room on the left for a bar that fades out towards days before the first."""
    first, last = days_named(frame)
    return first - max(1.0, (last - first + 1) * 0.12), last + 1.0


def _read_mark(record: dict[Any, Any], domain: tuple[float, float]) -> dict[str, Any]:
    mark: dict[str, Any] = {name: said_text(record[name]) for name in COLUMNS}
    for column, known in (("shape", SHAPES), ("ring", RINGS)):
        if mark[column] not in known:
            raise ChartError(
                f"statement {mark['statement_id']}: {mark[column]!r} is no {column}.",
                fix=f"use one of {', '.join(known)}.",
            )
    mark.update(domain_start=domain[0], domain_end=domain[1], row_lane=mark["lane"])
    mark["x"], mark["x2"] = _bounds(mark, domain)
    mark["choices"] = _read_choices(record, mark)
    mark["text"] = f"{mark['act']} · said by {_short_day(mark)}" if mark["shape"] == "by" else mark["act"]
    if mark["shape"] == "undated":
        mark.update(
            row_lane=GUTTER,
            text=": ".join([", ".join(filter(None, [mark["lane"], mark["note"]])), mark["act"]]),
            note="",
        )
    mark["side"], mark["taken_from"], mark["taken_to"] = _place_text(mark, domain)
    mark["text"], mark["lines"] = _fold_text(mark, domain)
    mark["text_from"], mark["text_to"] = mark["taken_from"], mark["taken_to"]
    mark["note_lines"] = len(_fold_note(mark, domain))
    if mark["note"]:  # its line above the mark would run into a neighbour's
        mark["taken_from"], mark["taken_to"] = domain
    return mark


def _short_day(mark: dict[str, Any]) -> str:
    """A mark's last day, without the year: the axis above it has the days."""
    return day_name(_ordinal(mark["end"], mark["statement_id"]), with_year=False)


def _read_choices(record: dict[Any, Any], mark: dict[str, Any]) -> dict[str, Any]:
    """What a reader can choose a mark by: its first and last possible day, so far as known, and its terms."""
    days = {
        name: _ordinal(mark[column], mark["statement_id"])
        for name, column in (("from", "start"), ("to", "end"))
        if mark[column]
    }
    lists = {name: list(record[name]) for name in ("acts", "alignments", "lanes") if name in record}
    count = {"count": int(record["count"])} if record.get("count", 1) > 1 else {}
    return {**days, **lists, **count} if lists else {}


def _bounds(mark: dict[str, Any], domain: tuple[float, float]) -> tuple[float, float]:
    """From the start of the first possible day to the end of the last."""
    shape, start, end = mark["shape"], mark["start"], mark["end"]
    needed = {"day": start, "range": start and end, "by": end, "undated": True}[shape]
    if not needed:
        raise ChartError(f"statement {mark['statement_id']}: a {shape} lacks its day.", fix="fill start and end.")
    if shape == "undated":
        return domain
    low = domain[0] if shape == "by" else float(_ordinal(start, mark["statement_id"]))
    return low, _ordinal(start if shape == "day" else end, mark["statement_id"]) + 1.0


def _place_text(mark: dict[str, Any], domain: tuple[float, float]) -> tuple[str, float, float]:
    """Beside the mark where a phone has room: right, or left, or inside a bar that leaves none."""
    a_pixel = (domain[1] - domain[0]) / NARROW
    width = (text_width(mark["text"], TEXT_SIZE) + 2 * TEXT_GAP) * a_pixel
    low, high = mark["x"], mark["x2"]
    if mark["shape"] == "undated":
        return "right", low, high
    if mark["shape"] == "day":
        low, high = (low + high) / 2 - (DOT + 2) * a_pixel, (low + high) / 2 + (DOT + 2) * a_pixel
    if mark["shape"] != "day" and high - low >= width:
        return "inside", low, high
    if high + width <= domain[1]:
        return "right", low, high + width
    if mark["shape"] != "by" and low - width >= domain[0]:
        return "left", low - width, high
    # Too long for either side: it runs on to the right from the mark, or to the left of it, cut off at the
    # edge.
    return ("right", low, domain[1]) if domain[1] - high > low - domain[0] else ("left", domain[0], high)


def _fold_text(mark: dict[str, Any], domain: tuple[float, float]) -> tuple[str, int]:
    """The text in the lines that a phone has room for, and how many they are: nothing of it is cut off."""
    a_pixel = (domain[1] - domain[0]) / NARROW
    room = NARROW - 2 * DOT - TEXT_GAP - 2
    if mark["shape"] != "undated":
        # Beside a bar, from its end; beside a dot, from its edge (`taken` begins or ends there).
        taken = mark["taken_to"] - mark["taken_from"]
        own = mark["x2"] - mark["x"] if mark["shape"] != "day" else 2 * (DOT + 2) * a_pixel
        room = int((taken if mark["side"] == "inside" else taken - own) / a_pixel) - TEXT_GAP
    lines = fold(mark["text"], max(room, LEAST_ROOM), TEXT_SIZE)
    return "\n".join(lines), len(lines)


def note_side(mark: dict[str, Any], domain: tuple[float, float]) -> tuple[str, float]:
    """To which side a note runs from its mark, and from which day."""
    x = (mark["x"] + mark["x2"]) / 2 if mark["shape"] == "day" else mark["x2"]
    return ("left" if x < (domain[0] + domain[1]) / 2 else "right"), x


def _fold_note(mark: dict[str, Any], domain: tuple[float, float]) -> list[str]:
    """The lines of what a mark says above it, none longer than a phone has room for; they become its note."""
    side, x = note_side(mark, domain)
    days = domain[1] - x if side == "left" else x - domain[0]
    room = days / (domain[1] - domain[0]) * (NARROW - EDGE)
    lines = fold(mark["note"], max(room, LEAST_ROOM), TEXT_SIZE)
    mark["note"] = "\n".join(lines)
    return lines


def _head(name: str, kind: str) -> dict[str, Any]:
    """A lane's name in the lines that a phone has room for, its kind's line, and the height of both."""
    lines = fold(name, NARROW - EDGE, NAME_SIZE, bold=True)
    last = text_width(lines[-1], NAME_SIZE, bold=True) if lines else 0
    kind_line = len(lines) - 1
    if kind and last + text_width(kind, KIND_SIZE) >= NARROW - EDGE:
        kind_line += 1
    height = LANE_LINE + max(len(lines) - 1, kind_line if kind else 0) * NAME_LINE
    return {"name": "\n".join(lines), "kind_line": max(kind_line, 0), "head": height, "lines": len(lines)}


def place_lanes(marks: pd.DataFrame) -> tuple[list[dict[str, Any]], int, int]:
    """Add `y` to the marks; the lanes with their tops, the height, and where the gutter starts come back.

    A lane's kind is on its head unless all are of one; `head` is how high the lane's name stands above its marks.
    """
    lanes: list[dict[str, Any]] = []
    middles: dict[tuple[bool, str, int], float] = {}
    y = 0
    gutter_top = 0
    undated = marks["shape"] == "undated"
    several = marks.loc[~undated, "lane_kind"].nunique() > 1
    for is_gutter, part in ((False, marks[~undated]), (True, marks[undated])):
        if is_gutter:
            y += FOOT if y >= TALL - FOOT else 0
            gutter_top = y
        for name, rows in part.groupby("row_lane", sort=False):
            kind = str(rows["lane_kind"].iloc[0]) if several and not is_gutter else ""
            count = int(rows["sub_row"].max()) + 1
            lanes.append({"lane": str(name), "kind": kind, "top": y, "is_gutter": is_gutter} | _head(str(name), kind))
            y += lanes[-1]["head"]
            lines = rows.groupby("sub_row")["lines"].max().to_dict()
            noted = rows.groupby("sub_row")["note_lines"].max().to_dict()
            for sub_row in range(count):
                y += NOTE_LINE * int(noted.get(sub_row, 0))
                middles[is_gutter, str(name), sub_row] = y + SUB_ROW / 2
                y += SUB_ROW + (int(lines.get(sub_row, 1)) - 1) * TEXT_LINE
            y += LANE_GAP
    marks["y"] = [
        middles[shape == "undated", lane, sub_row]
        for shape, lane, sub_row in zip(marks["shape"], marks["row_lane"], marks["sub_row"], strict=True)
    ]
    return lanes, y, gutter_top
