"""What is done once instead of for every page comes out as it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docutils.parsers.rst import Parser
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.mdit_to_docutils import base
from sphinx.search.en import SearchEnglish

from claimbook.book.search import English
from claimbook.book.shortcuts import make_document

ENGLISH, OURS = SearchEnglish({}), English({})


@given(st.text() | st.sampled_from(["killings", "Killings", "killed", "relational", "s", "ies"]))
def test_a_word_has_sphinxs_stem_the_first_time_and_the_second(word: str) -> None:
    assert ENGLISH.stem(word) == OURS.stem(word) == OURS.stem(word)


@pytest.mark.parametrize("make", [base.make_document, make_document])
def test_a_document_has_the_settings_of_its_parser_and_shares_them_with_no_other(make: Callable[..., Any]) -> None:
    first, second = make(), make("a page", Parser)
    assert first.settings.__dict__.keys() == base.make_document().settings.__dict__.keys()
    assert (first["source"], second["source"]) == ("notset", "a page")
    first.settings.language_code = "xx"
    assert second.settings.language_code == make().settings.language_code == "en"
