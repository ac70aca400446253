"""Read a template notebook and the rules in its metadata, and refuse what is not written as they are.

Which pages follow from the rules is not known here; nor is any row of a table read, only what columns there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from claimbook import paths
from claimbook.errors import PageError, shorten_value
from claimbook.model.slices import KINDS

# A slice of one row's claims, and the table whose row it is.
_ROW_SLICES = {"source": "sources", "incident": "incidents"}
_NEEDED = ("table", "parameter", "title", "folder")


@dataclass(frozen=True)
class OnePer:
    """One page for each row of a table, if the row has the values of `where`."""

    table: str
    parameter: str
    title: str
    folder: str
    where: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """What a template says of its pages: their slice, the tables without which it is left out, what each is one of."""

    slice_kind: str = "whole"
    needs: tuple[str, ...] = ()
    one_per: OnePer | None = None


def read_template(path: Path) -> nbformat.NotebookNode:
    """Return a template notebook. Raises PageError where there is none, or none that can be read."""
    try:
        if path.exists() and not path.is_file():
            raise PageError(f"{path.name} is no file.", fix="put a notebook there.")
        notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
        return notebook
    except PageError:
        raise
    except FileNotFoundError as cause:
        fix = f"add it, or take it out of {paths.CONTENTS}."
        raise PageError(f"There is no page '{path.with_suffix('').name}' (.ipynb or .md).", fix=fix) from cause
    except Exception as cause:
        raise PageError(
            f"{path.name} is no notebook: {type(cause).__name__}.", fix="save it again in Jupyter."
        ) from cause


def read_rules(path: Path, frames: Mapping[str, pd.DataFrame]) -> Rules:
    """Return a template's rules. Raises PageError for an unknown key, a value of another type, an unknown column."""
    given = read_template(path).metadata.get("claimbook", {})
    if not isinstance(given, dict):
        raise _fault(path, f"'claimbook' is {_shown(given)}, no object", 'write {"slice": "whole"}.')
    _refuse_keys(path, given, ("one_per", "slice", "needs"), "its metadata has")
    kind, needs = given.get("slice", "whole"), given.get("needs", [])
    if kind not in KINDS:
        raise _fault(path, f"its metadata has the slice {_shown(kind)}", f"use one of {', '.join(KINDS)}.")
    if not isinstance(needs, list):
        raise _fault(path, f"'needs' is {_shown(needs)}, no list", 'write a list of tables: ["figures"].')
    for table in needs:
        if not isinstance(table, str) or table not in frames:
            raise _fault(path, f"it needs a table {_shown(table)}", "name a table of the schema in 'needs'.")
    one_per = _read_one_per(path, given["one_per"], frames) if "one_per" in given else None
    if kind in _ROW_SLICES and (one_per is None or one_per.table != _ROW_SLICES[kind]):
        raise _fault(path, f"the slice '{kind}' is of one row", f"give one_per with the table {_ROW_SLICES[kind]}.")
    return Rules(kind, tuple(needs), one_per)


def _read_one_per(path: Path, given: object, frames: Mapping[str, pd.DataFrame]) -> OnePer:
    if not isinstance(given, dict):
        raise _fault(path, f"one_per is {_shown(given)}, no object", f"give {', '.join(_NEEDED)}.")
    _refuse_keys(path, given, (*_NEEDED, "where"), "one_per has")
    for key in _NEEDED:
        if key not in given:
            raise _fault(path, f"one_per has no '{key}'", f"give {', '.join(_NEEDED)}.")
        if not isinstance(given[key], str) or not given[key]:
            raise _fault(path, f"one_per.{key} is {_shown(given[key])}", "write it as text.")
    where = given.get("where", {})
    if not isinstance(where, dict) or not all(isinstance(value, str) for value in where.values()):
        raise _fault(path, f"one_per.where is {_shown(where)}", 'write {"column": "value"}, both of them text.')
    if given["table"] not in frames:
        message = f"one_per names the table '{shorten_value(given['table'])}'"
        raise _fault(path, message, f"use one of {', '.join(frames)}.")
    for column in (given["title"], *where):
        if column not in frames[given["table"]]:
            message = f"one_per: '{shorten_value(column)}' is no column of {given['table']}"
            raise _fault(path, message, "name a column of the table in title and where.")
    if not paths.stays_inside(given["folder"]):
        message = f"one_per.folder '{shorten_value(given['folder'])}' leaves the book"
        raise _fault(path, message, "name a folder below the book's, as in book/sources.")
    return OnePer(**{**given, "where": dict(where)})


def _refuse_keys(path: Path, given: dict[str, Any], known: tuple[str, ...], what: str) -> None:
    unknown = sorted(set(map(str, given)) - set(known))
    if unknown:
        raise _fault(path, f"{what} the key '{shorten_value(unknown[0])}'", f"use only {', '.join(known)}.")


def _fault(path: Path, message: str, fix: str) -> PageError:
    return PageError(f"{path.name}: {message}.", fix=fix)


def _shown(value: object) -> str:
    return f"'{shorten_value(value if isinstance(value, str) else repr(value))}'"
