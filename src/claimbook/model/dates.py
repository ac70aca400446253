"""Turn a date of the EDTF subset into its first and last possible day. No frames, no files.

The subset (Extended Date/Time Format, ISO 8601-2:2019): a day, a month, a year, a minute in UTC, an interval of
these, an interval open at one end (`..`). `~`, `?` and `%` mark a date as approximate, uncertain or both and
move no bound: how far "about" reaches is not ours to make up.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from claimbook.errors import NotationError, shorten_value

OPEN = ".."
_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:T(?P<hour>\d{2}):(?P<minute>\d{2})Z)?)?)?(?P<mark>[~?%]?)"
)
_REMEDY = "write year-month-day: 2025-03-10, 2025-03, 2025-03-06/2025-03-10, ../2025-03-11 or 2025-03-06/.."


@dataclass(frozen=True)
class DateSpan:
    """The days that a date may mean. `first` or `last` is None where that end is open.

    `time` is given only for a date with a minute (UTC); without one there is no order within a day.
    """

    first: date | None
    last: date | None
    is_approximate: bool = False
    is_uncertain: bool = False
    time: datetime | None = None

    @property
    def is_day(self) -> bool:
        """Whether exactly one day is meant."""
        return self.first is not None and self.first == self.last

    def closed_at(self, day: date | None) -> DateSpan:
        """Return the span with an open end closed at `day`: "since 6 March", said on the 9th, ends on the 9th."""
        if self.last is not None or day is None:
            return self
        return DateSpan(self.first, day, self.is_approximate, self.is_uncertain)


@lru_cache(maxsize=65536)
def parse_date(text: str) -> DateSpan:
    """Return the bounds of a date of the subset.

    Raises NotationError for anything else: other notations, days that no calendar has, reversed intervals,
    an interval open at both ends (it says nothing; leave the cell empty).
    """
    if "/" not in text:
        return _parse_point(text, text)
    left, _, right = text.partition("/")
    if left == OPEN and right == OPEN:
        raise NotationError(
            f"'{shorten_value(text)}' is open at both ends.", fix="leave the cell empty if no date is said."
        )
    start = DateSpan(None, None) if left == OPEN else _parse_point(left, text)
    end = DateSpan(None, None) if right == OPEN else _parse_point(right, text)
    if start.first and end.last and _is_reversed(start, end):
        raise NotationError(f"'{shorten_value(text)}' ends before it begins.", fix="write the earlier date first.")
    return DateSpan(
        start.first,
        end.last,
        start.is_approximate or end.is_approximate,
        start.is_uncertain or end.is_uncertain,
    )


def _is_reversed(start: DateSpan, end: DateSpan) -> bool:
    if start.time and end.time:
        return start.time > end.time
    # "2025-03-10/2025-03" begins inside the month it ends in: only an end wholly before the start is reversed.
    return bool(start.first and end.last and start.first > end.last)


def _parse_point(point: str, whole: str) -> DateSpan:
    match = _POINT.fullmatch(point)
    if match is None or not point.isascii():
        raise NotationError(f"'{shorten_value(whole)}' is no date.", fix=_REMEDY)
    written_year, written_month, written_day, hour, minute, mark = match.groups()
    year = int(written_year)
    month, day = (int(number) if number else None for number in (written_month, written_day))
    try:
        # A month or day 00 is no default: only None is "not said".
        first = date(year, 1 if month is None else month, 1 if day is None else day)
        end = 12 if month is None else month
        last = first if day is not None else date(year, end, monthrange(year, end)[1])
        time = datetime(year, first.month, first.day, int(hour), int(minute), tzinfo=UTC) if hour else None
    except (ValueError, IndexError) as cause:
        raise NotationError(f"'{shorten_value(whole)}' is no day of the calendar.", fix=_REMEDY) from cause
    return DateSpan(first, last, mark in ("~", "%"), mark in ("?", "%"), time)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_day(day: date, *, with_year: bool = True) -> str:
    """Return a day as a reader writes it, the same in every locale: `11 Mar 2025`."""
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if with_year else text


def format_date(text: str) -> str:
    """Return a date of the subset in words: `by 11 Mar 2025`, `6 to 10 Mar 2025`, `since 6 Mar 2025`; "" for ""."""
    if not text:
        return ""
    span = parse_date(text)
    about = "about " if span.is_approximate else ""
    doubt = " (uncertain)" if span.is_uncertain else ""
    return about + (_format_whole(text) or _format_interval(text) or _format_bounds(span)) + doubt


def _format_whole(text: str) -> str:
    """Return a date that names a month or a year as that, and not as its first and last day; "" for any other."""
    match = _POINT.fullmatch(text)
    if match is None or match["day"]:
        return ""
    return f"{MONTHS[int(match['month']) - 1]} {match['year']}" if match["month"] else str(match["year"])


def _format_interval(text: str) -> str:
    """Return an interval of which an end names a month or a year with that end as it is written; "" for any other.

    Its last possible day would be a day that nobody named: `../2025-03` is "by Mar 2025", not "by 31 Mar 2025".
    """
    ends = text.split("/")
    whole = [_format_whole(end) for end in ends]
    if len(ends) == 1 or not any(whole):
        return ""
    first, last = (
        words or ("" if end == OPEN else _format_bounds(parse_date(end)))
        for words, end in zip(whole, ends, strict=True)
    )
    if not first or not last:
        return f"by {last}" if last else f"since {first}"
    return first if first == last else f"{first} to {last}"


def _format_bounds(span: DateSpan) -> str:
    if span.time:
        return f"{format_day(span.time.date())}, {span.time:%H:%M} UTC"
    if span.first is None and span.last is not None:
        return f"by {format_day(span.last)}"
    if span.last is None and span.first is not None:
        return f"since {format_day(span.first)}"
    if span.first is None or span.last is None:  # open at both ends: parse_date refuses it
        return ""
    if span.first == span.last:
        return format_day(span.first)
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"{span.first.day} to {format_day(span.last)}"
    return f"{format_day(span.first, with_year=span.first.year != span.last.year)} to {format_day(span.last)}"
