"""Propose who speaks in a sentence: the reporting verb nearest to a place, and the name beside it. Words only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from claimbook.coding.days import Day
from claimbook.coding.wordlists import WordList, either
from claimbook.model.passages import Span

MAX_NAME = 9
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+(?:(?:of|the|de|al|for|and)\s+)*[^\W\d_][\w.’'-]*)*")
_PERSON = re.compile(r"[A-Z][\w’'-]*\.?(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'-]*){1,3}")


@dataclass(frozen=True)
class Speaker:
    """A reporting verb, who stands beside it, on what day it was said, and who is named as having passed it on.

    Each is "" where none was found; the day is EDTF.
    """

    verb: str = ""
    name: str = ""
    said_on: str = ""
    via: str = ""


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

    @cached_property
    def _on(self) -> str:
        return either(self.words.words("dates", "on"))

    @cached_property
    def _carried(self) -> re.Pattern[str]:
        """Words after which it is named who passed something on."""
        return re.compile(rf"\b{either(self.words.words('carriers'))}\s+", re.IGNORECASE)

    def find(self, text: str, sentence: Span, near: Span, quoted: Iterable[Span], days: Iterable[Day] = ()) -> Speaker:
        """Return the verb of a sentence that is nearest to a place and stands in no quotation, with its speaker.

        `days` are the dates of the sentence: no part of a name, and the day of the saying where one stands at the verb.
        """
        hidden = [span for span in quoted if span.overlaps(sentence)]
        matches = [
            match
            for match in self.verb.finditer(text, sentence.start, sentence.end)
            if not any(span.overlaps(Span(match.start(), match.end())) for span in hidden)
        ]
        if not matches:
            return Speaker()
        nearest = min(matches, key=lambda match: max(near.start - match.end(), match.start() - near.end, 0))
        days = list(days)
        bare = _without(text, days)
        name = self._name(bare, sentence, nearest)
        said_on = next((day.edtf for day in days if self._is_said_on(text, sentence, nearest, day)), "")
        return Speaker(nearest[0], name, said_on, self._via(bare, sentence, hidden))

    def _is_said_on(self, text: str, sentence: Span, match: re.Match[str], day: Day) -> bool:
        """Whether a day is that of the saying: "said on Tuesday that …", "On 4 May the office said …"."""
        if "/" in day.edtf:
            return False
        if day.span.start >= match.end():
            between, rest = text[match.end() : day.span.start], text[day.span.end : sentence.end]
            is_beside = re.fullmatch(rf"\s*(?:{self._on}\s+)?", between, re.IGNORECASE)
            return bool(is_beside and (not rest.strip(" .!?") or self._break.match(rest.lstrip())))
        opening = re.fullmatch(rf"\s*(?:{self._on}\s+)?", text[sentence.start : day.span.start], re.IGNORECASE)
        between = text[day.span.end : match.start()].strip().removeprefix(",")
        return bool(opening and 0 < len(between.split()) <= MAX_NAME and not self._break.search(between))

    def _via(self, text: str, sentence: Span, hidden: list[Span]) -> str:
        """Return who is named in a sentence, outside its quotations, as having passed on what it says."""
        for match in self._carried.finditer(text, sentence.start, sentence.end):
            if not any(span.start <= match.start() < span.end for span in hidden):
                name = self._first_part(text[match.end() : sentence.end])
                return name if _is_name(name) else ""
        return ""

    def _name(self, text: str, sentence: Span, match: re.Match[str]) -> str:
        after = self._first_part(text[match.end() : sentence.end])
        if match["after"]:
            return after
        if self._is_turned(text, sentence, match) and _is_name(after):
            return self._person_after(text[match.end() : sentence.end]) or after
        before = self._last_part(text[sentence.start : match.start()])
        return before if _is_name(before) else (after if _is_name(after) else before)

    def _person_after(self, text: str) -> str:
        """Return the person who is named after an office: "said the harbour master, A B." is A B; else ""."""
        parts = self._break.split(text.strip().rstrip(".!?"))
        office, person = (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else ("", "")
        is_office = office.split(" ")[0].lower() in ("the", "a", "an")
        return person if is_office and _PERSON.fullmatch(person) else ""

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


def _without(text: str, days: list[Day]) -> str:
    """Return a text of the same length in which dates are commas: they part names, and are no part of one."""
    for day in days:
        text = text[: day.span.start] + "," * (day.span.end - day.span.start) + text[day.span.end :]
    return text


def match_actor(name: str, actors: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Return the id of the one actor that a name is written as, or holds; "" where none is, or several are.

    What belongs to an actor is not that actor: "the ferry company's union" is none of the ferry company.
    """
    said = " ".join(name.lower().split())
    if not said:
        return ""
    exact, within = set(), set()
    for actor_id, names in actors:
        written = [" ".join(known.lower().split()) for known in names if known]
        if said in written:
            exact.add(actor_id)
        elif any(re.search(rf"(?<!\w){re.escape(known)}(?![\w’'])", said) for known in written):
            within.add(actor_id)
    found = exact or within
    return next(iter(found)) if len(found) == 1 else ""
