"""What fuzzing found, each as a case of its own: tracebacks, lines that no terminal can show, work without end."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fuzz_targets import TARGETS
from hypothesis import given
from hypothesis import strategies as st
from tiny import read_package, write_descriptor, write_tiny_dataset

from claimbook.cli import main
from claimbook.errors import ClaimbookError, DatasetError, list_values
from claimbook.exchange.identifiers import make_id
from claimbook.model.checks import _find_circles
from claimbook.model.dates import parse_date
from claimbook.model.descriptor import read_descriptor
from claimbook.model.findings import MOST
from claimbook.model.locate import fold_text, locate_words
from claimbook.model.meant import Remedies
from claimbook.model.people import NAMES, read_allowed
from claimbook.model.quantities import parse_quantity
from claimbook.model.tables import read_carefully

LONG = "x" * 5000
ESCAPE = "\x1b[31m"


def check(folder: Path) -> list[str]:
    """The lines that `check` ends with; each can be shown whole."""
    result = CliRunner().invoke(main, ["check", "--data", str(folder)])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert all(line.isprintable() and len(line) < 1000 for line in lines), lines
    return lines


def test_two_rows_without_an_id_that_lie_in_others_are_told_of(tmp_path: Path) -> None:
    lost = {"part_of": "lowmere", "name": "A place", "precision": "settlement"}
    folder = write_tiny_dataset(tmp_path / "data", places={"A B": lost, "C D": lost})
    assert [line.partition(":")[0] for line in check(folder)[:-1]] == [
        "places.csv, row 4, column place_id", "places.csv, row 5, column place_id",
    ]  # fmt: skip


def test_a_way_of_very_many_steps_is_gone_once() -> None:
    chain = {f"a{number}": f"a{number + 1}" for number in range(20_000)}
    assert _find_circles(chain) == set()
    assert _find_circles({**chain, "a20000": "a19999"}) == {"a19999", "a20000"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_a_circle_is_what_leads_back_to_itself(parents: dict[str, str]) -> None:
    def leads_back(start: str) -> bool:
        key: str | None = start
        for _ in parents:
            key = parents.get(key or "")
            if key == start:
                return True
        return False

    assert _find_circles(parents) == {key for key in parents if leads_back(key)}


def test_of_a_header_of_very_many_columns_the_first_are_named_and_the_others_counted() -> None:
    header = ",".join(["claim_id", *(f"column{number}" for number in range(50_000))])
    _, found = read_carefully(io.BytesIO(header.encode()), "claims.csv", ["claim_id"])
    listed = found.listed()
    assert len(listed) == MOST
    assert sum(1 + problem.more for problem in listed) == 50_000


def test_of_a_list_of_names_that_is_none_the_first_rows_are_told(tmp_path: Path) -> None:
    (tmp_path / NAMES).write_text("name,reason\n" + "x\n" * 5000, "utf-8")
    with pytest.raises(DatasetError) as told:
        read_allowed(tmp_path)
    assert len(told.value.problems) == MOST
    assert "5000 problems" in str(told.value)


Change = tuple[str, Any]
PACKAGES: dict[str, tuple[dict[str, Any], str]] = {
    "a path with a control character": ({"path": f"{ESCAPE}.csv"}, "leaves the dataset"),
    "a path without end": ({"path": f"{LONG}.csv"}, "is too long for a name"),
    "a column with a control character": ({"column": ESCAPE}, "holds a control character"),
    "a column without end": ({"column": LONG}, "is too long for a name"),
    "a term with a control character": ({"term": ESCAPE}, "is no name of a term"),
    "a term without end": ({"term": LONG}, "is no name of a term"),
    "values in one another": ({"deep": 400}, "too deep"),
}


@pytest.mark.parametrize("case", PACKAGES)
def test_a_descriptor_names_nothing_that_a_message_cannot_show(case: str, tmp_path: Path) -> None:
    change, told = PACKAGES[case]
    folder = write_tiny_dataset(tmp_path / "data")
    package = read_package(folder)
    if "path" in change:
        package["resources"][0]["path"] = change["path"]
    if "column" in change:
        package["resources"][0]["schema"]["fields"].append({"name": change["column"]})
    if "term" in change:
        package["vocabularies"]["group"]["terms"].append({"name": change["term"], "label": "l", "definition": "d"})
    if "deep" in change:
        package["note"] = json.loads("[" * change["deep"] + "]" * change["deep"])
    write_descriptor(folder, package)
    assert told in check(folder)[0]


def test_of_very_many_resources_without_a_name_the_first_are_told(tmp_path: Path) -> None:
    write_descriptor(tmp_path, {"claimbook_schema": 1, "resources": [{}] * 3000})
    with pytest.raises(DatasetError) as told:
        read_descriptor(tmp_path)
    assert MOST <= len(told.value.problems) < MOST + 50


def test_what_was_meant_is_looked_for_until_it_costs_too_much() -> None:
    remedies = Remedies(lambda table: {})
    ids = {f"harbour-{number}" for number in range(1000)}
    found = [remedies.find(f"harbor-{number}", ids, "actors", takes_many=False) for number in range(300)]
    assert "if that is meant" in found[0]
    assert set(found[150:]) == {"add it to actors, or name one that is there."}
    assert remedies.find("harbor-0", ids, "actors", takes_many=False) == found[0]


def test_an_id_that_is_none_is_not_proposed() -> None:
    found = Remedies(lambda table: {"weir": LONG}).find("Weir", {LONG}, "actors", takes_many=False)
    assert found == "add it to actors, or name one that is there."


@pytest.mark.parametrize("parse", [parse_date, parse_quantity])
@pytest.mark.parametrize("text", [ESCAPE, LONG, "\udc80", f"2031-05-04/{LONG}", "1|" * 2000 + "1"])
def test_a_notation_is_refused_in_one_line(parse: Any, text: str) -> None:
    with pytest.raises(ClaimbookError) as told:
        parse(text)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 500


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        (rb'claimbook_mapping: "\ud800"', "half a surrogate pair"),
        (rb'"\ud800": 1', "half a surrogate pair"),
        (rb'"\e[31m": 1', "no mapping has this key"),
        (b'ids: {"\\e": {prefix: a, from: b}}\ntables: {claims: {claim_id: {id: c}}}', "there is no id"),
        (b'tables: {claims: {claim_id: "{a|\\e}"}}', "there is no transform"),
    ],
)
def test_a_mapping_is_refused_in_lines_that_can_be_shown(yaml: bytes, told: str) -> None:
    lines = TARGETS["mapping"]().refuse(yaml)
    assert any(told in line for line in lines), lines
    assert all(line.isprintable() for line in lines)


def test_values_are_listed_in_one_line() -> None:
    assert list_values(["a", ESCAPE]) == "a, \\x1b[31m"
    assert list_values(map(str, range(40))).endswith("28, 29, …")
    assert len(list_values([LONG] * 40)) < 700


def test_accents_without_end_are_taken_some_at_a_time() -> None:
    text = "a" + "\u0301\u0316" * 5000
    folded = fold_text(text)
    assert max(end - start for start, end in folded.places) <= 31
    assert [(span.start, span.end) for span in locate_words(f"b {text} c", text)] == [(2, 2 + len(text))]


def test_an_id_is_spelled_from_the_beginning_of_a_part_without_end() -> None:
    made = make_id("x", ["Ab " + "\u0301\u0316" * 50_000])
    assert made.startswith("x-ab--")
    assert made != make_id("x", ["Ab " + "\u0301\u0316" * 50_001])
