"""Undo what a spreadsheet made of a cell, or say why that cannot be. One cell and its column; no files, no sheets.

A cell is undone only where one text alone can have been meant: a date cell in a column of dates, a number in a column
of numbers. Everything else is refused with what to do: `007` is 7 for good once it is a number.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from claimbook.errors import NotationError, shorten_value
from claimbook.model.descriptor import Column
from claimbook.spreadsheet.escapes import LONGEST
from claimbook.spreadsheet.sheets import Cell, Made

_DATES = ("edtf", "day")
_NUMBERS = ("integer", "number", "quantity")
# Kinds in which an apostrophe, which LibreOffice keeps in front of a text, can only be that.
_FREE = ("text", "list")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_LITERAL = re.compile(r'"[^"]*"|\[[^]]*\]|\\.|_.|\*.')
_RETYPE = "format the cell as text, and type the value again"
_MOST_DIGITS = 10**15  # a spreadsheet keeps no more of a number


def undo(cell: Cell, column: Column, from_1904: bool) -> tuple[str, str]:
    """Return the text that a cell stands for, and what was undone in words ("" for a text as it is).

    Raises NotationError where no text, or more than one, can be meant.
    """
    if isinstance(cell, str):
        return _undo_text(cell, column)
    if cell.kind == "number":
        return _undo_number(cell, column, from_1904)
    if cell.kind == "date":
        return _undo_date(datetime.fromisoformat(_sound(cell)), "d", cell, column)
    shown = shorten_value(cell.value)
    if cell.kind == "formula":
        raise NotationError(f"'{shown}' is a formula.", fix="put its result in its place, as text.")
    if cell.kind == "error":
        raise NotationError(f"'{shown}' is a spreadsheet's error.", fix=f"{_RETYPE}, or empty it.")
    if cell.kind == "long":
        message = f"'{shown}' is longer than the {LONGEST} characters that a spreadsheet's cell holds."
        raise NotationError(message, fix="shorten it; a source's text is no cell.")
    was = "TRUE" if cell.value in ("1", "true") else "FALSE"
    raise NotationError(f"a spreadsheet has made the truth value {was} of it.", fix=f"{_RETYPE}.")


def _undo_text(text: str, column: Column) -> tuple[str, str]:
    bare = text.strip()
    if column.kind not in _FREE and bare[:1] == "'":
        return bare[1:].strip(), "apostrophes taken from the front"
    return bare, "" if bare == text else "white space taken from around texts"


def _sound(cell: Made) -> str:
    """Return a date as ISO writes it; whatever else stands there is no date."""
    try:
        return datetime.fromisoformat(cell.value).replace(tzinfo=None).isoformat()
    except ValueError:
        raise NotationError(f"'{shorten_value(cell.value)}' is no date.", fix=f"{_RETYPE}.") from None


def _undo_number(cell: Made, column: Column, from_1904: bool) -> tuple[str, str]:
    if not _NUMBER.fullmatch(cell.value):
        raise NotationError(f"'{shorten_value(cell.value)}' is stored as a number, and is none.", fix=f"{_RETYPE}.")
    form = _LITERAL.sub("", cell.form.split(";")[0]).lower()
    number = Decimal(repr(float(cell.value)))
    if not number.is_finite() or abs(number) >= _MOST_DIGITS:
        message = f"{shorten_value(cell.value)} has more digits than a spreadsheet keeps (15)."
        raise NotationError(message, fix=f"{_RETYPE} from its source.")
    # What shows hours in brackets has lost them here, and a time is no date either way.
    if re.search("[ymdhs]", form) and "general" not in form:
        return _undo_date(_day_of(number, from_1904, cell), form, cell, column)
    if "%" in form and column.kind == "quantity":
        return f"{_plain(number * 100)}%", "percentages written with their sign"
    text = _plain(number)
    if column.kind in _NUMBERS and "%" not in form:
        return text, "number cells written as text"
    if column.kind == "edtf" and re.fullmatch("1[0-9]{3}|20[0-9]{2}", text):
        return text, "number cells written as text"
    message = f"{shorten_value(text)} is a number here, which has lost what a text would keep: zeros in front, say."
    raise NotationError(message, fix=f"{_RETYPE}.")


def _plain(number: Decimal) -> str:
    """Return a number without exponent, and without a point where nothing follows it: 12.0 is 12, 1E+05 is 100000."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _day_of(number: Decimal, from_1904: bool, cell: Made) -> datetime:
    # Excel counts a 29 February 1900 that never was: below 61 a day is either of two.
    if not (0 if from_1904 else 61) <= number < 2_900_000:
        raise NotationError(f"{cell.value} is shown as a date, and is no day's number.", fix=f"{_RETYPE}.")
    return datetime(1904, 1, 1) + timedelta(days=float(number) - (0 if from_1904 else 1462))


def _undo_date(moment: datetime, form: str, cell: Made, column: Column) -> tuple[str, str]:
    day = moment.date()
    if column.kind not in _DATES:
        shown = day.isoformat()
        hint = ": 5..10, and not 5-10." if column.kind == "quantity" else "."
        raise NotationError(f"a spreadsheet has made the date {shown} of it.", fix=f"{_RETYPE}{hint}")
    if moment != datetime(day.year, day.month, day.day):
        message = f"{moment.isoformat(' ', 'minutes')} has a time of day, and no time zone."
        raise NotationError(message, fix=f"{_RETYPE}: 2025-03-10, or 2025-03-10T14:05Z for a minute in UTC.")
    return _written(day, form, column)


def _written(day: date, form: str, column: Column) -> tuple[str, str]:
    """Return a day, or its month where the cell shows no more: of 2025-03 Excel makes the first of March."""
    if cell_shows(form, "d"):
        if form != "d" and not cell_shows(form, "y"):
            message = f"{day.isoformat()} is shown without its year, so a spreadsheet guessed it."
            raise NotationError(message, fix=f"{_RETYPE}, with the year: 2025-03-10.")
        return day.isoformat(), "date cells written as days"
    if column.kind == "edtf" and day.day == 1 and cell_shows(form, "m") and cell_shows(form, "y"):
        return f"{day:%Y-%m}", "date cells written as months"
    message = f"{day.isoformat()} is shown without its day, so nobody can tell whether it is meant."
    raise NotationError(message, fix=f"{_RETYPE}: 2025-03-10 or 2025-03.")


def cell_shows(form: str, part: str) -> bool:
    """Whether a number format shows a part of a date."""
    return part in form
