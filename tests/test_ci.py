"""What CI runs is what a newcomer runs, and it asks the machine for Python, git and make alone."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What a recipe may call beside what was installed into .venv: Python, make, and what every system has.
PROGRAMS = {"python3", "make", "echo", "touch"}
_SET = re.compile(r"\w+=\S*")


def _lines(script: str) -> list[str]:
    return [line for line in script.splitlines() if line.strip() and not line.startswith(("#", "set ", "cd "))]


def _recipes(target: str) -> list[list[str]]:
    """The commands that a target runs in a clone in which nothing has been made yet, without what is set for each."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--dry-run", "--always-make", "PYTHON=python3", target]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    said = [shlex.split(line) for line in done.stdout.replace("\\\n", " ").splitlines()]
    return [[word for place, word in enumerate(words) if place or not _SET.fullmatch(word)] for words in said]


def test_ci_runs_one_command_of_the_readme_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert _lines(script) == ["make test"]
    assert 'cd "$(dirname "$0")/.."' in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "\n    make test\n" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("target", ["book", "test"])
def test_nothing_is_called_but_python_make_and_what_they_installed(target: str) -> None:
    recipes = _recipes(target)
    called = {words[0] for words in recipes}
    assert {"python3", ".venv/bin/claimbook"} <= called
    assert {program for program in called - PROGRAMS if not program.startswith(".venv/bin/")} == set()


def test_all_that_users_are_promised_is_in_what_ci_runs() -> None:
    called = [" ".join(words) for words in _recipes("test")]
    for wanted in (
        "ruff check .",
        "mypy",
        "lint-imports",
        "claimbook build",
        "pytest -n 3",
        "--nbval-lax book",
        "--nbval ",
    ):
        assert [command for command in called if wanted in command], wanted
    assert [command for command in called if re.search(r"\s(-k|--deselect|--ignore|-x)\b", command)] == []
