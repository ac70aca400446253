"""Comparability: computed from what is coded, the same both ways round, with its reason in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from renderings import FIGURE, load_renderings

from claimbook.analysis.comparability import Comparer, Relation, compare_figures
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.model.dataset import Dataset

MIRRORED = {Relation.CONTAINED: Relation.CONTAINS, Relation.CONTAINS: Relation.CONTAINED}
MEMBERS = [{"actor_id": "both-forces", "member_id": "port-police"}]
MORE: dict[str, Any] = {
    "actors": [{"actor_id": "both-forces", "name": "police and guards", "kind": "coalition"}],
    "actor_members": MEMBERS,
}


def _relation(tmp_path: Path, one: dict[str, str], other: dict[str, str], **more: Any) -> tuple[str, str]:
    first, second = {"quantity": "900", "figure": "fa", **one}, {"quantity": "900", "figure": "fb", **other}
    row = compare_figures(load_renderings(tmp_path, first, second, **{**MORE, **more})).iloc[0]
    return row["relation"], row["reason"]


def test_a_governments_supporters_are_not_said_to_be_others_than_an_armed_groups_fighters(tmp_path: Path) -> None:
    actors = [
        *MORE["actors"], {"actor_id": "old-board", "name": "Old Board", "kind": "authority"},
        {"actor_id": "board-guard", "name": "Board Guard", "kind": "authority", "speaks_for": "old-board"},
        {"actor_id": "pickets", "name": "pickets", "kind": "armed_group"},
    ]  # fmt: skip
    fighters = {"party_id": "pickets", "status": "combatant", "counted": "fighters"}
    supporters = {"party_id": "old-board", "counted": "supporters"}
    for pair in ((fighters, supporters), (supporters, fighters)):
        assert _relation(tmp_path, *pair, actors=actors)[0] == "overlapping"
    # Members of a body are of that body; and whoever did a deed did not do another's.
    assert _relation(tmp_path, fighters, {"party_id": "board-guard"}, actors=actors)[0] == "not comparable"
    done = _relation(tmp_path, {"by_id": "pickets"}, {"by_id": "old-board"}, actors=actors)
    assert done[0] == "not comparable"


def test_figures_with_one_scope_are_comparable_whatever_their_numbers(tmp_path: Path) -> None:
    assert _relation(tmp_path, {}, {"quantity": "400", "source": "paper-2"})[0] == "comparable"


@pytest.mark.parametrize(
    ("one", "other", "relation", "why"),
    [
        ({}, {"measure": "injured"}, "not comparable", "what happened: on strike, and injured"),
        ({}, {"unit": "names"}, "not comparable", "unit"),
        ({}, {"per": "P1D"}, "not comparable", "rate"),
        ({}, {"modality": "estimate"}, "not comparable", "manner: count, and estimate"),
        ({}, {"counting": "snapshot"}, "not comparable", "counting"),
        ({"group": "crane_drivers"}, {}, "contained in", "community: crane drivers, and not said"),
        ({}, {"group": "crane_drivers"}, "contains", "community: not said, and crane drivers"),
        ({"by_id": "port-police"}, {"by_id": "both-forces"}, "contained in", "done by"),
        ({"by_id": "port-police"}, {"by_id": "dock-union"}, "not comparable", "done by: Port Police, and Dock Union"),
        ({"by_id": "port-police"}, {}, "overlapping", "done by: Port Police, and not said"),
        ({"place_id": "harrow-dock"}, {"place_id": "harrow"}, "contained in", "place: Harrow Dock, and Harrow"),
        ({"place_id": "harrow-dock"}, {"place_id": "upper-dock"}, "not comparable", "place"),
        ({"place_id": "harrow-dock"}, {"place_id": "the-shore"}, "overlapping", "place"),
        ({"place_id": "harrow-dock"}, {}, "overlapping", "place: Harrow Dock, and not said"),
        ({"period": "2031-05-04"}, {"period": "2031-05-04/2031-05-05"}, "contained in", "days: 4 May 2031, and 4 to 5"),
        ({"period": "2031-05-04"}, {"period": "2031-05-05"}, "not comparable", "days"),
        ({"period": "2031-05-03/2031-05-04"}, {"period": "2031-05-04/2031-05-05"}, "overlapping", "days"),
        ({"period": "2031-05-04"}, {"period": ""}, "overlapping", "days: 4 May 2031, and by 5 May 2031"),
        ({"status": "civilian"}, {"status": "combatant"}, "not comparable", "status"),
        ({"status": "civilian"}, {"status": "all"}, "contained in", "status"),
        ({"status": "civilian"}, {}, "overlapping", "status: civilians, and not said"),
        ({"counted": "people"}, {"counted": "women"}, "overlapping", "who is counted: people, and women"),
        ({"measure": "killed"}, {"measure": "killed_or_injured"}, "contained in", "what happened"),
        ({"period": "", "counting": "cumulative"}, {"period": "", "counting": "period"}, "overlapping",
         "counting: a running tally, and over time"),
        ({"counting": "cumulative"}, {"counting": "period"}, "comparable", ""),
    ],
)  # fmt: skip
def test_a_pair_has_its_relation_and_its_reason(
    tmp_path: Path, one: dict[str, str], other: dict[str, str], relation: str, why: str
) -> None:
    found, reason = _relation(tmp_path, one, other)
    assert found == relation
    assert why in reason


def test_what_stands_in_brackets_after_who_is_counted_is_no_difference(tmp_path: Path) -> None:
    assert _relation(tmp_path, {"counted": "people (strikers)"}, {"counted": "People"})[0] == "comparable"


def test_running_tallies_of_one_number_end_on_the_day_it_was_given_out(tmp_path: Path) -> None:
    since = {"counting": "cumulative", "period": "2031-05-01/.."}
    relation, _ = _relation(
        tmp_path,
        {**since, "source": "paper-1", "said": "2031-05-05"},
        {**since, "source": "paper-2", "said": "../2031-05-07"},
    )
    assert relation == "comparable"


def test_numbers_whose_days_are_not_said_are_comparable_only_if_they_were_given_out_by_one_day(tmp_path: Path) -> None:
    said_once, later = {"period": ""}, {"period": "", "quantity": "1400", "source": "paper-2"}
    assert _relation(tmp_path, said_once, later)[0] == "comparable"
    relation, reason = _relation(tmp_path, said_once, {**later, "said": "2031-08-14"})
    assert (relation, reason) == ("overlapping", "days: by 5 May 2031, and by 14 Aug 2031")


def test_a_rendering_that_begins_its_tally_late_ends_it_on_its_own_day(tmp_path: Path) -> None:
    early = {"quantity": "973", "counting": "cumulative", "said": "2031-05-03", "period": "2031-05-01/.."}
    late = {**early, "source": "paper-2", "said": "2031-05-06", "period": "2031-05-05/..", "figure": "late"}
    scope = figure_scopes(load_renderings(tmp_path, early, late))["late"]
    assert (scope.first, scope.last) == (date(2031, 5, 5), date(2031, 5, 6))


def test_a_later_tally_contains_the_earlier_one(tmp_path: Path) -> None:
    since = {"counting": "cumulative", "period": "2031-05-01/.."}
    relation, reason = _relation(
        tmp_path,
        {**since, "quantity": "900", "said": "2031-05-05"},
        {**since, "quantity": "950", "said": "2031-05-07", "source": "paper-2"},
    )
    assert relation == "contained in"
    assert "days" in reason


def test_a_part_divides_its_whole_only_by_what_the_two_do_not_share(tmp_path: Path) -> None:
    civilians = {"quantity": "90", "status": "civilian", "figure": "whole", "claim": "one"}
    children = {"quantity": "9", "status": "civilian", "figure": "part", "claim": "one", "part_of": "whole"}
    total = {"quantity": "120", "figure": "all", "claim": "two"}
    alone = figure_scopes(load_renderings(tmp_path, civilians, children, total))["all"]
    within = figure_scopes(load_renderings(tmp_path / "in", civilians | {"part_of": "all", "claim": "two"}, total))
    assert (alone.divided, within["all"].divided) == (frozenset(), frozenset({"victim"}))


def test_totals_divided_by_victim_and_by_perpetrator_are_not_comparable(tmp_path: Path) -> None:
    union = {"claimant": "dock-union", "source": "paper-1", "claim": "c", "measure": "killed"}
    police = {"claimant": "port-police", "source": "paper-2", "claim": "c", "measure": "killed"}
    part = {"part_of": "fa", "division": "status"}
    dataset = load_renderings(
        tmp_path,
        {**union, "figure": "fa", "quantity": "90"},
        {**union, **part, "figure": "fa-part", "quantity": "40", "status": "civilian"},
        {**union, **part, "figure": "fa-rest", "quantity": "50", "party_id": "port-police"},
        {**police, "figure": "fb", "quantity": "95"},
        {**police, "figure": "fb-part", "quantity": "95", "part_of": "fb", "division": "perpetrator",
         "by_id": "harrow-lines"},
    )  # fmt: skip
    row = compare_figures(dataset, ["fa", "fb"]).iloc[0]
    assert row["relation"] == "not comparable"
    assert row["reason"] == "totals are divided: by victim, and by perpetrator"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset whose places and actors scopes can name."""
    folder = tmp_path_factory.mktemp("strike")
    return load_renderings(folder, {"quantity": "900", "figure": "fa", "place_id": "harrow-dock"}, **MORE)


DAYS = st.none() | st.integers(0, 9).map(lambda days: date(2031, 5, 1) + timedelta(days))


@st.composite
def scopes(draw: Any) -> Scope:
    """Any scope that names what the dataset has."""
    first, last = draw(DAYS), draw(DAYS)
    if first and last and last < first:
        first, last = last, first
    pick = {
        "measure": ["killed", "injured", "killed_or_injured"], "unit": ["persons", "names"],
        "counted": ["people", "women"], "status": ["unspecified", "all", "civilian", "combatant", "contested"],
        "group": ["", "crane_drivers"], "party_id": ["", "port-police", "both-forces"],
        "by_id": ["", "port-police", "both-forces", "dock-union"],
        "place_id": ["", "harrow", "harrow-dock", "upper-dock", "the-shore"], "is_snapshot": [False, True],
        "per": ["", "P1D"], "modality": ["count", "estimate"],
        "divided": [frozenset(kinds) for kinds in ((), ("victim",), ("perpetrator",), ("victim", "perpetrator"))],
    }  # fmt: skip
    drawn = {name: draw(st.sampled_from(values)) for name, values in pick.items()}
    return Scope(first=first, last=last, **drawn)


@given(scopes())
def test_every_scope_is_comparable_with_itself(dataset: Dataset, scope: Scope) -> None:
    found = Comparer(dataset).compare(scope, replace(scope))
    assert found.relation is Relation.COMPARABLE
    assert not found.reasons


@given(scopes(), scopes())
def test_the_other_way_round_the_relation_is_mirrored(dataset: Dataset, one: Scope, other: Scope) -> None:
    comparer = Comparer(dataset)
    there, back = comparer.compare(one, other), comparer.compare(other, one)
    assert back.relation is MIRRORED.get(there.relation, there.relation)
    assert len(back.reasons) == len(there.reasons)


@given(scopes(), scopes())
def test_only_what_is_coded_alike_in_every_respect_is_comparable(dataset: Dataset, one: Scope, other: Scope) -> None:
    found = Comparer(dataset).compare(one, other)
    assert (found.relation is Relation.COMPARABLE) == (not found.reasons)
    if one == other:
        assert found.relation is Relation.COMPARABLE


@given(scopes(), scopes(), scopes())
def test_what_is_contained_in_what_is_contained_is_never_said_to_contain_it(
    dataset: Dataset, one: Scope, other: Scope, third: Scope
) -> None:
    comparer = Comparer(dataset)
    inner, outer = comparer.compare(one, other).relation, comparer.compare(other, third).relation
    if inner is Relation.CONTAINED and outer is Relation.CONTAINED:
        assert comparer.compare(one, third).relation is not Relation.CONTAINS


def test_each_pair_stands_once(tmp_path: Path) -> None:
    dataset = load_renderings(tmp_path, *({"quantity": str(n), "figure": f"f{n}"} for n in range(5)))
    pairs = compare_figures(dataset)
    assert len(pairs) == 10
    assert set(figure_scopes(dataset)) == {*pairs["first_id"], *pairs["second_id"]}
    assert (pairs["first_id"] < pairs["second_id"]).all()
    assert FIGURE["measure"] == "on_strike"
