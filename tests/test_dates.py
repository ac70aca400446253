"""Dates: their bounds, with the edtf package as the witness, what is refused, and how they are put in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import NotationError, shorten_value
from claimbook.model.dates import DateSpan, format_date, format_day, parse_date

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31))
POINTS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    DAYS.map(lambda day: f"{day:%Y}"),
)
MARKS = st.sampled_from(["", "~", "?", "%"])
INTERVALS = st.tuples(POINTS, POINTS).map("/".join)


def witness(point: str) -> tuple[date, date]:
    """The first and last day of a point, as the edtf package has them."""
    parsed = edtf.parse_edtf(point)
    return tuple(date(*bound[:3]) for bound in (parsed.lower_strict(), parsed.upper_strict()))  # type: ignore[return-value]


@given(POINTS)
def test_a_point_has_the_bounds_that_edtf_gives_it(point: str) -> None:
    span = parse_date(point)
    assert (span.first, span.last) == witness(point)


@given(INTERVALS)
def test_an_interval_has_the_bounds_that_edtf_gives_its_ends_or_is_reversed(interval: str) -> None:
    left, right = interval.split("/")
    first, last = witness(left)[0], witness(right)[1]
    if first > last:  # edtf 5.0.2 takes a reversed interval: only its ends are a witness
        with pytest.raises(NotationError, match="before it begins"):
            parse_date(interval)
    else:
        span = parse_date(interval)
        assert (span.first, span.last) == (first, last)


@given(POINTS, MARKS)
def test_a_mark_moves_no_bound(point: str, mark: str) -> None:
    plain, marked = parse_date(point), parse_date(point + mark)
    assert (marked.first, marked.last) == (plain.first, plain.last)
    assert (marked.is_approximate, marked.is_uncertain) == (mark in ("~", "%"), mark in ("?", "%"))


@given(POINTS, MARKS)
def test_an_open_end_stays_open(point: str, mark: str) -> None:
    since, by, whole = parse_date(f"{point}{mark}/.."), parse_date(f"../{point}{mark}"), parse_date(point)
    assert (since.first, since.last) == (whole.first, None)
    assert (by.first, by.last) == (None, whole.last)


@given(DAYS, DAYS, MARKS, MARKS)
def test_a_mark_on_either_end_marks_the_interval(one: date, other: date, left: str, right: str) -> None:
    first, last = sorted([one, other])
    span = parse_date(f"{first}{left}/{last}{right}")
    assert span.is_approximate == ("~" in left + right or "%" in left + right)
    assert span.is_uncertain == ("?" in left + right or "%" in left + right)


@given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9998, 12, 31)))
def test_a_minute_is_a_day_with_a_time_in_utc(moment: datetime) -> None:
    span = parse_date(f"{moment:%Y-%m-%dT%H:%M}Z")
    assert span.is_day
    assert span.first == moment.date()
    assert span.time == moment.replace(second=0, microsecond=0, tzinfo=UTC)


@given(st.one_of(POINTS, INTERVALS), DAYS)
def test_closing_moves_only_an_open_end(text: str, day: date) -> None:
    try:
        closed = parse_date(text)
    except NotationError:
        return  # a reversed interval; refused above
    assert closed.closed_at(day) == closed
    assert parse_date(f"{text.partition('/')[0]}/..").closed_at(day).last == day


def test_since_a_day_ends_on_the_day_it_was_said() -> None:
    span = parse_date("2031-05-06~/..").closed_at(date(2031, 5, 9))
    assert span == DateSpan(date(2031, 5, 6), date(2031, 5, 9), is_approximate=True)


def test_an_end_that_nothing_closes_stays_open() -> None:
    assert parse_date("2031-05-06/..").closed_at(None).last is None


def test_an_interval_may_begin_inside_the_month_it_ends_in() -> None:
    span = parse_date("2031-05-10/2031-05")
    assert (span.first, span.last) == (date(2031, 5, 10), date(2031, 5, 31))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "..", "/", "../..", "../", "/..", "2031-05-06/", "/2031-05-06", "2031-05-06/../2031-05-08",
        "2031-05-06/2031-05-07/2031-05-08", "03/10/2031", "10/03/2031", "2031/05/10", "10.05.2031", "2031-5-6",
        "2031-02-30", "2031-13", "2031-00", "2031-05-00", "2031-05-32", "2031-02-29", "0000", "20310506", "31-05-06",
        "2031-05-06T24:00Z", "2031-05-06T10:60Z", "2031-05-06T10:00", "2031-05-06T10:00+01:00", "2031-05-06 10:00",
        "2031-05-06T10:00:00Z", "2031-05T10:00Z", " 2031-05-06", "2031-05-06 ", "2031-05-06\n", "2031-05-06~~",
        "~2031-05-06", "2031-21", "2031-0X", "203X", "May 2031", "٢٠٣١-٠٥-٠٦", "２０３１-０５-０６", "2031−05−06",
        "2031-05-06/2031-05-05", "2031-05/2031-04-30", "2031-05-06T10:01Z/2031-05-06T10:00Z", "+2031-05-06", "-2031",
        "20310-05-06", "2031-05-06" * 1000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_date(text)
    assert caught.value.fix
    assert shorten_value(text) in caught.value.message


@given(st.text(max_size=24))
def test_any_text_is_a_date_or_a_notation_error(text: str) -> None:
    try:
        span = parse_date(text)
    except NotationError:
        return
    assert text.isascii()
    assert (span.first, span.last) != (None, None)


@given(st.text(alphabet="0123456789-/.~?%TZ:", max_size=24))
def test_what_looks_like_a_date_is_one_or_a_notation_error(text: str) -> None:
    try:
        span = parse_date(text)
    except NotationError:
        return
    assert span.first is None or span.last is None or span.first <= span.last


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("2031-05-06", "6 May 2031"),
        ("2031-05-06T05:37Z", "6 May 2031, 05:37 UTC"),
        ("2031-05", "May 2031"),
        ("2031", "2031"),
        ("2031-05-06/2031-05-10", "6 to 10 May 2031"),
        ("2031-05-06/2031-06-01", "6 May to 1 Jun 2031"),
        ("2031-12-31/2032-01-01", "31 Dec 2031 to 1 Jan 2032"),
        ("2030-05-06/2031-05-10", "6 May 2030 to 10 May 2031"),
        ("2031-05-06/2031-05-06", "6 May 2031"),
        ("../2031-05-11", "by 11 May 2031"),
        ("2031-05-06/..", "since 6 May 2031"),
        ("2031-05-06~", "about 6 May 2031"),
        ("2031-05-06?", "6 May 2031 (uncertain)"),
        ("2031-05-06%", "about 6 May 2031 (uncertain)"),
    ],
)
def test_a_date_is_put_in_words(text: str, words: str) -> None:
    assert format_date(text) == words


@given(DAYS)
def test_a_day_in_words_is_that_day(day: date) -> None:
    assert format_date(day.isoformat()) == format_day(day)
    assert format_day(day) == f"{format_day(day, with_year=False)} {day.year}"
    assert format_day(day) != format_day(day + timedelta(days=1))
