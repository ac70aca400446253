"""Where pages are executed: in processes of this machine, or on any executor of `concurrent.futures`.

A pool is opened for the jobs to come, takes one after the other, and gives a future of its executed notebook. When it
is left, what has not begun never does. Nothing here knows the book, or who wants the pages.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from multiprocessing import get_context

from claimbook.book.jobs import Job, execute_job, pack_job
from claimbook.digests import digest_made
from claimbook.errors import BuildError
from claimbook.kernels.leash import Warm, can_fork, fitting_warm
from claimbook.kernels.preload import imports_of
from claimbook.kernels.worker import begin_worker, count_processors

Submit = Callable[[Job], "Future[bytes]"]
Pool = Callable[[Sequence[Job]], AbstractContextManager[Submit]]
Execute = Callable[[Job, Sequence[str], str], bytes]

# papermill changes the folder of the whole process while a page runs.
_ALONE = threading.Lock()


@contextmanager
def local_pool(jobs: Sequence[Job]) -> Iterator[Submit]:
    """Yield what executes jobs in processes of this machine, one for each processor.

    Where kernels can be forked, all the workers ask one warm process; there they themselves are forked from a server
    that has imported what they need.
    """
    warm = Warm.start(imports_of({job.template for job in jobs})) if can_fork() else None
    context = get_context("forkserver" if warm else "spawn")
    if warm:
        context.set_forkserver_preload(["claimbook.book.jobs", "claimbook.kernels.engine"])
    begin = (warm.requests if warm else None, dict(os.environ))
    executor = ProcessPoolExecutor(
        min(count_processors(), len(jobs)), mp_context=context, initializer=begin_worker, initargs=begin
    )
    try:
        yield lambda job: executor.submit(execute_job, job)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        if warm:
            warm.stop()


def pool_of(executor: Executor, execute: Execute | None = None) -> Pool:
    """Return the pool of an executor, whose workers need not see this machine's files.

    The executor stays open. One of threads executes one page after the other, in this process.
    """

    @contextmanager
    def opened(jobs: Sequence[Job]) -> Iterator[Submit]:
        modules, made = imports_of({job.template for job in jobs}), digest_made()
        sent: list[Future[bytes]] = []

        def submit(job: Job) -> Future[bytes]:
            sent.append(executor.submit(execute or execute_apart, pack_job(job), modules, made))
            return sent[-1]

        try:
            yield submit
        finally:
            wait([run for run in sent if not run.cancel()])

    return opened


def execute_apart(job: Job, modules: Sequence[str], made: str) -> bytes:
    """Execute a packed page in whatever process and thread this is, one at a time, and return the notebook.

    `modules` are what its kernels are likely to import; `made` is `digest_made` of whoever asks: a worker that differs
    could give other bytes, and raises BuildError. Raises PageError as `execute_job` does.
    """
    with _ALONE:
        if own_made() != made:
            raise BuildError(
                "A worker has another claimbook, Python or packages than this build.",
                fix="install there what uv.lock says, of the same claimbook, and start the worker again.",
            )
        if can_fork():
            fitting_warm(modules)
        try:
            return execute_job(job)
        finally:
            _close_loop()


def _close_loop() -> None:
    """Close the event loop that Jupyter leaves to a thread; it makes another for the next page."""
    if threading.current_thread() is not threading.main_thread():
        with suppress(RuntimeError):  # there is none
            asyncio.get_event_loop().close()


@cache
def own_made() -> str:
    """Return `digest_made` as it was when this process was first asked: what it has imported does not change later."""
    return digest_made()
