"""What a figure counts, as one value that can be compared: who, by whom, where, on which days, in what manner.

Two figures have one scope only where all of it agrees. A scope says no more than the words: a blank is "not said".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from claimbook.analysis.figures import BETWEEN, NO_DAYS, without_gloss
from claimbook.analysis.memory import once
from claimbook.analysis.tallies import add_tallies
from claimbook.model.dataset import Dataset
from claimbook.model.dates import OPEN, format_date, parse_date
from claimbook.model.each import each_row

# Of what kind the parts are into which an origin divides its totals.
BY_VICTIM, BY_PERPETRATOR = "victim", "perpetrator"
_COLUMNS = (
    "figure_id", "measure", "unit", "counted", "status", "group", "party_id", "by_id", "place_id", "period_first",
    "period_last", "counting", "counted_to_last", "given_out", "asserted_last", "per", "modality", "origin_id",
    "incident_id",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What a figure counts. `first` and `last` bound its days; `divided` says how its origin divides such totals.

    `is_running` tells, where no first day is said, a tally that is added to from a number for some days: a day's dead
    are not those until that day. Where the first day is said, the days themselves tell.
    """

    measure: str
    unit: str
    counted: str
    status: str
    group: str
    party_id: str
    by_id: str
    place_id: str
    first: date | None
    last: date | None
    is_snapshot: bool
    per: str
    modality: str
    divided: frozenset[str] = frozenset()
    incident_id: str = ""
    is_running: bool = False


@once
def figure_scopes(dataset: Dataset) -> dict[str, Scope]:
    """Return the scope of each figure, by its id.

    A running tally ends on its cut-off, or where none is said on the day by which it was given out, and so does any
    figure whose last day is not said: nobody counts what comes later. So all renderings of one tally that agree on the
    rest have one scope, and numbers given out months apart have two.
    """
    figures = add_tallies(dataset)
    divided = _divisions(figures)
    return {row.figure_id: _scope(row, divided) for row in each_row(figures, _COLUMNS)}


def days_in_words(figures: Iterable[Any], scope: Scope) -> str:
    """Return the days of figures of one scope (`days`, `period`): as all of them say them, else those that bound them.

    "Since 6 March", said on the 8th, and "6 to 8 March" bound the same days: together they are neither open nor closed.
    """
    rows = list(figures)
    if len({row.days for row in rows}) == 1:
        return str(rows[0].days)
    ends = [day.isoformat() if day else OPEN for day in (scope.first, scope.last)]
    if ends == [OPEN, OPEN]:
        return NO_DAYS
    is_unsure = any(row.period and parse_date(row.period).is_uncertain for row in rows)
    words = format_date(ends[0] if ends[0] == ends[1] else "/".join(ends))
    return f"{words} (uncertain in some)" if is_unsure else words


def with_days(scope: str, said: str, days: str) -> str:
    """Return the words of a scope with other words for its days."""
    return BETWEEN.join(days if part == said else part for part in scope.split(BETWEEN))


def plain_words(counted: str) -> str:
    """Return who is counted as one text to compare: without a gloss, in small letters, spaced evenly."""
    return " ".join(without_gloss(counted).casefold().split())


def _scope(row: Any, divided: Mapping[tuple[str, str], frozenset[str]]) -> Scope:
    first, last = _day(row.period_first), _day(row.period_last)
    if last is None:
        ends = (_day(row.counted_to_last), _day(row.given_out), _day(row.asserted_last))
        # A rendering can begin its tally after another had given it out; then its own day ends it.
        last = next((day for day in ends if day and (first is None or day >= first)), None)
    is_total = row.status in ("unspecified", "all") and not (row.party_id or row.by_id or row.group)
    return Scope(
        row.measure, row.unit, plain_words(row.counted), row.status, row.group, row.party_id, row.by_id, row.place_id,
        first, last, row.counting == "snapshot", row.per, row.modality,
        divided.get((row.origin_id, row.measure), frozenset()) if is_total else frozenset(), row.incident_id,
        first is None and row.counting == "cumulative",
    )  # fmt: skip


def _day(value: Any) -> date | None:
    return None if value is pd.NaT else value.date()


def _divisions(figures: pd.DataFrame) -> dict[tuple[str, str], frozenset[str]]:
    """Return how each origin divides its totals of a measure: by who was harmed, or by who did it.

    What a part has in common with its whole divides nothing: the children among civilians are civilians too.
    """
    columns = ["figure_id", "origin_id", "measure", "by_id", "party_id", "status", "part_of"]
    wholes = {row.figure_id: row for row in each_row(figures, columns)}
    found: dict[tuple[str, str], set[str]] = {}
    for row in each_row(figures[figures["part_of"] != ""], columns):
        kinds = found.setdefault((row.origin_id, row.measure), set())
        whole = wholes.get(row.part_of, row)
        if row.by_id and row.by_id != whole.by_id:
            kinds.add(BY_PERPETRATOR)
        elif (row.party_id and row.party_id != whole.party_id) or (
            row.status not in ("unspecified", "all") and row.status != whole.status
        ):
            kinds.add(BY_VICTIM)
    return {key: frozenset(kinds) for key, kinds in found.items()}
