"""Findings: every problem is counted, and of one kind no more are listed than a reader can use."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.cli import main
from claimbook.errors import DatasetError, Problem
from claimbook.model import findings
from claimbook.model.findings import MOST, Findings

PLACES = st.lists(st.tuples(st.sampled_from(["a.csv", "b.csv"]), st.sampled_from(["x", "y"])), max_size=40)


def problem(row: int, *, file: str = "claims.csv", column: str = "voice", fix: str = "mend it.") -> Problem:
    return Problem(file, row, column, f"row {row} is wrong.", fix)


@given(PLACES)
def test_every_problem_is_counted_and_its_place_kept(places: list[tuple[str, str]]) -> None:
    found = [problem(row, file=file, column=column) for row, (file, column) in enumerate(places, 2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(findings, "MOST", 3)
        gathered = Findings(found)
        listed = gathered.listed()
    assert sum(1 + p.more for p in listed) == len(found)
    assert len(listed) == sum(min(3, places.count(place)) for place in set(places))
    assert {file: gathered.rows(file) for file in ("a.csv", "b.csv")} == {
        file: {p.row for p in found if p.file == file} for file in ("a.csv", "b.csv")
    }
    assert bool(gathered) == bool(found)


def test_up_to_the_limit_all_of_a_kind_are_listed_as_they_are() -> None:
    found = [problem(row) for row in range(2, MOST + 2)]
    assert Findings(found).listed() == found


def test_the_last_that_is_listed_says_how_many_more_there_are() -> None:
    found = [problem(row) for row in range(2, MOST + 7)]
    listed = Findings(found).listed()
    assert len(listed) == MOST
    assert str(listed[-1]) == f"claims.csv, row {MOST + 1}, column voice: row {MOST + 1} is wrong. Fix: mend it. " \
        "And 5 more of this kind."  # fmt: skip
    assert DatasetError(listed).message == f"The dataset has {MOST + 5} problems."


def test_another_column_or_another_remedy_is_another_kind() -> None:
    found = [problem(row, column=column, fix=fix) for row in range(MOST) for column in "xy" for fix in "ab"]
    assert len(Findings(found).listed()) == 4 * MOST


def test_findings_taken_over_keep_their_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST", 1)
    gathered = Findings([problem(2, file="sources.csv")])
    gathered.merge(Findings(problem(row) for row in range(2, 6)))
    assert [(p.file, p.more) for p in gathered.listed()] == [("sources.csv", 0), ("claims.csv", 3)]
    again = Findings(gathered.listed())
    assert sum(1 + p.more for p in again.listed()) == 5


def test_faults_of_one_kind_are_counted_at_the_command_line_and_all_left_out_of_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST", 1)
    changes = {key: {"quantity": f"ca. {key}"} for key in ("gazette-001-f1", "gazette-001-f2", "gazette-002-f1")}
    folder = write_tiny_dataset(tmp_path / "data", figures=changes, actors={"rescue-league": {"kind": "joint"}})
    result = CliRunner().invoke(main, ["check", "--data", str(folder)])
    assert result.exit_code == 2
    actors, figures, last = result.stderr.splitlines()
    assert actors.startswith("actors.csv, row 4, column kind: a joint actor")
    assert figures.startswith("figures.csv, row 2, column quantity: 'ca. gazette-001-f1' is no quantity.")
    assert figures.endswith("And 2 more of this kind.")
    assert last == "The dataset has 4 problems."
