"""Read datapackage.json: tables, columns, types, vocabularies, labels. The only module that knows its shape.

The program's own schema (schema.json) says what every dataset's descriptor must hold; a dataset may add terms to
the open vocabularies, columns of its own, and its case's texts. No table is read here.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.errors import DatasetError, Problem
from claimbook.model.findings import list_some
from claimbook.model.package import (
    fault,
    find_links,
    list_resources,
    read_package,
    refuse_created,
    refuse_id,
    refuse_signs,
    shown,
)
from claimbook.model.plain import find_fault, find_formula, find_length
from claimbook.model.vocabularies import Vocabulary, read_vocabularies

SCHEMA_NUMBER = 1
QUANTITY_COLUMNS = ("shape", "low", "high", "best", "is_stated")


@dataclass(frozen=True)
class Column:
    """One column: its `kind` says how a cell is written (id, ref, refs, term, edtf, quantity, …)."""

    name: str
    kind: str
    type: str
    title: str
    description: str
    is_required: bool = False
    vocabulary: str = ""
    refers_to: str = ""
    limits: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Table:
    """One table: where it lies in the dataset's folder, its columns in order, and its key."""

    name: str
    title: str
    description: str
    path: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def column_names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Descriptor:
    """What a dataset says of itself. `raw` is the JSON as read, to write a slice's descriptor from."""

    title: str
    description: str
    stance_towards: str
    tables: dict[str, Table]
    vocabularies: dict[str, Vocabulary]
    raw: dict[str, Any] = field(repr=False)

    def label(self, vocabulary: str, term: str) -> str:
        """Return a term's label for readers; the term itself where the vocabulary has none."""
        known = self.vocabularies[vocabulary].terms.get(term)
        return known.label if known else term


def refuse_number(number: object) -> Problem:
    """Return the problem of a schema number that this program does not read."""
    fix = f'write "claimbook_schema": {SCHEMA_NUMBER}.'
    if type(number) is int and number > SCHEMA_NUMBER:
        fix = "install a newer claimbook, which reads it."
    elif type(number) is int and 0 < number < SCHEMA_NUMBER:
        fix = "run `claimbook migrate`, which lifts the dataset and keeps it as it was beside it."
    return fault(f"claimbook_schema is {shown(number)}, this program reads {SCHEMA_NUMBER}.", fix)


@cache
def read_schema() -> dict[str, Any]:
    """Return the program's schema of datasets, as parsed JSON (do not change what comes back)."""
    schema: dict[str, Any] = json.loads(paths.SCHEMA.read_text("utf-8"))
    return schema


def read_descriptor(folder: Path) -> Descriptor:
    """Return the descriptor of the dataset in `folder`.

    Raises DatasetError that lists everything wrong with it: no file, no JSON, another schema number, a table or
    column missing, a path that leaves the folder, a closed vocabulary changed.
    """
    raw = read_package(folder / paths.DESCRIPTOR)
    problems: list[Problem] = []
    resources = list_resources(raw, problems)
    number = raw.get("claimbook_schema")
    if type(number) is not int or number != SCHEMA_NUMBER:  # true and 1.0 equal 1
        problems.append(refuse_number(number))
    for key in ("title", "description", "stance_towards"):
        if not isinstance(raw.get(key, ""), str):
            problems.append(fault(f"{key} is no text.", f'write "{key}" as a string.'))
    refuse_created(raw, problems)
    refuse_id(raw, problems)
    vocabularies = read_vocabularies(raw.get("vocabularies", {}), read_schema()["vocabularies"], problems)
    if resources is None:  # every table would be missing too, which says nothing more
        raise DatasetError(problems)
    tables = {
        name: table
        for name, spec in read_schema()["tables"].items()
        if (table := _table(name, spec, resources.get(name), problems))
    }
    _refuse_strangers(resources, problems)
    problems += find_links(folder)
    if not problems:  # what is wrong otherwise is told by its place
        refuse_signs(raw, problems)
    if problems:
        raise DatasetError(problems)
    return Descriptor(
        title=raw.get("title", ""),
        description=raw.get("description", ""),
        stance_towards=raw.get("stance_towards", ""),
        tables=tables,
        vocabularies=vocabularies,
        raw=raw,
    )


def _refuse_strangers(resources: dict[str, dict[str, Any]], problems: list[Problem]) -> None:
    known = ", ".join(read_schema()["tables"])
    strangers = sorted(set(resources) - set(read_schema()["tables"]))
    problems += list_some(
        fault(f"resource '{shown(name)}' is no table of this schema.", f"use one of {known}.") for name in strangers
    )


def _table(name: str, spec: dict[str, Any], resource: dict[str, Any] | None, problems: list[Problem]) -> Table | None:
    if resource is None:
        if spec["required"]:
            problems.append(fault(f"the table '{name}' is missing.", f"add a resource named {name}."))
        return None
    path = resource.get("path", f"{name}.csv")
    if not paths.stays_inside(path):
        problems.append(fault(f"the path '{shown(path)}' of '{name}' leaves the dataset.", f'write "{name}.csv".'))
        return None
    if wrong := find_length(path):
        problems.append(fault(f"the path of '{name}': {wrong[0]}", f'write "{name}.csv".'))
        return None
    schema = resource.get("schema")
    given = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(given, list) or not all(isinstance(f, dict) and isinstance(f.get("name"), str) for f in given):
        problems.append(fault(f"the table '{name}' names no columns.", 'add "schema": {"fields": [ … ]}.'))
        return None
    wanted = {f["name"]: f for f in spec["schema"]["fields"]}
    names = [f["name"] for f in given]
    _refuse_own(name, [column for column in names if column not in wanted], spec, problems)
    times = Counter(names)
    for column in wanted:
        if times[column] != 1:
            times_said = "is missing" if column not in times else "is named twice"
            problems.append(fault(f"the column '{column}' of '{name}' {times_said}.", "name each column once."))
    columns = tuple(read_column(wanted[f["name"]]) if f["name"] in wanted else _foreign_column(f) for f in given)
    return Table(name, spec["title"], spec["description"], path, columns, tuple(spec["schema"]["primaryKey"]))


def _refuse_own(table: str, names: list[str], spec: dict[str, Any], problems: list[Problem]) -> None:
    """Refuse a column of the dataset's own that could not be told from another, or from a typed one beside the text."""
    taken = {name for f in spec["schema"]["fields"] for name in _typed_names(f)}
    times = Counter(names)
    found = []
    for name in sorted(times):
        if not name.strip():
            found.append(fault(f"a column of '{table}' has an empty name.", "name it, or take it out."))
        elif times[name] > 1:
            found.append(fault(f"the column '{shown(name)}' of '{table}' is named twice.", "name each column once."))
        if wrong := find_fault(name) or find_formula(name) or find_length(name):
            found.append(fault(f"a column of '{table}' cannot be called so: {wrong[0]}", wrong[1]))
        if name in taken:
            message = f"the column '{shown(name)}' of '{table}' has a name that the program fills in itself."
            found.append(fault(message, "choose another name."))
    problems += list_some(found)


def _typed_names(spec: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the typed columns that stand beside a column of this kind once the table is read."""
    kind = (spec.get("claimbook") or {}).get("kind", "text")
    spans = (f"{spec['name']}_first", f"{spec['name']}_last")
    return {"edtf": spans, "quantity": QUANTITY_COLUMNS}.get(kind, ())


def read_column(spec: dict[str, Any]) -> Column:
    """Return a column as the program's schema has it."""
    rules = spec.get("claimbook") or {}
    limits = spec.get("constraints", {})
    return Column(
        name=spec["name"],
        kind=rules.get("kind", "text"),
        type=spec.get("type", "string"),
        title=spec.get("title", spec["name"]),
        description=spec.get("description", ""),
        is_required=bool(limits.get("required")),
        vocabulary=rules.get("vocabulary", ""),
        refers_to=rules.get("table", ""),
        limits=limits,
    )


def _foreign_column(spec: dict[str, Any]) -> Column:
    """Return a column of the dataset's own: text, whatever else its descriptor says of it."""
    title, description = (text if isinstance(text := spec.get(key), str) else "" for key in ("title", "description"))
    return Column(spec["name"], kind="text", type="string", title=title or spec["name"], description=description)


def make_descriptor(
    *,
    name: str,
    title: str,
    description: str = "",
    stance_towards: str = "",
    tables: list[str] | None = None,
    added_terms: dict[str, list[dict[str, str]]] | None = None,
    licenses: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Return a datapackage.json, as JSON data, with the schema's tables (all, or those named) and vocabularies."""
    schema = read_schema()
    wanted = tables if tables is not None else list(schema["tables"])
    resources = [_resource(table, schema["tables"][table], wanted) for table in schema["tables"] if table in wanted]
    vocabularies = {
        key: {
            **{k: v for k, v in spec.items() if k != "terms"},
            "terms": [*spec["terms"], *(added_terms or {}).get(key, [])],
        }
        for key, spec in schema["vocabularies"].items()
    }
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "licenses": licenses or [],
        "claimbook_schema": SCHEMA_NUMBER,
        "stance_towards": stance_towards,
        "resources": resources,
        "vocabularies": vocabularies,
    }


def _resource(name: str, spec: dict[str, Any], tables: list[str]) -> dict[str, Any]:
    schema = dict(spec["schema"])
    # A key to a table that the dataset does not have could never be checked from outside.
    keys = [k for k in schema.get("foreignKeys", []) if k["reference"]["resource"] in ("", *tables)]
    schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": spec["title"],
        "description": spec["description"],
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
