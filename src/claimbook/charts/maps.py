"""A map of incidents: spots and areas on the outline of the land around them.

What belongs here: layers, and how large a mark is. What does not: which places there are, and how closely they are
known (analysis.places), where on the map they stand (view), where their labels do (labels). Marks of one level are of
one size, whatever was said of what happened there. A size stands for a level, not for how far an area reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.island import Figure, figure, nothing_to_draw
from claimbook.charts.labels import Box, Label, Wanted, around, place_labels
from claimbook.charts.marks import NARROW, href, layer, require_columns, said_text, spoken, stacked
from claimbook.charts.outline import cut_outline, read_outline
from claimbook.charts.outline.lines import Line, simplify
from claimbook.charts.view import LEAST_SPAN, WIDEST, View, find_view

COLUMNS = ("number", "name", "where", "level", "is_area", "latitude", "longitude", "href", "incidents", "differs")
OTHER_COLUMNS = ("name", "latitude", "longitude")
# Pixels: how far a mark reaches from its middle, and where the hand finds it. Degrees: what an area needs around it.
SPOT, SPOT_HIT, OTHER = 5, 10, 2.5
AREAS = {"settlement": 13, "subdistrict": 15, "district": 18, "governorate": 22, "region": 27, "country": 33}
LEAST = {"subdistrict": 1.0, "district": 1.5, "governorate": 3.0, "region": 5.0, "country": 12.0}
# Pixels at the widest: what is thinner or smaller than this is not drawn.
FINEST = 1.2
LABEL_CHARACTERS = 28
MOST_OTHERS = 40
FONT_SIZE, NOTE_SIZE = 12, 11
SHIFTED = {"dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"}, "align": {"expr": "datum.align"}}
TOOLTIPS = {"place": "Place", "where": "Known as", "incidents": "Incidents", "differs": "Where sources put it"}
NOTHING = "No incident has a place with coordinates, so there is no map of them."


def map_chart(marks: pd.DataFrame, others: pd.DataFrame, label: str) -> Figure:
    """Return the map of some marks, with the spots of other places that claims name, to find the way by.

    `marks` has one row a mark with the columns `COLUMNS`: `level` is the precision of what is drawn, `where` that in
    words, `differs` what sources say else of where it lies. Without a row, a sentence comes back. Raises ChartError for
    a missing column.
    """
    require_columns(marks, COLUMNS, "map_chart")
    require_columns(others, OTHER_COLUMNS, "map_chart")
    if marks.empty:
        return nothing_to_draw(NOTHING)
    points = list(zip(marks["latitude"].astype(float), marks["longitude"].astype(float), strict=True))
    areas = set(marks.loc[marks["is_area"].astype(bool), "level"])
    view = find_view(points, max([LEAST_SPAN, *(LEAST.get(level, 0.0) for level in areas)]))
    return figure(_chart(view, _read_marks(view, marks), _read_others(view, others)), label)


def _read_marks(view: View, marks: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the marks as plain values, the largest first: so none lies hidden under another."""
    rows = []
    for record in marks.to_dict("records"):
        row: dict[str, Any] = {
            name: said_text(record[name]) for name in ("name", "where", "href", "incidents", "differs")
        }
        row.update(number=int(record["number"]), is_area=bool(record["is_area"]))
        row["radius"] = AREAS[record["level"]] if row["is_area"] else SPOT
        row["place"] = f"{row['number']}. {row['name']}"
        row.update(_put(view, record), latitude=float(record["latitude"]), longitude=float(record["longitude"]))
        rows.append(row)
    return sorted(rows, key=lambda row: (-row["radius"], row["number"]))


def _read_others(view: View, others: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the other places that every page shows, whatever its width; the first of them if there are many."""
    rows = [{"name": said_text(record["name"]), **_put(view, record)} for record in others.to_dict("records")]
    middle = _page(view)
    shown = [row for row in rows if around(*_on_page(view, row), OTHER).within(middle)]
    return shown[:MOST_OTHERS]


def _put(view: View, record: dict[Any, Any]) -> dict[str, float]:
    x, y = view.project(float(record["latitude"]), float(record["longitude"]))
    return {"x": round(x), "y": round(y)}


def _chart(view: View, marks: list[dict[str, Any]], others: list[dict[str, Any]]) -> alt.LayerChart:
    labels, notes = _place_labels(view, marks, others)
    spots = [row for row in marks if not row["is_area"]]
    areas = [row for row in marks if row["is_area"]]
    at = {"longitude": alt.Longitude("x:Q"), "latitude": alt.Latitude("y:Q")}
    text = {**at, "text": alt.Text("text:N")}
    by_row = {**at, "size": alt.Size("size:Q", scale=None, legend=None)}
    dots = [{**_plain(row), "size": _size(SPOT)} for row in spots]
    rings = [{**_plain(row), "size": _size(row["radius"])} for row in areas]
    small = [{**_plain(row), "size": _size(OTHER)} for row in others]
    said = [alt.Tooltip(f"{name}:N", title=title) for name, title in TOOLTIPS.items()]
    links = {**by_row, "href": href(), "description": "spoken:N", "tooltip": said}
    drawn = stacked(
        [
            *_outline_layers(view),
            *_scale_layers(view),
            layer("others", "point", small, "cb-other", by_row, aria=False),
            layer("notes", "text", notes, "cb-note", text, aria=False, **SHIFTED),
            layer("areas", "point", rings, "cb-area", by_row, aria=False),
            layer("spots", "point", dots, "cb-filled", by_row, aria=False),
            layer("labels", "text", labels, "cb-words", {**text, "href": href()}, aria=False, **SHIFTED),
            layer("links", "point", [_link(row) for row in marks], "cb-hit", links),
        ],
        view.pixels,
    )
    drawn.projection = {
        "type": "identity",
        "reflectY": True,
        "scale": {"expr": view.scale_text},
        "translate": {"expr": f"[width / 2, {view.pixels / 2:g}]"},
    }
    return drawn


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {"x": row["x"], "y": row["y"]}


def _size(radius: float) -> float:
    """Return how large Vega has a round mark be: the square of its diameter."""
    return (2 * radius) ** 2


def _link(row: dict[str, Any]) -> dict[str, Any]:
    said = {name: row[name] for name in (*TOOLTIPS, "href", "latitude", "longitude")}
    radius = row["radius"] if row["is_area"] else SPOT_HIT
    return {**_plain(row), "size": _size(radius), **said, "spoken": spoken(said, *TOOLTIPS)}


def _outline_layers(view: View) -> list[alt.Chart | None]:
    """Return land, coasts and borders, cut to what any page can show and no finer than a page can show it."""
    finest = FINEST / view.scale(WIDEST)
    cut = cut_outline(read_outline(), view.window, view.longitude, finest / view.unit)
    land = [[ring for line in rings if (ring := _thin(view, line, finest, 4))] for rings in cut.land]
    coasts = [line for part in cut.coasts if (line := _thin(view, part, finest, 2))]
    borders = [line for part in cut.borders if (line := _thin(view, part, finest, 2))]
    return [
        _shape("land", "MultiPolygon", [rings for rings in land if rings], "cb-land"),
        _shape("coasts", "MultiLineString", coasts, "cb-coast"),
        _shape("borders", "MultiLineString", borders, "cb-border"),
    ]


def _shape(name: str, kind: str, drawn: Sequence[Any], style: str) -> alt.Chart | None:
    features = [{"type": "Feature", "geometry": {"type": kind, "coordinates": drawn}}] if drawn else []
    return layer(name, "geoshape", features, style, {}, aria=False)


def _thin(view: View, line: Line, finest: float, least: int) -> Line:
    """Return a line in map units, without what is too small to be seen; empty if that is all of it."""
    points = [view.put(across, latitude) for across, latitude in line]
    thin = simplify(points, finest)
    whole: Line = [(round(x), round(y)) for x, y in thin]
    kept = [point for place, point in enumerate(whole) if not place or point != whole[place - 1]]
    return kept if len(kept) >= least else []


def _scale_layers(view: View) -> list[alt.Chart | None]:
    """Return a bar of a round number of kilometres at the lower edge, with its length in words."""
    kilometres, length = view.distance
    if not kilometres:
        return []
    down = view.pixels - 8
    bar = {
        "x": alt.XValue(4),  # type: ignore[no-untyped-call]
        "x2": alt.X2Value({"expr": f"4 + {length:.6g} * {view.scale_text}"}),  # type: ignore[no-untyped-call]
        "y": alt.YValue(down),  # type: ignore[no-untyped-call]
    }
    words = {
        "x": alt.XValue(4),  # type: ignore[no-untyped-call]
        "y": alt.YValue(down - 10),  # type: ignore[no-untyped-call]
        "text": alt.Text("text:N"),
    }
    row = [{"text": f"{kilometres:,} km".replace(",", " ")}]
    return [
        layer("scale", "rule", row, "cb-scale", bar, aria=False),
        layer("scale_words", "text", row, "cb-note", words, align="left", aria=False),
    ]


def _place_labels(
    view: View, marks: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the labels of marks, by their number, and of other places; where there is no room, the number alone."""
    ordered = sorted(marks, key=lambda row: row["number"])
    texts = [(_shorten(f"{row['number']} {row['name']}"), str(row["number"])) for row in ordered]
    wanted = [
        Wanted(*_on_page(view, row), _reach(row, marks), own, FONT_SIZE)
        for row, own in zip(ordered, texts, strict=True)
    ]
    asides = [Wanted(*_on_page(view, row), _reach(row, marks), (_shorten(row["name"]),), NOTE_SIZE) for row in others]
    taken = [_covered(view, marks), [around(item.x, item.y, OTHER) for item in asides], [_scale_box(view)]]
    found = place_labels([*wanted, *asides], _page(view), [box for boxes in taken for box in boxes])
    numbered = [_text(row, label, row["href"]) for row, label in zip(ordered, found, strict=False) if label]
    named = [_text(row, label) for row, label in zip(others, found[len(wanted) :], strict=True) if label]
    return numbered, named


def _text(row: dict[str, Any], label: Label, address: str = "") -> dict[str, Any]:
    linked = {"href": address} if address else {}
    return {**_plain(row), "text": label.text, "dx": label.dx, "dy": label.dy, "align": label.align, **linked}


def _covered(view: View, marks: Iterable[dict[str, Any]]) -> list[Box]:
    """Return what the marks cover: of a circle rather less than the square around it."""
    return [around(*_on_page(view, row), row["radius"] * 0.7) for row in marks]


def _reach(row: dict[str, Any], marks: Iterable[dict[str, Any]]) -> float:
    """Return how far the marks reach that stand where this one does: its label stands outside of all of them."""
    reach: float = max([OTHER, *(other["radius"] for other in marks if _plain(other) == _plain(row))])
    return reach


def _on_page(view: View, row: dict[str, Any]) -> tuple[float, float]:
    """Return where a row stands on the narrowest page, in pixels from the upper left."""
    scale = view.scale(NARROW)
    return NARROW / 2 + row["x"] * scale, view.pixels / 2 - row["y"] * scale


def _page(view: View) -> Box:
    return Box(0, 0, NARROW, view.pixels)


def _scale_box(view: View) -> Box:
    return Box(0, view.pixels - 28, NARROW / 3 + 8, view.pixels)


def _shorten(text: str) -> str:
    return text if len(text) <= LABEL_CHARACTERS else text[: LABEL_CHARACTERS - 1].rstrip() + "…"
