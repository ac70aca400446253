"""A dataset made from a list of figures in many sources: an invented strike at Harrow Dock, its participants counted.

What belongs here: the way from a few cells to a whole dataset, and the cast. What does not: any expectation of a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.tables import write_table

Row = dict[str, str]
MEASURES = [
    {"name": "on_strike", "label": "on strike", "definition": "Who did not go to work.", "example": "“Downed tools”."}
]
GROUPS = [{"name": "crane_drivers", "label": "crane drivers", "definition": "By the word.", "example": "“Drivers”."}]
ACTORS: list[Row] = [
    {"actor_id": "dock-union", "name": "Dock Union", "kind": "advocacy"},
    {"actor_id": "harrow-lines", "name": "Harrow Lines", "kind": "other_employer", "also_written": "HLC"},
    {"actor_id": "port-police", "name": "Port Police", "kind": "authority"},
    {"actor_id": "wire", "name": "The Wire", "kind": "media"},
]
PLACES: list[Row] = [
    {"place_id": "harrow", "name": "Harrow", "precision": "governorate"},
    {"place_id": "harrow-dock", "name": "Harrow Dock", "precision": "settlement", "part_of": "harrow"},
    {"place_id": "upper-dock", "name": "Upper Dock", "precision": "settlement", "part_of": "harrow",
     "also_written": "Haut-Bassin;Haut-Bassin-sur-Mer;الحوض الأعلى"},
    {"place_id": "the-shore", "name": "the shore", "precision": "region"},
]  # fmt: skip
FIGURE: Row = {
    "measure": "on_strike", "counted": "people", "unit": "persons", "status": "unspecified",
    "status_basis": "not_stated", "quantity_basis": "words", "modality": "count", "counting": "period",
    "period": "2031-05-04",
}  # fmt: skip


def write_renderings(folder: Path, figures: Iterable[Mapping[str, str]], **tables: Iterable[Row]) -> Path:
    """Write a dataset with a source for each `source` named and a claim for each figure; return its folder.

    A figure is cells of `figures` over those of `FIGURE`, and of its claim: `source`, `claimant` (Dock Union), `said`
    (2031-05-05), `published` (as said), `via`, `claim` (a name that figures of one claim share). `tables` are further
    rows by table.
    """
    rows: dict[str, list[Row]] = {name: [] for name in read_schema()["tables"]}
    rows["actors"] += ACTORS
    rows["places"] += PLACES
    rows["incidents"].append({"incident_id": "strike", "title": "Strike at Harrow Dock, May 2031"})
    known: set[str] = set()
    for number, given in enumerate(figures, 1):
        cells = dict(given)
        source = cells.pop("source", "paper-1")
        said = cells.pop("said", "2031-05-05")
        published = cells.pop("published", said.rpartition("/")[2])
        claimant, via = cells.pop("claimant", "dock-union"), cells.pop("via", "")
        claim = f"{source}-{cells.pop('claim', f'c{number}')}"
        figure = cells.pop("figure", f"f{number}")
        if source not in known:
            rows["sources"].append(_source(source, published))
            rows["actors"].append({"actor_id": source, "name": source.replace("-", " ").title(), "kind": "media"})
            known.add(source)
        if claim not in known:
            rows["passages"].append({"passage_id": f"{claim}-p", "source_id": source, "text_part": "body"})
            rows["claims"].append(_claim(claim, source, claimant, said, via))
            known.add(claim)
        rows["figures"].append(
            {**FIGURE, "quantity_words": cells["quantity"], **cells, "figure_id": figure, "claim_id": claim}
        )
    for name, more in tables.items():
        rows[name] += more
    return write_case(folder, rows)


def _source(source: str, published: str) -> Row:
    return {
        "source_id": source, "title": f"{source.replace('-', ' ').title()}, {published}", "publisher": source,
        "kind": "news_report", "published": published, "language": "en", "issued_by": source, "custody": "issuer",
        "seen_as": "excerpt", "coding_scope": "passage",
    }  # fmt: skip


def _claim(claim: str, source: str, claimant: str, said: str, via: str) -> Row:
    return {
        "claim_id": claim, "source_id": source, "passage_id": f"{claim}-p", "claimant_id": claimant, "via": via,
        "remove": "agency_relay", "voice": "indirect", "asserted": said, "asserted_basis": "stated",
        "incident_id": "strike", "summary": f"{claimant} reports a number.",
    }  # fmt: skip


def write_case(folder: Path, rows: Mapping[str, list[Row]], **members: Any) -> Path:
    """Write the tables of a dataset and a descriptor with the terms of this case."""
    package = make_descriptor(
        name="harrow-strike", title="The strike at Harrow Dock", description="An invented case.",
        added_terms={
            "measure": MEASURES, "group": GROUPS,
            "actor_kind": [{"name": "other_employer", "label": "employer", "definition": "Who employs.",
                            "example": "“Harrow Lines”."}],
        },
        licenses=[{"name": "CC-BY-4.0"}], **members,
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    for name, spec in read_schema()["tables"].items():
        columns = [field["name"] for field in spec["schema"]["fields"]]
        table = [[row.get(column, "") for column in columns] for row in rows.get(name, [])]
        write_table(folder / f"{name}.csv", columns, table)
    return folder


def load_renderings(folder: Path, *figures: Mapping[str, str], **tables: Iterable[Row]) -> Dataset:
    """Return the dataset that `write_renderings` writes."""
    return load_dataset(write_renderings(folder / "data", figures, **tables))
