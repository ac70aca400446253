"""Krippendorff's alpha: how far coders agree beyond chance, for any number of them, with an interval. Numbers only.

What belongs here: units of values in, a number out. What does not: claims, frames, what is compared with what.
Method: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania: the coincidence
matrix, with the differences that it gives for nominal, ordinal, interval and ratio data. A value that is missing is
left out of its unit; a unit with fewer than two values cannot be compared and is left out.

The interval is the percentile bootstrap over units: units that can be compared are drawn anew with replacement, 1,000
times, alpha is computed whole for each draw, and the 2.5th and 97.5th percentiles are its ends. So Zapf, A., Castell,
S., Morawietz, L., Karch, A. (2016), Measuring inter-rater reliability for nominal data, BMC Medical Research
Methodology 16:93, who call it the standard approach. It is not Krippendorff's own (Algorithm for bootstrapping a
distribution of c-alpha, 2006, revised 2011; Hayes and Krippendorff 2007), which draws pairs from the observed
coincidences and holds the disagreement expected by chance as it is; Zapf and others found that it covers the true value
less often than it says. The draws are the same on every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = ("nominal", "ordinal", "interval", "ratio")
DRAWS = 1000
SEED = 2011
# Draws worked on at once: the memory that a large coding takes stays flat.
_AT_ONCE = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Agreement:
    """Alpha and its interval; None where undefined: no unit with two values, or every value the same.

    `undefined` is how many of the draws had nothing that varies, and so are in no percentile.
    """

    units: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    undefined: int = 0


def measure_agreement(units: Iterable[Sequence[Any]], level: str = "nominal", draws: int = DRAWS) -> Agreement:
    """Return alpha of units, each a sequence of its coders' values (None where missing), with its interval.

    Values are numbers, or anything that can be sorted at the levels nominal and ordinal. Without `draws` there is no
    interval. Neither the order of the units nor that of the coders changes anything.
    """
    kinds = _count_kinds(units)
    total = sum(kinds.values())
    if not kinds:
        return Agreement(0)
    table = _Table(sorted(kinds), level)
    counts = np.array([kinds[kind] for kind in sorted(kinds)], np.float64)
    alpha = table.alphas(counts[None, :])[0]
    if np.isnan(alpha):
        return Agreement(total)
    if not draws:
        return Agreement(total, float(alpha))
    random = np.random.default_rng(SEED)
    pieces = []
    for done in range(0, draws, _AT_ONCE):
        # To draw units with replacement is to draw how many there are of each kind.
        drawn = random.multinomial(total, counts / total, size=min(_AT_ONCE, draws - done))
        pieces.append(table.alphas(drawn.astype(np.float64)))
    found = np.concatenate(pieces)
    defined = found[~np.isnan(found)]
    low, high = np.percentile(defined, [2.5, 97.5]) if defined.size else (alpha, alpha)
    return Agreement(total, float(alpha), float(low), float(high), int(found.size - defined.size))


def _count_kinds(units: Iterable[Sequence[Any]]) -> Counter[tuple[Any, ...]]:
    """Return how many units hold each collection of values; those with fewer than two are left out."""
    present = (tuple(sorted(value for value in unit if value is not None)) for unit in units)
    return Counter(values for values in present if len(values) > 1)


class _Table:
    """Kinds of units as arrays: what values each holds, and which pairs of values differ within it."""

    def __init__(self, kinds: list[tuple[Any, ...]], level: str) -> None:
        if level not in LEVELS:
            raise ValueError(f"'{level}' is no level of measurement: {', '.join(LEVELS)}")
        values = sorted({value for kind in kinds for value in kind})
        place = {value: number for number, value in enumerate(values)}
        self._level = level
        self._held = np.zeros((len(kinds), len(values)))
        # Equal values differ in nothing, at any level; what is left is a pair of different values, both ways round.
        pairs: list[tuple[int, int, int, float]] = []
        for number, kind in enumerate(kinds):
            held = Counter(place[value] for value in kind)
            for one, times in held.items():
                self._held[number, one] = times
                pairs += [
                    (number, one, two, times * others / (len(kind) - 1)) for two, others in held.items() if two != one
                ]
        self._pairs = np.array([pair[:3] for pair in pairs], np.intp).reshape(-1, 3).T
        self._weights = np.array([pair[3] for pair in pairs], np.float64)
        are_numbers = level in ("interval", "ratio")
        self._numbers = np.array(values if are_numbers else range(len(values)), np.float64)

    def alphas(self, counts: Floats) -> Floats:
        """Return alpha for each row of counts of the kinds; not a number where nothing varies."""
        held = counts @ self._held  # n_c of each row
        total = held.sum(axis=1)
        numbers = np.broadcast_to(self._numbers, held.shape)
        if self._level == "ordinal":
            # The ranks between two values, half of their own included, are the difference of their middle ranks.
            numbers = held.cumsum(axis=1) - held / 2
        elif self._level != "ratio":
            numbers = numbers - numbers[:, :1]  # large numbers, as days are, would lose digits when squared
        kind, one, two = self._pairs
        differences = self._differ(numbers[:, one], numbers[:, two])
        observed = (counts[:, kind] * self._weights * differences).sum(axis=1)
        expected = self._expect(held, total, numbers)
        varies = (held > 0).sum(axis=1) > 1
        result = np.full(len(counts), np.nan)
        np.divide((total - 1) * observed, expected, out=result, where=varies & (expected > 0))
        return 1 - result

    def _differ(self, one: Floats, two: Floats) -> Floats:
        if self._level == "nominal":
            return np.ones_like(one)
        if self._level == "ratio":
            both = one + two
            return np.divide(one - two, both, out=np.zeros_like(both), where=both != 0) ** 2
        return np.asarray((one - two) ** 2)

    def _expect(self, held: Floats, total: Floats, numbers: Floats) -> Floats:
        """Return the sum of n_c n_k and the difference, over all c and k: what chance would give, times n (n - 1)."""
        if self._level == "nominal":
            return np.asarray(total**2 - (held**2).sum(axis=1))
        if self._level == "ratio":
            each = self._numbers
            differences = self._differ(each[:, None] + 0 * each[None, :], each[None, :] + 0 * each[:, None])
            return np.asarray(((held @ differences) * held).sum(axis=1))
        middle = (held * numbers).sum(axis=1) / total
        return np.asarray(2 * total * (held * (numbers - middle[:, None]) ** 2).sum(axis=1))
