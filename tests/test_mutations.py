"""Some of the mutated files; `make mutate` and `make fuzz` try very many of each sort."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from growing import grow_package, grow_table
from json_mutations import mutate_json, mutate_lines, mutate_text
from mutating import mutate
from mutating_imports import ImportBench
from mutating_tables import try_cases
from mutations import TABLES, mutate_table
from tiny import write_tiny_dataset

Grow = Callable[[Random, bytes], tuple[str, bytes]]


def test_mutated_files_are_answered_in_words_and_change_nothing_that_was_there() -> None:
    figures, broken = mutate(300)
    assert broken == []
    # Cases that are all refused, or all taken, would show little.
    assert {code for _, code in figures} == {0, 2}


def test_mutated_imports_are_answered_in_words_and_their_accounts_add_up() -> None:
    figures, broken = mutate(60, kind=ImportBench)
    assert broken == []
    assert {code for _, code in figures} == {0, 1, 2}


def test_mutated_tables_are_checked_in_words_and_change_nothing() -> None:
    done = try_cases(0, 120, is_measured=False)
    assert done.broken == []
    assert {code for _, code in done.figures} == {0, 2}


@pytest.mark.parametrize("grow", [grow_table, grow_package])
def test_the_same_seed_grows_the_same_way(grow: Grow, tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    data = (folder / ("places.csv" if grow is grow_table else "datapackage.json")).read_bytes()
    for number in range(3):
        assert grow(Random(f"weir {number}"), data) == grow(Random(f"weir {number}"), data)


def test_a_quotation_mark_among_tabulators_is_told_in_one_line() -> None:
    assert mutate(1, 53, ImportBench)[1] == []


def test_the_same_seed_mutates_the_same_way() -> None:
    data = b"a,b,c\n1,2,3\n4,5,6\n"
    done = [mutate_table(Random(f"weir {number}"), data) for number in range(200)]
    assert done == [mutate_table(Random(f"weir {number}"), data) for number in range(200)]
    assert {how for how, _ in done} == set(TABLES)


def test_the_same_seed_mutates_json_the_same_way() -> None:
    data = b'{"rows": [{"a": "1", "b": {"c": [1]}}]}\n'
    for way in (mutate_json, mutate_lines, mutate_text):
        done = [way(Random(f"weir {number}"), data) for number in range(100)]
        assert done == [way(Random(f"weir {number}"), data) for number in range(100)]
