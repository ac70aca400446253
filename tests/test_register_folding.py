"""Letters that readers take for the same are the same to the register's search, whatever their script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "src/claimbook/book/assets/register-find.js"
FOLD = "texts => texts.map(claimbookFinder.fold)"
texts = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=30, max_size=60)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_script_tag(path=SCRIPT)
        yield page


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ḥimṣ", "hims"), ("ÅNGSTRÖM", "angstrom"), ("Straße", "STRASSE"), ("Łódź", "lodz"), ("İstanbul", "istanbul"),
        ("ışık", "isik"), ("ʿAlawī", "alawi"), ("ﬁn", "fin"), ("Ὀδυσσεύς", "οδυσσευσ"), ("السَّاحِل", "الساحل"),
        ("ٱلســـاحل", "الساحل"), ("أحمد إلى آخر", "احمد الى اخر"), ("مدرسة", "مدرسه"), ("کتاب یک", "كتاب يك"),
        ("٢٠٢٥ ۱۲", "2025 12"), ("Jableh’s “gate”", "jableh's \"gate\""), ("2024–2025", "2024-2025"), ("ＡＢ", "ab"),
        ("a\u200d\u200fb\u00adc", "abc"), ("שָׁלוֹם", "שלום"), ("Йорк", "иорк"),
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
