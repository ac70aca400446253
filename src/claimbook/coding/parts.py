"""Which part of a text a passage stands in, and where its sentences begin and end. A proposal: the coder decides."""

from __future__ import annotations

import re
from bisect import bisect_right

from claimbook.model.passages import Span, uncovered_spans

_ENDS = re.compile(r"[.!?…:;,]['”’\"»]?$")
_CAPTION = re.compile(r"^(photo|image|picture|file photo|credit)\b", re.IGNORECASE)


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text, white space around them left out."""
    spans = []
    for span in uncovered_spans(text, []):
        cut = text[span.start : span.end]
        start = span.start + len(cut) - len(cut.lstrip())
        spans.append(Span(start, start + len(cut.strip())))
    return spans


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


class Sentences:
    """The sentences of a text, found by a place in them."""

    def __init__(self, text: str) -> None:
        self.spans = split_sentences(text)
        self._starts = [span.start for span in self.spans]

    def at(self, place: int) -> int:
        """Return the number of the sentence in which a place lies, or after which it comes."""
        return max(0, bisect_right(self._starts, place) - 1)
