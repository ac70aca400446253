"""A mapping is refused with place and remedy before a row is read; one that is written from the documentation works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimbook.cli import main
from claimbook.errors import DatasetError
from claimbook.exchange.expressions import write_range
from claimbook.exchange.identifiers import make_id
from claimbook.exchange.mapping import list_shipped, make_mapping, read_mapping
from claimbook.exchange.transforms import ARGUMENTS, TRANSFORMS, RowError, day, decimal, whole
from claimbook.exchange.yaml_text import MAX_BYTES, parse_yaml, read_yaml
from claimbook.model.checks import check_dataset
from claimbook.model.structure import _check_ids

DOCS = (Path(__file__).resolve().parents[1] / "docs" / "import.md").read_text("utf-8")


def documented(language: str) -> str:
    match = re.search(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    assert match
    return match[1]


def refused(text: str) -> list[str]:
    with pytest.raises(DatasetError) as caught:
        make_mapping(parse_yaml(text.encode("utf-8", "surrogatepass"), "m.yml"))
    return [str(problem) for problem in caught.value.problems]


def test_the_mapping_of_the_documentation_imports_its_table(tmp_path: Path) -> None:
    (tmp_path / "ferries.csv").write_text(documented("csv"), "utf-8")
    (tmp_path / "ferries.yml").write_text(documented("yaml"), "utf-8")
    into = tmp_path / "ferries"
    command = ["import", str(tmp_path / "ferries.csv"), "--mapping", str(tmp_path / "ferries.yml"), "--into", str(into)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1, result.output
    assert "separated by semicolons" in result.output
    assert "3 rows read: 2 accepted, 1 rejected." in result.output
    assert "column Drowned: '2-3' is no whole number." in (into / "rejected.csv").read_text("utf-8")
    dataset = check_dataset(into)
    assert dataset.claims["claim_id"].tolist() == ["ferry-17", "ferry-19"]
    assert dataset.figures["period"].tolist() == ["2031-05-03", "2031-05-11"]


def test_the_documentation_names_every_transform_form_option_and_key() -> None:
    from claimbook.exchange.mapping import _KEYS, _READ
    from claimbook.exchange.parsing import _FORMS

    names = [*TRANSFORMS, *_FORMS, *_KEYS, *_READ, *list_shipped(), "web-annotation", "when", "is_not"]
    assert [name for name in names if not re.search(rf"[`{{\"\s]{name}\b", DOCS)] == []
    options = [option.opts[0] for option in main.commands["import"].params if option.opts[0].startswith("--")]
    assert [option for option in options if f"`{option}" not in DOCS] == []
    assert set(ARGUMENTS) <= set(TRANSFORMS)


def test_what_ships_is_sound() -> None:
    assert list_shipped() == ["acled", "ucdp-ged"]
    assert all(read_mapping(name).columns() for name in list_shipped())


def test_everything_wrong_with_a_mapping_is_said_at_once_with_its_line() -> None:
    text = documented("yaml")
    text = text.replace("claimbook_mapping: 1", "claimbook_mapping: 1\ncolour: red")
    text = text.replace("kind: media", "kind: media\n    mood: calm")
    text = text.replace("{Drowned|whole}", "{Drowned|guess}").replace("voice: own_voice\n", "\n")
    said = refused(text)
    assert len(said) == 4, said
    assert any("m.yml, row 2, column colour: no mapping has this key. Fix: use" in line for line in said)
    assert any("tables.actors.mood: the table has no such column" in line for line in said)
    assert any("there is no transform 'guess'; there are whole, decimal" in line for line in said)
    assert any("tables.claims.voice: the column is missing" in line for line in said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"{Harbour}"', '"{Harbour"', "'{' stands alone"),
        ("suffix: f1", "suffix: F-1", "it is no suffix"),
        ("prefix: ferry", "prefix: 9", "'9' is no prefix"),
        ("{id: harbour}", "{id: port}", "there is no id 'port'"),
        ("kind: media", "kind: {shade: media}", "is no value"),
        ("language: en", "language: {range: {least: 1}}", "there is no such key here"),
        ("language: en", "language: {match: x}", "'match' has no 'cases'"),
        ("  claims:\n", "  claimz:\n", "there is no such table"),
        ("  format: csv", "  format: xls", "it is no format"),
        ("ids:\n", "divisions: {a: {steps: {No: x}}}\nids:\n", "it has no steps"),
        ("ids:\n", "divisions: {a: {steps: {b: x, c: y}, most: few}}\nids:\n", "'few' is no number"),
        ("language: en", "language: {divided: a, cases: {b: x}}", "there is no division 'a'"),
        ("name: ferries", "name: ferries\nname: twice", "'name' stands twice"),
        ("name: ferries", "name: &a ferries\ntitle: *a", "an alias stands here"),
        ("name: ferries", "name: !!python/object/apply:os.system [ls]", "it is no text"),
        ("name: ferries", "name: '{$day}'", "a template names it, and it is not described"),
        ("name: ferries", "name: [", "it is no YAML"),
    ],
)
def test_a_mapping_is_refused_with_a_remedy(old: str, new: str, said: str) -> None:
    text = documented("yaml")
    assert old in text
    lines = refused(text.replace(old, new))
    assert any(said in line and "Fix: " in line for line in lines), lines


@pytest.mark.parametrize("old", ["unit: persons", "kind: media", 'published: "{Paper\'s day|day:dmy}"'])
def test_a_constant_that_no_column_takes_is_the_mappings_fault_and_no_rows(tmp_path: Path, old: str) -> None:
    name = old.partition(":")[0]
    (tmp_path / "ferries.csv").write_text(documented("csv"), "utf-8")
    (tmp_path / "m.yml").write_text(documented("yaml").replace(old, f"{name}: nothing such"), "utf-8")
    command = [
        "import",
        str(tmp_path / "ferries.csv"),
        "--mapping",
        str(tmp_path / "m.yml"),
        "--into",
        str(tmp_path / "d"),
    ]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "m.yml, row" in result.output
    assert "nothing such" in result.output
    assert not (tmp_path / "d").exists()


def test_a_large_or_deep_file_is_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "m.yml").write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(DatasetError):
        read_yaml(tmp_path / "m.yml", "m.yml")
    assert "too deep" in refused("[" * 5000)[0]


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_make_a_mapping_give_a_traceback(data: bytes) -> None:
    with pytest.raises(DatasetError):
        make_mapping(parse_yaml(data, "m.yml"))


texts = st.text(max_size=12) | st.from_regex(r"[a-z0-9-]{0,12}", fullmatch=True)


@given(st.lists(st.lists(texts, min_size=1, max_size=3).filter(any), min_size=2, max_size=8, unique_by=tuple))
def test_different_parts_give_different_ids_and_all_are_valid(parts: list[list[str]]) -> None:
    ids = [make_id("ucdp", part, "p") for part in parts]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if _check_ids([name])] == []
    assert ids == [make_id("ucdp", part, "p") for part in parts]


def test_plain_ids_can_be_read_and_long_ones_are_cut() -> None:
    assert make_id("ucdp", ["300380"]) == "ucdp-300380"
    assert make_id("ucdp", ["300380"], "p") == "ucdp-300380-p"
    assert make_id("ucdp", [""]) == ""
    assert len(make_id("ucdp", ["a" * 500])) <= 64
    assert make_id("town", ["Köln"]).startswith("town-koln--")


@given(st.integers(0, 10**9), st.integers(0, 4))
def test_whole_numbers_are_read_as_they_are_written(number: int, zeros: int) -> None:
    assert whole(f"{number}." + "0" * zeros, "") == str(number)
    assert whole(f"00{number}", "") == str(number)


def test_transforms_refuse_what_they_cannot_read() -> None:
    assert decimal("-0.0", "") == "0"
    assert decimal("35.12345678901", "") == "35.12345678"
    assert day("3 January 2013", "dmy") == "2013-01-03"
    assert day("01/03/2013 04:05", "mdy") == "2013-01-03"
    assert day("2013-01-03 00:00:00.000", "") == "2013-01-03"
    for text, order in (("3/1/2013", ""), ("31/2/2013", "dmy"), ("3/1/13", "dmy"), ("3 Foo 2013", "dmy"), ("٣", "dmy")):
        with pytest.raises(RowError):
            day(text, order)
    for text in ("1e5", "2.5", "1,000", "", "nan"):
        with pytest.raises(RowError):
            whole(text, "")


def test_a_range_is_written_in_the_notation() -> None:
    made = [
        write_range(*ends) for ends in (("2", "2", "2"), ("1", "2", "3"), ("1", "", "3"), ("1", "", ""), ("", "", "3"))
    ]
    assert made == ["2", "1..2..3", "1..3", ">=1", "<=3"]
    with pytest.raises(RowError):
        write_range("1", "2", "")


def test_an_export_of_acled_is_imported_and_a_dyadic_double_told(tmp_path: Path) -> None:
    columns = (
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,iso,country,admin1,location,latitude,"
        "longitude,geo_precision,source,fatalities"
    )
    row = "NOR{n},0{n} May 2031,Battles,Armed clash,Riders,{b},999,Norland,Hill County,Saltmouth,1.5,-2.25,{n},Post,{n}"
    rows = [row.format(n=1, b="League"), row.format(n=2, b=""), row.format(n=1, b="League")]
    (tmp_path / "a.csv").write_text("\n".join([columns, *rows]) + "\n", "utf-8")
    command = ["import", str(tmp_path / "a.csv"), "--mapping", "acled", "--into", str(tmp_path / "d")]
    result = CliRunner().invoke(main, [*command, "--set", "exported=2031-06-01"])
    assert result.exit_code == 1, result.output
    assert "3 rows read: 2 accepted, 1 rejected." in result.output
    dataset = check_dataset(tmp_path / "d")
    assert dataset.claims["claim_id"].tolist() == ["acled-nor1", "acled-nor2"]
    assert dataset.claims["actors_named"].tolist() == ["Riders, League", "Riders"]
    assert dataset.figures["quantity"].tolist() == ["1", "2"]
    assert "acled-country-999" in set(dataset.sources["source_id"])
