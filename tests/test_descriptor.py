"""Descriptors: what a datapackage.json must hold, each way to break it, and what a dataset may add."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package as DataPackage
from hypothesis import given
from hypothesis import strategies as st
from tiny import read_package, write_descriptor, write_tiny_dataset

from claimbook.errors import DatasetError, Problem
from claimbook.model.credits import read_credits
from claimbook.model.dataset import load_dataset
from claimbook.model.descriptor import make_descriptor, read_descriptor, read_schema
from claimbook.paths import stays_inside

Package = dict[str, Any]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
PLACES = [
    "resources", "claimbook_schema", "title", "vocabularies", "stance_towards", "path", "schema", "fields", "voice",
    "field",
]  # fmt: skip
BRIGHT = {"name": "bright", "label": "bright", "definition": "A colour that shines."}


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(DatasetError) as caught:
        read_descriptor(folder)
    problems = caught.value.problems
    assert all(p.file == "datapackage.json" and p.fix and str(p).isprintable() for p in problems)
    return problems


def fields_of(package: Package, table: str) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = next(r for r in package["resources"] if r["name"] == table)["schema"]["fields"]
    return fields


BYTES = {
    "no JSON": (b"{", "no JSON (line 1"),
    "nothing": (b"", "no JSON"),
    "a list": (b"[]", "no JSON object"),
    "a number": (b"1", "no JSON object"),
    "Windows-1252": (b'{"title": "caf\xe9"}', "not UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "no JSON"),
    "deep nesting": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too deep"),
    "a number of 10,000 digits": (b'{"claimbook_schema": ' + b"9" * 10_000 + b"}", "no JSON"),
    "half a surrogate pair": (b'{"title": "\\ud800"}', "not UTF-8"),
}


@pytest.mark.parametrize("case", BYTES)
def test_a_file_that_is_no_json_object_is_one_problem(tmp_path: Path, case: str) -> None:
    data, words = BYTES[case]
    (tmp_path / "datapackage.json").write_bytes(data)
    problems = problems_of(tmp_path)
    assert len(problems) == 1
    assert words in problems[0].message


def first(package: Package) -> Package:
    resource: Package = package["resources"][0]
    return resource


BROKEN: dict[str, tuple[Callable[[Package], object], str]] = {
    "no resources": (lambda p: p.pop("resources"), "lists no resources"),
    "resources that are no list": (lambda p: p.update(resources={}), "lists no resources"),
    "a resource that is no object": (lambda p: p["resources"].append("claims"), "resource 16 has no name"),
    "a resource without a name": (lambda p: p["resources"].append({}), "resource 16 has no name"),
    "a resource twice": (lambda p: p["resources"].append(first(p)), "'sources' is listed twice"),
    "a strange resource": (lambda p: p["resources"].append({"name": "colours"}), "'colours' is no table"),
    "a path outside": (lambda p: first(p).update(path="../sources.csv"), "leaves the dataset"),
    "an absolute path": (lambda p: first(p).update(path="/etc/passwd"), "leaves the dataset"),
    "an address for a path": (lambda p: first(p).update(path="https://gazette.example/s.csv"), "leaves the dataset"),
    "a list of paths": (lambda p: first(p).update(path=["sources.csv"]), "leaves the dataset"),
    "no schema": (lambda p: first(p).pop("schema"), "names no columns"),
    "a schema that is no object": (lambda p: first(p).update(schema="sources.json"), "names no columns"),
    "columns without names": (lambda p: first(p)["schema"].update(fields=[{}]), "names no columns"),
    "a column missing": (lambda p: fields_of(p, "claims").pop(), "'note' of 'claims' is missing"),
    "a column twice": (lambda p: fields_of(p, "claims").append(fields_of(p, "claims")[0]), "is named twice"),
    "a column of its own twice": (lambda p: fields_of(p, "claims").extend([{"name": "mood"}, {"name": "mood"}]),
                                  "'mood' of 'claims' is named twice"),
    "a column without a name": (lambda p: fields_of(p, "claims").append({"name": ""}), "has an empty name"),
    "a column named as the first day of a date": (lambda p: fields_of(p, "claims").append({"name": "asserted_first"}),
                                                  "'asserted_first' of 'claims' has a name that"),
    "a column named as the last day of a date": (lambda p: fields_of(p, "sources").append({"name": "published_last"}),
                                                 "'published_last' of 'sources' has a name that"),
    **{f"a column named as the {bound} of a quantity": (
        lambda p, bound=bound: fields_of(p, "figures").append({"name": bound}), f"'{bound}' of 'figures' has a name")
       for bound in ("shape", "low", "high", "best", "is_stated")},
    "no schema number": (lambda p: p.pop("claimbook_schema"), "claimbook_schema is None"),
    "another schema number": (lambda p: p.update(claimbook_schema=2), "claimbook_schema is 2"),
    "a schema number in quotes": (lambda p: p.update(claimbook_schema="1"), "claimbook_schema is 1"),
    "a schema number that is true": (lambda p: p.update(claimbook_schema=True), "claimbook_schema is True"),
    "a title that is no text": (lambda p: p.update(title=["A", "flood"]), "title is no text"),
    **{f"the day {day!r}": (lambda p, day=day: p.update(created=day), f"created is '{day}'")
       for day in ("May", "2031-05-09", "2031-02-30T00:00:00Z", "2031-05-09T25:00:00Z", "2031-05-09T08:00:00",
                   "2031-05-09 08:00:00Z", "٢٠٣١-05-09T08:00:00Z", 2031, None, "")},
    "vocabularies that are a list": (lambda p: p.update(vocabularies=[]), "vocabularies is no object"),
    "a strange vocabulary": (lambda p: p["vocabularies"].update(colour=[BRIGHT]), "no vocabulary 'colour'"),
    "a closed vocabulary extended": (lambda p: p["vocabularies"].update(voice=[BRIGHT]), "closed list 'voice'"),
    "a term without a definition": (lambda p: p["vocabularies"].update(group=[{"name": "a", "label": "a"}]),
                                    "term of 'group' is incomplete"),
    "a term that is text": (lambda p: p["vocabularies"].update(group=["ferrymen"]), "is incomplete"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_descriptor_is_one_problem_with_a_remedy(tiny: Path, case: str) -> None:
    spoil, words = BROKEN[case]
    package = read_package(tiny)
    spoil(package)
    write_descriptor(tiny, package)
    problems = problems_of(tiny)
    assert len(problems) == 1
    assert words in problems[0].message


@pytest.mark.parametrize("table", ["sources", "actors", "claims"])
def test_a_table_that_every_dataset_needs_is_asked_for(tiny: Path, table: str) -> None:
    package = read_package(tiny)
    package["resources"] = [r for r in package["resources"] if r["name"] != table]
    write_descriptor(tiny, package)
    assert [p.message for p in problems_of(tiny)] == [f"the table '{table}' is missing."]


def test_everything_wrong_is_said_at_once(tiny: Path) -> None:
    package = read_package(tiny)
    for case in ("another schema number", "a path outside", "a closed vocabulary extended", "a title that is no text"):
        BROKEN[case][0](package)
    write_descriptor(tiny, package)
    assert len(problems_of(tiny)) == 4


@given(ANY_JSON, st.sampled_from(PLACES))
def test_no_json_in_any_place_makes_reading_fail_otherwise(value: Any, place: str) -> None:
    from tempfile import TemporaryDirectory

    package = json.loads(json.dumps(make_descriptor(name="flood", title="A flood")))
    match place:
        case "path" | "schema":
            first(package)[place] = value
        case "fields":
            first(package)["schema"]["fields"] = value
        case "field":
            own = {
                "name": "own",
                **dict.fromkeys(("type", "title", "description", "constraints", "claimbook"), value),
            }
            first(package)["schema"]["fields"].append(own)
        case "voice":
            package["vocabularies"]["voice"] = value
        case _:
            package[place] = value
    with TemporaryDirectory() as folder:
        write_descriptor(Path(folder), package)
        said: list[Problem] = []
        try:
            read_descriptor(Path(folder))
        except DatasetError as error:
            said = error.problems
        assert all(str(problem).isprintable() for problem in said)


@pytest.mark.parametrize("day", ["2031-05-09T08:00:00Z", "2031-05-09T00:00:00+02:00", "2024-02-29T23:59:59.25-05:30"])
def test_the_day_of_a_version_is_written_as_data_package_wants_it(tiny: Path, day: str) -> None:
    write_descriptor(tiny, {**read_package(tiny), "created": day})
    assert read_credits(read_descriptor(tiny).raw).date == day[:10]
    assert DataPackage((tiny / "datapackage.json").as_posix()).created == day


def test_a_dataset_may_have_a_column_of_its_own(tiny: Path) -> None:
    package = read_package(tiny)
    fields_of(package, "places").append({"name": "river", "type": "string", "constraints": ["odd"], "claimbook": "odd"})
    write_descriptor(tiny, package)
    path = tiny / "places.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{header},river", *(f"{row},Lowme" for row in rows)]) + "\n", "utf-8")
    assert list(load_dataset(tiny).places["river"]) == ["Lowme", "Lowme"]


def test_a_dataset_may_add_a_term_to_an_open_vocabulary(tiny: Path) -> None:
    descriptor = read_descriptor(tiny)
    assert descriptor.label("group", "ferrymen") == "ferrymen"
    assert descriptor.label("group", "millers") == "millers"
    assert descriptor.vocabularies["group"].terms["ferrymen"].definition == "Those who work the ferries."


def test_a_dataset_cannot_give_a_term_of_the_program_another_meaning(tiny: Path) -> None:
    package = read_package(tiny)
    package["vocabularies"]["act"]["terms"] = [{"name": "deny", "label": "lies", "definition": "Lies."}]
    write_descriptor(tiny, package)
    assert read_descriptor(tiny).label("act", "deny") != "lies"


def test_a_descriptor_has_the_program_s_tables_columns_and_keys(tiny: Path) -> None:
    schema = read_schema()["tables"]
    tables = read_descriptor(tiny).tables
    assert list(tables) == list(schema)
    for name, table in tables.items():
        assert table.column_names == [field["name"] for field in schema[name]["schema"]["fields"]]
        assert list(table.key) == schema[name]["schema"]["primaryKey"]


def test_a_descriptor_names_no_key_into_a_table_that_is_not_there() -> None:
    package = make_descriptor(name="flood", title="A flood", tables=["sources", "actors", "claims"])
    keys = [key["reference"]["resource"] for r in package["resources"] for key in r["schema"]["foreignKeys"]]
    assert set(keys) == {"", "sources", "actors"}


def test_a_table_may_lie_in_a_folder_of_the_dataset(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    package = read_package(folder)
    first(package)["path"] = "tables/sources.csv"
    write_descriptor(folder, package)
    (folder / "tables").mkdir()
    (folder / "sources.csv").rename(folder / "tables" / "sources.csv")
    assert len(load_dataset(folder).sources) == 1


@pytest.mark.parametrize("path", ["claims.csv", "tables/claims.csv", "./claims.csv"])
def test_a_plain_relative_path_stays_inside(path: str) -> None:
    assert stays_inside(path)


@pytest.mark.parametrize(
    "path", ["", ".", "..", "../a.csv", "a/../../b.csv", "a/../b.csv", "/a.csv", "C:\\a.csv", "C:a.csv", "a\\b.csv",
             "a\0.csv", "file:///a.csv", None, 1, ["a.csv"]]
)  # fmt: skip
def test_any_other_path_leaves_the_dataset(path: object) -> None:
    assert not stays_inside(path)
