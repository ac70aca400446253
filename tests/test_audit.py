"""The auditor: each rule finds what it is for, and nothing where bounds allow that all is so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.audit import audit, rule_texts
from claimbook.analysis.audit_rules import can_be_equal
from claimbook.analysis.audit_sums import add_bounds
from claimbook.model.quantities import Quantity, parse_quantity

SINCE = {"counting": "cumulative", "period": "2031-05-01/.."}


def _audit(tmp_path: Path, *figures: dict[str, Any], **tables: Any) -> pd.DataFrame:
    return audit(load_renderings(tmp_path, *figures, **tables))


def _found(tmp_path: Path, rule: str, *figures: dict[str, Any], **tables: Any) -> list[str]:
    found = _audit(tmp_path, *figures, **tables)
    return list(found.loc[found["rule"] == rule, "text"])


def _sum(whole: str, *parts: dict[str, str], **cells: str) -> list[dict[str, Any]]:
    base = {**SINCE, "source": "paper-1", "claim": "toll", "status": "all", **cells}
    rows = [{**base, "quantity": whole, "figure": "whole"}]
    rows += [{**base, "part_of": "whole", "figure": f"part-{n}", **part} for n, part in enumerate(parts, 1)]
    return rows


CIVILIANS = {"status": "civilian"}
POLICE = {"party_id": "port-police", "status": "unspecified"}
GUARDS = {"party_id": "harrow-lines", "status": "unspecified"}


def test_parts_with_nobody_in_common_that_exceed_their_whole_are_found(tmp_path: Path) -> None:
    rows = _sum("1311", {"quantity": "973", **CIVILIANS}, {"quantity": "231", **POLICE}, {"quantity": "250", **GUARDS})
    found = _found(tmp_path, "parts_fit_their_whole", *rows)
    assert found == [
        "Paper 1, 2031-05-05 gives 973 + 250 + 231 beside 1,311 as the whole: together the parts are 1,454, "
        "which differs from the whole."
    ]


def test_what_is_printed_beside_a_total_is_held_against_it_too(tmp_path: Path) -> None:
    base = {**SINCE, "source": "paper-1"}
    rows = [
        {**base, "quantity": "1311", "status": "all"},
        {**base, "quantity": "973", **CIVILIANS},
        {**base, "quantity": "973", **CIVILIANS},
        {**base, "quantity": "231", **POLICE},
        {**base, "quantity": "250", **GUARDS},
    ]
    (found,) = _found(tmp_path, "parts_fit_their_whole", *rows)
    assert "973 + 250 + 231 beside 1,311" in found


@pytest.mark.parametrize("other", [{"said": "2031-05-07"}, {"claimant": "port-police"}, {"source": "paper-2"}])
def test_what_another_source_origin_or_day_has_is_not_added(tmp_path: Path, other: dict[str, str]) -> None:
    base = {**SINCE, "source": "paper-1"}
    rows = [{**base, "quantity": "1311", "status": "all"}, {**base, "quantity": "1400", **CIVILIANS, **other}]
    assert not _found(tmp_path, "parts_fit_their_whole", *rows)


def test_parts_that_may_be_the_same_people_are_not_added(tmp_path: Path) -> None:
    rows = _sum("100", {"quantity": "80", "counted": "women"}, {"quantity": "70", "counted": "crane drivers"})
    assert not _found(tmp_path, "parts_fit_their_whole", *rows)


def test_a_total_in_two_divisions_is_not_summed_twice(tmp_path: Path) -> None:
    by_status = [
        {"quantity": "60", "division": "status", **CIVILIANS},
        {"quantity": "40", "division": "status", **POLICE},
    ]
    by_place = [
        {"quantity": "70", "division": "governorate", "place_id": "harrow-dock"},
        {"quantity": "30", "division": "governorate", "place_id": "upper-dock"},
    ]
    assert not _found(tmp_path, "parts_fit_their_whole", *_sum("100", *by_status, *by_place))


def test_parts_at_least_so_many_can_make_up_more(tmp_path: Path) -> None:
    rows = _sum("1311", {"quantity": ">=973", **CIVILIANS}, {"quantity": "some", **POLICE})
    assert not _found(tmp_path, "parts_fit_their_whole", *rows)


def test_parts_of_different_cutoffs_in_one_sum_are_found(tmp_path: Path) -> None:
    earlier = {**SINCE, "source": "paper-0", "said": "2031-05-03", "quantity": "231", **POLICE, "figure": "earlier"}
    rows = _sum("1311", {"quantity": "973", **CIVILIANS}, {"quantity": "231", **POLICE}, said="2031-05-05")
    (found,) = _found(tmp_path, "parts_of_one_sum_share_a_cutoff", earlier, *rows)
    assert "231 (people) by 3 May 2031, 973 (people) by 5 May 2031" in found


def test_a_tally_that_shrinks_is_found(tmp_path: Path) -> None:
    before = {**SINCE, "quantity": "900", "said": "2031-05-03", "source": "paper-1"}
    after = {**SINCE, "quantity": "850", "said": "2031-05-05", "source": "paper-2"}
    (found,) = _found(tmp_path, "a_running_tally_does_not_shrink", before, after)
    assert "850, given out by 5 May 2031, is fewer than 900, given out by 3 May 2031" in found


@pytest.mark.parametrize("quantity", [">850", "~850", "hundreds", "950"])
def test_a_tally_that_may_have_grown_is_not_found(tmp_path: Path, quantity: str) -> None:
    before = {**SINCE, "quantity": "900", "said": "2031-05-03", "source": "paper-1"}
    after = {**SINCE, "quantity": quantity, "said": "2031-05-05", "source": "paper-2"}
    assert not _found(tmp_path, "a_running_tally_does_not_shrink", before, after)


def test_one_numeral_in_two_roles_is_found(tmp_path: Path) -> None:
    both = {**SINCE, "quantity": "745"}
    rows = [{**both, "source": "paper-1", "status": "all"}, {**both, "source": "paper-2", "status": "civilian"}]
    (found,) = _found(tmp_path, "one_numeral_has_one_role", *rows)
    assert found == (
        "Dock Union: 745 stands for all, whatever status in 1 rendering found; for civilians in 1 rendering found."
    )


def test_a_small_numeral_in_two_roles_is_chance(tmp_path: Path) -> None:
    rows = [{"quantity": "13", "status": "all"}, {"quantity": "13", "status": "civilian", "source": "paper-2"}]
    assert not _found(tmp_path, "one_numeral_has_one_role", *rows)


def test_a_part_larger_than_what_contains_it_is_found(tmp_path: Path) -> None:
    town = {"quantity": "500", "place_id": "harrow-dock", "source": "paper-1"}
    area = {"quantity": "400", "place_id": "harrow", "source": "paper-2"}
    (found,) = _found(tmp_path, "nothing_is_larger_than_what_contains_it", town, area)
    assert found.startswith(
        "Dock Union gives 500 for what is contained in what it gives 400 for, which is fewer (place"
    )


def test_comparable_figures_whose_bounds_exclude_each_other_are_found_with_those_that_do_not(tmp_path: Path) -> None:
    rows = [
        {"quantity": "1479", "source": "paper-1", "claimant": "wire"},
        {"quantity": "~<1500", "quantity_words": "nearly 1,500", "source": "paper-2", "claimant": "wire"},
        {"quantity": "1500", "source": "paper-3", "claimant": "wire"},
    ]
    (found,) = _found(tmp_path, "comparable_figures_can_be_equal", *rows)
    assert found.endswith(
        "numbers that differ: The Wire gives 1,479; The Wire gives 1,500; The Wire gives nearly 1,500."
    )


def test_a_number_of_one_day_beside_a_word_is_no_contradiction(tmp_path: Path) -> None:
    rows = [{"quantity": "973", "source": "paper-1"}, {"quantity": "hundreds", "source": "paper-2"}]
    assert _audit(tmp_path, *rows).empty


def test_the_same_numeral_for_different_things_is_told_as_a_coincidence(tmp_path: Path) -> None:
    rows = [
        {"quantity": "311", "group": "crane_drivers", "source": "paper-1"},
        {"quantity": "311", "claimant": "port-police", "source": "paper-2", "period": "2031-05-04/2031-05-05"},
    ]
    (found,) = _found(tmp_path, "the_same_numeral_of_two_origins_counts_the_same", *rows)
    assert found.startswith(
        "311 is given by 2 origins, which is no agreement. Dock Union beside Port Police: contained in"
    )


def test_a_round_number_is_no_coincidence_worth_telling(tmp_path: Path) -> None:
    rows = [
        {"quantity": "500", "group": "crane_drivers"},
        {"quantity": "500", "claimant": "port-police", "source": "paper-2"},
    ]
    assert not _found(tmp_path, "the_same_numeral_of_two_origins_counts_the_same", *rows)


def test_a_claim_dated_after_its_source_is_found(tmp_path: Path) -> None:
    row = {"quantity": "900", "said": "2031-05-09", "published": "2031-05-07"}
    (found,) = _found(tmp_path, "nothing_is_said_after_its_source", row)
    assert found == "Paper 1, 2031-05-07 came out by 7 May 2031; what it has from Dock Union is dated 9 May 2031."


def test_in_a_clean_dataset_nothing_is_found(tmp_path: Path) -> None:
    tallies = [("800", "2031-05-03"), ("900", "2031-05-05"), (">=950", "2031-05-07")]
    rows = [
        {**SINCE, "quantity": quantity, "said": said, "source": f"paper-{turn}-{number}"}
        for number, (quantity, said) in enumerate(tallies)
        for turn in range(3)
    ]
    rows += [
        {**row, "said": "2031-05-08"}
        for row in _sum("1000", {"quantity": "960", **CIVILIANS}, {"quantity": "40", **POLICE})
    ]
    assert _audit(tmp_path, *rows).to_dict("records") == []


def test_every_finding_names_claims_of_the_dataset(tmp_path: Path) -> None:
    rows = _sum("10", {"quantity": "8", **CIVILIANS}, {"quantity": "9", **POLICE})
    dataset = load_renderings(tmp_path, *rows)
    found = audit(dataset)
    assert len(found)
    assert {claim for claims in found["claim_ids"] for claim in claims} <= set(dataset.claims["claim_id"])


def test_every_rule_says_in_words_what_it_is() -> None:
    assert len(rule_texts()) >= 8
    assert all(text[0].isupper() and text.endswith((".", ")")) for text in rule_texts().values())


QUANTITY = st.one_of(
    st.integers(0, 50).map(str),
    st.integers(0, 50).map(lambda n: f">={n}"),
    st.integers(0, 50).map(lambda n: f"<={n}"),
    st.integers(0, 50).map(lambda n: f"~{n}"),
    st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: f"{pair[0]}..{pair[0] + pair[1]}"),
    st.sampled_from(["some", "dozens"]),
)


def _number_within(draw: Any, quantity: Quantity) -> int:
    """A number that the words allow."""
    low = quantity.low or 0
    high = quantity.high if quantity.high is not None else low + 60
    return draw(st.integers(low, high))


@given(st.data(), st.lists(QUANTITY, min_size=1, max_size=5))
def test_a_sum_that_can_hold_within_the_bounds_is_never_outside_them(data: Any, texts: list[str]) -> None:
    parts = [parse_quantity(text) for text in texts]
    total = sum(_number_within(data.draw, part) for part in parts)
    found = add_bounds(parts)
    assert found.allows(total)


@given(QUANTITY, QUANTITY)
def test_two_quantities_exclude_each_other_only_where_no_number_is_allowed_by_both(one: str, other: str) -> None:
    first, second = parse_quantity(one), parse_quantity(other)
    shared = any(first.allows(number) and second.allows(number) for number in range(200))
    if not can_be_equal(first, second):
        assert not shared
    elif first.is_stated and second.is_stated:
        assert shared
