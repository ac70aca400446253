"""Execute many pages at once. What a page is and how one is executed is not known here, nor where: a pool knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, as_completed
from pathlib import Path

from claimbook.book.cache import Cache
from claimbook.book.jobs import Job, digest_slice, key_of, make_job
from claimbook.book.pages import Page
from claimbook.book.pools import Pool, local_pool
from claimbook.digests import digest_made
from claimbook.errors import BuildError


def execute_pages(
    pages: Sequence[Page],
    stage: Path,
    as_of: str,
    report: Callable[[int], None],
    cache: Cache | None = None,
    pool: Pool = local_pool,
) -> int:
    """Put executed pages into `stage`, telling `report` how many are there; return how many had to be executed.

    With a cache, a page is taken from it where nothing has changed that it is made from, and kept in it where it had
    to be executed. `pool` says where. Raises what the first page that fails raises, or BuildError where the pool
    breaks. However it ends, nobody writes into the folder any more when it does: the folder may go then.
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
    for done, (job, executed) in enumerate(_run_jobs(todo, pool), len(jobs) - len(todo) + 1):
        _write_page(stage, job.page.docname, executed)
        if cache:
            cache.put(keys[job.page.docname], executed)
        report(done)
    return len(todo)


def _find_keys(jobs: dict[str, Job], cache: Cache | None) -> dict[str, str]:
    if cache is None:
        return {}
    made = digest_made()
    slices = {job.page.slice_name: job for job in jobs.values()}
    digests = {name: digest_slice(job) for name, job in slices.items()}
    return {docname: key_of(job, digests[job.page.slice_name], made) for docname, job in jobs.items()}


def _write_page(stage: Path, docname: str, executed: bytes) -> None:
    target = stage / f"{docname}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(executed)


def _run_jobs(jobs: Sequence[Job], pool: Pool) -> Iterator[tuple[Job, bytes]]:
    """Yield each job with its executed notebook, as they are done."""
    if not jobs:
        return
    try:
        with pool(jobs) as submit:
            runs = {submit(job): job for job in jobs}
            for run in as_completed(runs):
                yield runs[run], run.result()
    except BrokenExecutor as cause:
        message = "A process that executes notebooks was ended from outside."
        raise BuildError(message, fix="build again; free memory if it recurs.") from cause
