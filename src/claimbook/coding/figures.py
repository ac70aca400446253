"""Propose the figures of a sentence, in the notation of quantities. Words in, places and notation out; no tables.

A proposal says what the words allow and nothing more; whom it counts is the coder's to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from claimbook.coding.wordlists import WordList, either
from claimbook.errors import NotationError
from claimbook.model.passages import Span
from claimbook.model.quantities import parse_quantity

_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,12}"
_YEARS = range(1800, 2200)
_LEAD = 40  # signs before a number in which what it measures is looked for


@dataclass(frozen=True)
class Figure:
    """A figure that a text may give: where, and its notation."""

    span: Span
    quantity: str


class FigureFinder:
    """What finds figures by the words of one language."""

    def __init__(self, words: WordList, measures: frozenset[str] = frozenset()) -> None:
        """`measures` are the words by which a dataset says what it measures: without "euros" no sum is a figure."""
        self.words, self.measures = words, measures
        self.numbers = {str(k).lower(): int(v) for k, v in words.table("numbers").items()}
        self.multipliers = {str(k).lower(): int(v) for k, v in words.table("multipliers").items()}

    @cached_property
    def number(self) -> str:
        """A number, in digits or words."""
        word, many = either(self.numbers), either(self.multipliers)
        unit = rf"{word}(?:[-\s]+{word})*"
        # "two hundred and ten" is one number, "five and ten" are two.
        large = rf"(?:(?:a\s+)?|{unit}[-\s]+){many}(?:\s+{many})*"
        spelt = rf"{large}(?:[-\s]+(?:and\s+)?{large})*(?:[-\s]+(?:and\s+)?{unit})?|{unit}"
        return rf"(?:(?:{_DIGITS})(?:\.\d+(?=\s+{many}))?(?:\s+{many}\b)?|\b(?:{spelt})\b)"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A number with what stands before it, and a second one after it."""
        signs = either(word for words in self.words.table("signs").values() for word in words)
        ends = either([*self.words.words("between", "set"), *self.words.words("between", "range")])
        opening, pair = either(self.words.words("between", "opening")), either(self.words.words("between", "pair"))
        return re.compile(
            rf"(?:\b(?P<opening>{opening})\s+(?={self.number}\s+{pair}\s+{self.number})|\b(?P<sign>{signs})\s+)?"
            rf"(?<![\w.,/:-])(?P<first>{self.number})"
            rf"(?:(?:\s+(?P<between>{ends}|(?(opening){pair}|(?!)))\s+|\s?(?P<dash>[-–—])\s?)"
            rf"(?P<second>{self.number}))?(?![\w/:]|[.,]\d)",
            re.IGNORECASE,
        )

    @cached_property
    def _unit(self) -> re.Pattern[str]:
        after = either([*self.words.words("units", "after"), *self.words.table("units", "names")])
        return re.compile(rf"\s?-?(?P<unit>{after})(?![\w])|-\w+-old", re.IGNORECASE)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        signs = either(word for words in self.words.table("signs").values() for word in words)
        before = either(self.words.words("units", "before"))
        return re.compile(rf"(?:\b(?P<sign>{signs})\s+)?(?P<unit>{before})\s*$", re.IGNORECASE)

    @cached_property
    def _ends(self) -> str:
        """Words and marks between the ends of a range."""
        words = [*self.words.words("between", "set"), *self.words.words("between", "range")]
        return rf"(?:\s+{either([*words, *self.words.words('between', 'pair')])}\s+|\s?[-–—]\s?)"

    @cached_property
    def _percent(self) -> re.Pattern[str]:
        return re.compile(rf"\s?(?:{either(self.words.words('units', 'percent'))})(?!\w)", re.IGNORECASE)

    @cached_property
    def _noun_follows(self) -> re.Pattern[str]:
        nouns = either([*self.words.words("nouns", "plural"), *self.words.words("nouns", "states")])
        joins = either(self.words.words("joins"))  # after "and" a second number may follow
        return re.compile(rf"(?:[\s-]+(?:of\s+)?(?!{joins}\b)[\w’'-]+){{0,3}}?[\s-]+{nouns}\b", re.IGNORECASE)

    @cached_property
    def _vague(self) -> list[tuple[str, re.Pattern[str]]]:
        table = self.words.table("vague")
        return [(name, re.compile(rf"\b{either(words)}\b", re.IGNORECASE)) for name, words in sorted(table.items())]

    @cached_property
    def _harm(self) -> re.Pattern[str]:
        return re.compile(rf"\b{either(self.words.words('nouns', 'harm'))}\b", re.IGNORECASE)

    @cached_property
    def _nobody(self) -> re.Pattern[str]:
        return re.compile(rf"\b{either(self.words.words('nouns', 'none'))}\b", re.IGNORECASE)

    @cached_property
    def _bare(self) -> list[tuple[str, re.Pattern[str]]]:
        """Nouns without a number."""
        nouns = {key: either(self.words.words("nouns", key)) for key in ("plural", "singular", "kin", "pronouns")}
        article = either(self.words.words("nouns", "articles"))
        own = either(self.words.words("nouns", "possessives"))
        return [
            ("1", re.compile(rf"\b{article}\s+(?:[\w’'-]+\s+){{0,3}}?{nouns['singular']}\b", re.IGNORECASE)),
            ("1", re.compile(rf"\b{own}\s+(?:[\w’'-]+\s+){{0,2}}?{nouns['kin']}\b", re.IGNORECASE)),
            ("0", self._nobody),
            # A plural that something belongs to is mostly part of a name.
            ("some", re.compile(rf"\b(?:{nouns['plural']}|{nouns['pronouns']})\b(?![’'])", re.IGNORECASE)),
        ]

    @cached_property
    def _apart(self) -> re.Pattern[str]:
        """Where another clause begins: at its word (none that only adds to a noun), a mark, or a subject of its own."""
        clauses = either(set(self.words.words("clauses")) - set(self.words.words("insertions")))
        names = ("articles", "possessives", "pronouns")
        subject = either([*(w for n in names for w in self.words.words("nouns", n)), *self.words.words("speakers")])
        joins = either(self.words.words("joins"))
        return re.compile(rf"[;:–—]|\b{clauses}\b|(?:,|\b{joins})\s+(?={subject}\b)", re.IGNORECASE)

    @cached_property
    def _speaks(self) -> re.Pattern[str]:
        """A reporting verb, unless it only says how something is known: "they say", not "people reported dead"."""
        state = either([*self.words.words("nouns", "harm"), *self.words.words("nouns", "states")])
        return re.compile(rf"\s+{either(self.words.words('verbs'))}\b(?!\s+{state}\b)", re.IGNORECASE)

    def find(self, text: str, sentence: Span, taken: list[Span]) -> list[Figure]:
        """Return the figures of a sentence, in order; what is `taken` (dates) is passed over."""
        found: list[Figure] = []
        for figure in self._candidates(text, sentence):
            if not any(figure.span.overlaps(other) for other in [*taken, *(known.span for known in found)]):
                found.append(figure)
        return sorted(found, key=lambda figure: figure.span.start)

    def _candidates(self, text: str, sentence: Span) -> Iterator[Figure]:
        """Yield what may be a figure; what comes first is surer than what overlaps it later."""
        nobody = [match.span() for match in self._nobody.finditer(text, sentence.start, sentence.end)]
        for match in self.pattern.finditer(text, sentence.start, sentence.end):
            if any(start < match.end() and match.start() < end for start, end in nobody):
                continue  # the "one" of "no one"
            yield from self._judge(text, match, sentence.end)
        for name, pattern in self._vague:
            for match in pattern.finditer(text, sentence.start, sentence.end):
                follows = self._noun_follows.match(text, match.end(), sentence.end)
                if name != "some" or follows:
                    yield Figure(Span(match.start(), follows.end() if follows else match.end()), name)
        if self._harm.search(text, sentence.start, sentence.end):
            begun = (match.start() for match in self._apart.finditer(text, sentence.start, sentence.end))
            clauses = [sentence.start, *begun, sentence.end]
            for quantity, pattern in self._bare:
                for match in pattern.finditer(text, sentence.start, sentence.end):
                    if quantity != "some" or self._is_harmed(text, Span(match.start(), match.end()), clauses):
                        yield Figure(Span(match.start(), match.end()), quantity)

    def _is_harmed(self, text: str, noun: Span, clauses: list[int]) -> bool:
        """Whether a word of harm stands in the clause of a noun that does not speak itself."""
        if self._speaks.match(text, noun.end, clauses[-1]):
            return False
        place = bisect_right(clauses, noun.start)
        stop = next((end for end in clauses[place:] if end >= noun.end), clauses[-1])
        return bool(self._harm.search(text, clauses[place - 1], stop))

    def _judge(self, text: str, match: re.Match[str], end: int) -> Iterator[Figure]:
        """Yield a number as a figure, unless it measures something else than a count."""
        after, start = self._unit.match(text, match.end(), end), max(0, match.start() - _LEAD)
        before = self._before.search(text[start : match.start()])
        if before or after:
            yield from self._judge_measured(text, match, start, before, after)
            return
        first, second = self._value(match["first"]), self._value(match["second"] or "")
        counts = self._noun_follows.match(text, match.end(), end)
        if first is None or (first in _YEARS and match["first"].isdigit() and not counts):
            return
        span = Span(match.start(), counts.end() if counts else match.end())
        percent = self._percent.match(text, match.end(), end)
        if percent:
            span = Span(match.start(), percent.end())
        if percent and second is not None:
            return  # no notation holds a range of shares
        quantity = self._notation(match, first, second, is_share=bool(percent))
        try:
            parse_quantity(quantity)
        except NotationError:
            return
        yield Figure(span, quantity)

    def _judge_measured(
        self, text: str, match: re.Match[str], start: int, before: re.Match[str] | None, after: re.Match[str] | None
    ) -> Iterator[Figure]:
        """Yield a sum or a time, if the dataset measures such a thing: "€250,000", "for three days"."""
        named = (before or after or match).groupdict().get("unit") or ""
        first, second = self._value(match["first"]), self._value(match["second"] or "")
        if first is None or (before and after) or not self._is_measured(named):
            return
        place = start + before.start() if before else match.start()
        # Of "$10 and $15 million" neither number is whole.
        if before and (
            re.search(rf"\w{self._ends}$", text[start:place])
            or re.match(rf"{self._ends}{re.escape(named)}", text[match.end() : match.end() + _LEAD])
        ):
            return
        sign = self._sign((before and before["sign"]) or "")
        quantity = f"{sign}{first}" if sign and second is None else self._notation(match, first, second, is_share=False)
        yield Figure(Span(place, after.end() if after else match.end()), quantity)

    def _is_measured(self, unit: str) -> bool:
        """Whether a dataset says by any name of a unit of sums or times that it measures it."""
        names = {str(key).lower(): str(name) for key, name in self.words.table("units", "names").items()}
        said = " ".join(unit.lower().split())
        return said in names and bool({said, names[said].lower()} & self.measures)

    def _notation(self, match: re.Match[str], first: int, second: int | None, *, is_share: bool) -> str:
        sign = self._sign(match["sign"] or "")
        if is_share:
            return f"{'~' if sign else ''}{first}%"
        if second is None:
            return f"{sign}{first}"
        is_set = (match["between"] or "").lower() in {word.lower() for word in self.words.words("between", "set")}
        return f"{first}|{second}" if is_set else f"{first}..{second}"

    def _sign(self, words: str) -> str:
        said = " ".join(words.lower().split())
        return next((sign for sign, known in self.words.table("signs").items() if said in known), "")

    def _value(self, words: str) -> int | None:
        """Return the number that words or digits say; None for none."""
        parts = re.split(r"[-\s]+", words.strip().lower())
        if not words.strip():
            return None
        total, group = 0.0, 0.0
        for part in parts:
            if part in self.multipliers:
                group = (group or 1) * self.multipliers[part]
                if self.multipliers[part] >= 1000:
                    total, group = total + group, 0.0
            elif part in self.numbers:
                group += self.numbers[part]
            elif part[:1].isdigit():
                group += float(part.replace(",", ""))
        return int(total + group)
