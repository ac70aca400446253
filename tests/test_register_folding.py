"""The register's scripts without a page: letters that are the same to a search, days, the file of what is found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from claimbook.book.behind import write_csv

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "src/claimbook/book/assets"
FOLD = "texts => texts.map(claimbookFold)"
texts = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=30, max_size=60)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        for script in ("letters.js", "words.js", "register-find.js", "register-csv.js"):
            page.add_script_tag(path=ASSETS / script)
        yield page


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ḥimṣ", "hims"), ("ÅNGSTRÖM", "angstrom"), ("Straße", "STRASSE"), ("Łódź", "lodz"), ("İstanbul", "istanbul"),
        ("ışık", "isik"), ("ʿAlawī", "alawi"), ("ﬁn", "fin"), ("Ὀδυσσεύς", "οδυσσευσ"), ("السَّاحِل", "الساحل"),
        ("ٱلســـاحل", "الساحل"), ("أحمد إلى آخر", "احمد الى اخر"), ("مدرسة", "مدرسه"), ("کتاب یک", "كتاب يك"),
        ("٢٠٢٥ ۱۲", "2025 12"), ("Jableh’s “gate”", "jableh's \"gate\""), ("2024–2025", "2024-2025"), ("ＡＢ", "ab"),
        ("Türkiye", "turkiye"), ("a\u200d\u200fb\u00adc", "abc"), ("שָׁלוֹם", "שלום"), ("Йорк", "иорк"),
    ],
)  # fmt: skip
def test_what_is_written_is_found_by_what_is_typed(page: Page, written: str, typed: str) -> None:
    found, wanted = page.evaluate(FOLD, [written, typed])
    assert found == wanted


@settings(max_examples=20)
@given(texts)
def test_folding_twice_changes_nothing_more(page: Page, given_texts: list[str]) -> None:
    once = page.evaluate(FOLD, given_texts)
    assert page.evaluate(FOLD, once) == once


@settings(max_examples=20)
@given(texts)
def test_the_ways_of_writing_one_text_are_one(page: Page, given_texts: list[str]) -> None:
    forms = [[unicodedata.normalize(form, text) for text in given_texts] for form in ("NFC", "NFD")]
    assert page.evaluate(FOLD, forms[0]) == page.evaluate(FOLD, forms[1])


@settings(max_examples=20)
@given(texts, st.sampled_from("\u0301\u0327\u064e\u0651\u200f\u0640"))
def test_an_accent_more_changes_nothing(page: Page, given_texts: list[str], accent: str) -> None:
    marked = ["".join(sign + accent for sign in text) for text in given_texts]
    plain = [accent + text for text in given_texts]
    assert page.evaluate(FOLD, marked) == page.evaluate(FOLD, [accent.join(text) for text in given_texts])
    assert page.evaluate(FOLD, plain) == page.evaluate(FOLD, given_texts)


@settings(max_examples=20)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=3), max_size=30))
@example([["=1+1", "-12"], ["-12.5", '@"x",\r\ny'], ["＝A1", "\u200f=A1"], ["\t=A1", "+1"]])
def test_a_file_that_the_browser_makes_is_the_file_that_the_program_would_make(
    page: Page, given_rows: list[list[str]]
) -> None:
    made = page.evaluate("rows => claimbookCsv.write(rows)", [["a", "b"], *given_rows])
    assert made == write_csv(["a", "b"], given_rows)


@given(st.tuples(*[st.none() | st.dates(date(2031, 5, 1), date(2031, 5, 9))] * 4))
def test_what_is_surely_said_on_some_days_may_have_been_said_on_them_and_is_surely_within(
    page: Page, days: tuple[date | None, ...]
) -> None:
    first, last, begin, end = days
    assume(not (first and last and first > last) and not (begin and end and begin > end))
    told = page.evaluate("days => claimbookFinder.fit(...days)", [day.isoformat() if day else "" for day in days])
    possible = [date(2031, 4, 1) + timedelta(n) for n in range(90)]
    own = [day for day in possible if (not first or day >= first) and (not last or day <= last)]
    wanted = [day for day in own if (not begin or day >= begin) and (not end or day <= end)]
    assert told == (2 if len(wanted) == len(own) else 1 if wanted else 0)
