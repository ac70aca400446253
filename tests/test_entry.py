"""A book in which nothing has changed is told at once, with the standard library alone; all else reaches `cli`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bookroot import write_root
from hypothesis import given
from hypothesis import strategies as st
from sitebook import make_site_of_nothing

from claimbook.book import build
from claimbook.book.build import build_book
from claimbook.entry import read_options

LOOK = """
import sys
before = set(sys.modules)
sys.argv = ["claimbook", *sys.argv[1:]]
from claimbook.entry import main
main()
ours = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(name for name in ours if name not in sys.stdlib_module_names))
"""


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["build"], {"--data": "", "--as-of": "", "--out": ""}),
        (["build", "--data", "d", "--out=o"], {"--data": "d", "--as-of": "", "--out": "o"}),
        (["build", "--as-of", "2031-05-05"], {"--data": "", "--as-of": "2031-05-05", "--out": ""}),
        (["build", "--cluster", "local:2", "--out=o"], {"--data": "", "--as-of": "", "--out": "o"}),
        (["build", "--cluster"], None),
        (["build", "--cluster=local:2", "--no-cache"], None),
        (["build", "--no-cache"], None),
        (["build", "--only", "book/index"], None),
        (["build", "--data"], None),
        (["build", "d"], None),
        (["check"], None),
        (["--help"], None),
        ([], None),
    ],
)
def test_only_a_build_that_names_a_book_and_asks_for_nothing_else_is_answered_here(
    arguments: list[str], found: dict[str, str] | None
) -> None:
    assert read_options(arguments) == found


@given(
    st.lists(
        st.sampled_from(
            ["build", "--data", "--out", "--as-of", "--only", "x", "--no-cache", "--data=y", "--cluster", ""]
        )
    )
)
def test_no_command_line_is_an_error_here(arguments: list[str]) -> None:
    found = read_options(arguments)
    assert found is None or (arguments[0] == "build" and set(found) == {"--data", "--out", "--as-of"})


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of two templates, built."""
    root = write_root(tmp_path_factory.mktemp("finished") / "root")
    build_book(root, root / "data")
    return root


@pytest.fixture
def root(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished book."""
    return shutil.copytree(finished, tmp_path / "root")


def ask(root: Path, *arguments: str) -> str:
    """Run the command in a process of its own; return what it says, and then which modules it had to import."""
    run = subprocess.run(
        [sys.executable, "-c", LOOK, "build", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_where_nothing_has_changed_only_the_standard_library_is_imported(root: Path) -> None:
    assert ask(root).splitlines() == [
        "Nothing has changed since these 2 pages were built: _build/html/index.html",
        "['claimbook']",
    ]
    assert ask(root, "--data", "data").startswith("Nothing has changed")


CHANGES = {
    "a cell": "data/claims.csv",
    "the descriptor": "data/datapackage.json",
    "the dataset's texts": "data/about.md",
    "a template": "book/source.ipynb",
    "the settings": "_config.yml",
    "the contents": "_toc.yml",
    "the locked versions": "uv.lock",
    "a published page": "_build/html/book/index.html",
    "an executed page": "_build/book/book/index.ipynb",
    "the record": "_build/book/built-from.json",
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_is_seen(root: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimbook.entry import say_nothing_to_do

    monkeypatch.chdir(root)
    options = {"--data": "", "--as-of": "", "--out": ""}
    assert say_nothing_to_do(options)
    assert not say_nothing_to_do({**options, "--as-of": "2031-05-05"})
    assert not say_nothing_to_do({**options, "--out": "elsewhere"})
    path = root / CHANGES[what]
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n", "utf-8")
    if what == "the record":
        assert say_nothing_to_do(options)  # a blank more in it says nothing else
        path.write_text("{}", "utf-8")
    assert not say_nothing_to_do(options)
    path.unlink()
    assert not say_nothing_to_do(options) or what in ("the dataset's texts", "the locked versions")


def test_one_claim_changed_executes_only_the_pages_that_show_it_and_comes_to_a_cold_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "make_site", make_site_of_nothing)
    # The prose of the dataset shows on the start page only.
    (root / "data" / "about.md").write_text("## Introduction\n\nAnother text.\n", "utf-8")
    first = build_book(root, root / "data")
    assert (first.run, first.pages) == (1, 2)
    claims = root / "data" / "claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("rejects the charge", "rejects it"), "utf-8")
    second = build_book(root, root / "data")
    assert second.run == 2
    warm = {p.name: p.read_bytes() for p in (root / "_build" / "book" / "book").rglob("*.ipynb")}
    cold = build_book(root, root / "data", cold=True)
    assert cold.run == 2
    assert warm == {p.name: p.read_bytes() for p in (root / "_build" / "book" / "book").rglob("*.ipynb")}
    assert json.loads((root / "_build" / "book" / "built-from.json").read_text("utf-8"))["cold"] is True
    assert build_book(root, root / "data").run == 0
    assert json.loads((root / "_build" / "book" / "built-from.json").read_text("utf-8"))["cold"] is False
