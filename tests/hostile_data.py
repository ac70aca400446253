"""A dataset that holds values which would run if data were code, in every column of free text of every table.

What belongs here: which columns these are (read from the schema), the dataset. What does not: any
expectation of a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from hostile import HOST, PAYLOADS
from tiny import Row, write_tiny_dataset

from claimbook.model.descriptor import read_schema


@dataclass(frozen=True)
class Placed:
    """A hostile value and the cell that holds it."""

    table: str
    column: str
    key: str
    value: str


def free_columns() -> dict[str, list[str]]:
    """Return the columns of each table that hold free text: no pattern, no vocabulary, no reference, no id."""
    return {
        name: [
            field["name"]
            for field in spec["schema"]["fields"]
            if field["claimbook"]["kind"] in ("text", "list") and "pattern" not in (field.get("constraints") or {})
        ]
        for name, spec in read_schema()["tables"].items()
    }


def columns_of_kind(kind: str) -> list[tuple[str, str]]:
    """Return the columns of a kind, each with its table."""
    tables = read_schema()["tables"].items()
    return [(n, f["name"]) for n, spec in tables for f in spec["schema"]["fields"] if f["claimbook"]["kind"] == kind]


_CLAIMS = len(PAYLOADS)
_WORDS = 12
_TOLD = 16  # so many claims print one number of one claimant
# How many rows a table has. A source, an incident and a dispute are a page or a part of one: few rows, longer values.
_ROWS = {
    "sources": 4, "incidents": 4, "disputes": 3, "positions": 6, "places": 12, "actors": 24, "passages": _CLAIMS,
    "claims": _CLAIMS, "figures": _CLAIMS, "attributions": 24, "discrepancies": 12, "revisions": 6,
}  # fmt: skip
# Ids that are names in JavaScript, in the theme's pages or on the disk, and all the same no more than ids.
_SOURCES = ("constructor", "search-input", "index", "readme-md")
_INCIDENTS = ("main-content", "genindex", "valueof", "undefined")


def write_hostile(folder: Path) -> list[Placed]:
    """Write the dataset, on top of the tiny one, and return the hostile values in it."""
    placed: list[Placed] = []
    numbers = count(1000)
    rows = {
        table: {key: _fill(placed, numbers, table, key, row, cells) for row, (key, cells) in enumerate(made.items())}
        for table, made in _rows().items()
    }
    members = {("group", "actor-00"): {}, ("group", "actor-01"): {}}
    write_tiny_dataset(folder, descriptor=_describe(placed, numbers), actor_members=members, **rows)  # type: ignore[arg-type]
    return placed


def _fill(placed: list[Placed], numbers: Iterator[int], table: str, key: Any, row: int, given: Row) -> Row:
    """Return a row with hostile cells where it has none; over a table's rows each column has each payload."""
    cells = dict(given)
    for place, column in enumerate(free_columns()[table]):
        if column in given or key == "gazette-001-f2":
            continue
        payloads = [PAYLOADS[(row + 7 * place) % len(PAYLOADS)]]
        if (size := _ROWS[table]) < len(PAYLOADS):
            payloads = list(PAYLOADS[row::size])
            payloads = payloads[place % len(payloads) :] + payloads[: place % len(payloads)]
        value = " ".join(payload.replace("§", str(next(numbers))) for payload in payloads)
        if column in ("words", "summary"):
            value = " ".join(value.split(" ")[:_WORDS])
        cells[column] = value.replace(";", ",") if column == "also_written" else value
        placed.append(Placed(table, column, str(key), cells[column]))
    return cells


def _rows() -> dict[str, dict[str, Row]]:
    """Return the rows of each table by key, without their free columns."""
    sources = {
        key: {
            "kind": "news_report", "published": "2031-05-09", "language": "en", "custody": "issuer",
            "issued_by": f"actor-{number:02}", "accessed": "2031-05-08", "seen_as": "excerpt",
            "coding_scope": "passage", "url": f"https://{HOST}/flood?a=%3Cscript%3E&b={{{{7*7}}}}${{x}}|%0d#:~:text=a",
        }
        for number, key in enumerate(_SOURCES)
    }  # fmt: skip
    claims, figures, statements, takes = {}, {}, {}, {}
    silent: dict[str, Row] = {}
    claimed: dict[str, Row] = {}
    for number in range(_ROWS["claims"]):
        source, key = _SOURCES[number % len(_SOURCES)], f"c-{number:03}"
        claimed[f"claimed-{key}"] = {"source_id": source, "text_part": "body", "no_claim_reason": ""}
        silent[f"silent-{key}"] = {"source_id": source, "text_part": "body"}
        speaker = f"actor-{number // _TOLD % _ROWS['actors']:02}"
        claims[key] = _claim(number, source, speaker)
        figures[f"{key}-f1"] = _figure(number, key)
        if number % 3:
            target = f"actor-{(number + 5) % _ROWS['actors']:02}"
            statements[f"{key}-s1"] = {"claim_id": key, "act": "other", "target_id": target}
            takes[key, f"p-{number % _ROWS['positions']}"] = {"stance": "asserts"}
    kinds = ("media", "authority", "monitor", "official", "community", "advocacy")
    return {
        "sources": sources,
        "passages": {**silent, **claimed},
        "actors": {
            **{f"actor-{n:02}": {"kind": kinds[n % len(kinds)]} for n in range(_ROWS["actors"])},
            "group": {"kind": "joint", "name": "All of them"},
        },
        "places": {
            f"place-{n:02}": {"precision": "exact", "latitude": f"{12 + n / 10}", "longitude": f"{-3 + n / 10}"}
            for n in range(_ROWS["places"])
        },
        "incidents": {key: {"place_id": f"place-{n:02}"} for n, key in enumerate(_INCIDENTS)},
        "claims": claims,
        "figures": {**figures, "gazette-001-f2": {"group": "hostile"}},
        "statements": statements,
        "attributions": {
            f"a-{n}": {"claim_id": f"c-{n:03}", "object": "responsibility", "role": "failed_to_prevent",
                       "accused_id": f"actor-{(n + 3) % 24:02}", "stance": "asserts"}
            for n in range(_ROWS["attributions"])
        },
        "disputes": {f"d-{n}": {"kind": "fact"} for n in range(_ROWS["disputes"])},
        "positions": {f"p-{n}": {"dispute_id": f"d-{n % _ROWS['disputes']}"} for n in range(_ROWS["positions"])},
        "takes": takes,
        "discrepancies": {
            f"x-{n}": {"kind": "scope", "claim_ids": f"c-{n:03};c-{n + 20:03}"} for n in range(_ROWS["discrepancies"])
        },
        "revisions": {
            f"r-{n}": {"release": "0.1.0", "claim_id": f"c-{n + 40:03}", "action": "retract"}
            for n in range(_ROWS["revisions"])
        },
    }  # fmt: skip


def _claim(number: int, source: str, speaker: str) -> Row:
    return {
        "source_id": source, "passage_id": f"claimed-c-{number:03}", "claimant_id": speaker,
        "via": f"actor-{(number // _TOLD + number % _TOLD + 1) % _ROWS['actors']:02}", "remove": "agency_relay",
        "voice": "partial_quote", "words_by": speaker, "words_language": "en",
        "asserted": f"2031-05-{5 + number % 3:02}",
        "asserted_basis": "stated", "incident_id": _INCIDENTS[number % len(_INCIDENTS)],
        "place_id": f"place-{number // _TOLD % _ROWS['places']:02}", "evidence": "not_stated",
    }  # fmt: skip


def _figure(number: int, claim: str) -> Row:
    # Most count the same, so that charts compare them; what the others count is hostile too.
    counted = {"counted": "people"} if number % _TOLD else {}
    return counted | {
        "claim_id": claim, "measure": "killed", "unit": "persons", "status": "unspecified",
        "status_basis": "not_stated", "quantity": f"{13 + number // _TOLD}", "quantity_basis": "words",
        "modality": "count",
        "counting": "cumulative", "period": "2031-05-04", "place_id": f"place-{number // _TOLD % _ROWS['places']:02}",
        "group": "hostile",
    }  # fmt: skip


def _describe(placed: list[Placed], numbers: Iterator[int]) -> dict[str, Any]:
    """Return hostile members of the descriptor: what a dataset says of itself, and a term and labels of its own."""

    def say(place: int) -> str:
        value = " ".join(PAYLOADS[place::29]).replace("§", str(next(numbers)))
        placed.append(Placed("datapackage.json", "", str(place), value))
        return value

    return {
        "title": say(0),
        "description": say(1),
        "version": say(2),
        "keywords": [say(3), say(4)],
        "contributors": [{"title": say(5), "role": "author", "path": "javascript:window.ran=1", "email": say(6)}],
        "licenses": [{"name": say(7), "title": say(8), "path": "javascript:window.ran=2"}],
        "homepage": "javascript:window.ran=3",
        "vocabularies": {"group": {"terms": [{"name": "hostile", "label": say(10), "definition": say(11)}]}},
        "sources": [{"title": say(9), "path": "data:text/html,<script>window.ran=4</script>"}],
    }
