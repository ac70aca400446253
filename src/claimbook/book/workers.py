"""Execute many pages at once, each in a worker process. What a page is and how one is executed is not known here."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from claimbook import paths
from claimbook.book.execute import execute_page
from claimbook.book.pages import Page
from claimbook.errors import BuildError


def execute_pages(pages: Sequence[Page], stage: Path, as_of: str, report: Callable[[int], None]) -> None:
    """Execute pages into `stage`, telling `report` how many are done.

    Raises what the first page that fails raises. However it ends, no worker is at work any more when it does: the
    folder may go then.
    """
    if not pages:
        return
    # Ctrl-C reaches the whole group of processes; only this one answers it. A function of the standard library,
    # because a worker has to import what it begins with, and is deaf only then.
    pool = ProcessPoolExecutor(
        min(os.cpu_count() or 1, len(pages)),
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        runs = [
            pool.submit(execute_page, page, stage / f"{page.docname}.ipynb", f"{paths.SLICES}/{page.slice_name}", as_of)
            for page in pages
        ]
        for done, run in enumerate(as_completed(runs), 1):
            run.result()
            report(done)
    except BrokenProcessPool as cause:
        message = "A process that executes notebooks was ended from outside."
        raise BuildError(message, fix="build again; free memory if it recurs.") from cause
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
