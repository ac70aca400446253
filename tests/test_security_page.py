"""SECURITY.md says what is so: the policy is the one that pages have, and the tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

from claimbook.book.policy import DIRECTIVES, HEADERS_FILE, headers_file, write_policy

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def test_the_policy_is_the_one_that_pages_have() -> None:
    shown = " ".join(line.strip() for line in PAGE.splitlines() if line.startswith("    "))
    assert shown == write_policy(DIRECTIVES)
    assert HEADERS_FILE in PAGE
    for line in headers_file().splitlines()[2:]:
        assert line.strip().partition(":")[0] in PAGE


def test_every_test_that_it_names_is_there() -> None:
    named = re.findall(r"`(test_[\w*]+)`", PAGE)
    assert len(named) > 20
    assert [name for name in named if not list((ROOT / "tests").glob(f"{name}.py"))] == []


def test_every_promise_says_by_what_it_is_held() -> None:
    promises = PAGE[PAGE.index("## What is promised") : PAGE.index("## What is not promised")].split("\n\n**")[1:]
    assert len(promises) == 9
    assert [promise[:40] for promise in promises if "*Held by*" not in promise] == []


def test_every_file_that_it_names_is_there() -> None:
    for name in re.findall(r"`((?:src|book|tests)/[\w./]*|[\w-]+\.(?:md|lock|txt|cff))`", PAGE):
        assert (ROOT / name).exists() or name == "licences.txt", name
