"""Where a book goes: what is never replaced, what a dead build left behind, and the change over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimbook.book.output import change_over, choose_places, refuse_places, remove_stale, staging_folder
from claimbook.errors import BuildError


def make(folder: Path, *names: str) -> Path:
    """Make a folder with these files."""
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text(name, "utf-8")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book of nothing."""
    make(tmp_path / "root" / "data", "datapackage.json")
    make(tmp_path / "root" / "book", "index.ipynb")
    return tmp_path / "root"


def refuse(root: Path, out: Path) -> None:
    refuse_places(root, root / "data", *choose_places(root, out))


@pytest.mark.parametrize("names", [(), ("searchindex.js", "objects.inv", "index.html")], ids=["empty", "ours"])
def test_an_empty_folder_or_a_site_of_ours_may_be_replaced(root: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path / "out", *names)
    make(tmp_path / "out-executed", *(("_toc.yml", "claims.json") if names else ()))
    refuse(root, tmp_path / "out")


@pytest.mark.parametrize("names", [("searchindex.js",), ("objects.inv",), ("letters.txt",)])
def test_a_site_of_somebody_else_is_never_replaced(root: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path / "out", *names)
    with pytest.raises(BuildError, match="'out' holds something that is no book"):
        refuse(root, tmp_path / "out")


@pytest.mark.parametrize("names", [("letters.txt",), ("_toc.yml",), ("claims.json",)])
def test_a_foreign_folder_where_the_executed_notebooks_go_is_never_replaced(
    root: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    make(tmp_path / "out-executed", *names)
    with pytest.raises(BuildError, match="'out-executed' holds something that is no book"):
        refuse(root, tmp_path / "out")


def test_a_link_to_nothing_is_not_replaced(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out-executed").symlink_to("gone")
    with pytest.raises(BuildError, match="holds something"):
        refuse(root, tmp_path / "out")


@pytest.mark.parametrize("out", ["data/site", "book/site", "data/deep/site", "book", "data", "."])
def test_the_book_does_not_lie_among_what_it_is_made_from(root: Path, out: str) -> None:
    with pytest.raises(BuildError, match="what the book is made from") as caught:
        refuse(root, root / out)
    assert "--out" in caught.value.fix


def test_a_working_folder_is_gone_however_the_work_ends(tmp_path: Path) -> None:
    def stop() -> None:
        with staging_folder(tmp_path / "deep" / "er") as folder:
            make(folder / "half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert list((tmp_path / "deep" / "er").iterdir()) == []


def test_what_a_dead_build_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    dead, alive = int(done.stdout), os.getpid()
    make(tmp_path / f".building-{dead}-abc_12xy", "half.html")
    kept = [f".building-{alive}-abc_12xy", ".building-site", f".building-{dead}", f".building-{dead}-abc_12xy-mine"]
    for name in kept:
        make(tmp_path / name)
    remove_stale(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def test_the_change_over_leaves_a_foreign_folder_beside_alone(tmp_path: Path) -> None:
    old, new, beside = (make(tmp_path / name, "page") for name in ("html", "new", ".html-before"))
    (new / "page").write_text("new", "utf-8")
    change_over(new, old, make(tmp_path / "working"))
    assert (old / "page").read_text("utf-8") == "new"
    assert (beside / "page").read_text("utf-8") == "page"
    assert not new.exists()


def test_a_change_over_that_fails_gives_the_old_folder_back(tmp_path: Path) -> None:
    old = make(tmp_path / "html", "page")
    with pytest.raises(FileNotFoundError):
        change_over(tmp_path / "absent", old, make(tmp_path / "working"))
    assert (old / "page").read_text("utf-8") == "page"
