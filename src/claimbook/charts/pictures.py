"""A chart as a picture: an SVG without script, for print, for readers whose browser runs none, and to take away.

What belongs here: spec → SVG, always the same bytes. What does not: what a chart shows (its module), where pictures lie
(the book). It is drawn on paper, whatever the page's colours; its links lead to the claims from one folder below the
book's root.
"""

from __future__ import annotations

import json
import re
from typing import Any

import vl_convert

from claimbook.charts.lettering import use_own_fonts
from claimbook.charts.theme import LIGHT, theme_config

WIDTH = 680
VEGA_LITE = "6.4"
# vl-convert brings this font, so that text takes the same room on every machine.
FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"
# What vl-convert puts before an address without a host.
ITS_HOST = "https://vega.github.io/vega-datasets/"
_NUMBERED = re.compile(r'(?<=id=")(?:gradient_|clip)\d+|(?<=url\(#)(?:gradient_|clip)\d+')
# Signs that no XML may hold.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def picture(text: str) -> str:
    """Return the SVG of a chart from the text of its spec, as it stands in a page."""
    use_own_fonts()
    spec = json.loads(text)
    svg: str = vl_convert.vegalite_to_svg({**spec, "width": WIDTH, "config": _paper()}, vl_version=VEGA_LITE)
    return NO_XML.sub("", _number_anew(svg.replace(f'xlink:href="{ITS_HOST}', 'xlink:href="../'))) + "\n"


def _paper() -> dict[str, Any]:
    return {**theme_config(LIGHT), "font": FONT, "background": "#ffffff"}


def _number_anew(svg: str) -> str:
    """Return the SVG with its own gradients numbered from 0: vl-convert goes on where the last picture ended."""
    names: dict[str, str] = {}
    return _NUMBERED.sub(lambda m: names.setdefault(m.group(), f"{m.group().rstrip('0123456789')}{len(names)}"), svg)
