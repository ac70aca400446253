"""Bad input through the command line: one line a fault, with place, value and remedy; status 2; nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny import read_package, texts_of, write_descriptor, write_tiny_dataset

from claimbook.cli import main

LINE = re.compile(
    r"(?P<file>[\w./-]+)(, row (?P<row>\d+))?(, column (?P<column>[\w +]+))?: (?P<message>.+) Fix: (?P<fix>.+)"
)


def check(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["check", "--data", str(folder), *more])


def digest(folder: Path) -> dict[str, str]:
    """Every file under a folder, with its digest."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def lines_of(folder: Path, *more: str) -> list[re.Match[str]]:
    """Check a bad dataset; return its lines, once everything that holds of every bad dataset has been asserted."""
    before = digest(folder.parent)
    result = check(folder, *more)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert result.stdout == "" or "--text" in more
    assert "Traceback" not in result.stderr
    assert digest(folder.parent) == before
    *lines, last = result.stderr.splitlines()
    assert last == f"The dataset has {len(lines)} problem{'' if len(lines) == 1 else 's'}."
    matches = [LINE.fullmatch(line) for line in lines]
    assert all(matches), lines
    assert all(line.isprintable() and len(line) < 1000 for line in lines)
    return [match for match in matches if match]


def only_line(folder: Path, *more: str) -> re.Match[str]:
    found = lines_of(folder, *more)
    assert len(found) == 1, [line[0] for line in found]
    return found[0]


DENIAL = {"claim_id": "gazette-003", "act": "deny"}
# A cell's fault: what to change, and what the one line must say: file, row, column, value.
CELLS: dict[str, tuple[dict[str, Any], str, int, str, str]] = {
    "a quantity in words": ({"figures": {"gazette-001-f1": {"quantity": "ca. 30"}}}, "figures", 2, "quantity",
                            "ca. 30"),
    "a reversed range": ({"figures": {"gazette-001-f2": {"quantity": "10..5"}}}, "figures", 3, "quantity", "10..5"),
    "a date of another order": ({"figures": {"gazette-001-f1": {"period": "03/10/2031"}}}, "figures", 2, "period",
                                "03/10/2031"),
    "a date with slashes": ({"figures": {"gazette-001-f1": {"period": "2031/03/10"}}}, "figures", 2, "period",
                            "2031/03/10"),
    "a day no calendar has": ({"claims": {"gazette-001": {"asserted": "2031-02-30"}}}, "claims", 2, "asserted",
                              "2031-02-30"),
    "a reversed interval": ({"claims": {"gazette-002": {"asserted": "2031-05-06/2031-05-01"}}}, "claims", 3, "asserted",
                            "2031-05-06/2031-05-01"),
    "a day with a time": ({"sources": {"gazette": {"accessed": "2031-05-08T10:00Z"}}}, "sources", 2, "accessed",
                          "2031-05-08T10:00Z"),
    "an unknown term": ({"claims": {"gazette-001": {"voice": "murmured"}}}, "claims", 2, "voice", "murmured"),
    "an unknown term that others hang on": ({"sources": {"gazette": {"seen_as": "skimmed"}}}, "sources", 2, "seen_as",
                                            "skimmed"),
    "an unknown term among terms": ({"claims": {"gazette-001": {"evidence": "interviews;hearsay"}}}, "claims", 2,
                                    "evidence", "hearsay"),
    "a claimant nobody knows": ({"claims": {"gazette-001": {"claimant_id": "mill-owner"}}}, "claims", 2, "claimant_id",
                                "mill-owner"),
    "a passage nobody knows": ({"claims": {"gazette-003": {"passage_id": "gazette-p9"}}}, "claims", 4, "passage_id",
                               "gazette-p9"),
    "a position of no dispute": ({"positions": {"gates-could": {"dispute_id": "sluice"}}}, "positions", 2, "dispute_id",
                                 "sluice"),
    "a whole nobody knows": ({"figures": {"gazette-001-f2": {"part_of": "gazette-001-f9"}}}, "figures", 3, "part_of",
                             "gazette-001-f9"),
    "an unknown division of exhaustive parts": (
        {"figures": {
            "gazette-001-f1": {"quantity": "12"},
            "gazette-001-f2": {"quantity": "5", "division": "status"},
            "gazette-002-f1": {"part_of": "gazette-001-f1", "quantity": "7", "division": "sort"}}},
        "figures", 4, "division", "sort"),
    "an id that is a path": ({"statements": {"gazette-003-s1": None, "../../etc": DENIAL}}, "statements", 3,
                             "statement_id", "../../etc"),
    "an id that is a device": ({"statements": {"gazette-003-s1": None, "aux": DENIAL}}, "statements", 3,
                               "statement_id", "aux"),
    "a cell that is required": ({"claims": {"gazette-001": {"summary": ""}}}, "claims", 2, "summary", "empty"),
    "a cell of two lines": ({"claims": {"gazette-001": {"note": "one\ntwo"}}}, "claims", 2, "note", r"one\ntwo"),
    "a bare carriage return": ({"claims": {"gazette-001": {"note": "one\rtwo"}}}, "claims", 2, "note", r"one\rtwo"),
    "an escape sequence": ({"claims": {"gazette-001": {"note": "\x1b[31mred"}}}, "claims", 2, "note", r"\x1b[31mred"),
    "white space around": ({"claims": {"gazette-001": {"summary": "Counts. "}}}, "claims", 2, "summary", "Counts. "),
    "no web address": ({"sources": {"gazette": {"url": "javascript:alert(1)"}}}, "sources", 2, "url", "javascript:"),
    "a digit of another script": ({"figures": {"gazette-001-f1": {"quantity": "١٣"}}}, "figures", 2, "quantity", "١٣"),
    "a place off the globe": ({"places": {"ferry-quay": {"latitude": "91"}}}, "places", 3, "latitude", "91"),
    "a figure that is part of itself": ({"figures": {"gazette-001-f2": {"part_of": "gazette-001-f2"}}}, "figures", 3,
                                        "part_of", "gazette-001-f2"),
    "a claim that updates itself": ({"claims": {"gazette-001": {"updates": "gazette-001"}}}, "claims", 2, "updates",
                                    "gazette-001"),
    "a relay that is the claimant itself": (
        {"claims": {"gazette-001": {"via": "weir-gazette;river-office"}}}, "claims", 2, "via", "river-office"),
    "a relay that comes back": (
        {"claims": {"gazette-001": {"via": "weir-gazette;rescue-league;weir-gazette"}}}, "claims", 2, "via", "twice"),
    "a reprint of itself": ({"sources": {"gazette": {"reprint_of": "gazette"}}}, "sources", 2, "reprint_of", "gazette"),
    "an actor who speaks for itself": (
        {"actors": {"river-office": {"speaks_for": "river-office"}}}, "actors", 3, "speaks_for", "river-office"),
    "a tally given out before its cut-off": (
        {"figures": {"gazette-001-f1": {"counted_to": "2031-05-06"}}}, "figures", 2, "counted_to", "2031-05-06"),
    "a tally that updates another claimant's": (
        {"claims": {"gazette-002": {"updates": "gazette-001"}}}, "claims", 3, "updates", "gazette-001"),
    "a joint speaker without members": (
        {"actors": {"duo": {"name": "Office and League", "kind": "joint"}}}, "actors", 5, "kind", "members"),
    "a key of two columns that stands twice": ({}, "takes", 4, "claim_id + position_id", "gazette-002 + gates-could"),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_bad_cell_is_one_line_with_file_row_column_value_and_remedy(tmp_path: Path, case: str) -> None:
    changes, table, row, column, value = CELLS[case]
    folder = write_tiny_dataset(tmp_path / "data", **changes)
    if table == "takes":
        with (folder / "takes.csv").open("a") as handle:
            handle.write("gazette-002,gates-could,denies\n")
    line = only_line(folder)
    assert (line["file"], line["row"], line["column"]) == (f"{table}.csv", str(row), column)
    assert value in line["message"]


def test_a_long_bad_cell_is_cut_in_its_line(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", figures={"gazette-001-f1": {"quantity": "9" * 90_000}})
    assert "999…" in only_line(folder)["message"]


def test_an_id_that_stands_twice_is_said_where_it_stands_again(tiny: Path) -> None:
    with (tiny / "actors.csv").open("a") as handle:
        handle.write("river-office,Another,,media,,,\n")
    line = only_line(tiny)
    assert (line["file"], line["row"], line["column"]) == ("actors.csv", "5", "actor_id")
    assert "'river-office' stands in row 3 already" in line["message"]


def edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / name
        path.write_bytes(change(path.read_bytes()))

    return spoil


def edit_claims(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return edit("claims.csv", change)


def put_folder(folder: Path) -> None:
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").mkdir()


def put_pipe(folder: Path, name: str = "claims.csv") -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)


def put_loop(folder: Path) -> None:
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").symlink_to("claims.csv")


def add_column(data: bytes) -> bytes:
    return b"\n".join(
        line + (b",colour" if number == 0 else b",red") for number, line in enumerate(data.split(b"\n")[:-1])
    )


# A file's fault: how to spoil it, and what the one line must say: row (None: the file as a whole) and words.
FILES: dict[str, tuple[Callable[[Path], None], int | None, str]] = {
    "a missing table": (lambda folder: (folder / "claims.csv").unlink(), None, "the file is missing"),
    "a folder in its place": (put_folder, None, "cannot be read"),
    "a link to itself": (put_loop, None, "cannot be read"),
    "an empty file": (edit_claims(lambda data: b""), 1, "no header"),
    "a missing column": (edit_claims(lambda data: data.replace(b"hedge,", b"", 1)), 1,
                         "the column is missing"),
    "a column twice": (edit_claims(lambda data: data.replace(b",note\n", b",note,note\n", 1)), 1, "stands twice"),
    "a column of its own": (edit_claims(add_column), 1, "no such column"),
    "semicolons": (edit_claims(lambda data: data.replace(b",", b";")), 1, "semicolons"),
    "tabs": (edit_claims(lambda data: data.replace(b",", b"\t")), 1, "tabs"),
    "a byte order mark": (edit("claims.csv", lambda data: b"\xef\xbb\xbf" + data), 1, "byte order mark"),
    "UTF-16": (edit_claims(lambda data: data.decode().encode("utf-16")), 1, "UTF-16"),
    "Windows-1252": (edit_claims(lambda data: data.replace("“dozens".encode(), b"\x93dozens")), 3, "0x93"),
    "half a surrogate pair": (edit_claims(lambda data: data.replace(b"rejects", b"\xed\xa0\xbd")), 4, "0xed"),
    "a NUL": (edit_claims(lambda data: data.replace(b"rejects", b"re\0jects")), 4, "NUL"),
    "a stray quotation mark": (edit_claims(lambda data: data.replace(b"gazette-p3", b'"gazette"-p3')), 3, "quotation"),
    "a quotation never closed": (edit_claims(lambda data: data.replace(b"gazette-p4", b'"gazette-p4')), 4, "quotation"),
    "a row too short": (edit_claims(lambda data: data.replace(b"weir-gazette,agency_relay,partial", b"partial")),
                        3,                        "cells, the header has 23"),
    "a row too long": (edit_claims(lambda data: data.replace(b"weir-gazette,agency_relay,partial", b"a,b,c,partial")),
                       3,                       "24 cells"),
    "an empty row": (edit_claims(lambda data: data + b"\n"), 5, "the line is empty"),
    "a blank line between": (edit_claims(lambda data: data.replace(b"\ngazette-002", b"\n\ngazette-002")), 3,
                             "the line is empty"),
    "a quotation mark left alone": (edit_claims(lambda data: data.replace(b"The River Office rejects",
                                                                          b'The "River Office rejects')), 4,
                                    "quotation mark is stray"),
    "a pipe in its place": (put_pipe, None, "no regular file"),
    "a cell of 200 kB": (edit_claims(lambda data: data.replace(b"rejects", b"x" * 200_000)), 4, "longer than"),
    "a header alone": (edit("incidents.csv", lambda data: data.split(b"\n")[0] + b"\n"), 2, "'flood' is in no row"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_one_line_with_its_remedy(tiny: Path, case: str) -> None:
    spoil, row, words = FILES[case]
    if case == "a header alone":  # three claims name the incident: let only one do so
        write_tiny_dataset(tiny, claims={"gazette-002": {"incident_id": ""}, "gazette-003": {"incident_id": ""}})
    spoil(tiny)
    line = only_line(tiny)
    assert line["file"] == "claims.csv"
    assert line["row"] == (None if row is None else str(row))
    assert words in line["message"]


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_line_ends_of_any_kind_are_no_fault(tiny: Path, ends: bytes) -> None:
    for path in tiny.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", ends))
    result = check(tiny)
    assert (result.exit_code, result.stderr) == (0, "")


FIVE: dict[str, Any] = {
    "sources": {"gazette": {"published": "7/5/2031"}},
    "actors": {"river-office": {"kind": "ministry"}},
    "claims": {"gazette-001": {"place_id": "highmere"}},
    "figures": {"gazette-001-f2": {"part_of": "gazette-001-f2"}},
    "disputes": {"gates": {"question": ""}},
}


def test_five_faults_in_five_tables_are_five_lines_in_order(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", **FIVE)
    found = [line["file"] for line in lines_of(folder)]
    assert found == [f"{table}.csv" for table in sorted(FIVE)]


def test_a_table_that_cannot_be_read_hides_no_fault_of_another(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", **{table: FIVE[table] for table in ("sources", "actors", "claims")})
    edit("passages.csv", lambda data: b"\xef\xbb\xbf" + data)(folder)
    found = [line["file"] for line in lines_of(folder)]
    assert found == ["actors.csv", "claims.csv", "passages.csv", "sources.csv"]


def test_a_passage_past_the_end_of_its_text_is_one_line(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", passages={"gazette-p4": {"end": "9000"}})
    line = only_line(folder, "--text", str(texts_of(folder)))
    assert (line["file"], line["row"]) == ("passages.csv", "5")
    assert "ends at 9000, the text at" in line["message"]


@pytest.mark.parametrize("name", ["nothing-here", "data/datapackage.json"])
def test_a_folder_that_is_no_dataset_is_one_line(tmp_path: Path, name: str) -> None:
    write_tiny_dataset(tmp_path / "data")
    assert only_line(tmp_path / name)["file"] == "datapackage.json"


def test_a_folder_that_is_a_link_to_itself_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert only_line(tmp_path / "loop")["file"] == "datapackage.json"


def test_a_good_dataset_is_taken(tiny: Path) -> None:
    result = check(tiny, "--text", str(texts_of(tiny)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Passages to code: none." in result.stdout
    assert json.loads((tiny / "datapackage.json").read_text("utf-8")) == read_package(tiny)


def test_a_line_shows_no_control_character_of_the_descriptor(tiny: Path) -> None:
    package = read_package(tiny)
    package["resources"][0]["path"] = "../\x1b[31m\nsources.csv"
    write_descriptor(tiny, package)
    assert r"\x1b[31m\nsources.csv" in only_line(tiny)["message"]
