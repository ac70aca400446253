"""Measure one command: run it under `watch`, read what it took, say loudly when it failed. No table, no round."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import watch

ROOT = Path(__file__).resolve().parents[1]
TAIL_LINES = 12
LAST_WAIT = 20.0


class RunFailedError(Exception):
    """A command that failed, ran too long, or did not do its work: never a number."""


@dataclass(frozen=True)
class Usage:
    """What a command took: seconds and bytes.

    `others` is the share of the cores' time that the rest of the machine took meanwhile, `left` the number of processes
    that it left behind, `start` the memory before its work began, where it says so.
    """

    wall: float
    cpu: float
    peak: int
    others: float = 0.0
    left: int = 0
    start: int = 0


def measure(command: Sequence[str], *, timeout: float, own_clock: bool = False) -> Usage:
    """Run a command with the repository as its folder and return what it took.

    With `own_clock` its last line of output is a JSON object that says `wall` and `cpu`, and perhaps `peak_rss` and
    `baseline_rss`, of the part that counts. Raises RunFailedError, with the tail of its output, where it fails.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        _run_watch([sys.executable, "-m", "benchmarks.watch", name, str(timeout), *command])
        try:
            result = json.loads((folder / watch.RESULT).read_text("utf-8"))
        except (OSError, ValueError) as cause:
            raise RunFailedError(f"not measured: {tail(folder / watch.ERR) or 'it said nothing'}") from cause
        if result["late"]:
            raise RunFailedError(f"ended after {timeout:.0f} s")
        if result["code"]:
            said = tail(folder / watch.ERR) or tail(folder / watch.OUT) or "it said nothing"
            raise RunFailedError(f"exit status {result['code']}: {said}")
        usage = Usage(*(result[key] for key in ("wall", "cpu", "peak", "others", "left")))
        return read_own_clock(usage, (folder / watch.OUT).read_text("utf-8", "replace")) if own_clock else usage


def _run_watch(command: Sequence[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": python_path(os.environ)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        process.wait()
    except BaseException:
        # It ends what it started; killed, it could not.
        process.terminate()
        process.wait(LAST_WAIT)
        raise


def python_path(environment: Mapping[str, str]) -> str:
    """Return where Python finds this package and the program, also in another environment."""
    return os.pathsep.join([str(ROOT), str(ROOT / "src"), *filter(None, [environment.get("PYTHONPATH")])])


def read_own_clock(usage: Usage, output: str) -> Usage:
    """Return the usage with what the command says of itself, in the last line of its output."""
    lines = output.strip().splitlines()
    try:
        said: dict[str, Any] = json.loads(lines[-1])
        wall, cpu = float(said["wall"]), float(said["cpu"])
    except (IndexError, ValueError, KeyError, TypeError) as cause:
        raise RunFailedError(f"it did not say what it took: {' | '.join(lines[-TAIL_LINES:])}") from cause
    # The greater one: a sample can miss the peak, and a process knows of itself only.
    peak = max(usage.peak, int(said.get("peak_rss", 0)))
    return replace(usage, wall=wall, cpu=cpu, peak=peak, start=int(said.get("baseline_rss", 0)))


def tail(path: Path) -> str:
    """Return the last lines of an output as one line, without this machine's paths."""
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    lines = [line.strip() for line in text.replace(str(ROOT), ".").splitlines() if line.strip()]
    return " | ".join(lines[-TAIL_LINES:])
