"""Do one job on one dataset in a process of its own, and print what it cost as one line of JSON.

    python -m benchmarks.check_once (claimbook|load|frictionless) FOLDER

`wall` and `cpu` (user and system, children included) are in seconds and without the imports; `peak_rss` and
`baseline_rss` in bytes: the most that the process ever held, and what it held when everything was imported and
nothing read.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def peak_rss() -> int:
    """Return the most memory that this process has held so far, in bytes."""
    try:
        # ru_maxrss counts what the process that started this one held; the kernel keeps this apart.
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except (OSError, ValueError, IndexError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def cpu_seconds() -> float:
    """Return the seconds that this process and its ended children have worked."""
    return sum(os.times()[:4])


def _import_check() -> Callable[[Path], Any]:
    from claimbook.model.checks import check_dataset

    return check_dataset


def _import_load() -> Callable[[Path], Any]:
    from claimbook.model.dataset import load_dataset

    return load_dataset


def _import_frictionless() -> Callable[[Path], Any]:
    import frictionless

    def validate(folder: Path) -> Any:
        report = frictionless.validate(str(folder.resolve() / "datapackage.json"))
        if not report.valid:
            raise SystemExit(f"frictionless finds the dataset invalid: {report.flatten(['message'])[:3]}")
        return report

    return validate


JOBS = {"claimbook": _import_check, "load": _import_load, "frictionless": _import_frictionless}


def measure(job: str, folder: Path) -> dict[str, float]:
    """Return what a job costs in this process; it should be a fresh one."""
    run = JOBS[job]()
    folder = folder.resolve()
    baseline, started, worked = peak_rss(), time.perf_counter(), cpu_seconds()
    result = run(folder)
    costs = {"wall": time.perf_counter() - started, "cpu": cpu_seconds() - worked}
    del result
    return {**costs, "peak_rss": peak_rss(), "baseline_rss": baseline}


def main() -> None:
    """Measure the job that the command line names."""
    parser = argparse.ArgumentParser(description="Do one job on one dataset, and print what it cost.")
    parser.add_argument("job", choices=sorted(JOBS))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(measure(options.job, options.folder)) + "\n")


if __name__ == "__main__":
    main()
