"""Quantities: what each notation of the model allows, what is refused, and what contradicts nothing."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimbook.errors import NotationError, shorten_value
from claimbook.model.quantities import MAX_QUANTITY, WORD_LOWS, Quantity, Shape, parse_quantity

NUMBERS = st.integers(0, MAX_QUANTITY - 1)
QUANTITIES = st.one_of(
    NUMBERS.map(str),
    st.tuples(st.sampled_from([">=", ">", "<=", "~", "~<", "~>"]), NUMBERS).map(lambda p: f"{p[0]}{p[1]}"),
    st.integers(1, MAX_QUANTITY - 1).map(lambda n: f"<{n}"),
    st.lists(NUMBERS, min_size=2, max_size=3).map(lambda ns: "..".join(map(str, sorted(ns)))),
    st.lists(NUMBERS, min_size=2, max_size=5, unique=True).map(lambda ns: "|".join(map(str, ns))),
    st.tuples(st.sampled_from(["", "~"]), st.integers(0, 100)).map(lambda p: f"{p[0]}{p[1]}%"),
    st.sampled_from(sorted(WORD_LOWS)),
)


def write(quantity: Quantity) -> str:
    """The notation of a quantity that is no word: the way back."""
    q = quantity
    match q.shape:
        case Shape.POINT:
            return str(q.low)
        case Shape.FLOOR:
            return f">={q.low}"
        case Shape.CEILING:
            return f"<={q.high}"
        case Shape.RANGE:
            return f"{q.low}..{q.high}" if q.best is None else f"{q.low}..{q.best}..{q.high}"
        case Shape.SET:
            return "|".join(map(str, q.members))
        case Shape.SHARE:
            return f"{'' if q.is_stated else '~'}{q.best}%"
        case Shape.WORD:
            return next(word for word, low in WORD_LOWS.items() if low == q.low)
    return {Shape.ABOUT: "~", Shape.ABOUT_BELOW: "~<", Shape.ABOUT_ABOVE: "~>"}[q.shape] + str(q.best)


@given(QUANTITIES)
def test_a_quantity_written_and_read_again_is_the_same(text: str) -> None:
    quantity = parse_quantity(text)
    assert parse_quantity(write(quantity)) == quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13", Quantity(Shape.POINT, 13, 13, 13)),
        ("0", Quantity(Shape.POINT, 0, 0, 0)),
        (">=973", Quantity(Shape.FLOOR, low=973)),
        (">15000", Quantity(Shape.FLOOR, low=15001)),
        (">0", Quantity(Shape.FLOOR, low=1)),
        ("<2000", Quantity(Shape.CEILING, high=1999)),
        ("<=50", Quantity(Shape.CEILING, high=50)),
        ("<1", Quantity(Shape.CEILING, high=0)),
        ("~1400", Quantity(Shape.ABOUT, best=1400, is_stated=False)),
        ("~<2000", Quantity(Shape.ABOUT_BELOW, best=2000, is_stated=False)),
        ("~>1000", Quantity(Shape.ABOUT_ABOVE, best=1000, is_stated=False)),
        ("5..10", Quantity(Shape.RANGE, 5, 10)),
        ("5..5", Quantity(Shape.RANGE, 5, 5)),
        ("5..7..10", Quantity(Shape.RANGE, 5, 10, 7)),
        ("4|8", Quantity(Shape.SET, 4, 8, members=(4, 8))),
        ("8|4", Quantity(Shape.SET, 4, 8, members=(4, 8))),
        ("3|7|5", Quantity(Shape.SET, 3, 7, members=(3, 5, 7))),
        ("50%", Quantity(Shape.SHARE, best=50)),
        ("~50%", Quantity(Shape.SHARE, best=50, is_stated=False)),
        ("0%", Quantity(Shape.SHARE, best=0)),
        ("100%", Quantity(Shape.SHARE, best=100)),
        ("some", Quantity(Shape.WORD, low=1, is_stated=False)),
        ("dozens", Quantity(Shape.WORD, low=24, is_stated=False)),
        ("hundreds", Quantity(Shape.WORD, low=200, is_stated=False)),
        ("thousands", Quantity(Shape.WORD, low=2000, is_stated=False)),
    ],
)
def test_each_notation_allows_what_its_words_say(text: str, expected: Quantity) -> None:
    assert parse_quantity(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "ca. 30", "c. 30", "about 30", "30ish", "30+", "10..5", "5..9..7", "5..3..7", "5..7..9..11", "5...7",
        "5..", "..5", "5-10", "5–10", "4|4", "4|8|4", "4|", "|4", "4 | 8", "4,8", "<0", "<=-1", "-1", "+1", "~-1",
        "013", "00", ">=007", "~07", "07..10", "4|08", "050%", "101%", "50 %", "%", "5.5", "5,5", "1.400", "1,400",
        "1 400", "1e3", "١٣", "１３", "³", "≥973", "=>973", ">= 973", ">=>9", "~~9", "~>=9", "Dozens", "dozen", "few",
        " 13", "13 ", "13\n", "13\0", "nan", "inf", "None", "9" * 13, "~" + "9" * 13, "1|" + "9" * 13, "9" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_quantity(text)
    assert caught.value.fix
    assert shorten_value(text) in caught.value.message


@given(st.text(alphabet="0123456789<>=~.|%- ", max_size=16))
def test_any_text_is_a_quantity_in_order_or_a_notation_error(text: str) -> None:
    try:
        quantity = parse_quantity(text)
    except NotationError:
        return
    low, high, best = quantity.low, quantity.high, quantity.best
    assert low is None or high is None or 0 <= low <= high
    assert best is None or ((low is None or low <= best) and (high is None or best <= high))


@given(QUANTITIES, NUMBERS)
def test_what_is_allowed_lies_within_the_bounds(text: str, number: int) -> None:
    quantity = parse_quantity(text)
    within = (quantity.low is None or number >= quantity.low) and (quantity.high is None or number <= quantity.high)
    assert quantity.allows(number) == (within and (not quantity.members or number in quantity.members))


@given(QUANTITIES)
def test_the_bounds_themselves_are_allowed_and_their_neighbours_outside_are_not(text: str) -> None:
    quantity = parse_quantity(text)
    for bound, step in ((quantity.low, -1), (quantity.high, 1)):
        if bound is not None:
            assert quantity.allows(bound)
            assert not quantity.allows(bound + step)
    if quantity.best is not None and quantity.shape is not Shape.SHARE:
        assert quantity.allows(quantity.best)


@given(st.sets(NUMBERS, min_size=2, max_size=5), NUMBERS)
def test_a_set_allows_its_members_and_nothing_between(members: set[int], number: int) -> None:
    quantity = parse_quantity("|".join(map(str, members)))
    assert all(map(quantity.allows, members))
    assume(number not in members)
    assert not quantity.allows(number)


@given(st.sampled_from(["~", "~<", "~>"]), NUMBERS, NUMBERS)
def test_about_allows_anything_and_states_no_bound(sign: str, said: int, number: int) -> None:
    quantity = parse_quantity(f"{sign}{said}")
    assert quantity.allows(number)
    assert not quantity.is_stated
    assert (quantity.low, quantity.high) == (None, None)


@given(QUANTITIES)
def test_only_a_number_that_was_said_is_the_best(text: str) -> None:
    quantity = parse_quantity(text)
    said = {int(part) for part in text.strip("<>=~%").replace("..", "|").split("|") if part.isdigit()}
    assert quantity.best is None or quantity.best in said


@pytest.mark.parametrize("word", sorted(WORD_LOWS))
def test_a_word_is_bounded_by_convention_and_has_no_best(word: str) -> None:
    quantity = parse_quantity(word)
    assert not quantity.is_stated
    assert (quantity.low, quantity.high, quantity.best) == (WORD_LOWS[word], None, None)
