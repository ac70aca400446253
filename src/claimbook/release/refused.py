"""What stands against a step that changes versions, a line each. No step is taken here."""

from __future__ import annotations

from collections.abc import Iterable

from claimbook.errors import DatasetError, Problem


class RefusedError(DatasetError):
    """A step that was not taken; `done` says in a word what it would have done."""

    done = "done"

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        number = len(self.problems)
        self.message = f"Not {self.done}: {number} thing{'' if number == 1 else 's'} to mend."
