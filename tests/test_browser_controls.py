"""What a reader moves on a page, in a real browser: the slider of days, the field that narrows a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import open_page
from playwright.sync_api import Browser

from claimbook.model.dataset import load_dataset

SET_DAY = """(input, place) => { input.value = place; input.dispatchEvent(new Event("input", { bubbles: true })); }"""
SHOWN = """() => [...document.querySelectorAll('.cb-panel, [data-known] a, .cb-table tr')].filter(e => e.offsetParent)
    .flatMap(e => e.matches('a') ? [e.getAttribute('href')] : [...e.querySelectorAll('a[href]')].map(
        a => a.offsetParent || a.closest('svg') ? a.getAttribute('href') : null)).filter(Boolean)"""


@pytest.mark.parametrize("place", [0, 2])
def test_the_slider_shows_only_what_had_been_said_by_the_day(
    browser: Browser, address: str, built_book: Any, place: int
) -> None:
    dataset = load_dataset(Path(built_book.executed) / "slices" / "figures")
    with browser.new_context() as context:
        visit = open_page(context, address + "book/figures.html")
        page = visit.page
        days = page.locator(".cb-slider option").evaluate_all(
            "nodes => nodes.map(node => ({ day: node.dataset.day, name: node.label }))"
        )
        before = page.evaluate(SHOWN)
        page.locator("#cb-known").evaluate(SET_DAY, place)
        page.wait_for_function(f"() => ({SHOWN})().length < {len(before)}")
        page.wait_for_timeout(400)  # the last chart is drawn aside and then put in its place
        known = set(dataset.as_known_on(days[place]["day"]).claims["claim_id"])
        shown = {urlsplit(link).fragment for link in page.evaluate(SHOWN) if "#" in link}
        assert shown
        assert shown & set(dataset.claims["claim_id"]) <= known
        assert page.locator(".cb-slider output").inner_text() == days[place]["name"]
        page.locator("#cb-known").evaluate(SET_DAY, len(days))
        page.wait_for_function(f"() => ({SHOWN})().length === {len(before)}")
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_the_keyboard_moves_the_slider(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = open_page(context, address + "book/figures.html").page
        page.locator("#cb-known").focus()
        page.keyboard.press("Home")
        first = page.locator(".cb-slider output").inner_text()
        page.keyboard.press("ArrowRight")
        assert page.locator(".cb-slider output").inner_text() != first
        assert (
            page.locator("#cb-known").get_attribute("aria-valuetext") == page.locator(".cb-slider output").inner_text()
        )


def test_without_scripts_the_page_shows_all_and_no_slider(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "book/figures.html")
        assert not page.locator(".cb-slider").is_visible()
        assert page.locator("[data-known]").first.is_visible()


def test_the_list_of_sources_narrows_as_one_types(browser: Browser, address: str, built_book: Any) -> None:
    sources = load_dataset(Path(built_book.executed) / "slices" / "whole").sources
    title = str(sources["title"].iloc[-1])
    with browser.new_context() as context:
        page = open_page(context, address + "book/sources.html").page
        rows = page.locator(".cb-table tbody tr:visible")
        assert rows.count() == len(sources)
        page.locator("#cb-narrow").fill(title.upper())
        assert 1 <= rows.count() < len(sources)
        assert any(title in text for text in rows.all_inner_texts())
        page.locator("#cb-narrow").fill("")
        assert rows.count() == len(sources)
