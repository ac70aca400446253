"""Names of places in the one document: each place its own, and every address between pages leads to it."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.pdf.anchors import Target, anchor, resolve

segments = st.text(min_size=1, max_size=6).filter(
    lambda text: "/" not in text and text.strip(".") and text.isprintable()
)
docnames = st.lists(segments, min_size=1, max_size=3).map("/".join)
places = st.text(max_size=6)
PAGES = {"book/index", "book/figures", "book/sources/herald"}


@given(docnames, places, docnames, places)
def test_no_two_places_of_a_book_have_the_same_name(page: str, place: str, other: str, elsewhere: str) -> None:
    assert (anchor(page, place) == anchor(other, elsewhere)) == ((page, place) == (other, elsewhere))


@given(docnames, places)
def test_a_name_needs_no_escape_in_html_in_an_address_or_in_a_pdf(page: str, place: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_.~/:-]+", anchor(page, place))


@given(docnames, docnames, places)
def test_a_relative_address_leads_to_the_page_and_place_that_it_names(page: str, other: str, place: str) -> None:
    way = relpath(f"{other}.html", dirname(page) or ".")
    found = resolve(page, f"{quote(way)}#{quote(place)}", {page, other})
    assert found == Target(docname=other, place=place)
    assert found.href == f"#{anchor(other, place)}"


def test_a_claims_name_is_its_address_in_the_web_book() -> None:
    assert anchor("book/sources/herald", "herald-001") == "book/sources/herald:herald-001"


def test_an_address_without_a_page_stays_on_its_own() -> None:
    assert resolve("book/figures", "#killed", PAGES) == Target(docname="book/figures", place="killed")


@pytest.mark.parametrize("address", ["https://example.org/a#b", "http://example.org", "mailto:desk@example.org"])
def test_an_address_outside_of_the_book_is_kept(address: str) -> None:
    found = resolve("book/figures", address, PAGES)
    assert found is not None
    assert found.href == address


@pytest.mark.parametrize(
    "address",
    [
        "../search.html",  # no page of the contents
        "../../../etc/passwd.html",
        "../data.zip",
        "figures",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "file:///etc/passwd",
        "\x00//[",
    ],
)
def test_what_a_pdf_cannot_follow_is_no_link(address: str) -> None:
    assert resolve("book/index", address, PAGES) is None


def test_a_filter_in_an_address_leads_to_its_page() -> None:
    assert resolve("book/index", "figures.html?day=3#x", PAGES) == Target(docname="book/figures", place="x")
