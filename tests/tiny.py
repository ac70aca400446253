"""A dataset of three claims about an invented flood, for tests that need a whole dataset and no more.

What belongs here: the case, its text, and the way to change a cell of it. What does not: any expectation of a test.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.passages import digest_text
from claimbook.model.tables import write_table

Row = dict[str, str]
Key = str | tuple[str, ...]
# What to change in a table: a row's key, and its new cells; None takes the row out, an unknown key adds one.
Changes = Mapping[Key, Mapping[str, str] | None]

# A sign outside the Basic Multilingual Plane and a combining accent come first: only code points count right.
HEADLINE = "🌊 Weir broken at Lowme\u0301re"
OFFICE = "The river office says that at least 12 people died on Sunday, four or eight of them ferrymen."
LEAGUE = "The rescue league speaks of “dozens missing” and wants the office questioned over the gates."
REPLY = "The office rejects the charge: no gate, it wrote, could have held back the water."
TEXT = "\n".join([HEADLINE, OFFICE, LEAGUE, REPLY]) + "\n"


def texts_of(folder: Path) -> Path:
    """The folder beside a tiny dataset that holds its source's text."""
    return folder.with_name(folder.name + "-texts")


def write_tiny_dataset(
    folder: Path, *, text: str = TEXT, descriptor: Mapping[str, Any] | None = None, **changes: Changes
) -> Path:
    """Write the dataset (every table of the schema) and, beside it, its text; return the dataset's folder.

    A keyword names a table: `figures={"gazette-001-f1": {"quantity": "13"}}`; the key of two columns is a tuple.
    `descriptor` holds members to put over those of the datapackage.json.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts_of(folder).mkdir(exist_ok=True)
    (texts_of(folder) / "gazette.txt").write_bytes(text.encode("utf-8"))
    package = make_descriptor(
        name="lowmere-flood",
        title="The flood at Lowmere",
        description="An invented case.",
        stance_towards="river-office",
        added_terms={"group": [{"name": "ferrymen", "label": "ferrymen", "definition": "Those who work the ferries."}]},
        licenses=[{"name": "CC-BY-4.0"}],
    )
    write_descriptor(folder, {**package, **(descriptor or {})})
    for name, spec in read_schema()["tables"].items():
        columns = [field["name"] for field in spec["schema"]["fields"]]
        rows = _change(_rows(text).get(name, []), spec["schema"]["primaryKey"], changes.pop(name, {}))
        write_table(folder / f"{name}.csv", columns, [[row.get(column, "") for column in columns] for row in rows])
    assert not changes, f"no such table: {sorted(changes)}"
    return folder


def write_descriptor(folder: Path, package: object) -> None:
    """Write a datapackage.json."""
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")


def read_package(folder: Path) -> dict[str, Any]:
    """Read a datapackage.json as JSON data."""
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return package


def _change(rows: list[Row], key: list[str], changes: Changes) -> list[Row]:
    keyed: dict[tuple[str, ...], Row] = {tuple(row[column] for column in key): row for row in rows}
    for name, cells in changes.items():
        place = (name,) if isinstance(name, str) else name
        if cells is None:
            del keyed[place]
        else:
            keyed[place] = {**dict(zip(key, place, strict=True)), **keyed.get(place, {}), **cells}
    return list(keyed.values())


def _passage(number: int, words: str, text: str, **cells: str) -> Row:
    start = text.find(words)  # -1 in a text without these words: then the coder has miscounted, which a test may want
    return {
        "passage_id": f"gazette-p{number}",
        "source_id": "gazette",
        "start": str(max(start, 0)),
        "end": str(max(start, 0) + len(words)),
        "sha256": digest_text(words),
        "text_part": "body",
        **cells,
    }


def _claim(number: int, claimant: str, summary: str, **cells: str) -> Row:
    return {
        "claim_id": f"gazette-00{number}",
        "source_id": "gazette",
        "passage_id": f"gazette-p{number + 1}",
        "claimant_id": claimant,
        "via": "weir-gazette",
        "remove": "agency_relay",
        "voice": "indirect",
        "asserted": "2031-05-05",
        "asserted_basis": "stated",
        "incident_id": "flood",
        "place_id": "lowmere",
        "summary": summary,
        "evidence": "not_stated",
        **cells,
    }


def _figure(number: int, claim: int, quantity: str, words: str, **cells: str) -> Row:
    return {
        "figure_id": f"gazette-00{claim}-f{number}",
        "claim_id": f"gazette-00{claim}",
        "measure": "killed",
        "counted": "people",
        "unit": "persons",
        "status": "unspecified",
        "status_basis": "not_stated",
        "quantity": quantity,
        "quantity_words": words,
        "quantity_basis": "words",
        "modality": "count",
        "counting": "cumulative",
        "period": "2031-05-04",
        "place_id": "lowmere",
        **cells,
    }


def _rows(text: str) -> dict[str, list[Row]]:
    source = {
        "source_id": "gazette", "title": "The Weir Gazette, 7 May 2031", "publisher": "The Weir Gazette",
        "kind": "news_report", "published": "2031-05-07", "language": "en", "issued_by": "weir-gazette",
        "custody": "issuer", "accessed": "2031-05-08", "url": "https://gazette.example/flood",
        "seen_as": "full_text", "coding_scope": "whole", "text_sha256": digest_text(text), "note": "coders only",
    }  # fmt: skip
    return {
        "sources": [source],
        "passages": [
            _passage(1, HEADLINE, text, text_part="headline", no_claim_reason="names the event only"),
            _passage(2, OFFICE, text),
            _passage(3, LEAGUE, text),
            _passage(4, REPLY, text),
        ],
        "actors": [
            {"actor_id": "weir-gazette", "name": "The Weir Gazette", "kind": "media"},
            {"actor_id": "river-office", "name": "River Office", "kind": "authority", "also_written": "the office"},
            {"actor_id": "rescue-league", "name": "Rescue League", "kind": "monitor"},
        ],
        "places": [
            {"place_id": "lowmere", "name": "Lowmere", "precision": "settlement"},
            {"place_id": "ferry-quay", "name": "Ferry Quay", "precision": "exact", "part_of": "lowmere",
             "latitude": "12.5", "longitude": "-3.25"},
        ],
        "incidents": [{"incident_id": "flood", "title": "Flood at Lowmere, May 2031", "place_id": "lowmere"}],
        "claims": [
            _claim(1, "river-office", "The River Office counts at least 12 dead, four or eight of them ferrymen."),
            _claim(2, "rescue-league", "The Rescue League speaks of “dozens missing” and puts the gates to the office.",
                   voice="partial_quote", words="dozens missing", words_by="rescue-league", words_language="en",
                   asserted="2031-05-05/2031-05-06"),
            _claim(3, "river-office", "The River Office rejects the charge.", asserted="../2031-05-07",
                   asserted_basis="latest"),
        ],
        "figures": [
            _figure(1, 1, ">=12", "at least 12 people"),
            _figure(2, 1, "4|8", "four or eight of them", part_of="gazette-001-f1", group="ferrymen",
                    counted="ferrymen"),
            _figure(1, 2, "dozens", "dozens missing", measure="missing", modality="estimate"),
        ],
        "statements": [
            {"statement_id": "gazette-002-s1", "claim_id": "gazette-002", "act": "demand_accountability",
             "target_id": "river-office", "alignment": "not_expressed", "alignment_basis": "speaker_words"},
            {"statement_id": "gazette-003-s1", "claim_id": "gazette-003", "act": "deny"},
        ],
        "attributions": [
            {"attribution_id": "gazette-002-a1", "claim_id": "gazette-002", "deed": "gates left shut",
             "object": "responsibility", "role": "failed_to_prevent", "accused_id": "river-office",
             "against": "people of Lowmere", "stance": "asserts"},
        ],
        "disputes": [
            {"dispute_id": "gates", "question": "Could the gates have held back the water?", "kind": "fact"},
        ],
        "positions": [
            {"position_id": "gates-could", "dispute_id": "gates", "label": "They could have"},
            {"position_id": "gates-could-not", "dispute_id": "gates", "label": "No gate could have"},
        ],
        "takes": [
            {"claim_id": "gazette-002", "position_id": "gates-could", "stance": "asserts"},
            {"claim_id": "gazette-003", "position_id": "gates-could-not", "stance": "asserts"},
        ],
        "discrepancies": [
            {"discrepancy_id": "gazette-d1", "kind": "scope", "claim_ids": "gazette-001;gazette-002",
             "explanation": "The office counts the dead, the league the missing."},
        ],
    }  # fmt: skip
