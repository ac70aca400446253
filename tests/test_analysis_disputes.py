"""Disputes: answers in a fixed order, empty rows printed, origins counted once, the accused's own answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from carding import load_tiny

from claimbook.analysis.discrepancies import list_discrepancies
from claimbook.analysis.disputes import STANCES, accusations, answers_of_accused, list_takes, parties_to
from claimbook.book.matrices import accusation_matrix, dispute_matrices
from claimbook.model.dataset import Dataset

NO_STATEMENT = "no statement by this party was found in the sources searched"
NO_ANSWER = "no answer to this by this party was found in the sources searched"
ATTRIBUTION = {
    "deed": "gates left shut", "object": "responsibility", "role": "failed_to_prevent", "accused_id": "river-office",
    "stance": "asserts",
}  # fmt: skip


def _takes(*stances: str) -> dict[Any, Any]:
    """A claim of the league for each stance, all on one position."""
    gone = {("gazette-002", "gates-could"): None}
    return {**gone, **{(f"claim-{n}", "gates-could"): {"stance": stance} for n, stance in enumerate(stances)}}


def _claims(count: int, **cells: str) -> dict[str, dict[str, str]]:
    claim = {
        "source_id": "gazette", "passage_id": "gazette-p3", "claimant_id": "rescue-league", "remove": "first_hand",
        "voice": "indirect", "asserted": "2031-05-05", "asserted_basis": "stated", "summary": "The league speaks.",
    }  # fmt: skip
    return {f"claim-{n}": {**claim, **cells} for n in range(count)}


def test_the_order_of_stances_is_the_one_that_is_written_down() -> None:
    words = "asserts, denies, accepts, justifies, doubts, finds no evidence, withholds"
    assert [stance.replace("_", " ") for stance in STANCES] == words.split(", ")


def test_every_stance_of_the_code_list_has_its_place(tiny_dataset: Dataset) -> None:
    assert set(STANCES) == set(tiny_dataset.descriptor.vocabularies["stance"].terms)


def test_takes_come_in_the_fixed_order_of_stances_however_they_were_coded(tmp_path: Path) -> None:
    backwards = tuple(reversed(STANCES))
    dataset = load_tiny(tmp_path, claims=_claims(len(STANCES)), takes=_takes(*backwards))
    takes = list_takes(dataset)
    assert list(takes.loc[takes["position_id"] == "gates-could", "stance"]) == list(STANCES)
    table = BeautifulSoup(dispute_matrices(dataset).html, "html.parser").find("table")
    names = [name.get_text() for name in table.find("th", string=re.compile("Rescue")).parent.select(".cb-stance-name")]
    assert names == [dataset.descriptor.label("stance", stance) for stance in STANCES]


def test_parties_are_those_who_answer_and_those_whom_an_answer_accuses_by_name(tmp_path: Path) -> None:
    actors = {"old-dyke-guild": {"name": "Dyke Guild", "kind": "authority"}}
    attributions = {"gazette-002-a2": {**ATTRIBUTION, "claim_id": "gazette-002", "accused_id": "old-dyke-guild"}}
    parties = parties_to(load_tiny(tmp_path, actors=actors, attributions=attributions), "gates")
    assert list(parties["lane"]) == ["Dyke Guild", "Rescue League", "River Office"]
    assert list(parties["has_answer"]) == list(parties["has_statement"]) == [False, True, True]


def test_a_party_that_is_silent_has_a_row_that_says_so_and_cells_that_say_none_found(tmp_path: Path) -> None:
    actors = {"old-dyke-guild": {"name": "Dyke Guild", "kind": "authority"}}
    attributions = {"gazette-002-a2": {**ATTRIBUTION, "claim_id": "gazette-002", "accused_id": "old-dyke-guild"}}
    shown = BeautifulSoup(
        dispute_matrices(load_tiny(tmp_path, actors=actors, attributions=attributions)).html, "html.parser"
    )
    row = shown.find("th", string=re.compile("Dyke Guild")) or shown.select_one("tbody th")
    assert NO_STATEMENT in row.get_text()
    assert NO_ANSWER not in row.get_text()
    assert [cell.get_text() for cell in row.parent.find_all("td")] == ["none found", "none found"]


def test_an_answer_at_second_hand_is_a_ring_and_no_statement_of_the_partys_own(tmp_path: Path) -> None:
    told = {"gazette-003": {"remove": "third_party_report", "via": "rescue-league"}}
    dataset = load_tiny(tmp_path, claims=told)
    own = parties_to(dataset, "gates").set_index("lane")["has_answer"]
    assert (bool(own["River Office"]), bool(own["Rescue League"])) == (False, True)
    shown = BeautifulSoup(dispute_matrices(dataset).html, "html.parser")
    rings = [mark["href"].split("#")[1] for mark in shown.select("a.cb-mark.cb-ring")]
    filled = [mark["href"].split("#")[1] for mark in shown.select("a.cb-mark:not(.cb-ring)")]
    assert (rings, filled) == (["gazette-003"], ["gazette-002"])


def _accusers(count: int) -> dict[str, Any]:
    """Claims of several outlets on one word of the league, and their attributions."""
    claims = _claims(count)
    return {
        "claims": claims,
        "attributions": {f"attr-{n}": {**ATTRIBUTION, "claim_id": claim} for n, claim in enumerate(claims)},
    }


def test_ten_claims_of_one_claimant_are_one_origin(tmp_path: Path) -> None:
    row = accusations(load_tiny(tmp_path, **_accusers(10))).iloc[0]
    assert (row["accuser"], row["accused"], row["origins"]) == ("Rescue League", "River Office", 1)
    assert len(row["claims"]) == 11


def test_two_claimants_that_speak_for_one_party_are_two_origins(tmp_path: Path) -> None:
    changes = _accusers(2)
    changes["claims"]["claim-1"]["claimant_id"] = "league-diver"
    actors = {"league-diver": {"name": "Diver", "kind": "official", "speaks_for": "rescue-league"}}
    table = accusations(load_tiny(tmp_path, actors=actors, **changes))
    assert list(table["accuser"]) == ["Rescue League"]
    assert list(table["origins"]) == [2]


def test_an_accusation_known_only_at_second_hand_is_marked_so(tmp_path: Path) -> None:
    second = {"gazette-002": {"remove": "third_party_report", "via": "weir-gazette"}}
    dataset = load_tiny(tmp_path, claims=second)
    assert not accusations(dataset)["is_own"].any()
    page = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    marks = page.select("td:not(.cb-own-answer) .cb-mark")
    assert marks
    assert all("cb-ring" in mark["class"] for mark in marks)
    assert all("at second hand" in mark.find_parent("li").get_text() for mark in marks)


@pytest.mark.parametrize("stance", [stance for stance in STANCES if stance != "asserts"])
def test_only_who_asserts_accuses(tmp_path: Path, stance: str) -> None:
    assert accusations(load_tiny(tmp_path, attributions={"gazette-002-a1": {"stance": stance}})).empty


@pytest.mark.parametrize("accused", ["river-office", "river-clerk"])
def test_who_speaks_of_its_own_side_is_no_accuser(tmp_path: Path, accused: str) -> None:
    actors = {"river-clerk": {"name": "Clerk", "kind": "official", "speaks_for": "river-office"}}
    own = {"gazette-002-a1": {"claim_id": "gazette-003", "accused_id": accused}}
    figure = {"gazette-001-f1": {"by_id": accused}}
    assert accusations(load_tiny(tmp_path, actors=actors, attributions=own, figures=figure)).empty


def test_the_accused_has_its_own_answers_beside_the_accusation(tmp_path: Path) -> None:
    answer = {"gazette-003-a1": {**ATTRIBUTION, "claim_id": "gazette-003", "stance": "denies"}}
    dataset = load_tiny(tmp_path, attributions=answer)
    answers = answers_of_accused(dataset)
    assert list(answers["accused"]) == ["River Office"]
    assert [claim.href.split("#")[1] for claim in answers["claims"].iloc[0]] == ["gazette-003"]
    shown = accusation_matrix(dataset).html.lower()
    assert (NO_STATEMENT in shown, NO_ANSWER in shown) == (False, False)


# The league's claim alone accuses: the third claim neither denies anything nor takes a position.
UNANSWERED: dict[str, Any] = {
    "statements": {"gazette-003-s1": None},
    "takes": {("gazette-003", "gates-could-not"): None},
}


@pytest.mark.parametrize("act", ["deny", "acknowledge", "justify"])
def test_a_statement_that_denies_accepts_or_justifies_no_coded_deed_stands_beside_the_answers(
    tmp_path: Path, act: str
) -> None:
    changes = {**UNANSWERED, "statements": {"gazette-003-s1": {"act": act}}}
    dataset = load_tiny(tmp_path, **changes)
    assert (_answers(dataset), _answers(dataset, "others")) == ([], ["gazette-003"])


def test_what_is_said_of_anothers_deed_is_no_answer_and_stands_beside_them(tmp_path: Path) -> None:
    other = {"gazette-003-a1": {**ATTRIBUTION, "claim_id": "gazette-003", "stance": "denies", "accused_id": "rowers"}}
    actors = {"rowers": {"name": "The Rowers", "kind": "authority"}}
    dataset = load_tiny(tmp_path, actors=actors, attributions=other, **UNANSWERED)
    table = answers_of_accused(dataset).set_index("accused_id").loc["river-office"]
    assert table["claims"] == ()
    assert [claim.href.split("#")[1] for claim in table["others"]] == ["gazette-003"]
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    assert "no answer to this" in shown.find(id="answer-of-river-office").find_next_sibling("dd").get_text().lower()
    assert shown.find(id="answer-of-river-office-others").find_next_sibling("dd").select_one("details li")


def test_who_answers_what_nobody_attributes_is_named_apart(tmp_path: Path) -> None:
    own = {"gazette-003-a1": {**ATTRIBUTION, "claim_id": "gazette-003", "stance": "denies"}, "gazette-002-a1": None}
    dataset = load_tiny(tmp_path, attributions=own)
    assert accusations(dataset).empty
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    apart = shown.find(id="answered-and-not-attributed").find_parent("section")
    assert [term.get_text() for term in apart.find_all("dt")] == ["River Office"]
    assert [link["href"].split("#")[1] for link in apart.select("li a")] == ["gazette-003"]


@pytest.mark.parametrize("act", ["comment", "condemn", "report", "warn"])
def test_a_statement_of_another_kind_is_no_answer(tmp_path: Path, act: str) -> None:
    changes = {**UNANSWERED, "statements": {"gazette-003-s1": {"act": act}}}
    assert _answers(load_tiny(tmp_path, **changes)) == []


def _answers(dataset: Dataset, column: str = "claims") -> list[str]:
    (listed,) = answers_of_accused(dataset)[column]
    return [claim.href.split("#")[1] for claim in listed]


def test_a_position_of_its_own_on_a_question_on_which_its_accuser_takes_another_is_an_answer(tmp_path: Path) -> None:
    assert _answers(load_tiny(tmp_path, statements={"gazette-003-s1": None})) == ["gazette-003"]


def test_a_position_on_another_question_is_no_answer(tmp_path: Path) -> None:
    dataset = load_tiny(
        tmp_path,
        statements={"gazette-003-s1": None},
        disputes={"tide": {"question": "Was it the tide?", "kind": "fact"}},
        positions={"tide-it-was": {"dispute_id": "tide", "label": "It was"}},
        takes={("gazette-003", "gates-could-not"): None, ("gazette-003", "tide-it-was"): {"stance": "asserts"}},
    )
    assert _answers(dataset) == []


BY_OFFICE = {"gazette-002-f1": {"by_id": "river-office"}}


def test_a_figure_restricted_to_a_perpetrator_accuses_it(tmp_path: Path) -> None:
    dataset = load_tiny(tmp_path, attributions={"gazette-002-a1": None}, figures=BY_OFFICE)
    table = accusations(dataset)
    found = table[["accuser", "accused", "origins", "is_own"]].itertuples(index=False, name=None)
    assert list(found) == [("Rescue League", "River Office", 1, True)]
    assert [claim.href.split("#")[1] for claim in table["claims"].iloc[0]] == ["gazette-002"]
    assert "Attributed to: River Office" in accusation_matrix(dataset).html


def test_a_figure_and_an_attribution_of_one_claim_are_one_accusation(tmp_path: Path) -> None:
    table = accusations(load_tiny(tmp_path, figures=BY_OFFICE))
    assert list(table["origins"]) == [1]
    assert len(table["claims"].iloc[0]) == 1


def test_who_is_accused_by_a_figure_alone_answers_by_its_position_too(tmp_path: Path) -> None:
    changes = {"attributions": {"gazette-002-a1": None}, "statements": {"gazette-003-s1": None}, "figures": BY_OFFICE}
    assert _answers(load_tiny(tmp_path, **changes)) == ["gazette-003"]


def test_the_accused_is_named_as_the_claim_names_it_and_answered_for_by_its_side(tmp_path: Path) -> None:
    actors = {"river-clerk": {"name": "Clerk", "kind": "official", "speaks_for": "river-office"}}
    attributions = {"gazette-002-a1": {"accused_id": "river-clerk"}}
    dataset = load_tiny(tmp_path, actors=actors, attributions=attributions)
    assert list(accusations(dataset)["accused"]) == list(answers_of_accused(dataset)["accused"]) == ["Clerk"]
    assert _answers(dataset) == ["gazette-003"]


def test_a_gloss_accuses_in_the_name_of_its_author(tmp_path: Path) -> None:
    gloss = {"gazette-002": {"voice": "characterisation", "words_by": "weir-gazette"}}
    table = accusations(load_tiny(tmp_path, claims=gloss))
    assert list(table["accuser"]) == ["The Weir Gazette"]
    assert list(table["origins"]) == [1]


def test_an_answer_at_second_hand_is_given_as_such(tmp_path: Path) -> None:
    answer = {"gazette-003-a1": {**ATTRIBUTION, "claim_id": "gazette-003", "stance": "accepts"}}
    told = {"gazette-003": {"remove": "third_party_report", "via": "rescue-league"}}
    dataset = load_tiny(tmp_path, attributions=answer, claims=told)
    (listed,) = answers_of_accused(dataset)["claims"].iloc[0]
    assert not listed.is_own
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser").select_one("dl.cb-accusations")
    said = {term.get_text(): term.find_next_sibling("dd").get_text() for term in shown.find_all("dt")}
    assert "at second hand" in said["Said of its answer by others"]
    assert NO_ANSWER in said["Its own answer"].lower()


def test_a_dataset_without_disputes_or_attributions_gives_empty_tables(tmp_path: Path) -> None:
    dataset = load_tiny(
        tmp_path,
        attributions={"gazette-002-a1": None},
        takes={("gazette-002", "gates-could"): None, ("gazette-003", "gates-could-not"): None},
        positions={"gates-could": None, "gates-could-not": None},
        disputes={"gates": None},
    )
    assert accusations(dataset).empty
    assert answers_of_accused(dataset).empty
    assert list_takes(dataset).empty
    assert "<section" not in dispute_matrices(dataset).html


@pytest.mark.parametrize(
    ("changes", "reach"),
    [
        ({}, "within one source"),
        ({"discrepancies": {"gazette-d1": {"gazetteer": "River atlas"}}}, "with a gazetteer"),
        ({"second": "rescue-league"}, "between origins"),
        ({"second": "river-office"}, "renderings of one origin"),
        ({"second": "office-head"}, "renderings of one origin"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_reach_of_a_discrepancy_is_computed_from_its_claims(
    tmp_path: Path, changes: dict[str, Any], reach: str
) -> None:
    claimant = changes.pop("second", None) if "second" in changes else None
    if claimant:
        source = {"title": "Herald", "kind": "news_report", "published": "2031-05-08", "language": "en",
                  "seen_as": "excerpt", "coding_scope": "passage"}  # fmt: skip
        changes = {
            "actors": {"office-head": {"name": "Ada Finch", "kind": "official", "speaks_for": "river-office"}},
            "sources": {"herald": source},
            "passages": {"herald-p1": {"source_id": "herald", "text_part": "body"}},
            "claims": {"gazette-002": {"source_id": "herald", "passage_id": "herald-p1", "claimant_id": claimant}},
        }
    assert list(list_discrepancies(load_tiny(tmp_path, **changes))["reach"]) == [reach]
