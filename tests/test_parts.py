"""A chart that is taller than a sheet: cut between its rows, each of which stands whole and once."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from tallchart import ROW, tall_chart

from claimbook.charts.island import spec_text
from claimbook.charts.parts import PART, count_parts, cut_picture
from claimbook.charts.pictures import picture
from claimbook.pdf.charts import draw_chart

SVG = "{http://www.w3.org/2000/svg}"
AT = re.compile(r",([\d.]+)\)")


def _parts(count: int, *, with_scale: bool = True) -> list[ET.Element]:
    text = draw_chart(spec_text(tall_chart(count, with_scale=with_scale).spec), "k", lambda address: address)
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


@pytest.mark.parametrize("height", [881, 1000, 4785, 20_000])
def test_a_tall_chart_is_cut_into_as_many_parts_as_its_height_says(height: int) -> None:
    count = count_parts(height)
    assert height / PART < count <= height / PART * 1.3 + 1
    assert count_parts(880) == 1


@pytest.mark.parametrize("count", [2, 5, 9])
def test_a_picture_is_cut_into_parts_that_stand_alone_and_hold_all_of_it(count: int) -> None:
    gradient = '<defs><linearGradient id="g"><stop/></linearGradient></defs><path fill="url(#g)" d="M0,0h1v1h-1Z"/>'
    whole = picture(spec_text(tall_chart(40).spec)).replace("</svg>", f"{gradient}</svg>")
    parts = [ET.fromstring(part) for part in cut_picture(whole, count)]
    assert len(parts) == count
    texts = [text for part in parts for text in _texts(part) if text.startswith("row")]
    assert texts == [f"row {n}" for n in range(40)]
    for part in parts:
        ids = [element.get("id") for element in part.iter() if element.get("id")]
        assert ids == ["g"]
        assert part.get("width") == ET.fromstring(whole).get("width")
        assert float(part.get("height", "")) > ROW
