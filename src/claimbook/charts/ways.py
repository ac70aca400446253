"""Draw the way of one origin's figures: from the origin, through those who passed them on, to the outlets.

What belongs here: the places of stations and the lines between them. What does not: who passed on to whom (analysis).
A line says that an outlet names the station; it has no width and no arrowhead of its own, and measures nothing.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.island import Figure, figure, nothing_to_draw
from claimbook.charts.marks import down, href, layer, link, require_columns, said_text, spoken, stacked

COLUMNS = ("station", "outlet", "href", "renderings", "summary", "source_title", "said")
# Pixels of one outlet's line, and shares of the width: where the columns stand, and where a line ends.
LINE = 18
ORIGIN, STATION, OUTLET = 0.0, 0.3, 0.64
GAP = 0.01


def ways_chart(frame: pd.DataFrame, origin: str, label: str = "") -> Figure:
    """The way from one origin to the outlets, in three columns: origin, station, outlet; outlets by station.

    `frame` has one row an outlet and station, in order, with the columns `COLUMNS`; `renderings` is how many figures'
    renderings came that way. Raises ChartError for a missing column. An empty frame comes back as a sentence.
    """
    require_columns(frame, COLUMNS, "ways_chart")
    if frame.empty:
        return nothing_to_draw(label or "No way of a figure was found in the sources searched.")
    return figure(_chart(frame, origin), label or f"From {origin} to {frame['outlet'].nunique()} outlets")


def _chart(frame: pd.DataFrame, origin: str) -> alt.LayerChart:
    outlets: list[dict[str, Any]] = [
        {name: said_text(record[name]) for name in COLUMNS} for record in frame.to_dict("records")
    ]
    for place, row in enumerate(outlets):
        row["y"] = LINE * (place + 0.5)
    height = LINE * len(outlets)
    stations = _middles(outlets)
    middle = sum(station["y"] for station in stations) / len(stations)
    first = [{"x": ORIGIN, "x2": STATION - GAP, "y": middle, "y2": station["y"]} for station in stations]
    by_name = {station["text"]: station["y"] for station in stations}
    second = [
        {"x": STATION + 0.16, "x2": OUTLET - GAP, "y": by_name[row["station"]], "y2": row["y"]} for row in outlets
    ]
    names = [
        {"x": OUTLET, "y": row["y"], "text": f"{row['outlet']} ({row['renderings']})", "href": row["href"]}
        for row in outlets
    ]
    heads = [{"x": ORIGIN, "y": max(middle - LINE / 2, LINE / 2), "text": origin}]
    lines = {"x": _across("x"), "x2": alt.X2("x2:Q"), "y": down("y", height), "y2": alt.Y2("y2:Q")}
    texts = {"x": _across("x"), "y": down("y", height), "text": alt.Text("text:N")}
    return stacked(
        [
            layer("from_origin", "rule", first, "cb-grid", lines, aria=False),
            layer("to_outlets", "rule", second, "cb-grid", lines, aria=False),
            layer("origin", "text", heads, "cb-label", texts, limit={"expr": f"width * {STATION}"}, aria=False),
            layer("stations", "text", stations, "cb-label", texts, limit={"expr": "width * 0.33"}, aria=False),
            layer("outlets", "text", names, "cb-words", {**texts, "href": href()}, align="left",
                  limit={"expr": f"width * {1 - OUTLET}"}, aria=False),
            _link_layer(outlets, height),
        ],
        height,
    )  # fmt: skip


def _middles(outlets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each station at the middle of its outlets."""
    ys: dict[str, list[float]] = {}
    for row in outlets:
        ys.setdefault(row["station"], []).append(row["y"])
    return [{"x": STATION, "y": (min(own) + max(own)) / 2, "text": station} for station, own in ys.items()]


def _across(field: str) -> alt.X:
    scale = alt.Scale(domain=[0, 1], nice=False, zero=True)
    return alt.X(f"{field}:Q", scale=scale, axis=None, title=None)


def _link_layer(outlets: list[dict[str, Any]], height: int) -> alt.Chart | None:
    shown = ("summary", "source_title", "said")
    data = [
        {"href": row["href"], **{name: row[name] for name in shown}, "x": OUTLET - GAP, "x2": 1}
        | {"y": row["y"] - LINE / 2, "y2": row["y"] + LINE / 2, "spoken": spoken(row, "outlet", "station", *shown)}
        for row in outlets
    ]
    across = {"x": _across("x"), "x2": alt.X2("x2:Q")}
    encodings = {**across, "y": down("y", height), "y2": alt.Y2("y2:Q"), **link(shown)}
    return layer("links", "rect", data, "cb-hit", encodings)
