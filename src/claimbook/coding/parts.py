"""Which part of a text a passage stands in, and where its sentences begin and end. A proposal: the coder decides."""

from __future__ import annotations

import re

from claimbook.coding.wordlists import WordList, either
from claimbook.model.passages import Span, uncovered_spans

_ENDS = re.compile(r"[.!?…:;,]['”’\"»]?$")
_CAPTION = re.compile(r"^(photo|image|picture|file photo|credit)\b", re.IGNORECASE)


def split_sentences(text: str, words: WordList) -> list[Span]:
    """Return the sentences of a text, white space around them left out.

    A stop that only shortens a word ends none: "Dr. Weir", "5 p.m. on Monday", "Jan. 3", "J. Quill".
    """
    goes_on = _Shortened(words)
    spans: list[Span] = []
    for span in uncovered_spans(text, []):
        cut = text[span.start : span.end]
        start = span.start + len(cut) - len(cut.lstrip())
        end = start + len(cut.strip())
        if spans and goes_on.over(text, spans[-1], start):
            start = spans.pop().start
        spans.append(Span(start, end))
    return spans


class _Shortened:
    """What tells a stop that shortens a word from one that ends a sentence, by the words of one language."""

    def __init__(self, words: WordList) -> None:
        names, numbers = (either(words.words("abbreviations", key)) for key in ("names", "numbers"))
        # A capital that stands alone is an initial, but for the "I" of a speaker.
        self._before_a_name = re.compile(rf"(?<!\w)(?:{names}|(?-i:[A-HJ-Z]))\.$", re.IGNORECASE)
        self._before_a_number = re.compile(rf"(?<!\w)(?:{numbers})\.$", re.IGNORECASE)

    def over(self, text: str, sentence: Span, start: int) -> bool:
        """Whether a sentence goes on with what begins at a place."""
        before, gap = text[max(sentence.start, sentence.end - 20) : sentence.end], text[sentence.end : start]
        if not before.endswith(".") or "\n" in gap:
            return False
        following = text[start]
        if self._before_a_name.search(before):
            return following.isalpha()
        return following.islower() or (following.isdigit() and bool(self._before_a_number.search(before)))


def guess_part(text: str, span: Span) -> str:
    """Return the `text_part` that a span seems to stand in: by its line, which is long in the body."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    line = text[start : len(text) if end < 0 else end].strip()
    if _CAPTION.match(line):
        return "caption"
    if len(line.split()) > 14 or _ENDS.search(line):
        return "body"
    return "headline" if not text[:start].strip() else "subheading"
