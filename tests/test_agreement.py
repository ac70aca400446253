"""Agreement of two readers: Krippendorff's alpha against the published example, and how claims are paired."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import OFFICE, TEXT, write_tiny_dataset

from claimbook.analysis.agreement import alpha_nominal, compare_readers, count_found, pair_claims
from claimbook.book.readers import agreement
from claimbook.model.dataset import Dataset, load_dataset

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section A: two observers, binary data, ten units.
PUBLISHED = list(zip("0100000010", "1110010000", strict=True))
# The same paper, section B: two observers, nominal data of five values, twelve units.
PUBLISHED_NOMINAL = list(zip("aabbdcccedda", "babbbccceddd", strict=True))

NO_TAKE = {("gazette-003", "gates-could-not"): None}
VALUES = st.sampled_from(["a", "b", "c"])
PAIRS = st.lists(st.tuples(VALUES, VALUES), max_size=30)


def test_alpha_of_the_published_binary_example_is_the_published_one() -> None:
    assert alpha_nominal(PUBLISHED) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_the_published_nominal_example_is_the_published_one() -> None:
    assert alpha_nominal(PUBLISHED_NOMINAL) == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_three_units_is_what_the_coincidences_give_by_hand() -> None:
    # Units aa, ab, bb: coincidences aa 2, ab 1, ba 1, bb 2; n = 6, so 1 - 5 * 2 / (3 * 3 + 3 * 3).
    assert alpha_nominal([("a", "a"), ("a", "b"), ("b", "b")]) == pytest.approx(1 - 10 / 18)


def test_alpha_of_chance_with_no_agreement_at_all_is_below_zero() -> None:
    assert alpha_nominal([("a", "b"), ("b", "a")]) == pytest.approx(-0.5)


@given(PAIRS)
def test_alpha_is_none_exactly_where_nothing_varies(pairs: list[tuple[str, str]]) -> None:
    assert (alpha_nominal(pairs) is None) == (len({value for pair in pairs for value in pair}) < 2)


@given(st.lists(VALUES, min_size=2).filter(lambda values: len(set(values)) > 1))
def test_alpha_is_one_where_both_agree_throughout_on_what_varies(values: list[str]) -> None:
    assert alpha_nominal([(value, value) for value in values]) == 1


@given(PAIRS)
def test_alpha_does_not_depend_on_who_is_first(pairs: list[tuple[str, str]]) -> None:
    assert alpha_nominal(pairs) == alpha_nominal([(right, left) for left, right in pairs])


@given(PAIRS, st.permutations(["a", "b", "c"]))
def test_alpha_does_not_depend_on_what_the_values_are_called(pairs: list[tuple[str, str]], names: list[str]) -> None:
    renamed = dict(zip("abc", names, strict=True))
    found, again = alpha_nominal(pairs), alpha_nominal([(renamed[a], renamed[b]) for a, b in pairs])
    assert found == again if found is None or again is None else found == pytest.approx(again)


@given(PAIRS)
def test_alpha_is_one_only_where_nobody_differs_and_never_above(pairs: list[tuple[str, str]]) -> None:
    alpha = alpha_nominal(pairs)
    if alpha is not None:
        assert alpha <= 1
        assert (alpha == 1) == all(left == right for left, right in pairs)


def test_a_reader_agrees_with_itself_in_everything(tiny_dataset: Dataset) -> None:
    pairs = pair_claims(tiny_dataset, tiny_dataset)
    assert sorted(pairs["first_id"]) == sorted(tiny_dataset.claims["claim_id"])
    assert list(pairs["first_id"]) == list(pairs["second_id"])
    table = compare_readers(tiny_dataset, tiny_dataset)
    assert (table["agreed"] == table["compared"]).all()
    assert set(table["alpha"]) <= {"", "1.00"}
    assert "1.00" in set(table["alpha"])


def _load(folder: Path, **changes: object) -> Dataset:
    return load_dataset(write_tiny_dataset(folder, **changes))  # type: ignore[arg-type]


def test_claims_are_paired_by_overlap_whatever_their_ids(tmp_path: Path, tiny_dataset: Dataset) -> None:
    claim = tiny_dataset.claims.set_index("claim_id").loc["gazette-001"]
    kept = {name: str(cell) for name, cell in claim.items() if not str(name).endswith(("_first", "_last"))}
    start = TEXT.index(OFFICE)
    other = _load(
        tmp_path / "other",
        passages={"gazette-p2": {"start": str(start + 3), "end": str(start + 40)}},
        figures={"gazette-001-f1": None, "gazette-001-f2": None},
        discrepancies={"gazette-d1": None},
        claims={"gazette-001": None, "own-id": kept},
    )
    pairs = set(pair_claims(tiny_dataset, other).itertuples(index=False, name=None))
    assert ("gazette-001", "own-id") in pairs


def test_passages_that_do_not_touch_or_another_claimant_make_no_pair(tmp_path: Path, tiny_dataset: Dataset) -> None:
    start = TEXT.index(OFFICE)
    apart = _load(tmp_path / "a", passages={"gazette-p2": {"start": str(start - 9), "end": str(start)}})
    assert "gazette-001" not in set(pair_claims(tiny_dataset, apart)["first_id"])
    another = _load(tmp_path / "b", claims={"gazette-001": {"claimant_id": "weir-gazette"}})
    assert "gazette-001" not in set(pair_claims(tiny_dataset, another)["first_id"])


def _with_a_second_claim_on_one_passage(folder: Path, *, figure_of: str) -> Dataset:
    """The tiny dataset with a double of the third claim, and its figures all at one of the two."""
    claim = load_dataset(write_tiny_dataset(folder)).claims.set_index("claim_id").loc["gazette-003"]
    cells = {name: str(cell) for name, cell in claim.items() if not str(name).endswith(("_first", "_last"))}
    figures = {"gazette-001-f1": {"claim_id": figure_of}, "gazette-001-f2": {"claim_id": figure_of}}
    return _load(
        folder, claims={"gazette-004": cells}, figures=figures, statements={"gazette-003-s1": None}, takes=NO_TAKE
    )


def test_of_two_claims_on_one_passage_those_with_the_same_facets_are_a_pair(tmp_path: Path) -> None:
    first = _with_a_second_claim_on_one_passage(tmp_path / "first", figure_of="gazette-003")
    second = _with_a_second_claim_on_one_passage(tmp_path / "second", figure_of="gazette-004")
    pairs = pair_claims(first, second)
    assert pairs["first_id"].is_unique
    assert pairs["second_id"].is_unique
    by_first = dict(pairs.itertuples(index=False, name=None))
    assert (by_first["gazette-003"], by_first["gazette-004"]) == ("gazette-004", "gazette-003")


def test_a_field_that_the_readers_coded_apart_counts_as_compared_and_not_agreed(
    tmp_path: Path, tiny_dataset: Dataset
) -> None:
    other = _load(tmp_path / "other", claims={"gazette-001": {"voice": "reported"}})
    row = compare_readers(tiny_dataset, other).set_index("what").loc["Voice"]
    assert (row["compared"], row["agreed"], row["share"]) == (3, 2, "67 %")


def test_what_only_one_reader_found_is_counted(tmp_path: Path, tiny_dataset: Dataset) -> None:
    fewer = _load(
        tmp_path / "fewer",
        claims={"gazette-003": None},
        statements={"gazette-003-s1": None},
        takes=NO_TAKE,
        passages={"gazette-p4": {"no_claim_reason": "not read"}},
    )
    table = count_found(tiny_dataset, fewer)
    assert list(table.columns) == ["What", "First reader", "Second reader"]
    table = table.set_index("What")
    assert list(table.loc["Claims"]) == [3, 2]
    assert list(table.loc["… found by this reader only"]) == [1, 0]
    assert list(table.loc["… paired with one of the other reader's"]) == [2, 2]
    assert list(table.loc["Passages with a claim"]) == [3, 2]


def test_a_dataset_of_one_coder_says_so(tiny: Path) -> None:
    assert "Not assessed: one coder." in agreement(str(tiny)).html


def test_two_readers_beside_a_dataset_are_compared(tiny: Path) -> None:
    for name in ("first", "second"):
        shutil.copytree(write_tiny_dataset(tiny.parent / name), tiny / "readers" / name)
    shown = agreement(str(tiny)).html
    assert "Not assessed" not in shown
    assert "Agreement on paired claims" in shown
