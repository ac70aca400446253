"""What stands beside a reporting verb: the day on which it was said, and who passed it on. Words only, no tables.

Both are proposed only where they can be of that verb alone; else a coder is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cached_property

from claimbook.coding.days import Day
from claimbook.coding.speakers import Speaker
from claimbook.coding.wordlists import WordList, either
from claimbook.model.dates import parse_date
from claimbook.model.passages import Span

_NEAR = 300  # signs between a verb and its day


class Circumstances:
    """What finds them by the words of one language, in a text that came out on a day (None where it is not known)."""

    def __init__(self, words: WordList, published: date | None) -> None:
        self.words = words
        self.published = published

    @cached_property
    def _relay(self) -> re.Pattern[str]:
        """Words after which somebody is named who passed a claim on, or to whom it was told."""
        told, passed = either(self.words.words("relays", "told")), either(self.words.words("relays", "passed_on"))
        return re.compile(rf"\b(?:(?P<told>{told})|(?P<passed>{passed}))\s+", re.IGNORECASE)

    @cached_property
    def _name_ends(self) -> re.Pattern[str]:
        ends = ("clauses", "joins", "prepositions")
        return re.compile(
            rf"[,;:.–—“”\"«»()]|\b{either(w for key in ends for w in self.words.words(key))}\b", re.IGNORECASE
        )

    @cached_property
    def _citing(self) -> re.Pattern[str]:
        return re.compile(rf",\s+{either(self.words.words('relays', 'citing'))}\s+", re.IGNORECASE)

    @cached_property
    def _cited_ends(self) -> re.Pattern[str]:
        clauses = either(self.words.words("clauses"))
        return re.compile(rf"[,;:.–—“”\"«»()]|\b{clauses}\b", re.IGNORECASE)

    @cached_property
    def _lead(self) -> str:
        """What may stand between a verb and its day."""
        said_in, on = either(self.words.words("dates", "said_in")), either(self.words.words("dates", "on"))
        return rf"[\s,]*(?:{said_in}[\s,]+)?(?:{on}\s+)?"

    @cached_property
    def _begins(self) -> re.Pattern[str]:
        """How what stands before a day ends, where a clause begins with the day."""
        ends = either([*self.words.words("clauses"), *self.words.words("joins")])
        on = either(self.words.words("dates", "on"))
        return re.compile(rf"(?:^|[;:–—”\"»]|\b{ends})\s*(?:{on}\s+)?$", re.IGNORECASE)

    @cached_property
    def _goes_on(self) -> re.Pattern[str]:
        """What stands after a day that is not that of what is told: "said on Monday that", not "on Monday two died"."""
        words = either([*self.words.words("clauses"), *self.words.words("joins"), *self.words.words("prepositions")])
        return re.compile(rf"\s*(?:[.,;:!?–—“”\"«»]|$|{words}\b)", re.IGNORECASE)

    @cached_property
    def _adverbs(self) -> re.Pattern[str]:
        return re.compile(rf"\b{either(self.words.words('adverbs'))}\b", re.IGNORECASE)

    def add(
        self, text: str, sentence: Span, speakers: list[Speaker], quoted: list[Span], days: list[Day]
    ) -> list[Speaker]:
        """Return a sentence's speakers, each with the day and the go-between that stand beside their verb."""
        relays = self._find_relays(text, sentence, quoted, [day.span for day in days])
        told = [day for day in days if self._may_be_said(day)]
        return [self._add(text, sentence, speaker, relays, told) for speaker in speakers]

    def _add(
        self, text: str, sentence: Span, speaker: Speaker, relays: list[tuple[Span, str, str]], days: list[Day]
    ) -> Speaker:
        verb = speaker.at
        if verb is None:
            return speaker
        # What another verb tells to somebody is not told by this one.
        own = [(name, bool(told)) for place, told, name in relays if place.overlaps(verb) or not self._is_verb(told)]
        through, is_told = own[0] if len(own) == 1 else ("", False)
        found = replace(speaker, through=through, is_told=is_told)
        near = [day for day in days if day.span.start - verb.end < _NEAR and verb.start - day.span.end < _NEAR]
        said = {day.edtf for day in near if self._is_beside(text, sentence, found, day.span)}
        return self._cited(text, sentence, replace(found, day=said.pop()) if len(said) == 1 else found)

    def _cited(self, text: str, sentence: Span, speaker: Speaker) -> Speaker:
        """Return whom a speaker cites, who then passes it on: "the Herald reported, citing the mayor"."""
        place = speaker.at.end if speaker.at else sentence.end
        found = list(self._citing.finditer(text, place, min(place + _NEAR, sentence.end)))
        if len(found) != 1 or speaker.through:
            return speaker
        end = self._cited_ends.search(text, found[0].end(), sentence.end)
        name = " ".join(text[found[0].end() : end.start() if end else sentence.end].split())
        return replace(speaker, name=name, office="", is_alone=True, through=speaker.name, is_told=True)

    def _find_relays(
        self, text: str, sentence: Span, quoted: list[Span], days: list[Span]
    ) -> list[tuple[Span, str, str]]:
        """Return where somebody is named as passing it on, the words that say it was told to them, and the name."""
        found = []
        for match in self._relay.finditer(text, sentence.start, sentence.end):
            place = Span(match.start(), match.end())
            if not any(span.overlaps(place) for span in quoted):
                end = self._name_ends.search(text, match.end(), sentence.end)
                stops = [end.start() if end else sentence.end, *(d.start for d in days if d.start >= match.end())]
                found.append((place, match["told"] or "", " ".join(text[match.end() : min(stops)].split())))
        return found

    def _is_verb(self, words: str) -> bool:
        return words.lower() in self._verbs

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(verb.lower() for verb in self.words.words("verbs"))

    def _may_be_said(self, day: Day) -> bool:
        """Whether a time is a day or a month, and not after the text came out."""
        if "/" in day.edtf:
            return False
        first = parse_date(day.edtf).first
        return self.published is None or first is None or first <= self.published

    def _is_beside(self, text: str, sentence: Span, speaker: Speaker, day: Span) -> bool:
        verb = speaker.at or day
        named = [words for words in (speaker.name, speaker.office, speaker.through) if words]
        if verb.end <= day.start:
            gap = _without(text[verb.end : day.start], named)
            is_near = bool(re.fullmatch(self._lead, gap, re.IGNORECASE))
            return is_near and bool(self._goes_on.match(text[day.end : min(day.end + _NEAR, sentence.end)]))
        start = max(sentence.start, day.start - _NEAR)
        before = ("" if start == sentence.start else "x") + text[start : day.start]
        if day.end > verb.start:
            return False
        if speaker.name and self._follows(before, speaker.name):  # "The office on Monday said"
            return not self._adverbs.sub("", text[day.end : verb.start]).strip()
        gap = self._adverbs.sub("", _without(text[day.end : verb.start], named))
        # "On Monday, the office said, two died": they died on that day.
        is_inserted = text[verb.end : min(verb.end + _NEAR, sentence.end)].lstrip().startswith(",")
        return bool(self._begins.search(before)) and not gap.strip(" ,\n\t") and not is_inserted

    def _follows(self, text: str, name: str) -> bool:
        """Whether a text ends with a name and what leads on to a day."""
        return bool(re.search(rf"{re.escape(name)}\s+(?:{either(self.words.words('dates', 'on'))}\s+)?$", text))


def _without(text: str, names: list[str]) -> str:
    """Return a text without names, each taken out once."""
    flat = " ".join(text.split())
    for name in names:
        flat = flat.replace(" ".join(name.split()), "", 1)
    return flat + " "
