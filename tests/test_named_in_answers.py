"""Whom an answer names has a row, whatever it said; who denies what nobody says is said to do so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from carding import load_tiny

from claimbook.analysis.disputes import parties_to
from claimbook.book.answering import nothing_found
from claimbook.book.matrices import dispute_matrices

GUILD = {"dyke-guild": {"name": "Dyke Guild", "kind": "authority"}}
UNSAID = "nobody in this dataset was found to say that it is so"


def _asked(tmp_path: Path, label: str, actors: Any, **tables: Any) -> list[str]:
    positions = {"gates-could": {"label": label}}
    return list(parties_to(load_tiny(tmp_path, actors=actors, positions=positions, **tables), "gates")["lane"])


def test_who_is_named_in_an_answer_that_somebody_gives_has_a_row_that_says_that_none_was_found(tmp_path: Path) -> None:
    positions = {"gates-could": {"label": "yes, the Dyke Guild or those behind it"}}
    page = BeautifulSoup(dispute_matrices(load_tiny(tmp_path, actors=GUILD, positions=positions)).html, "html.parser")
    (row,) = [head for head in page.select("tbody th") if head.get_text().startswith("Dyke Guild")]
    assert nothing_found(has_statement=False).sentence in row.get_text()
    assert [cell.get_text() for cell in row.parent.find_all("td")] == ["none found", "none found"]


@pytest.mark.parametrize(
    ("label", "is_named"),
    [("the Dyke Guild’s men", True), ("the Dyke Guilders", False), ("Dyke Guild of Old", False), ("a guild", False)],
)
def test_a_name_is_a_whole_one_and_no_part_of_a_longer_one(tmp_path: Path, label: str, *, is_named: bool) -> None:
    actors = {**GUILD, "old-guild": {"name": "Dyke Guild of Old", "kind": "authority"}}
    assert ("Dyke Guild" in _asked(tmp_path, label, actors)) is is_named


def test_who_is_named_in_an_answer_keeps_its_row_where_other_silent_parties_are_listed_under_the_table(
    tmp_path: Path,
) -> None:
    others = {f"guild-{number}": {"name": f"Guild {number}", "kind": "authority"} for number in range(5)}
    accused = {
        f"gazette-002-b{place}": {
            "claim_id": "gazette-002", "deed": "gates left shut", "object": "responsibility",
            "role": "failed_to_prevent", "accused_id": key, "stance": "asserts",
        }
        for place, key in enumerate(others)
    }  # fmt: skip
    dataset = load_tiny(
        tmp_path, actors={**GUILD, **others}, attributions=accused,
        positions={"gates-could": {"label": "yes, the Dyke Guild"}},
    )  # fmt: skip
    page = BeautifulSoup(dispute_matrices(dataset).html, "html.parser")
    rows = [head.get_text() for head in page.select("tbody th")]
    assert [row for row in rows if row.startswith(("Dyke", "Guild"))] == [row for row in rows if "Dyke Guild" in row]
    assert any(row.startswith("Dyke Guild") for row in rows)
    listed = page.select_one("dl.cb-accusations").get_text()
    assert all(f"Guild {number}" in listed for number in range(5))
    assert "Dyke" not in listed


def test_an_answer_that_no_claim_is_about_names_nobody(tmp_path: Path) -> None:
    takes = {("gazette-002", "gates-could"): None}
    assert "Dyke Guild" not in _asked(tmp_path, "the Dyke Guild", GUILD, takes=takes)


@pytest.mark.parametrize(("stance", "is_unsaid"), [("denies", True), ("asserts", False), ("doubts", False)])
def test_who_denies_what_nobody_says_is_said_to_do_so(tmp_path: Path, stance: str, *, is_unsaid: bool) -> None:
    takes = {("gazette-002", "gates-could"): {"stance": stance}}
    assert (UNSAID in dispute_matrices(load_tiny(tmp_path, takes=takes)).html) is is_unsaid


def test_who_denies_what_another_says_is_not_said_to_deny_what_nobody_does(tmp_path: Path) -> None:
    takes = {("gazette-003", "gates-could-not"): None, ("gazette-003", "gates-could"): {"stance": "denies"}}
    assert UNSAID not in dispute_matrices(load_tiny(tmp_path, takes=takes)).html
