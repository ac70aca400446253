"""What comes first on a page of charts: those in sight, before the rest has its place. In a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import open_page
from framesite import write_framed_book
from playwright.sync_api import Browser

from claimbook.book.bundle import BUNDLE
from claimbook.book.press import make_site

# Says, of the moment when the first drawing comes into the page, whether the whole page was laid out by then.
WATCH = """new MutationObserver((changes, observer) => {
  if (!document.querySelector('.cb-chart-drawing svg')) return;
  observer.disconnect();
  window.wasWhole = document.documentElement.classList.contains('cb-settled');
}).observe(document, { childList: true, subtree: true })"""
SKIPPED = """() => [...document.querySelectorAll('.cb-figure, .cb-panel, .cb-scroll')].filter(
    part => getComputedStyle(part).contentVisibility !== 'visible').length"""
DEFERRED = re.compile(r'<script defer="defer" src="([^"?]+)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with charts of every kind, opened from its folder."""
    return make_site(write_framed_book(tmp_path_factory.mktemp("first")))


@pytest.mark.parametrize("place", ["", "#LAST"])
def test_a_page_is_laid_out_whole_after_its_first_chart_or_at_once_for_who_comes_to_a_place_in_it(
    browser: Browser, site: Path, place: str
) -> None:
    address = site / "book/figures.html"
    last = re.findall(r'<figure class="cb-panel cb-figure" id="([^"]+)"', address.read_text("utf-8"))[-1]
    with browser.new_context(viewport={"width": 900, "height": 500}) as context:
        context.add_init_script(WATCH)
        visit = open_page(context, address.as_uri() + place.replace("LAST", last))
        assert visit.page.evaluate("window.wasWhole") is bool(place)
        assert visit.page.evaluate(SKIPPED) == 0
        top = visit.page.locator(f"#{last}").evaluate("node => node.getBoundingClientRect().top")
        assert (0 <= top < 500) is bool(place)
        assert visit.said == []


def test_only_a_page_with_charts_asks_for_what_draws_them_and_runs_it_last(site: Path) -> None:
    with_charts = DEFERRED.findall((site / "book/figures.html").read_text("utf-8"))
    assert with_charts[-1] == f"../{BUNDLE.as_posix()}"
    without = DEFERRED.findall((site / "book/index.html").read_text("utf-8"))
    assert without
    assert not any(BUNDLE.name in address for address in without)
