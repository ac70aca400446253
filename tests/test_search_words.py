"""By which words the site's search finds a page besides its own."""

from __future__ import annotations

import pytest

from claimbook.book.search import other_words

LISTED = [("weir", "Weir\nBarrage"), ("lock", "Lock\nÉcluse")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Weir and the Barrage, Ålesund", "alesund"),
        ("A lock.", "Lock Écluse ecluse"),
        ("Weir, lock", "Lock Écluse Barrage ecluse"),
        ("A weirdo", ""),
        ("", ""),
    ],
)
def test_other_words_are_those_that_a_page_lacks(text: str, words: str) -> None:
    assert other_words(text, LISTED) == words


def test_without_a_list_of_spellings_only_accents_are_taken_off() -> None:
    assert other_words("Ålesund and Oslo", ()) == "alesund"
