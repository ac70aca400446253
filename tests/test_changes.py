"""What differs between two states of a dataset: claims, numbers, days, findings, answers, what compares with what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from carding import load_tiny

from claimbook.analysis.changes import list_changes, list_sources_changed, match_figures, new_successors
from claimbook.analysis.comparability import compare_figures
from claimbook.analysis.relations import list_flipped
from claimbook.model.dataset import Dataset

Make = Callable[..., Dataset]
REVISED = {"release": "0.2.0", "claim_id": "gazette-001", "reason": "The first coder had misread it."}
ANEW = {
    "source_id": "gazette", "passage_id": "gazette-p2", "claimant_id": "river-office", "via": "weir-gazette",
    "remove": "agency_relay", "voice": "indirect", "asserted": "2031-05-05", "asserted_basis": "stated",
    "incident_id": "flood", "place_id": "lowmere", "summary": "The River Office counts at least 13 dead.",
    "evidence": "not_stated",
}  # fmt: skip
FIGURE = {
    "claim_id": "gazette-004", "measure": "killed", "counted": "people", "unit": "persons", "status": "unspecified",
    "status_basis": "not_stated", "quantity": ">=13", "quantity_words": "13", "quantity_basis": "transcript",
    "modality": "count", "counting": "cumulative", "period": "2031-05-04", "place_id": "lowmere",
}  # fmt: skip
SUPERSEDED: dict[str, Any] = {
    "claims": {"gazette-004": ANEW},
    "figures": {"gazette-004-f1": FIGURE},
    "revisions": {"r1": {**REVISED, "action": "supersede", "by_claim_id": "gazette-004"}},
}


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Load the tiny dataset with changes, in a folder of its own each time."""

    def load(**changes: Any) -> Dataset:
        return load_tiny(tmp_path / str(len(list(tmp_path.iterdir()))), **changes)

    return load


def _told(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_two_states_that_are_the_same_differ_in_nothing(make: Make) -> None:
    before, now = make(), make()
    assert list_changes(before, now).is_empty
    assert list_sources_changed(before, now).empty
    figures = {figure: figure for figure in before.figures["figure_id"]}
    assert match_figures(before, now, {}) == figures
    flipped = list_flipped(before, now, figures)
    assert flipped is not None
    assert flipped.empty


def test_a_superseded_claim_is_told_with_its_successor_and_its_number_is_held_against_the_new_one(make: Make) -> None:
    changes = list_changes(make(), make(**SUPERSEDED))
    assert _told(changes.claims, "claim_id", "change", "by_claim_id", "reason") == [
        ("gazette-004", "added", "", ""),
        ("gazette-001", "supersede", "gazette-004", REVISED["reason"]),
    ]
    (row,) = changes.figures.to_dict("records")
    assert (row["figure_id"], row["now_figure_id"]) == ("gazette-001-f1", "gazette-004-f1")
    assert (row["quantity"], row["now_quantity"], row["low"], row["now_low"]) == (">=12", ">=13", 12, 13)


@pytest.mark.parametrize(("action", "label"), [("retract", "retract"), ("redact", "redact")])
def test_what_became_of_a_claim_is_told_once_and_not_as_an_edit(make: Make, action: str, label: str) -> None:
    revised = {"r1": {**REVISED, "action": action}}
    changes = list_changes(make(), make(revisions=revised, claims={"gazette-001": {"summary": "Another."}}))
    assert _told(changes.claims, "claim_id", "change") == [("gazette-001", label)]


def test_a_claim_edited_in_place_is_told_with_what_of_it_is_another(make: Make) -> None:
    now = make(
        claims={"gazette-002": {"summary": "Another.", "asserted": "2031-05-06"}},
        figures={"gazette-002-f1": {"quantity": "hundreds"}, "gazette-001-f2": {"quantity": "5|9"}},
    )
    changes = list_changes(make(), now)
    assert _told(changes.claims, "claim_id", "change", "parts") == [
        ("gazette-001", "edited", "figures"),
        ("gazette-002", "edited", "asserted, summary, figures"),
    ]
    assert _told(changes.figures, "figure_id", "quantity", "now_quantity") == [
        ("gazette-001-f2", "4|8", "5|9"),
        ("gazette-002-f1", "dozens", "hundreds"),
    ]
    assert _told(changes.days, "claim_id", "asserted", "now_asserted") == [
        ("gazette-002", "2031-05-05/2031-05-06", "2031-05-06")
    ]


def test_who_coded_a_claim_and_what_coders_noted_is_no_difference(make: Make) -> None:
    assert list_changes(make(), make(claims={"gazette-001": {"coder": "B. Reader", "note": "Seen twice."}})).is_empty


def test_an_answer_that_became_another_is_told_by_party_and_question(make: Make) -> None:
    now = make(takes={("gazette-003", "gates-could-not"): None, ("gazette-003", "gates-could"): {"stance": "denies"}})
    (row,) = list_changes(make(), now).answers.to_dict("records")
    assert (row["question"], row["party"]) == ("Could the gates have held back the water?", "River Office")
    assert (row["before"], row["now"]) == ("asserts: No gate could have", "denies: They could have")


def test_an_answer_of_a_withdrawn_claim_counts_no_longer(make: Make) -> None:
    withdrawn = {"r1": {**REVISED, "claim_id": "gazette-003", "action": "retract"}}
    (row,) = list_changes(make(), make(revisions=withdrawn)).answers.to_dict("records")
    assert (row["before"], row["now"]) == ("asserts: No gate could have", "")


def test_what_the_auditor_finds_anew_and_no_longer_is_told(make: Make) -> None:
    whole = {"gazette-001-f1": {"quantity": "12"}}
    before = make(figures={**whole, "gazette-001-f2": {"quantity": "12", "division": "status"}})
    now = make(figures={**whole, "gazette-001-f2": {"quantity": "40", "division": "status"}})
    changes = list_changes(before, now)
    assert list(changes.findings["change"]) == ["added"]
    assert "gazette-001" in changes.findings.iloc[0]["claim_ids"]
    back = list_changes(now, before).findings
    assert _told(back, "change", "text") == [("gone", changes.findings.iloc[0]["text"])]


def test_pairs_that_compare_otherwise_are_those_that_a_comparison_of_every_pair_finds(make: Make) -> None:
    before, now = make(), make(figures={"gazette-001-f2": {"group": "", "counted": "people"}})
    same = {figure: figure for figure in before.figures["figure_id"]}
    flipped = list_flipped(before, now, same)
    assert flipped is not None
    every = compare_figures(before).merge(compare_figures(now), on=["first_id", "second_id"], suffixes=("", "_now"))
    every = every[every["relation"] != every["relation_now"]]
    assert len(every) > 0
    found = {(frozenset((row.first_id, row.second_id)), row.relation, row.now_relation) for row in flipped.itertuples()}
    mirrored = {"contained in": "contains", "contains": "contained in"}
    for row in every.itertuples():
        pair = frozenset((row.first_id, row.second_id))
        assert (pair, row.relation, row.relation_now) in found or (
            pair, mirrored.get(str(row.relation), row.relation), mirrored.get(str(row.relation_now), row.relation_now),
        ) in found  # fmt: skip
    assert len(flipped) == len(every)


def test_where_what_lies_in_what_changed_every_pair_is_compared_anew(make: Make) -> None:
    apart = {"gazette-001-f2": {"place_id": "ferry-quay"}}
    before = make(figures=apart)
    now = make(figures=apart, places={"ferry-quay": {"part_of": ""}})
    flipped = list_flipped(before, now, {figure: figure for figure in before.figures["figure_id"]})
    assert flipped is not None
    assert ("gazette-001-f1", "gazette-001-f2") in _told(flipped, "first_id", "second_id")


def test_a_chain_of_successors_leads_to_the_last_one_and_a_circle_ends(make: Make) -> None:
    before = make()
    chain = {
        "r1": {**REVISED, "action": "supersede", "by_claim_id": "gazette-002"},
        "r2": {**REVISED, "claim_id": "gazette-002", "action": "supersede", "by_claim_id": "gazette-003"},
    }
    assert new_successors(before, make(revisions=chain))["gazette-001"] == "gazette-003"
    circle = {
        **chain,
        "r3": {**REVISED, "claim_id": "gazette-003", "action": "supersede", "by_claim_id": "gazette-001"},
    }
    assert set(new_successors(before, make(revisions=circle))) == {"gazette-001", "gazette-002", "gazette-003"}


def test_claims_that_were_corrected_stand_no_longer_and_stay_in_their_source(make: Make) -> None:
    now = make(**SUPERSEDED)
    assert set(now.standing().claims["claim_id"]) == {"gazette-002", "gazette-003", "gazette-004"}
    assert "gazette-001" in set(now.claims["claim_id"])
    assert "gazette-001-f1" not in set(now.standing().figures["figure_id"])
    plain = make()
    assert plain.standing() is plain
