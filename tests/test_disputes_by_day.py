"""Claims under the matrices of disputes say when they were said, and those of one party stand by day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from tiny import write_tiny_dataset

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
