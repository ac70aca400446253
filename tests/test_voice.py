"""The book's own voice, over every page of the built book: words kept for quotation stand in quotation only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from tiny import read_package

from claimbook.model.descriptor import read_schema
from claimbook.model.voice import find_kept_words, has_verb, leave_out_quotations

ROOT = Path(__file__).resolve().parents[1]
# What holds words of its own: two of them side by side are no sentence.
BLOCKS = "p, li, td, th, dd, dt, figcaption, summary, h1, h2, h3, h4, a, label, option, caption, title, button, span"
SPOKEN = ("alt", "title", "aria-label")


def _names_of_terms() -> set[str]:
    """What codes are called: the codebook lists them, and some are the words that it speaks of."""
    listed = [read_schema()["vocabularies"], read_package(ROOT / "data")["vocabularies"]]
    return {str(term["name"]) for each in listed for terms in each.values() for term in terms["terms"]}


def _texts(soup: BeautifulSoup) -> Iterator[str]:
    for code in soup(["script", "style", "code", "pre"]):
        code.decompose()
    for block in soup.select(BLOCKS):
        yield block.get_text(" ", strip=True)
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        yield from (str(tag[name]) for name in SPOKEN if tag.has_attr(name))
    for tag in soup.find_all("meta", content=True):
        yield str(tag["content"])


def test_no_page_of_the_book_uses_a_word_that_takes_a_side_but_in_quotation(built_book: Any) -> None:
    pages = sorted(Path(built_book.html).rglob("*.html"))
    assert len(pages) > 100
    terms, found = _names_of_terms(), {}
    # Here "claim" is a noun too ("claims that were superseded"); as a verb it is looked for in templates.
    noun = {"claim that", "claims that"}
    for page in pages:
        for text in _texts(BeautifulSoup(page.read_text("utf-8"), "html.parser")):
            told = re.sub(r"https?://\S+", " ", leave_out_quotations(text))  # an address is its owner's
            named = terms if page.name == "codebook.html" else set()
            if words := set(find_kept_words(told)) - noun - named:
                found[text[:200]] = (page.name, words)
    assert found == {}


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
