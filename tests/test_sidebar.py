"""The contents beside a page: whole where they are short, and where they are long a part that loses nobody."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.book import sidebar
from claimbook.book.sidebar import SHOWN, WHOLE, Entry, Listing, View, choose_window, make_listing

LIST = "list <of> pages"
LINK = re.compile(r'<a class="[^"]*" href="([^"]*)"[^>]*>([^<]*)</a>')


def page(name: str, *below: Entry) -> Entry:
    """A page, with those below it."""
    return Entry(name, f"Page {name}", True, make_listing(f"Page {name}", name, below))


def book_of(count: int) -> list[Listing]:
    """A book whose chapter "index" has so many pages: p0, p1, …"""
    chapter = page("index", *(page(f"p{number}") for number in range(count)))
    return [make_listing("", "start", [page("start")]), make_listing(LIST, "start", [chapter, page("end")])]


def render(parts: list[Listing], pagename: str) -> str:
    """The contents beside a page."""
    return "".join(sidebar.render_parts(parts, View(pagename, lambda target: f"{target}.html")))


def links_of(shown: str) -> list[str]:
    """Where the links lead, in their order."""
    return [target.removesuffix(".html") for target, _ in LINK.findall(shown)]


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """How many pages a list has, and which of them is open."""
    count = draw(st.integers(1, 2000))
    return count, draw(st.integers(0, count - 1))


@given(places())
def test_a_window_is_of_one_piece_holds_the_page_and_is_no_longer_than_it_may_be(where: tuple[int, int]) -> None:
    count, place = where
    window = choose_window(count, place)
    assert place in window
    assert all(after == before + 1 for before, after in pairwise(window))
    assert 0 <= window.start < window.stop <= count
    assert len(window) == (count if count <= WHOLE else SHOWN)


@given(places())
def test_a_page_has_as_many_neighbours_on_either_side_as_there_are(where: tuple[int, int]) -> None:
    count, place = where
    window = choose_window(count, place)
    wanted = SHOWN // 2
    assert place - window.start >= min(wanted, place)
    assert window.stop - 1 - place >= min(wanted, count - 1 - place)


@given(places())
def test_what_is_shown_and_what_is_said_to_be_left_out_make_the_whole_list(where: tuple[int, int]) -> None:
    count, place = where
    shown = render(book_of(count), f"p{place}")
    pages = [link for link in links_of(shown) if link.startswith("p")]
    left_out = [int(number.replace(",", "")) for number in re.findall(r">([\d,]+) (?:before|after)<", shown)]
    assert f"p{place}" in pages
    assert len(pages) + sum(left_out) == count
    whole = links_of(shown).count("index") == 1
    assert whole == (not left_out) == (count <= WHOLE)


@given(places(), places())
def test_no_page_has_more_links_than_any_other_book_would_give_it(one: tuple[int, int], other: tuple[int, int]) -> None:
    counts = [len(links_of(render(book_of(count), f"p{place}"))) for count, place in (one, other)]
    # The start page, the chapter and the one after it, and the way to all.
    assert all(3 < count <= WHOLE + 4 for count in counts)


@given(st.integers(1, 500))
def test_the_page_that_a_list_hangs_on_has_all_of_it_and_folds_the_rest(count: int) -> None:
    shown = render(book_of(count), "index")
    assert [link for link in links_of(shown) if link.startswith("p")] == [f"p{number}" for number in range(count)]
    open_part, _, fold = shown.partition("<details>")
    assert len(links_of(open_part)) <= WHOLE + 3
    assert (f"{count - SHOWN} more" in fold) == (count > WHOLE)


def test_the_way_to_all_is_named_by_its_list_and_text_is_no_markup() -> None:
    below = [page(f"p{number}") for number in range(1234)]
    chapter = Entry("index", "<Sources>", True, make_listing("<Sources>", "index", below))
    shown = render([make_listing(LIST, "start", [chapter])], "p700")
    assert ("index.html", "All 1,234: &lt;Sources&gt;") in LINK.findall(shown)
    assert "list &lt;of&gt; pages" in shown
    assert ">695 before<" in shown
    assert ">528 after<" in shown


def test_a_long_list_of_chapters_is_cut_as_well_and_stands_whole_on_the_start_page() -> None:
    parts = [make_listing("", "start", [page("start")]), make_listing(LIST, "start", map(page, map(str, range(90))))]
    shown = render(parts, "45")
    assert links_of(shown) == ["start", *map(str, range(40, 51)), "start"]
    assert set(map(str, range(90))) <= set(links_of(render(parts, "start")))


def test_a_page_far_below_keeps_the_way_to_it_open() -> None:
    deep = page("deep", *(page(f"q{number}") for number in range(50)))
    chapter = page("index", *(page(f"p{number}") for number in range(50)), deep)
    links = links_of(render([make_listing("", "start", [chapter])], "q25"))
    assert "deep" in links
    assert {"q20", "q25", "q30", "p49"} <= set(links)
    assert not {"q19", "q31", "p39"} & set(links)


@pytest.mark.parametrize("pagename", ["p1", "p500", "p999", "index"])
def test_the_page_is_marked_once_for_those_who_hear_it(pagename: str) -> None:
    assert render(book_of(1000), pagename).count('aria-current="page"') == 1
