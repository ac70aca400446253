"""Find what stands between quotation marks. Places only; whose words they are is `speakers`.

A mark that is an apostrophe opens nothing. A quotation ends with its paragraph: papers leave out the closing mark
where the next paragraph goes on.
"""

from __future__ import annotations

import re

from claimbook.model.passages import Span

_PAIRS = [
    re.compile("“(?P<said>[^”“\n]+)(?:”|(?=\n)|\\Z)"),
    re.compile("„(?P<said>[^“”\n]+)[“”]"),
    re.compile("«(?P<said>[^»\n]+)»|»(?P<inner>[^«\n]+)«"),
    re.compile('(?<![\\w"])"(?P<said>[^"\n]+)"'),
    re.compile("(?<!\\w)‘(?P<said>[^\n‘]+?)’(?!\\w)"),
    re.compile("(?<![\\w'])'(?P<said>(?=\\S)[^\n']*(?:'\\w[^\n']*)*)'(?!\\w)"),
]


def find_quotations(text: str) -> list[Span]:
    """Return the quotations of a text without their marks, in order; one within another is there too."""
    found: set[Span] = set()
    for pattern in _PAIRS:
        for match in pattern.finditer(text):
            name = "said" if match["said"] is not None else "inner"
            start, end = match.span(name)
            cut = text[start:end]
            if any(sign.isalnum() for sign in cut):
                found.add(Span(start + len(cut) - len(cut.lstrip()), start + len(cut.rstrip())))
    return sorted(found, key=lambda span: (span.start, span.end))


def cut_at(quotation: Span, sentences: list[Span]) -> list[Span]:
    """Return the pieces of a quotation that lie in each sentence."""
    pieces = [
        Span(max(quotation.start, sentence.start), min(quotation.end, sentence.end))
        for sentence in sentences
        if quotation.overlaps(sentence)
    ]
    return [piece for piece in pieces if piece.start < piece.end]


def quoted_words(text: str, piece: Span) -> str:
    """Return a piece of a quotation without the stop and the marks at its ends."""
    return text[piece.start : piece.end].strip(" \t“”\"„«»‘'").rstrip("’.,;: ")
