"""The book's search finds a number whole, however its thousands are parted on the page or as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from claimbook.book.search import English

NUMBERS = Path(__file__).resolve().parents[1] / "src/claimbook/book/assets/numbers.js"
SEARCH = files("sphinx") / "themes" / "basic" / "static" / "searchtools.js"
# What Sphinx's search expects of the scripts before it, and an index of three pages.
BEFORE = """window.SPHINX_HIGHLIGHT_ENABLED = false; window.stopwords = ['the'];
window.Stemmer = function () { this.stemWord = word => word; }; window._ready = () => {};"""
INDEX = """() => { Search._index = { docnames: ['a', 'b', 'c'], filenames: ['a', 'b', 'c'], titles: ['A', 'B', 'C'],
  terms: { 1383: 0, 13830: 1, killed: [0, 1], 383: 2, 16: [0, 2] }, titleterms: {} }; }"""
QUERY = """typed => { const [, terms, excluded] = Search._parseQuery(typed);
  return Search.performTermsSearch(terms, excluded).map(found => found[0]).sort(); }"""


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,383 killed", ["1383"]),
        ("1.383 and 1’383 and 1\u202f383", ["1383"] * 3),
        ("١٬٣٨٣ و١٣٨٣", ["1383", "1383"]),
        ("1383", ["1383"]),
        ("1 383 civils", ["1", "383", "1383"]),
        ("1,234,567", ["1234567"]),
        ("1,38 and 12.5", ["1", "38", "12", "5"]),
        ("2025, 16", ["2025", "16"]),
    ],
)
def test_a_page_has_its_numbers_without_what_parts_their_thousands(text: str, numbers: list[str]) -> None:
    words = [word.lstrip("و") for word in English({}).split(text)]
    assert [word for word in words if word.isdecimal()] == numbers


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        for script in (BEFORE, SEARCH.read_text("utf-8"), NUMBERS.read_text("utf-8")):
            page.add_script_tag(content=script)
        page.evaluate(INDEX)
        yield page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1383", ["a"]), ("1,383", ["a"]), ("1.383", ["a"]), ("١٣٨٣", ["a"]), ("killed 1383", ["a"]),
        ("383", ["c"]), ("138", []), ("killed", ["a", "b"]), ("kill", ["a", "b"]), ("16", ["a", "c"]),
    ],
)  # fmt: skip
def test_a_number_is_found_whole_however_it_is_typed(page: Page, typed: str, found: list[str]) -> None:
    assert page.evaluate(QUERY, typed) == found


def test_an_extract_can_begin_where_the_number_stands(page: Page) -> None:
    assert page.evaluate("() => Array.from(Search._parseQuery('the 1383')[3])") == ["1383", "1,383"]
