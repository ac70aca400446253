"""Problems as they are found: all are counted, and of each kind so many are kept as a reader can use. No checking.

A script that went astray leaves a fault in every row. A million lines that say the same help nobody, and do not fit
into memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

from claimbook.errors import Problem

# Problems of one kind (one file, one column, one remedy) that are listed; the last of them tells of the others.
MOST = 1000


def list_some(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problems of one kind, whatever place each names; the last of them tells how many follow."""
    kept: list[Problem] = []
    more = 0
    for problem in problems:
        if len(kept) < MOST:
            kept.append(problem)
        else:
            more += 1 + problem.more
    return [*kept[:-1], replace(kept[-1], more=kept[-1].more + more)] if more else kept


class Findings:
    """The problems of a dataset. `places` has the row of every one of them, listed or not, by file and column."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.places: dict[tuple[str, str], array[int]] = {}
        self._kinds: dict[tuple[str, str, str], list[Problem]] = {}
        self._more: dict[tuple[str, str, str], int] = {}
        self.extend(problems)

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems, each kind in the order of its rows."""
        for problem in problems:
            kind = (problem.file, problem.column, problem.fix)
            listed = self._kinds.setdefault(kind, [])
            if len(listed) < MOST:
                listed.append(problem)
            else:
                self._more[kind] = self._more.get(kind, 0) + 1 + problem.more
            self.places.setdefault(kind[:2], array("q")).append(problem.row)

    def merge(self, other: Findings) -> None:
        """Add what others hold, of kinds that this one does not have yet."""
        self._kinds |= other._kinds
        self._more |= other._more
        self.places |= other.places

    def rows(self, file: str) -> set[int]:
        """Return the rows of a file that have a problem."""
        return {row for (name, _), rows in self.places.items() if name == file for row in rows}

    def listed(self) -> list[Problem]:
        """Return the problems to list; where more of a kind were found, the last of it says how many."""
        found = [problem for problems in self._kinds.values() for problem in problems]
        if not self._more:
            return found
        last = {id(self._kinds[kind][-1]): more for kind, more in self._more.items()}
        return [replace(p, more=p.more + last[id(p)]) if id(p) in last else p for p in found]
