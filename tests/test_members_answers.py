"""An accused group shows what its members said for themselves, whoever they are, and never as its own answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from carding import load_tiny

from claimbook.analysis.disputes import answers_of_accused
from claimbook.analysis.members import members_of
from claimbook.book.answering import nothing_found
from claimbook.book.matrices import accusation_matrix, dispute_matrices
from claimbook.model.dataset import Dataset

# Those who are pooled under one name, one of theirs, who accepts a deed, and one who was not heard.
POOL: dict[str, Any] = {
    "actors": {
        "rowers": {"name": "The Rowers", "kind": "armed_group"},
        "north-crew": {"name": "North Crew", "kind": "armed_group"},
        "south-crew": {"name": "South Crew", "kind": "armed_group"},
        "bosun": {"name": "Bosun", "kind": "official", "speaks_for": "north-crew"},
    },
    "actor_members": {("rowers", "north-crew"): {}, ("rowers", "south-crew"): {}},
    "claims": {"gazette-003": {"claimant_id": "bosun"}},
    "statements": {"gazette-003-s1": None},
    "attributions": {
        "gazette-002-a1": {"accused_id": "rowers"},
        "gazette-003-a1": {
            "claim_id": "gazette-003", "deed": "gates left shut", "object": "responsibility",
            "role": "carried_out", "accused_id": "north-crew", "stance": "accepts",
        },
    },
}  # fmt: skip
NO_STATEMENT = nothing_found(has_statement=False).sentence
NO_ANSWER = nothing_found(has_statement=True).sentence
NO_TAKES = {"takes": {("gazette-003", "gates-could-not"): None}}


def _rowers(dataset: Dataset) -> Any:
    return answers_of_accused(dataset).set_index("accused_id").loc["rowers"]


def test_a_members_own_answer_stands_under_the_group_and_is_not_the_groups(tmp_path: Path) -> None:
    row = _rowers(load_tiny(tmp_path, **POOL, **NO_TAKES))
    assert (row["claims"], row["has_statement"]) == ((), False)
    found = {member.name: [claim.href.split("#")[1] for claim in member.claims] for member in row["members"]}
    assert found == {"North Crew": ["gazette-003"], "South Crew": []}


def test_the_table_and_the_list_name_the_member_and_lead_to_its_claim(tmp_path: Path) -> None:
    shown = BeautifulSoup(accusation_matrix(load_tiny(tmp_path, **POOL, **NO_TAKES)).html, "html.parser")
    cell = shown.select_one("td.cb-own-answer")
    assert "no statement as a whole found" in cell.get_text()
    (member,) = cell.select(".cb-of-which")
    assert "of which a member, as a source says, North Crew" in member.get_text()
    said = shown.find(id=member.a["href"][1:]).find_next_sibling("dd")
    assert [link["href"].split("#")[1] for link in said.select("a")] == ["gazette-003"]
    silent = shown.find(id="answer-of-rowers-by-south-crew").find_next_sibling("dd").get_text()
    assert silent.lower() == f"{NO_STATEMENT}."


def test_a_member_that_answers_at_second_hand_has_a_ring_and_no_answer_of_its_own(tmp_path: Path) -> None:
    told = {"gazette-003": {"claimant_id": "bosun", "remove": "third_party_report", "via": "rescue-league"}}
    shown = BeautifulSoup(
        accusation_matrix(load_tiny(tmp_path, **{**POOL, "claims": told}, **NO_TAKES)).html, "html.parser"
    )
    member = shown.select_one("td.cb-own-answer .cb-of-which")
    assert "cb-ring" in member.a["class"]
    assert "at second hand" in member.select_one("span.cb-none").get_text()
    own = shown.find(id="answer-of-rowers-by-north-crew").find_next_sibling("dd")
    assert NO_STATEMENT in own.get_text().lower() or NO_ANSWER in own.get_text().lower()


@pytest.mark.parametrize("beside", [5, 1])
def test_in_the_table_of_a_question_a_members_answer_has_a_row_under_its_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: int
) -> None:
    monkeypatch.setattr("claimbook.book.matrices.MOST_BESIDE", beside)
    shown = BeautifulSoup(dispute_matrices(load_tiny(tmp_path, **POOL)).html, "html.parser")
    (row,) = shown.select("tr.cb-of-which")
    assert row.th.get_text() == "The Rowers: of which a member, as a source says, North Crew"
    assert [mark["href"].split("#")[1] for mark in row.select("a.cb-mark")] == ["gazette-003"]
    group = row.find_previous_sibling("tr")
    assert nothing_found(has_statement=False, is_group=True).sentence in group.th.get_text()
    assert not group.select("a.cb-mark")


def test_a_member_for_which_others_speak_names_them_and_paper_has_their_answers_once(tmp_path: Path) -> None:
    actors = {**POOL["actors"], "harbour": {"name": "Harbour Board", "kind": "authority"},
              "north-crew": {"name": "North Crew", "kind": "armed_group", "speaks_for": "harbour"}}  # fmt: skip
    attributions = {**POOL["attributions"], "gazette-002-a2": {
        **POOL["attributions"]["gazette-003-a1"], "claim_id": "gazette-002", "stance": "asserts"}}  # fmt: skip
    dataset = load_tiny(tmp_path, **{**POOL, "actors": actors, "attributions": attributions})
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    term = shown.find(id="answer-of-rowers-by-north-crew")
    assert term.get_text() == "Of which a member, as a source says: North Crew, answered for by Harbour Board"
    said = term.find_next_sibling("dd")
    assert said.select_one("p.cb-on-paper a")["href"] == "#answer-of-north-crew"
    assert said.ul["class"] == ["cb-off-paper"]
    row = BeautifulSoup(dispute_matrices(dataset).html, "html.parser").select_one("tr.cb-of-which th")
    assert (
        row.get_text() == "The Rowers: of which a member, as a source says, North Crew, answered for by Harbour Board"
    )


def test_whoever_speaks_in_the_groups_own_name_is_no_member_beside_it(tmp_path: Path) -> None:
    actors = {**POOL["actors"], "north-crew": {"name": "North Crew", "kind": "armed_group", "speaks_for": "rowers"}}
    dataset = load_tiny(tmp_path, **{**POOL, "actors": actors}, **NO_TAKES)
    assert members_of(dataset)["rowers"] == ("south-crew",)
    assert [claim.href.split("#")[1] for claim in _rowers(dataset)["claims"]] == []


def test_members_of_members_are_members_and_a_circle_ends(tmp_path: Path) -> None:
    members = {("rowers", "north-crew"): {}, ("north-crew", "south-crew"): {}, ("south-crew", "rowers"): {}}
    dataset = load_tiny(tmp_path, **{**POOL, "actor_members": members})
    assert members_of(dataset)["rowers"] == ("north-crew", "south-crew")


def test_nothing_but_the_list_of_members_makes_a_member(tmp_path: Path) -> None:
    changes = {**POOL, "actor_members": {}}
    dataset = load_tiny(tmp_path, **changes, **NO_TAKES)
    assert _rowers(dataset)["members"] == ()
    assert "of which a member, as" not in accusation_matrix(dataset).html


def test_other_statements_of_an_accused_and_of_its_members_are_counted_in_its_row_and_listed_below(
    tmp_path: Path,
) -> None:
    claims = {"gazette-003": {"claimant_id": "bosun"}, "gazette-001": {"claimant_id": "south-crew"}}
    dataset = load_tiny(tmp_path, **{**POOL, "claims": claims}, **NO_TAKES)
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    (other,) = shown.select("td.cb-own-answer a[href$=-statements]")
    assert other.parent.get_text() == "Other statements by its side or its members: 1"
    said = shown.find(id=other["href"][1:]).find_next_sibling("dd")
    assert [link["href"].split("#")[1] for link in said.select("li a")] == ["gazette-001"]
