"""By which words a text is found: their beginnings or whole, numbers, phrases, scripts that set no words apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from test_register_folding import ASSETS

from claimbook.model.voice import quote

HELD = """pairs => pairs.map(([text, typed]) => {
    const terms = claimbookWords.terms(typed);
    return terms.length > 0 && terms.every(term => claimbookWords.of(text).includes(term.held));
})"""
WORDS = st.text("abcdeéжדبم中", min_size=1, max_size=5)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        for script in ("letters.js", "words.js"):
            page.add_script_tag(path=ASSETS / script)
        yield page


def _held(page: Page, text: str, typed: str) -> bool:
    return bool(page.evaluate(HELD, [[text, typed]])[0])


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("massacres on the coast", "massac"), ("HTS fighters", "hts"), ("anti-HTS (HTS-led)", "HTS"),
        ("l’armée", "armee"), ("pro-government", "pro-gov"), ("Резня в городе", "резн"), ("Τα θύματα", "θυμ"),
        # Arabic and Hebrew write short words before the next without a space; others write whole sentences so.
        ("والساحل", "ساحل"), ("הממשלה", "ממשלה"),
        ("叙利亚过渡政府", "过渡"), ("シリア暫定政府", "暫定"), ("รัฐบาลซีเรีย", "ซีเรีย"),
        ("叙利亚过渡政府", '"过渡"'), ("死亡1383人", "1383"), ("1383人死亡", "死亡"),
        ("a Security Council meeting", '"security council"'), ("Damascus, Syria", '"Damascus Syria"'),
        ("a Security Council meeting", "“Security Coun"), ("meeting of the council", "council meet"),
        ("1383 people", "1,383"), ("1,383 people", "1383"), ("1.383 Menschen", "1383"), ("1 383 morts", "1383"),
        ("1\u00a0383 morts", "1383"), ("1’383 Tote", "1,383"), ("١٬٣٨٣ شخصا", "1383"), ("1,383,000", "1383000"),
        ("more than 1383.", "1383"), ("(1,383)", "1383"), ("700-800 dead", "800"), ("30mm", "30"), ("30mm", "30mm"),
        ("12.5 per cent", "12.5"), ("12,5 Prozent", "12.5"), ("on 7.3.2025", "2025"), ("M23", "m23"), ("2nd", "2nd"),
        ("the U.N. says", "UN"), ("the UN says", "U.N."), ("U.S.-backed", "US"), ("the 1990s", "1990"),
    ],
)  # fmt: skip
def test_a_text_is_found_by_the_beginnings_of_its_words_and_by_its_numbers(page: Page, text: str, typed: str) -> None:
    assert _held(page, text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Human Rights Watch", "HTS"), ("AFP, escaped", "AP"), ("wounded", "UN"), ("Резня", "езня"), ("θύματα", "ματα"),
        ("massacres", '"massac"'), ("HTSers", '"HTS"'), ("والساحل", '"ساحل"'),
        ("the council of security", '"security council"'), ("security\ncouncil", '"security council"'),
        ("11,383 people", "1383"), ("1,383,000", "1,383"), ("1,383", "383"), ("13830", "1383"), ("21383", "1383"),
        ("1383 people", "138"), ("12.5 per cent", "5"), ("M23", "23"), ("massacres", "…"),
    ],
)  # fmt: skip
def test_a_text_is_not_found_by_the_inside_of_its_words_and_numbers(page: Page, text: str, typed: str) -> None:
    assert not _held(page, text, typed)


@settings(max_examples=20)
@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=10, max_size=20))
def test_words_side_by_side_are_found_in_any_order_and_in_quotation_marks_in_theirs(
    page: Page, texts: list[list[str]]
) -> None:
    pairs = [
        [" ".join(words), typed]
        for words in texts
        for typed in (" ".join(reversed(words)), f'"{" ".join(words)}"', f'"{words[1]}"', words[0][:1])
    ]
    assert all(page.evaluate(HELD, pairs))


@settings(max_examples=40)
@given(st.lists(st.text('ab “”"‘’ \n', min_size=1, max_size=12), min_size=1, max_size=20))
def test_the_script_puts_a_sources_words_in_the_same_marks_as_the_pages(page: Page, texts: list[str]) -> None:
    found = page.evaluate("texts => texts.map(claimbookWords.quote)", texts)
    assert found == [quote(text) for text in texts]
