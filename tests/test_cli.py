"""The commands: what they say, where, and with which exit status; that help comes without the heavy libraries."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from tiny import read_package, texts_of, write_descriptor, write_tiny_dataset

from claimbook import __version__
from claimbook.book import build as book_build
from claimbook.book.build import Built
from claimbook.cli import main
from claimbook.errors import PageError

HEAVY = (
    "pandas",
    "numpy",
    "altair",
    "papermill",
    "nbformat",
    "jupyter_book",
    "sphinx",
    "vl_convert",
    "yaml",
    "rich",
    "dask",
    "distributed",
)


def run(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_sound_dataset_is_counted_and_exits_with_zero(tiny: Path) -> None:
    result = run("check", "--data", tiny)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{tiny}: ")
    assert "claims 3" in result.stdout
    assert "figures 3" in result.stdout
    assert result.stdout.endswith("No problem found.\n")


def test_with_its_text_every_passage_is_proven_and_none_left_to_code(tiny: Path) -> None:
    result = run("check", "--data", tiny, "--text", texts_of(tiny))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "gazette: 4 passages and 1 quotations proven." in result.stdout
    assert result.stdout.endswith("Passages to code: none.\n")


def test_a_passage_left_to_code_is_listed_and_an_error(tiny: Path) -> None:
    text = (texts_of(tiny) / "gazette.txt").read_bytes().decode("utf-8")
    write_tiny_dataset(tiny, text=text + "The mayor says that 40 boats sank.\n")
    result = run("check", "--data", tiny, "--text", texts_of(tiny))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"gazette, {len(text)}..")
    assert "40 boats" not in result.output  # a place, never the source's text
    assert "1 passages to code. Fix:" in result.stderr
    line = result.stderr.splitlines()[0]
    assert "claimbook locate gazette WORDS" in line
    assert "a passage with a no_claim_reason" in line


def test_a_source_without_a_text_is_said_to_be_unproven(tmp_path: Path) -> None:
    herald = {"title": "Herald", "kind": "news_report", "published": "2031-05-08", "language": "en",
              "seen_as": "full_text", "coding_scope": "passage", "text_sha256": "0" * 64}  # fmt: skip
    folder = write_tiny_dataset(tmp_path / "two", sources={"herald": herald})
    result = run("check", "--data", folder, "--text", texts_of(folder))
    assert "No text for herald: its passages are not proven." in result.stdout
    assert "gazette: 4 passages" in result.stdout


def test_a_folder_without_the_text_of_any_source_is_refused(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("check", "--data", tiny, "--text", tmp_path / "empty")
    assert result.exit_code == 2
    assert result.stderr.startswith("No file in 'empty' is the text of a source. Fix: ")


def test_every_problem_is_a_line_with_place_value_and_remedy_and_the_exit_status_is_two(tmp_path: Path) -> None:
    folder = write_tiny_dataset(
        tmp_path / "bad",
        figures={"gazette-001-f1": {"quantity": "ca. 30"}},
        claims={"gazette-003": {"asserted": "2031-02-30"}},
    )
    result = run("check", "--data", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    claims, figures, last = result.stderr.splitlines()
    assert claims.startswith("claims.csv, row 4, column asserted: '2031-02-30' is ")
    assert figures.startswith("figures.csv, row 2, column quantity: 'ca. 30' is ")
    assert all(" Fix: " in line for line in (claims, figures))
    assert last == "The dataset has 2 problems."


@pytest.mark.parametrize("written", ["cases/absent", "cases"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_folder_without_a_dataset_is_named_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, command: str
) -> None:
    (tmp_path / "_config.yml").touch()
    (tmp_path / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    result = run(command, "--data", written)
    assert result.exit_code == 2
    line = f"datapackage.json: there is no datapackage.json in '{written}'. Fix: name a dataset's folder with --data"
    assert line in result.stderr


def test_a_relative_folder_counts_from_the_current_one_and_then_from_the_books_root(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book-of-mine"
    (book / "deep").mkdir(parents=True)
    (book / "_config.yml").touch()
    shutil.copytree(tiny, book / "data")
    monkeypatch.chdir(book / "deep")
    assert "discrepancies 1" in run("check").stdout
    write_tiny_dataset(book / "deep" / "data", discrepancies={"gazette-d1": None})
    assert "discrepancies" not in run("check").stdout


def test_a_dataset_without_a_claim_says_so_and_is_no_error(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", descriptor={"stance_towards": ""})
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    result = run("check", "--data", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("data: no rows. No problem found.\nIt holds no claim yet.\n")


def test_a_text_that_cannot_be_read_is_one_line(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        if path.suffix == ".txt":
            raise PermissionError(13, "Permission denied")
        return original(path)

    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("check", "--data", tiny, "--text", texts_of(tiny))
    assert result.exit_code == 2
    assert result.stderr.startswith("'gazette.txt' cannot be read: Permission denied. Fix: ")


def test_a_build_that_is_ended_is_interrupted_as_by_ctrl_c(
    calls: list[dict[str, Any]], tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned: list[str] = []

    def wait(*arguments: Any, **options: Any) -> Built:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
            raise AssertionError("the signal did nothing")
        finally:
            cleaned.append("yes")

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(book_build, "build_book", wait)
    result = run("build", "--data", tiny)
    assert (result.exit_code, cleaned) == (1, ["yes"])
    assert result.stderr == "\nAborted!\n" or result.stderr == "Aborted!\n"
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_dataset_of_another_schema_is_refused_by_each_command(tiny: Path, command: str) -> None:
    write_descriptor(tiny, {**read_package(tiny), "claimbook_schema": 99})
    result = run(command, "--data", tiny)
    assert result.exit_code == 2
    assert "claimbook_schema is 99" in result.stderr
    assert "Traceback" not in result.output


def test_a_build_outside_of_a_book_is_refused_with_a_remedy(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("build", "--data", tiny)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "No _config.yml in this folder or above it. Fix: run claimbook inside a book's folder, or clone one first.\n"
    )


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """The arguments of builds that only pretend; what a build does is in test_build."""
    seen: list[dict[str, Any]] = []
    (tmp_path / "_config.yml").touch()
    for name in ("data", "cases"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "datapackage.json").touch()
    monkeypatch.chdir(tmp_path)

    def pretend(root: Path, data: Path, **options: Any) -> Built:
        seen.append({"root": root, "data": data, **options})
        options["report"]("Executing notebooks", 0, 2)
        options["report"]("Executing notebooks", 2, 2)
        return Built(root / "_build" / "html", root / "_build" / "book", 7, 2)

    monkeypatch.setattr(book_build, "build_book", pretend)
    return seen


def test_a_build_says_what_it_made_and_where_it_lies(calls: list[dict[str, Any]]) -> None:
    result = run("build")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"Built 7 pages: {Path('_build/html/index.html')}",
        f"Executed notebooks (2 of 7 anew): {Path('_build/book')}",
    ]
    assert result.stderr.splitlines() == ["Executing notebooks …", "Executing notebooks: 2 of 2"]


def test_a_builds_options_reach_the_build(calls: list[dict[str, Any]], tmp_path: Path) -> None:
    result = run("build", "--data", "cases", "--as-of", "2031-05-05", "--only", "book/figures", "--out", "site")
    assert result.exit_code == 0
    (call,) = calls
    given = {name: call[name] for name in ("data", "as_of", "only", "out")}
    assert given == {"data": tmp_path / "cases", "as_of": "2031-05-05", "only": "book/figures", "out": Path("site")}


def test_a_build_that_fails_says_so_in_one_line_and_exits_with_two(
    calls: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any, **options: Any) -> Built:
        raise PageError("figures.ipynb, cell 3: KeyError: 'gone'", fix="run it alone.")

    monkeypatch.setattr(book_build, "build_book", fail)
    result = run("build")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "figures.ipynb, cell 3: KeyError: 'gone' Fix: run it alone.\n"


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [path]
    for name, command in group.commands.items():
        here = (*path, name)
        found += _commands(command, here) if isinstance(command, click.Group) else [here]
    return found


COMMANDS = _commands(main)


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "claimbook")
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_says_something_for_the_command_and_for_every_option(path: tuple[str, ...], flag: str) -> None:
    result = run(*path, flag)
    assert result.exit_code == 0
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert len((command.help or "").split()) >= 5
    for option in command.params:
        if isinstance(option, click.Option):
            assert (option.name, bool((option.help or "").strip())) == (option.name, True)
            assert max(option.opts, key=len) in result.stdout


def test_the_commands_are_the_ones_that_the_group_lists() -> None:
    assert [path for path in COMMANDS if path and path[-1] not in run(*path[:-1], "--help").stdout] == []
    assert {("check",), ("build",)} <= set(COMMANDS)


def test_an_unknown_command_or_option_is_an_error_of_use() -> None:
    assert run("conjure").exit_code == 2
    assert run("check", "--conjure").exit_code == 2


def test_the_version_is_the_packages() -> None:
    assert run("--version").stdout == f"claimbook, version {__version__}\n"


def test_importing_the_commands_imports_no_heavy_library() -> None:
    code = f"import sys, claimbook.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "claimbook", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"claimbook, version {__version__}\n"
