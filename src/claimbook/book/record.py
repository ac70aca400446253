"""The record that a build leaves beside its executed notebooks: what it was made from, and what came of it.

The standard library only: this answers whether anything is to do, before anything else is imported.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from claimbook import paths
from claimbook.digests import (
    digest_code,
    digest_data,
    digest_environment,
    digest_files,
    digest_lock,
    digest_root,
    digest_tree,
    digest_values,
)


@dataclass(frozen=True)
class Record:
    """`data` is the dataset's digest, `made` that of templates, code and environment, `cold` whether every page was
    executed; `pages` how many there are, `site` and `executed` what came of it, as digests.
    """

    data: str
    as_of: str
    made: str
    cold: bool = True
    pages: int = 0
    site: str = ""
    executed: str = ""


def begin_record(root: Path, data: Path, as_of: str) -> Record:
    """Return the record of a build that begins now, without what will come of it."""
    made = [digest_root(root), digest_code(), digest_lock(root), digest_environment()]
    return Record(digest_data(data), as_of, digest_values(made))


def read_record(executed: Path) -> Record | None:
    """Return the record of the build that left this folder; None where there is none that can be read."""
    try:
        given = json.loads((executed / paths.RECORD).read_text("utf-8"))
        record = Record(**{field.name: given[field.name] for field in fields(Record)})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    kinds = {field.name: type(getattr(Record("", "", ""), field.name)) for field in fields(Record)}
    return record if all(type(value) is kinds[name] for name, value in asdict(record).items()) else None


def write_record(executed: Path, record: Record) -> None:
    """Write the record into the folder of executed notebooks."""
    (executed / paths.RECORD).write_text(json.dumps(asdict(record), sort_keys=True) + "\n", "utf-8")


def digest_executed(executed: Path) -> str:
    """Return the digest of the folder of executed notebooks, but for the record itself."""
    files = (path for path in executed.rglob("*") if path != executed / paths.RECORD)
    return digest_values(digest_files(files, executed))


def find_finished(root: Path, data: Path, html: Path, executed: Path, as_of: str) -> Record | None:
    """Return the record of a finished book that would come out the same if it were built again; else None.

    The book has to be as the build left it, too.
    """
    before = read_record(executed)
    if before is None or before.as_of != as_of:
        return None
    now = begin_record(root, data, as_of)
    if (now.data, now.made) != (before.data, before.made):
        return None
    return before if (digest_tree(html), digest_executed(executed)) == (before.site, before.executed) else None
