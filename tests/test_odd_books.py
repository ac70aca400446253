"""Books of odd datasets in a real browser, on a phone: every page still reads well, whatever the data hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import OVERFLOW, Visit, open_page, unfold
from bs4 import BeautifulSoup
from kinds import one_of_each_kind
from odd_books import ARABIC, CROWD, LONG, ODD, build_odd
from playwright.sync_api import Browser
from witnesses import validate_html

from claimbook.book.limits import MOST_ROWS

PHONE: Any = {"width": 360, "height": 740}
DESK: Any = {"width": 1280, "height": 900}
# The headings whose words do not all show: cut by the style sheet, or wider than their place.
CUT = """() => [...document.querySelectorAll('h1, h2, h3, h4')].filter(head => head.checkVisibility() && (
    head.scrollWidth > head.clientWidth + 1 || getComputedStyle(head).textOverflow === 'ellipsis')
  ).map(head => head.textContent)"""
# What a chart shows in words.
TEXTS = """() => [...document.querySelectorAll('.cb-chart svg text')].map(text => text.textContent)"""
# Whether, in the first element of a sort that has both texts, the second is drawn right of the first.
STANDS_AFTER = """([selector, first, second]) => {
  const box = (place, text) => {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + text.length);
      return range.getBoundingClientRect();
    }
    return null;
  };
  for (const place of document.querySelectorAll(selector)) {
    const [one, other] = [box(place, first), box(place, second)];
    if (one && other) return Math.abs(one.top - other.top) < 4 && other.left >= one.right - 1;
  }
  return null;
}"""


# Take away elements and isolates that set names apart.
BARE = r"""where => document.querySelectorAll(where).forEach(
    node => { node.textContent = node.textContent.replace(/[\u2068\u2069]/g, ''); })"""


@dataclass(frozen=True)
class Odd:
    """A built book of an odd dataset."""

    name: str
    html: Path

    def read(self, page: str) -> BeautifulSoup:
        """Return a page of it, parsed."""
        return BeautifulSoup((self.html / page).read_text("utf-8"), "html.parser")


_BUILT: dict[str, Odd] = {}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Build an odd book, once."""

    def built(name: str) -> Odd:
        if name not in _BUILT:
            folder = tmp_path_factory.mktemp(name.replace(" ", "-"))
            _BUILT[name] = Odd(name, build_odd(folder, name).html)
        return _BUILT[name]

    return built


@contextmanager
def visiting(browser: Browser, book: Odd, page: str, viewport: Any = PHONE) -> Iterator[Visit]:
    """Open a page of an odd book from its folder."""
    with browser.new_context(viewport=viewport) as context:
        yield open_page(context, (book.html / page).as_uri())


each_book = pytest.mark.parametrize("name", ODD)


@each_book
def test_every_kind_of_page_fits_a_phone_and_complains_of_nothing(browser: Browser, build: Any, name: str) -> None:
    book = build(name)
    for page in one_of_each_kind(book.html):
        if page == "404.html":  # only a server shows it, under any address: test_browser_share
            continue
        with visiting(browser, book, page) as visit:
            assert (page, visit.said, visit.failed, visit.outside) == (page, [], [], [])
            assert (page, visit.page.evaluate(OVERFLOW) <= 0) == (page, True)
            unfold(visit.page)
            assert (page, visit.page.evaluate(OVERFLOW) <= 0) == (page, True)
            assert (page, visit.page.locator("h1:visible").first.inner_text().strip(" #\n") != "") == (page, True)
            assert (page, visit.page.evaluate(CUT)) == (page, [])


@each_book
def test_every_kind_of_page_of_an_odd_book_is_valid_html(build: Any, name: str) -> None:
    book = build(name)
    assert validate_html(book.html / page for page in one_of_each_kind(book.html)) == []


@each_book
def test_the_contents_beside_a_source_stay_short_and_lead_on(browser: Browser, build: Any, name: str) -> None:
    book = build(name)
    source = sorted((book.html / "book" / "sources").glob("*.html"))[0]
    with visiting(browser, book, f"book/sources/{source.name}", DESK) as visit:
        contents = visit.page.get_by_role("navigation", name="Contents")
        here = contents.locator("[aria-current=page]")
        heading = visit.page.locator("article h1").inner_text().strip(" #\n")
        assert here.inner_text() == heading
        for link in contents.get_by_role("link").all():
            box = link.bounding_box()
            assert box
            assert box["height"] < 80
            assert len(link.inner_text()) < 100 or link.get_attribute("title") == link.inner_text()
        contents.get_by_role("link", name="Sources", exact=True).click()
        visit.page.wait_for_url("**/book/sources.html")


def test_a_long_title_stands_in_full_above_its_page_and_in_the_list(browser: Browser, build: Any) -> None:
    book = build("long")
    for page in sorted((book.html / "book" / "sources").glob("*.html")):
        title = book.read(f"book/sources/{page.name}").select_one("article h1").find(string=True)
        assert len(title) == LONG
        link = book.read("book/sources.html").select_one(f'td a[href$="sources/{page.name}"]')
        assert link.get_text() == title


def test_what_a_chart_cuts_short_stands_in_full_on_the_page(browser: Browser, build: Any) -> None:
    drawn = 0
    for page in ("book/figures.html", "book/statements.html", "book/travelled.html"):
        with visiting(browser, build("long"), page, DESK) as visit:
            unfold(visit.page)
            written = visit.page.locator("article").inner_text().replace("\n", " ")
            spoken = visit.page.locator("article").inner_html()
            for text in visit.page.evaluate(TEXTS):
                drawn += 1
                if text.endswith("…"):
                    assert text[:-1].strip() in written or text[:-1].strip() in spoken
    assert drawn


@pytest.mark.parametrize(
    ("page", "where", "name", "after"),
    [
        ("book/travelled.html", ".cb-chart svg text", "قناة الضفة", "24"),
        ("book/figures.html", "h3, h4", ARABIC["lowmere"], "4 May"),
    ],
    ids=["drawing", "text"],
)
def test_a_number_after_a_name_from_right_to_left_stays_after_it(
    browser: Browser, build: Any, page: str, where: str, name: str, after: str
) -> None:
    with visiting(browser, build("arabic"), page, DESK) as visit:
        assert visit.page.evaluate(STANDS_AFTER, [where, name, after]) is True
        # Without what sets it apart, it would not: the test sees what it is about.
        visit.page.evaluate(BARE, where)
        assert visit.page.evaluate(STANDS_AFTER, [where, name, after]) is False


def test_words_from_right_to_left_stand_on_their_card_as_they_are_read(browser: Browser, build: Any) -> None:
    with visiting(browser, build("arabic"), "book/sources/gazette.html") as visit:
        quoted = visit.page.locator("#gazette-002 .cb-words p")
        assert quoted.evaluate("node => getComputedStyle(node).direction") == "rtl"
        assert quoted.get_attribute("lang") == "ar"
        assert visit.page.locator("#gazette-002 .cb-words footer").evaluate("node => node.closest('[dir]')") is None
        folded = visit.page.locator("#gazette-003 details.cb-flagged p")
        assert (folded.get_attribute("lang"), folded.get_attribute("dir")) == ("ar", "auto")


def test_a_book_without_figures_has_no_page_of_them_and_cards_all_the_same(build: Any) -> None:
    book = build("no figure")
    assert not (book.html / "book" / "figures.html").exists()
    cards = book.read("book/sources/gazette.html").select("article.cb-card")
    assert len(cards) == 3
    assert [caption for card in cards for caption in card.select("caption") if caption.get_text() == "Figures"] == []
    assert "No figure was found" in book.read("book/incidents/flood.html").get_text()


def test_a_source_without_claims_and_an_incident_without_claims_say_so(build: Any) -> None:
    book = build("plain")
    assert "No claim was coded from this source." in book.read("book/sources/almanac.html").get_text()
    assert "No claim was coded from this source." not in book.read("book/sources/gazette.html").get_text()
    incident = book.read("book/incidents/drought.html").get_text()
    assert "No claim." in incident
    assert "No figure was found" in incident


def test_a_book_of_one_claim_leads_to_it_from_every_page_that_counts(build: Any) -> None:
    book = build("one claim")
    assert len(book.read("book/sources/gazette.html").select("article.cb-card")) == 1
    for page in ("book/figures.html", "book/incidents/flood.html"):
        assert book.read(page).select('a[href$="sources/gazette.html#gazette-001"]')
    assert not (book.html / "book" / "disputes.html").exists()


def test_an_incident_with_5000_claims_lists_some_and_says_where_the_others_stand(build: Any) -> None:
    book = build("crowd")
    incident = book.read("book/incidents/i-00000.html")
    text = re.sub(r"\s+", " ", incident.get_text(" "))
    assert re.search(rf"Claims about it and its parts {CROWD}\b", text)
    listed = max(len(table.select("tbody tr")) for table in incident.select("table"))
    assert listed == MOST_ROWS
    assert f"{CROWD - MOST_ROWS} more claims are not listed here; every claim stands on its source's page." in text
    cards = [len(book.read(f"book/sources/{p.name}").select(".cb-card")) for p in book.html.glob("book/sources/*.html")]
    assert sum(cards) == CROWD
