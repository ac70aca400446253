"""The marks that the program is held to, and whether it meets them: computed from measurements, never typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.rounds import Case, Measurement, Results, wall

BASELINE = "papermill-loop"
PAGE_MARKS = {"the aim": 0.15, "to beat": 0.12}
SITE_MARK = 1.3
CHECK_MARK = 0.1
MEMORY_MARK = 3.0


@dataclass(frozen=True)
class Mark:
    """A mark: what it is about, the most that meets it, and what was measured; None where it was not, or failed."""

    about: str
    limit: float
    value: float | None

    @property
    def verdict(self) -> str:
        """Return whether it is met, in a word."""
        return "not measured" if self.value is None else "met" if self.value <= self.limit else "missed"


def page_cost(results: Results, size: int, contender: str) -> float | None:
    """Return the wall seconds a page of a site takes, in the median."""
    found = results.spread(Case("site", "site", size), contender, wall)
    return found.median / size if found else None


def more_memory(item: Measurement) -> float:
    """Return how many times the input's bytes were needed beyond what was held before."""
    return (item.peak - item.start) / item.given if item.given else float("inf")


def list_marks(results: Results) -> list[Mark]:
    """Return every mark with its value: for the largest number of pages, sites and claims that was measured."""
    return [*_execute_marks(results), *_site_marks(results), *_check_marks(results)]


def _execute_marks(results: Results) -> list[Mark]:
    marks = []
    for work in sorted({case.work for case in results.cases("execute")}, reverse=True):
        case = results.cases("execute", work)[-1]
        found = results.ratio(case, "this", BASELINE, wall)
        about = f"executing {case.size} pages ({work}): wall time against a loop of plain papermill"
        value = found.median if found else None
        marks += [Mark(f"{about} ({name})", limit, value) for name, limit in PAGE_MARKS.items()]
    return marks


def _site_marks(results: Results) -> list[Mark]:
    sizes = [case.size for case in results.cases("site") if results.has(case, "this")]
    if len(sizes) < 2:
        return []
    few, many = page_cost(results, sizes[0], "this"), page_cost(results, sizes[-1], "this")
    about = f"making the site: cost of a page at {sizes[-1]:,} pages against that at {sizes[0]:,}"
    return [Mark(about, SITE_MARK, many / few if few and many else None)]


def _check_marks(results: Results) -> list[Mark]:
    cases = results.cases("check")
    if not cases:
        return []
    case = cases[-1]
    found = results.ratio(case, "claimbook", "frictionless", wall)
    memory = results.spread(case, "claimbook", more_memory)
    return [
        Mark(f"checking {case.size:,} claims: wall time against frictionless", CHECK_MARK, found and found.median),
        Mark(
            f"checking {case.size:,} claims: memory against the size of the tables",
            MEMORY_MARK,
            memory and memory.median,
        ),
    ]
