"""Helpers for the tests of forked kernels: notebooks, papermill both ways, processes. No expectations here."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_notebook

from claimbook.kernels import engine
from claimbook.kernels.leash import Warm, share_warm

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@contextmanager
def warm_process(*modules: str) -> Iterator[Warm]:
    """Share a warm process for a while, in the place of the one before."""
    warm = Warm.start(modules)
    before = share_warm(warm)
    try:
        yield warm
    finally:
        share_warm(before)
        warm.stop()


def write_notebook(path: Path, *cells: str, tags: list[str] | None = None) -> Path:
    """Write a notebook of these code cells; `tags` are those of its last one."""
    made = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(cells)]
    if tags:
        made[-1].metadata.tags = tags
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata=METADATA), path)
    return path


def run_papermill(path: Path, target: Path, *, warm: bool, **options: Any) -> nbformat.NotebookNode:
    """Execute a notebook in its folder, in a forked kernel or a plain one; return what papermill wrote of it."""
    papermill.execute_notebook(
        str(path),
        str(target),
        engine_name=engine.NAME if warm else None,
        cwd=str(path.parent),
        progress_bar=False,
        **options,
    )
    return nbformat.read(target, as_version=4)


def is_running(process: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def running_below(process: int) -> list[int]:
    """Return the processes below one, all the way down."""
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and is_running(int(entry.name)):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == process:
                children += [int(entry.name), *running_below(int(entry.name))]
    return children


def wait_until(condition: Any, seconds: float = 30) -> bool:
    """Wait until a condition holds; tell whether it did before the time was over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


def read_pid(path: Path) -> int:
    """Return the process number that a page writes into a file, when it has."""
    assert wait_until(lambda: path.is_file() and path.read_text().endswith("\n")), f"{path.name} was not written"
    return int(path.read_text())


def kill(process: int) -> None:
    """Kill a process as nobody can refuse."""
    os.kill(process, signal.SIGKILL)
