"""Pairs of figures worth a comparison: none is missed that comparing every pair finds, and few are looked at."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.comparability import Comparer, Relation
from claimbook.analysis.containing import Counted, larger_part, larger_within
from claimbook.analysis.scopes import Scope
from claimbook.model.dataset import Dataset
from claimbook.model.quantities import parse_quantity

DAYS = st.none() | st.integers(0, 5).map(lambda days: date(2031, 5, 1) + timedelta(days))
PIER = {"incident_id": "pier", "title": "At the pier", "part_of": "strike"}


@pytest.fixture(scope="module")
def comparer(tmp_path_factory: pytest.TempPathFactory) -> Comparer:
    folder = tmp_path_factory.mktemp("strike")
    dataset: Dataset = load_renderings(folder, {"quantity": "900", "place_id": "harrow-dock"}, incidents=[PIER])
    return Comparer(dataset)


@st.composite
def figures(draw: st.DrawFn) -> Counted:
    """A figure whose scope differs from the others' in few respects, so that many contain others."""
    first, last = sorted([draw(DAYS), draw(DAYS)], key=lambda day: day or date.min)
    scope = Scope(
        measure="on_strike", unit="persons", counted="people", status=draw(st.sampled_from(["all", "civilian"])),
        group="", party_id=draw(st.sampled_from(["", "port-police"])), by_id="",
        place_id=draw(st.sampled_from(["", "harrow", "harrow-dock"])), first=first, last=last, is_snapshot=False,
        per=draw(st.sampled_from(["", "", "P1D"])), modality="count",
        incident_id=draw(st.sampled_from(["strike", "pier"])),
    )  # fmt: skip
    quantity = draw(st.sampled_from(["0", "3", "7", ">=5", "<=4", "2..6", "3|8", "dozens", "~4"]))
    return Counted(scope, parse_quantity(quantity))


@settings(max_examples=300)
@given(st.lists(figures(), max_size=12))
def test_comparing_every_pair_finds_no_more(comparer: Comparer, given_figures: list[Counted]) -> None:
    def stands(inner: int, outer: int) -> bool:
        one, other = given_figures[inner], given_figures[outer]
        return comparer.compare(one.scope, other.scope).relation is Relation.CONTAINED

    def is_larger(inner: int, outer: int) -> bool:
        one, other = given_figures[inner], given_figures[outer]
        is_stated = one.bounds.is_stated and other.bounds.is_stated and other.bounds.high is not None
        says_days = all((figure.scope.first, figure.scope.last) != (None, None) for figure in (one, other))
        return says_days and is_stated and (one.bounds.low or 0) > (other.bounds.high or 0)

    found = larger_within(given_figures, comparer)
    assert found == sorted(set(found), key=lambda pair: (min(pair), max(pair)))
    every = {pair for pair in permutations(range(len(given_figures)), 2) if is_larger(*pair) and stands(*pair)}
    assert {pair for pair in found if stands(*pair)} == every
    assert all(is_larger(*pair) for pair in found)


def test_of_many_figures_of_other_days_no_pair_is_looked_at(comparer: Comparer) -> None:
    days = [date(2031, 1, 1) + timedelta(number) for number in range(2000)]
    many = [
        Counted(
            Scope("on_strike", "persons", "people", "all", "", "", "", "harrow", day, day, False, "", "count"),
            parse_quantity(str(number)),
        )
        for number, day in enumerate(days)
    ]
    assert larger_within(many, comparer) == []
    whole = Counted(many[0].scope.__class__(**{**vars(many[0].scope), "last": days[-1]}), parse_quantity("1990"))
    assert larger_within([*many, whole], comparer) == [(number, 2000) for number in range(1991, 2000)]


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (["1614"], [">=1383"], (0, 0)),  # the number that is named is smaller, though the end is open
        (["1300"], [">=1383"], None),
        (["530", "973"], ["120"], (1, 0)),
        (["973"], ["2000", "830"], (0, 1)),  # one of the whole's is surely smaller
        (["973"], ["2000", ">500"], None),  # a floor says of nothing that it is smaller
        (["dozens"], ["3"], None),
        (["9"], [], None),
    ],
)
def test_a_part_is_larger_by_the_numbers_that_are_named(
    part: list[str], whole: list[str], told: tuple[int, int] | None
) -> None:
    assert larger_part([parse_quantity(text) for text in part], [parse_quantity(text) for text in whole]) == told
