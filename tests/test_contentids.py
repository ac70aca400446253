"""Content ids are git's own: of bytes, of folders, of the repository's."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.contentids import content_id, directory_id

ROOT = Path(__file__).resolve().parents[1]
# Names whose order depends on how a folder's is told from a file's.
ODD = ["a", "a.b", "a-b/c", "a0", "b/", "ab/a", "ä.txt", "b/b/b", "Z", "~"]


def _git(folder: Path, *arguments: str, data: bytes | None = None) -> str:
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", *arguments], cwd=folder, input=data, capture_output=True, check=True, env=plain)
    return done.stdout.decode().strip()


def _tree(folder: Path) -> str:
    """Return git's id of all that lies in a folder."""
    _git(folder, "init", "--quiet")
    _git(folder, "-c", "core.autocrlf=false", "add", "--all", "--force", ".")
    return f"swh:1:dir:{_git(folder, 'write-tree')}"


@settings(max_examples=15)
@given(st.binary(max_size=3000))
def test_the_id_of_a_files_bytes_is_gits(data: bytes) -> None:
    assert content_id(data) == f"swh:1:cnt:{_git(ROOT, 'hash-object', '--stdin', data=data)}"


def test_the_id_of_a_folder_is_gits_whatever_its_names_modes_and_links(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    for number, name in enumerate(ODD):
        path = folder / name
        path = path / "x" if name.endswith("/") else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes([number]) * number)
    (folder / "Z").chmod(0o755)
    (folder / "link").symlink_to("a-b/c")
    (folder / "nothing" / "in" / "it").mkdir(parents=True)
    found = directory_id(folder)
    assert found == _tree(folder / "")


@pytest.mark.parametrize("name", ["data", "src"])
def test_the_ids_of_the_repositorys_folders_are_gits(tmp_path: Path, name: str) -> None:
    found = directory_id(ROOT / name)
    shutil.copytree(ROOT / name, tmp_path / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    assert found == _tree(tmp_path / name)


def test_what_programs_leave_behind_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1\n")
    before = directory_id(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    for name in ("__pycache__/a.pyc", ".DS_Store", ".~lock.a.csv#", "~$a.xlsx"):
        (tmp_path / name).write_text("x")
    assert directory_id(tmp_path) == before


def test_an_empty_folder_has_the_id_of_the_empty_tree(tmp_path: Path) -> None:
    assert directory_id(tmp_path) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"
