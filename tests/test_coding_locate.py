"""From words to a passage: what may differ, what may not, and what is said where they are not found."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from tiny import OFFICE, TEXT, texts_of, write_tiny_dataset

from claimbook.cli import main
from claimbook.coding import locating
from claimbook.coding.parts import guess_part, split_sentences
from claimbook.coding.wordlists import read_word_list
from claimbook.model.locate import locate_words
from claimbook.model.passages import Span, digest_text

SAID = "It wrote: “no gate – not one – could\u00ad have held” the café’s  wall.\nNo gate."


@pytest.mark.parametrize(
    "words",
    [
        '"no gate - not one - could have held"',
        "no gate — not   one — could\nhave held",
        "‘no gate – not one – could have held’",
        "No Gate – not one – could have held",
    ],
)
def test_marks_dashes_white_space_and_hyphens_nobody_sees_may_differ(words: str) -> None:
    (span,) = locate_words(SAID, words)
    assert SAID[span.start : span.end].strip("“”") == "no gate – not one – could\u00ad have held"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_an_accent_is_found_however_it_is_written(form: str, typed: str) -> None:
    text = unicodedata.normalize(form, SAID)
    (span,) = locate_words(text, unicodedata.normalize(typed, "café's"))
    assert unicodedata.normalize("NFC", text[span.start : span.end]) == "café’s"


def test_capitals_count_where_they_tell_places_apart() -> None:
    assert len(locate_words(SAID, "no gate")) == 1
    assert len(locate_words(SAID, "NO GATE")) == 2


@pytest.mark.parametrize("words", ["", "  ", "''", "no weir"])
def test_words_that_stand_nowhere_are_found_nowhere(words: str) -> None:
    assert locate_words(SAID, words) == []


@given(st.text(min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_whatever_is_cut_out_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    cut = text[start : start + length]
    found = locate_words(text, cut)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    # A cut through a sign and its accents, or of nothing to see, may stand nowhere.
    if cut.isascii() and text.isascii() and any(sign.isalnum() for sign in cut):
        place = Span(start, start + len(cut))
        assert any(span.overlaps(place) for span in found)


def locate(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["locate", "--data", str(folder), "--text", str(texts_of(folder)), *words])


def test_the_command_prints_the_cells_of_a_passage_row(tiny: Path) -> None:
    done = locate(tiny, "gazette", OFFICE)
    start = TEXT.index(OFFICE)
    header, row = done.stdout.splitlines()
    assert header.split() == ["start", "end", "sha256", "text_part", "around"]
    assert row.split()[:4] == [str(start), str(start + len(OFFICE)), digest_text(OFFICE), "body"]


def test_several_places_are_listed_with_what_stands_around_them(tiny: Path) -> None:
    done = locate(tiny, "gazette", "office")
    assert done.exit_code == 0
    header, *rows = done.stdout.splitlines()
    assert len(rows) == TEXT.count("office")
    assert {row.index("  body") + 2 for row in rows} == {header.index("text_part")}
    assert "[office] rejects the charge" in done.stdout
    assert done.stderr.endswith("Take the one that is meant, or give more words.\n")


@pytest.mark.parametrize("words", [("gazette", "no such words"), ("herald", "office")])
def test_words_or_sources_that_are_not_there_end_with_two_and_a_remedy(tiny: Path, words: tuple[str, ...]) -> None:
    done = locate(tiny, *words)
    assert (done.exit_code, done.stdout, " Fix: " in done.stderr) == (2, "", True)


def test_words_at_more_places_than_anybody_reads_through_are_counted_and_not_listed(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = TEXT.count("office")
    monkeypatch.setattr(locating, "MOST_PLACES", few)
    assert locate(tiny, "gazette", "office").exit_code == 0
    monkeypatch.setattr(locating, "MOST_PLACES", few - 1)
    monkeypatch.setattr(locating, "digest_text", None)  # nothing of them is digested
    result = locate(tiny, "gazette", "office")
    assert result.exit_code == 2
    assert f"'office' stands at {few} places in the text of gazette. Fix: give more words." in result.stderr


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    (texts_of(folder) / "gazette.txt").unlink()
    done = locate(folder, "gazette", "office")
    assert (done.exit_code, "is the text of gazette" in done.stderr) == (2, True)


def test_short_lines_are_headings_and_long_ones_the_body() -> None:
    parts = [guess_part(SAID, span) for span in split_sentences(SAID, read_word_list("en"))]
    assert parts == ["body", "body"]
    text = "Weir broken\nThe river rose all night, and in the morning the weir was gone.\nWhat is known\n"
    assert [guess_part(text, span) for span in split_sentences(text, read_word_list("en"))] == [
        "headline",
        "body",
        "subheading",
    ]
