"""The dataset of this repository: it passes every check, ours and an outside one, and holds no text of its sources."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pytest
from frictionless import Package
from tiny import read_package

from claimbook.model.checks import check_dataset
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.passages import normalise_text
from claimbook.model.people import NAMES
from claimbook.model.proofs import prove_dataset
from claimbook.model.voice import leave_out_quotations

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
DATASETS = [DATA, *sorted(path.parent for path in DATA.glob("readers/*/datapackage.json"))]
# Texts are not ours to publish; whoever holds them keeps them beside the checkout, and can prove the dataset.
TEXTS = ROOT.parent / "shared" / "sources"
LEFT_OUT = {".git", ".venv", "_build", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "node_modules",
            ".import_linter_cache", "__pycache__"}  # fmt: skip
SHINGLE = 13  # words; a quotation has at most 12

every_dataset = pytest.mark.parametrize("folder", DATASETS, ids=[p.relative_to(ROOT).as_posix() for p in DATASETS])
needs_texts = pytest.mark.skipif(
    not TEXTS.is_dir(),
    reason=f"the sources' texts are not published; put them into {TEXTS.parent.name}/{TEXTS.name} beside the checkout",
)


@cache
def dataset() -> Dataset:
    return check_dataset(DATA)


@cache
def texts() -> dict[str, str]:
    """The texts at hand that are sources of the dataset, by their digest."""
    wanted = set(dataset().sources["text_sha256"]) - {""}
    found = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in TEXTS.iterdir() if path.is_file()}
    return {digest: normalise_text(path.read_bytes()) for digest, path in found.items() if digest in wanted}


def test_the_dataset_passes_every_check() -> None:
    assert not check_dataset(DATA).claims.empty


@every_dataset
def test_a_readers_coding_is_kept_as_it_was_left_and_sound_in_form(folder: Path) -> None:
    # Rules of meaning that came out of settling the codings cannot be held against them.
    assert not load_dataset(folder).claims.empty


@every_dataset
def test_frictionless_as_an_outside_witness_finds_it_valid(folder: Path) -> None:
    report = Package((folder / "datapackage.json").as_posix()).validate()
    assert report.valid, report.flatten(["resource", "rowNumber", "fieldName", "note"])[:10]


def test_it_says_the_day_of_its_version_and_no_source_is_later() -> None:
    day = read_credits(dataset().descriptor.raw).date
    assert day
    assert day >= dataset().sources["published_first"].dropna().max().date().isoformat()


@every_dataset
def test_its_tables_are_those_of_the_program_s_schema(folder: Path) -> None:
    package = read_package(folder)
    names = [resource["name"] for resource in package["resources"]]
    expected = make_descriptor(name="any", title="any", tables=names)["resources"]
    assert package["resources"] == json.loads(json.dumps(expected))


@every_dataset
def test_its_vocabularies_are_the_program_s_with_its_own_additions(folder: Path) -> None:
    given, core = read_package(folder)["vocabularies"], read_schema()["vocabularies"]
    assert list(given) == list(core)
    for name, vocabulary in core.items():
        terms = given[name]["terms"]
        assert {**given[name], "terms": None} == {**vocabulary, "terms": None}
        assert terms[: len(vocabulary["terms"])] == vocabulary["terms"]
        assert terms == vocabulary["terms"] or not vocabulary["closed"]


@every_dataset
def test_every_table_s_file_is_described_and_every_described_file_is_there(folder: Path) -> None:
    described = {resource["path"] for resource in read_package(folder)["resources"]}
    # Which names may stand in it is no part of what it says of its case.
    assert {path.name for path in folder.glob("*.csv")} - {NAMES} == described


def test_every_term_that_the_dataset_adds_is_used() -> None:
    given, core = read_package(DATA)["vocabularies"], read_schema()["vocabularies"]
    for name, vocabulary in core.items():
        added = {term["name"] for term in given[name]["terms"]} - {term["name"] for term in vocabulary["terms"]}
        columns = [place.split(".") for place in vocabulary["used_by"]]
        cells = [cell for table, column in columns for cell in dataset().frames[table][column]]
        used = {part.strip() for cell in cells for part in cell.split(";")}
        assert added <= used, f"{name}: {sorted(added - used)}"


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def shingles(text: str) -> set[str]:
    words = words_of(text)
    return {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def test_a_sentence_taken_over_would_be_seen() -> None:
    sentence = "The river office says that at least 12 people died on Sunday, four or eight of them ferrymen."
    assert shingles(f"Before it: “{sentence.upper()}” After it.") & shingles(sentence)
    assert not shingles("At least 12 people died on Sunday, it says.") & shingles(sentence)


@needs_texts
def test_every_passage_and_quotation_is_proven_and_nothing_is_left_to_code() -> None:
    proof = prove_dataset(dataset(), TEXTS)
    assert proof.problems == []
    assert proof.uncoded == []
    assert proof.passages == int(dataset().passages["source_id"].isin(proof.sources).sum()) > 0
    assert proof.without_text == []


@needs_texts
def test_no_file_of_the_repository_holds_a_sentence_of_a_source() -> None:
    assert texts()
    wanted = set().union(*map(shingles, texts().values()))
    found = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if LEFT_OUT.intersection(inside.parts) or not path.is_file() or inside.name == "uv.lock":
            continue
        # Cells and lines run into each other: a sentence cut by a comma or a line end is the sentence still.
        common = shingles(path.read_bytes().decode("utf-8", "replace")) & wanted
        found += [f"{inside}: {len(common)}"] if common else []
    assert found == []


# Words in which a source judges a deed, what is proven of it, or people; in any language that the glosses are in.
JUDGING = re.compile(
    r"execut|deliberate|unlawful|murder|mass kill|massacre|violation|violaç|militant|rebel|terror|martyr|regime|"
    r"remnant|confirmed|documented|شهداء|التحقق|مجزر|مجازر|فلول",
    re.IGNORECASE,
)


def test_a_word_that_judges_stands_in_marks_where_a_gloss_takes_it_from_a_source() -> None:
    glosses = {row.figure_id: row.counted.partition("(")[2] for row in dataset().figures.itertuples()}
    assert {key: text for key, text in glosses.items() if JUDGING.search(leave_out_quotations(text))} == {}
    assert sum(map(bool, map(JUDGING.search, glosses.values()))) > 20
