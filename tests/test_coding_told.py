"""What `accept` tells of a worksheet: every fault at once, by the worksheet's rows, with what a coder needs to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_coding_walk import CLAIM, FIGURE, add_herald, book, files, fill, run  # noqa: F401

from claimbook.coding.nearest import nearest_words
from claimbook.coding.worksheet import read_worksheet, write_worksheet


@pytest.mark.usefixtures("book")
def test_words_that_do_not_stand_in_the_passage_are_refused_and_what_stands_there_is_shown() -> None:
    sheet = add_herald()
    fill(sheet, ">30", words="we have counted 32 bodies", words_by="harbour-office")
    before = files(Path())
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()[:-1]
    assert line.startswith(
        "herald.coding.csv, row 2, column words: 'we have counted 32 bodies' does not stand in its passage."
    )
    assert 'There stands: "More than 30 people were rescued from two boats on 12 May, …". Fix: ' in line
    assert files(Path()) == before


@pytest.mark.usefixtures("book")
def test_a_figure_s_words_that_do_not_stand_in_the_passage_are_refused() -> None:
    sheet = add_herald()
    fill(sheet, ">30", quantity_words="above thirty people")
    done = run("accept", str(sheet))
    assert (done.exit_code, "row 2, column quantity_words: 'above thirty people' does" in done.stderr) == (2, True)


def test_the_words_shown_are_the_nearest_and_at_most_twelve() -> None:
    passage = " ".join(f"w{number}" for number in range(100))
    assert nearest_words("W50 and\tw55", passage) == f'"… {" ".join(f"w{n}" for n in range(44, 56))} …".'
    assert nearest_words("nothing of it", "two\nwords\x07") == '"two words\\x07".'
