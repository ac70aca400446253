"""Words of a source among the book's own: each in its language, so that a screen reader speaks it so. Text to markup.

Which words are a source's, and in which language, is said in `analysis/figures`; attributes of an element, as `alt`,
can hold no markup and stay plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from claimbook.analysis.figures import number_as_said, tell_number

# The language of every page: text in it needs no sign.
_OF_PAGES = "en"


def in_language(text: str, language: str) -> str:
    """Return text in its language and direction, as markup; text of the page's own language as it is.

    `bdi` keeps its order from that of what stands around it, and stays where a heading is told again in a list.
    """
    if not text or not language or language.partition("-")[0] == _OF_PAGES:
        return text
    return Markup('<bdi lang="{}" dir="auto">{}</bdi>').format(language, text)


def mark_words(text: str, words: str, language: str) -> str:
    """Return a text in which a source's words, wherever they stand in it, are in their language."""
    marked = in_language(words, language)
    if marked is words or not words or words not in text:
        return text
    return Markup(marked).join(text.split(words))


def tell_figure(row: Mapping[str, Any]) -> str:
    """Return a figure's number as `tell_number` does, the source's words in their language."""
    words, basis = row["quantity_words"], row["quantity_basis"]
    told = tell_number(words, basis, row["meant"])
    return mark_words(told, number_as_said(words, basis), row["quantity_language"])
