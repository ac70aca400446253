"""Turn what a mapping's YAML says of a cell into an expression. Keeps its place in the file; knows no tables."""

from __future__ import annotations

import re
from typing import Any

from claimbook.errors import list_values, shorten_value
from claimbook.exchange.dividing import Divided, Division
from claimbook.exchange.expressions import (
    Expression,
    First,
    Identifier,
    Interval,
    Match,
    Range,
    Template,
    parse_template,
)
from claimbook.exchange.identifiers import MAX_PREFIX, PREFIX
from claimbook.exchange.yaml_text import Placed

_EMPTY = Template(("",))
MOST_CLAIMS = 2000  # of one source: `check` tells of more
_SUFFIX = re.compile("[a-z0-9]{1,12}")
# Each form of a cell, with its keys: those that it must have, then those that it may have.
_FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "id": (("id",), ("suffix",)),
    "range": (("range",), ()),
    "interval": (("interval",), ()),
    "first": (("first",), ()),
    "match": (("match", "cases"), ("otherwise",)),
    "divided": (("divided", "cases"), ()),
}
_FORM_REMEDY = f"write a text with {{columns}}, or one of {', '.join(_FORMS)}."


class Parser:
    """Parses the cells of one mapping; what is wrong goes to `placed`."""

    def __init__(self, placed: Placed) -> None:
        self.placed = placed
        self.ids = self._read_ids()
        self.divisions = self._read_divisions()

    def table(self, path: tuple[str, ...], data: dict[str, Any], key: str) -> dict[str, Any]:
        """Return what stands under a key as a dict; none where it is missing."""
        found = data.get(key) or {}
        if isinstance(found, dict):
            return found
        self.placed.fault((*path, key), "it is no group of keys.", "write 'name: value' lines under it.")
        return {}

    def only_keys(self, path: tuple[str, ...], data: Any, keys: tuple[str, ...]) -> None:
        """Refuse every key but these, and what has no keys."""
        if not isinstance(data, dict):
            self.placed.fault(path, "it is no group of keys.", f"use {', '.join(keys)}.")
            return
        for key in data:
            if key not in keys:
                self.placed.fault((*path, key), "there is no such key here.", f"use {', '.join(keys)}.")

    def template(self, path: tuple[str, ...], data: Any) -> Template:
        """Return a template; an empty one where there is something wrong with it."""
        if isinstance(data, str):
            try:
                return parse_template(" ".join(data.split()) if path[0] != "about" else data)
            except ValueError as cause:
                self.placed.fault(path, f"{cause}.", "mend what stands between the braces.")
        else:
            self.placed.fault(path, "it is no text.", "write a text with {columns} in it.")
        return _EMPTY

    def expression(self, path: tuple[str, ...], data: Any) -> Expression:
        """Return the expression that a cell is."""
        if isinstance(data, str):
            return self.template(path, data)
        form = next((name for name in _FORMS if isinstance(data, dict) and name in data), "")
        if not form:
            self.placed.fault(path, f"'{shorten_value(str(data))}' is no value.", _FORM_REMEDY)
            return _EMPTY
        needed, more = _FORMS[form]
        self.only_keys(path, data, (*needed, *more))
        for key in needed:
            if key not in data:
                self.placed.fault(path, f"'{form}' has no '{key}'.", f"add {key}.")
                return _EMPTY
        made: Expression = getattr(self, f"_{form}")(path, data)
        return made

    def condition(self, path: tuple[str, ...], data: Any) -> tuple[Expression, frozenset[str], bool] | None:
        """Return for which rows a row is made: the text, the values, and whether it must be one of them."""
        self.only_keys(path, data, ("value", "is", "is_not"))
        if not isinstance(data, dict) or "value" not in data or ("is" in data) == ("is_not" in data):
            self.placed.fault(path, "it is no condition.", "write value, and either is or is_not with a list.")
            return None
        values = data["is"] if "is" in data else data["is_not"]
        listed = values if isinstance(values, list) else [values]
        return self.expression((*path, "value"), data["value"]), frozenset(map(str, listed)), "is" in data

    def _read_ids(self) -> dict[str, Identifier]:
        found: dict[str, Identifier] = {}
        for name, spec in self.table((), self.placed.data, "ids").items():
            path = ("ids", name)
            self.only_keys(path, spec, ("prefix", "from"))
            if not isinstance(spec, dict) or "prefix" not in spec or "from" not in spec:
                self.placed.fault(path, "it is no id.", "write prefix and from.")
                continue
            prefix = str(spec["prefix"])
            if not PREFIX.fullmatch(prefix) or len(prefix) > MAX_PREFIX:
                fix = f"use a-z, 0-9 and single hyphens, a letter first, at most {MAX_PREFIX} signs."
                self.placed.fault((*path, "prefix"), f"'{shorten_value(prefix)}' is no prefix.", fix)
                prefix = "x"
            listed = spec["from"] if isinstance(spec["from"], list) else [spec["from"]]
            parts = tuple(self.expression((*path, "from"), part) for part in listed)
            found[name] = Identifier(prefix, parts)
        return found

    def _read_divisions(self) -> dict[str, Division]:
        found: dict[str, Division] = {}
        for name, spec in self.table((), self.placed.data, "divisions").items():
            path = ("divisions", name)
            self.only_keys(path, spec, ("steps", "most"))
            steps = spec.get("steps") if isinstance(spec, dict) else None
            if not isinstance(steps, dict) or len(steps) < 2:
                self.placed.fault(
                    path, "it has no steps.", "write steps with two or more 'name: text' lines, coarse first."
                )
                continue
            most = str(spec.get("most", MOST_CLAIMS))
            if not most.isdecimal() or not 0 < int(most) < 10**9:
                self.placed.fault((*path, "most"), f"'{shorten_value(most)}' is no number.", "write how many records.")
                continue
            bound = [(step, self.expression((*path, "steps", step), text)) for step, text in steps.items()]
            found[name] = Division(tuple(bound), int(most))
        return found

    def _divided(self, path: tuple[str, ...], data: dict[str, Any]) -> Expression:
        named = data["divided"]
        division = self.divisions.get(named) if isinstance(named, str) else None
        if division is None:
            fix = f"use one of divisions: {list_values(self.divisions) or 'none is given yet'}."
            self.placed.fault((*path, "divided"), f"there is no division '{shorten_value(str(named))}'.", fix)
            return _EMPTY
        cases = data["cases"] if isinstance(data["cases"], dict) else {}
        if list(cases) != division.names:
            fix = f"write a case for each step, in their order: {list_values(division.names)}."
            self.placed.fault((*path, "cases"), "they are not the steps of the division.", fix)
            return _EMPTY
        return Divided(division, {name: self.expression((*path, "cases", name), part) for name, part in cases.items()})

    def _id(self, path: tuple[str, ...], data: dict[str, Any]) -> Expression:
        suffix = str(data.get("suffix", ""))
        if suffix and not _SUFFIX.fullmatch(suffix):
            self.placed.fault((*path, "suffix"), "it is no suffix.", "use 1 to 12 of a-z and 0-9.")
            suffix = ""
        named = self.ids.get(data["id"]) if isinstance(data["id"], str) else None
        if named is None:
            fix = f"use one of ids: {list_values(self.ids) or 'none is given yet'}."
            self.placed.fault((*path, "id"), f"there is no id '{shorten_value(str(data['id']))}'.", fix)
            return _EMPTY
        return Identifier(named.prefix, named.sources, suffix)

    def _range(self, path: tuple[str, ...], data: dict[str, Any]) -> Expression:
        ends = self._members((*path, "range"), data["range"], ("low", "best", "high"))
        return Range(ends["low"], ends["best"], ends["high"])

    def _interval(self, path: tuple[str, ...], data: dict[str, Any]) -> Expression:
        ends = self._members((*path, "interval"), data["interval"], ("from", "to"))
        return Interval(ends["from"], ends["to"])

    def _members(self, path: tuple[str, ...], data: Any, keys: tuple[str, ...]) -> dict[str, Expression]:
        self.only_keys(path, data, keys)
        given = data if isinstance(data, dict) else {}
        return {key: self.expression((*path, key), given.get(key, "")) for key in keys}

    def _first(self, path: tuple[str, ...], data: dict[str, Any]) -> Expression:
        if not isinstance(data["first"], list) or not data["first"]:
            self.placed.fault((*path, "first"), "it is no list.", "write a list of texts.")
            return _EMPTY
        members = enumerate(data["first"], 1)
        return First(tuple(self.template((*path, "first", str(number)), member) for number, member in members))

    def _match(self, path: tuple[str, ...], data: dict[str, Any]) -> Expression:
        if not isinstance(data["cases"], dict) or not data["cases"]:
            self.placed.fault((*path, "cases"), "there are no cases.", "write 'text: value' lines under it.")
            return _EMPTY
        cases = {case: self.expression((*path, "cases", case), part) for case, part in data["cases"].items()}
        otherwise = self.expression((*path, "otherwise"), data["otherwise"]) if "otherwise" in data else None
        return Match(self.expression((*path, "match"), data["match"]), cases, otherwise)
