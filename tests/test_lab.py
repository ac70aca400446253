"""`claimbook lab`: the copy of a page's notebook, with parameters and data; that what somebody wrote in it stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bookroot import write_root
from click.testing import CliRunner, Result
from nbclient import NotebookClient

from claimbook.book import lab
from claimbook.cli import main


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of two templates; commands run in its folder."""
    folder = write_root(tmp_path / "root")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lab", *arguments])


def test_a_page_is_copied_with_its_parameters_and_the_data_that_it_is_made_from(root: Path) -> None:
    templates = {path: path.read_bytes() for path in (root / "book").rglob("*.ipynb")}
    result = run("source:gazette", "--as-of", "2031-05-06", "--no-start")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Copied with its parameters: _build/lab/book/sources/gazette.ipynb\n"
    copy = root / "_build/lab/book/sources/gazette.ipynb"
    notebook = nbformat.read(copy, as_version=4)
    (given,) = [cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    lines = given.source.splitlines()
    assert {'source_id = "gazette"', 'data = "slices/source/gazette"', 'as_of = "2031-05-06"'} <= set(lines)
    assert "claims.csv" in {path.name for path in (root / "_build/lab/slices/source/gazette").iterdir()}
    assert {path: path.read_bytes() for path in (root / "book").rglob("*.ipynb")} == templates
    assert str(root) not in copy.read_text("utf-8")


def test_the_copy_runs_where_it_lies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("source:gazette", "--no-start").exit_code == 0
    copy = root / "_build/lab/book/sources/gazette.ipynb"
    notebook = nbformat.read(copy, as_version=4)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    NotebookClient(notebook, resources={"metadata": {"path": str(copy.parent)}}, timeout=240).execute()
    shown = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    assert "gazette-003" in shown


def test_what_somebody_wrote_in_a_copy_stays_and_is_said_to(root: Path) -> None:
    run("book/index", "--no-start")
    copy = root / "_build/lab/book/index.ipynb"
    copy.write_text("mine", "utf-8")
    result = run("book/index", "--no-start")
    assert result.stdout == "Your copy, as you left it: _build/lab/book/index.ipynb\n"
    assert copy.read_text("utf-8") == "mine"


def test_two_copies_of_a_page_are_the_same_bytes(root: Path) -> None:
    copy = root / "_build/lab/book/index.ipynb"
    made = []
    for _ in range(2):
        run("book/index", "--no-start")
        made.append(copy.read_bytes())
        copy.unlink()
    assert made[0] == made[1]


def test_a_page_that_is_none_is_refused_before_anything_is_written(root: Path) -> None:
    result = run("source:gazete", "--no-start")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean source:gazette?" in result.stderr
    assert not (root / "_build").exists()


def test_without_jupyterlab_the_copy_is_there_and_the_way_to_it_is_said(root: Path) -> None:
    result = run("book/index")
    assert result.exit_code == 2
    assert result.stdout.startswith("Copied with its parameters: ")
    assert result.stderr.startswith("There is no JupyterLab in '.venv-lab'. Fix: run `make lab`")


def test_jupyterlab_opens_the_copy_for_this_machine_only_with_the_books_own_kernel(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = root / ".venv-lab/bin/jupyter-lab"
    command.parent.mkdir(parents=True)
    command.touch()
    calls: list[tuple[list[str], dict[str, Any]]] = []

    def start(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        calls.append((arguments, options))
        return subprocess.CompletedProcess(arguments, 0)

    monkeypatch.setattr(lab.subprocess, "run", start)
    assert run("book/index").exit_code == 0
    ((arguments, options),) = calls
    folder = root / "_build/lab"
    assert arguments == [
        str(command), "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}", "book/index.ipynb",
    ]  # fmt: skip
    kernels = Path(options["env"]["JUPYTER_PATH"].split(os.pathsep)[0])
    spec = json.loads((kernels / "kernels/python3/kernel.json").read_text("utf-8"))
    assert spec["argv"][0] == sys.executable
