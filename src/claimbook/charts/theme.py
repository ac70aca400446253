"""The look of every chart: colours, type, and the named styles that marks wear.

What belongs here: the two palettes (light and dark pages), Altair's theme "claimbook", the styles. What does
not: data, scales, anything about one chart. No other module names a colour; a layer names a style instead, so
that a page can exchange one configuration for the other without touching the chart.

Marks use one accent on neutral ink. Nothing is coloured by who speaks: a colour would be read as a side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

FONT = "system-ui, 'Liberation Sans', Arial, sans-serif"


@dataclass(frozen=True)
class Palette:
    """The colours of one kind of page; `tint` and `clear` are the accent, thinner and not there at all."""

    ink: str
    muted: str
    faint: str
    accent: str
    tint: str
    clear: str


LIGHT = Palette(
    ink="#1d2530",
    muted="#59636e",
    faint="#d8dde3",
    accent="#2f5d8a",
    tint="rgba(47, 93, 138, 0.26)",
    clear="rgba(47, 93, 138, 0)",
)
DARK = Palette(
    ink="#e8ebef",
    muted="#a3adb8",
    faint="#3b434c",
    accent="#8fbce6",
    tint="rgba(143, 188, 230, 0.32)",
    clear="rgba(143, 188, 230, 0)",
)


def _fade(palette: Palette, to: str) -> dict[str, Any]:
    """From nothing at the left to `to` at the right: a bound that is known only on one side."""
    stops = [{"offset": 0, "color": palette.clear}, {"offset": 1, "color": to}]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 0, "stops": stops}


def _text_styles(palette: Palette) -> dict[str, dict[str, Any]]:
    return {
        "cb-label": {"fontSize": 13, "fontWeight": 600, "color": palette.ink, "align": "left"},
        "cb-words": {"fontSize": 12, "fontWeight": 400, "color": palette.ink},
        "cb-word": {"fontSize": 13, "fontStyle": "italic", "color": palette.ink, "align": "left"},
        "cb-foot": {"fontSize": 12, "fontWeight": 400, "color": palette.muted},
        "cb-note": {"fontSize": 11, "fontWeight": 400, "color": palette.muted},
    }


def _line_styles(palette: Palette) -> dict[str, dict[str, Any]]:
    return {
        "cb-grid": {"color": palette.faint, "strokeWidth": 1},
        "cb-step": {"color": palette.accent, "strokeWidth": 1.5, "interpolate": "step-after"},
        "cb-tie": {"color": palette.muted, "strokeWidth": 1, "strokeDash": [2, 2]},
        "cb-arrow": {"color": palette.accent, "strokeWidth": 2},
        "cb-about": {"color": palette.accent, "strokeWidth": 2, "opacity": 0.5, "strokeDash": [2, 2]},
        "cb-end": {"color": palette.accent, "strokeWidth": 3},
        "cb-end-thin": {"color": palette.accent, "strokeWidth": 1.5},
        "cb-end-dashed": {"color": palette.accent, "strokeWidth": 2, "strokeDash": [3, 2]},
        "cb-scale": {"color": palette.muted, "strokeWidth": 1.5},
        "cb-coast": {"filled": False, "color": palette.muted, "strokeWidth": 0.75},
        "cb-border": {"filled": False, "color": palette.muted, "strokeWidth": 0.75, "strokeDash": [1, 3]},
    }


def _area_styles(palette: Palette) -> dict[str, dict[str, Any]]:
    # `filled` decides what Vega-Lite makes of a colour: an area's inside or its outline.
    outline = {"filled": False, "color": palette.accent}
    outline_by = {"filled": False, "color": _fade(palette, palette.accent)}
    return {
        "cb-filled": {"filled": True, "color": palette.accent},
        "cb-ring": {**outline, "strokeWidth": 2.25},
        "cb-hollow": {**outline, "strokeWidth": 1.25},
        "cb-dashed": {**outline, "strokeWidth": 1.75, "strokeDash": [3, 2]},
        "cb-bar": {"filled": True, "color": palette.tint},
        "cb-bar-by": {"filled": True, "color": _fade(palette, palette.tint)},
        "cb-ring-by": {**outline_by, "strokeWidth": 2.25},
        "cb-hollow-by": {**outline_by, "strokeWidth": 1.25},
        "cb-dashed-by": {**outline_by, "strokeWidth": 1.75, "strokeDash": [3, 2]},
        "cb-area": {
            "filled": True,
            "color": palette.tint,
            "stroke": palette.accent,
            "strokeWidth": 1.5,
            "strokeDash": [4, 3],
        },
        "cb-other": {"filled": True, "color": palette.muted},
        "cb-land": {"filled": True, "color": palette.faint, "opacity": 0.4},
        "cb-hit": {"filled": True, "color": "transparent"},
    }


def theme_config(palette: Palette = LIGHT) -> dict[str, Any]:
    """The Vega-Lite configuration for one palette. The background is the page's own."""
    axis = {
        "domain": False,
        "grid": False,
        "gridColor": palette.faint,
        "labelColor": palette.muted,
        "labelFontSize": 12,
        "labelOverlap": "parity",
        "labelSeparation": 8,
        "tickColor": palette.faint,
        "tickSize": 4,
        "titleColor": palette.muted,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
        "view": {"stroke": None, "fill": None},
        "axis": axis,
        "point": {"opacity": 1},
        "text": {"baseline": "middle"},
        "style": {**_text_styles(palette), **_line_styles(palette), **_area_styles(palette)},
    }


@alt.theme.register("claimbook", enable=True)
def claimbook_theme() -> alt.theme.ThemeConfig:
    """Altair's theme for every chart of the book; dark pages exchange its configuration in the browser."""
    return {"config": theme_config(LIGHT)}  # type: ignore[typeddict-item]
