"""Speakers: who vouches for a claim, in whose lane it stands, how that is said, and who is said to be silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from tiny import write_tiny_dataset

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.disputes import answers_of_accused
from claimbook.analysis.speakers import speaking_for
from claimbook.book.cards import source_cards
from claimbook.book.lists import claim_list, incident_facts, origin_counts
from claimbook.book.matrices import accusation_matrix, dispute_matrices
from claimbook.model.dataset import Dataset, load_dataset

DIVER = {"league-diver": {"name": "Diver", "kind": "official", "speaks_for": "rescue-league"}}
UNNAMED = {"someone": {"name": "unnamed ferrymen", "kind": "unidentified"}}
GLOSS = {"voice": "characterisation"}


def _load(folder: Path, claim: dict[str, str], **changes: Any) -> Dataset:
    """The tiny dataset with the third claim, of the River Office, changed."""
    return load_dataset(write_tiny_dataset(folder / "data", claims={"gazette-003": claim}, **changes))


def _said(dataset: Dataset, *columns: str) -> list[str]:
    row = describe_claims(dataset).set_index("claim_id").loc["gazette-003"]
    return [str(row[column]) for column in columns]


def test_who_is_heard_at_first_hand_speaks_for_itself_alone(tmp_path: Path) -> None:
    dataset = _load(tmp_path, {"remove": "first_hand", "via": ""})
    found = _said(dataset, "origin_id", "lane_id", "speaker", "mark_note")
    assert found == ["river-office", "river-office", "River Office", ""]


def test_words_relayed_as_news_are_the_claimants_and_name_who_relays_them(tmp_path: Path) -> None:
    dataset = _load(tmp_path, {"remove": "agency_relay", "via": "rescue-league;weir-gazette"})
    found = _said(dataset, "origin_id", "lane", "speaker", "mark_note")
    relayed = "River Office, relayed by Rescue League, then The Weir Gazette"
    assert found == ["river-office", "River Office", relayed, ""]


@pytest.mark.parametrize("remove", ["third_party_report", "leak"])
def test_what_is_known_at_second_hand_stands_in_the_claimants_lane_and_names_the_whole_chain(
    tmp_path: Path, remove: str
) -> None:
    dataset = _load(tmp_path, {"remove": remove, "via": "weir-gazette;rescue-league"})
    assert _said(dataset, "origin_id", "lane", "speaker", "mark_note") == [
        "river-office",
        "River Office",
        "River Office, according to The Weir Gazette, then Rescue League",
        "according to Rescue League",
    ]


@pytest.mark.parametrize(
    ("claim", "owner"),
    [
        ({}, "weir-gazette"),
        ({"words": "a refusal", "words_by": "rescue-league"}, "rescue-league"),
        ({"words": "no gate", "words_by": "river-office"}, "weir-gazette"),
        ({"remove": "third_party_report", "via": "weir-gazette;rescue-league"}, "rescue-league"),
        ({"remove": "leak", "via": "rescue-league", "words": "no", "words_by": "weir-gazette"}, "rescue-league"),
    ],
    ids=["the outlet", "whose words", "not the one described", "the third party", "the third party before the words"],
)
def test_what_somebodys_words_amount_to_is_vouched_for_by_who_says_so(
    tmp_path: Path, claim: dict[str, str], owner: str
) -> None:
    dataset = _load(tmp_path, {**GLOSS, **claim})
    name = dataset.name_of(owner)
    found = _said(dataset, "origin_id", "lane_id", "lane", "speaker", "mark_note")
    assert found == [owner, owner, name, f"{name}, of River Office", "of River Office"]
    assert _said(dataset, "claimant_id", "claimant") == ["river-office", "River Office"]


def test_a_gloss_stands_in_the_lane_of_those_for_whom_its_author_speaks(tmp_path: Path) -> None:
    claim = {**GLOSS, "remove": "third_party_report", "via": "league-diver"}
    found = _said(_load(tmp_path, claim, actors=DIVER), "origin_id", "lane", "speaker")
    assert found == ["league-diver", "Rescue League", "Diver, of River Office"]


def test_a_gloss_of_an_outlet_that_is_no_actor_stays_where_it_has_a_name(tmp_path: Path) -> None:
    dataset = _load(tmp_path, GLOSS, sources={"gazette": {"issued_by": ""}})
    assert _said(dataset, "origin_id", "lane", "mark_note") == ["river-office", "River Office", ""]


@pytest.mark.parametrize("via", ["rescue-league", "league-diver", "weir-gazette;league-diver"])
def test_somebody_unnamed_known_through_another_stands_in_that_ones_lane(tmp_path: Path, via: str) -> None:
    claim = {"claimant_id": "someone", "remove": "third_party_report", "via": via}
    dataset = _load(tmp_path, claim, actors={**DIVER, **UNNAMED})
    chain = ", then ".join(dataset.name_of(actor) for actor in via.split(";"))
    found = _said(dataset, "origin_id", "lane", "speaker", "mark_note")
    assert found == ["someone", "Rescue League", f"unnamed ferrymen, according to {chain}", "unnamed"]


@pytest.mark.parametrize("remove", ["first_hand", "agency_relay"])
def test_somebody_unnamed_who_is_heard_has_a_lane_of_its_own(tmp_path: Path, remove: str) -> None:
    dataset = _load(tmp_path, {"claimant_id": "someone", "remove": remove}, actors=UNNAMED)
    assert _said(dataset, "lane", "mark_note") == ["unnamed ferrymen", ""]


def test_a_claimant_stands_in_the_lane_at_the_end_of_those_it_speaks_for(tmp_path: Path) -> None:
    actors = {**DIVER, "diver-mate": {"name": "Mate", "kind": "official", "speaks_for": "league-diver"}}
    dataset = _load(tmp_path, {"claimant_id": "diver-mate"}, actors=actors)
    assert _said(dataset, "origin_id", "lane") == ["diver-mate", "Rescue League"]
    assert speaking_for(dataset)["rescue-league"] == "rescue-league"


def test_a_dataset_without_claims_has_the_columns_and_no_row(tiny_dataset: Dataset) -> None:
    claims = describe_claims(tiny_dataset.only_claims([]))
    assert claims.empty
    assert {"claimant", "origin_id", "lane_id", "lane", "speaker", "mark_note", "is_own"} <= set(claims.columns)


def _cells(html: str) -> list[list[str]]:
    rows = BeautifulSoup(html, "html.parser").select("tr")
    return [[cell.get_text() for cell in row.select("td")] for row in rows if row.select("td")]


def test_a_card_and_the_list_of_claims_name_the_speaker_alike(tmp_path: Path) -> None:
    dataset = _load(tmp_path, GLOSS)
    card = BeautifulSoup(source_cards(dataset, "").html, "html.parser").find(id="gazette-003")
    assert card.select_one(".cb-claimant").get_text() == "The Weir Gazette, of River Office"
    assert "The Weir Gazette, of River Office" in [row[0] for row in _cells(claim_list(dataset).html)]


def test_who_speaks_counts_a_gloss_with_its_author_and_not_with_whom_it_describes(tmp_path: Path) -> None:
    plain, gloss = _load(tmp_path / "plain", {}), _load(tmp_path / "gloss", GLOSS)
    labels = [plain.descriptor.label("voice", term) for term in ("indirect", "characterisation")]
    usual = {row[0]: row[2] for row in _cells(origin_counts(plain).html)}
    assert usual["River Office"] == f"{labels[0]} (2)"
    assert "The Weir Gazette" not in usual
    counted = {row[0]: row[2] for row in _cells(origin_counts(gloss).html)}
    assert (counted["River Office"], counted["The Weir Gazette"]) == (f"{labels[0]} (1)", f"{labels[1]} (1)")


def test_an_incident_counts_who_vouches_for_its_claims(tmp_path: Path) -> None:
    counts = {
        name: dict(_cells(incident_facts(_load(tmp_path / name, claim), "").html))["Who vouches for them"]
        for name, claim in {"plain": {}, "gloss": GLOSS}.items()
    }
    assert counts == {"plain": "2", "gloss": "3"}


@pytest.mark.parametrize("remove", ["first_hand", "agency_relay", "third_party_report", "leak"])
def test_a_card_always_says_at_which_hand_its_claim_is_known(tmp_path: Path, remove: str) -> None:
    dataset = _load(tmp_path, {"remove": remove, "via": "weir-gazette"})
    card = BeautifulSoup(source_cards(dataset, "").html, "html.parser").find(id="gazette-003")
    chips = [chip.get_text() for chip in card.select(".cb-chip")]
    assert chips == [dataset.descriptor.label("voice", "indirect"), dataset.descriptor.label("remove", remove)]


NO_STATEMENT = "no statement by this party was found in the sources searched"
NO_ANSWER = "no answer to this by this party was found in the sources searched"
# The league's claim alone accuses: the third claim neither denies anything nor takes a position.
UNANSWERED: dict[str, Any] = {
    "statements": {"gazette-003-s1": None},
    "takes": {("gazette-003", "gates-could-not"): None},
}


@pytest.mark.parametrize(
    ("claims", "sentence", "other"),
    [
        ({}, NO_ANSWER, NO_STATEMENT),
        ({"gazette-001": {"claimant_id": "river-clerk"}, "gazette-003": {"claimant_id": "rescue-league"}}, NO_ANSWER,
         NO_STATEMENT),
        ({n: {"claimant_id": "rescue-league"} for n in ("gazette-001", "gazette-003")}, NO_STATEMENT, NO_ANSWER),
        ({n: {"remove": "third_party_report", "via": "rescue-league"} for n in ("gazette-001", "gazette-003")},
         NO_STATEMENT, NO_ANSWER),
        ({n: {"voice": "characterisation"} for n in ("gazette-001", "gazette-003")}, NO_STATEMENT, NO_ANSWER),
    ],
    ids=["spoke of something else", "its clerk spoke", "silent", "only told of", "only described"],
)  # fmt: skip
def test_nobody_who_spoke_of_something_else_is_said_to_have_made_no_statement(
    tmp_path: Path, claims: dict[str, dict[str, str]], sentence: str, other: str
) -> None:
    actors = {"river-clerk": {"name": "Clerk", "kind": "official", "speaks_for": "river-office"}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", claims=claims, actors=actors, **UNANSWERED))
    assert answers_of_accused(dataset)["claims"].iloc[0] == ()
    for shown in (accusation_matrix(dataset), dispute_matrices(dataset)):
        assert sentence in shown.html.lower()
        assert other not in shown.html.lower()


def test_who_spoke_only_jointly_is_not_said_to_have_made_no_statement(tmp_path: Path) -> None:
    actors = {"joint-desk": {"name": "Office and League jointly", "kind": "joint"}}
    changes: dict[str, Any] = {
        **UNANSWERED,
        "actors": actors,
        "actor_members": {("joint-desk", member): {} for member in ("river-office", "rescue-league")},
        "claims": {"gazette-001": {"claimant_id": "rescue-league"}, "gazette-003": {"claimant_id": "joint-desk"}},
    }
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", **changes))
    assert NO_STATEMENT not in accusation_matrix(dataset).html.lower()
