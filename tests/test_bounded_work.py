"""Work grows with what is read and not with its square: counted in signs that are looked at, never by a clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.analysis.spellings import _plain
from claimbook.exchange.selectors import Annotation
from claimbook.exchange.selectors import locate as locate_annotation
from claimbook.model import locate
from claimbook.model.accents import MOST_ACCENTS, drop_accents, normalise
from claimbook.model.locate import locate_words
from claimbook.model.occurrences import find_occurrences, find_period
from claimbook.model.order import name_key
from claimbook.model.passages import find_passages
from claimbook.model.people import _fold
from claimbook.release.traces import as_words


class Counted(str):
    """A text that counts the signs that are looked at."""

    seen = 0

    def find(self, words: str, start: int = 0, *rest: Any) -> int:  # type: ignore[override]
        at = super().find(words, start, *rest)
        self.seen += (len(self) if at < 0 else at) - start + len(words)
        return at

    def __getitem__(self, key: Any) -> str:
        found = super().__getitem__(key)
        self.seen += len(found)
        return found


def fibonacci(length: int) -> str:
    """The text that costs the most steps to find itself in, of those that repeat themselves."""
    one, other = "a", "ab"
    while len(other) < length:
        one, other = other, other + one
    return other[:length]


PERIODIC: dict[str, Callable[[int], tuple[str, str]]] = {
    "one sign": lambda n: ("a" * n, "a" * (n // 2)),
    "two signs": lambda n: ("ab" * (n // 2), "ab" * (n // 4)),
    "a phrase": lambda n: ("it fell. " * (n // 9), "it fell. " * (n // 27)),
    "a text in runs": lambda n: (("a" * (n // 8) + "b") * 8, "a" * (n // 16)),
    "words in runs": lambda n: (("a" * (n // 8) + "b") * 8, ("a" * (n // 8) + "b") * 4),
    "a long period": lambda n: (("a" * (n // 12) + "b" + "a" * (n // 24)) * 8, "a" * (n // 24) + "b" + "a" * 9),
    "words that stand nowhere": lambda n: ("a" * n, "a" * (n // 2) + "b"),
    "words after themselves": lambda n: (fibonacci(n), fibonacci(n // 3)),
}  # fmt: skip


def count_signs(case: str, size: int, find: Callable[[str, str], Any]) -> int:
    text, words = map(Counted, PERIODIC[case](size))
    list(find(text, words))
    assert text.seen >= len(text) // 2  # what is found by other means is not counted
    return text.seen + words.seen


@pytest.mark.parametrize("find", [find_occurrences, find_passages])
@pytest.mark.parametrize("case", PERIODIC)
def test_words_that_repeat_themselves_are_found_in_work_that_grows_with_the_text(
    case: str, find: Callable[[str, str], Any]
) -> None:
    few, many = count_signs(case, 4_000, find), count_signs(case, 32_000, find)
    assert many < 9 * few
    assert many < 10 * 32_000


@pytest.mark.parametrize("case", PERIODIC)
def test_words_are_located_by_the_same_work(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = []

    def counted(text: str, words: str) -> Iterator[int]:
        told, sought = Counted(text), Counted(words)
        yield from find_occurrences(told, sought)
        signs.append(told.seen + sought.seen)

    monkeypatch.setattr(locate, "find_occurrences", counted)
    text, words = PERIODIC[case](8_000)
    found = locate_words(text, words)
    # As they are and without marks around them, with capitals and without.
    assert 1 <= len(signs) <= 4
    assert max(signs) < 10 * 8_000
    monkeypatch.undo()
    assert found == locate_words(text, words)


@given(st.text("ab", max_size=40), st.text("ab", max_size=9))
def test_every_place_is_found_overlaps_included(text: str, words: str) -> None:
    places = [n for n in range(len(text)) if words and text.startswith(words, n)]
    assert list(find_occurrences(text, words)) == places


@given(st.text("ab", min_size=1, max_size=20))
def test_the_period_is_the_least_by_which_words_meet_themselves(words: str) -> None:
    moves = [move for move in range(1, len(words) + 1) if words[move:] == words[: len(words) - move]]
    assert find_period(words) == moves[0]


def test_a_text_is_folded_once_however_many_words_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    text, folded = "The office said that twelve had fallen, twelve of them here.", []
    fold = locate.fold_text

    def counted(given: str, *, capitals: bool = True) -> locate.Folded:
        folded.append(given)
        return fold(given, capitals=capitals)

    monkeypatch.setattr(locate, "fold_text", counted)
    for word in ("office  said", "TWELVE", "nothing", "had  fallen"):
        locate_words(text, word)
    assert folded.count(text) == 2


def test_what_stands_before_an_annotation_is_read_once_however_often_its_words_stand() -> None:
    class Read(str):
        times = 0

        def split(self, *given: Any) -> list[str]:  # type: ignore[override]
            self.times += 1
            return super().split(*given)

    before, after = Read("b " * 5000), Read("c " * 5000)
    with pytest.raises(ValueError, match="stands 500 times"):
        locate_annotation(Annotation("x", "", "word", before, after), "word " * 500)
    assert (before.times, after.times) == (1, 1)


# Accents of two classes by turns, which normalising has to sort; signs that become two; an accent that is a letter.
ACCENTS = {"accents": "\u0301\u0316", "signs of two": "\u0f73", "letters": "\uff9e\u0316", "turned": "\u0316\u0344"}
READERS: dict[str, Callable[[str], Any]] = {
    "a name in order": name_key,
    "another spelling": _plain,
    "a name of a person": _fold,
    "words of a file": as_words,
    "words in a text": lambda text: locate_words(text, "b"),
}


def longest_run(text: str) -> int:
    longest = run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("accents", ACCENTS.values(), ids=list(ACCENTS))
def test_accents_without_end_are_sorted_some_at_a_time(
    accents: str, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, runs = unicodedata.normalize, [0]

    def recorded(form: Any, text: str) -> str:
        # What is sorted is what the signs are taken apart into.
        runs.append(longest_run("".join(plain("NFKD", sign) for sign in text)))
        return plain(form, text)

    monkeypatch.setattr(unicodedata, "normalize", recorded)
    READERS[reader]("a" + accents * 2_000 + " b")
    assert 1 < max(runs) <= 2 * MOST_ACCENTS + 2


LETTERS = st.builds(
    str.__add__, st.sampled_from("aéशกق각ﬁﾊ𐐀「"), st.text("\u0301\u0316\u0323\u0f73\uff9e\u3099", max_size=6)
)


@given(st.lists(LETTERS, max_size=40).map("".join), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_a_text_of_any_language_has_its_normal_form(text: str, form: Any) -> None:
    assert normalise(form, text) == unicodedata.normalize(form, text)


@given(st.text(st.sampled_from("aé\u0301\u0316\u0f73\uff9eﬁ각。 "), max_size=200))
def test_accents_are_dropped_and_nothing_else(text: str) -> None:
    apart = "".join(unicodedata.normalize("NFKD", sign) for sign in text)
    assert drop_accents(text) == "".join(sign for sign in apart if not unicodedata.combining(sign))
