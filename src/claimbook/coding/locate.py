"""From words to the places where they stand in a text, whatever was typed for its spaces, quotation marks or dashes.

A place is a span of the text as it is: what is folded to find it is never written anywhere. No tables.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from claimbook.model.passages import Span

# Signs that stand for one another, whoever typed them; and those that nobody sees.
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›‘’‚‛′″`´'\""), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−-"), "-")
_SIGNS = {**_QUOTES, **_DASHES}
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
AROUND = 40


@dataclass(frozen=True)
class Folded:
    """A text in which what looks alike is alike; sign n of it came from the code points `places[n]` of the text."""

    text: str
    places: list[tuple[int, int]]


def fold_text(text: str) -> Folded:
    """Return a text with one sign for all quotation marks, dashes and runs of white space, letters in one normal form.

    Signs that nobody sees go, capitals stay: whoever looks for words has them from the text.
    """
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        for sign in unicodedata.normalize("NFKC", text[start:end]).translate(_SIGNS):
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
    starts = [n for n, sign in enumerate(text) if not n or not unicodedata.combining(sign)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def locate_words(text: str, words: str) -> list[Span]:
    """Return every place where the words stand in a text, in order; words of nothing but white space stand nowhere."""
    sought = fold_text(words).text.strip()
    if not sought:
        return []
    folded = fold_text(text)
    found: list[Span] = []
    at = folded.text.find(sought)
    while at >= 0:
        found.append(Span(folded.places[at][0], folded.places[at + len(sought) - 1][1]))
        at = folded.text.find(sought, at + 1)
    return found or _without_outer_marks(text, sought)


def _without_outer_marks(text: str, sought: str) -> list[Span]:
    """Words that were typed with quotation marks around them may stand in the text without any."""
    inner = sought.strip("' ")
    return locate_words(text, inner) if inner != sought else []


def show_around(text: str, span: Span) -> str:
    """Return a place with what stands around it, in one line, for a coder to tell it from others."""
    before = text[max(0, span.start - AROUND) : span.start]
    after = text[span.end : span.end + AROUND]
    return " ".join(f"{before}[{text[span.start : span.end]}]{after}".split())
