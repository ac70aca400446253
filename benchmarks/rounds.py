"""Measurements in rounds: who runs when, medians, spreads, ratios within a round, what is left. Pure; runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple


class Case(NamedTuple):
    """What contenders are given in one series of rounds: a part of the benchmark, a workload, its size."""

    part: str
    work: str
    size: int


@dataclass(frozen=True)
class Measurement:
    """What one contender took in one round (from 0), in seconds and bytes; `failed` says why there is no number.

    `given` are the bytes of the input, where they matter; the other fields are those of `measure.Usage`.
    """

    case: Case
    contender: str
    round: int
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    others: float = 0.0
    left: int = 0
    start: int = 0
    given: int = 0
    failed: str = ""


class Spread(NamedTuple):
    """The median of a number over rounds, its least and greatest value, and in how many rounds it was measured."""

    median: float
    low: float
    high: float
    rounds: int


class Run(NamedTuple):
    """One run to come."""

    case: Case
    contender: str
    round: int


Number = Callable[[Measurement], float]


def wall(measurement: Measurement) -> float:
    """Return the wall time in seconds."""
    return measurement.wall


def cpu(measurement: Measurement) -> float:
    """Return the CPU seconds."""
    return measurement.cpu


def peak(measurement: Measurement) -> float:
    """Return the peak of memory in bytes."""
    return measurement.peak


def order(contenders: Sequence[str], number: int) -> list[str]:
    """Return who runs when in a round: in each, another one goes first, and every other round goes backwards."""
    if not contenders:
        return []
    first = number % len(contenders)
    turned = [*contenders[first:], *contenders[:first]]
    # Backwards, so that nobody always follows the same one.
    return [turned[0], *turned[:0:-1]] if number % 2 else turned


def spread(values: Iterable[float]) -> Spread | None:
    """Return median and spread; None of nothing."""
    found = list(values)
    return Spread(median(found), min(found), max(found), len(found)) if found else None


class Results:
    """Measurements to ask; the first of each contender, case and round counts."""

    def __init__(self, measurements: Iterable[Measurement]) -> None:
        self.found: dict[tuple[Case, str], dict[int, Measurement]] = {}
        for item in measurements:
            self.found.setdefault((item.case, item.contender), {}).setdefault(item.round, item)

    def of(self, case: Case, contender: str) -> dict[int, Measurement]:
        """Return a contender's measurements by round; none where one of them failed."""
        items = self.found.get((case, contender), {})
        return {} if any(item.failed for item in items.values()) else items

    def failure(self, case: Case, contender: str) -> str:
        """Return why a contender failed, "" where it did not."""
        items = self.found.get((case, contender), {})
        return next((item.failed for _, item in sorted(items.items()) if item.failed), "")

    def has(self, case: Case, contender: str) -> bool:
        """Say whether there is any measurement, a failed one too."""
        return (case, contender) in self.found

    def cases(self, part: str, work: str = "") -> list[Case]:
        """Return the cases of a part that were measured, by size."""
        cases = {case for case, _ in self.found if case.part == part and work in ("", case.work)}
        return sorted(cases)

    def spread(self, case: Case, contender: str, number: Number) -> Spread | None:
        """Return a number's median and spread over the rounds."""
        return spread(number(item) for item in self.of(case, contender).values())

    def ratio(self, case: Case, contender: str, baseline: str, number: Number) -> Spread | None:
        """Return the median and spread of contender over baseline, each within one round."""
        ours, theirs = self.of(case, contender), self.of(case, baseline)
        shared = [(number(ours[key]), number(theirs[key])) for key in sorted(set(ours) & set(theirs))]
        return spread(one / other for one, other in shared if other > 0)


def differences(measurements: Iterable[Measurement], whole: str, without: str, name: str) -> list[Measurement]:
    """Return, as contender `name`, what `whole` took beyond `without` in the same round; memory is that of `whole`."""
    found = Results(measurements)
    cases = [case for case, contender in found.found if contender == whole]
    taken: list[Measurement] = []
    for case in cases:
        if failure := found.failure(case, whole) or found.failure(case, without):
            taken.append(Measurement(case, name, 0, failed=failure))
            continue
        one, other = found.of(case, whole), found.of(case, without)
        taken += [
            replace(one[key], contender=name, wall=one[key].wall - other[key].wall, cpu=one[key].cpu - other[key].cpu)
            for key in sorted(set(one) & set(other))
        ]
    return taken


def remaining(
    cases: Mapping[Case, Sequence[str]], rounds: int, measured: Collection[Measurement], long: Mapping[str, float]
) -> Iterator[Run]:
    """Yield the runs that are not measured yet, case by case and round by round.

    A contender that failed is not tried again. `long` names, per part, the seconds from which one run is enough.
    """
    results = Results(measured)
    for case, contenders in cases.items():
        for number in range(rounds):
            for contender in order(contenders, number):
                items = results.found.get((case, contender), {})
                over = any(item.failed or item.wall > long.get(case.part, float("inf")) for item in items.values())
                if number not in items and not over:
                    yield Run(case, contender, number)


def estimate(runs: Iterable[Run], measured: Collection[Measurement]) -> tuple[float, int]:
    """Return the seconds that runs will take, and for how many of them nothing is known yet.

    What a contender took in the same case counts, else what it took per size in the nearest one of the same work.
    """
    known: dict[tuple[str, str, str], dict[int, float]] = {}
    for item in measured:
        if not item.failed:
            sizes = known.setdefault((item.case.part, item.case.work, item.contender), {})
            sizes[item.case.size] = max(item.wall, sizes.get(item.case.size, 0.0))
    seconds, unknown = 0.0, 0
    for run in runs:
        sizes = known.get((run.case.part, run.case.work, run.contender), {})
        if not sizes:
            unknown += 1
            continue
        nearest = min(sizes, key=lambda size: (abs(size - run.case.size), size))
        seconds += sizes[nearest] * run.case.size / nearest
    return seconds, unknown
