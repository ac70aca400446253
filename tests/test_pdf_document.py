"""The one document: pages in the order of the contents, no id twice, no link that leads nowhere, whatever they hold."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path
from posixpath import dirname, relpath
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import PageError
from claimbook.pdf.articles import Article, read_article
from claimbook.pdf.document import Front, make_document, render_document
from claimbook.pdf.order import Entry, Part, count_pages, read_order

TOC = """format: jb-book
root: book/index
parts:
- caption: What & who
  chapters:
  - file: book/figures
    sections:
    - file: book/more.md
      title: More of it
    - url: https://example.org/
- caption: Empty
  chapters:
  - url: https://example.org/
"""
NAMES = ["book/a", "book/b", "book/a/b", "book/a:b", "c"]
ids = st.sampled_from(["x", "y", "a:b", "b", "~", "é", "1"])
links = st.tuples(st.sampled_from(NAMES), ids)
pages = st.dictionaries(
    st.sampled_from(NAMES), st.tuples(st.sets(ids, max_size=4), st.lists(links, max_size=5)), min_size=1, max_size=4
)


def page(docname: str, places: set[str], targets: list[tuple[str, str]]) -> str:
    """A published page with these places, and links to those of other pages."""
    held = "".join(f'<p id="{escape(place)}">text</p>' for place in sorted(places))
    way = [f"{quote(relpath(f'{name}.html', dirname(docname) or '.'))}#{quote(place)}" for name, place in targets]
    held += "".join(f'<a title="a > b" href="{escape(address)}">to</a>' for address in way)
    return f'<article class="bd-article"><h1>{escape(docname)} &lt;1&gt;</h1>{held}</article>'


def parse(given_pages: dict[str, str], front: Front, numbers: dict[str, int] | None = None) -> BeautifulSoup:
    """The document of these pages, in one part, parsed."""
    parts = (Part("Part", tuple(Entry(name) for name in given_pages)),)
    articles = [read_article(html, name, given_pages) for name, html in given_pages.items()]
    return BeautifulSoup(render_document(make_document(front, parts, articles), numbers), "html.parser")


@given(pages)
def test_no_id_stands_twice_and_every_inner_link_leads_to_one(
    held: dict[str, tuple[set[str], list[tuple[str, str]]]],
) -> None:
    found = parse({name: page(name, *rest) for name, rest in held.items()}, Front("Title"))
    counts = Counter(str(tag["id"]) for tag in found.find_all(id=True))
    assert set(counts.values()) == {1}
    inner = [str(a["href"]) for a in found.find_all("a", href=True)]
    assert [address for address in inner if address[1:] not in counts] == []
    kept = sum(target in held for _, targets in held.values() for target, _ in targets)
    assert len(inner) == kept + len(held)  # the contents lead to each page


@given(st.text(max_size=200))
def test_a_title_is_text_wherever_it_stands(title: str) -> None:
    html = f'<article class="bd-article"><h1>{escape(title)}</h1></article>'
    found = parse({"a": html}, Front(title, imprint=(title,)))
    assert len(found.find_all("style")) == 1
    assert [tag.name for tag in found.select(".front > *, .front h1 > *, .front-foot span > *")] == [
        "h1",
        "p",
        "div",
        "p",
    ]
    assert found.find("script") is None


def test_the_contents_say_on_which_sheet_each_page_begins() -> None:
    found = parse({name: page(name, set(), []) for name in ("book/a", "c")}, Front("T"), {"book/a": 3, "c": 14})
    lines = [(a["href"], a.parent.select_one(".number").get_text()) for a in found.select(".contents a")]
    assert lines == [("#book/a:", "3"), ("#c:", "14")]


def test_the_title_page_says_day_licence_and_language() -> None:
    found = parse(
        {"a": page("a", set(), [])}, Front("Tide", "de", "1 May 2031", ("Of deaths.",), ("CC-BY-4.0", "Made with it"))
    )
    assert found.html["lang"] == "de"
    text = found.select_one(".front").get_text(" ", strip=True)
    assert "What had been said by 1 May 2031" in text
    assert [span.get_text() for span in found.select(".front-foot span")] == ["CC-BY-4.0", "Made with it"]
    assert "Before you read Of deaths. " in text
    assert "stand in the web book only" in text


def test_pages_stand_in_the_order_of_the_contents_and_parts_without_pages_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
    parts = read_order(tmp_path)
    assert [(part.caption, [entry.docname for entry in part.walk()]) for part in parts] == [
        ("", ["book/index"]),
        ("What & who", ["book/figures", "book/more"]),
    ]
    assert count_pages(parts) == 3
    assert parts[1].entries[0].below == (Entry("book/more", "More of it"),)


def test_contents_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"There is no _toc\.yml\. Fix: "):
        read_order(tmp_path)


def test_a_title_of_the_contents_goes_before_the_pages_own() -> None:
    article = read_article(page("a", set(), []), "a", {"a"})
    document = make_document(Front("T"), (Part("", (Entry("a", "Other"),)),), [article])
    assert document.titles == {"a": "Other"}
    assert article.title == "a <1>"


def _list_of(count: int) -> str:
    names = [f"book/sources/paper-{number}" for number in range(count)]
    parts = (Part("", (Entry("book/index"), Entry("book/sources", below=tuple(map(Entry, names))))),)
    articles = [Article(name, name, "<p>Text.</p>", frozenset()) for name in ("book/index", "book/sources", *names)]
    return render_document(make_document(Front("The book"), parts, articles))


def test_pages_of_a_long_list_follow_each_other_under_the_head_of_the_page_that_they_hang_on() -> None:
    long, short = _list_of(21), _list_of(20)
    sections = BeautifulSoup(long, "html.parser").find_all("section", class_="page")
    assert [section["class"] for section in sections[2:]] == [["page", "p2"]] + [["page", "p2", "follows"]] * 20
    assert (long.count("@page p"), short.count("@page p")) == (3, 22)
    assert not BeautifulSoup(short, "html.parser").select("section.follows")
