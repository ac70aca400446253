"""From words to the places where they stand in a text, whatever was typed for its spaces, quotation marks or dashes.

A place is a span of the text as it is: what is folded to find it is never written anywhere. No tables.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from claimbook.model.accents import MOST_ACCENTS
from claimbook.model.occurrences import find_occurrences
from claimbook.model.passages import Span

# Signs that stand for one another, whoever typed them; and those that nobody sees.
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›‘’‚‛′″`´'\""), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−-"), "-")
_SIGNS = {**_QUOTES, **_DASHES}
_UNSEEN = frozenset(
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
AROUND = 40


@dataclass(frozen=True)
class Folded:
    """A text in which what looks alike is alike; sign n of it came from the code points `places[n]` of the text."""

    text: str
    places: list[tuple[int, int]]


def fold_text(text: str, *, capitals: bool = True) -> Folded:
    """Return a text with one sign for all quotation marks, dashes and runs of white space, letters in one normal form.

    Signs that nobody sees go; capitals stay, unless small letters are asked for.
    """
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        folded = unicodedata.normalize("NFKC", text[start:end]).translate(_SIGNS)
        for sign in folded if capitals else folded.casefold():
            if sign in _UNSEEN:
                continue
            if sign.isspace():
                if signs and signs[-1] == " ":
                    places[-1] = (places[-1][0], end)
                    continue
                sign = " "
            signs.append(sign)
            places.append((start, end))
    return Folded("".join(signs), places)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return where each sign begins and ends, the accents that are written after it included."""
    starts: list[int] = []
    for n, sign in enumerate(text):
        if not starts or not unicodedata.combining(sign) or n - starts[-1] == MOST_ACCENTS:
            starts.append(n)
    return list(pairwise([*starts, len(text)]))


def locate_words(text: str, words: str) -> list[Span]:
    """Return every place where the words stand in a text, in order; words of nothing but white space stand nowhere.

    Where they stand nowhere as they are given, capitals and quotation marks around them do not count.
    """
    for capitals in (True, False):
        folded = _fold_whole(text, capitals)
        sought = fold_text(words, capitals=capitals).text.strip()
        for wanted in (sought, sought.strip("' ")):
            if found := _find(folded, wanted):
                return found
    return []


@lru_cache(maxsize=2)
def _fold_whole(text: str, capitals: bool) -> Folded:
    """Return a source's text folded; words after words are looked for in it."""
    return fold_text(text, capitals=capitals)


def _find(folded: Folded, sought: str) -> list[Span]:
    return [
        Span(folded.places[at][0], folded.places[at + len(sought) - 1][1])
        for at in find_occurrences(folded.text, sought)
    ]


def show_around(text: str, span: Span) -> str:
    """Return a place with what stands around it, in one line, for a coder to tell it from others."""
    before = text[max(0, span.start - AROUND) : span.start]
    after = text[span.end : span.end + AROUND]
    return " ".join(f"{before}[{text[span.start : span.end]}]{after}".split())
