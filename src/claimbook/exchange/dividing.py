"""Divide a collection into sources none of which is too large: the coarsest step that stays within a number of records.

How many records there are of each part is only known when all were seen: a file whose mapping divides is read twice,
the first time for this alone. Memory holds a number for each part of each step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimbook.exchange.expressions import Expression, Row, Value
from claimbook.exchange.transforms import RowError

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Division:
    """Steps from coarse to fine, each a name and what tells its parts apart, and how many records a part may have."""

    steps: tuple[tuple[str, Expression], ...]
    most: int
    rows: list[Callable[[], Iterable[Row]]] = field(default_factory=list, compare=False, repr=False)
    counts: Counter[Keys] = field(default_factory=Counter, compare=False, repr=False)

    @property
    def names(self) -> list[str]:
        """The names of the steps."""
        return [name for name, _ in self.steps]

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> list[Value]:
        """Return the functions from a row to its part in each step."""
        return [expression.bind(places, given) for _, expression in self.steps]

    def count(self, keys: list[Value]) -> Counter[Keys]:
        """Return how many records each part of each step has; they are read when this is asked first, and only then.

        A record whose part cannot be read is left out: it is rejected when it is taken.
        """
        while self.rows:
            for row in self.rows.pop()():
                try:
                    parts = tuple([key(row) for key in keys])
                except RowError:
                    continue
                self.counts.update([parts[:step] for step in range(1, len(parts) + 1)])
        return self.counts

    def tell(self) -> list[str]:
        """Return what was divided, a line for each step at which anything was; nothing where nothing was counted."""
        lines = []
        for step, (name, finer) in enumerate(zip(self.names, [*self.names[1:], ""], strict=True), 1):
            large = [
                parts for parts, count in self.counts.items()
                if len(parts) == step and count > self.most and all(self._is_divided(parts[:n]) for n in range(1, step))
            ]  # fmt: skip
            if large:
                so = f"divided by {finer}" if finer else "not divided further"
                lines.append(f"{name}: {len(large)} with more than {self.most:,} records, {so}.")
        return lines

    def _is_divided(self, parts: Keys) -> bool:
        return self.counts[parts] > self.most


@dataclass(frozen=True)
class Divided(Expression):
    """What a cell is by the step at which a record's part is small enough."""

    division: Division
    cases: Mapping[str, Expression] = field(hash=False)

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        for name, expression in self.division.steps:
            yield expression
            yield self.cases[name]

    def outcomes(self) -> Iterator[Expression]:
        """Yield the expressions of which one becomes the cell."""
        for part in self.cases.values():
            yield from part.outcomes()

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell; its first call has all records counted."""
        division = self.division
        keys = division.bind(places, given)
        values = [self.cases[name].bind(places, given) for name in division.names]

        def choose(row: Row) -> str:
            counts = division.count(keys)
            parts = tuple([key(row) for key in keys])
            steps = range(1, len(parts))
            step = next((step for step in steps if counts[parts[:step]] <= division.most), len(parts))
            return values[step - 1](row)

        return choose
