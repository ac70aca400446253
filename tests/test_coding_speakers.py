"""Who is proposed as a claimant, through whom and when it was said: nobody rather than somebody else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.coding.naming import Actor, Namer
from claimbook.coding.proposals import Proposal, propose
from claimbook.coding.speakers import Speaker
from claimbook.coding.wordlists import read_word_list

ENGLISH = read_word_list("en")
DAY = date(2031, 5, 14)  # a Wednesday
ACTORS = [
    Actor("office", "authority", ("Harbour Office", "the office")),
    Actor("master", "authority", ("Harbour Master",)),
    Actor("line", "armed_group", ("Ferry Company",)),
    Actor("union", "advocacy", ("Sailors’ Union", "the union")),
    Actor("paper", "media", ("The Newspaper", "newspaper")),
    Actor("wire", "media", ("Wire News",)),
    Actor("dalla", "official", ("Ines Dalla",)),
    Actor("quill", "commentator", ("Bo Quill", "Bo al-Quill")),
]


def first(text: str) -> Proposal:
    return propose(text, ENGLISH, DAY)[0]


def claimant(text: str, actors: list[Actor] = ACTORS) -> str:
    return Namer(actors, ENGLISH, text).claimant(first(text).speaker)


def via(text: str, issuer: str = "paper") -> str:
    namer, speaker = Namer(ACTORS, ENGLISH, text), first(text).speaker
    return namer.via(speaker, namer.claimant(speaker), issuer)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Harbour Office said that twelve were lost.", "office"),
        ("The  harbour office said that twelve were lost.", "office"),
        ("In a statement the Harbour Office said that twelve were lost.", "office"),
        ("On Tuesday the Harbour Office said that twelve were lost.", "office"),
        ("Twelve were lost, said the Harbour Office on Tuesday.", "office"),
        ("According to the Northport-based Sailors' Union, twelve were lost.", "union"),
        ("The Sailors’ Union’s statement said that twelve were lost.", "union"),
        ("A spokeswoman for the union said that twelve were lost.", "union"),
        ("Ada Moor, a spokeswoman for the union, said that twelve were lost.", "union"),
        ("The harbour master, Ines Dalla, said that twelve were lost.", "dalla"),
        ("The harbour master, Ada Moor, said that twelve were lost.", "master"),
        ("“Twelve were lost,” said the harbour master, Ines Dalla.", "dalla"),
        ("Twelve were lost, said the harbour master, Ines Dalla, on Tuesday.", "dalla"),
        ("According to the harbour master, Ines Dalla, twelve were lost.", "dalla"),
        ("Ines Dalla, the harbour master, said that twelve were lost.", "dalla"),
        ("“Twelve were lost,” said Ines Dalla, the harbour master.", "dalla"),
        ("The storm grew, and harbour master Ines Dalla said that twelve were lost.", "dalla"),
        ("Ines Dalla of the union later said that twelve were lost.", "dalla"),
        ("Ines Dalla, harbour master, said that twelve were lost.", "dalla"),
        ("Ines Dalla, of the union, said that twelve were lost.", "dalla"),
        ("Twelve were lost, some of them young, said Ines Dalla.", "dalla"),
        ("Twelve were lost, said the union, which counted them.", "union"),
        ("Ines Dalla was quoted as saying that twelve were lost.", "dalla"),
        ("Ines Dalla would neither confirm nor deny that twelve were lost.", "dalla"),
        ("Harbour master Ines Dalla, 54, said that twelve were lost.", "dalla"),
        ("The union has not responded to the twelve.", "union"),
        ("The union was quoted by Wire News as saying that twelve were lost.", "union"),
        ("The charge was rejected by the union, which counted twelve.", "union"),
    ],
)
def test_the_speaker_is_the_actor_that_a_text_names(text: str, actor: str) -> None:
    assert claimant(text) == actor


@pytest.mark.parametrize(
    "text",
    [
        "This newspaper said that twelve were lost.",
        "The Ferry Company’s union said that twelve were lost.",
        "The union of the Ferry Company said that twelve were lost.",
        "The Northern Ferry Company said that twelve were lost.",
        "The Ferry Company-led council said that twelve were lost.",
        "Members of the Sailors’ Union said that twelve were lost.",
        "A wife of Ines Dalla said that twelve were lost.",
        "Ines Dalla’s lawyer said that twelve were lost.",
        "The pro-Ines Dalla group said that twelve were lost.",
        "The Ines Dalla Foundation said that twelve were lost.",
        "Ines Dalla and Ada Moor said that twelve were lost.",
        "Ada Moor and her deputy, Ines Dalla, said that twelve were lost.",
        "After the storm, the mayor accused Ines Dalla.",
        "The union and the Harbour Office said that twelve were lost.",
        "Twelve were lost, said Ines Dalla and Bo Quill.",
        "The union was told that twelve were lost.",
        "Twelve were lost, the mayor told the union.",
        "A man whom nobody knew told the Harbour Office of twelve.",
        "The charge of the union was rejected in writing.",
        "Fewer than twelve, at the union’s request, were counted.",
        "The ‘storm council’ condemned the Harbour Office over twelve.",
    ],
)
def test_who_is_not_said_to_speak_is_no_claimant(text: str) -> None:
    assert claimant(text) == ""


def test_whom_an_outlet_cites_is_the_claimant() -> None:
    assert claimant("Wire News reported on Tuesday, citing a report by the Harbour Office, that two died.") == "office"
    assert claimant("Wire News reported, citing officials, that two died.") == ""


def test_a_name_of_two_actors_is_nobody_s() -> None:
    assert claimant("The union said that two died.", [*ACTORS, Actor("other", "advocacy", ("the union",))]) == ""


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ines Dalla spoke first.\nDalla said that two died.", "dalla"),
        ("The storm grew.\nDalla said that two died.", ""),
        ("Ines Dallas came.\nDalla said that two died.", ""),
        ("Ines Dalla and Ada Dalla spoke.\nDalla said that two died.", ""),
    ],
)
def test_a_surname_is_enough_where_the_text_has_named_one_person_of_it(text: str, actor: str) -> None:
    assert Namer(ACTORS, ENGLISH, text).claimant(propose(text, ENGLISH)[-1].speaker) == actor


def test_a_scare_quote_has_no_speaker_of_an_earlier_sentence() -> None:
    rows = propose("The union said so. Nobody saw the “storm” then.\nIt rained. “We lost all.”", ENGLISH)
    assert [(row.words, row.speaker.name) for row in rows if row.found == "quotation"] == [
        ("storm", ""), ("We lost all", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "verb",
    ["declined to comment", "refused to say", "would not say", "did not  respond", "Declined to comment"],
)
def test_a_verb_of_several_words_is_one_verb(verb: str) -> None:
    speaker = first(f"The Harbour Office {verb} on the two boats.").speaker
    assert (speaker.verb, speaker.name) == (verb, "The Harbour Office")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The union told Wire News that twelve were lost.", "wire"),
        ("The union told the agency Wire News on Tuesday that twelve were lost.", "wire"),
        ("“Twelve were lost,” the union told the Wire News agency in Northport.", "wire"),
        ("In an interview with Wire News, the union said that twelve were lost.", "wire"),
        ("Twelve were lost, said the union, cited by the agency Wire News.", "wire"),
        ("The union, quoted by Wire News, said that twelve were lost.", "wire"),
        ("The union was quoted by Wire News as saying that twelve were lost.", "wire"),
        ("Wire News reported, citing the union, that twelve were lost.", "wire"),
        ("The office said, citing the union, that twelve were lost.", ""),
        ("The union told the office that twelve were lost.", ""),
        ("The union told the newspaper that twelve were lost.", ""),
        ("The union, quoted by the union, said that twelve were lost.", ""),
        ("The union said that twelve were lost. It told Wire News so.", ""),
        ("The union said twelve were lost, before Bo Quill told Wire News of it.", ""),
        ("Quoted by Wire News and cited by the office, the union said that twelve were lost.", ""),
    ],
)
def test_who_passed_a_claim_on_is_proposed_as_via(text: str, actor: str) -> None:
    assert via(text) == actor


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The union said on Tuesday that twelve were lost.", "2031-05-13"),
        ("“Twelve were lost,” the union said in a statement on 4 May.", "2031-05-04"),
        ("“Twelve were lost,” said Ines Dalla on 4 May.", "2031-05-04"),
        ("The union told Wire News on 4 May that twelve were lost.", "2031-05-04"),
        ("On 4 May he said that twelve were lost.", "2031-05-04"),
        ("On Tuesday, the union said that twelve were lost.", "2031-05-13"),
        ("The union on Tuesday said that twelve were lost.", "2031-05-13"),
        ("It rained, but on 4 May the union later said that twelve were lost.", "2031-05-04"),
        ("According to the union on Tuesday, twelve were lost.", "2031-05-13"),
        ("The union said yesterday: “Twelve were lost.”", "2031-05-13"),
        ("The union said that twelve were lost on Tuesday.", ""),
        ("Twelve were lost on Tuesday, the union said.", ""),
        ("On Tuesday, the union said, twelve were lost.", ""),
        ("The union said on Tuesday twelve were lost.", ""),
        ("The union said last Tuesday that twelve were lost.", ""),
        ("The union said since Tuesday that twelve were lost.", ""),
        ("The union said on 20 May that twelve were lost.", ""),
    ],
)
def test_the_day_beside_the_verb_is_when_it_was_said(text: str, day: str) -> None:
    assert first(text).speaker.day == day


def test_without_a_day_of_publication_no_weekday_is_guessed() -> None:
    (row, *_) = propose("The union said on Tuesday that twelve were lost.", ENGLISH)
    assert row.speaker.day == ""


@given(st.lists(st.sampled_from(
    ["the union", "Ines Dalla", "Bo Quill", "said", "told", ",", "“", "”", "and", "of", "on Tuesday", "twelve died",
     "the mayor", "a judge", "according to", "was", "by", "’s", "Wire News", "."]), max_size=14))  # fmt: skip
def test_whatever_stands_in_a_sentence_a_claimant_is_one_who_is_named_and_never_its_own_go_between(
    parts: list[str],
) -> None:
    text = " ".join(parts)
    namer = Namer(ACTORS, ENGLISH, text)
    names = {actor.actor_id: [name.lower() for name in actor.names] for actor in ACTORS}
    for row in propose(text, ENGLISH, DAY):
        found = namer.claimant(row.speaker)
        assert not found or any(name.removeprefix("the ") in text.lower() for name in names[found])
        assert namer.via(row.speaker, found, "paper") not in ({found} - {""})
    assert namer.claimant(Speaker()) == ""
