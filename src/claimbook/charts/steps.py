"""Draw the successive tallies of one series as steps, with every rendering of a tally as a mark on its step.

What belongs here: the geometry of steps and marks. What does not: which tallies make a series, which renderings differ
(analysis). Steps, never slopes: between two days on which a number was given out nothing is known.
"""

from __future__ import annotations

from itertools import chain, groupby, zip_longest
from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.days import A_YEAR, day_axis, day_step
from claimbook.charts.island import Figure, figure, nothing_to_draw
from claimbook.charts.marks import (
    href,
    layer,
    link,
    require_columns,
    said_number,
    said_text,
    spoken,
    stacked,
)
from claimbook.charts.rows import whole_ticks
from claimbook.charts.step_words import (
    DOT,
    GAP,
    HEIGHT,
    PLOT,
    Plot,
    has_step,
    place_crowds,
    place_words,
    room_for_words,
)
from claimbook.model.quantities import format_quantity

COLUMNS = (
    "tally_id", "figure_id", "href", "quantity", "shape", "low", "high", "best", "given_out", "seen", "is_main",
    "differs", "summary", "source_title", "said", "basis",
)  # fmt: skip
# Pixels between the middles of two renderings.
PITCH = 8
# Renderings that came out so many days after the last step stand in one column at the right.
LATE = 3
# What an open end, "about" and an exact number look like.
SHAPES = {"floor": "triangle-up", "ceiling": "triangle-down", "about": "square", "about_above": "square",
          "about_below": "square"}  # fmt: skip


def steps_chart(frame: pd.DataFrame, label: str = "") -> Figure:
    """One series of tallies by the day each was given out.

    `frame` has one row a rendering with the columns `COLUMNS`: `given_out` and `seen` are days (`seen` may be blank),
    `is_main` marks the rendering from which a tally's step is drawn, `differs` those that are drawn as diamonds. Raises
    ChartError for a missing column. An empty frame comes back as a sentence.
    """
    require_columns(frame, COLUMNS, "steps_chart")
    rows = [row for row in map(_read, frame.to_dict("records")) if row["value"] is not None]
    if not rows:
        return nothing_to_draw(label or "No series of tallies was found in the sources searched.")
    return figure(_chart(rows), label or f"{sum(row['is_main'] for row in rows)} tallies, each with its renderings")


def late_after(last: pd.Timestamp) -> pd.Timestamp:
    """Return the last day that a series drawn to `last` has a place for; what came out later stands on it."""
    return last + pd.Timedelta(days=LATE)


def _read(record: dict[Any, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {name: said_text(record[name]) for name in COLUMNS}
    low, high, best = (said_number(record[name]) for name in ("low", "high", "best"))
    row["value"] = next((value for value in (best, low, high) if value is not None), None)
    row["span"] = (low, high) if row["shape"] == "range" else None
    day, seen = record["given_out"].toordinal(), record["seen"]
    row.update(day=day, seen=day if pd.isna(seen) else max(day, seen.toordinal()))
    row.update(is_main=bool(record["is_main"]), differs=bool(record["differs"]))
    row["known"] = record["given_out"].date().isoformat()
    return row


def _chart(rows: list[dict[str, Any]]) -> alt.LayerChart:
    first, last = min(row["day"] for row in rows), max(row["day"] for row in rows) + LATE
    top = max(row["span"][1] if row["span"] else row["value"] for row in rows) * 1.12
    domain, main = (first, last + 1), [row for row in rows if row["is_main"]]
    left = room_for_words(main, domain)
    place_renderings(rows, first, last, left)
    # A number with an open end is no step: from "more than 1,000" to 973 nothing has fallen.
    lines = _steps([row for row in main if has_step(row)], main, domain)
    plot = Plot(domain, top, left)
    for row in rows:
        plot.add_mark(row)
    for line in chain(*lines):
        plot.add_line(line["x"], line.get("x2", line["x"]), line["y"], line.get("y2", line["y"]))
    return stacked(
        [
            *_grid_layers(domain, top, left),
            *_step_layers(lines, domain, top),
            *_rendering_layers(rows, domain, top),
            *_text_layers(rows, plot, domain, top),
            _link_layer(rows, domain, top),
        ],
        HEIGHT,
    )


def place_renderings(rows: list[dict[str, Any]], first: int, last: int, left: int = 0) -> None:
    """Give every rendering its place `x` and half of its width `half`, both in days: on the day it came out, those of
    one day and one number side by side within that day; where they are too many for that, each covers a part of the
    next, and the first has their number as `crowd`. The height is the number itself, always.
    """
    days_a_pixel = (last + 1 - first) / (PLOT - left)
    whole = PITCH * days_a_pixel
    together: dict[tuple[int, float], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (not row["is_main"], row["seen"], row["figure_id"])):
        together.setdefault((min(row["seen"], last), row["value"]), []).append(row)
    for (day, _), members in together.items():
        edge = min(0.25, whole / 2)
        step = min(whole, (1 - 2 * edge) / max(1, len(members) - 1))
        for place, row in enumerate(members):
            row["x"] = day + (edge if len(members) > 1 else min(0.5, whole / 2)) + place * step
            row["half"] = (step if len(members) > 1 else whole) / 2
            row["crowd"] = len(members) if step < 0.75 * whole and len(members) > 1 and not place else 0
        members[0]["pile_end"] = members[-1]["x"] + members[-1]["half"]


def _across(field: str, domain: tuple[int, int], axis: Any = alt.Undefined, left: int | None = None) -> alt.X:
    # One layer says where the scale begins and ends; Vega-Lite would take what several say for several ranges.
    span: Any = alt.Undefined if left is None else [left, {"expr": "width"}]
    scale = alt.Scale(domain=list(domain), range=span, nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, axis=axis, title=None)


def _up(field: str, top: float, axis: Any = alt.Undefined) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, top], nice=False, zero=True), axis=axis, title=None)


def _grid_layers(domain: tuple[int, int], top: float, left: int) -> list[alt.Chart | None]:
    first, last = domain
    days = [{"x": day} for day in range(first, last, day_step(first, last))]
    named = day_axis([day["x"] for day in days], with_year=last - first >= A_YEAR)
    numbers = alt.Axis(format=",d", values=whole_ticks(top), ticks=False, domain=False, grid=True, aria=False)
    ticks = [{"y": tick} for tick in whole_ticks(top)]
    return [
        layer("days", "rule", days, "cb-grid", {"x": _across("x", domain, named, left)}, aria=False),
        layer("numbers", "rule", ticks, "cb-grid", {"y": _up("y", top, numbers)}, aria=False),
    ]


_Lines = list[dict[str, Any]]


def _steps(
    exact: list[dict[str, Any]], main: list[dict[str, Any]], domain: tuple[int, int]
) -> tuple[_Lines, _Lines, _Lines]:
    """The step of each exact tally: level until a day on which the next tally of any sort was given out, then upright
    where that one is exact too. Nothing runs on past a later tally. Those of one day run side by side, with nothing
    between them: which came first is not known.
    """
    ordered = sorted(exact, key=lambda row: (row["day"], row["value"], row["figure_id"]))
    days = {day: list(rows) for day, rows in groupby(ordered, key=lambda row: row["day"])}
    level, upright = [], []
    for (day, rows), after in zip_longest(days.items(), list(days)[1:]):
        end = min((other["day"] for other in main if other["day"] > day), default=domain[1])
        level += [{"x": day, "x2": end, "y": row["value"], "known": row["known"]} for row in rows]
        if after == end:
            heights = [rows[-1]["value"], *(row["value"] for row in days[end])]
            upright.append({"x": end, "y": min(heights), "y2": max(heights), "known": days[end][0]["known"]})
    spans = [
        {"x": row["x"], "y": row["span"][0], "y2": row["span"][1], "known": row["known"]}
        for row in exact
        if row["span"]
    ]
    return level, upright, spans


def _step_layers(lines: tuple[_Lines, _Lines, _Lines], domain: tuple[int, int], top: float) -> list[alt.Chart | None]:
    level, upright, spans = lines
    across, up = _across("x", domain), _up("y", top)
    return [
        layer("steps", "rule", level, "cb-step", {"x": across, "x2": alt.X2("x2:Q"), "y": up}, aria=False),
        layer("rises", "rule", upright, "cb-step", {"x": across, "y": up, "y2": alt.Y2("y2:Q")}, aria=False),
        layer("spans", "rule", spans, "cb-end", {"x": across, "y": up, "y2": alt.Y2("y2:Q")}, aria=False),
    ]


def _rendering_layers(rows: list[dict[str, Any]], domain: tuple[int, int], top: float) -> list[alt.Chart | None]:
    """A mark a rendering; its shape says how the number is said, a diamond that more say something else."""
    placed: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        shape = "diamond" if row["differs"] else SHAPES.get(row["shape"], "circle")
        style = "cb-hollow" if row["basis"] == "transcript" or row["differs"] else "cb-filled"
        placed.setdefault((shape, style), []).append(row)
    layers = []
    for (shape, style), members in sorted(placed.items()):
        data = [
            {**{name: row[name] for name in ("figure_id", "href", "x", "known")}, "y": row["value"]} for row in members
        ]
        encodings = {"x": _across("x", domain), "y": _up("y", top), "href": href()}
        size = DOT**2 * (1.5 if shape == "diamond" else 1)
        name = f"renderings_{shape.replace('-', '_')}_{style.removeprefix('cb-')}"
        layers.append(layer(name, "point", data, style, encodings, shape=shape, size=size, aria=False))
    return layers


def _text_layers(rows: list[dict[str, Any]], plot: Plot, domain: tuple[int, int], top: float) -> list[alt.Chart | None]:
    """Each number at its step or mark, and under renderings that cover each other how many they are."""
    encodings = {"x": _across("x", domain), "y": _up("y", top), "text": alt.Text("text:N")}
    words = place_words(rows, plot, domain[1] - 1)
    before, after = ([row for row in words if row["side"] == side] for side in ("right", "left"))
    placed = (
        ("words", "cb-words", before, "right", -GAP),
        ("words_after", "cb-words", after, "left", GAP),
        ("crowds", "cb-note", place_crowds(rows, plot), "left", GAP),
    )
    return [
        layer(name, "text", data, style, encodings, align=side, dx=shift, aria=False)
        for name, style, data, side, shift in placed
    ]


def _link_layer(rows: list[dict[str, Any]], domain: tuple[int, int], top: float) -> alt.Chart | None:
    """One link a rendering, a little larger than its mark, or as wide as what can be seen of it."""
    shown = ("summary", "source_title", "said")
    half = PITCH / 2 * top / HEIGHT
    data = [
        {name: row[name] for name in ("figure_id", "href", "known", *shown)}
        | {"x": row["x"] - row["half"], "x2": row["x"] + row["half"]}
        | {"y": row["value"] - half, "y2": row["value"] + half}
        | {"spoken": spoken({**row, "number": format_quantity(row["quantity"])}, "number", *shown)}
        for row in rows
    ]
    across = {"x": _across("x", domain), "x2": alt.X2("x2:Q")}
    encodings = {**across, "y": _up("y", top), "y2": alt.Y2("y2:Q"), **link(shown)}
    return layer("links", "rect", data, "cb-hit", encodings)
