"""A commit is built twice, as differently as one machine can: the same bytes, or the files that differ by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_build import write_root
from test_release import commit, git

from claimbook.cli import main
from claimbook.release.reproduce import SURROUNDINGS


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book in git."""
    folder = write_root(tmp_path / "book")
    git(folder, "init", "--quiet")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def reproduce() -> Result:
    return CliRunner().invoke(main, ["reproduce"])


def _spoil(root: Path) -> None:
    """Let the start page say where it was built."""
    path = root / "book" / "index.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    code["source"] = "import os\nprint(os.environ['TZ'])\n" + "".join(code["source"])
    path.write_text(json.dumps(notebook), "utf-8")


def test_two_builds_that_share_nothing_but_the_commit_have_the_same_bytes(root: Path) -> None:
    (root / "_config.yml").write_text("not committed, and so in neither\n")
    done = reproduce()
    assert (done.exit_code, done.stdout) == (0, "Reproduced: both builds have the same bytes.\n"), done.output
    assert "_config.yml and what else is not committed is not in it." in done.stderr


def test_what_differs_is_named_and_shown(root: Path) -> None:
    _spoil(root)
    commit(root)
    done = reproduce()
    assert done.exit_code == 1
    named = [line.removeprefix("differs: ") for line in done.stdout.splitlines()]
    assert {"book/book/index.ipynb", "html/book/index.html", "html/outputs.sha256"} <= set(named)
    assert not [name for name in named if name.endswith("gazette.html")]
    assert done.stderr.endswith(f"Not reproduced: {len(named)} files differ.\n")


def test_a_build_that_fails_is_told(root: Path) -> None:
    (root / "data" / "claims.csv").unlink()
    commit(root)
    done = reproduce()
    assert (done.exit_code, "claimbook build failed: " in done.stderr, " Fix: " in done.stderr) == (2, True, True)


def test_the_two_differ_in_all_that_can_be_chosen() -> None:
    one, other = SURROUNDINGS
    assert {name for name in one.variables if one.variables[name] == other.variables[name]} == set()
    assert (one.umask, one.has_fonts, one.folder) != (other.umask, other.has_fonts, other.folder)
    assert {"TZ", "LC_ALL", "LANG", "PYTHONHASHSEED"} <= set(one.variables)
