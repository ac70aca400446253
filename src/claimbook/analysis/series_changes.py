"""What differs from one tally of a series to another, besides the number, by what most of their renderings say.

A tally's first rendering need not say what the others say. So what a tally is compared by is counted over all of its
renderings, also those that count others or elsewhere and therefore stand in another series. What no rendering says
differs from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from claimbook.analysis.relays import RESPECTS, Respect, count_sources, list_renderings, rank_values
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date, format_day
from claimbook.model.each import rows_by
from claimbook.model.quantities import format_quantity

# Two tallies that follow each other can be counted to different days; renderings of one are told apart by other things.
_CUT_OFF = Respect("counted to", lambda row: row.counted_to, lambda _, row: format_date(row.counted_to))
_COMPARED = (*RESPECTS, _CUT_OFF)
NOT_SAID = "not said"


class Most(NamedTuple):
    """What most renderings of a tally say in one respect: the words of each value that no other outnumbers, how many
    sources say one of these, and how many say anything.
    """

    words: tuple[str, ...]
    sources: int
    of: int

    def told(self) -> str:
        """Return it in words with how many say so: `since 6 Mar 2025 (11 of 15)`."""
        if not self.words:
            return NOT_SAID
        each = "each " if len(self.words) > 1 else ""
        return f"{' or '.join(self.words)} ({each}{self.sources} of {self.of})"


class Compared(NamedTuple):
    """One tally of a series: its id, its number, the day by which it had been given out, its claim, in how many sources
    of the series' scope and of any it is rendered, and what most say.
    """

    tally_id: str
    quantity: str
    given_out: pd.Timestamp
    href: str
    here: int
    renderings: int
    most: dict[str, Most]

    def named(self) -> str:
        """Return the number and the day by which it had been given out, in words."""
        return f"{format_quantity(self.quantity)}, by {format_day(self.given_out.date())}"


def compare_tallies(dataset: Dataset, series: pd.DataFrame) -> list[Compared]:
    """Return the tallies of one series of `claimbook.analysis.series.list_series`, in its order, without loose ones."""
    tallies, here = series[series["is_main"]], set(series["figure_id"])
    figures = list_renderings(dataset)
    groups = rows_by(figures[figures["tally_id"].isin(set(tallies["tally_id"]))], ["tally_id"])
    return [_compared(dataset, row, groups[row.tally_id,], here) for row in tallies.itertuples()]


def _compared(dataset: Dataset, row: Any, group: Sequence[Any], here: set[str]) -> Compared:
    return Compared(
        row.tally_id,
        row.quantity,
        row.given_out,
        row.href,
        count_sources([[rendering for rendering in group if rendering.figure_id in here]]),
        count_sources([group]),
        {respect.name: _most(dataset, group, respect) for respect in _COMPARED},
    )


def _most(dataset: Dataset, group: Sequence[Any], respect: Respect) -> Most:
    ranked = rank_values(dataset, group, respect)
    top = [value for value in ranked if value.sources == ranked[0].sources]
    words = tuple(value.words.removeprefix("as ").removeprefix("for ") for value in top)
    return Most(words, top[0].sources if top else 0, count_sources(value.rows for value in ranked))


def told_apart(tallies: Sequence[Compared]) -> tuple[list[str], dict[str, str]]:
    """Return the respects in which not all tallies are alike, and what all have in the others that any says."""
    differing, same = [], {}
    for respect in _COMPARED:
        found = {tally.most[respect.name].words for tally in tallies}
        if len(found) > 1:
            differing.append(respect.name)
        elif words := found.pop():
            same[respect.name] = " or ".join(words)
    return differing, same


def describe_changes(tallies: Sequence[Compared]) -> list[str]:
    """Return what differs from day to day besides the number, a sentence for each pair of days, and last that between
    the others nothing does.

    Where several tallies were given out by one day, the one with the most renderings of the series' scope stands for
    the day, of equals the greatest: which of them came first is not known.
    """
    days: dict[pd.Timestamp, Compared] = {}
    for tally in tallies:
        before = days.get(tally.given_out)
        if before is None or tally.here >= before.here:
            days[tally.given_out] = tally
    pairs = list(pairwise(days.values()))
    told = [(before, after, _changes(before, after)) for before, after in pairs]
    sentences = [
        f"From {before.named()}, to {after.named()}: {'; '.join(changes)}."
        for before, after, changes in told
        if changes
    ]
    if not pairs:
        return ["All were given out by one day: which of them came first is not known."]
    if len(sentences) == len(pairs):
        return sentences
    head = "From each day to the next" if not sentences else "From each of the other days to the next"
    return [*sentences, f"{head} nothing besides the number differs in what most say of both."]


def _changes(before: Compared, after: Compared) -> list[str]:
    """Return in which respects nothing that most say of one tally is what most say of the other, with both values.

    Where a draw holds the other's value, most may well say the same of both.
    """
    return [
        f"{name}: {first.told()}, then {after.most[name].told()}"
        for name, first in before.most.items()
        if first.words and after.most[name].words and not set(first.words) & set(after.most[name].words)
    ]
