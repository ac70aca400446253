"""The arithmetic of the benchmark, on invented measurements: rounds, ratios, what is left to do, marks, the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import contenders, report, sites, store
from benchmarks.__main__ import read_options, write_report
from benchmarks.marks import BASELINE, list_marks
from benchmarks.rounds import (
    Case,
    Measurement,
    Results,
    Run,
    cpu,
    differences,
    estimate,
    order,
    remaining,
    spread,
    wall,
)
from benchmarks.words import CHECKED, EXECUTED, MADE

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks"
CASE = Case("execute", "sources", 40)
SITE = [Case("site", "site", size) for size in (50, 200, 1000)]
CLAIMS = Case("check", "claims", 10**6)
HEADER = {"code": "c0de" * 16, "machine": {"processor": "an invented one", "cores": "2 of 2"}, "versions": {"x": "1"}}
seconds = st.floats(min_value=1e-3, max_value=1e4, allow_nan=False)
walls = st.lists(seconds, min_size=1, max_size=7)


def took(contender: str, *times: float, case: Case = CASE, **fields: float) -> list[Measurement]:
    """What a contender took, round by round."""
    items = [Measurement(case, contender, number, wall=time, cpu=2 * time) for number, time in enumerate(times)]
    return [replace(item, **fields) for item in items]  # type: ignore[arg-type]


def failing(contender: str, why: str, case: Case = CASE) -> Measurement:
    """A run that failed, in the first round."""
    return Measurement(case, contender, 0, failed=why)


@given(st.integers(1, 12), st.integers(0, 40))
def test_every_contender_runs_once_a_round(count: int, number: int) -> None:
    names = [f"c{place}" for place in range(count)]
    assert sorted(order(names, number)) == sorted(names)


@given(st.integers(1, 12), st.integers(0, 12))
def test_in_as_many_rounds_as_there_are_contenders_each_goes_first_once(count: int, begin: int) -> None:
    names = [f"c{place}" for place in range(count)]
    firsts = [order(names, number)[0] for number in range(begin, begin + count)]
    assert sorted(firsts) == sorted(names)


def test_nobody_always_follows_the_same_one() -> None:
    names = ["a", "b", "c", "d"]
    assert {order(names, number)[order(names, number).index("b") - 1] for number in range(4)} == {"a", "c"}


@given(walls)
def test_a_median_lies_within_its_spread(times: list[float]) -> None:
    found = spread(times)
    assert found
    assert found.low <= found.median <= found.high
    assert found.rounds == len(times)
    assert spread([]) is None


@given(walls, st.floats(0.01, 100), st.lists(st.floats(0.1, 10), min_size=7, max_size=7))
def test_a_ratio_is_taken_within_a_round_so_that_a_slow_one_does_not_count(
    times: list[float], factor: float, slowness: list[float]
) -> None:
    slowed = [time * slow for time, slow in zip(times, slowness, strict=False)]
    found = Results([*took("base", *slowed), *took("one", *(time * factor for time in slowed))])
    ratio = found.ratio(CASE, "one", "base", wall)
    assert ratio
    assert ratio.median == pytest.approx(factor)
    assert ratio.high == pytest.approx(ratio.low)


def test_a_ratio_counts_the_rounds_that_both_ran_in() -> None:
    found = Results([*took("base", 1, 2, 4), *took("one", 10)]).ratio(CASE, "one", "base", wall)
    assert found is not None
    assert (found.median, found.rounds) == (10, 1)
    assert Results(took("base", 1)).ratio(CASE, "one", "base", wall) is None


def test_a_contender_that_failed_in_one_round_has_no_number_at_all() -> None:
    found = Results([*took("one", 1, 2), replace(failing("one", "it burst"), round=2), *took("base", 1, 2, 3)])
    assert found.spread(CASE, "one", wall) is None
    assert found.ratio(CASE, "one", "base", wall) is None
    assert found.failure(CASE, "one") == "it burst"
    assert found.failure(CASE, "base") == ""


def test_what_a_build_takes_longer_is_counted_round_by_round() -> None:
    items = [*took("whole", 10, 20), *took("less", 1, 2)]
    found = Results(differences(items, "whole", "less", "alone"))
    assert [item.wall for item in found.of(CASE, "alone").values()] == [9, 18]
    assert [item.cpu for item in found.of(CASE, "alone").values()] == [18, 36]
    (failed,) = differences([*took("whole", 10), failing("less", "no")], "whole", "less", "alone")
    assert failed.failed == "no"


@given(st.integers(0, 30), st.integers(1, 4))
def test_a_run_that_was_stopped_goes_on_where_it_was(done: int, rounds: int) -> None:
    cases = {CASE: ["a", "b", "c"], SITE[0]: ["a", "d"]}
    whole = list(remaining(cases, rounds, [], {}))
    measured = [Measurement(*run, wall=1) for run in whole[:done]]
    assert whole[:done] + list(remaining(cases, rounds, measured, {})) == whole
    assert len(whole) == rounds * 5


def test_rounds_stand_inside_a_case_and_contenders_inside_a_round() -> None:
    runs = list(remaining({CASE: ["a", "b"], SITE[0]: ["a"]}, 2, [], {}))
    assert [(run.case, run.round) for run in runs] == [
        (CASE, 0),
        (CASE, 0),
        (CASE, 1),
        (CASE, 1),
        (SITE[0], 0),
        (SITE[0], 1),
    ]
    assert [run.contender for run in runs[:4]] == ["a", "b", "b", "a"]


def test_what_failed_and_what_takes_too_long_is_not_run_again() -> None:
    measured = [failing("a", "no"), *took("b", 301.0), *took("c", 299.0)]
    runs = list(remaining({CASE: ["a", "b", "c"]}, 3, measured, {"execute": 300.0}))
    assert {run.contender for run in runs} == {"c"}
    assert {run.contender for run in remaining({CASE: ["b"]}, 3, measured, {"site": 300.0})} == {"b"}


def test_an_estimate_takes_the_same_case_first_and_says_what_it_does_not_know() -> None:
    ten = CASE._replace(size=10)
    measured = [*took("a", 8.0, case=ten), *took("a", 20.0)]
    assert estimate([Run(CASE, "a", 1)], measured) == (20.0, 0)
    assert estimate([Run(CASE._replace(size=100), "a", 0)], measured) == (50.0, 0)
    assert estimate([Run(ten, "a", 1), Run(ten, "b", 0)], measured) == (8.0, 1)
    assert estimate([Run(ten, "a", 1)], [failing("a", "no", ten)]) == (0.0, 1)


@given(st.sampled_from([CASE, *SITE, CLAIMS]), seconds, st.integers(0, 2**40), st.text(max_size=40))
def test_a_measurement_comes_back_from_the_disk_as_it_was(case: Case, time: float, size: int, failed: str) -> None:
    item = Measurement(case, "one", 0, wall=time, cpu=time, peak=size, others=0.5, left=1, given=size, failed=failed)
    assert store.decode(store.encode(item)) == item
    assert store.parse(store.dump(HEADER, [item, item])) == (HEADER, [item, item])


def test_a_log_is_continued_by_the_same_code_only_and_the_other_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "bench" / "log.jsonl"
    assert store.read_log(log) is None
    assert store.open_log(log, HEADER) == []
    (item,) = took("one", 1.5)
    store.append(log, item)
    assert store.open_log(log, HEADER) == [item]
    other = {**HEADER, "code": "other"}
    assert store.open_log(log, other) == []
    assert store.read_log(log) == (other, [])
    assert store.read_log(log.with_suffix(".before")) == (HEADER, [item])


def test_a_last_line_cut_short_costs_that_line_only(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    store.open_log(log, HEADER)
    items = took("one", 1.0, 2.0)
    for item in items:
        store.append(log, item)
    log.write_text(log.read_text("utf-8")[:-9], "utf-8")
    assert store.open_log(log, HEADER) == items[:1]


def verdicts(measurements: Sequence[Measurement]) -> list[str]:
    return [mark.verdict for mark in list_marks(Results(measurements))]


def test_the_marks_are_met_or_missed_by_what_was_measured() -> None:
    base = took(BASELINE, 100.0, 200.0)
    assert verdicts([*base, *took("this", 12.0, 24.0)]) == ["met", "met"]
    assert verdicts([*base, *took("this", 15.0, 30.0)]) == ["met", "missed"]
    assert verdicts([*base, *took("this", 15.1, 30.2)]) == ["missed", "missed"]
    assert verdicts([*base, failing("this", "it burst")]) == ["not measured", "not measured"]
    small = [*took(BASELINE, 1, case=CASE._replace(size=1)), *took("this", 1, case=CASE._replace(size=1))]
    assert verdicts([*base, *took("this", 12.0, 24.0), *small]) == ["met", "met"]


def test_the_mark_of_the_site_is_the_cost_of_a_page_in_the_largest_against_the_smallest() -> None:
    first = took("this", 50.0, case=SITE[0])
    assert verdicts([*first, *took("this", 900.0, case=SITE[1]), *took("this", 1300.0, case=SITE[2])]) == ["met"]
    assert verdicts([*first, *took("this", 1301.0, case=SITE[2])]) == ["missed"]
    assert verdicts(first) == []


def test_the_marks_of_checking_are_time_against_frictionless_and_memory_against_the_tables() -> None:
    other = took("frictionless", 100.0, case=CLAIMS)
    sizes = {"start": 100, "given": 1000}
    assert verdicts([*other, *took("claimbook", 10.0, case=CLAIMS, peak=3100, **sizes)]) == ["met", "met"]
    assert verdicts([*other, *took("claimbook", 10.1, case=CLAIMS, peak=3101, **sizes)]) == ["missed", "missed"]


def lines_of(page: str, name: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith(f"| {name}")]


def test_the_page_of_results_shows_medians_spreads_and_ratios_a_page() -> None:
    page = report.make_report(
        HEADER, [*took(BASELINE, 80.0, 40.0, 120.0), *took("this", 8.0, 2.0, 24.0, peak=5_000_000)]
    )
    (row,) = [line for line in lines_of(page, "this") if "MB" not in line and "process" not in line]
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells[:4] == ["this", "3", "0.200 (0.050 to 0.600)", "0.100 (0.050 to 0.200)"]
    assert cells[4] == "0.400 (0.100 to 1.20)"
    assert cells[6] == "5.00 (5.00 to 5.00)"


def test_the_page_of_results_says_why_a_contender_failed_and_gives_it_no_number() -> None:
    page = report.make_report(HEADER, [*took(BASELINE, 80.0), *took("this", 77.7), failing("nbclient-2", "a | b\nc")])
    (row,) = [line for line in lines_of(page, "nbclient-2") if "failed" in line]
    assert "failed: a \\| b c" in row
    assert not any(sign.isdigit() for sign in row.replace("nbclient-2", ""))


def test_the_page_of_results_counts_the_execution_of_a_whole_build_as_a_difference() -> None:
    page = report.make_report(
        HEADER, [*took("jupyter-book", 60.0), *took("jupyter-book-off", 20.0), *took(BASELINE, 80.0)]
    )
    row = lines_of(page, "jupyter-book-execution")[-1]
    assert "| 1.00 | 0.500 |" in row
    assert lines_of(page, "jupyter-book-off") == []


def test_the_page_of_results_has_a_part_for_what_was_measured_and_none_for_what_was_not() -> None:
    site = [
        *took("this", 50.0, case=SITE[0]),
        *took("this", 260.0, case=SITE[2]),
        *took("jupyter-book", 100.0, case=SITE[0]),
    ]
    page = report.make_report(HEADER, site)
    assert "## Making the site" in page
    assert "## Executing" not in page
    assert "## Checking" not in page
    (row,) = lines_of(page, "this, 1,000 pages")
    assert "| 260 | 0.260 | 0.260 | 0.221 |" in row  # a further page: (260 - 50) / 950
    checked = report.make_report(HEADER, took("load", 5.0, case=CLAIMS, peak=700, start=100, given=200))
    assert "| 3.00" in lines_of(checked, "load")[0]


def test_every_contender_is_explained_in_the_results() -> None:
    executing = set(contenders.CONTENDERS) - {"jupyter-book-off"} | {report.ALONE}
    assert set(EXECUTED) == executing
    assert set(MADE) == set(sites.CONTENDERS)
    assert set(CHECKED) == {"claimbook", "load", "frictionless"}


def test_the_results_hold_the_cases_and_rounds_that_are_asked_for(tmp_path: Path) -> None:
    options = read_options(["--results", str(tmp_path), "--rounds", "2", "--pages", "40"])
    kept = took("this", 1.0, 2.0)
    write_report(options, HEADER, [*kept, *took("this", 3.0, case=CASE._replace(size=7)), replace(kept[0], round=2)])
    raw = (tmp_path / "results.json").read_text("utf-8")
    assert store.parse(raw) == (HEADER, kept)
    assert (tmp_path / "results.md").read_text("utf-8") == report.make_report(*store.parse(raw))


def test_the_page_of_results_is_what_its_raw_numbers_give() -> None:
    page, raw = RESULTS / "results.md", RESULTS / "results.json"
    assert page.is_file() == raw.is_file()
    if raw.is_file():
        assert page.read_text("utf-8") == report.make_report(*store.parse(raw.read_text("utf-8")))


@pytest.mark.parametrize(
    ("time", "shown"),
    [(0.01234, "0.012 s"), (1.234, "1.23 s"), (45.67, "45.7 s"), (599, "599 s"), (601, "10 min"), (4320, "1 h 12 min")],
)
def test_a_duration_is_shown_for_people(time: float, shown: str) -> None:
    assert report.show_time(time) == shown


def test_cpu_seconds_have_ratios_of_their_own() -> None:
    items = [*took("base", 1.0), *[replace(item, cpu=1.0) for item in took("one", 1.0)]]
    found = Results(items).ratio(CASE, "one", "base", cpu)
    assert found is not None
    assert found.median == 0.5
