"""Watch one command from start to end: wall time, CPU time and peak memory of its whole tree of processes.

Runs in a process of its own, so that all that the command leaves behind comes to it. What is measured, and what the
numbers mean, is not known here.

Memory is the sum of the proportional shares (PSS) of all processes of the tree, sampled: pages that forked processes
share count once. Where there is no /proc, it is the resident size of the largest process.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PROC = Path("/proc")
INTERVAL = 0.05
# Reading the shares of a process holds it up a little: no more of the time than this goes to it.
DUTY = 0.03
# What the standard library starts for itself ends a moment after the process that it belongs to.
GRACE = 1.0
RESULT, OUT, ERR = "result.json", "stdout", "stderr"
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_TICK = os.sysconf("SC_CLK_TCK")


def has_proc() -> bool:
    """Say whether memory can be sampled here."""
    return (PROC / "self" / "smaps_rollup").is_file()


def descendants(root: int) -> list[int]:
    """Return the processes below `root` that have not ended; none where there is no /proc."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir(PROC) if PROC.is_dir() else ():
        if entry.isdigit() and (found := _parent(int(entry))):
            parents.setdefault(found, []).append(int(entry))
    below, waiting = [], [root]
    while waiting:
        children = parents.get(waiting.pop(), [])
        below += children
        waiting += children
    return below


def _parent(process: int) -> int:
    """Return a process's parent, 0 where it has ended."""
    try:
        state, parent = (PROC / str(process) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return 0
    return 0 if state in "ZX" else int(parent)


def shared_size(process: int) -> int:
    """Return the bytes of memory that are a process's own, and its share of what it has in common with others."""
    try:
        for line in (PROC / str(process) / "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:  # it has ended
        pass
    return 0


class Sampler(threading.Thread):
    """Samples the memory of the processes below this one until it is stopped; `peak` is the most that was seen."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Sample, then rest in proportion to what it cost."""
        rest = 0.0
        while not self._over.wait(rest):
            begun = time.perf_counter()
            self.peak = max(self.peak, sum(map(shared_size, descendants(os.getpid()))))
            rest = max(INTERVAL, (time.perf_counter() - begun) / DUTY)

    def stop(self) -> None:
        """Stop sampling."""
        self._over.set()
        self.join()


def busy_seconds() -> float:
    """Return the CPU seconds that this machine has worked, whoever for; 0 where it does not say."""
    try:
        ticks = [int(part) for part in (PROC / "stat").read_text("utf-8").splitlines()[0].split()[1:9]]
    except (OSError, ValueError):
        return 0.0
    user, nice, system, _idle, _waiting, irq, soft_irq, stolen = ticks
    return (user + nice + system + irq + soft_irq + stolen) / _TICK


def end_tree() -> int:
    """End every process below this one, wait for all, and return how many were still there."""
    left = descendants(os.getpid())
    for process in left:
        _kill(process)
    # What they had started comes to this process now.
    while more := descendants(os.getpid()):
        for process in more:
            _kill(process)
        _reap(os.WNOHANG)
        time.sleep(0.01)
    _reap(0)
    return len(left)


def end_session(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a command's session: the only way where there is no /proc."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _reap(options: int) -> None:
    try:
        while os.waitpid(-1, options) != (0, 0):
            pass
    except ChildProcessError:
        pass


def _tie_processes() -> None:
    """Let what the command leaves behind come to this process, and end this one with the one that started it."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        library.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def watch(command: Sequence[str], folder: Path, timeout: float) -> dict[str, Any]:
    """Run a command in a session of its own and return what it took, in seconds and bytes.

    Its output goes to files in `folder`. `left` counts the processes that it left behind; `others` is the share of the
    cores' time that the rest of the machine took meanwhile.
    """
    _tie_processes()
    late = threading.Event()

    busy = busy_seconds()
    with (folder / OUT).open("wb") as out, (folder / ERR).open("wb") as err:
        begun = time.perf_counter()
        started = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)

    def end_late() -> None:
        late.set()
        for process in descendants(os.getpid()) or [started.pid]:
            _kill(process)

    sampler, alarm = Sampler(), threading.Timer(timeout, end_late)
    try:
        if has_proc():
            sampler.start()
        alarm.start()
        code = started.wait()  # with a timeout it would look only now and then
        wall = time.perf_counter() - begun
        until = time.monotonic() + GRACE
        while descendants(os.getpid()) and time.monotonic() < until:
            time.sleep(0.01)
            _reap(os.WNOHANG)
    finally:
        alarm.cancel()
        if sampler.is_alive():
            sampler.stop()
        left = end_tree()
        end_session(started)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = usage.ru_utime + usage.ru_stime
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    elsewhere = busy_seconds() - busy - cpu - time.process_time() if busy else 0.0
    return {
        "wall": wall,
        "cpu": cpu,
        "peak": sampler.peak if has_proc() else largest,
        "others": max(0.0, elsewhere) / (os.cpu_count() or 1) / (time.perf_counter() - begun),
        "left": left,
        "code": code,
        "late": late.is_set(),
    }


def main(arguments: Sequence[str]) -> None:
    """Watch the command after folder and timeout; write `result.json` into the folder."""
    folder, timeout, *command = arguments
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # either way, nothing may stay behind
    try:
        result = watch(command, Path(folder), float(timeout))
    except OSError as error:
        (Path(folder) / ERR).write_text(f"{command[0]}: {error.strerror}", "utf-8")
        return
    (Path(folder) / RESULT).write_text(json.dumps(result), "utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
