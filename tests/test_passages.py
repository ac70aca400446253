"""Passages: offsets in code points, proofs that hold for one span only, and what no passage covers."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimbook.errors import PassageError
from claimbook.model.passages import (
    REPORTING_VERBS,
    Span,
    cut_passage,
    digest_text,
    find_passages,
    needs_coding,
    normalise_text,
    prove_passage,
    uncovered_spans,
)

# Text that has every trouble with offsets: signs of two UTF-16 units, combining marks, right-to-left script.
TEXTS = st.text(alphabet=st.sampled_from("ab 1.\n“é🌊e\u0301\u200fماء!"), min_size=1, max_size=40)
FLOWING = st.text(alphabet=st.sampled_from("ab1 .!?\n”"), max_size=60)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("🌊🌊 water", "water", 3),
        ("e\u0301 water", "water", 3),
        ("ماء water", "water", 4),
        ("👩‍🚒 water", "water", 4),
        ("\u200fwater", "water", 1),
    ],
)
def test_offsets_count_code_points(text: str, words: str, start: int) -> None:
    assert find_passages(text, words) == [Span(start, start + len(words))]
    assert cut_passage(text, Span(start, start + len(words))) == words


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\nd", "a\nb\nc\nd"),
        (b"a\r\n\r\nb", "a\n\nb"),
        (b"\xef\xbb\xbfa", "a"),
        ("🌊\r\n".encode(), "🌊\n"),
        (b"", ""),
        ("a\u2028b\x0bc\x85".encode(), "a\u2028b\x0bc\x85"),
    ],
)
def test_a_text_is_read_with_line_feeds_and_without_a_mark(data: bytes, text: str) -> None:
    assert normalise_text(data) == text


@given(TEXTS)
def test_offsets_are_the_same_whatever_the_line_ends(text: str) -> None:
    assert normalise_text(text.replace("\n", "\r\n").encode()) == normalise_text(text.encode()) == text


def test_bytes_that_are_no_text_are_refused_with_a_remedy() -> None:
    with pytest.raises(PassageError, match="byte 2") as caught:
        normalise_text(b"ab\xe9")
    assert "UTF-8" in caught.value.fix


@given(texts_with_spans())
def test_a_passage_is_proven_by_its_digest(case: tuple[str, Span]) -> None:
    text, span = case
    words = text[span.start : span.end]
    assert prove_passage(text, span, digest_text(words)) == words


@given(texts_with_spans(), st.data())
def test_no_other_words_prove_a_passage(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    start = data.draw(st.integers(0, len(text) - 1))
    other = Span(start, data.draw(st.integers(start + 1, len(text))))
    assume(text[other.start : other.end] != text[span.start : span.end])
    with pytest.raises(PassageError, match="digest differs"):
        prove_passage(text, other, digest_text(text[span.start : span.end]))


@pytest.mark.parametrize("span", [Span(2, 2), Span(3, 2), Span(-1, 2), Span(0, 0)])
def test_an_empty_or_reversed_passage_is_refused(span: Span) -> None:
    with pytest.raises(PassageError, match="empty or reversed"):
        cut_passage("water", span)


def test_a_passage_past_the_end_is_refused_and_one_to_the_end_is_not() -> None:
    assert cut_passage("water", Span(0, 5)) == "water"
    with pytest.raises(PassageError, match="the text at 5") as caught:
        cut_passage("water", Span(0, 6))
    assert "code points" in caught.value.fix


@given(TEXTS, st.text(alphabet="ab 🌊", min_size=1, max_size=3))
def test_every_place_is_found_overlaps_included(text: str, words: str) -> None:
    expected = [Span(i, i + len(words)) for i in range(len(text)) if text[i : i + len(words)] == words]
    assert find_passages(text, words) == expected


def test_places_may_overlap() -> None:
    assert find_passages("aaaa", "aa") == [Span(0, 2), Span(1, 3), Span(2, 4)]


def test_words_are_no_pattern() -> None:
    assert find_passages("at least (12) dead?", "(12) dead?") == [Span(9, 19)]
    assert find_passages("water", ".") == []
    assert find_passages("water", "") == []


@given(st.tuples(*[st.integers(0, 12)] * 4))
def test_spans_overlap_when_they_share_a_code_point(ends: tuple[int, int, int, int]) -> None:
    a, b, c, d = ends
    shared = set(range(a, b)) & set(range(c, d))
    assume(a < b and c < d)
    assert Span(a, b).overlaps(Span(c, d)) == bool(shared)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("The river rose.", []),
        ("The river rose by 3 feet.", ["a figure"]),
        ("Twelve boats sank.", ["a figure"]),
        ("Dozens of boats sank.", ["a figure"]),
        ("They called it “an act of rain”.", ["a quotation"]),
        ("They called it ‘an act of rain’.", ["a quotation"]),
        ('They called it "rain".', ["a quotation"]),
        ("The ferrymen's boats sank.", []),
        ("The office denied it.", ["a reporting verb"]),
        ("The office was denying it.", ["a reporting verb"]),
        ("She wrote of rain.", ["a reporting verb"]),
        ("The statement was short.", []),
        ("The office said “no” twice in 3 days.", ["a figure", "a quotation", "a reporting verb"]),
    ],
)
def test_a_figure_a_quotation_and_a_reporting_verb_call_for_a_coder(text: str, signs: list[str]) -> None:
    assert needs_coding(text) == signs


@pytest.mark.parametrize("verb", REPORTING_VERBS)
def test_every_reporting_verb_is_known_in_the_third_person(verb: str) -> None:
    form = verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeo" else verb + "s"
    assert needs_coding(f"The office {form} it.") == ["a reporting verb"]


@given(FLOWING, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_what_no_passage_covers_is_given_once_and_nothing_else(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(text))) for start, length in pairs if start < len(text)]
    covered = {offset for span in spans for offset in range(span.start, span.end)}
    found = list(uncovered_spans(text, spans))
    offsets = [offset for span in found for offset in range(span.start, span.end)]
    assert len(offsets) == len(set(offsets))
    assert not covered.intersection(offsets)
    missed = set(range(len(text))) - covered - set(offsets)
    assert not any(text[offset].isalnum() for offset in missed)


def test_a_sentence_in_no_passage_is_given_whole() -> None:
    text = "The river rose. At 3.15 it fell.\nNobody was hurt."
    assert [text[s.start : s.end].strip() for s in uncovered_spans(text, [Span(0, 15)])] == [
        "At 3.15 it fell.",
        "Nobody was hurt.",
    ]


def test_a_text_without_passages_is_all_uncovered_and_white_space_never_is() -> None:
    assert list(uncovered_spans("Rain.", [])) == [Span(0, 5)]
    assert list(uncovered_spans(" \n.\n ", [])) == []
    assert list(uncovered_spans("Rain.\n", [Span(0, 5)])) == []
