"""Draw statements along the days on which they were made: a lane an actor, a mark a statement.

What belongs here: the geometry of lanes and marks. What does not: who is whose lane, what is second hand
(analysis). Order within a day is not known and not shown. "No later than" is a bar that fades out to the
left, never a point.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.days import A_YEAR, DAY_STEPS, day_axis, day_name, day_step
from claimbook.charts.island import Figure, figure, nothing_to_draw
from claimbook.charts.lanes import (
    BAR,
    COLUMNS,
    DOT,
    FOOT,
    LANE_LINE,
    NAME_LINE,
    NOTE_LINE,
    RINGS,
    SUB_ROW,
    TALL,
    TEXT_GAP,
    TEXT_LINE,
    days_named,
    note_side,
    place_lanes,
    stack_lanes,
)
from claimbook.charts.marks import (
    NARROW,
    across_at,
    down,
    href,
    layer,
    link,
    require_columns,
    spoken,
    stacked,
    text_width,
    to_the_edge,
)
from claimbook.charts.ties import TIE, find_ties

__all__ = ["stack_lanes", "timeline", "timeline_chart"]


def timeline(frame: pd.DataFrame, label: str = "") -> Figure:
    """Statements by day, one lane an actor, lanes in the order of the alphabet.

    `frame` has one row a mark with the columns `COLUMNS`: `shape` is one of `SHAPES` (`by` has only an
    `end`), `start` and `end` are ISO days or blank, `ring` is one of `RINGS`, `lane`, `lane_kind`, `act` and
    `alignment` are labels, `href` leads to the claim from the book's root. Rows of one `statement_id` are one
    statement, tied across its lanes. Raises ChartError for a missing column, an unknown shape or ring, or a
    day that is not there. An empty frame comes back as a sentence.
    """
    require_columns(frame, COLUMNS, "timeline")
    if frame.empty:
        return nothing_to_draw(label or "No such statement was found in the sources searched.")
    count, lanes = frame["statement_id"].nunique(), frame["lane"].nunique()
    words = f"{count} statement{'s' if count != 1 else ''} by day, in {lanes} lane{'s' if lanes != 1 else ''}"
    return figure(timeline_chart(frame), label or words)


def timeline_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """The chart of `timeline`, for who wants to build on it; same frame, at least one row."""
    marks = stack_lanes(frame)
    lanes, height, gutter_top = place_lanes(marks)
    first, last = days_named(frame)
    domain = (float(marks["domain_start"].iloc[0]), float(marks["domain_end"].iloc[0]))
    rows = [{str(name): value for name, value in record.items()} for record in marks.to_dict("records")]
    layers = [
        *_day_layers(first, last, domain, gutter_top, height),
        *_lane_layers(lanes, height),
        *_tie_layers(rows, lanes, domain, height),
        *_bar_layers(rows, domain, height),
        *_dot_layers(rows, domain, height),
        *_text_layers(rows, domain, height),
        _link_layer(rows, domain, height),
    ]
    return stacked(layers, height)


def _across(field: str, domain: tuple[float, float], axis: Any = alt.Undefined) -> alt.X:
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    if domain[1] <= 1:  # no day is known: nothing stands on a scale, so there is none to show
        axis = None
    return alt.X(f"{field}:Q", scale=scale, axis=axis, title=None)


def _day_layers(first: int, last: int, domain: tuple[float, float], bottom: int, height: int) -> list[alt.Chart | None]:
    """A faint line a day and the days' names; they end above the gutter, whose marks have no day.

    A chart taller than a screen has the names a second time, below its last dated lane.
    """
    if not last:
        return []
    step = day_step(first, last)
    days = [{"x": day + 0.5, "y": 0, "y2": bottom} for day in range(first, last + 1, step)]
    axis = day_axis([day["x"] for day in days], with_year=last - first >= A_YEAR)
    y, y2 = down("y", height), alt.Y2("y2:Q")
    lines = layer("days", "rule", days, "cb-grid", {"x": _across("x", domain, axis), "y": y, "y2": y2}, aria=False)
    return [lines, _days_again_layer(first, last, domain, bottom, height)]


def _days_again_layer(first: int, last: int, domain: tuple[float, float], bottom: int, height: int) -> alt.Chart | None:
    if bottom < TALL:
        return None
    names = {day: day_name(day, with_year=last - first >= A_YEAR) for day in range(first, last + 1)}
    room = max(map(text_width, names.values())) + 8
    step = next(step for step in DAY_STEPS if step * NARROW / (domain[1] - domain[0]) >= room or step > last - first)
    data = [{"x": day + 0.5, "y": bottom - FOOT / 2, "text": names[day]} for day in range(first, last + 1, step)]
    encodings = {"x": _across("x", domain), "y": down("y", height), "text": alt.Text("text:N")}
    return layer("days_again", "text", data, "cb-foot", encodings, align="center", aria=False)


def _lane_layers(lanes: list[dict[str, Any]], height: int) -> list[alt.Chart | None]:
    """A line and a name for every lane; its kind as well, unless all are of one."""
    lines = [{"y": lane["top"], "head": lane["head"]} for lane in lanes]
    middle = LANE_LINE / 2 + 2
    names = [{"text": lane["name"], "y": lane["top"] + middle} for lane in lanes]
    kinds = [
        {"text": lane["kind"], "y": lane["top"] + middle + lane["kind_line"] * NAME_LINE}
        for lane in lanes
        if lane["kind"]
    ]
    left, right = across_at(0), to_the_edge()
    y, text, limit = down("y", height), alt.Text("text:N"), {"expr": "width"}
    folded = {"lineBreak": "\n", "lineHeight": NAME_LINE}
    return [
        layer("lane_lines", "rule", lines, "cb-grid", {"x": left, "x2": right, "y": y}, aria=False),
        layer("lanes", "text", names, "cb-label", {"x": left, "y": y, "text": text}, limit=limit, aria=False, **folded),
        layer(
            "lane_kinds",
            "text",
            kinds,
            "cb-note",
            {"x": right, "y": y, "text": text},
            align="right",
            aria=False,
        ),
    ]


def _said(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What every mark carries, and the fields of this one."""
    return {"statement_id": row["statement_id"], "href": row["href"], "y": row["y"]} | more


def _tie_layers(
    rows: list[dict[str, Any]], lanes: list[dict[str, Any]], domain: tuple[float, float], height: int
) -> list[alt.Chart | None]:
    """A dotted bracket joins the marks of one statement across the lanes of those who made it together."""
    ties, hooks = find_ties(rows, lanes, domain)
    place = {"x": _across("x", domain), "y": down("y", height)}
    to_mark = {**place, "x2": alt.X2("x:Q")}
    return [
        layer("ties", "rule", ties, "cb-tie", {**place, "y2": alt.Y2("y2:Q")}, xOffset=-TIE, aria=False),
        layer("tie_hooks", "rule", hooks, "cb-tie", to_mark, xOffset=-TIE, x2Offset=-DOT, aria=False),
    ]


def _bar_layers(rows: list[dict[str, Any]], domain: tuple[float, float], height: int) -> list[alt.Chart | None]:
    span = {
        "x": _across("x", domain),
        "x2": alt.X2("x2:Q"),
        "y": down("y1", height),
        "y2": alt.Y2("y2:Q"),
        "href": href(),
    }
    end = {"x": _across("x", domain), "y": down("y1", height), "y2": alt.Y2("y2:Q"), "href": href()}
    layers: list[alt.Chart | None] = []
    ends: dict[str, list[dict[str, Any]]] = {ring: [] for ring in RINGS}
    for shape, suffix in (("range", ""), ("by", "-by")):
        for ring in RINGS:
            style = f"cb-bar{suffix}" if ring == "filled" else f"cb-{ring}{suffix}"
            data = [
                _said(row, x=row["x"], x2=row["x2"], y1=row["y"] - BAR / 2, y2=row["y"] + BAR / 2)
                for row in rows
                if row["shape"] == shape and row["ring"] == ring
            ]
            layers.append(layer(f"{shape}_{ring}", "rect", data, style, span, aria=False))
            # Both bounds of a range are firm; of "no later than" only the right one is.
            ends[ring] += [
                {**row, "x": x} for row in data for x in ((row["x"], row["x2"]) if shape == "range" else (row["x2"],))
            ]
    for ring, data in ends.items():
        end_style = {"filled": "cb-end", "dashed": "cb-end-dashed"}.get(ring, "cb-end-thin")
        layers.append(layer(f"ends_{ring}", "rule", data, end_style, end, aria=False))
    return layers


def _dot_layers(rows: list[dict[str, Any]], domain: tuple[float, float], height: int) -> list[alt.Chart | None]:
    layers: list[alt.Chart | None] = []
    for ring in RINGS:
        days = [
            _said(row, x=(row["x"] + row["x2"]) / 2) for row in rows if row["shape"] == "day" and row["ring"] == ring
        ]
        undated = [_said(row) for row in rows if row["shape"] == "undated" and row["ring"] == ring]
        look: dict[str, Any] = {"shape": "circle", "size": (2 * DOT) ** 2 * 0.9, "aria": False}
        at_day = {"x": _across("x", domain), "y": down("y", height), "href": href()}
        at_edge = {"x": across_at(DOT + 2), "y": down("y", height), "href": href()}
        layers.append(layer(f"days_{ring}", "point", days, f"cb-{ring}", at_day, **look))
        layers.append(layer(f"undated_{ring}", "point", undated, f"cb-{ring}", at_edge, **look))
    return layers


def _text_layers(rows: list[dict[str, Any]], domain: tuple[float, float], height: int) -> list[alt.Chart | None]:
    """The act beside its mark, its first line level with it; inside a bar at the right end, where the bound is firm.

    To which side a text runs is told row by row: what Vega needs to begin with a layer is most of a chart's time.
    """
    at_edge: list[dict[str, Any]] = []
    placed: list[dict[str, Any]] = []
    for row in rows:
        shape, side = row["shape"], row["side"]
        if shape == "undated":
            at_edge.append(_said(row, text=row["text"]))
            continue
        middle = (row["x"] + row["x2"]) / 2
        x = middle if shape == "day" else row["x"] if side == "left" else row["x2"]
        gap = TEXT_GAP + (DOT + 2 if shape == "day" else 0)
        align, shift = ("left", gap) if side == "right" else ("right", -gap)
        placed.append(_said(row, x=x, text=row["text"], align=align, dx=shift))
    from_edge = 2 * DOT + TEXT_GAP + 2
    look = {"lineBreak": "\n", "lineHeight": TEXT_LINE, "aria": False}
    edge_look = look | {"align": "left", "dx": from_edge, "limit": {"expr": f"width - {from_edge}"}}
    encodings = {"y": down("y", height), "text": alt.Text("text:N"), "href": href()}
    dated = {"x": _across("x", domain)} | encodings
    return [
        layer("acts", "text", placed, "cb-words", dated, **look | _TO_EITHER_SIDE),
        layer("acts_edge", "text", at_edge, "cb-words", {"x": across_at(0)} | encodings, **edge_look),
        _note_layer(rows, domain, height),
    ]


# Each row says to which side its text runs and how far from its mark it begins. Cut is what is longer than the pixels
# from there to the edge (a note, a long word).
_TO_EITHER_SIDE = {
    "align": {"expr": "datum.align"},
    "dx": {"expr": "datum.dx"},
    "limit": {
        "expr": "datum.align === 'left' ? width - datum.dx - scale('x', datum.x) : scale('x', datum.x) + datum.dx"
    },
}


def _note_layer(rows: list[dict[str, Any]], domain: tuple[float, float], height: int) -> alt.Chart | None:
    """What a mark must say beside its act, on lines of its own above it: of whom, on whose word, jointly."""
    placed: list[dict[str, Any]] = []
    for row in rows:
        if row["note"]:
            align, x = note_side(row, domain)
            y = row["y"] - SUB_ROW / 2 + 3 - (row["note_lines"] - 0.5) * NOTE_LINE
            said = {"statement_id": row["statement_id"], "x": x, "y": y, "text": row["note"]}
            placed.append(said | {"align": align, "dx": 0})
    look = {"lineBreak": "\n", "lineHeight": NOTE_LINE, "aria": False}
    encodings = {"x": _across("x", domain), "y": down("y", height), "text": alt.Text("text:N")}
    return layer("notes", "text", placed, "cb-words", encodings, **look | _TO_EITHER_SIDE)


def _link_layer(rows: list[dict[str, Any]], domain: tuple[float, float], height: int) -> alt.Chart | None:
    """One link a mark, as large as the mark with its text, for a finger or a keyboard."""
    shown = ("summary", "speaker", "alignment", "source_title", "said")
    data = [
        {name: row[name] for name in ("statement_id", "href", *shown)}
        | {
            "x": row["taken_from"],
            "x2": row["taken_to"],
            "y": row["y"] - SUB_ROW / 2,
            "y2": row["y"] + SUB_ROW / 2 + (row["lines"] - 1) * TEXT_LINE,
        }
        | {"spoken": spoken(row, "lane", "act", *shown)}
        | row["choices"]
        for row in rows
    ]
    across = {"x": _across("x", domain), "x2": alt.X2("x2:Q")}
    encodings = {**across, "y": down("y", height), "y2": alt.Y2("y2:Q"), **link(shown)}
    return layer("links", "rect", data, "cb-hit", encodings)
