"""Links in a dataset that lead out of it: refused in one line, and never followed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from test_bad_input import check
from tiny import read_package, write_descriptor, write_tiny_dataset

SECRET = "root:x:0:0"


def link_table(folder: Path, outside: Path) -> str:
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").symlink_to(outside / "passwd")
    return "claims.csv"


def link_descriptor(folder: Path, outside: Path) -> str:
    (folder / "datapackage.json").rename(outside / "datapackage.json")
    (folder / "datapackage.json").symlink_to(outside / "datapackage.json")
    return "datapackage.json"


def link_prose(folder: Path, outside: Path) -> str:
    (folder / "about.md").symlink_to("../outside/passwd")
    return "about.md"


def link_folder_of_a_table(folder: Path, outside: Path) -> str:
    (folder / "claims.csv").rename(outside / "claims.csv")
    (folder / "tables").symlink_to(outside, target_is_directory=True)
    package = read_package(folder)
    (claims,) = [resource for resource in package["resources"] if resource["name"] == "claims"]
    claims["path"] = "tables/claims.csv"
    write_descriptor(folder, package)
    return "tables/claims.csv"


def link_readers(folder: Path, outside: Path) -> str:
    write_tiny_dataset(outside / "a")
    (folder / "readers").symlink_to(outside, target_is_directory=True)
    return "readers"


def link_a_reader(folder: Path, outside: Path) -> str:
    write_tiny_dataset(outside / "a")
    (folder / "readers").mkdir()
    (folder / "readers/a").symlink_to(outside / "a", target_is_directory=True)
    return "readers/a"


def link_a_file_beside_a_reader(folder: Path, outside: Path) -> str:
    write_tiny_dataset(folder / "readers/a")
    (folder / "readers/a/notes.txt").symlink_to(outside / "passwd")
    return "readers/a/notes.txt"


LINKS: list[Callable[[Path, Path], str]] = [
    link_table, link_descriptor, link_prose, link_folder_of_a_table, link_readers, link_a_reader,
    link_a_file_beside_a_reader,
]  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_leads_out_of_a_dataset_is_refused_and_not_followed(
    tiny: Path, tmp_path: Path, link: Callable[[Path, Path], str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "passwd").write_text(f"{SECRET}\n" * 3, "utf-8")
    named = link(tiny, outside)
    result = check(tiny)
    assert result.exit_code == 2
    assert f"{named}: it is a link that leads out of the dataset. Fix: put the file itself there." in result.stderr
    assert SECRET not in result.stderr + result.stdout


def test_a_link_within_a_dataset_and_one_to_the_whole_of_it_are_taken(tiny: Path, tmp_path: Path) -> None:
    (tiny / "tables").mkdir()
    (tiny / "claims.csv").rename(tiny / "tables/claims.csv")
    (tiny / "claims.csv").symlink_to("tables/claims.csv")
    (tmp_path / "elsewhere").symlink_to(tiny, target_is_directory=True)
    assert check(tmp_path / "elsewhere").exit_code == 0
