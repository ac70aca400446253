"""A chart as an island of data in a page: its spec as JSON, drawn by one small script.

What belongs here: chart → JSON → HTML, and the browser's bundle. What does not: what a chart shows, how it
looks. The HTML holds no code, no random id and no address of another host, so that the same chart is the same
bytes.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import altair as alt
import vl_convert

from claimbook.charts.theme import DARK, LIGHT, theme_config
from claimbook.model.bidi import isolate, runs_from_right
from claimbook.model.embedded import SPEC_TYPE, digest_spec_text, embed_json

# Bytes. What is drawn is summed up long before (analysis does that); this is what a page promises all the same.
MAX_SPEC = 1_000_000
TOO_LARGE = "This chart is left out: it would be too large for a page. What it shows:"
NO_SCRIPT = "This chart is drawn by a script, and scripts are off; the claims are listed below."


@dataclass(frozen=True)
class Figure:
    """A drawn chart: what the last line of a notebook's cell shows.

    `html` is the island, `label` says in words what it shows, `spec` is the Vega-Lite specification it holds.
    """

    html: str
    label: str = ""
    spec: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """HTML only: nbformat refuses the media type of Altair's own output, and its HTML asks a CDN."""
        return {"text/html": self.html, "text/plain": f"<chart: {self.label}>"}


def figure(chart: Any, label: str) -> Figure:
    """Make a chart into something that a notebook shows; in the place of one that is too large, a sentence."""
    drawn = Figure(html="", label=label, spec=chart_spec(chart))
    if len(spec_text(drawn.spec).encode()) > MAX_SPEC:
        return nothing_to_draw(f"{TOO_LARGE} {label}")
    return replace(drawn, html=island(drawn, with_note=True))


def nothing_to_draw(label: str) -> Figure:
    """What stands in the place of a chart without rows: words, since an empty frame would look like a
    zero.
    """
    return Figure(html=f'<p class="cb-none">{html.escape(isolate(label))}</p>', label=label)


def island(drawn: Figure, *, with_note: bool = False) -> str:
    """The HTML of one chart; `with_note` adds what stands in its place where scripts are off.

    In its frame a chart has a picture for that.
    """
    note = f"<noscript><p>{NO_SCRIPT}</p></noscript>" if with_note else ""
    height = drawn.spec.get("height")
    room = f' data-height="{height}"' if isinstance(height, int) else ""
    # Not role="img": that hides everything inside from assistive technology, and each mark is a link.
    return (
        f'<div class="cb-chart" role="group" aria-label="{html.escape(isolate(drawn.label))}"{room}>'
        f'<script type="{SPEC_TYPE}">{spec_text(drawn.spec)}</script>{note}</div>'
    )


def spec_text(spec: Mapping[str, Any]) -> str:
    """The spec as JSON that can stand inside a script element: keys sorted, nothing that could end the element.

    The theme's configuration is left out: the page's script has it for both colour modes. Altair calls data by their
    digests, which no compression makes shorter: on a page they have short names.
    """
    names = {name: f"d{place}" for place, name in enumerate(spec.get("datasets", {}))}
    bare = _rename({key: value for key, value in spec.items() if key not in ("config", "datasets")}, names)
    if names:
        bare["datasets"] = {names[name]: rows for name, rows in spec["datasets"].items()}
    return embed_json(bare, sort_keys=True)


def _rename(node: Any, names: Mapping[str, str]) -> Any:
    """Return part of a spec with its data called by other names."""
    if isinstance(node, list):
        return [_rename(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {**value, "name": names[value["name"]]}
        if key == "data" and isinstance(value, dict) and value.get("name") in names
        else _rename(value, names)
        for key, value in node.items()
    }


def digest_spec(drawn: Figure) -> str:
    """What a chart's picture is called: the digest of what is drawn."""
    return digest_spec_text(spec_text(drawn.spec))


def chart_spec(chart: Any) -> dict[str, Any]:
    """The chart's Vega-Lite spec under the book's theme, without the schema's address.

    Altair (from 6) names parameters and views by their content, so that nothing here depends on what was
    drawn before.
    """
    with alt.theme.enable("claimbook"):
        # Altair would hold each spec to the schema of Vega-Lite, for longer than it takes to make it: tests do that.
        spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("$schema", None)
    spec.pop("usermeta", None)
    _set_names_apart(spec)
    return spec


def _set_names_apart(spec: dict[str, Any]) -> None:
    """Put isolates around what runs from right to left in the fields that a chart shows or says; no other changes."""
    rows = [row for rows in spec.get("datasets", {}).values() for row in rows]
    if not any(isinstance(value, str) and runs_from_right(value) for row in rows for value in row.values()):
        return
    shown = set(_shown_fields(spec))
    for row in rows:
        row.update({name: isolate(row[name]) for name in shown & row.keys() if isinstance(row[name], str)})


def _shown_fields(spec: Mapping[str, Any]) -> Iterator[str]:
    for channel in ("text", "description", "tooltip"):
        shown = spec.get("encoding", {}).get(channel, [])
        yield from (each["field"] for each in (shown if isinstance(shown, list) else [shown]) if "field" in each)
    for part in ("layer", "hconcat", "vconcat", "concat"):
        for child in spec.get(part, []):
            yield from _shown_fields(child)


def vega_bundle() -> str:
    """The browser's script: Vega, Vega-Lite and Vega-Embed from vl-convert, and both of the theme's
    configurations.

    It sets `window.vegaEmbed` and `window.claimbookThemes` (`light`, `dark`) and nothing else; it is the same
    text at every call. vl-convert makes an ES module without exports; wrapped in a function it runs as a
    plain script, which a page opened from a folder may load, and its thousands of names stay its own.
    """
    themes = json.dumps({"light": theme_config(LIGHT), "dark": theme_config(DARK)}, sort_keys=True)
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f'(function () {{\n"use strict";\n{bundle}\nwindow.claimbookThemes = {themes};\n}})();\n'
