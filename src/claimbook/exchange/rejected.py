"""What `rejected.csv` is: its name, its own columns, and its cells, which no spreadsheet runs and the importer reads.

Rejected cells are anybody's, and the file is made to be opened and mended. So what begins as a formula has one
apostrophe more in front, and what reads the file takes one away: every cell comes back as it was. No files here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from claimbook.model.plain import FORMULA_SIGNS

REJECTED = "rejected.csv"
ROW, REASON = "claimbook_row", "claimbook_reason"

# Where a cell begins, also for a program that parts rows at semicolons or tabs, as spreadsheets of many countries do.
_PARTS = r";\t\r\n"
# What some program passes over in front of a formula: white space, control characters, signs that nobody sees; and
# apostrophes, so that a cell which has one is told from a cell that was given one. Nothing of `_PARTS`, after which a
# cell begins anew: so each sign is passed once.
_PASSED = r"' \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_SIGNS = re.escape("".join(sorted(FORMULA_SIGNS)))
_NUMBER = rf"'*[+-][0-9]+(?:\.[0-9]+)?(?:[{_PARTS}]|\Z)"
# A tab or a line break is a risk as the first sign of a cell (OWASP, "CSV injection").
_RISKY = rf"(?:\A|(?<=[{_PARTS}]))(?!{_NUMBER})(?=[{_PASSED}]*[{_SIGNS}]|\A'*[\t\r\n])"
# Neither of the two depends on how many apostrophes stand there, so each undoes the other.
_UNGUARDED = re.compile(_RISKY)
_GUARDED = re.compile(f"{_RISKY}'")


def guard(cell: str) -> str:
    """Return a cell as `rejected.csv` holds it: an apostrophe stands before what a spreadsheet would run."""
    return _UNGUARDED.sub("'", cell)


def unguard(cell: str) -> str:
    """Return the cell that `guard` was given."""
    return _GUARDED.sub("", cell) if "'" in cell else cell


def guard_row(row: Iterable[str]) -> list[str]:
    """Return a row of `rejected.csv`, its header included."""
    return list(map(guard, row))


def unguard_row(row: Iterable[str]) -> list[str]:
    """Return the row that `guard_row` was given."""
    return list(map(unguard, row))


def is_rejected(header: Collection[str]) -> bool:
    """Whether a file with this header is a `rejected.csv`, whatever it is called now."""
    return ROW in header and REASON in header
