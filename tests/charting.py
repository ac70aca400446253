"""What the charts' tests share: layers by name, goldens, drawing by the real compiler."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from claimbook.charts import Figure

GOLDENS = Path(__file__).parent / "goldens"
SVG = "{http://www.w3.org/2000/svg}"


def layers(figure: Figure) -> dict[str, list[dict[str, Any]]]:
    """The rows of every layer, by the layer's name."""
    spec = figure.spec
    return {layer["name"]: spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]}


def mark(figure: Figure, name: str) -> dict[str, Any]:
    """The mark definition of one layer."""
    found: dict[str, Any] = next(layer["mark"] for layer in figure.spec["layer"] if layer["name"] == name)
    return found


def draw(figure: Figure, capfd: Any = None, width: int = 600) -> ET.Element:
    """The SVG that Vega makes of a chart; with `capfd`, nothing may have been warned of."""
    svg = vl_convert.vegalite_to_svg({**figure.spec, "width": width}, vl_version="6.4")
    if capfd is not None:
        said = capfd.readouterr()
        assert said.out + said.err == ""
    return ET.fromstring(svg)


def drawn(svg: ET.Element, name: str) -> list[ET.Element]:
    """The shapes that one layer came to be in the SVG."""
    groups = [group for group in svg.iter(f"{SVG}g") if f"{name}_marks" in group.get("class", "").split()]
    return [
        shape for group in groups for shape in group.iter() if shape.tag in (f"{SVG}path", f"{SVG}line", f"{SVG}text")
    ]


def assert_golden(figure: Figure, name: str) -> None:
    """The spec, without the theme's configuration, is the one kept; CLAIMBOOK_UPDATE_GOLDENS=1 keeps this
    one. It holds to the schema of Vega-Lite, which the program does not look at again."""
    alt.Chart.from_dict({"$schema": alt.SCHEMA_URL, **figure.spec})
    spec = {key: value for key, value in figure.spec.items() if key != "config"}
    text = json.dumps(spec, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    path = GOLDENS / f"{name}.json"
    if os.environ.get("CLAIMBOOK_UPDATE_GOLDENS") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text
