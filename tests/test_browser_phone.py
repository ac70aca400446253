"""What a reader holds in one hand, in a real browser: lists as cards, buttons in line, pictures that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
import registering as made
from browsing import OVERFLOW, open_page
from framesite import write_framed_book
from playwright.sync_api import Browser
from sitebook import write_book, write_notebook

from claimbook.book.lists import part, show_parts
from claimbook.book.press import make_site
from claimbook.book.render import prose

PHONE = {"width": 360, "height": 800}
ROWS = [("River wall", "a long word of what stands there " * 4, "", "4"), ("Harbour", "little", "seen", "12")]
PROSE = "| we say | why | they say |\n|---|---|---|\n| wall | it is one | dam, dyke |\n"
LABELS = """() => [...document.querySelectorAll('.cb-stack tbody td')].filter(cell => cell.offsetParent).map(
    cell => getComputedStyle(cell, '::before').content.replaceAll('"', ''))"""
TOO_WIDE = "() => [...document.querySelectorAll('.cb-scroll')].filter(e => e.scrollWidth > e.clientWidth).length"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page with a list of four columns and a table of the dataset's own prose."""
    stage = write_book(tmp_path_factory.mktemp("lists") / "stage")
    shown = show_parts([part(("Place", "What is there", "Seen as", "How many"), ROWS)], "A list")
    write_notebook(stage / "book/figures.ipynb", "Figures", str(shown.html) + str(prose(PROSE)))
    return (make_site(stage) / "book/figures.html").as_uri()


def test_a_row_of_a_wide_list_is_a_card_whose_cells_are_named(browser: Browser, lists: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = open_page(context, lists).page
        named = ["What is there: ", "Seen as: ", "How many: "]
        # The first cell heads its card; what was not said takes no line.
        assert page.evaluate(LABELS) == ["none", named[0], named[2], "none", *named, "none", "why: ", "they say: "]
        assert (page.evaluate(TOO_WIDE), page.evaluate(OVERFLOW)) == (0, 0)
        page.set_viewport_size({"width": 1280, "height": 800})
        assert set(page.evaluate(LABELS)) == {"none"}


def test_a_list_of_many_columns_fits_beside_the_sidebar(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage = write_book(tmp_path_factory.mktemp("wide") / "stage")
    long = "what was said of the river wall and of who keeps it, in many words"
    link = {"text": "Post, copied at an-outlet-with-one-long-name.example, 9 May 2031", "href": "book/index.html"}
    wide = [
        part(("Lane", "Speaker", "Act", "Claim", "When"), [(long, long, long, [link], "said by 9 May 2031")]),
        part(("Source", "Kind", *(f"quoted {n}" for n in range(6))), [(link, "statement", *range(6))]),
        part(("Source", *(f"told in part {n}" for n in range(9))), [(link, *range(9))]),
    ]
    write_notebook(stage / "book/figures.ipynb", "Figures", str(show_parts(wide, "Lists").html))
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = open_page(context, (make_site(stage) / "book/figures.html").as_uri()).page
        assert page.locator(".cb-scroll").count() == len(wide)
        assert page.evaluate(TOO_WIDE) == 0


def test_a_row_that_is_not_chosen_is_no_card(browser: Browser, lists: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = open_page(context, lists).page
        row = page.get_by_text("River wall").locator("xpath=ancestor::tr")
        assert row.is_visible()
        row.evaluate("row => { row.hidden = true; }")
        assert not row.is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_buttons_of_the_register_stand_side_by_side(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, width: int
) -> None:
    folder = tmp_path_factory.mktemp("register")
    site = made.make_register_site(made.write_dataset(folder / "data", 3), folder / "stage")
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = open_page(context, made.register_address(site)).page
        boxes = [page.get_by_role("button", name=name).bounding_box() for name in ("Find", "Clear all")]
        find, clear = (box for box in boxes if box)
        assert find["y"] == clear["y"]
        assert find["x"] + find["width"] < clear["x"]


def test_a_picture_of_a_chart_is_not_made_small_where_no_script_runs(browser: Browser, tmp_path: Path) -> None:
    site = make_site(write_framed_book(tmp_path))
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "book/statements.html").as_uri())
        picture = page.locator(".cb-picture").first.bounding_box()
        frame = page.locator(".cb-figure").first.bounding_box()
        assert picture
        assert frame
        assert picture["width"] >= 680
        assert frame["x"] + frame["width"] <= PHONE["width"]
