"""Loose tallies: an open or rounded number that an exact one of the same series fits, which had been given out by then.

"More than 700" printed a day after 745 may be a new count or a shorter way to print the old one; no text says which. It
is told beside what fits it, and makes no step of its own: otherwise a series would seem to fall where somebody rounds.
Frame to frame.
"""

from __future__ import annotations

from claimbook.analysis.tallies import numeral_of
from claimbook.model.quantities import Shape, parse_quantity, sign_of

# "About" and "nearly" allow as far as the number is rounded, and at most this share of it.
NEAR = 0.1


def is_loose(quantities: list[str]) -> bool:
    """Whether a tally is nowhere rendered exactly, and is a round number: `>700`, never `>=1068` or 745."""
    numeral = numeral_of(quantities[0])
    return numeral.isdecimal() and int(numeral) % 10 == 0 and int(numeral) > 0 and all(map(sign_of, quantities))


def fits(loose: str, number: int) -> bool:
    """Whether an exact number may be meant by a loose one: what its words allow, as far as it is rounded.

    745 fits `>700` (which may be 701 to 799), `~<750` and `~750`; 830 fits none of these.
    """
    rounded = int(numeral_of(loose))
    step = _rounded_to(rounded)
    quantity = parse_quantity(loose)
    if quantity.shape is Shape.FLOOR:
        return quantity.allows(number) and number < rounded + step
    if quantity.shape is Shape.CEILING:
        return quantity.allows(number) and number > rounded - min(step, round(NEAR * rounded))
    near = min(step, round(NEAR * rounded))
    below = near if quantity.shape is not Shape.ABOUT_ABOVE else 0
    above = near if quantity.shape is not Shape.ABOUT_BELOW else 0
    return rounded - below <= number <= rounded + above


def _rounded_to(number: int) -> int:
    digits = str(number)
    return int("1" + "0" * (len(digits) - len(digits.rstrip("0"))))
