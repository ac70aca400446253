"""`claimbook reliability`: what it prints and writes, and that it never writes over anything."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from tiny import write_tiny_dataset

from claimbook.cli import main
from claimbook.coding.starter import make_starter

HEADER = "source_id,first_place,second_place,table,field,first_claim,second_claim,first_value,second_value"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["reliability", *map(str, arguments)])


def _codings(folder: Path) -> tuple[Path, Path]:
    second = write_tiny_dataset(folder / "b", claims={"gazette-001": {"voice": "reported"}})
    return write_tiny_dataset(folder / "a"), second


def test_two_codings_are_compared_field_by_field_and_their_differences_counted(tmp_path: Path) -> None:
    result = run(*_codings(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    (voice,) = [line.split() for line in result.stdout.splitlines() if line.startswith("Voice")]
    assert voice[:6] == ["Voice", "nominal", "3", "2", "67", "%"]
    assert "Overlap: code points of both among those of either         100 %          100 %" in result.stdout
    assert result.stdout.endswith("1 difference to settle. --out FILE lists them.\n")


def test_what_is_counted_is_told_by_source(tmp_path: Path) -> None:
    first, second = _codings(tmp_path)
    lines = [line.split() for line in run(first, second).stdout.splitlines()]
    assert lines[0][:4] == ["Claims", "counted,", "by", "source"]
    assert lines[1] == ["gazette", "3", "3", "3"]
    assert "worked example" not in run(first, second).stdout


def test_the_worked_example_is_counted_and_that_is_said(tmp_path: Path) -> None:
    make_starter(tmp_path / "mine")
    result = run(tmp_path / "mine", tmp_path / "mine")
    assert (result.exit_code, result.stdout.count("worked example")) == (0, 1)
    assert "harbour-post is the worked example of `claimbook new`, and is counted." in result.stdout


def test_a_coding_has_no_difference_from_itself(tmp_path: Path) -> None:
    first, _ = _codings(tmp_path)
    assert run(first, first).stdout.endswith("\n0 differences to settle.\n")


def test_the_differences_are_written_with_place_claims_and_both_values(tmp_path: Path) -> None:
    out = tmp_path / "settle.csv"
    result = run(*_codings(tmp_path), "--out", out)
    assert result.exit_code == 0
    header, row = out.read_text("utf-8-sig").splitlines()
    assert header == HEADER
    assert row.startswith("gazette,")
    assert row.endswith(",claims,voice,gazette-001,gazette-001,indirect,reported")
    assert "settle.csv" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["settle.csv"]


def test_two_runs_print_the_same(tmp_path: Path) -> None:
    codings = _codings(tmp_path)
    assert run(*codings).stdout == run(*codings).stdout


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "settle.csv"
    out.write_text("mine")
    result = run(*_codings(tmp_path), "--out", out)
    assert (result.exit_code, result.stdout, out.read_text()) == (2, "", "mine")
    assert "is there already. Fix: " in result.stderr


def test_a_place_that_has_no_folder_is_refused_before_anything_is_compared(tmp_path: Path) -> None:
    result = run(*_codings(tmp_path), "--out", tmp_path / "no" / "settle.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no folder to lie in. Fix: " in result.stderr


def test_a_folder_that_is_no_dataset_is_refused(tmp_path: Path) -> None:
    first, _ = _codings(tmp_path)
    result = run(first, tmp_path / "none")
    assert result.exit_code == 2
    assert "there is no datapackage.json in" in result.stderr
    assert "Fix: name a folder that holds one, or a book's folder with the dataset in data." in result.stderr
    assert "--data" not in result.stderr


def test_a_book_s_folder_stands_for_the_dataset_in_it(tmp_path: Path) -> None:
    for name in ("karsun", "karsun-b"):
        write_tiny_dataset(tmp_path / name / "data")
    result = run(tmp_path / "karsun", tmp_path / "karsun-b")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("\n0 differences to settle.\n")
