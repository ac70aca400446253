"""The named transforms of a mapping: small functions from a cell's text to a text. No columns, no tables.

Each function's docstring is what the documentation says of it. What a transform cannot read is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from claimbook.errors import shorten_value


class RowError(Exception):
    """Why a row cannot be taken over, in one line."""


Transform = Callable[[str, str], str]

_WHOLE = re.compile(r"([+-]?)([0-9]{1,15})(?:\.0*)?", re.ASCII)
_DECIMAL = re.compile(r"([+-]?)([0-9]{1,15})(?:\.([0-9]*))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_PARTED = re.compile(r"(\d{1,4})[./ -](\d{1,2}|[A-Za-z]{3,9})[./ -](\d{1,4})(?:,? .*)?", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_PLACES = 8  # what a coordinate may have after the point; a millimetre is the ninth


def whole(text: str, _: str) -> str:
    """A whole number: `300380.0` becomes `300380`. Anything after the point but zeros is refused."""
    match = _WHOLE.fullmatch(text)
    if not match:
        raise RowError(f"'{shorten_value(text)}' is no whole number")
    digits = match[2].lstrip("0") or "0"
    return f"-{digits}" if match[1] == "-" and digits != "0" else digits


def decimal(text: str, _: str) -> str:
    """A decimal number with a point, cut after the eighth place: `35.763369`."""
    match = _DECIMAL.fullmatch(text)
    if not match:
        raise RowError(f"'{shorten_value(text)}' is no decimal number")
    digits = match[2].lstrip("0") or "0"
    places = (match[3] or "")[:_PLACES].rstrip("0")
    number = digits + (f".{places}" if places else "")
    return f"-{number}" if match[1] == "-" and number != "0" else number


def day(text: str, order: str) -> str:
    """A day as year-month-day; a time after it is left out. `day:dmy` reads 3/1/2013 and 3 January 2013, `day:mdy`
    reads 1/3/2013: without an order only year-month-day is read.
    """
    if match := _ISO.fullmatch(text):
        return _write_day(text, *match.groups())
    match = _PARTED.fullmatch(text) if order else None
    if not match:
        raise RowError(f"'{shorten_value(text)}' is no day" + ("" if order else " written year-month-day"))
    parts = dict(zip(order, match.groups(), strict=True))
    return _write_day(text, parts["y"], parts["m"], parts["d"])


def _write_day(text: str, year: str, month: str, number: str) -> str:
    if month.isalpha():
        found = [n for n, name in enumerate(_MONTHS, 1) if name == month.lower() or name[:3] == month.lower()]
        month = str(found[0]) if found else "0"
    try:
        if len(year) == 4:
            return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        pass
    raise RowError(f"'{shorten_value(text)}' is no day of the calendar")


def month(text: str, order: str) -> str:
    """The month of a day: `2013-01-03` becomes `2013-01`. It takes the same orders as `day`."""
    return day(text, order)[:7]


def year(text: str, order: str) -> str:
    """The year of a day: `2013-01-03` becomes `2013`. It takes the same orders as `day`."""
    return day(text, order)[:4]


def lower(text: str, _: str) -> str:
    """The text in lower case."""
    return text.lower()


def upper(text: str, _: str) -> str:
    """The text in upper case."""
    return text.upper()


def words(text: str, most: str) -> str:
    """`words:6`: the first six words; where more follow, an ellipsis says so."""
    listed = text.split()
    return text if len(listed) <= int(most) else " ".join(listed[: int(most)]) + "…"


def default(text: str, other: str) -> str:
    """`default:not given`: the text, or this one where the cell is empty."""
    return text or other


TRANSFORMS: dict[str, Transform] = {
    f.__name__: f for f in (whole, decimal, day, month, year, lower, upper, words, default)
}
# What may stand after the colon; nothing, where a transform is not named here.
ARGUMENTS = {
    "day": re.compile("(dmy|mdy|ymd)?"),
    "month": re.compile("(dmy|mdy|ymd)?"),
    "year": re.compile("(dmy|mdy|ymd)?"),
    "words": re.compile("[1-9][0-9]?"),
    "default": re.compile("[^{}|]+"),
}
