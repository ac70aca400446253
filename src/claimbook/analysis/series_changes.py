"""What renderings say otherwise of one tally of a series than of another, besides the number: what is said most often.

A tally's first rendering need not say what the others say. So what a tally is compared by is counted over all of its
renderings, also those that count others or elsewhere and therefore stand in another series. What no rendering says
differs from nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise, product
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
_NOTHING = "nothing besides the number differs in what renderings say most often"


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
    each pair of days, also where a later number is smaller, and last that of the others nothing differs. It is said as
    what renderings give: an origin need not have changed anything.

    Where several tallies were given out by one day, which of them follows which is not known. So each is held against
    each of the next day, and only what is so of all pairs is said to differ, or not to.
    """
    days: dict[pd.Timestamp, list[Compared]] = {}
    for tally in tallies:
        days.setdefault(tally.given_out, []).append(tally)
    pairs = list(pairwise(days.values()))
    told = [_tell_days(before, after) for before, after in pairs]
    sentences = [sentence for sentence in told if sentence]
    if not pairs:
        return ["All were given out by one day: which of them came first is not known."]
    if len(sentences) == len(pairs):
        return sentences
    head = "From each day to the next" if not sentences else "From each of the other days to the next"
    several = ", whichever tallies of the two days one takes," if max(map(len, days.values())) > 1 else ""
    return [*sentences, f"{head}{several} {_NOTHING}."]


def _tell_days(before: Sequence[Compared], after: Sequence[Compared]) -> str:
    """Return the sentence on two days that follow each other; "" where in all their pairs only the number differs and
    grows.
    """
    pairs = list(product(before, after))
    changes, smaller = [_changes(*pair) for pair in pairs], _smaller(pairs)
    if not any(changes) and not smaller:
        return ""
    told = "; ".join(changes[0].values()) or _NOTHING if len(pairs) == 1 else _tell_pairs(changes)
    return " ".join(filter(None, [f"From {_named(before)}, to {_named(after)}: {told}.", smaller]))


def _tell_pairs(changes: Sequence[Mapping[str, str]]) -> str:
    """Return in which respects all pairs of two days' tallies differ, and in which only some."""
    always = [name for name in changes[0] if all(name in found for found in changes)]
    sometimes = [name for name in dict.fromkeys(chain(*changes)) if name not in always]
    head = "which of them follows which is not known"
    most = "what renderings say most often differs"
    if always:
        more = f", between some also in more ({', '.join(sometimes)})" if sometimes else ""
        return f"{head}; between any of the earlier and any of the later {most} ({', '.join(always)}){more}"
    if sometimes:
        return f"{head}; between some of the earlier and the later {most} ({', '.join(sometimes)}), between others not"
    return f"{head}; {_NOTHING}"


def _named(tallies: Sequence[Compared]) -> str:
    """Return the numbers of one day and that day, in words."""
    *first, last = [format_quantity(tally.quantity) for tally in tallies]
    numbers = f"{', '.join(first)} and {last}" if first else last
    return f"{numbers}, by {format_day(tallies[0].given_out.date())}"


def _smaller(pairs: Sequence[tuple[Compared, Compared]]) -> str:
    """Return what is to be said where a later number is smaller, so that nobody takes it for a correction.

    Numbers are held against each other as they are named, whatever sign they have: that is how they are read.
    """
    found = [pair for pair in pairs if max(_numbers(pair[1])) < min(_numbers(pair[0]))]
    if not found:
        return ""
    head = "The later number is smaller."
    if len(pairs) > 1:
        is_every = len(found) == len(pairs)
        head = f"{'Every later number is smaller than every' if is_every else 'Some later number is smaller than an'}"
        head += " earlier one."
    named = {tally.tally_id: tally for place in (0, 1) for tally in [pair[place] for pair in found] if tally.outlet}
    told = [f"{format_quantity(tally.quantity)}, of {tally.outlet}" for tally in named.values()]
    alone = f" Found in one rendering only: {'; '.join(told)}." if told else ""
    return f"{head} That need not take back the earlier one; why it is smaller is not coded.{alone}"


def _numbers(tally: Compared) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", tally.quantity)]


def _changes(before: Compared, after: Compared) -> dict[str, str]:
    """Return by respect, where nothing that is said most often of one tally is said most often of the other, what is
    said of both.

    Where a draw holds the other's value, the same may well be said of both.
    """
    numbers = [format_quantity(tally.quantity) for tally in (before, after)]
    return {
        name: f"{name}: of the renderings that say it, {first.gives(numbers[0])}, and "
        f"{after.most[name].gives(numbers[1])}"
        for name, first in before.most.items()
        if first.words and after.most[name].words and not set(first.words) & set(after.most[name].words)
    }
