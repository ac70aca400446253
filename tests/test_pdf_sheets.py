"""A chart that is taller than a sheet: cut between its rows, each of which stands whole and once."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as ET

import altair as alt
import pandas as pd
import pytest

from claimbook.pdf.charts import PART, draw_chart

SVG = "{http://www.w3.org/2000/svg}"
ROW = 30
AT = re.compile(r",([\d.]+)\)")


def _parts(count: int, *, with_scale: bool = True) -> list[ET.Element]:
    """The drawing of so many rows, each a label and a link, with a line through all of them at each number."""
    rows = pd.DataFrame(
        [{"y": 10 + ROW * n, "y2": 30 + ROW * n, "text": f"row {n}", "href": f"#{n}"} for n in range(count)]
    )
    height = ROW * count + 10
    down = alt.Y("y:Q", scale=alt.Scale(domain=[0, height], reverse=True, nice=False), axis=None)
    hits = alt.Chart(rows).mark_rect(opacity=0).encode(y=down, y2="y2:Q", href="href:N", description="text:N")
    labels = alt.Chart(rows).mark_text().encode(y=down, text="text:N", x=alt.value(50))
    ticks = pd.DataFrame([{"x": n} for n in (0, 5, 10)])
    axis = alt.Axis(orient="top", grid=False)
    lines = alt.Chart(ticks).mark_rule().encode(x=alt.X("x:Q", axis=axis if with_scale else None))
    spec = (lines + hits + labels).properties(width="container", height=height).to_json()
    text = draw_chart(spec, "k", lambda address: address)
    return list(ET.fromstring(f'<div xmlns="http://www.w3.org/2000/svg">{text}</div>'))


def _texts(part: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in part.iter(f"{SVG}text")]


def test_a_chart_that_fits_a_sheet_is_one_drawing() -> None:
    (drawing,) = _parts(20)
    assert "part" not in drawing.get("class", "")


def test_every_row_of_a_tall_chart_stands_in_one_part_with_its_link() -> None:
    parts = _parts(70)
    assert len(parts) > 4
    assert all(float(part.get("height", "")) <= PART for part in parts)
    rows = Counter(text for part in parts for text in _texts(part) if text.startswith("row"))
    assert rows == {f"row {n}": 1 for n in range(70)}
    for part in parts:
        links = {link.get("href") for link in part.iter(f"{SVG}a")}
        assert links == {f"#{text.split()[1]}" for text in _texts(part) if text.startswith("row")}


@pytest.mark.parametrize("count", [31, 70, 100])
def test_no_row_is_cut_through(count: int) -> None:
    for part in _parts(count):
        bodies = [inner for inner in part.iter(f"{SVG}svg") if inner is not part]
        _, top, _, height = map(float, bodies[-1].get("viewBox", "").split())
        start = float(AT.findall(bodies[-1][0].get("transform", ""))[0])
        rows = [text for text in bodies[-1].iter(f"{SVG}text") if "".join(text.itertext()).startswith("row")]
        ats = [start + float(AT.findall(text.get("transform", ""))[-1]) for text in rows]
        assert ats
        assert all(top + 5 <= at <= top + height - 5 for at in ats)


def test_the_scale_stands_over_every_part() -> None:
    assert all("9.5" in _texts(part) for part in _parts(70))
    assert all("9.5" not in _texts(part) for part in _parts(70, with_scale=False))
