"""Draw figures that may share a scale: one panel, one row a figure.

What belongs here: the geometry of a figure's row. What does not: which figures may stand together (analysis),
colours. A mark says no more than its source: an interval where bounds are given, a point only where the
source gives one, an arrow where an end is open, separate marks for alternatives, and the word itself for a
word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.island import Figure, figure, nothing_to_draw
from claimbook.charts.marks import across_at, down, href, layer, link, require_columns, spoken, stacked, to_the_edge
from claimbook.charts.rows import (
    ABOUT,
    ARROW,
    BAR,
    COLUMNS,
    END,
    LABEL_LINE,
    MARK_LINE,
    WORDS_LINE,
    place_rows,
    read_row,
    scale_top,
    whole_ticks,
    wrap,
)


def figures_panel(frame: pd.DataFrame, label: str = "") -> Figure:
    """Figures on one shared scale from zero, in the order of the rows.

    `frame` has one row a figure, and one a member for a set, with the columns `COLUMNS`: `shape` is one of
    `SHAPES`, `low`, `high`, `best` are numbers or blank, `words` the number as it is said, in quotation marks where
    they are the source's, `basis` is `words` or `transcript` (drawn hollow), `href` leads to the claim from the book's
    root. Raises ChartError for a missing column or a row whose shape lacks the number it needs. An empty frame comes
    back as a sentence.
    """
    require_columns(frame, COLUMNS, "figures_panel")
    if frame.empty:
        return nothing_to_draw(label or "No such figure was found in the sources searched.")
    count = frame["figure_id"].nunique()
    return figure(figures_chart(frame), label or f"{count} figure{'s' if count != 1 else ''}, each with who says it")


def figures_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """The chart of `figures_panel`, for who wants to build on it; same frame, at least one row."""
    rows = [read_row(record) for record in frame.to_dict("records")]
    top = scale_top(rows)
    height = place_rows(rows, top)
    numbers = [row for row in rows if row["shape"] != "word"]
    return stacked([_scale_layer(numbers, top, height), *_mark_layers(rows, top, height)], height)


def _across(field: str, top: float, axis: Any = alt.Undefined) -> alt.X:
    scale = alt.Scale(domain=[0, top], nice=False, zero=True)
    return alt.X(f"{field}:Q", scale=scale, axis=axis, title=None)


def _scale_layer(numbers: list[dict[str, Any]], top: float, height: int) -> alt.Chart | None:
    """The scale, and its lines behind every row that stands on it; a word's row has none, and no label is
    crossed.
    """
    # Ticks are whole numbers: nobody is counted in halves.
    axis = alt.Axis(orient="top", format=",d", values=whole_ticks(top), labelFlush=True, ticks=False)
    lines = [
        {"x": tick, "y": y - MARK_LINE / 2, "y2": y + MARK_LINE / 2}
        for y in dict.fromkeys(row["y"] for row in numbers)
        for tick in whole_ticks(top)
    ]
    encodings = {"x": _across("x", top, axis), "y": down("y", height), "y2": alt.Y2("y2:Q")}
    return layer("scale", "rule", lines, "cb-grid", encodings, aria=False)


def _mark_layers(rows: list[dict[str, Any]], top: float, height: int) -> list[alt.Chart | None]:
    return [
        _label_layer(rows, height),
        *_bar_layers(rows, top, height),
        *_arrow_layers(rows, top, height),
        *_point_layers(rows, top, height),
        *_words_layers(rows, top, height),
        _link_layer(rows, height),
    ]


def _said(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What every mark of a row carries, and the fields of this one."""
    known = {"known": row["known"]} if row["known"] else {}
    return {"figure_id": row["figure_id"], "href": row["href"]} | known | more


def _on_days(row: dict[str, Any], say: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """What a row says on days by which not all that it stands for had been said: fields to put over its own."""
    days = {day: say({**row, **texts}) for day, texts in sorted(row["as_of"].items())}
    return {"as_of": days} if len(days) > 1 else {}


def _is_hollow(row: dict[str, Any]) -> bool:
    return bool(row["basis"] == "transcript")


def _label_layer(rows: list[dict[str, Any]], height: int) -> alt.Chart | None:
    data = [
        _said(
            row, label=row["label"], y=row["label_y"], **_on_days(row, lambda told: {"label": wrap(told["row_label"])})
        )
        for row in rows
        if "label" in row
    ]
    encodings = {"x": across_at(0), "y": down("y", height), "text": alt.Text("label:N"), "href": href()}
    return layer("labels", "text", data, "cb-label", encodings, lineBreak="\n", lineHeight=LABEL_LINE, aria=False)


def _bar_layers(rows: list[dict[str, Any]], top: float, height: int) -> list[alt.Chart | None]:
    """Intervals, and the firm ends that a source states."""
    bars: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    ends: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for row in rows:
        if row["bar"]:
            x, x2 = row["bar"]
            bars[_is_hollow(row)].append(_said(row, x=x, x2=x2, y=row["y"] - BAR / 2, y2=row["y"] + BAR / 2))
        for x in dict.fromkeys(row["ends"]):
            ends[_is_hollow(row)].append(_said(row, x=x, y=row["y"] - END / 2, y2=row["y"] + END / 2))
    span = {
        "x": _across("x", top),
        "x2": alt.X2("x2:Q"),
        "y": down("y", height),
        "y2": alt.Y2("y2:Q"),
        "href": href(),
    }
    end = {"x": _across("x", top), "y": down("y", height), "y2": alt.Y2("y2:Q"), "href": href()}
    return [
        layer("intervals", "rect", bars[False], "cb-bar", span, aria=False),
        layer("intervals_hollow", "rect", bars[True], "cb-hollow", span, aria=False),
        layer("ends", "rule", ends[False], "cb-end", end, aria=False),
        layer("ends_hollow", "rule", ends[True], "cb-end-thin", end, aria=False),
    ]


def _arrow_layers(rows: list[dict[str, Any]], top: float, height: int) -> list[alt.Chart | None]:
    """An open end: a short line and a head, of the same length on every row, since it measures nothing."""
    layers: list[alt.Chart | None] = []
    for name, way in (("right", 1), ("left", -1)):
        data = [_said(row, x=row["ends"][0], y=row["y"]) for row in rows if row["arrow"] == way]
        place = {"x": _across("x", top), "y": down("y", height), "href": href()}
        shaft = {**place, "x2": alt.X2("x:Q")}
        layers.append(layer(f"arrows_{name}", "rule", data, "cb-arrow", shaft, x2Offset=way * ARROW, aria=False))
        for hollow, style in ((False, "cb-filled"), (True, "cb-hollow")):
            heads = [
                _said(row, x=row["ends"][0], y=row["y"])
                for row in rows
                if row["arrow"] == way and _is_hollow(row) is hollow
            ]
            layers.append(
                layer(
                    f"arrowheads_{name}{'_hollow' if hollow else ''}",
                    "point",
                    heads,
                    style,
                    place,
                    shape=f"triangle-{name}",
                    size=70,
                    xOffset=way * ARROW,
                    aria=False,
                )
            )
    return layers


def _point_layers(rows: list[dict[str, Any]], top: float, height: int) -> list[alt.Chart | None]:
    """Points a source gives, and "about": a diamond with short faded ticks to the sides that are open."""
    place = {"x": _across("x", top), "y": down("y", height), "href": href()}
    sides = {"about": (-1, 1), "about_below": (-1,), "about_above": (1,)}
    layers: list[alt.Chart | None] = []
    for name, way in (("below", -1), ("above", 1)):
        data = [
            _said(row, x=row["about"], y=row["y"])
            for row in rows
            if row["about"] is not None and way in sides[row["shape"]]
        ]
        open_side = {**place, "x2": alt.X2("x:Q")}
        layers.append(layer(f"open_{name}", "rule", data, "cb-about", open_side, x2Offset=way * ABOUT, aria=False))
    for piece, shape, size in (("dot", "circle", 95), ("about", "diamond", 110)):
        for hollow, style in ((False, "cb-filled"), (True, "cb-ring")):
            data = [
                _said(row, x=row[piece], y=row["y"])
                for row in rows
                if row[piece] is not None and _is_hollow(row) is hollow
            ]
            name = {"dot": "points", "about": "about"}[piece] + ("_hollow" if hollow else "")
            layers.append(layer(name, "point", data, style, place, shape=shape, size=size, aria=False))
    return layers


def _words_layers(rows: list[dict[str, Any]], top: float, height: int) -> list[alt.Chart | None]:
    look = {"lineBreak": "\n", "lineHeight": WORDS_LINE, "aria": False}
    y, text = down("y", height), alt.Text("text:N")
    words = [_said(row, text=row["words_lines"], y=row["y"]) for row in rows if row.get("words_side") == "word"]
    at_left = {"x": across_at(0), "y": y, "text": text, "href": href()}
    layers = [layer("word_rows", "text", words, "cb-word", at_left, **look)]
    beside: dict[tuple[str, float], list[dict[str, Any]]] = {}
    for row in rows:
        if row.get("words_side") in ("left", "right") and row["words"]:
            down_by = MARK_LINE / 2 + 6 if row["lines_below"] else 0
            said = _said(row, x=row["words_at"], y=row["y"] + down_by, text=row["words_lines"])
            beside.setdefault((row["words_side"], row["words_shift"]), []).append(said)
    for (side, shift), data in sorted(beside.items()):
        encodings = {"x": _across("x", top), "y": y, "text": text, "href": href()}
        align = "left" if side == "right" else "right"
        name = f"words_{side}_{'out' if abs(shift) > 2 else 'below'}_{abs(shift)}"
        layers.append(layer(name, "text", data, "cb-words", encodings, align=align, dx=shift, **look))
    return layers


def _link_layer(rows: list[dict[str, Any]], height: int) -> alt.Chart | None:
    """One link a row, as large as the row: the marks are small, and a finger or a keyboard needs one thing to
    hit.
    """
    shown = ("summary", "source_title", "said")
    data = [
        _said(row, **{name: row[name] for name in shown})
        | {"y": row["row_top"], "y2": row["row_bottom"], "spoken": spoken(row, "row_label", "words", *shown)}
        | _on_days(row, lambda told: _told(told, shown))
        | ({"sources": row["sources"]} if row["sources"] else {})
        for row in rows
        if "label" in row
    ]
    across = {"x": across_at(0), "x2": to_the_edge()}
    return layer(
        "links",
        "rect",
        data,
        "cb-hit",
        {**across, "y": down("y", height), "y2": alt.Y2("y2:Q"), **link(shown)},
    )


def _told(row: dict[str, Any], shown: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in shown} | {"spoken": spoken(row, "row_label", "words", *shown)}
