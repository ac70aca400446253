"""Draw the way of one origin's figures: from the origin, through those who passed them on, to the outlets.

What belongs here: the places of stations and the lines between them. What does not: who passed on to whom (analysis).
A line says that an outlet names the station; it has no width and no arrowhead of its own, and measures nothing. No name
is cut: a long one goes on below, in lines that fit a phone.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.island import Figure, figure, nothing_to_draw
from claimbook.charts.marks import (
    NARROW,
    down,
    fold,
    href,
    layer,
    link,
    require_columns,
    said_text,
    spoken,
    stacked,
    text_width,
)

COLUMNS = ("station", "outlet", "href", "renderings", "summary", "source_title", "said")
# Pixels of one outlet's line and of each further one of a name, and shares of the width: where the columns stand, and
# where a line ends.
LINE, FURTHER = 18, 14
ORIGIN, STATION, OUTLET = 0.0, 0.1, 0.52
GAP = 0.01
# Pixels of a phone that a station's name may take, so that the lines after it can be told apart.
NAME = NARROW * (OUTLET - STATION) - 34
SIZE = 13


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
    heads = _lines(ORIGIN, fold(origin, NARROW, SIZE, bold=True))
    top = heads[-1]["y"] + LINE / 2
    stations, height = _place(outlets, top + LINE / 2)
    first = [{"x": ORIGIN, "x2": STATION - GAP, "y": top, "y2": station["y"]} for station in stations]
    second = [
        {"x": STATION, "x2": OUTLET - GAP, "y": station["y"], "y2": row["y"]}
        for station in stations
        for row in station["outlets"]
    ]
    names = [{**line, "href": row["href"]} for row in outlets for line in _lines(OUTLET, row["lines"], row["y"])]
    called = [line for station in stations for line in _lines(STATION, station["lines"], station["y"])]
    widest = max(text_width(line["text"], SIZE, bold=True) for line in called)
    lines = {"x": _across("x"), "x2": alt.X2("x2:Q"), "y": down("y", height), "y2": alt.Y2("y2:Q")}
    texts = {"x": _across("x"), "y": down("y", height), "text": alt.Text("text:N")}
    return stacked(
        [
            layer("from_origin", "rule", first, "cb-scale", lines, aria=False),
            layer("to_outlets", "rule", second, "cb-scale", lines, xOffset=min(widest, NAME) + 4, aria=False),
            layer("origin", "text", heads, "cb-label", texts, aria=False),
            layer("stations", "text", called, "cb-label", texts, aria=False),
            layer("outlets", "text", names, "cb-words", {**texts, "href": href()}, align="left", aria=False),
            _link_layer(outlets, height),
        ],
        height,
    )


def _lines(x: float, texts: list[str], middle: float | None = None) -> list[dict[str, Any]]:
    """Return a name in lines, around a middle or from the top on."""
    first = LINE / 2 if middle is None else middle - FURTHER * (len(texts) - 1) / 2
    return [{"x": x, "y": first + FURTHER * place, "text": text} for place, text in enumerate(texts)]


def _tall(texts: list[str]) -> float:
    return LINE + FURTHER * (len(texts) - 1)


def _place(outlets: list[dict[str, Any]], top: float) -> tuple[list[dict[str, Any]], int]:
    """Give each outlet its lines and place, and return the stations, each in the middle of its outlets, and how high
    all is. A station whose name is higher than its outlets takes what room it needs.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in outlets:
        row["lines"] = fold(f"{row['outlet']} ({row['renderings']})", NARROW * (1 - OUTLET))
        groups.setdefault(row["station"], []).append(row)
    stations = []
    for name, members in groups.items():
        called = fold(name, NAME, SIZE, bold=True)
        own = sum(_tall(row["lines"]) for row in members)
        high = max(own, _tall(called))
        y = top + (high - own) / 2
        for row in members:
            row["y"] = y + _tall(row["lines"]) / 2
            y += _tall(row["lines"])
        stations.append({"lines": called, "y": top + high / 2, "outlets": members})
        top += high
    return stations, round(top)


def _across(field: str) -> alt.X:
    scale = alt.Scale(domain=[0, 1], nice=False, zero=True)
    return alt.X(f"{field}:Q", scale=scale, axis=None, title=None)


def _link_layer(outlets: list[dict[str, Any]], height: int) -> alt.Chart | None:
    shown = ("summary", "source_title", "said")
    data = [
        {"href": row["href"], **{name: row[name] for name in shown}, "x": OUTLET - GAP, "x2": 1}
        | {
            "y": row["y"] - _tall(row["lines"]) / 2,
            "y2": row["y"] + _tall(row["lines"]) / 2,
            "spoken": spoken(row, "outlet", "station", *shown),
        }
        for row in outlets
    ]
    across = {"x": _across("x"), "x2": alt.X2("x2:Q")}
    encodings = {**across, "y": down("y", height), "y2": alt.Y2("y2:Q"), **link(shown)}
    return layer("links", "rect", data, "cb-hit", encodings)
