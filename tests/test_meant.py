"""What may be meant by a cell that names nothing is in its remedy; whether it is right is judged elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.model.meant import meant_id, meant_list, meant_term, plain_names, remedy_for_id

LABELS = {"killed": "killed", "found_dead": "found dead", "direct_quote": "quoted at length"}
IDS = {"harbour-office", "sailors-union", "weir"}
NAMES = plain_names(
    [("harbour-office", "Harbour Office of Sandhaven"), ("weir", "Weir"), ("sailors-union", "the Union")]
)


@pytest.mark.parametrize(
    ("text", "term"),
    [("Killed", "killed"), ("Found dead", "found_dead"), ("quoted at length", "direct_quote"), ("kiled", "killed"),
     ("drowned", "")],
)  # fmt: skip
def test_a_term_is_known_by_its_label_its_capitals_and_a_slip(text: str, term: str) -> None:
    assert meant_term(text, LABELS) == term


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("Harbour Office of Sandhaven", "harbour-office"),
     ("the union", "sailors-union"), ("harbor-office", "harbour-office"),
     ("Sailors_Union", "sailors-union"), ("coast-guard", "")],
)  # fmt: skip
def test_an_id_is_known_by_the_name_of_its_row_and_a_slip(text: str, identifier: str) -> None:
    assert meant_id(text, IDS, NAMES) == identifier


def test_a_name_that_two_rows_have_leads_to_neither() -> None:
    assert plain_names([("weir-a", "The Weir"), ("weir-b", "the weir"), ("mill", "The Mill")]) == {"the mill": "mill"}


@pytest.mark.parametrize("sign", [", ", "/", " & ", "|"])
def test_ids_parted_by_another_sign_are_written_with_semicolons(sign: str) -> None:
    text = sign.join(["weir", "sailors-union"])
    assert meant_list(text, IDS) == ["weir", "sailors-union"]
    assert (
        remedy_for_id(text, IDS, NAMES, "actors", takes_many=True) == "part them with semicolons: weir; sailors-union."
    )
    assert remedy_for_id(text, IDS, NAMES, "actors", takes_many=False) == "name one of them: weir; sailors-union."


def test_what_is_like_nothing_is_to_be_added() -> None:
    assert remedy_for_id("coast-guard", IDS, NAMES, "actors", takes_many=False).startswith("add it to actors")


@given(st.text(max_size=40), st.sets(st.text("ab-", min_size=1, max_size=6), max_size=6))
def test_whatever_is_meant_is_there(text: str, ids: set[str]) -> None:
    assert meant_id(text, ids, {}) in {"", *ids}
    assert set(meant_list(text, ids)) <= ids
    assert meant_term(text, dict.fromkeys(LABELS, "")) in {"", *LABELS}
