"""Give `check` mutated tables by the hundred thousand: an answer in words, and bounds of time and memory.

    python tests/mutating_tables.py 100000          the whole number, in two processes; prints figures and what broke
    python tests/mutating_tables.py 1 --from 77     case 77 alone

A case in two hundred grows to megabytes; each of these is checked twice, once timed, once with its memory counted.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from click.testing import CliRunner, Result
from growing import change_cells, grow_package, grow_table, read_rows
from json_mutations import mutate_json
from mutating import CaseBench
from mutations import mutate_table
from tiny import write_tiny_dataset

from claimbook.cli import main
from claimbook.model.people import NAMES

SEED = "tables to check"
GROWN = 0.005
CHUNK = 500
# What a check may cost: so much at the most, whatever it is given, and so much more for each megabyte of it.
BASE_SECONDS, SECONDS = 2.0, 4.0
STOPPED = 120.0
BASE_MEMORY, MEMORY = 40.0, 60.0
LONGEST_LINE = 1000


class TooLongError(Exception):
    """What a check is stopped with that would go on."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Stop what runs inside after so many seconds of the processor."""

    def stop(number: int, frame: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@dataclass(frozen=True, order=True)
class Cost:
    """What a case cost: seconds, and for a grown one megabytes of memory at the peak, for so many megabytes of file."""

    seconds: float
    memory: float
    size: float
    case: str

    @property
    def is_bounded(self) -> bool:
        return self.seconds <= BASE_SECONDS + SECONDS * self.size and self.memory <= BASE_MEMORY + MEMORY * self.size

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.memory:.0f} MB of memory, for {self.size:.2f} MB: {self.case}"


@dataclass
class Done:
    """What came of some cases."""

    figures: Counter[tuple[str, int]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Done) -> None:
        self.figures += other.figures
        self.broken += other.broken
        self.costs += other.costs
        self.seconds += other.seconds


class CheckBench(CaseBench):
    """A dataset with a list of allowed names and prose of its own; what is damaged is put back."""

    def __init__(self, folder: Path, *, is_measured: bool = True) -> None:
        self.is_measured = is_measured
        self.data = write_tiny_dataset(folder / "data")
        (self.data / NAMES).write_text("name,reason\nLowmere,a place\nFlood,a word\n", "utf-8")
        (self.data / "about.md").write_text("An invented case.\n", "utf-8")
        super().__init__(folder)
        self.tables = sorted(path for path in self.before if path.suffix in (".csv", ".json", ".md"))
        rows = [row for path in self.tables if path.suffix == ".csv" for row in read_rows(self.before[path])[1:]]
        self.ids = sorted({cell for row in rows for cell in row if cell.isascii() and 1 < len(cell) < 65})
        self.costs: list[Cost] = []
        assert self.check().exit_code == 0  # and what is only done once is none of the first case's costs

    def check(self) -> Result:
        return CliRunner().invoke(main, ["check", "--data", str(self.data)])

    def try_case(self, number: int) -> list[str]:
        """Try one case; return what broke in it, in words."""
        random = Random(f"{SEED} {number}")
        is_grown = random.random() < GROWN
        told, held = [], dict(self.before)
        for path in random.sample(self.tables, k=1 if is_grown else random.choice((1, 1, 1, 2, 3))):
            how, held[path] = self._change(random, path, is_grown)
            path.write_bytes(held[path])
            told.append(f"{path.name}, {how}")
        size = sum(len(data) for data in held.values()) / 1e6
        start = time.process_time()
        with stopped_after(STOPPED):
            result = self.check()
        seconds = time.process_time() - start
        cost = Cost(
            seconds,
            self._count_memory() if is_grown and self.is_measured else 0.0,
            size,
            f"case {number}, {'; '.join(told)}",
        )
        self.costs.append(cost)
        broken = self._judge(result, held) + (
            [] if cost.is_bounded or not self.is_measured else [f"it costs too much: {cost}"]
        )
        self._put_back(held)
        self.figures[f"{'grown' if is_grown else 'damaged'}: {how}", result.exit_code] += 1
        return [f"{cost.case}: {line}" for line in broken]

    def _change(self, random: Random, path: Path, is_grown: bool) -> tuple[str, bytes]:
        data = self.before[path]
        if path.suffix == ".json":
            return grow_package(random, data) if is_grown else mutate_json(random, data)
        if path.suffix == ".csv" and not is_grown and random.random() < 0.4:
            return change_cells(random, data, self.ids)
        return grow_table(random, data) if is_grown else mutate_table(random, data)

    def _count_memory(self) -> float:
        tracemalloc.start()
        try:
            self.check()
            return tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()

    def _judge(self, result: Result, held: dict[Path, bytes]) -> list[str]:
        broken = self.judge(result, (0, 2))
        *lines, last = result.stderr.splitlines() or [""]
        if result.exit_code == 2 and not all(" Fix: " in line for line in lines):
            broken.append(f"a line without a remedy, or {last!r} is not alone")
        if long := [line for line in result.output.splitlines() if len(line) >= LONGEST_LINE]:
            broken.append(f"a line of {len(long[0])} signs: {long[0][:200]}")
        if self.files() != held:
            broken.append("what was there has changed")
        return broken

    def _put_back(self, held: dict[Path, bytes]) -> None:
        for path, data in self.before.items():
            if held[path] is not data:
                path.write_bytes(data)


def try_cases(first: int, how_many: int, *, is_measured: bool = True) -> Done:
    """Try so many cases from the first on, in a folder of their own; `is_measured`: whether their cost breaks one."""
    with tempfile.TemporaryDirectory() as folder:
        bench = CheckBench(Path(folder), is_measured=is_measured)
        start = time.process_time()
        broken = [line for number in range(first, first + how_many) for line in bench.try_case(number)]
        return Done(bench.figures, broken, bench.costs, time.process_time() - start)


def try_all(how_many: int, first: int, processes: int) -> Iterator[Done]:
    """Yield what came of the cases, a chunk at a time; no two processes try the same."""
    chunks = [(start, min(CHUNK, first + how_many - start)) for start in range(first, first + how_many, CHUNK)]
    if len(chunks) == 1:
        yield try_cases(*chunks[0])
        return
    with ProcessPoolExecutor(processes) as pool:
        for future in as_completed([pool.submit(try_cases, *chunk) for chunk in chunks]):
            yield future.result()


def tell(done: Done, elapsed: float) -> None:
    """Print how the cases ended, what they cost, and what broke."""
    for name in sorted({name for name, _ in done.figures}):
        ends = [
            f"{many} with exit status {code}" for (kind, code), many in sorted(done.figures.items()) if kind == name
        ]
        print(f"{name}: {', '.join(ends)}")
    damaged = [cost for cost in done.costs if not cost.memory]
    grown = [cost for cost in done.costs if cost.memory and cost.size > 1]
    print(f"{len(done.costs)} cases, {elapsed:.0f} s, {done.seconds:.0f} s of processors: "
          f"{len(damaged) / sum(c.seconds for c in damaged):.0f} checks of damaged tables a second.")  # fmt: skip
    print("Slowest of the damaged:", max(damaged, default=""))
    if grown:
        size, seconds = sum(cost.size for cost in grown), sum(cost.seconds for cost in grown)
        print(f"{len(grown)} of more than a megabyte, {size:.0f} MB in {seconds:.0f} s.")
        print("Slowest for its size:", max(grown, key=lambda cost: cost.seconds / cost.size))
        print("Most memory for its size:", max(grown, key=lambda cost: cost.memory / cost.size))
    print(f"{len(done.broken)} broke.", *done.broken, sep="\n")


def run() -> int:
    """Try the cases that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    wanted = parser.parse_args()
    start = time.monotonic()
    whole = Done()
    for done in try_all(wanted.number, wanted.first, wanted.processes):
        whole.add(done)
        print(*done.broken, f"{len(whole.costs)} of {wanted.number}", sep="\n", file=sys.stderr, flush=True)
    tell(whole, time.monotonic() - start)
    return 1 if whole.broken else 0


if __name__ == "__main__":
    sys.exit(run())
