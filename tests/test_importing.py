"""Rows made up in the shape of UCDP GED are imported: the accounts add up, the dataset is valid, no total changes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import polars
import pytest
from click.testing import CliRunner, Result

from claimbook.cli import main
from claimbook.model.checks import check_dataset
from tests.ucdp_rows import COLUMNS, make_rows, write_rows

SET = ("--set", "version=9.1", "--set", "released=2034-06")


def run_import(file: Path, into: Path, *more: str) -> Result:
    result = CliRunner().invoke(main, ["import", str(file), "--mapping", "ucdp-ged", "--into", str(into), *SET, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def read_rejected(folder: Path) -> list[dict[str, str]]:
    with (folder / "rejected.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_accepted_and_rejected_rows_are_those_read_and_the_totals_are_the_files(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "events.csv", make_rows(120, out_of_order=7))
    result = run_import(file, tmp_path / "data")
    assert result.exit_code == 1
    assert "120 rows read: 113 accepted, 7 rejected." in result.output
    rejected = read_rejected(tmp_path / "data")
    assert [row["claimbook_row"] for row in rejected] == [str(number) for number in range(2, 9)]
    assert all("is out of order" in row["claimbook_reason"] for row in rejected)
    dataset = check_dataset(tmp_path / "data")
    raw = pd.read_csv(file)
    kept = raw[(raw.low <= raw.best) & (raw.best <= raw.high)]
    figures = dataset.figures
    whole = figures[figures["part_of"] == ""]
    for bound, column in (("low", "low"), ("high", "high"), ("best", "best")):
        # A figure without a range is its own best estimate.
        counted = whole[bound].fillna(whole["low"])
        assert int(counted.sum()) == int(kept[column].sum())
    by_incident = dataset.claims.merge(whole, on="claim_id").groupby("incident_id")["low"].sum()
    expected = kept.groupby("conflict_new_id")["low"].sum()
    assert by_incident.astype(int).to_dict() == {f"ucdp-conflict-{int(k)}": int(v) for k, v in expected.items()}
    civilians = figures[figures["figure_id"].str.endswith("-civilians")]
    assert int(civilians["low"].sum()) == int(kept["deaths_civilians"].sum())


def test_a_rejected_row_is_kept_as_it_was_read(tmp_path: Path) -> None:
    rows = list(make_rows(3, out_of_order=1))
    file = write_rows(tmp_path / "events.csv", rows)
    run_import(file, tmp_path / "data")
    (kept,) = read_rejected(tmp_path / "data")
    assert {name: kept[name] for name in COLUMNS} == rows[0]


def test_the_claimant_is_the_collection_and_whom_it_cites_makes_no_claim(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "events.csv", make_rows(30))
    assert run_import(file, tmp_path / "data").exit_code == 0
    dataset = check_dataset(tmp_path / "data")
    assert set(dataset.claims["claimant_id"]) == {"ucdp"}
    assert set(dataset.claims["sources_cited"]) == {"police; Herald"}
    assert "Herald" not in set(dataset.actors["name"])
    assert not (tmp_path / "data" / "rejected.csv").exists()
    fields = json.loads((tmp_path / "data" / "datapackage.json").read_text("utf-8"))["resources"]
    (claims,) = [resource for resource in fields if resource["name"] == "claims"]
    assert {"published": False} in [field.get("claimbook") for field in claims["schema"]["fields"]]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "more"),
    [
        ("utf-8", ";", ()), ("utf-8", "\t", ()), ("utf-8-sig", ",", ()), ("utf-16", "|", ()),
        ("cp1252", ",", ("--encoding", "cp1252")), ("utf-8", "#", ("--delimiter", "#")),
    ],
)  # fmt: skip
def test_other_encodings_and_delimiters_give_the_same_dataset(
    tmp_path: Path, encoding: str, delimiter: str, more: tuple[str, ...]
) -> None:
    rows = [row | {"where_coordinates": "Müllers Mühle"} for row in make_rows(12)]
    plain = write_rows(tmp_path / "plain.csv", rows)
    other = write_rows(tmp_path / "other.csv", rows, encoding=encoding, delimiter=delimiter)
    assert run_import(plain, tmp_path / "one").exit_code == 0
    assert run_import(other, tmp_path / "two", *more).exit_code == 0
    for path in sorted((tmp_path / "one").iterdir()):
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_json_and_parquet_give_the_same_dataset(tmp_path: Path) -> None:
    rows = list(make_rows(12))
    assert run_import(write_rows(tmp_path / "plain.csv", rows), tmp_path / "one").exit_code == 0
    (tmp_path / "events.json").write_text(json.dumps(rows), "utf-8")
    (tmp_path / "events.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    polars.DataFrame(rows).write_parquet(tmp_path / "events.parquet")
    for name in ("json", "jsonl", "parquet"):
        result = run_import(tmp_path / f"events.{name}", tmp_path / name)
        assert result.exit_code == 0, result.output
        for path in sorted((tmp_path / "one").iterdir()):
            assert (tmp_path / name / path.name).read_bytes() == path.read_bytes()


def test_an_event_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    rows = list(make_rows(4))
    file = write_rows(tmp_path / "events.csv", [*rows, rows[1]])
    result = run_import(file, tmp_path / "data")
    assert "5 rows read: 4 accepted, 1 rejected." in result.output
    check_dataset(tmp_path / "data")


def test_a_source_that_reads_otherwise_in_a_later_row_is_told(tmp_path: Path) -> None:
    rows = list(make_rows(2))
    rows[1] |= {"conflict_new_id": rows[0]["conflict_new_id"], "conflict_name": "Another name"}
    result = run_import(write_rows(tmp_path / "events.csv", rows), tmp_path / "data")
    assert result.exit_code == 1
    (kept,) = read_rejected(tmp_path / "data")
    assert "reads otherwise in row 2" in kept["claimbook_reason"]


def test_nothing_is_written_over_and_nothing_left_behind(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "events.csv", make_rows(3))
    into = tmp_path / "data"
    into.mkdir()
    (into / "mine.txt").write_text("mine")
    result = run_import(file, into)
    assert result.exit_code == 2
    assert "holds something already" in result.output
    file.write_bytes(file.read_bytes() + b'"never closed')
    assert run_import(file, tmp_path / "new").exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "events.csv"]
    assert (into / "mine.txt").read_text() == "mine"


def test_what_the_file_does_not_say_is_asked_for_with_its_option(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "events.csv", make_rows(3))
    command = ["import", str(file), "--mapping", "ucdp-ged", "--into", str(tmp_path / "data"), "--set", "when=2031"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    for said in ("--set version=…", "--set released=…", "no parameter 'when'"):
        assert said in result.output
    bad = CliRunner().invoke(main, [*command[:-2], "--set", "version=9", "--set", "released=June"])
    assert bad.exit_code == 2
    assert "ucdp-ged.yml, row" in bad.output
    assert "'June' is no date" in bad.output


def test_a_file_without_the_columns_is_refused_with_each_of_them(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("id,best\n1,2\n")
    result = run_import(tmp_path / "events.csv", tmp_path / "data")
    assert result.exit_code == 2
    assert "column low: the file has no such column." in result.output
    assert "the file has id, best" in result.output


def test_a_large_source_is_divided_or_told_of(tmp_path: Path) -> None:
    rows = [row | {"conflict_new_id": "7", "conflict_name": "One"} for row in make_rows(2001)]
    file = write_rows(tmp_path / "events.csv", rows)
    by_itself = run_import(file, tmp_path / "by-itself")
    assert "conflict: 1 with more than 2,000 records, divided by year." in by_itself.output
    assert "claims, more than" not in by_itself.output
    result = run_import(file, tmp_path / "data", "--set", "part=conflict")
    assert "ucdp-conflict-7 has 2001 claims, more than 2000" in result.output
    divided = run_import(file, tmp_path / "by-year", "--set", "part=conflict-year")
    assert "more than 2" not in divided.output
    checked = CliRunner().invoke(main, ["check", "--data", str(tmp_path / "data")])
    assert checked.exit_code == 0
    assert "ucdp-conflict-7 has 2001 claims" in checked.output
