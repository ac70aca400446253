"""Measurements in, the page of results out: tables in Markdown, every figure computed. Pure; reads and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from benchmarks.marks import BASELINE, Mark, list_marks, more_memory, page_cost
from benchmarks.rounds import Case, Measurement, Number, Results, Spread, cpu, differences, peak, wall
from benchmarks.words import CHECKED, EXECUTED, INTRODUCTION, MADE, METHOD, WORKS

ALONE = "jupyter-book-execution"
NONE = "–"
MEGABYTE = 1e6
HOUR, MINUTE = 3600, 60


def make_report(header: dict[str, Any], measurements: Sequence[Measurement]) -> str:
    """Return the page of results."""
    results = Results([*measurements, *differences(measurements, "jupyter-book", "jupyter-book-off", ALONE)])
    parts = [
        "# What it costs, beside others",
        INTRODUCTION,
        "## The marks",
        marks_table(list_marks(results)),
        "## Where it was measured",
        machine_table(header),
        quiet_words(measurements),
        "## How it was measured",
        METHOD,
        *execute_section(results),
        *site_section(results),
        *check_section(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def show_time(seconds: float) -> str:
    """Return a duration for people: `0.123 s`, `12.3 s`, `1 h 12 min`."""
    if seconds >= HOUR:
        return f"{int(seconds // HOUR)} h {int(seconds % HOUR // MINUTE)} min"
    if seconds >= 10 * MINUTE:
        return f"{seconds / MINUTE:.0f} min"
    return f"{show_number(seconds)} s"


def show_number(value: float) -> str:
    """Return a number in three digits, more where it is whole."""
    for limit, digits in ((100, 0), (10, 1), (1, 2)):
        if abs(value) >= limit:
            return f"{value:.{digits}f}"
    return f"{value:.3f}"


def show_spread(found: Spread | None, unit: float = 1.0) -> str:
    """Return a median with its least and greatest value, in units of `unit`."""
    if not found:
        return NONE
    middle = show_number(found.median / unit)
    if found.rounds == 1:
        return middle
    return f"{middle} ({show_number(found.low / unit)} to {show_number(found.high / unit)})"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; all but the first column stand to the right."""
    rule = ["---", *("---:" for _ in columns[1:])]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in (columns, rule, *rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def marks_table(marks: Sequence[Mark]) -> str:
    """Return the marks and whether they are met."""
    rows = [
        [mark.about, NONE if mark.value is None else show_number(mark.value), f"at most {mark.limit:g}", mark.verdict]
        for mark in marks
    ]
    return table(["what", "measured", "mark", "so"], rows) if rows else "Nothing was measured that a mark is set for."


def machine_table(header: dict[str, Any]) -> str:
    """Return machine and versions."""
    versions = ", ".join(f"{name} {version}" for name, version in header["versions"].items())
    rows = [*header["machine"].items(), ("versions", versions), ("code measured (SHA-256)", header["code"][:12])]
    return table(["", "what"], rows).replace("---:", "---")


def quiet_words(measurements: Sequence[Measurement]) -> str:
    """Say how much of the machine others took meanwhile: what decides how far the wall times can be trusted."""
    shares = [item.others for item in measurements if not item.failed]
    if not shares:
        return ""
    return (
        f"While a contender ran, the rest of the machine took {median(shares):.0%} of the cores' time in the median "
        f"and {max(shares):.0%} at the most."
    )


def _row(results: Results, case: Case, contender: str, name: str, numbers: Sequence[tuple[Number, float]]) -> list[str]:
    """Return a contender's row: its rounds, then median and spread of each number, in its unit; or why it failed."""
    if failure := results.failure(case, contender):
        return [name, f"failed: {failure}", *("" for _ in range(len(numbers)))]
    rounds = str(len(results.of(case, contender)))
    return [name, rounds, *(show_spread(results.spread(case, contender, number), unit) for number, unit in numbers)]


def execute_section(results: Results) -> list[str]:
    """Return the part on executing notebooks."""
    cases = results.cases("execute")
    if not cases:
        return []
    explained = [[name, processes, text] for name, (processes, text) in EXECUTED.items()]
    parts = [
        "## Executing notebooks",
        table(["contender", "processes", "what it does"], explained).replace("---:", "---"),
    ]
    for work in sorted({case.work for case in cases}, reverse=True):
        parts.append(f"### {WORKS[work]}")
        parts += [_execute_table(results, case) for case in results.cases("execute", work)]
    return parts


def _execute_table(results: Results, case: Case) -> str:
    rows = []
    for name in EXECUTED:
        if results.has(case, name):
            row = _row(results, case, name, name, [(wall, case.size), (cpu, case.size), (peak, MEGABYTE)])
            ratios = [show_spread(results.ratio(case, name, BASELINE, number)) for number in (wall, cpu)]
            rows.append([*row[:3], ratios[0], row[3], ratios[1], row[4], _left(results, case, name)])
    columns = [
        f"{case.size} page{'s' * (case.size > 1)}", "rounds", "wall, s a page", f"wall to {BASELINE}", "CPU, s a page",
        f"CPU to {BASELINE}", "peak memory, MB", "left behind",
    ]  # fmt: skip
    return table(columns, rows)


def _left(results: Results, case: Case, contender: str) -> str:
    """Return how many processes a contender left behind, "" where none."""
    most = max((item.left for item in results.of(case, contender).values()), default=0)
    return f"{most} process{'es' * (most > 1)}" if most else ""


def site_section(results: Results) -> list[str]:
    """Return the part on making sites."""
    cases = results.cases("site")
    if not cases:
        return []
    rows = []
    for contender in MADE:
        sizes = [case.size for case in cases if results.has(case, contender)]
        first = page_cost(results, sizes[0], contender) if sizes else None
        for before, size in zip([None, *sizes], sizes, strict=False):
            case = Case("site", "site", size)
            row = _row(
                results, case, contender, f"{contender}, {size:,} pages", [(wall, 1), (cpu, 1), (peak, MEGABYTE)]
            )
            cost = page_cost(results, size, contender)
            more = _further(results, contender, before, size)
            ratio = show_number(cost / first) if cost and first else NONE
            rows.append([*row[:3], show_number(cost) if cost else NONE, ratio, more, *row[3:]])
    columns = [
        "contender", "rounds", "wall, s", "wall, s a page", "to its smallest", "s a further page", "CPU, s",
        "peak memory, MB",
    ]  # fmt: skip
    explained = "\n".join(f"- `{name}`: {text}" for name, text in MADE.items())
    return ["## Making the site", explained, table(columns, rows), *_site_ratios(results, cases)]


def _further(results: Results, contender: str, before: int | None, size: int) -> str:
    """Return what each page costs that a book has beyond the next smaller one: start-up left out."""
    if before is None:
        return NONE
    one, other = (results.spread(Case("site", "site", pages), contender, wall) for pages in (before, size))
    return show_number((other.median - one.median) / (size - before)) if one and other else NONE


def _site_ratios(results: Results, cases: Sequence[Case]) -> list[str]:
    rows = [
        [
            f"{case.size:,} pages",
            *(show_spread(results.ratio(case, "this", "jupyter-book", n)) for n in (wall, cpu, peak)),
        ]
        for case in cases
        if results.has(case, "this") and results.has(case, "jupyter-book")
    ]
    return [table(["this to jupyter-book", "wall", "CPU", "peak memory"], rows)] if rows else []


def check_section(results: Results) -> list[str]:
    """Return the part on checking and loading."""
    cases = results.cases("check")
    if not cases:
        return []
    rows = []
    for case in cases:
        for name in CHECKED:
            if results.has(case, name):
                label = f"{name}, {case.size:,} claims"
                numbers: list[tuple[Number, float]] = [(wall, 1), (cpu, 1), (peak, MEGABYTE), (more_memory, 1)]
                row = _row(results, case, name, label, numbers)
                rows.append([*row[:3], show_spread(results.ratio(case, name, "frictionless", wall)), *row[3:]])
    columns = [
        "contender", "rounds", "wall, s", "wall to frictionless", "CPU, s", "peak memory, MB", "times the tables' size",
    ]  # fmt: skip
    explained = "\n".join(f"- `{name}`: {text}" for name, text in CHECKED.items())
    return ["## Checking and loading", explained, table(columns, rows)]
