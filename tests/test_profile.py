"""The arithmetic of the profile, on invented times: a step's functions, their share, and what the steps leave over."""

from __future__ import annotations

import csv
from pathlib import Path

from tiny import write_tiny_dataset

from benchmarks.profile import REBUILD, SITE, Step, change_claim, cumulative, step_table

STATS = {
    ("/somewhere/book/build.py", 1, "build_book"): (1, 1, 0.1, 4.0, None),
    ("/somewhere/book/press.py", 1, "make_site"): (1, 1, 0.1, 3.0, None),
    ("/elsewhere/press.py", 1, "make_site"): (1, 1, 0.1, 9.0, None),
}


def test_a_step_is_the_time_within_its_functions_and_no_others_of_their_name() -> None:
    assert cumulative(STATS, Step("site", [("book/press.py", "make_site")])) == 3.0
    assert cumulative(STATS, Step("nothing", [("book/press.py", "report_pages")])) == 0


def test_the_table_gives_shares_of_the_first_step_and_what_is_left_over() -> None:
    whole, part = Step("whole", []), Step("part", [], 1)
    shown = step_table([(whole, 4.0), (part, 3.0)])
    assert "| whole | 4.00 | 100 % |" in shown
    assert "| &emsp;part | 3.00 | 75 % |" in shown
    assert "| &emsp;the rest | 1.00 | 25 % |" in shown


def test_every_table_begins_with_its_whole() -> None:
    assert [steps[0].depth for steps in (REBUILD, SITE)] == [0, 0]
    assert all(step.depth > 0 for steps in (REBUILD, SITE) for step in steps[1:])


def test_one_claim_and_no_other_is_changed(tmp_path: Path) -> None:
    data = write_tiny_dataset(tmp_path / "data")
    before = _rows(data / "claims.csv")
    change_claim(data)
    after = _rows(data / "claims.csv")
    assert [row for row, old in zip(after, before, strict=True) if row != old] == [after[1]]


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8").splitlines()))
