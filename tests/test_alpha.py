"""Krippendorff's alpha: the published values, its properties, and the interval that comes of drawing units anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.analysis.alpha import LEVELS, Agreement, measure_agreement

Unit = tuple[Any, ...]


def _units(*coders: str) -> list[Unit]:
    """Return units from one line for each coder; a full stop is a missing value, a digit a number."""
    return [
        tuple(None if value == "." else float(value) if value.isdigit() else value for value in unit)
        for unit in zip(*coders, strict=True)
    ]


# Published tables and results, compared cell by cell with what others print of them. "Paper": Krippendorff, K. (2011),
# Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, repository.upenn.edu/asc_papers/43.
# Paper, section A: Meg and Owen, binary data, ten units; alpha .095 (1 - 19 * 4 / 84).
BINARY = _units("0100000010", "1110010000")
# Paper, section B: Ben and Gerry, nominal data of five values, twelve units; alpha .692 (155 / 224).
NOMINAL = _units("aabbdcccedda", "babbbccceddd")
# Paper, sections C (nominal, .743) and D (other metrics): four observers, twelve units, missing values. The same table
# with its values: Stata's `kalpha` (SSC), PyPI's `krippendorff` (tests/test_krippendorff.py), NLTK (tests of
# nltk.metrics.agreement: 0.743421052632), and R's `irr` ("the C data from Krippendorff"). Of the lone value of unit 12,
# which is paired with nothing, the printings disagree: the second observer's (kalpha, krippendorff) or the third's.
FOUR = _units("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Wikipedia, Krippendorff's alpha, "A computational example": three coders, fifteen units; nominal .691, interval .811;
# `krippendorff` prints 0.691358 and 0.810845 of the same table.
THREE = _units(".....34121133.3", "1.213343.......", "..21344.21133.4")

VALUES = st.integers(0, 4)
PAIRS = st.lists(st.tuples(VALUES, VALUES), max_size=25)
MANY = st.lists(st.lists(st.none() | VALUES, min_size=3, max_size=3).map(tuple), max_size=15)
FEW = 40  # draws, where there are many cases
LEVEL = st.sampled_from(LEVELS)


@pytest.mark.parametrize(
    ("units", "level", "published"),
    [
        (BINARY, "nominal", 0.095),
        (NOMINAL, "nominal", 0.692),
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
        (FOUR, "ratio", 0.797),
        (THREE, "nominal", 0.691),
        (THREE, "interval", 0.811),
    ],
)
def test_alpha_of_a_published_example_is_the_published_one(units: list[Unit], level: str, published: float) -> None:
    assert measure_agreement(units, level, draws=0).alpha == pytest.approx(published, abs=0.0005)


def test_the_lone_value_that_printings_place_otherwise_changes_nothing() -> None:
    moved = [*FOUR[:11], (None, None, 3.0, None)]
    for level in LEVELS:
        assert measure_agreement(moved, level) == measure_agreement(FOUR, level)


def test_alpha_of_three_units_is_what_the_coincidences_give_by_hand() -> None:
    # Units aa, ab, bb: coincidences aa 2, ab 1, ba 1, bb 2; n = 6, so 1 - 5 * 2 / (3 * 3 + 3 * 3).
    assert measure_agreement(["aa", "ab", "bb"]).alpha == pytest.approx(1 - 10 / 18)


def test_alpha_of_two_who_never_agree_is_below_zero() -> None:
    assert measure_agreement(["ab", "ba"]).alpha == pytest.approx(-0.5)


def _slowly(units: Sequence[Unit], level: str) -> float | None:
    """Alpha as the paper writes it: every pair of values in every unit, ordinal ranks counted one by one."""
    kept = [[value for value in unit if value is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    pooled = [value for unit in kept for value in unit]
    if len(set(pooled)) < 2:
        return None

    def differ(one: float, two: float) -> float:
        if level == "nominal":
            return float(one != two)
        if level == "interval":
            return float((one - two) ** 2)
        if level == "ratio":
            return ((one - two) / (one + two)) ** 2 if one + two else 0.0
        low, high = sorted((one, two))
        between = sum(low <= value <= high for value in pooled)
        return float((between - (pooled.count(low) + pooled.count(high)) / 2) ** 2) if low != high else 0.0

    observed = sum(differ(a, b) / (len(unit) - 1) for unit in kept for a, b in permutations(unit, 2)) / len(pooled)
    chance = sum(differ(a, b) for a, b in permutations(pooled, 2)) / (len(pooled) * (len(pooled) - 1))
    return 1 - observed / chance


@given(MANY, LEVEL)
def test_alpha_is_what_the_paper_writes_at_every_level_with_missing_values(units: list[Unit], level: str) -> None:
    found, slowly = measure_agreement(units, level, draws=0).alpha, _slowly(units, level)
    assert (found is None) == (slowly is None)
    assert found is None or found == pytest.approx(slowly)


@given(MANY, LEVEL)
def test_alpha_is_none_exactly_where_nothing_varies(units: list[Unit], level: str) -> None:
    kept = [[value for value in unit if value is not None] for unit in units]
    values = {value for unit in kept if len(unit) > 1 for value in unit}
    assert (measure_agreement(units, level, draws=0).alpha is None) == (len(values) < 2)


@given(st.lists(VALUES, min_size=2).filter(lambda values: len(set(values)) > 1), LEVEL)
def test_alpha_and_its_interval_are_one_for_identical_codings(values: list[int], level: str) -> None:
    found = measure_agreement([(value, value) for value in values], level, FEW)
    assert (found.alpha, found.low, found.high) == (1, 1, 1)


@given(PAIRS, LEVEL)
def test_alpha_is_one_only_where_nobody_differs_and_never_above(pairs: list[Unit], level: str) -> None:
    alpha = measure_agreement(pairs, level, draws=0).alpha
    if alpha is not None:
        assert alpha <= 1
        assert (alpha == 1) == all(left == right for left, right in pairs)


@given(MANY, LEVEL, st.randoms(use_true_random=False))
def test_neither_coders_nor_units_have_an_order(units: list[Unit], level: str, random: Any) -> None:
    order = random.sample(range(3), 3)
    other = [tuple(unit[place] for place in order) for unit in random.sample(units, len(units))]
    assert measure_agreement(other, level, FEW) == measure_agreement(units, level, FEW)


@given(PAIRS, st.permutations("abcde"))
def test_alpha_does_not_depend_on_what_the_values_are_called(pairs: list[Unit], names: list[str]) -> None:
    renamed = [tuple(names[value] for value in unit) for unit in pairs]
    found, again = (measure_agreement(units, draws=0).alpha for units in (pairs, renamed))
    assert found == again if found is None or again is None else found == pytest.approx(again)


@given(PAIRS, st.integers(-700_000, 700_000), st.integers(1, 9))
def test_the_interval_level_knows_no_zero_and_no_unit(pairs: list[Unit], zero: int, unit: int) -> None:
    moved = [tuple(value * unit + zero for value in values) for values in pairs]
    found, again = (measure_agreement(units, "interval", draws=0).alpha for units in (pairs, moved))
    assert found == again if found is None or again is None else found == pytest.approx(again)


@given(PAIRS)
def test_the_ordinal_level_knows_only_which_comes_first(pairs: list[Unit]) -> None:
    stretched = [tuple(10.0**value for value in values) for values in pairs]
    assert measure_agreement(stretched, "ordinal", FEW) == measure_agreement(pairs, "ordinal", FEW)


@given(PAIRS, LEVEL)
def test_a_unit_that_only_one_coder_saw_changes_nothing(pairs: list[Unit], level: str) -> None:
    assert measure_agreement([*pairs, (4, None), (None, None)], level, FEW) == measure_agreement(pairs, level, FEW)


@given(PAIRS, LEVEL)
def test_an_interval_lies_within_what_alpha_can_be_and_is_ordered(pairs: list[Unit], level: str) -> None:
    found = measure_agreement(pairs, level, draws=FEW)
    if found.low is not None and found.high is not None:
        assert found.low <= found.high <= 1
        assert 0 <= found.undefined <= FEW


def test_the_interval_holds_alpha_and_narrows_with_more_of_the_same_units() -> None:
    few, many = measure_agreement(NOMINAL), measure_agreement(NOMINAL * 20)
    widths = []
    for found in (few, many):
        assert found.low is not None
        assert found.high is not None
        assert found.alpha is not None
        assert found.low < found.alpha < found.high
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 3


def test_the_interval_is_that_of_units_drawn_one_by_one() -> None:
    # The witness: the same resampling, unit by unit, with another source of chance; their ends differ by chance only.
    import random

    source = random.Random(7)
    units = NOMINAL * 3
    alphas = sorted(_slowly(source.choices(units, k=len(units)), "nominal") or 0 for _ in range(400))
    found = measure_agreement(units)
    assert found.low == pytest.approx(alphas[10], abs=0.05)
    assert found.high == pytest.approx(alphas[390], abs=0.05)


def test_no_unit_with_two_values_has_neither_alpha_nor_interval() -> None:
    assert measure_agreement([("a", None)]) == Agreement(0)
    assert measure_agreement([]) == Agreement(0)


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'circular' is no level"):
        measure_agreement(["ab"], "circular")
