"""Pages on any executor: the same bytes, whatever a worker did before, and without a file of ours."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest
from executing import make_pages, run, varied_pages

from claimbook.book.jobs import make_job, pack_job
from claimbook.book.pools import execute_apart, local_pool, pool_of
from claimbook.digests import digest_made
from claimbook.kernels.leash import can_fork, share_warm, shared_warm


@contextmanager
def own_warm() -> Iterator[None]:
    """Let this process have no warm process, and stop the one that it comes to have."""
    before = share_warm(None)
    try:
        yield
    finally:
        if warm := share_warm(before):
            warm.stop()


def test_any_executor_of_processes_gives_the_same_bytes_and_stays_open(tmp_path: Path) -> None:
    pages = varied_pages(tmp_path)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        there = run(pages, tmp_path / "there", pool_of(executor))
        assert executor.submit(abs, -1).result() == 1
    assert there == run(pages, tmp_path / "here", local_pool)


def test_threads_execute_one_page_after_the_other(tmp_path: Path) -> None:
    pages = varied_pages(tmp_path)
    expected = run(pages, tmp_path / "here", local_pool)
    with own_warm(), ThreadPoolExecutor(3) as executor:
        assert run(pages, tmp_path / "there", pool_of(executor)) == expected


@pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only; elsewhere they are plain")
def test_a_worker_whose_warm_process_was_killed_starts_another(tmp_path: Path) -> None:
    (page,) = make_pages(tmp_path, one="print(1)")
    job = pack_job(make_job(page, tmp_path / "stage", ""))
    with own_warm():
        first = execute_apart(job, [], digest_made())
        warm = shared_warm().process
        assert warm is not None
        warm.kill()
        warm.wait()
        assert execute_apart(job, [], digest_made()) == first


def test_a_packed_job_names_no_path_of_this_machine(tmp_path: Path) -> None:
    job = make_job(varied_pages(tmp_path)[0], tmp_path / "stage", "")
    assert str(tmp_path).encode() in pickle.dumps(job)
    assert str(tmp_path).encode() not in pickle.dumps(pack_job(job))
