"""A chart for paper: its specification from the published page, drawn once as SVG in the light colours.

What a chart shows is in its specification; how it looks is the theme's, but for the font: it is one that the drawing
program carries, or lies beside the charts, so that the same chart is drawn the same on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

from claimbook.charts.lettering import use_own_fonts
from claimbook.charts.parts import count_parts, cut_drawing
from claimbook.charts.pictures import ITS_HOST, NO_XML, VEGA_LITE
from claimbook.charts.theme import LIGHT, theme_config
from claimbook.errors import BuildError

# CSS pixels: what stands between the margins of the page (print.css).
WIDTH = 650
FONT = "Liberation Sans"
_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"

_OWN = re.compile(r"url\(#(.+)\)")

# Returns where an address, from the book's root, leads in the document; "" where it leads nowhere.
Link = Callable[[str], str]


def draw_chart(text: str, key: str, link: Link) -> str:
    """Return a chart's drawing as SVG that can stand in the document; a tall one in several parts.

    `text` is the specification as JSON, `key` makes the drawing's ids its own. Raises BuildError where the
    specification cannot be drawn.
    """
    use_own_fonts()
    try:
        spec = json.loads(text)
        drawing = vl_convert.vegalite_to_svg(_for_paper(spec), vl_version=VEGA_LITE, allowed_base_urls=[])
        root = ET.fromstring(NO_XML.sub("", drawing))
    except (ValueError, TypeError, AttributeError, ET.ParseError) as cause:
        said = (str(cause).strip().splitlines() or ["no reason was given"])[0]
        raise BuildError(f"A chart cannot be drawn: {said}.", fix="build the book again, then make the PDF.") from cause
    _make_own(root, key)
    _lead_on(root, link)
    count = count_parts(float(root.get("height", "0")))
    parts = cut_drawing(root, count) if count > 1 else [root]
    return "".join(ET.tostring(part, encoding="unicode") for part in parts)


def _for_paper(spec: dict[str, Any]) -> dict[str, Any]:
    paper = {**spec, "config": {**theme_config(LIGHT), "font": FONT}}
    if spec.get("width") == "container":
        # As charts.js does on a screen.
        paper |= {"width": WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}}
    return paper


def _make_own(root: ET.Element, key: str) -> None:
    """Give the drawing ids of its own: drawings of one document would take each other's gradients.

    They are numbered anew, since vl-convert goes on where its last drawing ended.
    """
    names: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", names.setdefault(element.attrib["id"], f"{key}-{len(names)}"))
    for element in root.iter():
        for name, value in element.attrib.items():
            if found := _OWN.fullmatch(value):
                element.set(name, f"url(#{names.get(found[1], '')})")


def _lead_on(root: ET.Element, link: Link) -> None:
    """Let each row lead to its claim in the document, once: by the mark that is described, as on a screen."""
    for element in root.iter(f"{{{_SVG}}}a"):
        address = element.attrib.pop(_HREF, "") or element.attrib.pop("href", "")
        element.attrib.pop("target", None)
        target = link(address.removeprefix(ITS_HOST)) if any("aria-label" in mark.attrib for mark in element) else ""
        if target:
            element.set("href", target)
        else:
            element.tag = f"{{{_SVG}}}g"
