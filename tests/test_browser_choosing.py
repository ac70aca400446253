"""The casualty page in a real browser: each choice alone and with others, in the address, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import OVERFLOW, Visit, open_page
from controlsite import harbour_book, said_shown, wait_until_drawn
from playwright.sync_api import Browser, BrowserContext, Page

ALL = "4 of 4 panels, 6 of 6 figures shown"
SET_DAY = """(input, place) => { input.value = place; input.dispatchEvent(new Event("input", { bubbles: true })); }"""
# The figures whose rows are drawn, in the order of the page, by their claims.
ROWS = """() => [...document.querySelectorAll('.cb-chart')].filter(chart => chart.offsetParent).flatMap(
    chart => [...chart.querySelectorAll('a.cb-chart-link')].map(link => link.getAttribute('href').split('#')[1]))"""
UNION, LINES, HURT, FOUGHT, HELD = "paper-1-c1", "paper-2-c3", "paper-3-c4", "paper-1-c5", "paper-4-c6"
EVERYTHING = [HURT, FOUGHT, HELD, UNION, LINES]


# In the place of the book of `data/`.
built_book = pytest.fixture(scope="module")(harbour_book)


def _open(context: BrowserContext, address: str, query: str = "") -> Visit:
    return open_page(context, f"{address}book/figures.html{query}")


def _shown(page: Page, rows: list[str]) -> None:
    """Wait until exactly these rows are drawn; what is not so after all is told by the assertion."""
    wait_until_drawn(page, ROWS, rows)


CASES = {
    "measure": ({"measure": "injured"}, [HURT, FOUGHT], "2 of 4 panels, 2 of 6 figures shown"),
    "status": ({"status": "civilian"}, [HURT], "1 of 4 panels, 1 of 6 figures shown"),
    # The union's number stands in both papers: its row stays for either.
    "source": ({"source": "paper-1"}, [FOUGHT, UNION], "2 of 4 panels, 2 of 6 figures shown"),
    "other source": ({"source": "paper-2"}, [UNION, LINES], "1 of 4 panels, 2 of 6 figures shown"),
    "measure and source": (
        {"measure": "injured", "source": "paper-1"},
        [FOUGHT],
        "1 of 4 panels, 1 of 6 figures shown",
    ),
    "nothing": ({"measure": "detained", "status": "civilian"}, [], "0 of 4 panels, 0 of 6 figures shown"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_chosen_is_shown_and_counted_and_said_in_the_address(browser: Browser, address: str, case: str) -> None:
    chosen, rows, said = CASES[case]
    with browser.new_context() as context:
        visit = _open(context, address)
        page = visit.page
        assert said_shown(page) == ALL
        for name, value in chosen.items():
            page.locator(f"#cb-choose-{name}").select_option(value)
        _shown(page, rows)
        assert said_shown(page) == said
        assert page.url == f"{address}book/figures.html?" + "&".join(f"{k}={v}" for k, v in chosen.items())
        again = open_page(context, page.url)
        _shown(again.page, rows)
        assert said_shown(again.page) == said
        for seen in (visit, again):
            assert (seen.said, seen.failed, seen.outside) == ([], [], [])


def test_the_slider_and_the_choices_hold_together(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?source=paper-2").page
        # On the first day only the other paper had the union's number.
        page.locator("#cb-known").evaluate(SET_DAY, 0)
        _shown(page, [])
        assert said_shown(page) == "0 of 4 panels, 0 of 6 figures shown"
        page.locator("#cb-choose-source").select_option("")
        _shown(page, [FOUGHT, UNION])
        page.locator("#cb-known").evaluate(SET_DAY, 1)
        _shown(page, [FOUGHT, UNION, LINES])
        assert page.url.endswith("?day=2031-05-06")


def test_headings_and_contents_go_with_what_is_below_them_and_rows_leave_no_gap(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        drawing = page.locator(".cb-chart", has=page.locator(f"a[href$='{LINES}']")).locator("svg")
        height = float(str(drawing.get_attribute("height")))
        page.locator("#cb-choose-source").select_option("paper-1")
        _shown(page, [FOUGHT, UNION])
        assert page.locator(".cb-section h2:visible").all_inner_texts() == ["Injured", "On strike"]
        assert page.locator(".cb-jump a:visible").all_inner_texts() == ["Injured", "On strike"]
        drawing = page.locator(".cb-chart", has=page.locator(f"a[href$='{UNION}']")).locator("svg")
        assert float(str(drawing.get_attribute("height"))) < 0.75 * height
        listed = page.locator("figure:visible tr[data-source]:not([hidden]) a")
        assert set(listed.evaluate_all("nodes => nodes.map(node => node.hash.slice(1))")) == {FOUGHT, UNION}


def test_the_data_under_a_panel_are_those_chosen_and_their_number_is_said(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?source=paper-2").page
        _shown(page, [UNION, LINES])
        figure = page.locator(".cb-figure:visible")
        figure.locator(".cb-data summary").click()
        assert figure.locator(".cb-rows").inner_text() == "2 of 3 rows, as chosen above; the CSV file has all 3."
        assert figure.locator(".cb-behind tbody tr:visible").count() == 2
        # Of more rows than a table holds, only the first can be told of.
        figure.locator(".cb-rows").evaluate("line => { line.dataset.total = 300; }")
        page.locator("#cb-choose-source").select_option("paper-1")
        said = "1 of the first 3 of 300 rows, as chosen above; the CSV file has all 300."
        page.locator(".cb-rows", has_text=said).wait_for()


def test_back_and_reset_undo_what_was_chosen(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        page.locator("#cb-choose-measure").select_option("injured")
        page.locator("#cb-choose-measure").select_option("on_strike")
        page.locator("#cb-known").evaluate(SET_DAY, 1)
        page.locator("#cb-known").evaluate(SET_DAY, 0)
        _shown(page, [UNION])
        page.go_back()  # a slider's way is one step
        _shown(page, [UNION, LINES])
        page.go_back()
        _shown(page, [HURT, FOUGHT])
        assert page.locator("#cb-choose-measure").input_value() == "injured"
        page.locator("button[type=reset]").click()
        _shown(page, EVERYTHING)
        assert (said_shown(page), page.url) == (ALL, f"{address}book/figures.html")
        page.go_back()
        _shown(page, [HURT, FOUGHT])


def test_the_keyboard_chooses(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        page.locator("#cb-choose-measure").focus()
        page.keyboard.press("ArrowDown")
        _shown(page, [HURT, FOUGHT])
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.id") == "cb-choose-status"
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        _shown(page, EVERYTHING)


@pytest.mark.parametrize("query", ["?measure=%3Cb%3Eevil%3C/b%3E&day=soon", "?source=nobody", "?day=2031-13-99"])
def test_what_an_address_asks_for_and_the_page_does_not_have_is_not_chosen(
    browser: Browser, address: str, query: str
) -> None:
    with browser.new_context() as context:
        visit = _open(context, address, query)
        _shown(visit.page, EVERYTHING)
        assert said_shown(visit.page) == ALL
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_without_scripts_all_is_shown_and_no_form(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}book/figures.html?measure=injured")
        assert not page.locator("#cb-choose").is_visible()
        assert not page.locator(".cb-choose-bar").is_visible()
        assert page.locator(".cb-panel:visible").count() == 4


def test_it_works_from_a_folder(browser: Browser, built_book: Any) -> None:
    with browser.new_context() as context:
        visit = open_page(context, (Path(built_book.html) / "book/figures.html").as_uri() + "?status=combatant")
        _shown(visit.page, [FOUGHT])
        visit.page.locator("#cb-choose-status").select_option("")
        _shown(visit.page, EVERYTHING)
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


@pytest.mark.parametrize("name", ["figures", "statements"])
def test_the_forms_fit_a_phone_in_the_dark(browser: Browser, address: str, name: str) -> None:
    size: Any = {"width": 360, "height": 740}
    with browser.new_context(viewport=size, color_scheme="dark") as context:
        visit = open_page(context, f"{address}book/{name}.html")
        assert visit.page.evaluate(OVERFLOW) <= 0
        field = visit.page.locator("#cb-choose select").first
        ground, ink = (
            field.evaluate(f"node => getComputedStyle(node).{name}") for name in ("backgroundColor", "color")
        )
        assert _brightness(ground) < 128 < _brightness(ink)
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def _brightness(colour: str) -> float:
    parts = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(parts) / 3
