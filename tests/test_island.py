"""The island: a chart as bytes in a page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import altair as alt
import pytest

from claimbook.charts.island import (
    Figure,
    chart_spec,
    digest_spec,
    figure,
    island,
    nothing_to_draw,
    spec_text,
    vega_bundle,
)
from claimbook.charts.theme import DARK, LIGHT, theme_config

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ' \" {{7*7}}"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _chart(text: str = "one") -> alt.Chart:
    data = alt.InlineData(values=[{"word": text, "x": 1}])
    return alt.Chart(data).mark_point().encode(x="x:Q", tooltip="word:N")


def _island(chart: alt.Chart | alt.LayerChart, label: str) -> str:
    return island(figure(chart, label))


def _selectable() -> alt.LayerChart:
    """A chart with parameters and views that Altair has to name."""
    selectable = _chart().add_params(alt.selection_point(fields=["word"]))
    return selectable + _chart().encode(size=alt.value(alt.expr.sin(alt.param(value=3))))


def _values(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def test_text_that_ends_a_script_element_stays_inside_the_island() -> None:
    page = _Page(_island(_chart(HOSTILE), "A chart"))
    assert [tag for tag, _ in page.tags] == ["div", "script"]
    assert _values(json.loads(page.text[0]))[0]["word"] == HOSTILE


def test_a_label_cannot_leave_its_attribute() -> None:
    page = _Page(_island(_chart(), 'x" onload="alert(1)"><b>'))
    assert page.tags[0] == (
        "div",
        {"class": "cb-chart", "role": "group", "aria-label": 'x" onload="alert(1)"><b>'},
    )


def test_a_chart_without_a_frame_says_what_stands_in_its_place_where_scripts_are_off() -> None:
    page = _Page(figure(_chart(), "A chart").html)
    assert [tag for tag, _ in page.tags] == ["div", "script", "noscript", "p"]


def test_the_page_holds_no_colours_of_a_chart_and_a_picture_is_called_by_what_is_drawn() -> None:
    one, two = figure(_chart(), "A chart"), figure(_chart(), "Said otherwise")
    assert "config" in one.spec
    assert "config" not in json.loads(spec_text(one.spec))
    assert digest_spec(one) == digest_spec(two) != digest_spec(figure(_chart("two"), "A chart"))


def test_a_page_calls_data_by_short_names_and_draws_the_same() -> None:
    spec = chart_spec(_selectable())
    short = json.loads(spec_text(spec))
    assert [layer["data"]["name"] if "data" in layer else short["data"]["name"] for layer in short["layer"]]
    assert set(short["datasets"]) == {f"d{place}" for place in range(len(spec["datasets"]))}
    assert _values(short) == _values(spec)
    assert not re.search("data-[0-9a-f]{32}", spec_text(spec))


def test_the_same_chart_is_the_same_bytes_whatever_was_drawn_before() -> None:
    first = _island(_selectable(), "A chart")
    for _ in range(3):
        _island(_selectable(), "Another")
    assert _island(_selectable(), "A chart") == first
    assert chart_spec(_selectable())["params"]


def test_an_island_names_no_other_host() -> None:
    assert not re.search(r"https?:|//", _island(_chart(), "A chart"))
    assert not {"$schema", "usermeta"} & chart_spec(_chart()).keys()


def test_a_number_that_json_does_not_know_is_refused() -> None:
    data = alt.InlineData(values=[{"x": float("nan")}])
    with pytest.raises(ValueError, match="JSON compliant"):
        _island(alt.Chart(data).mark_point().encode(x="x:Q"), "A chart")


def test_a_notebook_shows_html_and_not_altairs_own_media_type() -> None:
    bundle = figure(_chart(), "A chart")._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == "<chart: A chart>"


def test_an_empty_chart_is_a_sentence_and_its_text_is_escaped() -> None:
    assert nothing_to_draw("none <b>") == Figure('<p class="cb-none">none &lt;b&gt;</p>', "none <b>")


def test_another_theme_that_is_on_in_the_notebook_changes_nothing() -> None:
    usual = _island(_chart(), "A chart")
    with alt.theme.enable("dark"):
        assert _island(_chart(), "A chart") == usual


def test_light_and_dark_differ_in_colours_only() -> None:
    def without_colours(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: without_colours(value) for key, value in node.items()}
        if isinstance(node, list):
            return [without_colours(item) for item in node]
        return "colour" if isinstance(node, str) and re.match(r"#|rgba", node) else node

    light, dark = theme_config(LIGHT), theme_config(DARK)
    assert light != dark
    assert without_colours(light) == without_colours(dark)
    assert light["background"] == dark["background"] == "transparent"


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("palette", "page"), [(LIGHT, "#ffffff"), (DARK, "#14181e")], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "accent"])
def test_text_and_marks_stand_out_from_the_page(palette: Any, page: str, name: str) -> None:
    low, high = sorted((_luminance(getattr(palette, name)), _luminance(page)))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_bundle_is_the_same_twice_and_runs_as_a_plain_script() -> None:
    bundle = vega_bundle()
    assert bundle == vega_bundle()
    assert bundle.startswith("(function () {")
    assert "window.vegaEmbed" in bundle
    assert not re.search(r"^\s*(import|export)\b", bundle, re.MULTILINE)
    themes = re.search(r"window\.claimbookThemes = (\{.*\});", bundle)
    assert themes
    assert json.loads(themes.group(1)) == {"dark": theme_config(DARK), "light": theme_config(LIGHT)}
