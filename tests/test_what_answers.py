"""Which claim answers an accusation on its question: no earlier assertion, and none that can hold together with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny import write_tiny_dataset

from claimbook.analysis.disputes import answers_of_accused
from claimbook.model.dataset import load_dataset

# The league's claim (002) accuses the office; the office's own (003) takes another position on the same question.
ACCUSED_ON = "2031-05-08"


def _answers(folder: Path, said: str, **changes: Any) -> list[str]:
    claims = {"gazette-002": {"asserted": ACCUSED_ON}, "gazette-003": {"asserted": said}}
    tables = {"statements": {"gazette-003-s1": None}, "claims": claims, **changes}
    (listed,) = answers_of_accused(load_dataset(write_tiny_dataset(folder / "data", **tables)))["claims"]
    return [claim.href.split("#")[1] for claim in listed]


@pytest.mark.parametrize(
    ("said", "is_answer"),
    [("2031-05-09", True), (ACCUSED_ON, True), ("../2031-05-08", True), ("2031-05-07/2031-05-08", True),
     ("2031-05-07", False), ("../2031-05-07", False)],
)  # fmt: skip
def test_another_position_answers_only_if_it_may_have_been_taken_after_the_accusation(
    tmp_path: Path, said: str, *, is_answer: bool
) -> None:
    assert _answers(tmp_path, said) == (["gazette-003"] if is_answer else [])


@pytest.mark.parametrize("stance", ["denies", "withholds", "doubts"])
def test_who_denies_or_leaves_open_answers_accusations_that_nobody_coded_too(tmp_path: Path, stance: str) -> None:
    takes = {("gazette-003", "gates-could-not"): None, ("gazette-003", "gates-could"): {"stance": stance}}
    assert _answers(tmp_path, "2031-05-07", takes=takes) == ["gazette-003"]


@pytest.mark.parametrize(("one", "other"), [("gates-could", "gates-could-not"), ("gates-could-not", "gates-could")])
def test_a_position_that_can_hold_together_with_the_accusers_rejects_nothing_and_is_no_answer(
    tmp_path: Path, one: str, other: str
) -> None:
    together = {one: {"compatible_with": other}}
    assert _answers(tmp_path, "2031-05-09", positions=together) == []
