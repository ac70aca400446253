"""What a rule of the auditor is, what it is given, and when two bounds contradict each other. No rule stands here.

A rule is one function, and its docstring is the rule, as it is in the checks of a dataset. A finding names its claims
in neutral words: figures differ *from* each other, and none of them is put right. Bounds by convention (`dozens`) and
"about" contradict nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from claimbook.analysis.comparability import Comparer
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.analysis.tallies import add_tallies
from claimbook.model.dataset import Dataset
from claimbook.model.each import each_row
from claimbook.model.quantities import Quantity, format_quantity, parse_quantity

# What rules look at of a figure: of a million figures every further column costs ten megabytes and a second.
COLUMNS = (
    "figure_id", "claim_id", "source_id", "source_title", "origin_id", "origin", "asserted", "measure", "measure_label",
    "unit", "modality", "shape", "part_of", "per", "counting", "counted", "status", "party_id", "group", "quantity",
    "division", "given_out", "numeral", "scope", "tally_id",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What a rule found: its sentence, the claims that it is about, and what tells this finding from others."""

    text: str
    claim_ids: tuple[str, ...]


class Audited:
    """A dataset as the rules see it: its figures with their tallies, and what each of them counts."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.figures = add_tallies(dataset)
        self.comparer = Comparer(dataset)

    @cached_property
    def rows(self) -> dict[str, Any]:
        """Every figure, by its id."""
        return {row.figure_id: row for row in each_row(self.figures, COLUMNS)}

    @cached_property
    def parts(self) -> dict[str, list[Any]]:
        """For each whole, the figures that are parts of it and no shares, as coded."""
        found: dict[str, list[Any]] = {}
        for row in self.rows.values():
            if row.part_of and row.shape != "share":
                found.setdefault(row.part_of, []).append(row)
        return found

    @cached_property
    def scopes(self) -> dict[str, Scope]:
        """What each figure counts."""
        return figure_scopes(self.dataset)


Rule = Callable[[Audited], Iterator[Finding]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Add a rule to those that are applied and the page prints."""
    RULES.append(function)
    return function


def bounds(row: Any) -> Quantity:
    """Return a figure's bounds."""
    return parse_quantity(row.quantity)


def can_be_equal(one: Quantity, other: Quantity) -> bool:
    """Whether one number can be what both say; bounds that are not stated exclude nothing."""
    if not (one.is_stated and other.is_stated):
        return True
    if one.members or other.members:
        first, second = (one, other) if one.members else (other, one)
        return any(second.allows(member) for member in first.members)
    highs = [quantity.high for quantity in (one, other) if quantity.high is not None]
    lows = [quantity.low for quantity in (one, other) if quantity.low is not None]
    return not (highs and lows) or max(lows) <= min(highs)


def said(row: Any) -> str:
    """Return a figure's number in words: "at least 973"."""
    return format_quantity(row.quantity)


def claims_of(*rows: Any) -> tuple[str, ...]:
    """Return the claims of some figures, each once."""
    return tuple(dict.fromkeys(row.claim_id for row in rows))


def title_of(check: Rule) -> str:
    """Return a rule's name in words: `parts_fit_their_whole` is "Parts fit their whole"."""
    return check.__name__.replace("_", " ").capitalize()
