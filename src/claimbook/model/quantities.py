"""Turn a quantity, as its words allow, into bounds. No frames, no files, no midpoints.

Open ends stay open (None). A word has a low bound by convention only: `is_stated` says whether the bounds were
stated, because only stated bounds may contradict one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from claimbook.errors import NotationError, shorten_value

# By convention (model.md): the least number of which the word is said. Never drawn as a number.
WORD_LOWS = {"some": 1, "dozens": 24, "hundreds": 200, "thousands": 2000}
MAX_QUANTITY = 10**12

_NUMBER = r"(0|[1-9]\d{0,11})"
_PATTERNS = {
    "exact": re.compile(_NUMBER),
    "floor": re.compile(rf"(>=|>){_NUMBER}"),
    "ceiling": re.compile(rf"(<=|<){_NUMBER}"),
    "about": re.compile(rf"~([<>]?){_NUMBER}"),
    "range": re.compile(rf"{_NUMBER}\.\.(?:{_NUMBER}\.\.)?{_NUMBER}"),
    "set": re.compile(rf"{_NUMBER}(?:\|{_NUMBER})+"),
    "share": re.compile(r"(~?)(100|[1-9]?\d)%"),
}
_REMEDY = (
    "write 13, >=973, >15000, <2000, <=50, ~1400 (about), 5..10, 5..7..10, 4|8, 50%, "
    "or one of some, dozens, hundreds, thousands."
)


class Shape(StrEnum):
    """How a quantity is drawn, one shape for each way of saying it."""

    POINT = "point"
    FLOOR = "floor"
    CEILING = "ceiling"
    ABOUT = "about"
    ABOUT_BELOW = "about_below"
    ABOUT_ABOVE = "about_above"
    RANGE = "range"
    SET = "set"
    SHARE = "share"
    WORD = "word"


@dataclass(frozen=True)
class Quantity:
    """What a quantity's words allow: `low` and `high` are None where open, `best` only where the source gives one.

    `members` holds the alternatives of a set; `low` and `high` are then its least and greatest member.
    """

    shape: Shape
    low: int | None = None
    high: int | None = None
    best: int | None = None
    members: tuple[int, ...] = ()
    is_stated: bool = True

    def allows(self, number: int) -> bool:
        """Whether the words allow this number. "About" and shares allow any: they contradict nothing."""
        if self.members:
            return number in self.members
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


@lru_cache(maxsize=65536)
def parse_quantity(text: str) -> Quantity:
    """Return the bounds of a quantity. Raises NotationError for anything that is not in the notation."""
    if text in WORD_LOWS:
        return Quantity(Shape.WORD, low=WORD_LOWS[text], is_stated=False)
    if not text.isascii():
        raise NotationError(f"'{shorten_value(text)}' is no quantity.", fix=_REMEDY)
    if match := _PATTERNS["exact"].fullmatch(text):
        number = int(match[1])
        return Quantity(Shape.POINT, number, number, number)
    if match := _PATTERNS["floor"].fullmatch(text):
        return Quantity(Shape.FLOOR, low=int(match[2]) + (match[1] == ">"))
    if match := _PATTERNS["ceiling"].fullmatch(text):
        return _parse_ceiling(text, match[1], int(match[2]))
    if match := _PATTERNS["about"].fullmatch(text):
        shape = {"": Shape.ABOUT, "<": Shape.ABOUT_BELOW, ">": Shape.ABOUT_ABOVE}[match[1]]
        return Quantity(shape, best=int(match[2]), is_stated=False)
    if match := _PATTERNS["range"].fullmatch(text):
        return _parse_range(text, int(match[1]), int(match[2]) if match[2] else None, int(match[3]))
    if _PATTERNS["set"].fullmatch(text):
        return _parse_set(text)
    if match := _PATTERNS["share"].fullmatch(text):
        return Quantity(Shape.SHARE, best=int(match[2]), is_stated=not match[1])
    raise NotationError(f"'{shorten_value(text)}' is no quantity.", fix=f'"ca. 30" is ~30; {_REMEDY}')


def is_notation(text: str) -> bool:
    """Return whether a text is a quantity of the notation, and not the words of anybody."""
    try:
        parse_quantity(text)
    except NotationError:
        return False
    return True


def _parse_ceiling(text: str, sign: str, number: int) -> Quantity:
    high = number - (sign == "<")
    if high < 0:
        raise NotationError(
            f"'{shorten_value(text)}' allows no number.", fix="a count is 0 or more: write 0 if none are said."
        )
    return Quantity(Shape.CEILING, high=high)


def _parse_range(text: str, low: int, best: int | None, high: int) -> Quantity:
    if low > high or (best is not None and not low <= best <= high):
        raise NotationError(
            f"'{shorten_value(text)}' is out of order.", fix="write a range from low to high: 5..10 or 5..7..10."
        )
    return Quantity(Shape.RANGE, low, high, best)


def _parse_set(text: str) -> Quantity:
    members = tuple(sorted({int(part) for part in text.split("|")}))
    if len(members) < text.count("|") + 1:
        raise NotationError(f"'{shorten_value(text)}' names a number twice.", fix="name each reading once: 4|8.")
    return Quantity(Shape.SET, members[0], members[-1], members=members)


_SIGNS = {
    ">=": "at least ", ">": "more than ", "<=": "up to ", "<": "fewer than ", "~<": "nearly ", "~>": "a little over ",
    "~": "about ", "": "",
}  # fmt: skip


def sign_of(text: str) -> str:
    """Return the sign before the number of a quantity: ">=", "~<", "" for none and for words."""
    return text[: len(text) - len(text.lstrip("~<>="))]


def sign_in_words(text: str) -> str:
    """Return what a quantity's sign says, "exactly" where it has none."""
    return _SIGNS[sign_of(text)].strip() or "exactly"


def format_quantity(text: str) -> str:
    """Return a quantity of the notation in words: `at least 1,973`, `5 to 10`, `4 or 8`, `“dozens”`, `about 50 %`."""
    if text in WORD_LOWS:
        return f"“{text}”"
    sign = sign_of(text)
    number = text[len(sign) :]
    if number.endswith("%"):
        return f"{_SIGNS[sign]}{number[:-1]} %"
    ends = [f"{int(end):,}" for end in number.split("..")] if ".." in number else []
    if ends:  # a best estimate stands between the ends
        return f"{ends[0]} to {ends[-1]}" + (f", most likely {ends[1]}" if len(ends) > 2 else "")
    return _SIGNS[sign] + " or ".join(f"{int(member):,}" for member in number.split("|"))
