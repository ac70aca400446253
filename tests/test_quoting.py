"""Words of a source stand on the pages in their own language, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tiny import write_tiny_dataset

from claimbook.analysis.figures import describe_figures
from claimbook.book.panels import figure_panels
from claimbook.book.quoting import in_language, mark_words
from claimbook.book.scope_page import scope_matrices
from claimbook.model.dataset import Dataset, load_dataset

GREEK = re.compile("[\u0370-\u03ff]")
WHOLE, PART, OTHER = "gazette-001-f1", "gazette-001-f2", "gazette-002-f1"


def _in_greek(tmp_path: Path, **cells: str) -> Dataset:
    words = {
        WHOLE: {"quantity_words": "επτά νεκροί", "counted": "people (νεκροί)"},
        PART: {"quantity_words": "τέσσερις ή οκτώ", "counted": "ferrymen (πορθμείς)"},
        OTHER: {"quantity_words": "ντουζίνες", "counted": "people (αγνοούμενοι)"},
    }
    figures = {key: {**own, **cells} for key, own in words.items()}
    tables = {"sources": {"gazette": {"language": "el"}}, "claims": {"gazette-002": {"words_language": "el"}}}
    return load_dataset(write_tiny_dataset(tmp_path / "data", **tables, figures=figures))


@pytest.mark.parametrize("make", [figure_panels, scope_matrices])
def test_every_quoted_word_on_a_page_of_figures_is_in_its_language(tmp_path: Path, make: object) -> None:
    page = BeautifulSoup(make(_in_greek(tmp_path)).html, "html.parser")  # type: ignore[operator]
    for part in page(["script", "option"]):
        part.decompose()
    texts = page.find_all(string=GREEK)
    assert texts
    for text in texts:
        element = text.find_parent(attrs={"lang": True})
        assert element is not None, text
        assert (element["lang"], element["dir"]) == ("el", "auto")
        assert not re.search(r"\b(?:people|ferrymen|killed|as said)\b", element.get_text())


def test_no_attribute_and_no_file_holds_the_marking(tmp_path: Path) -> None:
    made = figure_panels(_in_greek(tmp_path))
    page = BeautifulSoup(made.html, "html.parser")
    for element in page.find_all(True):
        assert not any("<" in str(value) or "&lt;" in str(value) for value in element.attrs.values())
    assert not any("<bdi" in text for text in made.attached.values())
    assert any("επτά" in text for text in made.attached.values())


def test_english_words_and_a_coders_number_have_no_language_of_their_own(tmp_path: Path) -> None:
    assert "lang=" not in figure_panels(load_dataset(write_tiny_dataset(tmp_path / "plain"))).html
    coded = describe_figures(_in_greek(tmp_path, quantity_basis="transcript"))
    assert set(coded["quantity_language"]) == {""}


def test_a_coders_english_in_brackets_is_not_taken_for_the_sources_words(tmp_path: Path) -> None:
    figures = {WHOLE: {"counted": "people (the lost)", "quantity_words": "επτά"},
               OTHER: {"counted": "people (missing)", "quantity_words": "dozens missing"}}  # fmt: skip
    folder = write_tiny_dataset(tmp_path / "data", sources={"gazette": {"language": "el"}}, figures=figures)
    glosses = describe_figures(load_dataset(folder)).set_index("figure_id")["gloss"]
    assert (glosses[WHOLE], glosses[OTHER]) == ("", "missing")


@pytest.mark.parametrize(("language", "is_marked"), [("el", True), ("en", False), ("en-GB", False), ("", False)])
def test_only_another_language_than_the_pages_is_marked(language: str, *, is_marked: bool) -> None:
    assert ("<bdi" in in_language("a & b", language)) is is_marked
    assert (mark_words("x <a> y", "<a>", language) != "x <a> y") is is_marked


def test_what_is_marked_is_never_parsed_as_markup() -> None:
    assert mark_words("<i> <a>", "<a>", "el") == '&lt;i&gt; <bdi lang="el" dir="auto">&lt;a&gt;</bdi>'
    assert mark_words("<i>", "<a>", "el") == "<i>"
    assert mark_words("a <i> a", "a", "el").count("<bdi") == 2
