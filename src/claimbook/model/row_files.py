"""A dataset's tables as rows of text, read from its folder and written back; a table without a change keeps its bytes.

The folder is sound in structure; whoever writes into one that others read writes into a copy, and puts that in place.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.model.dataset import list_readers
from claimbook.model.descriptor import make_descriptor, read_descriptor
from claimbook.model.redacting import Redaction, Row, Tables, drop_claims, list_redactions, passages_of, redact_claims
from claimbook.model.tables import write_row


def read_rows(folder: Path) -> dict[str, list[Row]]:
    """Return the rows of each table that a dataset has. Raises DatasetError where its descriptor is not sound."""
    tables = read_descriptor(folder).tables
    return {name: _read(folder / table.path)[1] for name, table in tables.items()}


def write_rows(folder: Path, before: Tables, after: Tables) -> list[str]:
    """Write the tables whose rows are others now; return the files written. A table that a dataset did not have is
    added to its descriptor.
    """
    described = read_descriptor(folder).tables
    written = []
    for name, rows in after.items():
        if rows == before.get(name, []):
            continue
        if name not in described:
            written += [paths.DESCRIPTOR, _add_table(folder, name)]
            described = read_descriptor(folder).tables
        path = folder / described[name].path
        columns, lines = _lines_of(path)
        ending = "\r\n" if b"\r\n" in path.read_bytes() else "\n"
        cells = [tuple(row.get(column, "") for column in columns) for row in rows]
        # A row that is as it was keeps its line as it was: others quote cells that need no quotation marks.
        texts = [lines.get(row, write_row(row).removesuffix("\n")) for row in [tuple(columns), *cells]]
        path.write_text("".join(text + ending for text in texts), "utf-8", newline="")
        written.append(described[name].path)
    return list(dict.fromkeys(written))


def redact_folder(folder: Path, redactions: list[Redaction]) -> list[str]:
    """Redact claims in the dataset of a folder, where it lies, and in its readers' codings; return the files that are
    others now, from the folder. What was redacted before is left as it is.
    """
    before = read_rows(folder)
    towards = read_descriptor(folder).stance_towards
    after = redact_claims(before, redactions, towards)
    written = write_rows(folder, before, after)
    done = {redaction.claim_id for redaction in list_redactions(before)}
    claims = [redaction.claim_id for redaction in redactions if redaction.claim_id not in done]
    places = passages_of(before, claims)
    for reader in list_readers(folder / paths.READERS):
        coded = read_rows(reader)
        place = reader.relative_to(folder.resolve()).as_posix()
        left = drop_claims(coded, claims, places, read_descriptor(reader).stance_towards)
        written += [f"{place}/{name}" for name in write_rows(reader, coded, left)]
    return written


def read_redactions(folder: Path) -> list[Redaction]:
    """Return the redactions that the dataset in a folder names."""
    return list_redactions(read_rows(folder))


def _read(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        return list(reader.fieldnames or []), [dict(row) for row in reader]


def _lines_of(path: Path) -> tuple[list[str], dict[tuple[str, ...], str]]:
    """Return a table's columns, and its lines without their ends, by the cells in them."""
    columns, _ = _read(path)
    lines = path.read_text("utf-8").splitlines()
    return columns, {tuple(next(csv.reader([line]), [])): line for line in lines}


def _add_table(folder: Path, name: str) -> str:
    """Add a table without rows to a dataset, and return its file."""
    path = folder / paths.DESCRIPTOR
    text = path.read_text("utf-8")
    package: dict[str, Any] = json.loads(text)
    known = [resource["name"] for resource in package["resources"]]
    (added,) = [
        resource
        for resource in make_descriptor(name="", title="", tables=[*known, name])["resources"]
        if resource["name"] == name
    ]
    package["resources"].append(added)
    indent = next((n for n in (1, 2, 4) if text.startswith("{\n" + " " * n + '"')), None)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=indent) + "\n", "utf-8", newline="")
    columns = [field["name"] for field in added["schema"]["fields"]]
    (folder / added["path"]).write_text(write_row(columns), "utf-8", newline="")
    return str(added["path"])
