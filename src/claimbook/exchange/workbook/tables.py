"""A dataset's tables as rows of text, and the digest by which a table is known again. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from claimbook.errors import DatasetError
from claimbook.model.descriptor import Descriptor, Table
from claimbook.model.findings import Findings
from claimbook.model.tables import read_table, write_row

Rows = list[list[str]]


def read_rows(folder: Path, descriptor: Descriptor) -> dict[str, Rows]:
    """Return every table's rows, in the columns of the descriptor, whatever the cells hold.

    Raises DatasetError for tables that cannot be read. Rules are not asked: a spreadsheet is where faults are mended.
    """
    found: dict[str, Rows] = {}
    findings = Findings()
    for name, table in descriptor.tables.items():
        columns, wrong = read_table(folder / table.path, table.path, table.column_names)
        findings.merge(wrong)
        found[name] = [list(row) for row in zip(*(cells.texts().tolist() for cells in columns), strict=True)]
    if findings:
        raise DatasetError(findings.listed())
    return found


def digest_rows(table: Table, rows: Iterable[Sequence[str]]) -> str:
    """Return the digest of a table's columns and rows, however its file is written."""
    digest = sha256(write_row(table.column_names).encode())
    for row in rows:
        digest.update(write_row(row).encode())
    return digest.hexdigest()
