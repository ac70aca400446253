"""An invented dataset of many sources: a flood, and bulletins that speak of it. Rows only; no page, no measuring.

Source n is like source n + 40 but for its number, so that an executed page can stand for others of its kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.passages import digest_text
from claimbook.model.tables import write_table

Row = dict[str, str]
KINDS = 40
FEWEST, SPAN = 15, 26
ACTORS = ("river-office", "rescue-league", "ferry-guild", "weir-gazette", "hill-council", "quay-radio")
PLACES = ("lowmere", "ferry-quay", "upper-weir", "hill-end")
INCIDENTS = ("flood", "gate-failure")
MEASURES = ("killed", "injured", "missing", "displaced")
QUANTITIES = ("12", ">=30", "~140", "5..10", "4|8", "dozens")
ACTS = ("deny", "demand_accountability", "condemn", "urge")


def source_id(number: int) -> str:
    """Return the id of a source; all have the same length, so that one can stand in the other's place."""
    return f"bulletin-{number:04d}"


def source_title(number: int) -> str:
    """Return the title of a source."""
    return f"River bulletin {number:04d}"


def claims_of(number: int) -> int:
    """Return how many claims a source has: 15 to 40."""
    return FEWEST + number % KINDS * 7 % SPAN


def write_sources(folder: Path, count: int) -> Path:
    """Write the dataset with `count` sources and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    package = make_descriptor(
        name="lowmere-flood", title="The flood at Lowmere", description="An invented case.", stance_towards=ACTORS[0]
    )
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    rows = _shared_rows()
    for number in range(1, count + 1):
        for table, row in _source_rows(number):
            rows.setdefault(table, []).append(row)
    for name, spec in read_schema()["tables"].items():
        columns = [field["name"] for field in spec["schema"]["fields"]]
        write_table(
            folder / f"{name}.csv", columns, [[row.get(key, "") for key in columns] for row in rows.get(name, [])]
        )
    return folder


def _words(name: str) -> str:
    return name.replace("-", " ").title()


def _shared_rows() -> dict[str, list[Row]]:
    return {
        "actors": [{"actor_id": name, "name": _words(name), "kind": "authority"} for name in ACTORS],
        "places": [{"place_id": name, "name": _words(name), "precision": "settlement"} for name in PLACES],
        "incidents": [{"incident_id": name, "title": _words(name), "place_id": PLACES[0]} for name in INCIDENTS],
        "disputes": [{"dispute_id": "gates", "question": "Could the gates have held?", "kind": "fact"}],
        "positions": [
            {"position_id": "gates-could", "dispute_id": "gates", "label": "They could have"},
            {"position_id": "gates-could-not", "dispute_id": "gates", "label": "No gate could have"},
        ],
    }


def _source_rows(number: int) -> Iterator[tuple[str, Row]]:
    name, kind = source_id(number), number % KINDS
    day = f"2031-05-{kind % 28 + 1:02d}"
    yield "sources", {
        "source_id": name, "title": source_title(number), "publisher": _words(ACTORS[3]), "kind": "news_report",
        "published": day, "language": "en", "issued_by": ACTORS[3], "custody": "issuer", "accessed": "2031-06-01",
        "url": f"https://gazette.example/{kind}", "seen_as": "full_text", "coding_scope": "whole",
        "text_sha256": digest_text(f"bulletin {kind}"),
    }  # fmt: skip
    for place in range(claims_of(number)):
        yield from _claim_rows(name, f"{name}-{place:03d}", kind + place, place, day)


def _claim_rows(source: str, claim: str, turn: int, place: int, day: str) -> Iterator[tuple[str, Row]]:
    """Yield a claim with its passage, and what it holds: one thing of one kind, or none."""
    speaker = ACTORS[turn % 3]
    yield "passages", {
        "passage_id": f"{claim}-p", "source_id": source, "start": str(place * 120), "end": str(place * 120 + 110),
        "sha256": digest_text(f"passage {turn}"), "text_part": "body",
    }  # fmt: skip
    quoted = {"voice": "partial_quote", "words": "water over the quay", "words_by": speaker, "words_language": "en"}
    yield "claims", {
        "claim_id": claim, "source_id": source, "passage_id": f"{claim}-p", "claimant_id": speaker, "via": ACTORS[3],
        "remove": "agency_relay", "voice": "indirect", "asserted": day, "asserted_basis": "stated",
        "incident_id": INCIDENTS[turn % 2], "place_id": PLACES[turn % 4], "evidence": "not_stated",
        "summary": f"The {_words(speaker)} speaks of the water at {_words(PLACES[turn % 4])}, in report {turn}.",
        **(quoted if turn % 5 == 0 else {}),
    }  # fmt: skip
    if turn % 3 == 0:
        yield "figures", {
            "figure_id": f"{claim}-f", "claim_id": claim, "measure": MEASURES[turn % 4], "counted": "people",
            "unit": "persons", "status": "unspecified", "status_basis": "not_stated",
            "quantity": QUANTITIES[turn % 6], "quantity_words": f"as in report {turn}", "quantity_basis": "words",
            "modality": "count", "counting": "cumulative", "period": day, "place_id": PLACES[turn % 4],
        }  # fmt: skip
    elif turn % 4 == 0:
        yield "statements", {"statement_id": f"{claim}-s", "claim_id": claim, "act": ACTS[turn // 4 % 4]}
    elif turn % 5 == 0:
        yield "attributions", {
            "attribution_id": f"{claim}-a", "claim_id": claim, "deed": "gates left shut", "object": "responsibility",
            "role": "failed_to_prevent", "accused_id": ACTORS[(turn + 1) % 3], "against": "people of Lowmere",
            "stance": "asserts",
        }  # fmt: skip
    elif turn % 7 == 0:
        yield "takes", {"claim_id": claim, "position_id": "gates-could", "stance": "asserts"}
