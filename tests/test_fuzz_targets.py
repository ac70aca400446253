"""Every reader of bytes from anywhere, given a few by Hypothesis; `make fuzz` gives each very many."""

from __future__ import annotations

import pytest
from fuzz_targets import TARGETS
from hypothesis import given, settings
from hypothesis import strategies as st

# Those that read a file of many parts for each case.
SLOW = {"workbook", "workbook-part", "package", "mapping", "html"}


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_takes_bytes_or_says_in_words_why_not(name: str) -> None:
    target = TARGETS[name]()

    @settings(max_examples=40 if name in SLOW else 100)
    @given(st.data())
    def read(data: st.DataObject) -> None:
        target(data.draw(target.bytes()))

    read()


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_takes_what_its_cases_begin_with(name: str) -> None:
    target = TARGETS[name]()
    for seed in target.seeds[:3]:
        target.read(seed)
