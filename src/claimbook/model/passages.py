r"""A passage is a span of a source's text: digest it, find it, prove it. No tables here, and no text is kept.

Offsets count code points from 0 in a text with `\n` line ends (W3C Web Annotation Data Model,
TextPositionSelector), so that whoever holds the text can prove a passage, and nobody needs it to build the book.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claimbook.errors import PassageError
from claimbook.model.occurrences import find_occurrences

# Words that say that somebody speaks; with figures and quotation marks they mark text that a coder must have seen.
REPORTING_VERBS = [
    "accuse",
    "acknowledge",
    "add",
    "admit",
    "affirm",
    "allege",
    "announce",
    "argue",
    "ask",
    "assert",
    "believe",
    "claim",
    "comment",
    "condemn",
    "confirm",
    "criticise",
    "criticize",
    "declare",
    "demand",
    "deny",
    "describe",
    "emphasise",
    "emphasize",
    "insist",
    "justify",
    "note",
    "pledge",
    "praise",
    "predict",
    "reaffirm",
    "reject",
    "remind",
    "report",
    "request",
    "say",
    "state",
    "stress",
    "tell",
    "threaten",
    "urge",
    "warn",
    "write",
]
_IRREGULAR = ["said", "told", "wrote", "written", "spoke", "spoken"]


def _inflect(verb: str) -> list[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeo":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    return [verb, f"{verb}s", f"{stem}ed", f"{stem}ing"]


_FORMS = sorted({form for verb in REPORTING_VERBS for form in _inflect(verb)} | set(_IRREGULAR))
_VERB = re.compile(rf"\b(?:{'|'.join(_FORMS)})\b", re.IGNORECASE)
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozen|hundred|thousand|"
    "million|some|several|many|numerous|countless|significant|scores"
)
_FIGURE = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})s?\b", re.IGNORECASE)
_QUOTATION = re.compile("[“”\"«»„]|(?<!\\w)[‘'](?=\\w)")
_SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]?[”’\"]?")


@dataclass(frozen=True)
class Span:
    """A half-open range of code points, `start` included and `end` not."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def normalise_text(data: bytes) -> str:
    r"""Return a source's text as offsets count it: UTF-8, without a BOM, `\n` line ends.

    Raises PassageError where the bytes are no UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise PassageError(
            f"The text is no UTF-8: byte {cause.start} cannot be read.", fix="save the text as UTF-8."
        ) from cause
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def cut_passage(text: str, span: Span) -> str:
    """Return the span's text. Raises PassageError where the span is empty or passes the end of the text."""
    if not 0 <= span.start < span.end:
        raise PassageError(
            f"The passage {span.start}..{span.end} is empty or reversed.",
            fix="give start < end, counted from 0.",
        )
    if span.end > len(text):
        raise PassageError(
            f"The passage ends at {span.end}, the text at {len(text)}.",
            fix="count the offsets again, in code points, in this text.",
        )
    return text[span.start : span.end]


def prove_passage(text: str, span: Span, digest: str) -> str:
    """Return the span's text if its digest is the recorded one; raises PassageError if not."""
    cut = cut_passage(text, span)
    if digest_text(cut) != digest:
        raise PassageError(
            f"The passage {span.start}..{span.end} is not the one that was coded: its digest differs.",
            fix="find the passage again and record its new offsets and digest.",
        )
    return cut


def find_passages(text: str, words: str) -> list[Span]:
    """Return every place where `words` stand in the text, to the character, in order; overlaps included."""
    return [Span(start, start + len(words)) for start in find_occurrences(text, words)]


def needs_coding(text: str) -> list[str]:
    """Return what in a text calls for a coder: `a figure`, `a quotation`, `a reporting verb`; empty if nothing does."""
    found = [("a figure", _FIGURE), ("a quotation", _QUOTATION), ("a reporting verb", _VERB)]
    return [label for label, pattern in found if pattern.search(text)]


def uncovered_spans(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences, or rests of sentences, that lie in no passage and hold at least one letter or digit."""
    reached = 0
    for span in [*sorted(spans, key=lambda s: (s.start, s.end)), Span(len(text), len(text))]:
        if span.start > reached:
            yield from _sentences(text, reached, span.start)
        reached = max(reached, span.end)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text, start, end):
        if re.search(r"\w", match[0]):
            yield Span(match.start(), match.end())
