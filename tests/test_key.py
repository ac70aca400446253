"""The key to the marks: nothing that charts draw is missing in it, and every column of their files has a meaning."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from bs4 import BeautifulSoup

from claimbook.book import key
from claimbook.book.behind import FIGURES, STATEMENTS, TALLIES, WAYS
from claimbook.book.scope_words import SIGN_MEANINGS, SIGNS
from claimbook.charts import lanes, rows, steps
from claimbook.model.dataset import Dataset
from claimbook.model.quantities import Shape, parse_quantity

# The drawing of each shape and ring that a chart knows.
DRAWN_AS = {"point": "dot", "range": "bar"}
DAYS_AS = {"day": "dot", "range": "bar", "undated": "gutter", "filled": "dot"}
STEPS_AS = {"triangle-up": "up", "triangle-down": "down", "square": "square"}


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup(key.marks().html, "html.parser")


def _drawings(marks: tuple[key.Mark, ...]) -> set[str]:
    return {mark.drawing for mark in marks}


def test_every_shape_that_a_chart_of_figures_draws_is_in_the_key() -> None:
    assert {DRAWN_AS.get(shape, shape) for shape in rows.SHAPES} | {"hollow"} == _drawings(key.FIGURE_MARKS)


def test_every_shape_and_ring_of_a_timeline_is_in_the_key() -> None:
    assert {DAYS_AS.get(name, name) for name in (*lanes.SHAPES, *lanes.RINGS)} <= _drawings(key.DAY_MARKS)


def test_every_shape_of_a_rendering_is_in_the_key() -> None:
    assert {STEPS_AS[shape] for shape in steps.SHAPES.values()} <= _drawings(key.STEP_MARKS)


def test_every_sign_of_the_matrix_of_scopes_is_in_the_key(page: BeautifulSoup) -> None:
    assert set(SIGNS) == set(SIGN_MEANINGS)
    section = page.find("h2", string="What can be compared").parent
    assert [head.get_text(strip=True) for head in section.select("tbody th")] == list(SIGNS.values())


def test_each_mark_is_drawn_and_the_drawing_is_hidden_from_those_who_hear_the_words(page: BeautifulSoup) -> None:
    drawn = [mark for _, marks in key.SECTIONS for mark in marks if mark.drawing]
    pictures = page.find_all("svg")
    assert len(pictures) == len(drawn)
    for mark, picture in zip(drawn, pictures, strict=True):
        assert picture.find(True) is not None, mark
        assert picture["aria-hidden"] == "true"
        assert mark.look in picture.parent.get_text()


def test_a_drawing_has_no_colour_of_its_own_and_no_style_that_a_strict_page_refuses() -> None:
    html = key.marks().html
    assert not re.search(r"\sstyle=|url\(", html)
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', html)) == {"currentColor", "none"}


def test_every_column_of_a_charts_file_has_a_meaning(tiny_dataset: Dataset) -> None:
    table = BeautifulSoup(key.columns(tiny_dataset).html, "html.parser")
    told = dict([cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr"))
    assert set(told) == {column.name for column in chain(FIGURES, STATEMENTS, TALLIES, WAYS)}
    assert all(told.values())


def test_a_meaning_that_the_program_gives_is_of_a_column_that_there_is() -> None:
    assert set(key.COLUMNS) <= {column.name for column in chain(FIGURES, STATEMENTS, TALLIES, WAYS)}


def test_every_way_of_writing_a_quantity_is_explained() -> None:
    assert {parse_quantity(text).shape for text in key.NOTATIONS} == set(Shape)


def test_a_notation_says_its_words_and_the_bounds_that_they_allow() -> None:
    table = BeautifulSoup(key.notations().html, "html.parser")
    cells = [[cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")]
    told = {first: rest for first, *rest in cells}
    assert told[">=13"] == ["at least 13", "13", "", ""]
    assert told["dozens"][1:] == ["", "", ""]
