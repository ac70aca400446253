"""Make the site from a stage: run Jupyter Book over executed pages, on every processor there is.

What a page looks like is said in `site`; which pages there are, and where the site goes, is not known here.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from claimbook import paths
from claimbook.book import progress
from claimbook.book.beside import KEPT
from claimbook.book.site import clean_output
from claimbook.errors import BuildError
from claimbook.kernels.worker import count_processors

# The exit status where one of Sphinx's own processes was lost.
LOST = 3
Report = Callable[[int, int], None]


def quiet(done: int, total: int) -> None:
    """Report nothing."""


def make_site(stage: Path, report: Report = quiet, jobs: int = 0, pictures: Path | None = None) -> Path:
    """Run Jupyter Book over the stage, warnings being errors, and return the folder of the site.

    `report` is told how many pages are done, and how many there are. `jobs` is how many processes work at once, by
    default as many as `count_jobs` says; the site is the same for any number. `pictures` is a folder in which charts'
    pictures and script are kept from one build to the next, where CLAIMBOOK_PICTURES does not name another: tests make
    many sites. Raises BuildError with what to mend.
    """
    # Sphinx says nothing of a page that it has read before, not even its warnings.
    shutil.rmtree(stage / paths.BUILD, ignore_errors=True)
    command = [sys.executable, "-m", __name__, str(jobs or count_jobs())]
    environment = {**os.environ, "PYTHONHASHSEED": "0", KEPT: os.environ.get(KEPT) or str(pictures or "")}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        # A group of its own: with the first process all that it began can be ended.
        with subprocess.Popen(
            command, cwd=stage, env=environment, stdout=subprocess.PIPE, stderr=said, text=True, start_new_session=True
        ) as process:
            try:
                report_pages(process.stdout or (), report)
            except BaseException:
                end_group(process)
                raise
        said.seek(0)
        output = said.read().replace(str(stage), ".")
    if process.returncode < 0 or process.returncode == LOST:
        message = "The site was not made: a process that makes its pages was ended from outside."
        raise BuildError(message, fix="build again; free memory if it recurs.")
    site = stage / paths.BUILD / paths.HTML
    if process.returncode or not (site / "index.html").is_file():
        raise BuildError(
            "The site was not made: " + " | ".join(telling_lines(output)),
            fix="mend the pages named; warnings are errors here, so that no link is published that leads nowhere.",
        )
    clean_output(site)
    return site


def count_jobs() -> int:
    """Return how many processes to work with: one more than there are processors for this one, or one alone.

    While pages are written Sphinx's first process prepares them, and waits for the others where they are slower.
    Sphinx's parallel work needs a fork; on macOS a forked process may not use what the system's libraries began.
    """
    if os.name != "posix" or sys.platform == "darwin":
        return 1
    processors = count_processors()
    return processors + 1 if processors > 1 else 1


def report_pages(lines: Iterable[str], report: Report) -> None:
    """Report the pages that Sphinx tells of: one is done when it has been read and written."""
    counts: Counter[str] = Counter()
    done = 0
    for line in lines:
        word, _, number = line.rstrip("\n").partition(" ")
        if word in (progress.PAGES, progress.READ, progress.WRITTEN) and number.isdecimal():
            counts[word] += int(number)
        before, done = done, (counts[progress.READ] + counts[progress.WRITTEN]) // 2
        if done > before:
            report(min(done, counts[progress.PAGES]), counts[progress.PAGES])


def end_group(process: subprocess.Popen[str]) -> None:
    """End a process and all that it began."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def telling_lines(output: str) -> list[str]:
    """Return the lines of Jupyter Book's output that say what to mend: warnings, and the last error by its name."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    warnings = [line for line in lines if re.search("WARNING|ERROR", line)]
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception): (?!\s*There was an error)", line)]
    return [*warnings[:5], *errors[-1:]] or lines[-3:] or ["Jupyter Book said nothing."]


def run_jupyter_book(stage: Path, jobs: int) -> None:
    """Run Jupyter Book in this process as its `build` command does, which takes no number of jobs."""
    from jupyter_book.sphinx import build_sphinx
    from sphinx.util.console import nocolor

    nocolor()
    result = build_sphinx(
        stage,
        stage / paths.BUILD / paths.HTML,
        noconfig=True,
        path_config=stage / paths.CONFIG,
        confoverrides={
            "claimbook_progress": True,
            "external_toc_path": (stage / paths.CONTENTS).as_posix(),
            "latex_individualpages": False,
            "nitpicky": True,
        },
        warningiserror=True,
        keep_going=True,
        quiet=True,
        jobs=jobs,
    )
    # What a process was to send home has ended before it began, or on the way.
    if isinstance(result, EOFError) or str(result) == "got end of file during message":
        sys.exit(LOST)
    if isinstance(result, BaseException):
        raise result
    sys.exit(result)


if __name__ == "__main__":
    run_jupyter_book(Path.cwd(), int(sys.argv[1]))
