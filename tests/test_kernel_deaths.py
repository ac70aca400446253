"""Whoever dies on the way, and however: what is left is told in a line, no process stays, the old book stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from kernels import (
    METADATA,
    is_running,
    kill,
    read_pid,
    run_papermill,
    running_below,
    wait_until,
    warm_process,
    write_notebook,
)
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes
from sitebook import make_site_of_nothing
from test_execute import write_page

from claimbook.book.build import build_book
from claimbook.book.pages import Page
from claimbook.book.workers import execute_pages
from claimbook.errors import BuildError, PageError
from claimbook.kernels.leash import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only; elsewhere they are plain")

GIVEN = 'data = "data"\nas_of = ""'
# A page that says who it is, starts a program of its own, and would then run for a long time.
STUCK = """
import os, subprocess, time
from pathlib import Path
below = subprocess.Popen(["sleep", "600"])
signs = Path(os.environ["CLAIMBOOK_TEST_SIGNS"])
(signs / "below").write_text(f"{below.pid}\\n")
(signs / "warm").write_text(f"{os.getppid()}\\n")
(signs / "kernel").write_text(f"{os.getpid()}\\n")
time.sleep(600)
"""
# A kernel that answers to no signal but the last.
DEAF = (
    "import signal\nfor n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(n, signal.SIG_IGN)" + STUCK
)


def start_driver(folder: Path, code: str) -> subprocess.Popen[bytes]:
    """Start a process of its own that executes one page as a build does."""
    template = write_page(folder, code, parameters=GIVEN)
    script = folder / "driver.py"
    script.write_text(
        textwrap.dedent(f"""
        import signal
        from pathlib import Path
        from claimbook.book.pages import Page
        # Whoever runs the tests may be deaf to these, and would have passed it on.
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        from claimbook.book.workers import execute_pages
        if __name__ == "__main__":
            page = Page("page", Path({str(template)!r}))
            execute_pages([page], Path({str(folder / "stage")!r}), "", lambda done: None)
        """)
    )
    environment = {**os.environ, "CLAIMBOOK_TEST_SIGNS": str(folder)}
    return subprocess.Popen([sys.executable, str(script)], env=environment, stderr=subprocess.PIPE)


@pytest.mark.parametrize("code", [STUCK, DEAF], ids=["a kernel", "a kernel deaf to signals"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_nothing_stays_when_the_build_dies(tmp_path: Path, code: str, number: signal.Signals) -> None:
    driver = start_driver(tmp_path, code)
    kernel = read_pid(tmp_path / "kernel")
    everybody = [kernel, read_pid(tmp_path / "below"), *running_below(driver.pid)]
    assert len(everybody) >= 5  # the kernel, its program, the warm process, a worker, the server that forked it
    driver.send_signal(number)
    driver.communicate(timeout=120)
    assert wait_until(lambda: not any(map(is_running, everybody))), [p for p in everybody if is_running(p)]


def test_a_kernel_killed_from_outside_is_reported_and_nothing_of_it_stays(tmp_path: Path) -> None:
    driver = start_driver(tmp_path, STUCK)
    kernel, below = read_pid(tmp_path / "kernel"), read_pid(tmp_path / "below")
    kill(kernel)
    _, told = driver.communicate(timeout=120)
    assert b"its kernel stopped" in told
    assert wait_until(lambda: not is_running(below))


def test_a_warm_process_killed_takes_its_kernels_along_and_is_reported(tmp_path: Path) -> None:
    driver = start_driver(tmp_path, DEAF)
    kernel = read_pid(tmp_path / "kernel")
    kill(read_pid(tmp_path / "warm"))
    _, told = driver.communicate(timeout=120)
    assert b"its kernel stopped" in told
    assert not is_running(kernel)


def test_a_worker_killed_is_reported_and_its_kernel_ends(tmp_path: Path) -> None:
    driver = start_driver(tmp_path, STUCK)
    kernel, below = read_pid(tmp_path / "kernel"), read_pid(tmp_path / "below")
    warm = read_pid(tmp_path / "warm")
    (worker,) = [p for p in running_below(driver.pid) if _holds_leash(p) and p not in (warm, kernel, below)]
    kill(worker)
    _, told = driver.communicate(timeout=120)
    assert b"A process that executes notebooks was ended from outside" in told
    assert wait_until(lambda: not is_running(kernel) and not is_running(below))


def _holds_leash(process: int) -> bool:
    """Tell a worker from its helpers: it has imported papermill and waits for a kernel, on sockets."""
    parts = Path(f"/proc/{process}/cmdline").read_bytes()
    parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    # Workers share the command line of the server that forked them, which is their parent.
    return b"forkserver" in parts and b"forkserver" in Path(f"/proc/{parent}/cmdline").read_bytes()


def test_after_a_warm_process_is_gone_a_page_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "page.ipynb", "1")
    with warm_process() as warm:
        run_papermill(path, tmp_path / "out.ipynb", warm=True)
        assert warm.process is not None
        kill(warm.process.pid)
        warm.process.wait()
        with pytest.raises((DeadKernelError, RuntimeError), match="Kernel died"):
            run_papermill(path, tmp_path / "out.ipynb", warm=True)


def test_what_a_page_started_and_left_behind_is_ended_with_it(tmp_path: Path) -> None:
    cell = "import subprocess\nbelow = subprocess.Popen(['sleep', '600'])\nopen('below', 'w').write(f'{below.pid}\\n')"
    path = write_notebook(tmp_path / "page.ipynb", cell)
    with warm_process():
        run_papermill(path, tmp_path / "out.ipynb", warm=True)
        assert wait_until(lambda: not is_running(read_pid(tmp_path / "below")))


def test_a_warm_process_ends_when_nobody_is_left_who_could_ask(tmp_path: Path) -> None:
    with warm_process() as warm:
        assert warm.process is not None
        process = warm.process.pid
        assert is_running(process)
    assert not is_running(process)


def test_a_thousand_kernels_leave_no_descriptor_open(tmp_path: Path) -> None:
    with warm_process() as warm:
        assert warm.process is not None
        counts = []
        for _ in range(3):
            for _ in range(40):
                connection, leash = warm.fork_kernel(str(tmp_path), dict(os.environ))
                connection.close()
                assert wait_until(lambda held=leash: held.poll() is not None)
                leash.let_go()
            counts.append(len(list(Path(f"/proc/{warm.process.pid}/fd").iterdir())))
    assert counts[0] == counts[1] == counts[2]


def test_a_build_whose_kernel_dies_leaves_the_old_book_and_the_next_build_works(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "book-of-a-test"
    (root / "book").mkdir(parents=True)
    (root / "_config.yml").write_text("title: A test\nexecute:\n  execute_notebooks: 'off'\n")
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/index\n")
    parameters = new_code_cell(GIVEN, id="given", metadata={"tags": ["parameters"]})
    dying = new_code_cell("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", id="dying")
    notebook = new_notebook(cells=[new_markdown_cell("# Start", id="head"), parameters, dying], metadata=METADATA)
    (root / "book" / "index.ipynb").write_text(writes(notebook))
    old = root / "_build" / "html"
    old.mkdir(parents=True)
    for name in ("index.html", "searchindex.js", "objects.inv"):
        (old / name).write_text("the old book")
    command = [sys.executable, "-m", "claimbook", "build", "--data", str(tiny)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "index.ipynb (book/index): its kernel stopped" in run.stderr
    assert "Traceback" not in run.stderr
    assert (old / "index.html").read_text() == "the old book"
    assert sorted(path.name for path in (root / "_build").iterdir()) == ["html"]
    dying["source"] = "print('alive')"
    (root / "book" / "index.ipynb").write_text(writes(notebook))
    monkeypatch.setattr("claimbook.book.build.make_site", make_site_of_nothing)
    built = build_book(root, tiny)
    assert "alive" in (built.executed / "book" / "index.ipynb").read_text("utf-8")
    assert (old / "index.html").read_text("utf-8") != "the old book"
    assert sorted(path.name for path in (root / "_build").iterdir()) == ["book", "cache", "html"]
    shutil.rmtree(root)


def test_where_kernels_cannot_be_forked_pages_are_executed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = write_page(tmp_path, "open('/proc/self/cmdline').read()", parameters=GIVEN)
    execute_pages([Page("page", template)], tmp_path / "forked", "", lambda done: None)
    monkeypatch.setattr("claimbook.book.pools.can_fork", lambda: False)
    execute_pages([Page("page", template)], tmp_path / "plain", "", lambda done: None)
    assert "claimbook.kernels.warm" in (tmp_path / "forked" / "page.ipynb").read_text()
    assert "ipykernel_launcher" in (tmp_path / "plain" / "page.ipynb").read_text()


def test_errors_of_many_pages_at_once_do_not_hang(tmp_path: Path) -> None:
    pages = [Page(f"p{n}/page", write_page(tmp_path / f"t{n}", "import os; os._exit(7)")) for n in range(4)]
    with pytest.raises((PageError, BuildError)):
        execute_pages(pages, tmp_path / "stage", "", lambda done: None)
