"""Execute many pages at once, each in a worker process. What a page is and how one is executed is not known here.

Where kernels can be forked, one warm process has imported what the pages import, and all workers ask it for their
kernels. Elsewhere each page starts a plain kernel.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from claimbook import paths
from claimbook.book.execute import execute_page
from claimbook.book.pages import Page
from claimbook.errors import BuildError
from claimbook.kernels.leash import Warm, can_fork
from claimbook.kernels.preload import find_imports
from claimbook.kernels.worker import begin_worker


def execute_pages(pages: Sequence[Page], stage: Path, as_of: str, report: Callable[[int], None]) -> None:
    """Execute pages into `stage`, telling `report` how many are done.

    Raises what the first page that fails raises. However it ends, no worker is at work any more when it does: the
    folder may go then.
    """
    if not pages:
        return
    with _local_pool(pages) as pool:
        runs = [
            pool.submit(execute_page, page, stage / f"{page.docname}.ipynb", f"{paths.SLICES}/{page.slice_name}", as_of)
            for page in pages
        ]
        try:
            for done, run in enumerate(as_completed(runs), 1):
                run.result()
                report(done)
        except BrokenProcessPool as cause:
            message = "A process that executes notebooks was ended from outside."
            raise BuildError(message, fix="build again; free memory if it recurs.") from cause
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _local_pool(pages: Sequence[Page]) -> Iterator[Executor]:
    """Yield a pool with a worker for each processor; where kernels can be forked, all its workers ask one warm process.

    There the workers themselves are forked from a server that has imported what they need.
    """
    warm = Warm.start(find_imports({page.template for page in pages})) if can_fork() else None
    context = get_context("forkserver" if warm else "spawn")
    if warm:
        context.set_forkserver_preload(["claimbook.book.execute"])
    begin = (warm.requests if warm else None, dict(os.environ))
    try:
        yield ProcessPoolExecutor(
            min(count_processors(), len(pages)), mp_context=context, initializer=begin_worker, initargs=begin
        )
    finally:
        if warm:
            warm.stop()


def count_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
