"""Nothing was said after its page was seen, nor after the dataset was made; and only what can be said of a day is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.analysis.claims import say_day
from claimbook.model.dataset import load_dataset
from claimbook.model.dates import format_date
from claimbook.model.retrieval import close_at_retrieval

DAYS = st.dates(date(2031, 1, 1), date(2031, 12, 31))
BLANK = st.none() | DAYS


def _day(day: date | None) -> pd.Timestamp:
    return pd.Timestamp(day) if day else pd.NaT


@given(BLANK, BLANK, BLANK, BLANK)
def test_a_span_ends_where_its_page_was_seen_and_never_before_it_begins(
    first: date | None, last: date | None, seen: date | None, made: date | None
) -> None:
    if first and last and first > last:
        first, last = last, first
    span = {"first": pd.Series([_day(first)]), "last": pd.Series([_day(last)])}
    spans = {end: days.astype("datetime64[us]") for end, days in span.items()}
    sources = pd.DataFrame({"source_id": ["a"], "accessed": [seen.isoformat() if seen else ""]})
    claims = pd.DataFrame({"source_id": ["a"]}).assign(**{f"asserted_{end}": days for end, days in spans.items()})
    sources = sources.assign(**{f"published_{end}": days for end, days in spans.items()})
    created = f"{made}T00:00:00Z" if made else None
    limit = seen or made
    closed = close_at_retrieval(sources, claims, created)
    for frame, column in zip(closed, ("published", "asserted"), strict=True):
        begins, ends = frame[f"{column}_first"].iloc[0], frame[f"{column}_last"].iloc[0]
        assert begins is pd.NaT if first is None else begins == _day(first)
        is_late = bool(limit and last and last > limit and not (first and first > limit))
        wanted = limit if is_late else last
        assert ends is pd.NaT if wanted is None else ends == _day(wanted)
        assert frame.dtypes.equals((sources if column == "published" else claims).dtypes)


def test_a_claim_of_a_page_without_a_day_had_been_said_when_the_dataset_was_made(tmp_path: Path) -> None:
    undated = {"gazette": {"published": "../2031-06", "accessed": ""}}
    claims = {"gazette-001": {"asserted": "../2031-06"}}
    made = {"created": "2031-06-11T00:00:00Z"}
    folder = write_tiny_dataset(tmp_path / "data", descriptor=made, sources=undated, claims=claims)
    dataset = load_dataset(folder)
    before, on = (dataset.as_known_on(str(date(2031, 6, 11) - timedelta(days))) for days in (1, 0))
    assert "gazette-001" not in set(before.claims["claim_id"])
    assert "gazette-001" in set(on.claims["claim_id"])


@pytest.mark.parametrize(
    ("asserted", "published", "said"),
    [
        ("../2031-06", "../2031-06", "day not known; page retrieved Jun 2031"),
        ("../2031-06-11", "../2031-06-11", "day not known; page retrieved 11 Jun 2031"),
        ("2031-05-13/2031-06", "../2031-06", "13 May 2031 to Jun 2031"),
        ("../2031-06-11", "2031-06-11", "by 11 Jun 2031"),
        ("2031-06-11", "2031-06-11", "11 Jun 2031"),
        ("", "2031-06-11", "day not known"),
    ],
)
def test_of_a_page_that_shows_no_day_it_is_said_when_that_was_retrieved(
    asserted: str, published: str, said: str
) -> None:
    assert say_day(asserted, published) == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("../2031-06", "by Jun 2031"),
        ("2031-05-13/2031-06", "13 May 2031 to Jun 2031"),
        ("2031-05/..", "since May 2031"),
        ("2031/2032", "2031 to 2032"),
        ("../2031-06?", "by Jun 2031 (uncertain)"),
        ("../2031-06-11", "by 11 Jun 2031"),
    ],
)
def test_a_month_is_written_as_the_month_and_not_as_its_last_day(text: str, words: str) -> None:
    assert format_date(text) == words
