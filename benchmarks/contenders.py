"""The contenders that execute notebooks, each in one function: `python -m benchmarks.contenders NAME FOLDER`.

The folder is a stage laid out by `pages`; executed notebooks go to their places in it. Only the standard library is
imported before a contender starts, so that each pays for what it imports itself.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLAN = "plan.json"
READY = "ready"
PROCESSES = 2


@dataclass(frozen=True)
class Todo:
    """A page to execute: where it stands, its parameters, and the fields of the program's own page."""

    docname: str
    parameters: dict[str, str]
    page: dict[str, Any]


@dataclass(frozen=True)
class Work:
    """A stage: the template and the pages to execute from it."""

    folder: Path
    template: Path
    pages: list[Todo]

    def target(self, todo: Todo) -> Path:
        """Return where a page's executed notebook goes."""
        return self.folder / f"{todo.docname}.ipynb"

    def ready(self, todo: Todo) -> Path:
        """Return a page's notebook with its parameters written into it, not executed."""
        return self.folder / READY / f"{todo.docname}.ipynb"


def read_work(folder: Path) -> Work:
    """Read a stage's plan."""
    plan = json.loads((folder / PLAN).read_text("utf-8"))
    return Work(folder, folder / plan["template"], [Todo(**page) for page in plan["pages"]])


def _papermill(template: str, target: str, parameters: dict[str, str]) -> None:
    import papermill

    papermill.execute_notebook(template, target, parameters=parameters, cwd=os.path.dirname(target))


def papermill_loop(work: Work) -> None:
    """One Python process that calls `papermill.execute_notebook` for each page, with its default options."""
    for todo in work.pages:
        _papermill(str(work.template), str(work.target(todo)), todo.parameters)


def papermill_cli(work: Work) -> None:
    """The command `papermill` for each page, as a loop in a shell would call it."""
    for todo in work.pages:
        target = work.target(todo)
        given = [part for name, value in todo.parameters.items() for part in ("-r", name, value)]
        command = [str(Path(sys.executable).with_name("papermill")), str(work.template), str(target)]
        subprocess.run([*command, "--cwd", str(target.parent), *given], check=True)


def papermill_2(work: Work) -> None:
    """The same function of papermill in two processes, which import it once."""
    import papermill  # noqa: F401  (a forked process has it then)

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context(method)) as pool:
        given = [(str(work.template), str(work.target(todo)), todo.parameters) for todo in work.pages]
        for run in [pool.submit(_papermill, *arguments) for arguments in given]:
            run.result()


def _nbclient(work: Work, at_once: int) -> None:
    import nbformat
    from nbclient import NotebookClient

    async def execute(todo: Todo, gate: asyncio.Semaphore) -> None:
        async with gate:
            notebook = nbformat.read(work.ready(todo), as_version=4)
            target = work.target(todo)
            resources = {"metadata": {"path": str(target.parent)}}
            await NotebookClient(notebook, kernel_name="python3", resources=resources).async_execute()
            nbformat.write(notebook, target)

    async def execute_all() -> None:
        gate = asyncio.Semaphore(at_once)
        await asyncio.gather(*(execute(todo, gate) for todo in work.pages))

    asyncio.run(execute_all())


def nbclient_2(work: Work) -> None:
    """Notebooks with their parameters written in beforehand, two kernels at a time."""
    _nbclient(work, PROCESSES)


def nbclient_4(work: Work) -> None:
    """As before, four kernels at a time: they wait for their start more than they work."""
    _nbclient(work, 2 * PROCESSES)


def jupyter_book(work: Work) -> None:
    """The command `jupyter-book build` on the stage as it is laid out."""
    from jupyter_book.cli.main import main

    main(["build", str(work.folder), "-q"])


def ploomber_engine(work: Work) -> None:
    """ploomber-engine in one process, page after page: they share it, and are not isolated from one another."""
    from ploomber_engine import execute_notebook

    for todo in work.pages:
        target = work.target(todo)
        os.chdir(target.parent)  # its own option changes where modules are looked for, not the folder
        execute_notebook(str(work.template), str(target), parameters=todo.parameters)


def this(work: Work) -> None:
    """The program."""
    from benchmarks.ours import execute

    execute([todo.page for todo in work.pages], work.folder)


def limit(work: Work) -> None:
    """The cells alone, in one process that has run the first page before: no kernel, nothing read or written."""
    import nbformat
    from traitlets.config import Config

    from benchmarks.shell import QuietShell, run_cells

    shell = QuietShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    notebooks = [nbformat.read(work.ready(todo), as_version=4) for todo in work.pages]
    os.chdir(work.target(work.pages[0]).parent)
    run_cells(shell, notebooks[0])
    begun, worked = time.perf_counter(), time.process_time()
    for notebook in notebooks:
        run_cells(shell, notebook)
    wall, cpu = time.perf_counter() - begun, time.process_time() - worked
    for todo, notebook in zip(work.pages, notebooks, strict=True):
        nbformat.write(notebook, work.target(todo))
    sys.stdout.write(json.dumps({"wall": wall, "cpu": cpu}) + "\n")


CONTENDERS: dict[str, Callable[[Work], None]] = {
    "papermill-loop": papermill_loop,
    "papermill-cli": papermill_cli,
    "papermill-2": papermill_2,
    "nbclient-2": nbclient_2,
    "nbclient-4": nbclient_4,
    "jupyter-book": jupyter_book,
    "jupyter-book-off": jupyter_book,
    "ploomber-engine": ploomber_engine,
    "this": this,
    "limit": limit,
}


if __name__ == "__main__":
    name, folder = sys.argv[1:]
    CONTENDERS[name](read_work(Path(folder).resolve()))
