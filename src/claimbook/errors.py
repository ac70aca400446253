"""What can go wrong, said so that it can be mended. Every error carries its remedy; no printing, no exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHOWN_VALUE_LENGTH = 60
SHOWN_VALUES, SHOWN_LENGTH = 30, 600


def shorten_value(value: str, longest: int = SHOWN_VALUE_LENGTH) -> str:
    """Return a value fit for one line of a message: control characters escaped, long text cut."""
    flat = value.encode("unicode_escape").decode("ascii") if not value.isprintable() else value
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def list_values(values: Iterable[str]) -> str:
    """Return values in one line of a message, each fit for it, and cut where they are very many."""
    listed, length = list[str](), 0
    for value in values:
        length += len(shorten_value(value))
        if len(listed) == SHOWN_VALUES or length > SHOWN_LENGTH:
            return ", ".join([*listed, "…"])
        listed.append(shorten_value(value))
    return ", ".join(listed)


def as_line(text: str) -> str:
    """Return a message as one line for a terminal, which would obey the control characters of what it quotes."""
    if text.isprintable():
        return text
    signs = (sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text)
    return "".join(signs)


class ClaimbookError(Exception):
    """An error with a remedy: `message` says value and place, `fix` what to do. Both are required."""

    def __init__(self, message: str, *, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} Fix: {self.fix}"

    def __reduce__(self) -> tuple[Any, ...]:
        # A page runs in another process, and pickle knows nothing of arguments that go by name.
        return _restore_error, (type(self), self.__dict__)


def _restore_error(kind: type[ClaimbookError], state: dict[str, Any]) -> ClaimbookError:
    error = kind.__new__(kind, state["message"])
    error.__dict__.update(state)
    return error


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend in a dataset: where it is (`row` counts lines of the table, the header is 1), what, how.

    `more` says how many of the same kind follow that are not listed.
    """

    file: str
    row: int
    column: str
    message: str
    fix: str
    more: int = 0

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        more = f" And {self.more} more of this kind." if self.more else ""
        return as_line(f"{place}: {self.message} Fix: {self.fix}{more}")


class DatasetError(ClaimbookError):
    """A dataset that breaks its rules; `problems` lists them, sorted by file and row, and tells of those not listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = sum(1 + problem.more for problem in self.problems)
        super().__init__(
            f"The dataset has {count} problem{'' if count == 1 else 's'}.",
            fix="mend the lines above; `claimbook check` lists them again.",
        )

    def __str__(self) -> str:
        # A notebook shows nothing else of an error, and has no lines above.
        return f"{self.message} The first: {self.problems[0]}" if self.problems else self.message


class NotationError(ClaimbookError):
    """A value that is not written in the notation of its column."""


class PassageError(ClaimbookError):
    """A passage or a quotation that the source's text does not bear out."""


class PageError(ClaimbookError):
    """A page that cannot be planned or executed: an unknown template, parameter or key, or a cell that raised."""


class BuildError(ClaimbookError):
    """A build that cannot start or end: no templates, no place to write, a site that does not build."""
