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

from claimbook.book.cache import Cache
from claimbook.book.jobs import Job, digest_slice, execute_job, key_of, make_job
from claimbook.book.pages import Page
from claimbook.digests import digest_code, digest_environment, digest_values
from claimbook.errors import BuildError
from claimbook.kernels.leash import Warm, can_fork
from claimbook.kernels.preload import find_imports
from claimbook.kernels.worker import begin_worker


def execute_pages(
    pages: Sequence[Page], stage: Path, as_of: str, report: Callable[[int], None], cache: Cache | None = None
) -> int:
    """Put executed pages into `stage`, telling `report` how many are there; return how many had to be executed.

    With a cache, a page is taken from it where nothing has changed that it is made from, and kept in it where it had
    to be executed. Raises what the first page that fails raises. However it ends, no worker is at work any more when
    it does: the folder may go then.
    """
    jobs = {page.docname: make_job(page, stage, as_of) for page in pages}
    keys = _find_keys(jobs, cache)
    todo = []
    for docname, job in jobs.items():
        executed = cache.get(keys[docname]) if cache else None
        if executed is None:
            todo.append(job)
        else:
            _write_page(stage, docname, executed)
    if len(todo) < len(jobs):
        report(len(jobs) - len(todo))
    for done, (job, executed) in enumerate(_run_jobs(todo), len(jobs) - len(todo) + 1):
        _write_page(stage, job.page.docname, executed)
        if cache:
            cache.put(keys[job.page.docname], executed)
        report(done)
    return len(todo)


def _find_keys(jobs: dict[str, Job], cache: Cache | None) -> dict[str, str]:
    if cache is None:
        return {}
    made = digest_values([digest_code(with_assets=False), digest_environment()])
    slices = {job.page.slice_name: job for job in jobs.values()}
    digests = {name: digest_slice(job) for name, job in slices.items()}
    return {docname: key_of(job, digests[job.page.slice_name], made) for docname, job in jobs.items()}


def _write_page(stage: Path, docname: str, executed: bytes) -> None:
    target = stage / f"{docname}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(executed)


def _run_jobs(jobs: Sequence[Job]) -> Iterator[tuple[Job, bytes]]:
    """Yield each job with its executed notebook, as they are done."""
    if not jobs:
        return
    with _local_pool(jobs) as pool:
        runs = {pool.submit(execute_job, job): job for job in jobs}
        try:
            for run in as_completed(runs):
                yield runs[run], run.result()
        except BrokenProcessPool as cause:
            message = "A process that executes notebooks was ended from outside."
            raise BuildError(message, fix="build again; free memory if it recurs.") from cause
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _local_pool(jobs: Sequence[Job]) -> Iterator[Executor]:
    """Yield a pool with a worker for each processor; where kernels can be forked, all its workers ask one warm process.

    There the workers themselves are forked from a server that has imported what they need.
    """
    warm = Warm.start(find_imports({job.page.template for job in jobs})) if can_fork() else None
    context = get_context("forkserver" if warm else "spawn")
    if warm:
        context.set_forkserver_preload(["claimbook.book.jobs", "claimbook.kernels.engine"])
    begin = (warm.requests if warm else None, dict(os.environ))
    try:
        yield ProcessPoolExecutor(
            min(count_processors(), len(jobs)), mp_context=context, initializer=begin_worker, initargs=begin
        )
    finally:
        if warm:
            warm.stop()


def count_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
