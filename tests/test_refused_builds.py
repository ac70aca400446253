"""Builds that are refused before a page is executed: what is said, and that everything stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookroot import write_root
from test_build import refused

from claimbook.book.press import telling_lines
from claimbook.errors import BuildError, ClaimbookError, DatasetError, PageError


@pytest.fixture
def built_root(tmp_path: Path) -> Path:
    """A book with what tells that it was built before."""
    root = write_root(tmp_path / "root")
    for folder, names in (("html", ("searchindex.js", "objects.inv")), ("book", ("_toc.yml", "claims.json"))):
        (root / "_build" / folder).mkdir(parents=True)
        for name in names:
            (root / "_build" / folder / name).touch()
    return root


def test_a_dataset_with_a_problem_is_refused_before_anything_is_written(built_root: Path) -> None:
    (built_root / "data" / "figures.csv").write_text("figure_id;claim_id\n", "utf-8")
    refused(built_root, DatasetError)


@pytest.mark.parametrize("name", ["letters.txt", "index.html", ".hidden"])
def test_a_folder_with_something_else_in_it_is_never_written_over(built_root: Path, name: str) -> None:
    out = built_root / "out"
    out.mkdir()
    (out / name).write_text("mine", "utf-8")
    error = refused(built_root, BuildError, out=out)
    assert "'out' holds something that is no book" in error.message


def test_a_file_in_the_place_of_the_book_is_never_written_over(built_root: Path) -> None:
    (built_root / "out").write_text("mine", "utf-8")
    refused(built_root, BuildError, out=built_root / "out")


@pytest.mark.parametrize("place", [".", "..", "data", "data/..", "book"])
def test_the_book_is_not_put_where_it_would_replace_what_it_is_made_from(built_root: Path, place: str) -> None:
    refused(built_root, BuildError, out=built_root / place)


def test_a_foreign_folder_beside_the_book_is_never_written_over(built_root: Path) -> None:
    foreign = built_root / "site-executed"
    foreign.mkdir()
    (foreign / "letters.txt").write_text("mine", "utf-8")
    refused(built_root, BuildError, out=built_root / "site")


def test_a_book_cannot_be_written_below_a_file(built_root: Path) -> None:
    (built_root / "letter").write_text("mine", "utf-8")
    error = refused(built_root, BuildError, out=built_root / "letter" / "site")
    assert error.message.startswith("The book cannot be written to 'site': ")


@pytest.mark.parametrize("text", ["", "- a\n", "a: ["])
def test_a_configuration_that_is_none_is_refused_before_anything_is_written(built_root: Path, text: str) -> None:
    (built_root / "_config.yml").write_text(text, "utf-8")
    refused(built_root, PageError)


def test_a_page_that_is_not_there_cannot_be_built_alone(built_root: Path) -> None:
    error = refused(built_root, PageError, only="book/absent")
    assert "book/index" in error.fix
    error = refused(built_root, PageError, only="source:gazete")
    assert (error.message, error.fix) == ("There is no page 'source:gazete'.", "did you mean source:gazette?")


def test_one_page_alone_needs_a_build_before(tmp_path: Path) -> None:
    refused(write_root(tmp_path / "root"), BuildError, only="book/index")


def test_before_the_first_claim_there_is_no_book(built_root: Path) -> None:
    error = refused(built_root, BuildError, as_of="2001-01-01")
    assert error.message == "No claim had been said by 2001-01-01."


@pytest.mark.parametrize("day", ["yesterday", "2031-13-01", "03/10/2031"])
def test_a_day_that_is_none_is_refused(built_root: Path, day: str) -> None:
    refused(built_root, ClaimbookError, as_of=day)


def test_what_is_told_of_a_site_that_was_not_made_is_what_to_mend() -> None:
    output = """Traceback (most recent call last):
ValueError: first

During handling of the above exception, another exception occurred:

KeyError: 'last'
RuntimeError: There was an error in building your book. Look above for the cause."""
    assert telling_lines(output) == ["KeyError: 'last'"]
    assert telling_lines("a\nindex.md:3: WARNING: no page\n" + output)[0] == "index.md:3: WARNING: no page"
    assert telling_lines("nothing\nof use") == ["nothing", "of use"]
