"""The note that stands before a book: the dataset's own, else what all books hold to; seen at once, and no code."""

from __future__ import annotations

import json
from pathlib import Path

from bs4 import BeautifulSoup

from claimbook.book.codebook import CONTENT_NOTE, content_note

ROOT = Path(__file__).resolve().parents[1]


def test_a_dataset_writes_its_own_note_and_any_other_gets_the_general_one() -> None:
    own = BeautifulSoup(
        content_note("## Content note\n\nIt tells of a flood.\n\n## Introduction\n\nx\n").html, "html.parser"
    )
    assert "It tells of a flood." in own.get_text()
    assert CONTENT_NOTE not in own.get_text()
    for text in ("", "## Introduction\n\nx\n", "## Content note\n\n  \n"):
        assert CONTENT_NOTE in BeautifulSoup(content_note(text).html, "html.parser").get_text()


def test_the_note_stands_open_under_its_heading() -> None:
    note = BeautifulSoup(content_note("").html, "html.parser").select_one("[role=note]")
    assert note is not None
    assert note.find(id=note["aria-labelledby"]).get_text() == "Before you read"
    assert not note.find_parents("details")


def test_the_start_page_shows_the_note_before_anything_else_of_the_dataset() -> None:
    cells = json.loads((ROOT / "book" / "index.ipynb").read_text("utf-8"))["cells"]
    shown = ["".join(cell["source"]) for cell in cells if "dataset." in "".join(cell["source"])]
    assert shown[0] == "codebook.content_note(dataset.about)"


def test_the_datasets_note_says_what_it_is_about_and_what_it_hides() -> None:
    text = BeautifulSoup(content_note((ROOT / "data" / "about.md").read_text("utf-8")).html, "html.parser").get_text()
    assert CONTENT_NOTE not in text
    assert "killings" in text
    assert "behind a line that opens on request" in text
