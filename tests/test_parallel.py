"""Reading by many processes: how the pages are shared out, and what is told of a name that two of them found."""

from __future__ import annotations

from itertools import chain
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.book import parallel
from claimbook.book.parallel import BY_PAGE, find_doubles, order_tables, split_evenly


@given(st.lists(st.integers(1, 10**9)), st.integers(1, 70))
def test_pages_are_shared_out_in_their_order_and_every_one_once(weights: list[int], parts: int) -> None:
    names = [str(number) for number in range(len(weights))]
    chunks = split_evenly(names, weights, parts)
    assert list(chain.from_iterable(chunks)) == names
    assert len(chunks) <= parts
    assert all(chunks)


@given(st.lists(st.integers(1, 10**6), min_size=1), st.integers(1, 70))
def test_no_share_is_heavier_than_a_fair_one_by_more_than_a_page(weights: list[int], parts: int) -> None:
    by_name = {str(number): weight for number, weight in enumerate(weights)}
    chunks = split_evenly(list(by_name), weights, parts)
    heaviest = max(sum(by_name[name] for name in chunk) for chunk in chunks)
    assert heaviest <= sum(weights) / parts + max(weights) + 1


def find(known: dict[str, Any], found: dict[str, Any], *docnames: str) -> list[tuple[str, str, str, str]]:
    """What is found twice in the standard domain."""
    return list(find_doubles({"std": known}, {"std": found}, docnames))


def test_a_label_of_two_pages_is_told_with_both() -> None:
    known = {"labels": {"x": ("a", "x", "Title"), "y": ("a", "y", "Title")}}
    found = {"anonlabels": {"x": ("b", "x"), "z": ("b", "z")}}
    assert find(known, found, "b") == [("label", "x", "a", "b")]


def test_a_term_of_two_pages_is_told_by_its_kind_and_name() -> None:
    known = {"objects": {("term", "x"): ("a", "term-x")}}
    assert find(known, {"objects": {("term", "x"): ("b", "term-x")}}, "b") == [("object", "term x", "a", "b")]


@pytest.mark.parametrize("page", ["a", "search"])
def test_what_a_process_knew_before_it_read_is_not_told_again(page: str) -> None:
    rows = {"x": (page, "x", "Title")}
    assert find({"labels": rows}, {"anonlabels": rows, "labels": rows}, "b") == []


def test_a_name_that_one_process_found_twice_was_told_there() -> None:
    assert find({"labels": {"x": ("a", "", "")}}, {"anonlabels": {"x": ("b", "")}}, "a", "b") == []


@given(st.permutations(["a", "b", "c"]))
def test_tables_by_page_are_left_as_one_reader_leaves_them(order: list[str]) -> None:
    env: Any = SimpleNamespace(**{name: {page: page.upper() for page in order} for name in BY_PAGE})
    order_tables(env)
    assert all(list(getattr(env, name).items()) == [("a", "A"), ("b", "B"), ("c", "C")] for name in BY_PAGE)


@pytest.mark.parametrize(
    ("name", "declared", "jobs"),
    [(parallel.UNDECLARED, None, 4), (parallel.UNDECLARED, False, 1), ("other", None, 1), ("other", True, 4)],
)
def test_one_process_works_alone_where_an_extension_is_not_safe(name: str, declared: bool | None, jobs: int) -> None:
    safe = SimpleNamespace(name="safe", parallel_read_safe=True, parallel_write_safe=True)
    extension = SimpleNamespace(name=name, parallel_read_safe=declared, parallel_write_safe=True)
    app: Any = SimpleNamespace(extensions={"safe": safe, name: extension}, parallel=4)
    parallel.choose_processes(app)
    assert app.parallel == jobs
