"""What renderings say otherwise of one tally of a series than of another, besides the number: what is said most often.

A tally's first rendering need not say what the others say. So what a tally is compared by is counted over all of its
renderings, also those that count others or elsewhere and therefore stand in another series. What no rendering says
differs from nothing.
"""

from __future__ import annotations

import re
from collections import Counter
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


class Given(NamedTuple):
    """What some renderings give: the words that complete "gives 973 …", and in how many sources."""

    words: str
    sources: int

    def told(self, of: int | None = None) -> str:
        """Return it as a cell has it, with how many say so: `since 6 Mar 2025 (11 of 15)`, `Hama (2)`."""
        plain = self.words.removeprefix("as ").removeprefix("for ")
        return f"{plain} ({self.sources}{f' of {of}' if of else ''})"


class Most(NamedTuple):
    """What renderings of a tally say in one respect: each value that no other outnumbers, the others, in how many
    sources anything is said, and in how many more than one thing, so that these are counted with each.
    """

    top: tuple[Given, ...]
    others: tuple[Given, ...]
    of: int
    several: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the values that no other outnumbers."""
        return tuple(value.words for value in self.top)

    def told(self) -> str:
        """Return it in words, with the others: `Homs (3 of 6); others: Hama (2), Latakia (1)`.

        Where a source says more than one thing, the numbers add up to more than the whole, and it is said why.
        """
        if not self.top:
            return NOT_SAID
        most = " or ".join(value.told(self.of) for value in self.top)
        others = ", ".join(value.told() for value in self.others)
        return "; ".join(filter(None, [most, f"others: {others}" if others else "", self._overlap()]))

    def _overlap(self) -> str:
        """Return how many sources say more than one thing; "" for none."""
        if not self.several:
            return ""
        number = len(self.top) + len(self.others)
        verb = "says" if self.several == 1 else "say"
        return f"{self.several} of the {self.of} {verb} {'both' if number == 2 else 'more than one of these'}"

    def gives(self, number: str) -> str:
        """Return it as what renderings do with a number: `3 of 6 give 745 as done by the police`."""
        (first, *more) = self.top
        head = f"{first.sources} of {self.of} {'gives' if first.sources == 1 else 'give'} {number} {first.words}"
        told = " and ".join([head, *(f"{value.sources} of {self.of} {value.words}" for value in more)])
        return f"{told} ({self._overlap()})" if more and self.several else told


class Compared(NamedTuple):
    """One tally of a series: its id, its number, the day by which it had been given out, its claim, in how many sources
    of the series' scope and of any it is rendered, what its renderings say, and the outlet of a single one.
    """

    tally_id: str
    quantity: str
    given_out: pd.Timestamp
    href: str
    here: int
    renderings: int
    most: dict[str, Most]
    outlet: str = ""

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
        group[0].outlet if count_sources([group]) == 1 else "",
    )


def _most(dataset: Dataset, group: Sequence[Any], respect: Respect) -> Most:
    ranked = rank_values(dataset, group, respect)
    given = [Given(value.words, value.sources) for value in ranked]
    top = tuple(value for value in given if value.sources == given[0].sources)
    said = Counter(source for value in ranked for source in {row.source_id for row in value.rows})
    return Most(top, tuple(given[len(top) :]), len(said), sum(number > 1 for number in said.values()))


def told_apart(tallies: Sequence[Compared]) -> tuple[list[str], dict[str, str]]:
    """Return the respects in which not the same is said most often of all tallies, and what is in the others that any
    rendering says anything of.
    """
    differing, same = [], {}
    for respect in _COMPARED:
        found = {tally.most[respect.name].words for tally in tallies}
        if len(found) > 1:
            differing.append(respect.name)
        elif words := found.pop():
            same[respect.name] = " or ".join(words).removeprefix("as ").removeprefix("for ")
    return differing, same


def describe_changes(tallies: Sequence[Compared]) -> list[str]:
    """Return what renderings say otherwise of one day's tally than of the next's, besides the number, a sentence for
    each pair of days, also where the later number is smaller, and last that of the others nothing differs. It is said
    as what renderings give: an origin need not have changed anything.

    Where several tallies were given out by one day, the one with the most renderings of the series' scope stands for
    the day, of equals the greatest: which of them came first is not known.
    """
    days: dict[pd.Timestamp, Compared] = {}
    for tally in tallies:
        before = days.get(tally.given_out)
        if before is None or tally.here >= before.here:
            days[tally.given_out] = tally
    pairs = list(pairwise(days.values()))
    told = [_tell(before, after) for before, after in pairs]
    sentences = [sentence for sentence in told if sentence]
    if not pairs:
        return ["All were given out by one day: which of them came first is not known."]
    if len(sentences) == len(pairs):
        return sentences
    head = "From each day to the next" if not sentences else "From each of the other days to the next"
    return [*sentences, f"{head} nothing besides the number differs in what renderings say most often."]


def _tell(before: Compared, after: Compared) -> str:
    """Return the sentence on two tallies that follow each other; "" where only the number differs and grows."""
    changes, smaller = _changes(before, after), _smaller(before, after)
    if not changes and not smaller:
        return ""
    told = "; ".join(changes) or "nothing besides the number differs in what renderings say most often"
    return " ".join(filter(None, [f"From {before.named()}, to {after.named()}: {told}.", smaller]))


def _smaller(before: Compared, after: Compared) -> str:
    """Return what is to be said where the later number is smaller, so that nobody takes it for a correction.

    Numbers are held against each other as they are named, whatever sign they have: that is how they are read.
    """
    if max(_numbers(after)) >= min(_numbers(before)):
        return ""
    told = [f"{format_quantity(tally.quantity)}, of {tally.outlet}" for tally in (before, after) if tally.outlet]
    alone = f" Found in one rendering only: {'; '.join(told)}." if told else ""
    return (
        f"The later number is smaller. That need not take back the earlier one; why it is smaller is not coded.{alone}"
    )


def _numbers(tally: Compared) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", tally.quantity)]


def _changes(before: Compared, after: Compared) -> list[str]:
    """Return in which respects nothing that is said most often of one tally is said most often of the other, with both.

    Where a draw holds the other's value, the same may well be said of both.
    """
    numbers = [format_quantity(tally.quantity) for tally in (before, after)]
    return [
        f"{name}: of the renderings that say it, {first.gives(numbers[0])}, and {after.most[name].gives(numbers[1])}"
        for name, first in before.most.items()
        if first.words and after.most[name].words and not set(first.words) & set(after.most[name].words)
    ]
