"""Pages on a Dask cluster, for a book that outgrows a machine. Dask is imported only where a cluster is asked for.

Dask executes a page again when the worker is lost that had it. A page that raises is not executed again: it would
raise again.
"""

from __future__ import annotations

import logging
import re
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any

from claimbook.book.jobs import Job
from claimbook.book.pools import Pool, Submit, execute_apart, own_made, pool_of
from claimbook.digests import digest_made
from claimbook.errors import BuildError

_CONNECT = 5  # seconds to find the scheduler in
_WORKERS = 10  # seconds for a first worker to be there
_DESERTED = 60  # seconds to wait for another when the last worker has gone
_LOCAL = re.compile(r"local:([1-9][0-9]{0,3})")
_ADDRESS = re.compile(r"(tcp|tls|wss?)://[^/\s]+:[0-9]+/?")
_SHOWN = 5


def cluster_pool(address: str) -> Pool:
    """Return the pool of the Dask cluster at an address (`tcp://HOST:8786`), or of a cluster made here (`local:4`).

    Raises BuildError where Dask is not installed, or for what is no address. So does the pool when it is opened, where
    nobody answers, no worker is there, or a worker could give other bytes; and in use, where a page loses its worker
    time and again, no worker is left, or the scheduler is lost.
    """
    if not (_LOCAL.fullmatch(address) or _ADDRESS.fullmatch(address)):
        raise BuildError(
            f"--cluster: '{address}' is no address of a cluster.",
            fix="write tcp://HOST:PORT, or local:4 for a cluster of 4 workers here.",
        )
    _import_dask()

    @contextmanager
    def opened(jobs: Sequence[Job]) -> Iterator[Submit]:
        with _quietly(), _client(address) as client:
            _refuse_workers(client, address)
            runs: dict[Future[bytes], str] = {}
            # Not pure: no result is taken from what somebody else has asked for.
            pool = pool_of(client.get_executor(pure=False), execute_there)
            with _losses_in_words(address, runs), _not_deserted(client, runs), pool(jobs) as send:

                def submit(job: Job) -> Future[bytes]:
                    run = send(job)
                    runs[run] = job.page.docname
                    return run

                yield submit

    return opened


def execute_there(job: Job, modules: Sequence[str], made: str) -> bytes:
    """Execute a page on the worker that this is, in the worker's own folder, which goes with the worker."""
    from distributed import get_worker

    return execute_apart(replace(job, work=get_worker().local_directory), modules, made)


def dask_setup(worker: Any) -> None:
    """Make a worker of our own deaf to Ctrl-C, which reaches the whole group; whoever is asked to stop stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _import_dask() -> None:
    try:
        import distributed  # noqa: F401
    except ImportError as cause:
        raise BuildError(
            f"--cluster needs Dask, which is not installed ({cause}).",
            fix="run `uv sync --extra cluster`, or `pip install 'claimbook[cluster]'`.",
        ) from cause


@contextmanager
def _quietly() -> Iterator[None]:
    """Let Dask say nothing for a while: what matters comes as an error, in words of our own."""
    import dask

    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        # A slice may be large, and is sent with its page.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
            yield
    finally:
        for logger, level in before:
            logger.setLevel(level)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Yield a client of the cluster at an address, or of a cluster made here for as long as this lasts."""
    import dask
    from distributed import Client, LocalCluster

    if found := _LOCAL.fullmatch(address):
        with (
            TemporaryDirectory(prefix="claimbook-cluster-", ignore_cleanup_errors=True) as folder,
            dask.config.set({"temporary-directory": folder}),  # the scheduler's, too
            LocalCluster(
                n_workers=int(found[1]),
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=0,  # Dask would measure the worker, not the kernels, which are not below it
                silence_logs=logging.CRITICAL,
                preload=[__name__],
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as cause:
        raise BuildError(
            f"--cluster: no scheduler of Dask answers at {address}.", fix="start one there: `dask scheduler`."
        ) from cause
    with client:
        yield client


def _refuse_workers(client: Any, address: str) -> None:
    """Refuse a cluster without workers, and workers that do several pages in one process or could give other bytes."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except TimeoutError as cause:
        fix = f"start some: `dask worker {address} --nworkers 4 --nthreads 1`."
        raise BuildError(f"--cluster: the scheduler at {address} has no worker.", fix=fix) from cause
    busy = sorted(worker for worker, threads in client.nthreads().items() if threads != 1)
    if busy:
        raise BuildError(
            f"--cluster: {_list_workers(busy)} would have several pages in one process, which has one folder.",
            fix="start workers with --nthreads 1, and more of them with --nworkers.",
        )
    made = digest_made()
    answers = client.run(own_made, on_error="return")
    other = sorted(worker for worker, answer in answers.items() if answer != made)
    if other:
        raise BuildError(
            f"--cluster: {_list_workers(other)} has another claimbook, Python or packages than this build.",
            fix="install there what uv.lock says, of the same claimbook, and start the worker again.",
        )


def _list_workers(workers: Sequence[str]) -> str:
    more = f" and {len(workers) - _SHOWN} more" if len(workers) > _SHOWN else ""
    return f"each of {', '.join(workers[:_SHOWN])}{more}" if len(workers) > 1 else f"the worker {workers[0]}"


@contextmanager
def _not_deserted(client: Any, runs: dict[Future[bytes], str]) -> Iterator[None]:
    """Raise BuildError when no worker is left for a while; Dask would wait for one for ever."""
    left, deserted = threading.Event(), threading.Event()

    def watch() -> None:
        since = time.monotonic()
        while not left.wait(_DESERTED / 20):
            now = time.monotonic()
            since = since if _has_no_worker(client) else now
            if now - since > _DESERTED:
                deserted.set()
                for run in list(runs):
                    run.cancel()
                return

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    except CancelledError as cause:
        if deserted.is_set():
            raise BuildError("--cluster: no worker is left.", fix="start some, and build again.") from cause
        raise
    finally:
        left.set()
        watching.join()


def _has_no_worker(client: Any) -> bool:
    """Tell whether the scheduler says that it has no worker; one that says nothing may be busy."""
    try:
        return not client.nthreads(callback_timeout=_CONNECT)
    except OSError:
        return False


@contextmanager
def _losses_in_words(address: str, runs: dict[Future[bytes], str]) -> Iterator[None]:
    """Say in one line what was lost: a worker under the same page time and again, or the scheduler."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except KilledWorker as lost:
        failed = (name for run, name in runs.items() if run.done() and not run.cancelled() and run.exception() is lost)
        raise BuildError(
            f"--cluster: the page '{next(failed, '')}' lost its worker {lost.allowed_failures + 1} times, "
            f"the last time {lost.last_worker.address}.",
            fix="look at that worker's log; it may need more memory.",
        ) from lost
    except (CancelledError, CommClosedError) as cause:
        raise BuildError(
            f"--cluster: the scheduler at {address} was lost.", fix="start it, and build again."
        ) from cause
