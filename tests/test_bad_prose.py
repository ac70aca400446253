"""What lies beside a dataset's tables: its prose and its readers' codings. Bad ones are lines like those of a table."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from test_bad_input import check, lines_of, only_line, put_pipe
from tiny import write_tiny_dataset

from claimbook.book import codebook
from claimbook.errors import DatasetError
from claimbook.model.checks import check_dataset

PROSE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no UTF-8": (lambda path: path.write_bytes(b"caf\xe9"), "byte 3 is no UTF-8"),
    "a byte order mark": (lambda path: path.write_bytes(b"\xef\xbb\xbf# Case"), "byte order mark"),
    "a folder": (lambda path: path.mkdir(), "no regular file"),
    "a pipe": (os.mkfifo, "no regular file"),
    "a link to nothing": (lambda path: path.symlink_to("gone.md"), "no regular file"),
}


@pytest.mark.parametrize("case", PROSE)
def test_prose_that_cannot_be_read_is_one_line(tiny: Path, case: str) -> None:
    spoil, words = PROSE[case]
    spoil(tiny / "about.md")
    line = only_line(tiny)
    assert line["file"] == "about.md"
    assert words in line["message"]


def test_prose_that_cannot_be_read_is_told_along_with_other_faults(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", figures={"gazette-001-f1": {"quantity": "ca. 30"}})
    (folder / "about.md").write_bytes(b"caf\xe9")
    assert [line["file"] for line in lines_of(folder)] == ["about.md", "figures.csv"]


def test_headings_of_its_own_in_the_prose_are_no_fault(tiny: Path) -> None:
    (tiny / "about.md").write_text("## A heading nobody knows\n\nText.\n", "utf-8")
    assert check(tiny).exit_code == 0


def test_a_descriptor_that_is_a_pipe_is_one_line(tiny: Path) -> None:
    put_pipe(tiny, "datapackage.json")
    assert "no regular file" in only_line(tiny)["message"]


def test_a_readers_coding_that_cannot_be_read_is_told_with_its_place(tiny: Path, tmp_path: Path) -> None:
    write_tiny_dataset(tmp_path / "reader", figures={"gazette-001-f1": {"quantity": "ca. 30"}})
    (tmp_path / "reader").rename(tiny / "readers-a")
    (tiny / "readers").mkdir()
    (tiny / "readers-a").rename(tiny / "readers" / "a")
    (tiny / "readers" / "b").mkdir()
    figure, package = lines_of(tiny)
    assert (figure["file"], figure["row"], figure["column"]) == ("readers/a/figures.csv", "2", "quantity")
    assert package["file"] == "readers/b/datapackage.json"


def test_what_a_readers_coding_means_is_the_readers_affair(tiny: Path, tmp_path: Path) -> None:
    write_tiny_dataset(tmp_path / "reader", claims={"gazette-001": {"summary": "rain " * 30 + "stops."}})
    (tiny / "readers").mkdir()
    (tmp_path / "reader").rename(tiny / "readers" / "a")
    assert check(tiny).exit_code == 0


def test_an_error_by_itself_shows_its_first_problem(tmp_path: Path) -> None:
    cells = {"gazette-001-f1": {"quantity": "ca. 30"}, "gazette-001-f2": {"quantity": "ca. 5"}}
    with pytest.raises(DatasetError) as caught:
        check_dataset(write_tiny_dataset(tmp_path / "data", figures=cells))
    text = "The dataset has 2 problems. The first: figures.csv, row 2, column quantity: 'ca. 30' is "
    assert str(caught.value).startswith(text)
    assert "\n" not in str(caught.value)


def test_a_section_ends_where_the_next_one_begins() -> None:
    shown = codebook.about("## One\n\nfirst\n\n## Two\n\nsecond\n", "one").html
    assert "first" in shown
    assert "second" not in shown
