"""Propose the dates of a text in the EDTF subset. A year not said is the source's; relative days count from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from claimbook.coding.wordlists import WordList, either
from claimbook.errors import NotationError
from claimbook.model.dates import parse_date
from claimbook.model.passages import Span


@dataclass(frozen=True)
class Day:
    """A date that a text may give: where, and as EDTF."""

    span: Span
    edtf: str


class DayFinder:
    """What finds dates by the words of one language, in a text that came out on a day (None where it is not known)."""

    def __init__(self, words: WordList, published: date | None) -> None:
        self.words = words
        self.published = published
        months = words.words("dates", "months")
        self.months = {name.lower(): number for number, names in enumerate(months, 1) for name in names}
        self.weekdays = {name.lower(): number for number, name in enumerate(words.words("dates", "weekdays"))}
        self.relative = {str(k).lower(): int(v) for k, v in words.table("dates", "relative").items()}

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        month, weekday = either(self.months), either(self.weekdays)
        day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
        last = r"(?:\s?(?:[-–—]|to|and)\s?(?P<last>\d{1,2})(?:st|nd|rd|th|\.)?)?"
        year = r"(?:,?\s+(?P<year>\d{4}))?"
        since = either(self.words.words("dates", "since"))
        until = either(self.words.words("dates", "until"))
        end = rf"(?:\b(?:(?P<since>{since})|(?P<until>{until}))\s+)?"
        written = [
            rf"{end}\b{day}{last}\s+(?:of\s+)?(?P<month>{month})\b\.?{year}\b",
            rf"{end}\b(?P<month>{month})\.?\s+{day}{last}(?!\d|,\d){year}\b",
            rf"{end}\b(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}})\b",
            rf"\b(?P<month>{month})\s+(?P<year>\d{{4}})\b",
            rf"{end}\b(?P<weekday>{weekday})\b",
            rf"{end}\b(?P<relative>{either(self.relative)})\b",
        ]
        return [re.compile(pattern, re.IGNORECASE) for pattern in written]

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Day]:
        """Return the dates between two places of a text, in order, each place once."""
        found: list[Day] = []
        seen: list[Span] = []  # a day that no calendar has is not its month either
        for pattern in self._patterns:
            for match in pattern.finditer(text, start, len(text) if end is None else end):
                span = Span(match.start(), match.end())
                if not any(span.overlaps(known) for known in seen):
                    seen.append(span)
                    found += [Day(span, edtf) for edtf in self._edtf(match)]
        return sorted(found, key=lambda day: day.span.start)

    def _edtf(self, match: re.Match[str]) -> Iterator[str]:
        said = match.groupdict()
        first, last = self._points(said)
        if not first:
            return
        edtf = f"{first}/{last}" if last else first
        if said.get("since") and not last:
            edtf = f"{first}/.."
        elif said.get("until") and not last:
            edtf = f"../{first}"
        try:
            parse_date(edtf)
        except NotationError:
            return
        yield edtf

    def _points(self, said: dict[str, str | None]) -> tuple[str, str]:
        """Return the day that is said, and the last one of a range; "" for none."""
        if word := said.get("weekday") or said.get("relative"):
            return self._counted(" ".join(word.lower().split())), ""
        number = said.get("number")
        month = int(number) if number else self.months[" ".join((said.get("month") or "").lower().split())]
        year = said.get("year") or (str(self._year_of(month, said.get("day"))) if self.published else "")
        if not year:
            return "", ""
        point = f"{year}-{month:02d}"
        if not said.get("day"):
            return point, ""
        last = f"{point}-{int(said['last'] or 0):02d}" if said.get("last") else ""
        return f"{point}-{int(said['day'] or 0):02d}", last

    def _year_of(self, month: int, day: str | None) -> int:
        """Return the year in which a date without one lies: the source's, or the one before if it lies far ahead."""
        published = self.published or date.max
        is_ahead = (month - published.month) > 6
        return published.year - is_ahead

    def _counted(self, word: str) -> str:
        """Return the day that a word counts from the day of publication."""
        if self.published is None:
            return ""
        if word in self.relative:
            return (self.published + timedelta(days=self.relative[word])).isoformat()
        back = (self.published.weekday() - self.weekdays[word]) % 7
        return (self.published - timedelta(days=back)).isoformat()
