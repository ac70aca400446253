"""Pages executed at once: a failure or an interruption waits for the workers, and Ctrl-C is not theirs to answer."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from kernels import read_pid, running_below
from test_execute import write_page

from claimbook.book.pages import Page
from claimbook.book.workers import execute_pages
from claimbook.errors import PageError

GIVEN = 'data = "data"\nas_of = ""'
# Each page writes a sign at its beginning and another at its end.
SLOW = "from pathlib import Path; import time; Path('begun').touch(); time.sleep(3); Path('ended').touch()"


def page(root: Path, name: str, code: str) -> Page:
    template = write_page(root / "templates" / name, code, parameters=GIVEN)
    return Page(f"{name}/page", template)


def begun_and_ended(stage: Path) -> tuple[list[str], list[str]]:
    signs = [[path.parent.name for path in sorted(stage.rglob(sign))] for sign in ("begun", "ended")]
    return signs[0], signs[1]


def test_a_page_that_fails_is_told_when_no_other_is_at_work_any_more(tmp_path: Path) -> None:
    stage = tmp_path / "stage"
    pages = [page(tmp_path, "bad", "raise KeyError('gone')"), *(page(tmp_path, f"slow{n}", SLOW) for n in range(6))]
    with pytest.raises(PageError, match="KeyError"):
        execute_pages(pages, stage, "", lambda done: None)
    begun, ended = begun_and_ended(stage)
    assert begun == ended
    assert len(begun) < 6  # those that had not begun never do
    time.sleep(1)
    assert begun_and_ended(stage) == (begun, ended)


def test_an_interruption_waits_for_the_pages_at_work(tmp_path: Path) -> None:
    stage = tmp_path / "stage"

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    pages = [page(tmp_path, "quick", "x = 1"), page(tmp_path, "slow", SLOW)]
    with pytest.raises(KeyboardInterrupt):
        execute_pages(pages, stage, "", interrupt)
    begun, ended = begun_and_ended(stage)
    assert begun == ended


def test_a_worker_does_not_answer_ctrl_c(tmp_path: Path) -> None:
    # Everybody below this process is asked to stop, as a terminal would ask them, but not the page's own kernel.
    stage = tmp_path / "stage"
    code = "import os, time\nfrom pathlib import Path\nPath('kernel').write_text(f'{os.getpid()}\\n')\ntime.sleep(2)"

    def interrupt() -> None:
        kernel = read_pid(stage / "one" / "kernel")
        for process in running_below(os.getpid()):
            if process != kernel:
                os.kill(process, signal.SIGINT)

    asking = threading.Thread(target=interrupt)
    asking.start()
    seen: list[int] = []
    execute_pages([page(tmp_path, "one", code)], stage, "", seen.append)
    asking.join()
    assert seen == [1]
    assert (stage / "one" / "page.ipynb").is_file()


def test_a_worker_sees_the_environment_that_the_build_has_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for now in ("first", "second"):
        monkeypatch.setenv("CLAIMBOOK_NOW", now)
        code = f"import os; assert os.environ['CLAIMBOOK_NOW'] == {now!r}"
        execute_pages([page(tmp_path, now, code)], tmp_path / "stage", "", lambda done: None)
