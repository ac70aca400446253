"""Some hundred of the mutated files; `make mutate` tries ten thousand."""

from __future__ import annotations

from random import Random

from mutating import mutate
from mutations import TABLES, mutate_table


def test_mutated_files_are_answered_in_words_and_change_nothing_that_was_there() -> None:
    figures, broken = mutate(300)
    assert broken == []
    # Cases that are all refused, or all taken, would show little.
    assert {code for _, code in figures} == {0, 2}


def test_the_same_seed_mutates_the_same_way() -> None:
    data = b"a,b,c\n1,2,3\n4,5,6\n"
    done = [mutate_table(Random(f"weir {number}"), data) for number in range(200)]
    assert done == [mutate_table(Random(f"weir {number}"), data) for number in range(200)]
    assert {how for how, _ in done} == set(TABLES)
