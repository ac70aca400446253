"""The built book in a real browser: it draws, it leads to the claims, it asks nobody else, it fits a phone.

The book is served under a sub-path, as a project page is; every request to another host is cut and written down.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import LINKS, OVERFLOW, SPECS, called_for, find_page, open_page
from playwright.sync_api import Browser, Page
from sitebook import write_long_book

from claimbook.book.press import make_site

# One page of each kind; the first page of a folder stands for all that its template makes.
KINDS = (
    "index.html", "search.html", "book/index.html", "book/figures.html", "book/statements.html", "book/disputes.html",
    "book/how-sure.html", "book/travelled.html", "book/comparable.html", "book/differences.html", "book/voices.html",
    "book/sources.html", "book/sources/*.html", "book/incidents.html", "book/incidents/*.html", "book/register.html",
    "book/about/method.html", "book/about/codebook.html", "book/about/glossary.html", "book/about/found.html",
    "book/about/conformity.html", "book/about/marks.html",
)  # fmt: skip
WITH_CHARTS = ("book/figures.html", "book/travelled.html", "book/statements.html", "book/incidents/*.html")


# Of the other kinds, test_witnesses opens every page, in both colour modes.
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "*" in kind])
def test_a_page_loads_without_a_complaint_and_without_asking_another_host(
    browser: Browser, address: str, built_book: Any, kind: str
) -> None:
    with browser.new_context() as context:
        visit = open_page(context, address + find_page(built_book, kind))
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


@pytest.mark.parametrize("kind", WITH_CHARTS)
def test_every_chart_is_drawn_with_a_link_for_each_claim_that_its_spec_calls_for(
    browser: Browser, address: str, built_book: Any, kind: str
) -> None:
    with browser.new_context() as context:
        page = open_page(context, address + find_page(built_book, kind)).page
        specs, links = page.evaluate(SPECS), page.evaluate(LINKS)
        assert len(specs) == len(links) == page.locator(".cb-chart svg.marks").count() > 0
        for text, drawn in zip(specs, links, strict=True):
            assert {link.removeprefix(address) for link in drawn} == called_for(text)


@pytest.mark.parametrize("how", ["click", "Enter"])
@pytest.mark.parametrize("kind", WITH_CHARTS)
def test_a_mark_opens_its_claims_card(browser: Browser, address: str, built_book: Any, kind: str, how: str) -> None:
    with browser.new_context() as context:
        visit = open_page(context, address + find_page(built_book, kind))
        mark = visit.page.locator(".cb-chart a.cb-chart-link").first
        target = str(mark.get_attribute("href"))
        if how == "click":
            mark.click()
        else:
            mark.focus()
            visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(target)
        assert target.startswith(f"{address}book/sources/")
        card = visit.page.locator(f"article.cb-card#{urlsplit(target).fragment}")
        card.wait_for(state="visible")
        assert card.evaluate(
            "node => { const top = node.getBoundingClientRect().top; return top >= 0 && top < innerHeight }"
        )
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_the_keyboard_reaches_a_mark(browser: Browser, address: str, built_book: Any) -> None:
    with browser.new_context() as context:
        page = open_page(context, address + "book/statements.html").page
        page.locator("article h1").first.evaluate("node => { node.tabIndex = -1; node.focus() }")
        # The form above the chart comes first: each of its date fields takes four steps.
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.classList.contains('cb-chart-link')"):
                break
        assert page.evaluate("() => document.activeElement.getAttribute('aria-label')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_a_phone_in_both_colour_modes(
    browser: Browser, address: str, built_book: Any, kind: str, scheme: Any
) -> None:
    size: Any = {"width": 360, "height": 740}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        visit = open_page(context, address + find_page(built_book, kind))
        assert visit.page.evaluate(OVERFLOW) <= 0
        assert visit.said == []


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_page_and_charts_follow_the_readers_colour_mode(
    browser: Browser, address: str, scheme: Any, is_dark: bool
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = open_page(context, address + "book/statements.html").page
        assert page.evaluate("() => document.documentElement.dataset.theme") == scheme
        ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        ink = page.evaluate("() => getComputedStyle(document.querySelector('.cb-chart svg text')).fill")
        assert (_brightness(ground) < 128, _brightness(ink) > 128) == (is_dark, is_dark)


def _brightness(colour: str) -> float:
    parts = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(parts) / 3


@pytest.mark.parametrize("kind", WITH_CHARTS)
def test_the_book_works_from_a_folder_without_a_server(browser: Browser, built_book: Any, kind: str) -> None:
    page_file = Path(built_book.html) / find_page(built_book, kind)
    with browser.new_context() as context:
        visit = open_page(context, page_file.as_uri())
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])
        for text, drawn in zip(visit.page.evaluate(SPECS), visit.page.evaluate(LINKS), strict=True):
            assert len(set(drawn)) == len(called_for(text)) > 0
        mark = visit.page.locator(".cb-chart a.cb-chart-link").first
        target = str(mark.get_attribute("href"))
        mark.click()
        visit.page.wait_for_url(lambda url: url.endswith(target))  # a file's address may lack its scheme
        assert visit.page.locator(f"article.cb-card#{urlsplit(target).fragment}").is_visible()


def test_the_search_finds_a_claim_by_a_word_of_its_summary(browser: Browser, address: str, built_book: Any) -> None:
    claims = json.loads((Path(built_book.executed) / "claims.json").read_text("utf-8"))
    words = [word.strip(".,“”’") for claim in claims.values() for word in claim["title"].split()]
    word = max((word for word in words if word.isascii() and word.isalpha()), key=len)
    with browser.new_context() as context:
        visit = open_page(context, f"{address}search.html?q={word}")
        visit.page.locator("#search-results li").first.wait_for(state="visible")
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])
        visit.page.locator(".search-summary", has_text="Found: ").wait_for()
        extract = visit.page.evaluate(
            "() => Search.htmlToText('<div role=main><dl><dt>Said</dt><dd>1 May</dd></dl><details class=cb-flagged>"
            "<p>slur</p></details><p>a <i>w</i>ord</p></div>')"
        )
        assert " ".join(extract.split()) == "Said 1 May a word"


def test_the_search_shows_no_field_where_no_script_could_answer(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "search.html")
        assert page.locator(".cb-note").is_visible()
        assert page.locator("input:visible").count() == 0


def test_printing_unfolds_what_is_folded_but_not_code_data_or_flagged_words(
    browser: Browser, address: str, built_book: Any
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + "book/travelled.html")
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        for kept in ("details.hide", ".cb-tools > details"):
            assert page.locator(kept).count() > 0
            assert page.locator(f"{kept}[open]").count() == 0
        assert page.locator("details[open]").count() > 0
        assert page.locator("details:not([open]):not(.hide, .cb-tools > details)").count() == 0
        sources = sorted((Path(built_book.html) / "book" / "sources").glob("*.html"))
        flagged = next(path.name for path in sources if "cb-flagged" in path.read_text("utf-8"))
        page = open_page(context, f"{address}book/sources/{flagged}").page
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details.cb-flagged").count() > 0
        assert page.locator("details.cb-flagged[open]").count() == 0


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in which one list has forty pages; opened from its folder."""
    return make_site(write_long_book(tmp_path_factory.mktemp("long") / "stage", 40))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_keyboard_goes_from_a_page_of_a_long_list_to_any_other(
    browser: Browser, long_book: Path, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto((long_book / "book/sources/paper-020.html").as_uri())
        contents = page.get_by_role("navigation", name="Contents")
        contents.get_by_role("link", name="Start").focus()
        seen = [_tab(page) for _ in range(13)]
        assert seen == ["Figures", *[f"The Paper, {number:03d}" for number in range(15, 26)], "All 41: Figures"]
        assert contents.locator("[aria-current=page]").inner_text() == "The Paper, 020"
        contents.get_by_role("link", name="All 41: Figures").press("Enter")
        page.wait_for_url("**/book/figures.html")
        last = contents.get_by_role("link", name="The Paper, 039")
        assert not last.is_visible()
        contents.locator("summary").press("Enter")
        last.press("Enter")
        page.wait_for_url("**/paper-039.html")
        assert contents.locator("[aria-current=page]").inner_text() == "The Paper, 039"


def _tab(page: Page) -> str:
    """Go to the next thing that the keyboard reaches, and return its text."""
    page.keyboard.press("Tab")
    return page.locator("*:focus").inner_text().strip()


def test_a_long_list_fits_a_phone(browser: Browser, long_book: Path) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto((long_book / "book/sources/paper-020.html").as_uri())
        page.locator(".primary-toggle").first.click()
        drawer = page.locator("dialog[open]")
        link = drawer.get_by_role("link", name="The Paper, 021")
        link.wait_for(state="visible")
        assert drawer.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
        link.click()
        page.wait_for_url("**/paper-021.html")
