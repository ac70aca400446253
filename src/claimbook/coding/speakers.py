"""Propose who speaks in a sentence: its reporting verbs, and the name beside each. Words only.

Whom a verb is said to, or what it is said of, is nobody's name here: a wrong name costs a coder more than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from claimbook.coding.names import NameReader, is_name
from claimbook.coding.wordlists import WordList, either
from claimbook.model.passages import Span

_NEAR = 300  # signs beside a verb in which its speaker is looked for
# How a quotation, or what is told without marks, ends before its speaker is named.
_SAID_BEFORE = re.compile(r"(?:[,.!?…–—][”\"»’']+|[”\"»’“']+,|,)\s*$")


@dataclass(frozen=True)
class Speaker:
    """A reporting verb (`at` its place) and who stands beside it; each "" where none was found.

    `office` is what stands beside the name between commas, or before it. `is_alone` tells that nobody else is named
    with them. `through` is who is said to have passed it on, `is_told` that it was told to them; `day` when it was
    said, in EDTF.
    """

    verb: str = ""
    name: str = ""
    office: str = ""
    is_alone: bool = True
    at: Span | None = None
    through: str = ""
    is_told: bool = False
    day: str = ""


class SpeakerFinder:
    """What finds speakers by the words of one language."""

    def __init__(self, words: WordList) -> None:
        self.words = words
        self.names = NameReader(words)

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """A form of a reporting verb, or words that name a speaker after them."""
        said, after = either(self.words.words("verbs")), either(self.words.words("according"))
        return re.compile(rf"(?<![\w-])(?:(?P<after>{after})|(?P<verb>{said}))(?![\w-])", re.IGNORECASE)

    @cached_property
    def _noun(self) -> re.Pattern[str]:
        """What makes a noun of the form of a verb that stands after it: "Norland’s request", "the report"."""
        before = either([*self.names.articles, *self.words.words("nouns", "possessives")])
        return re.compile(rf"(?:\b{before}|{either(self.words.words('genitive'))})\s+$", re.IGNORECASE)

    @cached_property
    def _passive(self) -> re.Pattern[str]:
        """What makes a verb say what was done to whom stands before it."""
        return re.compile(
            rf"\b{either(self.words.words('passive', 'before'))}\s+(?:{either(self.names.adverbs)}\s+)?$", re.IGNORECASE
        )

    @cached_property
    def _by(self) -> re.Pattern[str]:
        return re.compile(rf"\s+{either(self.words.words('passive', 'by'))}\s+", re.IGNORECASE)

    def find(self, text: str, sentence: Span, quoted: Iterable[Span] = (), days: Iterable[Span] = ()) -> list[Speaker]:
        """Return the reporting verbs of a sentence that stand in no quotation, in order, each with its speaker.

        No name goes on over one of the `days`. A noun that is written as a verb counts only where there is no verb,
        and has no speaker.
        """
        hidden = [span for span in quoted if span.overlaps(sentence)]
        signs = list(text[sentence.start : sentence.end])
        for day in days:
            start, end = max(day.start - sentence.start, 0), max(day.end - sentence.start, 0)
            signs[start:end] = ";" * len(signs[start:end])
        cut = "".join(signs)
        found, nouns = [], []
        for match in self.verb.finditer(text, sentence.start, sentence.end):
            at = Span(match.start(), match.end())
            if any(span.overlaps(at) for span in hidden):
                continue
            start, end = at.start - sentence.start, at.end - sentence.start
            before, after = cut[max(start - _NEAR, 0) : start], cut[end : end + _NEAR]
            if not match["after"] and self._noun.search(before):
                nouns.append(Speaker(match[0], at=at))
            else:
                found.append(Speaker(match[0], *self._name(before, after, match), at))
        return found or nouns

    def _name(self, before: str, after: str, match: re.Match[str]) -> tuple[str, str, bool]:
        """Return who speaks, the other words for them, and whether they are alone."""
        if match["after"]:
            return self.names.first(after)
        if self._passive.search(before) and not match[0].lower().endswith(
            tuple(self.words.words("passive", "never")) or ("\0",)
        ):
            by = self._by.match(after)
            return self.names.first(after[by.end() :]) if by else ("", "", True)
        if self._is_turned(before, after, match[0]):
            found = self.names.first(after)
            if is_name(found[0]):
                return found
        return self.names.before(before)

    def _is_turned(self, before: str, after: str, verb: str) -> bool:
        """Whether the speaker stands after the verb: "…”, said A", "…, said A."; not in "A, the head of B, told C"."""
        if verb.lower() in self._told or not _SAID_BEFORE.search(before):
            return False
        is_parted = bool(self.names.parted(before)[1])
        if before.rstrip(" ,").endswith(("”", '"', "»", "’", "“")) or not before.rstrip().endswith(","):
            return not is_parted
        if verb.lower() not in self._turned:
            return False
        name, office, _ = self.names.first(after)
        if self.names.is_person(name):
            return True
        stop = self.names.breaks.search(after.rstrip(" .!?;"))
        return not is_parted and (bool(office) or stop is None or self.names.is_more_of(after, stop))

    @cached_property
    def _told(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("relays", "told"))

    @cached_property
    def _turned(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("turned"))


def nearest(speakers: Iterable[Speaker], place: Span) -> Speaker:
    """Return the speaker whose verb is nearest to a place; one without a verb where there is none."""
    placed = [(max(place.start - s.at.end, s.at.start - place.end, 0), s.at.start, s) for s in speakers if s.at]
    return min(placed, key=lambda one: one[:2])[2] if placed else Speaker()
