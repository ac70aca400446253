"""The register's page in a real browser: pages of rows, the way to a card, keyboard, print, widths, without scripts."""

# The fixtures are those of the other file on the register.
# ruff: noqa: F811

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import registering as made
from browsing import OVERFLOW, Visit, open_page
from playwright.sync_api import Browser
from registering import summaries
from test_browser_register import MORE, ROWS, context, dataset, found, site, visit  # noqa: F401

from claimbook.model.dataset import Dataset
from claimbook.model.links import claim_href


def test_pages_go_on_and_back_and_end(visit: Visit, dataset: Dataset) -> None:
    page, pager = visit.page, visit.page.get_by_role("group", name="Pages, above the table")
    total = len(dataset.claims)
    back, on = (pager.get_by_role("button", name=name) for name in ("Previous", "Next"))
    seen = summaries(page)
    assert (back.get_attribute("aria-disabled"), on.get_attribute("aria-disabled")) == ("true", "false")
    back.press("Enter")
    assert summaries(page) == seen
    for _ in range(total // ROWS):
        on.click()
        seen += summaries(page)
    assert sorted(seen) == sorted(dataset.claims["summary"])
    assert on.get_attribute("aria-disabled") == "true"
    assert pager.locator("span").inner_text() == f"Page {total // ROWS + 1} of {total // ROWS + 1}"
    page.get_by_role("group", name="Pages, below the table").get_by_role("button", name="Previous").click()
    assert page.evaluate("() => document.activeElement.className") == "cb-found"
    assert page.evaluate("() => document.activeElement.getBoundingClientRect().top >= 0")


def test_a_row_leads_to_its_claims_card_and_its_text_is_text(visit: Visit, dataset: Dataset, site: Path) -> None:
    page = visit.page
    page.get_by_label("Words").fill("script")
    link = page.locator(".cb-register tbody .cb-col-claim a")
    assert link.inner_text() == made.ADDED["post-markup"]["summary"]
    assert link.evaluate("node => node.href") == f"{site.as_uri()}/{claim_href('post', 'post-markup')}"
    assert page.locator(".cb-register script").count() == 0
    page.get_by_label("Words").fill("الساحل boats")
    words = page.locator(".cb-register-words")
    assert words.inner_text() == "“إلى السَّاحِل”"
    assert (words.get_attribute("lang"), words.get_attribute("dir")) == ("ar", "auto")
    assert len(made.read_rows(site)["claims"]["id"]) == len(dataset.claims)


def test_the_keyboard_reaches_every_control_in_order_and_sends_the_form(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("Words").focus()
    seen = []
    for _ in range(30):
        seen.append(page.evaluate("() => document.activeElement.name || document.activeElement.textContent"))
        page.keyboard.press("Tab")
    order = [name for name in dict.fromkeys(seen) if name]
    names = ["q", "source", "who", "kind", "incident", "origin", "lane", "actor", "voice", "hedge", "from", "to", "may"]
    names += ["Find", "Clear all"]
    names += [
        "What is found by words, by who vouches, form of speech and day",
        f"CSV of these {MORE + 8} claims",
        "Previous",
        "Next",
        "Said",
    ]
    assert order[: len(names)] == names
    page.get_by_label("Words").focus()
    page.keyboard.type("charge")
    page.keyboard.press("Enter")
    assert page.evaluate("() => [document.activeElement.className, location.hash]") == ["cb-found", "#q=charge"]
    page.locator("th button", has_text="Who").focus()
    page.keyboard.press("Space")
    assert page.locator("th[aria-sort]").inner_text().startswith("Who")


def test_without_scripts_the_sources_stand_there_and_no_control(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(made.register_address(site))
        assert page.locator(".cb-register-plain li").count() == 2
        assert page.locator(".cb-register-plain").is_visible()
        for part in (".cb-find", ".cb-register", ".cb-export", ".cb-pager >> nth=0"):
            assert not page.locator(part).is_visible()


def test_where_the_rows_cannot_be_loaded_the_sources_stand_there(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/register-rows.js", lambda route: route.abort())
        page.goto(made.register_address(site))
        assert page.locator(".cb-register-plain").is_visible()
        assert not page.locator(".cb-find").is_visible()


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_it_fits_the_screen_and_breaks_no_word_of_a_heading_or_a_kind(browser: Browser, site: Path, width: int) -> None:
    size: Any = {"width": width, "height": 740}
    with browser.new_context(viewport=size) as context:
        visit = open_page(context, made.register_address(site))
        assert visit.page.evaluate(OVERFLOW) <= 0
        assert visit.page.evaluate(made.BROKEN_WORDS) == []
        stacked = visit.page.locator(".cb-register tbody td").first.evaluate("cell => getComputedStyle(cell).display")
        assert (stacked == "block") == (width == 360)
        roles = "() => [...document.querySelectorAll('.cb-register tbody tr')].every(row => row.role === 'row')"
        assert visit.page.evaluate(roles)


def test_print_shows_the_rows_that_are_shown_and_no_control(visit: Visit) -> None:
    visit.page.get_by_label("Kind").select_option("figure")
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".cb-register tbody tr:visible").count() == 2
    assert visit.page.locator(":is(.cb-find, .cb-pager, .cb-export):visible").count() == 0


def test_the_rows_are_not_in_the_index_of_the_book_s_search(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    assert ["boat" in index, "guild" in index, "register" in index] == [False, False, True]
