"""What was measured, and where: versions, machine, a digest of the code. No name of a host or user, no path."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import ROOT

PACKAGES = (
    "claimbook", "papermill", "nbclient", "jupyter-client", "ipykernel", "ipython", "jupyter-book", "myst-nb", "sphinx",
    "pandas", "numpy", "altair", "frictionless",
)  # fmt: skip
# What decides what is measured; how it is told does not.
INPUTS = ("src/claimbook/**/*", "book/source.ipynb", "_config.yml", "uv.lock", "benchmarks/*.ipynb", "benchmarks/*.txt")
MEASURING = (
    "big_dataset", "check_once", "contenders", "flood_cast", "invented", "ours", "pages", "parts", "shell", "sites",
    "watch",
)  # fmt: skip
PLOOMBER = Path(__file__).with_name("ploomber.txt")


def read_versions() -> dict[str, str]:
    """Return the versions of what takes part, by name."""
    found = {name: version(name) for name in PACKAGES}
    pinned = re.search(r"^ploomber-engine==(\S+)", PLOOMBER.read_text("utf-8"), re.MULTILINE)
    return {**found, "ploomber-engine": pinned[1] if pinned else "none"}


def describe_machine() -> dict[str, str]:
    """Return processor, cores, memory, kernel and Python in words."""
    return {
        "processor": _field("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.machine(),
        "cores": f"{usable_cores()} of {os.cpu_count()}",
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def usable_cores() -> int:
    """Return how many cores this process, and those that it starts, may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def use_cores(count: int) -> None:
    """Keep this process, and those that it starts, to so many cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def _memory() -> str:
    kibibytes = _field("/proc/meminfo", r"^MemTotal:\s*(\d+) kB$")
    return f"{int(kibibytes) / 2**20:.0f} GiB" if kibibytes else "unknown"


def _field(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text("utf-8", "replace"), re.MULTILINE)
    except OSError:
        return ""
    return found[1].strip() if found else ""


def digest_inputs(root: Path = ROOT) -> str:
    """Return a digest of everything that decides what is measured: the program, its lock, the contenders."""
    files = {path for pattern in INPUTS for path in root.glob(pattern) if path.is_file()}
    files |= {root / "benchmarks" / f"{name}.py" for name in MEASURING}
    digest = hashlib.sha256()
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()
