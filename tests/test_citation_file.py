"""CITATION.cff as a release renews it: valid by the format's own schema, and otherwise as a person wrote it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from claimbook.errors import BuildError
from claimbook.model.cite import fold
from claimbook.model.credits import Credits
from claimbook.release.citation_file import MARK, renew_citation

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "tests" / "schemas" / "cff-1.2.0.json").read_text("utf-8"))
CONTENT = "swh:1:dir:" + "0123456789" * 4
LATER = "swh:1:dir:" + "abcdef0123" * 4
DAY = "2031-05-10"
WORK = Credits(
    "lowmere", "The flood at Lowmere", "An invented case.", "0.2.0", "2031-05-09", ("A. Coder", "The coders"), "CC BY",
    "https://licence.example/by/4.0/", ("floods",),
)  # fmt: skip
PROGRAM = """\
# Written by hand.
cff-version: 1.2.0
message: "Cite it."   # as it is
authors:
- name: "The makers"
title: 'A program'
version: "0.1.0"

# What it is about
keywords: [claims, provenance]
references:
  - type: book
    title: Another
    authors: [{name: Somebody}]
"""


def _problems(text: str) -> list[str]:
    """Return what the format's schema says against a file; days are read as texts, as it asks for."""
    said = yaml.load(text, yaml.BaseLoader)
    return [error.message for error in Draft7Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(said)]


@pytest.mark.parametrize("doi", ["", "10.5281/zenodo.1234567"])
@pytest.mark.parametrize(
    "before", ["", PROGRAM, (ROOT / "CITATION.cff").read_text("utf-8")], ids=["new", "own", "ours"]
)
def test_what_a_release_writes_is_valid_and_names_version_day_and_dataset(before: str, doi: str) -> None:
    text = renew_citation(before, replace(WORK, doi=doi), DAY, CONTENT)
    assert _problems(text) == []
    said = yaml.load(text, yaml.BaseLoader)
    assert (said["version"], said["date-released"]) == ("0.2.0", DAY)
    dataset = said["references"][-1] if before else said
    assert (dataset["type"], dataset["title"], dataset["version"]) == (
        "data" if before else "dataset", "The flood at Lowmere", "0.2.0",
    )  # fmt: skip
    assert [item["value"] for item in dataset["identifiers"]] == [CONTENT]
    assert dataset.get("doi", "") == doi
    assert dataset["authors"] == [{"name": "A. Coder"}, {"name": "The coders"}]


def test_the_schema_finds_what_is_wrong_with_a_file() -> None:
    assert _problems("cff-version: 1.2.0\ntitle: T\nmessage: M\nauthors: []\n")


def test_what_a_person_wrote_stays_to_the_byte() -> None:
    text = renew_citation(PROGRAM, WORK, DAY, CONTENT)
    kept, _, rest = text.partition("version: 0.2.0\n\n# What it is about\n")
    assert kept == PROGRAM.partition('version: "0.1.0"')[0]
    assert rest.startswith("keywords: [claims, provenance]\nreferences:\n")
    assert yaml.safe_load(text)["references"][0] == yaml.safe_load(PROGRAM)["references"][0]


def test_a_later_release_writes_over_its_own_entry_and_no_other() -> None:
    first = renew_citation(PROGRAM, WORK, DAY, CONTENT)
    later = renew_citation(first, replace(WORK, version="0.3.0", title="Another title"), "2031-06-01", LATER)
    said = yaml.safe_load(later)
    assert [item["title"] for item in said["references"]] == ["Another", "Another title"]
    assert CONTENT not in later
    assert str(said["date-released"]) == "2031-06-01"
    assert _problems(later) == []


def test_a_dataset_that_a_person_prefers_to_have_cited_stays_preferred() -> None:
    said = yaml.safe_load(renew_citation(PROGRAM, WORK, DAY, CONTENT))
    entry = {**said["references"].pop(), "version": "0.1.0"}
    text = renew_citation(yaml.safe_dump({**said, "preferred-citation": entry}), WORK, DAY, CONTENT)
    said = yaml.safe_load(text)
    assert (said["preferred-citation"]["version"], said["preferred-citation"]["notes"]) == ("0.2.0", MARK)
    assert len(said["references"]) == 1
    assert _problems(text) == []


def test_a_file_about_the_dataset_gets_its_ids_beside_those_of_a_person() -> None:
    own = {"type": "url", "value": "https://host.example/", "description": "Where it lies"}
    text = renew_citation("", WORK, DAY, CONTENT)
    given = yaml.safe_dump({**yaml.safe_load(text), "identifiers": [own], "title": "As I call it"})
    said = yaml.safe_load(renew_citation(given, WORK, DAY, LATER))
    assert [item["value"] for item in said["identifiers"]] == ["https://host.example/", LATER]
    assert (said["title"], "references" in said) == ("As I call it", False)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
works = st.builds(
    Credits, st.just("n"), texts, texts, st.sampled_from(["0.1.0", "1.20.3"]), st.just(""),
    st.lists(texts.filter(fold), min_size=1, max_size=2).map(tuple), st.just(""), st.just(""), st.just(()),
)  # fmt: skip


@given(works, st.sampled_from(["", PROGRAM]))
def test_to_renew_a_file_twice_is_to_renew_it_once(work: Credits, before: str) -> None:
    text = renew_citation(before, work, DAY, CONTENT)
    assert renew_citation(text, work, DAY, CONTENT) == text
    assert _problems(text) == []


def test_without_an_author_no_file_is_begun_and_none_is_made_up_in_one() -> None:
    work = replace(WORK, authors=())
    assert renew_citation("", work, DAY, CONTENT) == ""
    said = yaml.safe_load(renew_citation(PROGRAM, work, DAY, CONTENT))
    assert (said["version"], len(said["references"])) == ("0.2.0", 1)


@pytest.mark.parametrize("text", ["- a\n", "a: [", "1: 2\n", "{cff-version: 1.2.0, title: T}\n", "\x00"])
def test_a_file_that_cannot_be_renewed_in_place_is_refused(text: str) -> None:
    with pytest.raises(BuildError, match=r"CITATION\.cff"):
        renew_citation(text, WORK, DAY, CONTENT)


def test_the_file_of_this_repository_is_valid() -> None:
    said: Any = (ROOT / "CITATION.cff").read_text("utf-8")
    assert _problems(said) == []
