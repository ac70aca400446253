"""The slider of the figures in a real browser: what it hides may have been said by then, and no number hides that."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from browsing import open_page
from conftest import BuiltBook
from controlsite import make_pages, said_shown
from harbour import load_harbour
from playwright.sync_api import Browser, Page

from claimbook.analysis.panels import NEVER
from claimbook.book.choosing import unsure_days

SET_DAY = """(input, place) => { input.value = place; input.dispatchEvent(new Event("input", { bubbles: true })); }"""
LINES = "paper-2-c3"
MORE = "1 more may have been said by then; their day is not certain."


@pytest.fixture(scope="module")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """The strike at Harrow Dock, of which one number is said "by" its day: it may have been said before."""
    folder = tmp_path_factory.mktemp("harbour")
    dataset = load_harbour(folder)
    claims = dataset.claims
    is_open = claims["claim_id"] == LINES
    unsure = claims.assign(asserted_first=claims["asserted_first"].where(~is_open, pd.NaT))
    return BuiltBook(make_pages(folder, dataset.replace("claims", unsure)), folder)


def _counts(page: Page) -> list[str]:
    return page.locator(".cb-jump .cb-none:visible").all_inner_texts()


def test_what_may_have_been_said_by_a_day_is_counted_beside_what_surely_was(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        visit = open_page(context, f"{address}book/figures.html")
        page = visit.page
        slider, total = page.get_by_label("Said by"), said_shown(page)
        assert "may have been" not in total
        assert page.locator(".cb-shown").get_attribute("role") == "status"
        slider.evaluate(SET_DAY, 0)
        page.wait_for_function("text => document.querySelector('.cb-shown').textContent.includes(text)", arg=MORE)
        page.locator("#cb-choose-measure").select_option("injured")
        assert "may have been" not in said_shown(page)  # what may have been said is of what is chosen
        page.locator("#cb-choose-measure").select_option("on_strike")
        assert said_shown(page).endswith(MORE)
        page.locator("#cb-choose-measure").select_option("")
        slider.evaluate(SET_DAY, 1)
        assert "may have been" not in said_shown(page)
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_the_numbers_beside_charts_and_in_the_contents_follow_what_is_chosen(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = open_page(context, f"{address}book/figures.html").page
        before = _counts(page)
        assert page.locator(".cb-shown-here:visible").count() == 0
        page.locator("#cb-known").evaluate(SET_DAY, 0)
        page.locator(".cb-shown-here:visible").first.wait_for()
        figure = page.locator("figure:visible", has=page.locator(".cb-shown-here:visible"))
        said = figure.locator(".cb-shown-here").inner_text()
        assert said == "Shown, as chosen above: 1 of 3 figures. The text below is about all 3."
        assert any(" chosen, of " in text for text in _counts(page))
        shown = int(said_shown(page).split(", ")[1].split()[0])
        assert sum(int(text.split()[0]) for text in _counts(page)) == shown
        page.get_by_role("button", name="Reset").click()
        page.wait_for_function("() => !document.querySelector('.cb-shown-here:not([hidden])')")
        assert _counts(page) == before


def test_of_figures_without_a_certain_day_the_first_and_the_last_are_told() -> None:
    rows: list[dict[str, Any]] = [
        {"figure_id": "a", "asserted_first": pd.Timestamp("2031-05-05"), "known": "2031-05-05"},
        {"figure_id": "b", "asserted_first": pd.NaT, "known": "2031-05-07"},
        {"figure_id": "c", "asserted_first": pd.NaT, "known": "2031-05-07"},
        {"figure_id": "c", "asserted_first": pd.NaT, "known": "2031-05-07"},  # a second reading
        {"figure_id": "d", "asserted_first": pd.Timestamp("2031-05-06"), "known": NEVER},
    ]
    figures = pd.DataFrame(rows).assign(measure="killed", status="civilian", source_id="s")
    assert unsure_days(figures) == [
        ("killed", "civilian", "s", "", "2031-05-07", 2), ("killed", "civilian", "s", "2031-05-06", NEVER, 1),
    ]  # fmt: skip
