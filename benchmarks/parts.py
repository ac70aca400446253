"""The three parts of the benchmark: their cases, their contenders, what a run needs and how it is known to be done."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks import contenders, pages, sites
from benchmarks.contenders import READY
from benchmarks.environment import make_ploomber, ploomber_python
from benchmarks.invented import KINDS
from benchmarks.measure import RunFailedError, Usage, measure
from benchmarks.rounds import Case

TIMEOUT = 3600.0
SEED = 1
EXECUTED = Path("_build") / "jupyter_execute"
HTML = Path("_build") / "html"


class Part(Protocol):
    """A part of the benchmark. `long` are the seconds from which one run of a contender is enough."""

    name: str
    long: float

    def cases(self) -> dict[Case, Sequence[str]]:
        """Return the cases, small before large, and who runs in each."""

    def run(self, case: Case, contender: str) -> tuple[Usage, int]:
        """Run a contender once and return what it took, and the input's bytes where they matter.

        Raises RunFailedError where it failed or did not do what it should.
        """


def prepared(folder: Path, prepare: Callable[[Path], None]) -> Path:
    """Return a folder of inputs, made by `prepare` where it is not there whole."""
    ready = folder / ".ready"
    if not ready.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        prepare(folder)
        ready.touch()
    return folder


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _execute(contender: str, stage: Path, timeout: float) -> Usage:
    python = str(ploomber_python()) if contender == "ploomber-engine" else sys.executable
    command = [python, "-m", "benchmarks.contenders", contender, str(stage)]
    return measure(command, timeout=timeout, own_clock=contender == "limit")


@dataclass
class ExecutePart:
    """Executing notebooks: every contender executes the same pages."""

    base: Path
    sizes: Sequence[int]
    works: Sequence[str] = tuple(pages.WORKLOADS)
    timeout: float = TIMEOUT
    name: str = "execute"
    long: float = float("inf")

    def cases(self) -> dict[Case, Sequence[str]]:
        """Return a case for each number of pages and workload."""
        names = list(contenders.CONTENDERS)
        return {Case(self.name, work, size): names for size in sorted(self.sizes) for work in sorted(self.works)}

    def run(self, case: Case, contender: str) -> tuple[Usage, int]:
        """Execute the case's pages and compare what came out with what plain papermill makes of them."""
        if contender == "ploomber-engine" and (reason := make_ploomber()):
            raise RunFailedError(reason)
        folder = prepared(self.base / f"{case.work}-{max(self.sizes)}", lambda folder: self._prepare(folder, case.work))
        stage = _fresh(self.base / "run")
        work = pages.stage_work(folder, stage, case.size)
        if contender == "jupyter-book":
            pages.stage_book(work, stage / READY, execute=True)
        elif contender == "jupyter-book-off":
            pages.stage_book(work, folder / pages.REFERENCE, execute=False)
        usage = _execute(contender, stage, self.timeout)
        executed = stage / EXECUTED if contender.startswith("jupyter-book") else stage
        if differing := pages.find_differing(folder, executed, work):
            raise RunFailedError(f"other outputs than papermill's: {', '.join(differing[:5])}")
        if contender.startswith("jupyter-book") and (missing := _missing(stage / HTML, work)):
            raise RunFailedError(f"no page in the site: {', '.join(missing[:5])}")
        shutil.rmtree(stage)
        return usage, 0

    def _prepare(self, folder: Path, work: str) -> None:
        pages.prepare_workload(folder, work, max(self.sizes))
        pages.execute_reference(folder, lambda stage: _execute("papermill-2", stage, self.timeout))


def _missing(html: Path, work: contenders.Work) -> list[str]:
    return [todo.docname for todo in work.pages if not (html / f"{todo.docname}.html").is_file()]


@dataclass
class SitePart:
    """Making a site of executed pages: the program beside stock Jupyter Book."""

    base: Path
    sizes: Sequence[int]
    stock_sizes: Sequence[int]
    timeout: float = TIMEOUT
    name: str = "site"
    long: float = float("inf")

    def cases(self) -> dict[Case, Sequence[str]]:
        """Return a case for each size of a book."""
        sizes = sorted({*self.sizes, *self.stock_sizes})
        who = {"this": self.sizes, "jupyter-book": self.stock_sizes}
        return {Case(self.name, "site", size): [name for name in who if size in who[name]] for size in sizes}

    def run(self, case: Case, contender: str) -> tuple[Usage, int]:
        """Make the site of a fresh stage and look whether every page is in it."""
        stage = _fresh(self.base / "run")
        self.lay_out(case.size, contender, stage)
        usage = measure([sys.executable, "-m", "benchmarks.sites", contender, str(stage)], timeout=self.timeout)
        if missing := sites.missing_pages(stage / HTML, case.size):
            raise RunFailedError(f"no page in the site: {', '.join(missing[:5])}")
        shutil.rmtree(stage)
        return usage, 0

    def lay_out(self, size: int, contender: str, stage: Path) -> None:
        """Lay out a contender's stage of a book of `size` executed pages."""
        folder = prepared(self.base / f"site-{size}", lambda folder: self._prepare(folder, size))
        sites.stage_site(folder, contender, stage)

    def _prepare(self, folder: Path, size: int) -> None:
        executed = prepared(self.base / "executed", self._execute_kinds)
        sites.prepare_site(executed / pages.REFERENCE, folder, size)

    def _execute_kinds(self, folder: Path) -> None:
        pages.prepare_workload(folder, "sources", min(KINDS, max((*self.sizes, *self.stock_sizes))))
        pages.execute_reference(folder, lambda stage: _execute("this", stage, self.timeout))


@dataclass
class CheckPart:
    """Checking and loading a dataset of many claims: the program beside frictionless."""

    base: Path
    sizes: Sequence[int]
    timeout: float = TIMEOUT
    name: str = "check"
    long: float = 300.0

    def cases(self) -> dict[Case, Sequence[str]]:
        """Return a case for each number of claims."""
        return {Case(self.name, "claims", size): ["claimbook", "load", "frictionless"] for size in sorted(self.sizes)}

    def run(self, case: Case, contender: str) -> tuple[Usage, int]:
        """Check or load the dataset once, in a fresh process that measures itself without its imports."""
        folder = prepared(self.base / f"claims-{case.size}", lambda folder: self._prepare(folder, case.size))
        command = [sys.executable, "-m", "benchmarks.check_once", contender, str(folder)]
        usage = measure(command, timeout=self.timeout, own_clock=True)
        return usage, sum(path.stat().st_size for path in folder.glob("*.csv"))

    def _prepare(self, folder: Path, size: int) -> None:
        # In a process of its own: this one should stay small.
        command = [sys.executable, "-m", "benchmarks.big_dataset", str(folder), str(size), "--seed", str(SEED)]
        measure(command, timeout=self.timeout)
