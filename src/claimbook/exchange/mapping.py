"""A mapping: which column of somebody's dataset becomes what in ours. Reads and judges the YAML; touches no rows.

Every unknown key, table, column, term and transform is refused with its line, all at once, before any data is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.errors import DatasetError, shorten_value
from claimbook.exchange.dividing import Division
from claimbook.exchange.expressions import Expression, Template
from claimbook.exchange.parsing import Parser
from claimbook.exchange.yaml_text import Placed, read_yaml
from claimbook.model.descriptor import make_descriptor, read_schema

NUMBER = "1"
FORMATS = ("csv", "tsv", "json", "jsonl", "parquet")
_KEYS = {
    "claimbook_mapping": True, "name": True, "title": True, "description": False, "licenses": False, "about": False,
    "stance_towards": False, "parameters": False, "read": False, "vocabularies": False, "own_columns": False,
    "ids": False, "divisions": False, "tables": True,
}  # fmt: skip
_READ = ("format", "encoding", "delimiter", "records", "empty")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SHIPPED = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Parameter:
    """What the user says of a file that does not stand in it; `default` None where it has to be said."""

    says: str
    default: str | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowMaker:
    """One row of one of our tables, made from each row read; `when` says for which of them."""

    table: str
    number: int
    cells: Map[str, Expression]
    when: tuple[Expression, frozenset[str], bool] | None = None  # the text, the values, whether it is one of them

    @property
    def place(self) -> str:
        """What the row is called in a message."""
        return f"tables.{self.table}.{self.number}"


@dataclass(frozen=True)
class Mapping:
    """A mapping whose keys are all known. `texts` are templates of title, description and the like."""

    file: str
    texts: Map[str, Template]
    licenses: tuple[Map[str, str], ...]
    parameters: Map[str, Parameter]
    reading: Map[str, Any]
    vocabularies: Map[str, list[dict[str, str]]]
    own_columns: Map[str, dict[str, dict[str, str]]]
    makers: tuple[RowMaker, ...]
    divisions: Map[str, Division]
    placed: Placed = field(repr=False)

    def columns(self) -> set[str]:
        """Return the columns that the file must have."""
        found: set[str] = set()
        for maker in self.makers:
            for expression in maker.cells.values():
                found |= expression.columns()
            found |= maker.when[0].columns() if maker.when else set()
        return found

    def descriptor(self, given: Map[str, str]) -> dict[str, Any]:
        """Return the datapackage.json of what is imported, as JSON data."""
        said = {name: template.bind({}, given)([]) for name, template in self.texts.items()}
        package = make_descriptor(
            name=said["name"],
            title=said["title"],
            description=said.get("description", ""),
            stance_towards=said.get("stance_towards", ""),
            added_terms=dict(self.vocabularies),
            licenses=[dict(one) for one in self.licenses],
        )
        for resource in package["resources"]:
            own = self.own_columns.get(resource["name"], {})
            fields = [_own_field(name, spec) for name, spec in own.items()]
            resource["schema"] = {**resource["schema"], "fields": [*resource["schema"]["fields"], *fields]}
        return package


def _own_field(name: str, spec: dict[str, str]) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "type": "string", "title": spec.get("title", name)}
    described["description"] = spec.get("description", "")
    if spec.get("published", "yes") == "no":
        described["claimbook"] = {"published": False}
    return described


def list_shipped() -> list[str]:
    """Return the names of the mappings that ship with the program."""
    return sorted(path.stem for path in paths.MAPPINGS.glob("*.yml"))


def read_mapping(name: str) -> Mapping:
    """Return the mapping in a file, or the one that ships under this name; raises DatasetError with every problem."""
    shipped = paths.MAPPINGS / f"{name}.yml"
    is_shipped = bool(_SHIPPED.fullmatch(name)) and shipped.is_file()
    path = shipped if is_shipped else Path(name)
    return make_mapping(read_yaml(path, shorten_value(path.name)))


def make_mapping(placed: Placed) -> Mapping:
    """Return the mapping that a parsed file holds; raises DatasetError with every problem."""
    data = placed.data
    if not isinstance(data, dict):
        placed.fault((), "it is no mapping.", "begin it with: claimbook_mapping: 1")
        raise DatasetError(placed.problems)
    _judge_keys(placed, data)
    parser = Parser(placed)
    texts = {
        key: parser.template((key,), data[key])
        for key in ("name", "title", "description", "about", "stance_towards")
        if key in data
    }
    own = _read_own_columns(placed, parser.table((), data, "own_columns"))
    makers = _read_makers(parser, parser.table((), data, "tables"), own)
    parameters = _read_parameters(parser, parser.table((), data, "parameters"))
    licenses = _read_listed(parser, ("licenses",), data.get("licenses", []), ("name", "title", "path"))
    made = Mapping(
        placed.file, texts, tuple(licenses), parameters, _read_reading(parser, parser.table((), data, "read")),
        _read_terms(parser, data), own, tuple(makers), parser.divisions, placed,
    )  # fmt: skip
    _judge_parameters(placed, made)
    if placed.problems:
        raise DatasetError(placed.problems)
    return made


def _judge_keys(placed: Placed, data: dict[str, Any]) -> None:
    for key in data:
        if key not in _KEYS:
            placed.fault((key,), "no mapping has this key.", f"use {', '.join(_KEYS)}.")
    for key, is_required in _KEYS.items():
        if is_required and key not in data:
            placed.fault((key,), "the key is missing.", f"write '{key}:' and what belongs to it.")
    if data.get("claimbook_mapping", NUMBER) != NUMBER:
        fix = f"write claimbook_mapping: {NUMBER}"
        placed.fault(("claimbook_mapping",), "this program reads another number.", fix)


def _read_own_columns(placed: Placed, data: dict[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table, columns in data.items():
        path = ("own_columns", table)
        if table not in read_schema()["tables"] or not isinstance(columns, dict):
            placed.fault(path, "it is no table with columns.", f"use {', '.join(read_schema()['tables'])}.")
            continue
        for name, spec in columns.items():
            is_known = isinstance(spec, dict) and set(spec) <= {"title", "description", "published"}
            if not is_known or not all(isinstance(text, str) for text in spec.values()):
                fix = "give it title, description, and published: no where it is for coders only."
                placed.fault((*path, name), "the column is not described.", fix)
            elif not _NAME.fullmatch(name):
                placed.fault((*path, name), "it is no name of a column.", "use a-z, 0-9 and _, a letter first.")
            elif spec.get("published", "yes") not in ("yes", "no"):
                placed.fault((*path, name, "published"), "it is neither yes nor no.", "write yes or no.")
            else:
                found.setdefault(table, {})[name] = spec
    return found


def _read_makers(parser: Parser, data: dict[str, Any], own: dict[str, Any]) -> list[RowMaker]:
    placed, schema = parser.placed, read_schema()["tables"]
    makers: list[RowMaker] = []
    for table, rows in data.items():
        if table not in schema:
            placed.fault(("tables", table), "there is no such table.", f"use {', '.join(schema)}.")
            continue
        fields = {f["name"]: bool(f.get("constraints", {}).get("required")) for f in schema[table]["schema"]["fields"]}
        listed = rows if isinstance(rows, list) else [rows]
        for number, row in enumerate(listed, 1):
            path = ("tables", table, str(number)) if isinstance(rows, list) else ("tables", table)
            if isinstance(row, dict):
                makers.append(
                    _read_maker(parser, path, number, row, {**fields, **dict.fromkeys(own.get(table, {}), False)})
                )
            else:
                placed.fault(path, "it is no row.", "write 'column: value' lines, or a list of such rows.")
    made = {maker.table for maker in makers}
    for table in ("sources", "passages", "actors", "claims"):
        if table not in data:
            placed.fault(("tables", table), "no row is made for this table.", f"every dataset needs {table}.")
    # Tables whose rows others name are written first: their order is the schema's.
    order = list(schema)
    return sorted((m for m in makers if m.table in made), key=lambda maker: (order.index(maker.table), maker.number))


def _read_maker(
    parser: Parser, path: tuple[str, ...], number: int, row: dict[str, Any], fields: dict[str, bool]
) -> RowMaker:
    placed = parser.placed
    for name in row:
        if name not in fields and name != "when":
            placed.fault((*path, name), "the table has no such column.", f"use {', '.join(fields)}, or when.")
    for name, is_required in fields.items():
        if is_required and name not in row:
            placed.fault((*path, name), "the column is missing.", "say what it becomes: it is required.")
    cells = {name: parser.expression((*path, name), row[name]) for name in row if name in fields}
    when = parser.condition((*path, "when"), row["when"]) if "when" in row else None
    return RowMaker(path[1], number, cells, when)


def _read_parameters(parser: Parser, data: dict[str, Any]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for name, spec in data.items():
        path = ("parameters", name)
        parser.only_keys(path, spec, ("says", "default", "one_of"))
        if not _NAME.fullmatch(name):
            parser.placed.fault(path, "it is no name of a parameter.", "use a-z, 0-9 and _, a letter first.")
        if isinstance(spec, dict):
            allowed = spec.get("one_of", [])
            texts = tuple(map(str, allowed)) if isinstance(allowed, list) else (str(allowed),)
            default = spec.get("default")
            found[name] = Parameter(str(spec.get("says", "")), None if default is None else str(default), texts)
    return found


def _read_reading(parser: Parser, data: dict[str, Any]) -> dict[str, Any]:
    parser.only_keys(("read",), data, _READ)
    if data.get("format", "csv") not in FORMATS:
        parser.placed.fault(("read", "format"), "it is no format.", f"use {', '.join(FORMATS)}.")
    empty = data.get("empty", [])
    return {**data, "empty": frozenset(map(str, empty if isinstance(empty, list) else [empty]))}


def _read_terms(parser: Parser, data: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    vocabularies = read_schema()["vocabularies"]
    found: dict[str, list[dict[str, str]]] = {}
    for name, terms in parser.table((), data, "vocabularies").items():
        path = ("vocabularies", name)
        if name not in vocabularies or vocabularies[name]["closed"]:
            listed = ", ".join(key for key, spec in vocabularies.items() if not spec["closed"])
            parser.placed.fault(path, "terms cannot be added to it.", f"use {listed}.")
        else:
            found[name] = _read_listed(parser, path, terms, ("name", "label", "definition"))
    return found


def _read_listed(parser: Parser, path: tuple[str, ...], data: Any, keys: tuple[str, ...]) -> list[dict[str, str]]:
    if not isinstance(data, list):
        parser.placed.fault(path, "it is no list.", f"write a list of rows with {', '.join(keys)}.")
        return []
    found = []
    for number, spec in enumerate(data, 1):
        place = (*path, str(number))
        parser.only_keys(place, spec, keys)
        if isinstance(spec, dict) and all(isinstance(text, str) for text in spec.values()):
            for key in keys if path[0] == "vocabularies" else ("name",):
                if not spec.get(key):
                    parser.placed.fault(place, f"it has no {key}.", f"write {', '.join(keys)}.")
            found.append(spec)
    return found


def _judge_parameters(placed: Placed, made: Mapping) -> None:
    expressions = [e for maker in made.makers for e in maker.cells.values()]
    expressions += [maker.when[0] for maker in made.makers if maker.when]
    named = {name for e in [*expressions, *made.texts.values()] for name in e.parameters()}
    for name in sorted(named - set(made.parameters)):
        placed.fault(("parameters", name), "a template names it, and it is not described.", "add it to parameters.")
    for key, template in made.texts.items():
        if template.columns():
            placed.fault((key,), "it names a column.", "name parameters only: {$name}.")
