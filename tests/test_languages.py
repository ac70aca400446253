"""Languages by name."""

from __future__ import annotations

import pytest

from claimbook.book.languages import name_language


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ar", "Arabic"),
        ("pt-BR", "Portuguese (Brazil)"),
        ("zh-Hant-TW", "Chinese (Traditional, Taiwan)"),
        ("EN-gb", "English (United Kingdom)"),
        ("mul", "Multiple languages"),
    ],
)
def test_a_language_is_called_by_its_name(tag: str, name: str) -> None:
    """Script and region stand behind it, in whatever case the tag is written."""
    assert name_language(tag) == name


def test_a_language_that_has_no_name_there_keeps_its_tag() -> None:
    """Nothing is made up for it."""
    assert name_language("qqq-DE") == "qqq-DE"


def test_parts_of_a_tag_without_a_name_are_left_out() -> None:
    """A variant says nothing to a reader who only wants to know in what language a source is written."""
    assert name_language("de-1996") == "German"
