"""A book with a long list, made by one process and by many: the same bytes, every warning, and an end in any case."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from filecmp import dircmp
from pathlib import Path

import pytest
from sitebook import add_prose, build, write_long_book
from test_site import differences

from claimbook.book import press, progress, site
from claimbook.errors import BuildError

COUNT = 40
LETHAL = """import os, signal
def read(app, doctree):
    if app.env.docname.endswith("paper-013"):
        os.kill(os.getpid(), signal.SIGKILL)
def setup(app):
    app.connect("doctree-read", read)
    return {"parallel_read_safe": True}
"""
SLOW = """import time
def setup(app):
    app.connect("doctree-read", lambda app, doctree: time.sleep(0.5))
    return {"parallel_read_safe": True}
"""
SILENT = """def setup(app):
    return {}
"""


@pytest.fixture(scope="module")
def reports() -> list[tuple[int, int]]:
    """What was reported while the book was made by many processes."""
    return []


@pytest.fixture(scope="module")
def made_by_many(tmp_path_factory: pytest.TempPathFactory, reports: list[tuple[int, int]]) -> Path:
    """The site, made by four processes."""
    stage = write_long_book(tmp_path_factory.mktemp("many") / "stage", COUNT)
    return press.make_site(stage, lambda done, total: reports.append((done, total)), jobs=4)


def test_many_processes_make_the_bytes_that_jupyter_book_makes_alone(made_by_many: Path, tmp_path: Path) -> None:
    stage = write_long_book(tmp_path / "stage", COUNT)
    result = build(stage)
    assert result.returncode == 0, result.stdout + result.stderr
    site.clean_output(stage / "_build/html")
    assert differences(dircmp(made_by_many, stage / "_build/html", ignore=[])) == []
    # What the pages found is in the site: each its own picture, each its neighbour's label.
    page = (made_by_many / "book/sources/paper-007.html").read_text("utf-8")
    assert 'href="paper-008.html#mark-8"' in page
    assert len(list((made_by_many / "_images").iterdir())) == COUNT


def test_a_page_costs_the_same_bytes_whatever_the_number_of_its_siblings(made_by_many: Path, tmp_path: Path) -> None:
    longer = press.make_site(write_long_book(tmp_path / "stage", 2 * COUNT), jobs=4)
    pages = [path / "book/sources/paper-020.html" for path in (made_by_many, longer)]
    assert len(pages[0].read_bytes()) == len(pages[1].read_bytes())


@pytest.mark.usefixtures("made_by_many")
def test_every_page_is_reported_once(reports: list[tuple[int, int]]) -> None:
    assert reports == [(done, COUNT + 3) for done in range(1, COUNT + 4)]


def test_a_report_begins_when_the_pages_are_known_and_other_lines_are_none() -> None:
    seen: list[tuple[int, int]] = []
    lines = ["read the notes", "", f"{progress.PAGES} 2\n", *[f"{progress.READ} 1\n"] * 2, "written", "written x\n"]
    press.report_pages([*lines, *[f"{progress.WRITTEN} 1\n"] * 2], lambda *report: seen.append(report))
    assert seen == [(1, 2), (2, 2)]


def test_a_warning_of_any_process_stops_the_build_with_the_name_of_its_page(tmp_path: Path) -> None:
    stage = write_long_book(tmp_path / "stage", COUNT)
    add_prose(stage, 5, "{norole}`x`")  # told where the page is read
    add_prose(stage, 15, "See {claim}`no-such-claim`.")  # where it is prepared
    add_prose(stage, 25, "```nolanguage\nx\n```")  # where it is written
    twice = "(mark-2)=\nA paragraph.\n\n```{glossary}\nword 3\n  On a page that another process reads.\n```"
    add_prose(stage, 35, twice)  # where all are merged
    with pytest.raises(BuildError) as caught:
        press.make_site(stage, jobs=4)
    message = caught.value.message
    told = ((5, "norole"), (15, "no-such-claim"), (25, "nolanguage"), (35, "label 'mark-2'"), (35, "'term word 3'"))
    for number, words in told:
        (line,) = [line for line in message.split(" | ") if words in line]
        assert f"paper-{number:03d}.ipynb" in line
        assert "WARNING" in line
        assert "\x1b" not in line
    assert "'book/sources/paper-002'" in message


def extend(stage: Path, code: str) -> None:
    """Give a book an extension of its own."""
    (stage / "extension.py").write_text(code)
    config = (stage / "_config.yml").read_text("utf-8")
    name = "      - claimbook.book.site\n"
    (stage / "_config.yml").write_text(config.replace(name, f"{name}      - extension\n"), "utf-8")


def test_an_extension_that_does_not_say_whether_it_is_safe_fails_no_build(tmp_path: Path) -> None:
    stage = write_long_book(tmp_path / "stage", 6)
    extend(stage, SILENT)
    assert (press.make_site(stage, jobs=4) / "book/sources/paper-003.html").is_file()


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_process_that_is_ended_from_outside_ends_the_build(tmp_path: Path, jobs: int) -> None:
    stage = write_long_book(tmp_path / "stage", COUNT)
    extend(stage, LETHAL)
    with pytest.raises(BuildError, match="ended from outside"):
        press.make_site(stage, jobs=jobs)


def test_an_interruption_ends_every_process(tmp_path: Path) -> None:
    stage = write_long_book(tmp_path / "stage", COUNT)

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        press.make_site(stage, interrupt, jobs=4)
    left = {path: path.stat().st_mtime_ns for path in stage.rglob("*") if path.is_file()}
    time.sleep(1)
    assert {path: path.stat().st_mtime_ns for path in stage.rglob("*") if path.is_file()} == left


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="asks Linux which processes work in a folder")
def test_when_the_first_process_is_killed_the_others_end_before_the_site_is_made(tmp_path: Path) -> None:
    stage = write_long_book(tmp_path / "stage", COUNT)
    extend(stage, SLOW)
    code = "import sys; from pathlib import Path; from claimbook.book.press import make_site"
    driver = subprocess.Popen([sys.executable, "-c", f"{code}; make_site(Path(sys.argv[1]), jobs=4)", str(stage)])
    while len(processes_in(stage)) < 5:  # the first and its four readers
        assert driver.poll() is None
        time.sleep(0.1)
    driver.kill()
    driver.wait()
    while processes_in(stage):
        time.sleep(0.1)
    assert not (stage / "_build/html/index.html").exists()


def processes_in(folder: Path) -> list[str]:
    """The processes whose working folder it is."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            found += [link.parent.name] if link.readlink() == folder else []
    return found


@pytest.mark.parametrize(("processors", "jobs"), [(1, 1), (2, 3), (64, 65)])
def test_every_processor_that_may_be_used_has_its_process(
    monkeypatch: pytest.MonkeyPatch, processors: int, jobs: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(processors)), raising=False)
    monkeypatch.setattr(press.sys, "platform", "linux")
    assert press.count_jobs() == jobs


def test_where_a_process_may_not_fork_one_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press.sys, "platform", "darwin")
    assert press.count_jobs() == 1
