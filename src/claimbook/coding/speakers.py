"""Propose who speaks in a sentence: its reporting verbs, and the name beside each. Words only.

Whom a verb is said to, or what it is said of, is nobody's name here: a wrong name costs a coder more than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from claimbook.coding.wordlists import WordList, either
from claimbook.model.passages import Span

MAX_NAME = 9
_NEAR = 300  # signs beside a verb in which its speaker is looked for
MAX_PERSON = 5  # words of a person's name
MAX_JOINED = 4  # words before an "and"; more are a clause of their own
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+(?:(?:of|the|de|al|for|and)\s+)*[^\W\d_][\w.’'-]*)*")
# How a quotation, or what is told without marks, ends before its speaker is named.
_SAID_BEFORE = re.compile(r"(?:[,.!?…–—][”\"»’']+|[”\"»’“']+,|,)\s*$")
_CLOSED = re.compile(r"\s*(?:[,.;:!?“”\"«»]|$)")


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

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """A form of a reporting verb, or words that name a speaker after them."""
        said, after = either(self.words.words("verbs")), either(self.words.words("according"))
        return re.compile(rf"(?<![\w-])(?:(?P<after>{after})|(?P<verb>{said}))(?![\w-])", re.IGNORECASE)

    @cached_property
    def _break(self) -> re.Pattern[str]:
        """What parts a name from another part of its sentence."""
        clauses = [*self.words.words("clauses"), *self.words.words("joins")]
        return re.compile(rf"[,;:–—“”\"«»()]|\b{either(clauses)}\b", re.IGNORECASE)

    @cached_property
    def _inserted(self) -> re.Pattern[str]:
        """How what is said of a speaker between two commas begins."""
        return re.compile(rf"\s*(?:{either(self.words.words('insertions'))}\b|\d{{1,3}}\s*$)", re.IGNORECASE)

    @cached_property
    def _relayed(self) -> re.Pattern[str]:
        """What ends a name of which is said who passes it on: "the mayor, quoted by A as saying"."""
        return re.compile(rf"\s+{either(self.words.words('relays', 'passed_on'))}\b.*", re.IGNORECASE)

    @cached_property
    def _adverbs(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("adverbs"))

    @cached_property
    def _prepositions(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("prepositions"))

    @cached_property
    def _articles(self) -> frozenset[str]:
        return frozenset(word.lower() for word in [*self.words.words("nouns", "articles"), *self._definite])

    @cached_property
    def _definite(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("definite"))

    @cached_property
    def _bare(self) -> frozenset[str]:
        """Words that stand for speakers without a capital or an article."""
        return frozenset(word.lower() for word in [*self.words.words("speakers"), *self.words.words("nouns", "plural")])

    @cached_property
    def _noun(self) -> re.Pattern[str]:
        """What makes a noun of the form of a verb that stands after it: "Norland’s request", "the report"."""
        before = either([*self._articles, *self.words.words("nouns", "possessives")])
        return re.compile(rf"(?:\b{before}|{either(self.words.words('genitive'))})\s+$", re.IGNORECASE)

    @cached_property
    def _passive(self) -> re.Pattern[str]:
        """What makes a verb say what was done to whom stands before it."""
        return re.compile(
            rf"\b{either(self.words.words('passive', 'before'))}\s+(?:{either(self._adverbs)}\s+)?$", re.IGNORECASE
        )

    @cached_property
    def _by(self) -> re.Pattern[str]:
        return re.compile(rf"\s+{either(self.words.words('passive', 'by'))}\s+", re.IGNORECASE)

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        return re.compile(rf"\b{either(self.words.words('joins'))}$", re.IGNORECASE)

    @cached_property
    def _adverbs_last(self) -> re.Pattern[str]:
        return re.compile(rf",(?:\s+{either(self._adverbs)})+\s*$", re.IGNORECASE)

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
            return self._following(after)
        if self._passive.search(before) and not match[0].lower().endswith(
            tuple(self.words.words("passive", "never")) or ("\0",)
        ):
            by = self._by.match(after)
            return self._following(after[by.end() :]) if by else ("", "", True)
        if self._is_turned(before, after, match[0]):
            found = self._following(after)
            if _is_name(found[0]):
                return found
        return self._preceding(before)

    def _is_turned(self, before: str, after: str, verb: str) -> bool:
        """Whether the speaker stands after the verb: "…”, said A", "…, said A."; not in "A, the head of B, told C"."""
        told = {word.lower() for word in self.words.words("relays", "told")}
        if verb.lower() in told or not _SAID_BEFORE.search(before) or self._parted(before)[1]:
            return False
        if not before.rstrip().endswith(","):
            return True
        if before.rstrip(" ,").endswith(("”", '"', "»", "’", "“")):
            return True
        return bool(self._following(after)[1]) or not self._break.search(after.rstrip(" .!?;"))

    def _following(self, text: str) -> tuple[str, str, bool]:
        """Return who is named at the beginning of a text: "the mayor, Ada Moor," is Ada Moor, "the mayor"."""
        stop = self._break.search(text)
        first = " ".join(self._clean(text[: stop.start()] if stop else text).split()[:MAX_NAME])
        if not stop:
            return first, "", True
        end = self._break.search(text, stop.end())
        rest = text[stop.end() : end.start() if end else len(text)]
        second = self._clean(rest)
        if self._joined.search(stop[0]):
            return first, "", not _is_name(second)
        if stop[0] == "," and _CLOSED.match(text, end.start() if end else len(text)):
            if self._is_office(first) and self._is_person(second):
                return second, first, True
            if self._inserted.match(rest):
                return first, second, True
        return first, "", True

    def _preceding(self, text: str) -> tuple[str, str, bool]:
        """Return who is named at the end of a text: "the mayor, Ada Moor," is Ada Moor, "the mayor"."""
        before, other = self._parted(self._adverbs_last.sub(",", text))
        name, is_alone = self._last(before)
        if other and self._is_office(name) and self._is_person(other):
            return other, name, is_alone
        return name, other, is_alone

    def _parted(self, text: str) -> tuple[str, str]:
        """Return what stands before a verb without what is said of the speaker between two commas, and that.

        "A, who runs B," is "A"; "the mayor, Ada Moor," is "the mayor". Where nothing is said, that is "".
        """
        if not text.rstrip().endswith(","):
            return text, ""
        before, *parts = text.rstrip().removesuffix(",").split(",")
        inserted = ""
        while parts and self._inserted.match(parts[-1]):
            inserted = parts.pop()
        before = ",".join([before, *parts])
        if inserted and self._last(before)[0]:
            return before, self._clean(inserted)
        head, comma, last = text.rstrip().removesuffix(",").rpartition(",")
        if comma and self._is_person(self._clean(last)) and self._is_office(self._last(head)[0]):
            return head, self._clean(last)
        return text, ""

    def _last(self, text: str) -> tuple[str, bool]:
        """Return the name at the end of a text, "" for none, and whether nobody is named together with it."""
        places = [(0, 0), *(match.span() for match in self._break.finditer(text)), (len(text), len(text))]
        parts = [(self._clean(text[end:start]), place) for place, ((_, end), (start, _)) in enumerate(pairwise(places))]
        said = [(part, place) for part, place in parts if part]
        if not said:
            return "", True
        last, place = said[-1]
        start, end = places[place]
        joins = bool(self._joined.search(text[start:end]))
        is_alone = not (joins and place and 0 < len(parts[place - 1][0].split()) <= MAX_JOINED)
        return self._name_of(" ".join(last.split()[-MAX_NAME:])), is_alone

    def _name_of(self, part: str) -> str:
        """Return the name with which a part of a sentence ends: "in a statement the mayor" is "the mayor"."""
        words = self._clean(self._relayed.sub("", part)).split()
        lower = [word.lower() for word in words]
        if not words:
            return ""
        if lower[0] not in self._prepositions and (_is_name(" ".join(words)) or lower[-1] in self._bare):
            return " ".join(words)
        for place in range(len(words) - 1, 0, -1):
            if lower[place] in self._definite:
                return "" if lower[place - 1] in self._prepositions else " ".join(words[place:])
        for place in range(1, len(words)):
            if self._is_person(" ".join(words[place:])) and lower[place - 1] not in self._prepositions:
                return " ".join(words[place:])
        return words[-1] if lower[-1] in self._bare else ""

    def _is_person(self, text: str) -> bool:
        """Whether words are written as a person's name: capitals, and short words between them."""
        words = text.split()
        if not 2 <= len(words) <= MAX_PERSON or not (words[0][0].isupper() and words[-1][0].isupper()):
            return False
        other = self._prepositions | self._articles
        return words[0].lower() not in other and all(
            word[0].isupper() or (len(word) <= 3 and word.isalpha() and word not in other) for word in words[1:-1]
        )

    def _is_office(self, text: str) -> bool:
        """Whether words describe somebody instead of naming them."""
        return bool(text) and (text.split()[0].lower() in self._articles or text[0].islower())

    def _clean(self, text: str) -> str:
        """Return words without the adverbs and auxiliaries at their ends, and what leads on to a day."""
        words = text.strip(" .\n\t’'").split()
        while words and (words[-1].lower() in self._adverbs or words[-1].lower() in self._prepositions):
            words.pop()
        while words and words[0].lower() in self._adverbs:
            words.pop(0)
        return " ".join(words)


def nearest(speakers: Iterable[Speaker], place: Span) -> Speaker:
    """Return the speaker whose verb is nearest to a place; one without a verb where there is none."""
    placed = [(max(place.start - s.at.end, s.at.start - place.end, 0), s.at.start, s) for s in speakers if s.at]
    return min(placed, key=lambda one: one[:2])[2] if placed else Speaker()


def _is_name(text: str) -> bool:
    """Whether words may name somebody: they begin with a capital or an article."""
    return bool(_NAME.match(text)) and (text[0].isupper() or text.startswith(("the ", "a ", "an ")))
