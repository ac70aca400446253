"""Files that went astray on their way are handled or refused: never a traceback, and the accounts add up."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random

import polars
import pytest
from click.testing import CliRunner

from claimbook.cli import main
from claimbook.exchange.hushed import hushed
from claimbook.model.checks import check_dataset
from tests.ucdp_rows import make_rows, write_rows

SET = ("--set", "version=9.1", "--set", "released=2034-06")


def mutate(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return random.choice(
        [
            lambda: data[:at] + bytes([random.randrange(256)]) + data[at + 1 :],
            lambda: data[:at] + b"\0" + data[at:],
            lambda: data[:at],
            lambda: data[:at] + b'"' + data[at:],
            lambda: data[:at] + b"=HYPERLINK(1)" + data[at:],
            lambda: data[:at] + b"x" * 150_000 + data[at:],
            lambda: data.replace(b",", random.choice([b";", b"\t", b"|", b" "])),
            lambda: data.decode().encode("utf-16"),
            lambda: data.replace(b"Mill", "Mühle".encode("cp1252")),
            lambda: data.replace(b"\n", random.choice([b"\r\n", b"\r", b"\n\n"])),
            lambda: data.replace(b".0,", b".5,", random.randrange(1, 9)),
            lambda: data.replace(b",", b",,", random.randrange(1, 60)),
            lambda: data.replace(b"best", b"beast"),
            lambda: data[:at] + "\u2028\u202e\x85".encode() + data[at:],
            lambda: b"\xef\xbb\xbf" + data,
            lambda: b"",
        ]
    )()


@pytest.mark.parametrize("seed", range(6))
def test_a_mutated_file_never_gives_a_traceback_and_its_accounts_add_up(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    good = write_rows(tmp_path / "good.csv", make_rows(6, seed)).read_bytes()
    for number in range(20):
        file, into = tmp_path / "events.csv", tmp_path / "data"
        data = good
        for _ in range(random.randint(1, 3)):
            data = mutate(data or b"x", random) if data.isascii() else data
        file.write_bytes(data)
        command = ["import", str(file), "--mapping", "ucdp-ged", "--into", str(into), *SET]
        result = CliRunner().invoke(main, command)
        assert result.exception is None or isinstance(result.exception, SystemExit), (number, result.exception)
        assert file.read_bytes() == data
        if result.exit_code == 2:
            assert "Fix: " in result.output
            assert not into.exists()
            continue
        counts = re.search(r"(\d+) rows read: (\d+) accepted, (\d+) rejected", result.output)
        assert counts
        read, accepted, rejected = map(int, counts.groups())
        assert read == accepted + rejected
        assert result.exit_code == (1 if rejected else 0)
        assert len(check_dataset(into).claims) == accepted
        shutil.rmtree(into)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{"), ("a.json", b'{"rows": 3}'), ("a.json", b"[" * 100_000), ("a.json", b"\xff\xfe\x00"),
        ("a.json", b'[NaN]'), ("a.parquet", b"PAR1 not"), ("a.parquet", b""), ("a.csv", b"\xff\xfe\x00"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_is_called_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    command = ["import", str(tmp_path / name), "--mapping", "ucdp-ged", "--into", str(tmp_path / "d"), *SET]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Fix: " in result.output


def test_a_library_that_panics_is_told_in_one_line_and_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = BytesIO()
    polars.DataFrame([{"id": "1", "day": "2031-05-01", "best": "4"}]).write_parquet(whole)
    panicked = 0
    for place in range(300, 360, 4):
        for value in (0, 0x7F, 0xFF):
            data = bytearray(whole.getvalue())
            data[-place] = value
            path = tmp_path / "a.parquet"
            path.write_bytes(data)
            with suppress(polars.exceptions.PolarsError, OSError):
                try:
                    with hushed():
                        polars.scan_parquet(path).collect()
                except polars.exceptions.PanicException:
                    panicked += 1
            command = ["import", str(path), "--mapping", "ucdp-ged", "--into", str(tmp_path / "d"), *SET]
            result = CliRunner().invoke(main, command)
            assert (result.exit_code, "Traceback" in result.output) == (2, False)
    assert panicked
    assert capfd.readouterr().err == ""


def test_what_is_written_while_nothing_panics_is_written_after_all(capfd: pytest.CaptureFixture[str]) -> None:
    with hushed():
        os.write(2, b"a warning\n")
    assert capfd.readouterr().err == "a warning\n"


def test_records_that_are_none_are_rejected_with_the_line_as_it_stood(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": \n[1]\n{"id": {"a": 1}}\n{"id": "\\ud800"}\n{}\n', "utf-8")
    command = ["import", str(tmp_path / "a.jsonl"), "--mapping", "ucdp-ged", "--into", str(tmp_path / "d"), *SET]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1, result.output
    assert "5 rows read: 0 accepted, 5 rejected." in result.output
    text = (tmp_path / "d" / "rejected.csv").read_text("utf-8")
    assert '"{""id"": "' in text
    assert "the record is no object" in text
