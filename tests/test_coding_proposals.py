"""What is proposed of a sentence: figures in notation, quotations, speakers, dates; and what is passed over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import read_package, texts_of, write_descriptor, write_tiny_dataset

from claimbook.coding.adding import add_source, list_measures
from claimbook.coding.days import DayFinder
from claimbook.coding.figures import FigureFinder
from claimbook.coding.measure import measure
from claimbook.coding.parts import split_sentences
from claimbook.coding.proposals import propose
from claimbook.coding.quotations import find_quotations
from claimbook.coding.wordlists import read_word_list
from claimbook.errors import NotationError
from claimbook.model.checks import check_dataset
from claimbook.model.dates import parse_date
from claimbook.model.passages import REPORTING_VERBS, Span
from claimbook.model.quantities import parse_quantity

ENGLISH = read_word_list("en")
FIGURES = FigureFinder(ENGLISH)
DAY = date(2031, 5, 14)  # a Wednesday


def quantities(text: str) -> list[str]:
    return [figure.quantity for figure in FIGURES.find(text, Span(0, len(text)), [])]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("at least 973 people", ">=973"),
        ("More than 15,000 visitors", ">15000"),
        ("fewer than twenty sailors", "<20"),
        ("up to 50 rowers", "<=50"),
        ("about 1,400 names", "~1400"),
        ("nearly two thousand residents", "~<2000"),
        ("between 5 and 10 sailors", "5..10"),
        ("between 10 and 15", "10..15"),
        ("between ten and fifteen sailors", "10..15"),
        ("two hundred and ten thousand and five sailors", "210005"),
        ("from ten to fifteen sailors", "10..15"),
        ("5–10 sailors", "5..10"),
        ("four or eight ferrymen", "4|8"),
        ("twenty-five crew", "25"),
        ("two hundred and ten passengers", "210"),
        ("1.5 million residents", "1500000"),
        ("half of it, 50 percent", "50%"),
        ("dozens of boats", "dozens"),
        ("tens of thousands fled", "thousands"),
        ("several families", "some"),
        ("nobody was lost", "0"),
        ("the young sailor drowned", "1"),
    ],
)
def test_a_figure_is_proposed_in_the_notation(text: str, quantity: str) -> None:
    assert quantities(text) == [quantity]


@pytest.mark.parametrize(
    "text",
    ["between 10 and 15 percent", "the men said that a boat was lost", "People came after a boat was lost",
     "in 2031", "20 kilometres away", "$300", "a 20-year-old boat", "the 10th-grade", "at 10:30", "page 12", "3.5",
     "€250,000", "for three days"],
)  # fmt: skip
def test_numbers_that_count_nobody_are_passed_over(text: str) -> None:
    assert quantities(text) == []


def test_two_numbers_without_a_between_are_no_range() -> None:
    assert quantities("It held 10 and 15 sailors.") == ["10", "15"]
    assert quantities("It held ten and fifteen sailors.") == ["10", "15"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the men were shot, and the women fled", ["some", "some"]),
        ("two sailors drowned after people had left", ["2"]),
        ("people reported missing", ["some"]),
        ("residents say the crew was lost", ["some"]),
        ("families, old and young, were killed", ["some"]),
    ],
)
def test_a_noun_without_a_number_counts_only_in_a_clause_of_harm(text: str, found: list[str]) -> None:
    assert quantities(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€250,000", [("€250,000", "250000")]),
        ("more than $3 million was lost", [("more than $3 million", ">3000000")]),
        ("about 40 dollars", [("about 40 dollars", "~40")]),
        ("for three days", [("three days", "3")]),
        ("five to ten days", [("five to ten days", "5..10")]),
        ("£20", []),
        ("a 20-year-old boat", []),
        ("between $10 and $15 million", []),
    ],
)
def test_sums_and_times_are_figures_where_the_dataset_measures_them(text: str, found: list[tuple[str, str]]) -> None:
    finder = FigureFinder(ENGLISH, frozenset({"dollars", "euros", "days"}))
    figures = finder.find(text, Span(0, len(text)), [])
    assert [(text[figure.span.start : figure.span.end], figure.quantity) for figure in figures] == found


def test_no_measure_or_unit_that_ships_speaks_of_money_or_time(tiny: Path) -> None:
    names = ENGLISH.table("units", "names")
    assert list_measures(check_dataset(tiny)) & {*names, *names.values()} == set()


def test_a_unit_that_a_dataset_adds_is_one_of_its_measures(tmp_path: Path) -> None:
    data = write_tiny_dataset(tmp_path / "data")
    package = read_package(data)
    added = {"name": "euro", "label": "euros", "definition": "Money, in euros."}
    package["vocabularies"]["unit"]["terms"].append(added)
    write_descriptor(data, package)
    text = tmp_path / "herald.txt"
    text.write_text("The Herald, 14 May 2031\nThe office says that €250,000 was lost in 3 days.\n", "utf-8")
    rows = add_source(data, text, {"source_id": "herald"}).proposals
    assert [row.quantity for row in rows if row.found == "figure"] == ["250000"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on 10 May", "2031-05-10"),
        ("on May 10, 2030", "2030-05-10"),
        ("from 6 to 10 May", "2031-05-06/2031-05-10"),
        ("since 6 May", "2031-05-06/.."),
        ("by 10 May", "../2031-05-10"),
        ("in May 2031", "2031-05"),
        ("yesterday", "2031-05-13"),
        ("on Sunday", "2031-05-11"),
        ("on 30 December", "2030-12-30"),
        ("2031-05-02", "2031-05-02"),
    ],
)
def test_a_date_is_proposed_as_edtf(text: str, edtf: str) -> None:
    assert [day.edtf for day in DayFinder(ENGLISH, DAY).find(text)] == [edtf]


@pytest.mark.parametrize("text", ["on 31 February 2031", "10 May", "yesterday"])
def test_a_date_that_no_calendar_or_no_year_gives_is_none(text: str) -> None:
    assert DayFinder(ENGLISH, None).find(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It said “no gate”.", ["no gate"]),
        ('It said "no gate".', ["no gate"]),
        ("Er sagte „kein Tor“.", ["kein Tor"]),
        ("Il dit « nulle porte ».", ["nulle porte"]),
        ("The sailors’ union’s ‘no gate’ note", ["no gate"]),
        ("It wrote: “We said ‘no gate’.”", ["We said ‘no gate’.", "no gate"]),
        ("It wrote: “We go on\nand on”", ["We go on"]),
        ("the sailors' boats' keels", []),
    ],
)
def test_a_quotation_is_found_between_its_marks(text: str, said: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_quotations(text)] == said


@pytest.mark.parametrize(
    ("text", "verb", "name"),
    [
        ("The harbour office said that twelve were lost.", "said", "The harbour office"),
        ("Twelve were lost, said Ada Moor.", "said", "Ada Moor"),
        ("According to the Rowers’ League, twelve were lost.", "According to", "the Rowers’ League"),
        ("The so-called weir broke.", "", ""),
    ],
)
def test_the_speaker_stands_beside_the_reporting_verb(text: str, verb: str, name: str) -> None:
    found = {(p.speaker.verb, p.speaker.name) for p in propose(text, ENGLISH)} or {("", "")}
    assert found == {(verb, name)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr. Ada Weir, who runs the ferry, said that two died.", "Dr. Ada Weir"),
        ("The minister, a former judge, said that nobody died.", "The minister"),
        ("Bo Quill of the union, speaking at 5 p.m. on Monday, blamed the line.", "Bo Quill of the union"),
        ("On Monday, Harrow, the mayor, said that two died.", "Harrow"),
        ("The weir broke, twelve were lost, said Ada Moor.", "Ada Moor"),
        ("Weir, Quill and Harrow said that two died.", "Harrow"),
    ],
)
def test_what_is_said_of_a_speaker_in_between_is_passed_over(text: str, name: str) -> None:
    found = {row.speaker.name for row in propose(text, ENGLISH)}
    assert found == {name}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. Weir came. Mr. Quill left.", 2),
        ("He left at 5 p.m. on Monday. She stayed.", 2),
        ("It was No. 5 on Jan. 3. J. Quill saw it.", 2),
        ("So did I. Then it rained.", 2),
        ("They live on the mt.\nWeir came.", 2),
        ("There are 12. They live.", 2),
    ],
)
def test_a_stop_that_shortens_a_word_ends_no_sentence(text: str, sentences: int) -> None:
    spans = split_sentences(text, ENGLISH)
    assert len(spans) == sentences
    assert "".join(text[span.start : span.end] for span in spans).replace(" ", "") == "".join(text.split())


def test_nobody_is_not_one() -> None:
    assert quantities("No one was killed, one was hurt.") == ["0", "1"]


def test_a_long_quotation_without_a_verb_has_the_speaker_of_the_sentence_before() -> None:
    text = "Ada Moor wrote:\n“The gates were open. Twelve sailors drowned.”"
    said = [(p.found, p.speaker.name) for p in propose(text, ENGLISH) if p.found != "statement"]
    assert said == [("quotation", "Ada Moor"), ("figure", "Ada Moor"), ("quotation", "Ada Moor")]


@given(st.text(max_size=200))
def test_whatever_a_text_holds_what_is_proposed_is_in_the_notations(text: str) -> None:
    for proposal in propose(text, ENGLISH, DAY):
        assert (
            0 <= proposal.passage.start <= proposal.span.start < proposal.span.end <= proposal.passage.end <= len(text)
        )
        if proposal.quantity:
            parse_quantity(proposal.quantity)
        for edtf in proposal.dates:
            parse_date(edtf)


def test_the_english_list_has_every_verb_that_calls_for_a_coder() -> None:
    assert set(REPORTING_VERBS) <= set(ENGLISH.words("verbs"))


def test_the_measure_counts_what_of_a_coding_is_among_the_proposals(tiny: Path) -> None:
    counted = measure(check_dataset(tiny), texts_of(tiny))
    assert (counted.coded["figure"], counted.found["figure"], counted.same) == (3, 3, 3)
    assert (counted.coded["quotation"], counted.found["quotation"]) == (1, 1)
    assert "figures and quotations: 4 coded, 4 found (100%)" in counted.lines()
    assert counted.lines()[-1] == "claimants: 6 proposed in coded passages, 6 right (100%)"


def test_a_language_without_a_list_needs_one_and_an_own_list_is_enough(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('verbs = ["sagte"]\n[numbers]\nzwei = 2\n', "utf-8")
    assert FigureFinder(read_word_list("de", own)).numbers == {"zwei": 2}
    with pytest.raises(NotationError, match="no word list for 'de'"):
        read_word_list("de")


def test_an_own_list_adds_to_the_languages(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[nouns]\nplural = ["rowers"]\n', "utf-8")
    plural = read_word_list("en", own).words("nouns", "plural")
    assert {"rowers", "people"} <= set(plural)


@pytest.mark.parametrize(
    "text",
    ["verbs = 3", "verbs = [1]", "[numbers]\ntwo = 'two'", "[signs]\n'!' = ['not']", "[dates]\nmonths = [['may']]",
     "x = 1", "verbs = [", "[nouns]\nplural = 'rowers'",
     "[units]\nnames = ['euros']", "[units.names]\neuro = 1", "[passive]\nby = 'by'", "joins = 'and'"],
)  # fmt: skip
def test_a_word_list_that_is_written_otherwise_is_refused_with_a_remedy(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(NotationError, match=r"own\.toml.* Fix: write it as docs/word-lists\.md"):
        read_word_list("en", own)
