"""Propose who speaks in a sentence: the reporting verb nearest to a place, and the name beside it. Words only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from claimbook.coding.wordlists import WordList, either
from claimbook.model.passages import Span

MAX_NAME = 9
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+(?:(?:of|the|de|al|for|and)\s+)*[^\W\d_][\w.’'-]*)*")


@dataclass(frozen=True)
class Speaker:
    """A reporting verb and who stands beside it; each "" where none was found."""

    verb: str = ""
    name: str = ""


class SpeakerFinder:
    """What finds speakers by the words of one language."""

    def __init__(self, words: WordList) -> None:
        self.words = words

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """A form of a reporting verb, or words that name a speaker after them."""
        said, after = either(self.words.words("verbs")), either(self.words.words("according"))
        return re.compile(rf"(?<![\w-])(?:(?P<after>{after})|(?P<verb>{said}))(?![\w-])", re.IGNORECASE)

    @cached_property
    def _break(self) -> re.Pattern[str]:
        """What parts a name from another part of its sentence."""
        return re.compile(rf"[,;:–—“”\"«»()]|\b{either(self.words.words('clauses'))}\b", re.IGNORECASE)

    @cached_property
    def _inserted(self) -> re.Pattern[str]:
        """How what is said of a speaker between two commas begins."""
        return re.compile(rf"\s*{either(self.words.words('insertions'))}\b", re.IGNORECASE)

    @cached_property
    def _adverbs(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("adverbs"))

    def find(self, text: str, sentence: Span, near: Span, quoted: Iterable[Span]) -> Speaker:
        """Return the verb of a sentence that is nearest to a place and stands in no quotation, with its speaker."""
        hidden = [span for span in quoted if span.overlaps(sentence)]
        matches = [
            match
            for match in self.verb.finditer(text, sentence.start, sentence.end)
            if not any(span.overlaps(Span(match.start(), match.end())) for span in hidden)
        ]
        if not matches:
            return Speaker()
        nearest = min(matches, key=lambda match: max(near.start - match.end(), match.start() - near.end, 0))
        return Speaker(nearest[0], self._name(text, sentence, nearest))

    def _name(self, text: str, sentence: Span, match: re.Match[str]) -> str:
        after = self._first_part(text[match.end() : sentence.end])
        if match["after"]:
            return after
        if self._is_turned(text, sentence, match) and _is_name(after):
            return after
        before = self._last_part(text[sentence.start : match.start()])
        return before if _is_name(before) else (after if _is_name(after) else before)

    def _is_turned(self, text: str, sentence: Span, match: re.Match[str]) -> bool:
        """Whether the speaker stands after the verb: "…”, said A", "…, said A."; not in "A, the head of B, told C"."""
        before = text[sentence.start : match.start()].rstrip()
        if self._without_insertion(before) != before:
            return False
        rest = text[match.end() : sentence.end].rstrip(" .!?")
        return before.endswith(("”", '"', "»", "’")) or (before.endswith(",") and not self._break.search(rest))

    def _without_insertion(self, text: str) -> str:
        """Return what stands before a verb without what is said of the speaker in between: "A, who runs B," is "A"."""
        if not text.rstrip().endswith(","):
            return text
        before, comma, inserted = text.rstrip().removesuffix(",").rpartition(",")
        return before if comma and self._inserted.match(inserted) and _is_name(before.lstrip()) else text

    def _last_part(self, text: str) -> str:
        text = self._without_insertion(text)
        parts = [part for part in map(self._clean, self._break.split(text)) if part]
        return " ".join(parts[-1].split()[-MAX_NAME:]) if parts else ""

    def _first_part(self, text: str) -> str:
        parts = self._break.split(text.lstrip())
        return " ".join(self._clean(parts[0]).split()[:MAX_NAME]) if parts else ""

    def _clean(self, text: str) -> str:
        """Return words without the adverbs and auxiliaries at their ends."""
        words = text.strip(" .\n\t’'").split()
        while words and words[-1].lower() in self._adverbs:
            words.pop()
        while words and words[0].lower() in self._adverbs:
            words.pop(0)
        return " ".join(words)


def _is_name(text: str) -> bool:
    """Whether words may name somebody: they begin with a capital or an article."""
    return bool(_NAME.match(text)) and (text[0].isupper() or text.startswith(("the ", "a ", "an ")))


def match_actor(name: str, actors: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Return the id of the one actor that a name is written as, or holds; "" where none is, or several are."""
    said = " ".join(name.lower().split())
    if not said:
        return ""
    exact, within = set(), set()
    for actor_id, names in actors:
        written = [" ".join(known.lower().split()) for known in names if known]
        if said in written:
            exact.add(actor_id)
        elif any(re.search(rf"(?<!\w){re.escape(known)}(?!\w)", said) for known in written):
            within.add(actor_id)
    found = exact or within
    return next(iter(found)) if len(found) == 1 else ""
