"""Claims under the matrices of disputes say when they were said, and those of one party stand by day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from carding import load_tiny
from tiny import write_tiny_dataset

from claimbook.analysis.deeds import NOT_TIED
from claimbook.analysis.disputes import accusations, answers_of_accused
from claimbook.book.matrices import accusation_matrix, dispute_matrices
from claimbook.model.dataset import Dataset, load_dataset

ATTRIBUTION = {
    "deed": "gates left shut", "object": "responsibility", "role": "failed_to_prevent", "accused_id": "river-office",
    "stance": "asserts",
}  # fmt: skip
DAYS = ("2031-05-08", "2031-05-05/..", "2031-05-06", "2031-05-07")
IN_ORDER = ["said 6 May 2031", "said 7 May 2031", "said 8 May 2031", "said since 5 May 2031"]


def _claims(claimant: str) -> dict[str, dict[str, str]]:
    claim = {
        "source_id": "gazette", "passage_id": "gazette-p3", "claimant_id": claimant, "remove": "first_hand",
        "voice": "indirect", "asserted_basis": "stated", "summary": "It speaks.",
    }  # fmt: skip
    return {f"claim-{n}": {**claim, "asserted": day} for n, day in enumerate(DAYS)}


def _load(folder: Path, claimant: str, stance: str) -> Dataset:
    """Return a dataset in which a party's four claims, coded in no order of days, are all there is on one question."""
    changes: dict[str, Any] = {
        "claims": _claims(claimant),
        "attributions": {f"attr-{n}": {**ATTRIBUTION, "claim_id": f"claim-{n}", "stance": stance} for n in range(4)},
        "statements": {"gazette-003-s1": None},
        "takes": {
            ("gazette-002", "gates-could"): None,
            ("gazette-003", "gates-could-not"): None,
            **{(f"claim-{n}", "gates-could"): {"stance": stance} for n in range(4)},
        },
    }
    return load_dataset(write_tiny_dataset(folder / "data", **changes))


def _days(page: BeautifulSoup, selector: str) -> list[str]:
    return [item.select_one(".cb-none").get_text().partition(";")[0] for item in page.select(selector)]


def test_accusations_stand_by_day_and_say_it(tmp_path: Path) -> None:
    dataset = _load(tmp_path, "rescue-league", "asserts")
    (claims,) = accusations(dataset)["claims"]
    assert [claim.said for claim in claims if claim.summary == "It speaks."] == IN_ORDER
    page = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    assert [day for day in _days(page, "dd li") if day in IN_ORDER] == IN_ORDER


def test_the_accuseds_own_answers_stand_by_day_and_say_it(tmp_path: Path) -> None:
    dataset = _load(tmp_path, "river-office", "denies")
    (claims,) = answers_of_accused(dataset)["claims"]
    assert [claim.said for claim in claims] == IN_ORDER
    page = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    answer = page.find(id="answer-of-river-office").find_next_sibling("dd")
    assert _days(answer, "li") == IN_ORDER


def test_claims_under_a_question_say_the_day(tmp_path: Path) -> None:
    page = BeautifulSoup(dispute_matrices(_load(tmp_path, "river-office", "denies")).html, "html.parser")
    assert _days(page, "#gates-claims li") == IN_ORDER
    assert "said 6 May 2031; denies: They could have" in page.find(id="gates-claims").get_text()


def test_an_accusation_says_what_is_attributed_and_what_part_in_it(tmp_path: Path) -> None:
    deeds = {
        "gazette-002-a1": {"deed": "opening of the gates", "role": "ordered"},
        "gazette-002-a2": {
            **ATTRIBUTION,
            "claim_id": "gazette-002",
            "deed": "silence afterwards",
            "role": "unspecified",
        },
    }
    dataset = load_tiny(tmp_path, attributions=deeds, figures={"gazette-002-f1": {"by_id": "river-office"}})
    ((claim,),) = accusations(dataset)["claims"]
    assert claim.about.split("; ") == [
        "opening of the gates (ordered it)",
        "silence afterwards (part not said)",
        "a figure (missing)",
    ]
    page = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    assert f"attributes {claim.about}" in page.select_one("dd li").get_text()


def test_an_answer_says_on_what_deed_and_on_what_question(tmp_path: Path) -> None:
    answer = {**ATTRIBUTION, "claim_id": "gazette-003", "stance": "denies", "deed": "opening of the gates"}
    dataset = load_tiny(tmp_path, attributions={"gazette-003-a1": answer})
    ((claim,),) = answers_of_accused(dataset)["claims"]
    question = dataset.disputes["question"].iloc[0]
    assert claim.about == f"opening of the gates; “{question}”"


def test_a_denial_of_no_coded_deed_or_question_says_so(tmp_path: Path) -> None:
    changes = {"statements": {"gazette-003-s1": {"act": "deny"}}, "takes": {("gazette-003", "gates-could-not"): None}}
    dataset = load_tiny(tmp_path, **changes)
    ((claim,),) = answers_of_accused(dataset)["others"]
    assert claim.about == NOT_TIED
    assert f"on {NOT_TIED}" in accusation_matrix(dataset).html
