"""Names that belong to no actor: what is found, what is allowed, and that a dataset with a list is held to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.cli import main
from claimbook.errors import DatasetError
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import load_dataset
from claimbook.model.people import NAMES, find_names, read_allowed

HEAD = "name,reason\n"


# The case's own heading begins with a word that stands nowhere else.
ALLOWED = ("Flood",)


def _found(folder: Path) -> list[str]:
    return [problem.message.split("'")[1] for problem in find_names(load_dataset(folder), ALLOWED)]


def test_names_of_actors_places_and_outlets_are_known(tiny: Path) -> None:
    assert _found(tiny) == []


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("The league says that Hanadi was led away.", ["Hanadi"]),
        ("Hanadi was led away, the league says.", ["Hanadi"]),
        ("The league asks: “Hanadi’s brother was seen?”", ["Hanadi"]),
        ("The league says that Umm-Yusuf’s sons died.", ["Umm-Yusuf"]),
        ("The league says that Élan and ÇELİK died.", ["ÇELİK", "Élan"]),
        ("The league says that River Office’s men were seen in Lowmere on Monday, 5 May.", []),
        ("The league says that the Ferry-Quay was under water.", []),
        ("Questioned men say so.", []),
    ],
)
def test_a_word_with_a_capital_letter_that_no_actor_has_is_found(tiny: Path, summary: str, found: list[str]) -> None:
    write_tiny_dataset(tiny, claims={"gazette-001": {"summary": summary}})
    assert _found(tiny) == found


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("claims", "gazette-002", "words"), ("figures", "gazette-001-f1", "counted"), ("sources", "gazette", "title"),
        ("incidents", "flood", "title"), ("disputes", "gates", "question"), ("positions", "gates-could", "label"),
    ],
)  # fmt: skip
def test_every_text_that_is_published_is_looked_through(tiny: Path, table: str, key: str, column: str) -> None:
    write_tiny_dataset(tiny, **{table: {key: {column: "those with Hanadi"}}})
    (problem,) = find_names(load_dataset(tiny), ALLOWED)
    assert (problem.file, problem.column) == (f"{table}.csv", column)
    assert "add it to names.csv with the reason" in problem.fix


def test_a_name_is_reported_once_with_how_often_it_stands_there(tiny: Path) -> None:
    rows = {f"gazette-00{n}": {"summary": f"Somebody says that Hanadi left, {n}."} for n in (1, 2, 3)}
    write_tiny_dataset(tiny, claims=rows)
    (problem,) = find_names(load_dataset(tiny), [*ALLOWED, "Somebody"])
    assert (problem.row, problem.more) == (2, 2)


def test_an_id_holds_no_word_that_its_row_does_not_have(tiny: Path) -> None:
    row = {"name": "a relative, on the quay", "kind": "private_person"}
    write_tiny_dataset(tiny, actors={"private-relative-01": row})
    assert _found(tiny) == []
    write_tiny_dataset(tiny, actors={"private-relative-hanadi": row})
    assert _found(tiny) == ["hanadi"]


def test_who_is_described_lends_no_word_of_the_description(tiny: Path) -> None:
    row = {"name": "a relative (Hanadi)", "kind": "private_person"}
    write_tiny_dataset(tiny, actors={"private-01": row}, claims={"gazette-001": {"summary": "So says Hanadi."}})
    assert "Hanadi" in _found(tiny)


@given(words=st.lists(st.text("abcdé", min_size=1, max_size=6), min_size=1, max_size=5))
def test_text_without_a_capital_letter_holds_no_name(words: list[str]) -> None:
    from claimbook.model.people import _names_in

    assert list(_names_in(" ".join(words), set(), set())) == []


def test_a_dataset_with_a_list_is_held_to_it_and_one_without_where_it_is_asked_for(tiny: Path) -> None:
    write_tiny_dataset(tiny, claims={"gazette-001": {"summary": "The league says that Hanadi left."}})
    check_dataset(tiny)
    with pytest.raises(DatasetError, match="'Hanadi' looks like a name"):
        check_dataset(tiny, names=True)
    (tiny / NAMES).write_text(HEAD + "Flood,an event\n", "utf-8")
    with pytest.raises(DatasetError, match="'Hanadi' looks like a name"):
        check_dataset(tiny)
    (tiny / NAMES).write_text(HEAD + "Flood,an event\nHanadi,a ship\n", "utf-8")
    check_dataset(tiny)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,why\n", "names.csv, row 1: its columns are 'name,why'."),
        (HEAD + "Hanadi,\n,a ship\n", "names.csv, row 2, column reason: 'Hanadi,' says no name and reason."),
        (HEAD + "Hanadi\n", "names.csv, row 2, column reason: 'Hanadi' says no name and reason."),
        (HEAD + '"Hanadi,a ship\n', "names.csv: it cannot be read: unexpected end of data."),
        ("", "names.csv, row 1: its columns are ''."),
    ],
)
def test_a_list_that_cannot_be_used_is_told_by_its_rows(tiny: Path, text: str, told: str) -> None:
    (tiny / NAMES).write_text(text, "utf-8")
    with pytest.raises(DatasetError) as caught:
        read_allowed(tiny)
    assert str(caught.value.problems[0]).startswith(told)


def test_the_command_lists_names_with_their_place_and_ends_with_2(tiny: Path) -> None:
    write_tiny_dataset(tiny, claims={"gazette-001": {"summary": "The league says that Hanadi left."}})
    done = CliRunner().invoke(main, ["check", "--data", str(tiny), "--names"])
    assert done.exit_code == 2
    assert "claims.csv, row 2, column summary: 'Hanadi' looks like a name" in done.output


def test_no_name_of_the_first_dataset_is_allowed_without_need() -> None:
    folder = Path(__file__).resolve().parents[1] / "data"
    found = {problem.message.split("'")[1] for problem in find_names(load_dataset(folder))}
    assert set(read_allowed(folder)) == found
