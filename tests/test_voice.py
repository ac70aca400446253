"""The book's own voice, over every page of the built book: words kept for quotation stand in quotation only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builtpages import SPEC
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from tiny import read_package, write_tiny_dataset

from claimbook.book.panels import figure_panels
from claimbook.model.dataset import load_dataset
from claimbook.model.descriptor import read_schema
from claimbook.model.voice import find_kept_words, has_verb, leave_out_quotations, quote

ROOT = Path(__file__).resolve().parents[1]
# What holds words of its own: two of them side by side are no sentence.
BLOCKS = {
    "p", "li", "td", "th", "dd", "dt", "figcaption", "summary", "h1", "h2", "h3", "h4", "a", "label", "option",
    "caption", "title", "button", "span",
}  # fmt: skip
SPOKEN = ("alt", "title", "aria-label")


def _names_of_terms() -> set[str]:
    """What codes are called: the codebook lists them, and some are the words that it speaks of."""
    listed = [read_schema()["vocabularies"], read_package(ROOT / "data")["vocabularies"]]
    return {str(term["name"]) for each in listed for terms in each.values() for term in terms["terms"]}


def _parse(text: str) -> html.HtmlElement:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


def _texts(page: html.HtmlElement) -> Iterator[str]:
    etree.strip_elements(page, "script", "style", "code", "pre", with_tail=False)
    for element in page.iter(etree.Element):
        if element.tag in BLOCKS:
            yield " ".join(stripped for text in element.itertext() if (stripped := text.strip()))
        yield from (element.get(name) for name in SPOKEN if name in element.attrib)
        if element.tag == "meta" and "content" in element.attrib:
            yield element.get("content")


def _drawn(page: html.HtmlElement) -> Iterator[str]:
    """What the charts of a page show and say to who hears them, without the signs that set names apart."""
    fields = ("text", "label", "spoken", "summary", "source_title", "speaker", "alignment", "said")
    for spec in (json.loads(island.text) for island in page.iterfind(f".//script[@type='{SPEC}']")):
        rows = [row for rows in spec["datasets"].values() for row in rows]
        told = [later for row in rows for later in row.get("as_of", {}).values()]
        for row in (*rows, *told):
            yield from (re.sub("[\u2066-\u2069]", "", str(row[name])) for name in fields if row.get(name))


def _kept(texts: Iterable[str]) -> dict[str, set[str]]:
    """The words kept for quotation that stand in some texts without it."""
    found = {}
    for text in texts:
        told = re.sub(r"https?://\S+", " ", leave_out_quotations(text))  # an address is its owner's
        # Here "claim" is a noun too ("claims that were superseded"); as a verb it is looked for in templates.
        if words := set(find_kept_words(told)) - {"claim that", "claims that"}:
            found[text[:200]] = words
    return found


def test_no_page_of_the_book_uses_a_word_that_takes_a_side_but_in_quotation(built_book: Any) -> None:
    pages = sorted(Path(built_book.html).rglob("*.html"))
    assert len(pages) > 100
    terms, found = _names_of_terms(), {}
    for page in pages:
        parsed = _parse(page.read_text("utf-8"))
        named = terms if page.name == "codebook.html" else set()
        kept = _kept([*_drawn(parsed), *_texts(parsed)])  # scripts are taken out of a page for its texts
        found |= {text: (page.name, words - named) for text, words in kept.items() if words - named}
    assert found == {}


def test_a_source_s_loaded_words_stand_in_marks_in_a_chart_too(tmp_path: Path) -> None:
    """At the mark, folded to lines and not, in the words for who does not see it, and where rows are summed up."""
    words = "they counted 50 massacres by the remnants, “dozens” of them on the quays of the upper basin and elsewhere"
    figures = {"quantity": "50", "quantity_words": words, "quantity_basis": "words"}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", figures={"gazette-001-f1": figures}))
    shown = figure_panels(dataset).html
    drawn = list(_drawn(_parse(shown)))
    assert any("massacres" in text and "\n" in text for text in drawn)
    assert _kept(drawn) == {}
    assert _kept(_texts(_parse(shown))) == {}
    assert "““" not in shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He admits it.", ["admits"]), ("“He admits it.”", []), ("«régime» and the regime", ["regime"]),
        ("„Terroristen“, terrorists", ["terrorists"]), ("It claims that", ["it claims"]),
    ],
)  # fmt: skip
def test_quotation_marks_of_any_kind_hold_what_somebody_else_says(text: str, found: list[str]) -> None:
    assert find_kept_words(leave_out_quotations(text)) == found


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("The office says so.", True),
        ("The office did not say so.", True),
        ("The office “says” so.", False),
        ("It saw.", False),
    ],
)
def test_a_verb_of_the_list_stands_outside_quotation(summary: str, *, expected: bool) -> None:
    assert has_verb(summary) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dozens of them", "“dozens of them”"),
        ("“dozens”", "“dozens”"),
        ('"dozens"', "“dozens”"),
        ('28 "loyal" men', "“28 ‘loyal’ men”"),
        ("“loyal” men, 28 “guards”", "“‘loyal’ men, 28 ‘guards’”"),
        ('in "attacks,"', "“in ‘attacks,’”"),
        ('a "b', '“a "b”'),
        ("about “b", "“about ‘b”"),
    ],
)
def test_a_sources_words_stand_in_marks_once(words: str, expected: str) -> None:
    assert quote(words) == expected


@given(st.text(alphabet="ab “”\"'’"))
def test_nothing_of_what_is_quoted_is_left_to_the_books_own_voice(words: str) -> None:
    assert leave_out_quotations(f"x{quote(words)}y") == "x y"
