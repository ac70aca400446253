"""The name with which a piece of a sentence begins or ends, and what else is said there of whoever has it. Words only.

What belongs here: what is a name, by the words of one language. What does not: verbs, and who speaks (speakers).
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from claimbook.coding.wordlists import WordList, either

MAX_NAME = 9
MAX_PERSON = 5  # words of a person's name
MAX_JOINED = 4  # words before an "and"; more are a clause of their own
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+(?:(?:of|the|de|al|for|and)\s+)*[^\W\d_][\w.’'-]*)*")
_CLOSED = re.compile(r"\s*(?:[,.;:!?“”\"«»]|$)")


class NameReader:
    """What finds names by the words of one language."""

    def __init__(self, words: WordList) -> None:
        self.words = words

    @cached_property
    def breaks(self) -> re.Pattern[str]:
        """What parts a name from another part of its sentence."""
        clauses = [*self.words.words("clauses"), *self.words.words("joins")]
        return re.compile(rf"[,;:–—“”\"«»()]|\b{either(clauses)}\b", re.IGNORECASE)

    @cached_property
    def _inserted(self) -> re.Pattern[str]:
        """How what is said of a speaker between two commas begins."""
        words = either([*self.words.words("insertions"), *self.words.words("prepositions")])
        return re.compile(rf"\s*(?:{words}\b|\d{{1,3}}\s*$)", re.IGNORECASE)

    @cached_property
    def _was(self) -> re.Pattern[str]:
        """What was done to somebody at the end of a text: "the mayor was quoted" as saying."""
        return re.compile(rf"\s+{either(self.words.words('passive', 'before'))}\s+\w+$", re.IGNORECASE)

    @cached_property
    def _relayed(self) -> re.Pattern[str]:
        """What ends a name of which is said who passes it on: "the mayor, quoted by A as saying"."""
        return re.compile(rf"\s+{either(self.words.words('relays', 'passed_on'))}\b.*", re.IGNORECASE)

    @cached_property
    def adverbs(self) -> frozenset[str]:
        """Words between a name and its verb that belong to neither, in small letters."""
        return frozenset(word.lower() for word in self.words.words("adverbs"))

    @cached_property
    def _prepositions(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("prepositions"))

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles, in small letters."""
        return frozenset(word.lower() for word in [*self.words.words("nouns", "articles"), *self._definite])

    @cached_property
    def _definite(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("definite"))

    @cached_property
    def _bare(self) -> frozenset[str]:
        """Words that stand for speakers without a capital or an article."""
        return frozenset(word.lower() for word in [*self.words.words("speakers"), *self.words.words("nouns", "plural")])

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        return re.compile(rf"\b{either(self.words.words('joins'))}$", re.IGNORECASE)

    @cached_property
    def _adverbs_last(self) -> re.Pattern[str]:
        return re.compile(rf",(?:\s+{either(self.adverbs)})+\s*$", re.IGNORECASE)

    def first(self, text: str) -> tuple[str, str, bool]:
        """Return who is named at the beginning of a text: "the mayor, Ada Moor," is Ada Moor, "the mayor"."""
        stop = self.breaks.search(text)
        first = " ".join(self._clean(text[: stop.start()] if stop else text).split()[:MAX_NAME])
        if not stop:
            return first, "", True
        end = self.breaks.search(text, stop.end())
        rest = text[stop.end() : end.start() if end else len(text)]
        second = self._clean(rest)
        if self._joined.search(stop[0]):
            return first, "", not is_name(second)
        if stop[0] == "," and _CLOSED.match(text, end.start() if end else len(text)):
            if self.is_office(first) and self.is_person(second):
                return second, first, True
            if self._inserted.match(rest) or (self.is_person(first) and self._is_described(rest)):
                return first, second, True
        return first, "", True

    def before(self, text: str) -> tuple[str, str, bool]:
        """Return who is named at the end of a text: "the mayor, Ada Moor," is Ada Moor, "the mayor"."""
        before, other = self.parted(self._adverbs_last.sub(",", text))
        name, is_alone = self._last(before)
        if other and self.is_office(name) and self.is_person(other):
            return other, name, is_alone
        return name, other, is_alone

    def parted(self, text: str) -> tuple[str, str]:
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
        if comma and self.is_person(self._last(head)[0]) and self._is_described(last):
            return head, self._clean(last)
        if comma and self.is_person(self._clean(last)) and self.is_office(self._last(head)[0]):
            return head, self._clean(last)
        return text, ""

    def _last(self, text: str) -> tuple[str, bool]:
        """Return the name at the end of a text, "" for none, and whether nobody is named together with it."""
        places = [(0, 0), *(match.span() for match in self.breaks.finditer(text)), (len(text), len(text))]
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
        words = self._clean(self._was.sub("", self._relayed.sub("", part))).split()
        lower = [word.lower() for word in words]
        if not words:
            return ""
        if lower[0] not in self._prepositions and (
            is_name(" ".join(words)) or lower[-1] in self._bare or lower[0] in self.words.words("nouns", "possessives")
        ):
            return " ".join(words)
        for place in range(len(words) - 1, 0, -1):
            if lower[place] in self._definite:
                return "" if lower[place - 1] in self._prepositions else " ".join(words[place:])
        for place in range(1, len(words)):
            if self.is_person(" ".join(words[place:])) and lower[place - 1] not in self._prepositions:
                return " ".join(words[place:])
        return words[-1] if lower[-1] in self._bare else ""

    def is_person(self, text: str) -> bool:
        """Whether words are written as a person's name: capitals, and short words between them."""
        words = text.split()
        if not 2 <= len(words) <= MAX_PERSON or not (words[0][0].isupper() and words[-1][0].isupper()):
            return False
        other = self._prepositions | self.articles
        return words[0].lower() not in other and all(
            word[0].isupper() or (len(word) <= 3 and word.isalpha() and word not in other) for word in words[1:-1]
        )

    def _is_described(self, text: str) -> bool:
        """Whether words between two commas may say who somebody is: "harbour master of Northport", not "adding"."""
        words = text.split()
        return bool(words) and len(words) <= MAX_NAME and words[0][0].islower() and words[0].lower() not in self._verbs

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words.words("verbs"))

    def is_more_of(self, text: str, stop: re.Match[str]) -> bool:
        """Whether a text goes on about the name before a break: "who asked not to be named"."""
        return bool(self._inserted.match(text, stop.end() if stop[0] == "," else stop.start()))

    def is_office(self, text: str) -> bool:
        """Whether words describe somebody instead of naming them."""
        return bool(text) and (text.split()[0].lower() in self.articles or text[0].islower())

    def _clean(self, text: str) -> str:
        """Return words without the adverbs and auxiliaries at their ends, and what leads on to a day."""
        words = text.strip(" .\n\t’'").split()
        while words and (words[-1].lower() in self.adverbs or words[-1].lower() in self._prepositions):
            words.pop()
        while words and words[0].lower() in self.adverbs:
            words.pop(0)
        return " ".join(words)


def is_name(text: str) -> bool:
    """Whether words may name somebody: they begin with a capital or an article."""
    return bool(_NAME.match(text)) and (text[0].isupper() or text.startswith(("the ", "a ", "an ")))
