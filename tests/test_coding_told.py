"""What `accept` tells of a worksheet: every fault at once, by its rows, with what a coder needs to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_coding_walk import CLAIM, FIGURE, add_herald, book, files, fill, run  # noqa: F401

from claimbook.coding.nearest import nearest_words
from claimbook.coding.worksheet import read_worksheet, write_worksheet
from claimbook.model.dataset import load_dataset


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


@pytest.mark.usefixtures("book")
def test_all_that_is_wrong_is_told_in_one_round_whatever_kind_it_is_of() -> None:
    sheet = add_herald()
    rows = read_worksheet(sheet)
    first, *_, last = rows
    wrong = {"asserted": "14 May", "summary": "", "act": "acuse", "claimant_id": "coast-guard"}
    first.update({"accept": "maybe", **CLAIM, **FIGURE, **wrong})
    last.update({"accept": "yes", **CLAIM, "claimant_id": "dive-club", "via": "", "words": "no such words"})
    last.update({"words_by": "dive-club", "words_language": "en", "voice": "partial_quote", "start": "900000"})
    actors = Path("data/actors.csv")
    actors.write_text(actors.read_text("utf-8") + "a-witness,Ada Weir,,private_person,,,\n", "utf-8")
    write_worksheet(sheet, rows)
    before = files(Path())
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    told = [line.split(": ")[0] for line in done.stderr.splitlines()[:-1]]
    number = len(rows) + 1
    first_row = [f"herald.coding.csv, row 2, column {name}" for name in ("accept", "act", "asserted", "summary")]
    assert set(first_row) < set(told)
    assert f"herald.coding.csv, row {number}, column start" in told
    assert "actors.csv, row 5, column name" in told  # what was wrong in the dataset before
    assert told.count("actors.csv") == 2
    assert len(told) == len(set(told)) + 1  # both unknown actors, and of each cell one problem
    assert not [line for line in told if "passage_id" in line or "_id-" in line or "figure_id" in line]
    assert files(Path()) == before


@pytest.mark.usefixtures("book")
def test_an_actor_who_is_not_there_is_told_once_with_the_line_to_add_in_the_order_of_the_file() -> None:
    sheet = add_herald()
    fill(sheet, ">30", claimant_id="coast-guard", speaker="Coast Guard, North", words="", via="coast-guard;dive-club")
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    guard, club = [line for line in done.stderr.splitlines() if line.startswith("actors.csv: ")]
    assert "'coast-guard' is in no row of actors: herald.coding.csv, row 2 (claimant_id, via)." in guard
    assert "KIND is one of " in guard
    assert guard.endswith('): coast-guard,"Coast Guard, North",,KIND,,,')
    assert club.endswith("): dive-club,NAME,,KIND,,,")
    # The rule that a claimant is not its own go-between is applied though the actor is not there yet.
    assert "herald.coding.csv, row 2, column via: " in done.stderr


@pytest.mark.usefixtures("book")
def test_a_passage_that_overlaps_one_that_is_there_is_refused_as_the_proof_would() -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    assert run("accept", str(sheet)).exit_code == 0
    rows = read_worksheet(sheet)
    row = next(row for row in rows if row["accept"] == "done")
    start = str(int(row["start"]) + 5)
    row.update({"accept": "yes", "claim_id": "herald-090", "start": start, "quantity_words": "30"})
    write_worksheet(sheet, rows)
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    assert "herald.coding.csv, row 2, column start: the passage overlaps herald-p001." in done.stderr


@pytest.mark.usefixtures("book")
def test_who_is_blamed_comes_from_the_worksheet_and_its_gaps_are_told() -> None:
    sheet = add_herald()
    fill(sheet, ">30", deed="sending the boats out", role="ordered", accused_id="ferry-line", stance="asserts")
    before = files(Path())
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    assert "herald.coding.csv, row 2, column object: the cell is empty, and attributions need it." in done.stderr
    assert "'ferry-line' is in no row of actors: herald.coding.csv, row 2 (accused_id)." in done.stderr
    assert files(Path()) == before
    fill(sheet, ">30", object="responsibility", accused_id="harbour-office")
    done = run("accept", str(sheet))
    assert (done.exit_code, done.stderr) == (0, "")
    (row,) = load_dataset(Path("data")).attributions.query("claim_id == 'herald-001'").to_dict("records")
    assert (row["attribution_id"], row["deed"], row["accused_id"], row["stance"]) == (
        "herald-001-a1", "sending the boats out", "harbour-office", "asserts",
    )  # fmt: skip
