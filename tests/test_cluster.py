"""Pages on Dask: the same bytes whoever is lost on the way; whatever is refused is one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from executing import dask, make_pages, run, scheduler, varied_pages
from kernels import is_running, running_below, wait_until

from claimbook import cli
from claimbook.book import cluster, pools
from claimbook.book.cluster import cluster_pool
from claimbook.book.pages import Page
from claimbook.book.pools import local_pool
from claimbook.book.workers import execute_pages
from claimbook.errors import BuildError, PageError
from claimbook.kernels.leash import can_fork

needs_fork = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only; elsewhere they are plain")

# A page's kernel is forked from a warm process, which its worker has started.
KILL = """import os, signal, time
warm = open(f"/proc/{os.getppid()}/stat").read()
os.kill(int(warm.rpartition(")")[2].split()[1]), signal.SIGKILL); time.sleep(60)"""


@pytest.fixture
def pages(tmp_path: Path) -> list[Page]:
    """Pages that read, print, and say where they are."""
    return varied_pages(tmp_path)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two workers, which were started elsewhere than this process."""
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        where, _ = stack.enter_context(scheduler(folder))
        numbers = ("--nworkers", "2", "--nthreads", "1")
        stack.enter_context(dask(folder, "worker", where, *numbers))
        yield where


def test_a_cluster_made_here_gives_the_bytes_of_the_local_pool_and_leaves_nothing(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    expected = run(pages, tmp_path / "here", local_pool)
    (tmp_path / "cwd").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    before = set(running_below(os.getpid()))
    capfd.readouterr()
    assert run(pages, tmp_path / "there", cluster_pool("local:2")) == expected
    assert capfd.readouterr() == ("", "")
    assert wait_until(lambda: set(running_below(os.getpid())) <= before)
    assert list((tmp_path / "cwd").iterdir()) == list((tmp_path / "tmp").iterdir()) == []


def test_an_interruption_leaves_nothing_of_a_cluster_made_here(tmp_path: Path) -> None:
    before = set(running_below(os.getpid()))
    below: list[int] = []

    def interrupt(done: int) -> None:
        below.extend(set(running_below(os.getpid())) - before)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        execute_pages(
            make_pages(tmp_path, quick="1", slow="import time; time.sleep(60)"),
            tmp_path / "stage",
            "",
            interrupt,
            pool=cluster_pool("local:2"),
        )
    assert len(below) >= 2
    assert wait_until(lambda: not any(map(is_running, below)))


@needs_fork
def test_workers_of_our_own_do_not_answer_ctrl_c(tmp_path: Path) -> None:
    signs = tmp_path / "begun"
    before = set(running_below(os.getpid()))

    def ask_to_stop() -> None:
        assert wait_until(signs.is_file)
        for process in set(running_below(os.getpid())) - before:
            if b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes():
                os.kill(process, signal.SIGINT)

    asking = threading.Thread(target=ask_to_stop)
    asking.start()
    code = f"import time; open({str(signs)!r}, 'x').close(); time.sleep(2)"  # executed twice, it would raise
    assert len(run(make_pages(tmp_path, one=code), tmp_path / "stage", cluster_pool("local:1"))) == 1
    asking.join()


@needs_fork
def test_a_worker_lost_on_the_way_changes_no_byte(pages: list[Page], tmp_path: Path, address: str) -> None:
    sign = tmp_path / "killed"
    lethal = f"from pathlib import Path\nsign = Path({str(sign)!r})\nif not sign.exists():\n    sign.touch()\n    "
    pages += make_pages(tmp_path, lethal=lethal + KILL.replace("\n", "\n    "))
    there = run(pages, tmp_path / "there", cluster_pool(address))
    assert sign.exists()
    assert there == run(pages, tmp_path / "here", local_pool)


@needs_fork
def test_a_page_that_loses_every_worker_is_named_in_one_line(tmp_path: Path, address: str) -> None:
    with pytest.raises(BuildError) as caught:
        run(make_pages(tmp_path, good="1", lethal=KILL), tmp_path / "stage", cluster_pool(address))
    assert caught.value.message.startswith(
        "--cluster: the page 'lethal/page' lost its worker 2 times, the last time tcp:"
    )
    assert "\n" not in str(caught.value)


def test_a_page_that_raises_is_told_as_here_and_not_executed_again(tmp_path: Path, address: str) -> None:
    told = []
    for where, pool in (("here", local_pool), ("there", cluster_pool(address))):
        log = tmp_path / f"{where}.log"
        log.touch()
        code = f"open({str(tmp_path)!r} + '/now', 'a').write('x'); raise KeyError('gone')"
        (tmp_path / "now").write_text("")
        with pytest.raises(PageError) as caught:
            run(make_pages(tmp_path, bad=code), tmp_path / where, pool)
        told.append((str(caught.value), (tmp_path / "now").read_text()))
    assert told[0] == told[1]
    assert "KeyError" in told[0][0]
    assert told[0][1] == "x"


def test_workers_that_could_give_other_bytes_are_refused_by_name(
    pages: list[Page], tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "digest_made", lambda: "another")
    with pytest.raises(BuildError) as caught:
        run(pages, tmp_path / "stage", cluster_pool(address))
    assert caught.value.message.startswith("--cluster: each of tcp://127.0.0.1:")
    assert caught.value.message.endswith(" has another claimbook, Python or packages than this build.")
    monkeypatch.undo()
    # One that comes later is not asked, and refuses by itself.
    monkeypatch.setattr(pools, "digest_made", lambda: "another")
    with pytest.raises(BuildError, match=r"^A worker has another claimbook, Python or packages than this build\."):
        run(pages, tmp_path / "stage2", cluster_pool(address))


def test_no_worker_and_a_worker_with_several_threads_are_refused(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_WORKERS", 0.5)
    with scheduler(tmp_path) as (where, _):
        with pytest.raises(BuildError, match=f"the scheduler at {where} has no worker"):
            run(pages, tmp_path / "none", cluster_pool(where))
        monkeypatch.setattr(cluster, "_WORKERS", 30)
        arguments = ("worker", where, "--nthreads", "3", "--no-nanny")
        with (
            dask(tmp_path, *arguments),
            pytest.raises(BuildError, match=r"the worker tcp://127.0.0.1:\d+ would have several pages in one process"),
        ):
            run(pages, tmp_path / "several", cluster_pool(where))


@pytest.mark.parametrize("who", ["scheduler", "worker"])
def test_a_build_ends_when_the_scheduler_or_the_last_worker_is_gone(
    who: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_DESERTED", 2)
    told = {"scheduler": r"the scheduler at tcp:\S+ was lost", "worker": "no worker is left"}
    with scheduler(tmp_path) as (where, process):
        arguments = ("--nthreads", "1", "--no-nanny", "--death-timeout", "1")
        with dask(tmp_path, "worker", where, *arguments) as worker:
            lost = process if who == "scheduler" else worker
            pages = make_pages(tmp_path, quick="1", slow="import time; time.sleep(60)")
            with pytest.raises(BuildError, match=told[who]):
                execute_pages(pages, tmp_path / "stage", "", lambda done: lost.kill(), pool=cluster_pool(where))
            worker.kill()  # it would wait for its page


def test_a_scheduler_that_does_not_answer_is_one_line(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    with pytest.raises(BuildError) as caught:
        run(pages, tmp_path / "stage", cluster_pool("tcp://127.0.0.1:1"))
    assert caught.value.message == "--cluster: no scheduler of Dask answers at tcp://127.0.0.1:1."
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("given", ["local", "local:0", "local:two", "host:8786", "http://host:8786", "tcp://host"])
def test_what_is_no_address_is_refused_with_exit_status_two(
    given: str, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny / "_config.yml").touch()
    monkeypatch.chdir(tiny)
    result = CliRunner().invoke(cli.main, ["build", "--data", str(tiny), "--cluster", given])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"--cluster: '{given}' is no address of a cluster. "
        "Fix: write tcp://HOST:PORT, or local:4 for a cluster of 4 workers here.\n"
    )


def test_without_dask_a_cluster_is_refused_and_says_what_to_install(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny / "_config.yml").touch()
    monkeypatch.chdir(tiny)
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = CliRunner().invoke(cli.main, ["build", "--data", str(tiny), "--cluster", "local:2"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--cluster needs Dask, which is not installed")
    assert result.stderr.endswith("Fix: run `uv sync --extra cluster`, or `pip install 'claimbook[cluster]'`.\n")
    assert result.stderr.count("\n") == 1


def test_dask_is_imported_only_where_a_cluster_is_asked_for() -> None:
    code = "import sys, claimbook.book.build, claimbook.book.cluster; print({'dask', 'distributed'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_what_a_worker_did_before_changes_no_byte(tmp_path: Path, address: str) -> None:
    # A module that prints when it is imported has printed before the page where the warm process imports it.
    quiet, loud = make_pages(tmp_path, quiet="import colorsys", loud="import this")
    for n in range(2):
        run([replace(quiet, docname=f"{n}/{m}") for m in range(4)], tmp_path / f"first{n}", cluster_pool(address))
        there = run([loud], tmp_path / f"there{n}", cluster_pool(address))
        assert there == run([loud], tmp_path / f"here{n}", local_pool)
