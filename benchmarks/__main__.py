"""Run the benchmark: `make bench`, or `python -m benchmarks`. What runs next, what is kept, what is told meanwhile."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import machine, report, store
from benchmarks.measure import ROOT, RunFailedError
from benchmarks.pages import WORKLOADS
from benchmarks.parts import CheckPart, ExecutePart, Part, SitePart
from benchmarks.rounds import Case, Measurement, Run, estimate, remaining

WORK = ROOT / "_build" / "bench"
CORES = 2
PARTS = ("execute", "site", "check")


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender runs")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--pages", nargs="+", type=int, default=[1, 10, 40], help="pages to execute")
    parser.add_argument("--works", nargs="+", choices=list(WORKLOADS), default=list(WORKLOADS), help="what they are")
    parser.add_argument("--site-pages", nargs="+", type=int, default=[50, 200, 1000], help="pages of the sites")
    parser.add_argument("--stock-pages", nargs="+", type=int, default=[50, 200], help="the same for Jupyter Book")
    parser.add_argument("--claims", nargs="+", type=int, default=[10**4, 10**5, 10**6], help="claims to check and load")
    parser.add_argument("--only", nargs="+", default=[], metavar="CONTENDER", help="run these contenders only")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks", help="where results.md and .json go")
    parser.add_argument("--report-only", action="store_true", help="measure nothing, tell what is measured")
    return parser.parse_args(arguments)


def tell(text: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def tell_rest(seconds: float, unknown: int) -> str:
    """Return how long the rest takes, as far as it is known."""
    if not seconds:
        return "how long they take is not known yet"
    known = report.show_time(seconds)
    return f"{known}, and {unknown} whose like has not run yet" if unknown else f"about {known}"


def make_parts(options: argparse.Namespace, base: Path) -> list[Part]:
    """Return the parts of the benchmark, all of them."""
    return [
        ExecutePart(base, options.pages, options.works),
        SitePart(base, options.site_pages, options.stock_pages),
        CheckPart(base, options.claims),
    ]


def list_cases(parts: Sequence[Part], only: Sequence[str]) -> dict[Case, Sequence[str]]:
    """Return who runs in which case."""
    cases = {case: names for part in parts for case, names in part.cases().items()}
    return {case: [name for name in names if not only or name in only] for case, names in cases.items()}


def run_once(part: Part, run: Run) -> Measurement:
    """Run a contender once; what fails is told, and kept as failed."""
    try:
        usage, given = part.run(run.case, run.contender)
    except RunFailedError as error:
        return Measurement(*run, failed=str(error))
    fields = {name: getattr(usage, name) for name in ("wall", "cpu", "peak", "others", "left", "start")}
    return Measurement(*run, **fields, given=given)


def run_all(parts: Sequence[Part], options: argparse.Namespace, log: Path, measured: list[Measurement]) -> None:
    """Run what is not measured yet, adding to `measured` and to the log as it comes."""
    by_name = {part.name: part for part in parts if part.name in options.parts}
    cases = list_cases(list(by_name.values()), options.only)
    long = {part.name: part.long for part in parts}
    while runs := list(remaining(cases, options.rounds, measured, long)):
        run = runs[0]
        tell(f"{run.case.part} {run.case.work} {run.case.size}, round {run.round + 1} of {options.rounds}")
        tell(f"    {len(runs)} runs to do: {tell_rest(*estimate(runs, measured))}")
        item = run_once(by_name[run.case.part], run)
        measured.append(item)
        store.append(log, item)
        tell(f"    {run.contender}: " + (f"FAILED: {item.failed}" if item.failed else report.show_time(item.wall)))


def write_report(options: argparse.Namespace, header: store.Header, measured: Sequence[Measurement]) -> None:
    """Write the results of the cases asked for, and the raw numbers beside them."""
    wanted = list_cases(make_parts(options, WORK), ())
    kept = [item for item in measured if item.case in wanted and item.round < options.rounds]
    options.results.mkdir(parents=True, exist_ok=True)
    raw = store.dump(header, kept)
    (options.results / "results.json").write_text(raw, "utf-8")
    # From the raw numbers, not from those in memory: whoever has the file comes to the same page.
    (options.results / "results.md").write_text(report.make_report(*store.parse(raw)), "utf-8")
    tell(f"Written: {options.results.name}/results.md, {options.results.name}/results.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, report, and return 1 where a contender failed."""
    options = read_options(arguments)
    log = WORK / "measurements.jsonl"
    if options.report_only:
        raw = options.results / "results.json"
        found = store.read_log(log) or (store.parse(raw.read_text("utf-8")) if raw.is_file() else None)
        if not found:
            tell("Nothing is measured yet. Fix: run it without --report-only.")
            return 2
        header, measured = found
    else:
        machine.use_cores(CORES)
        digest = machine.digest_inputs()
        header = {"code": digest, "machine": machine.describe_machine(), "versions": machine.read_versions()}
        measured = store.open_log(log, header)
        base = WORK / f"inputs-{digest[:12]}"
        for old in set(WORK.glob("inputs-*")) - {base}:
            shutil.rmtree(old)
        run_all(make_parts(options, base), options, log, measured)
    write_report(options, header, measured)
    failed = sorted({f"{item.contender} ({item.case.part} {item.case.size})" for item in measured if item.failed})
    if failed:
        tell(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        tell("Stopped; what is measured is kept, and the next run goes on from here.")
        sys.exit(130)
