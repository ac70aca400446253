"""Helpers for the tests of pools: pages that read and print, Dask's commands. No expectations here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kernels import wait_until
from test_execute import write_page

from claimbook.book.pages import Page
from claimbook.book.pools import Pool
from claimbook.book.workers import execute_pages

GIVEN = 'data = "data"\nas_of = ""'


def make_pages(root: Path, **codes: str) -> list[Page]:
    """Make a page of each code, by its name."""
    return [
        Page(f"{name}/page", write_page(root / "templates" / name, code, parameters=GIVEN))
        for name, code in codes.items()
    ]


def run(pages: list[Page], stage: Path, pool: Pool) -> dict[str, bytes]:
    """Execute pages that read a slice of one file; return them by name. What is reported counts up to their number."""
    path = stage / "slices" / "whole" / "a"
    path.parent.mkdir(parents=True)
    path.write_text("of the slice", "utf-8")
    seen: list[int] = []
    assert execute_pages(pages, stage, "", seen.append, pool=pool) == len(pages)
    assert seen == list(range(1, len(pages) + 1))
    return {page.docname: (stage / f"{page.docname}.ipynb").read_bytes() for page in pages}


def varied_pages(root: Path) -> list[Page]:
    """Make pages that read, print, and say where they are."""
    codes = {f"p{n}": f"import os\nprint(os.path.basename(os.getcwd()), {n})" for n in range(4)}
    return make_pages(root, slice='open("../slices/whole/a").read()', loud="import this", **codes)


@contextmanager
def dask(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Dask's for a while, as somebody would on another machine."""
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", "DASK_TEMPORARY_DIRECTORY": str(folder)}
    environment = {**os.environ, **settings}
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a scheduler and yield its address and its process."""
    file = folder / "scheduler.json"
    with dask(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)) as process:
        assert wait_until(lambda: file.is_file() and b'"address"' in file.read_bytes())
        yield file.read_text("utf-8").partition('"address": "')[2].partition('"')[0], process
