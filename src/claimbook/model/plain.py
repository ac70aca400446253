"""Plain text in one line: what no cell, name or label may hold, and why. No columns, no tables, no vocabularies.

Text is shown in pages, charts and spreadsheets by programs that give some signs a meaning. What is text to all of them
is taken as it is; what any of them would obey is refused here, never changed.
"""

from __future__ import annotations

import re

from claimbook.errors import as_line, shorten_value

# C0, DEL, C1, and the separators of lines and paragraphs: none of them belongs in one line of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What turns the direction of all that follows: words would be shown in another order than they are in. Marks of
# direction and joiners, which letters of a name may need, turn nothing else.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Code points that are no sign and never will be (Unicode, chapter 23.7); no XML may hold some of them.
_LAST = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_NO_SIGN = re.compile(f"[\ufdd0-\ufdef{_LAST}]")
# What begins so a spreadsheet runs as a formula, in wide signs too, unless it is a number.
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
_SIGNED_NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]+)?")

# Signs of the name of a column or of a table's file: messages show it whole.
LONGEST_NAME = 100

Fault = tuple[str, str]


def find_fault(text: str) -> Fault | None:
    """Return what keeps a text from being one line of plain text, and the remedy; None where nothing does."""
    if text.isprintable():  # none of these signs is
        return None
    if _CONTROL.search(text):
        return (f"'{shorten_value(text)}' holds a control character.", "write it in one line of plain text.")
    if _TURNS.search(text):
        fix = "take the sign out; the book itself keeps names in order that run from right to left."
        return (f"'{shorten_value(text)}' holds a sign that turns the direction of text.", fix)
    if _NO_SIGN.search(text):
        return (f"'{shorten_value(text)}' holds a code point that is no sign.", "take it out.")
    return None


def find_formula(text: str) -> Fault | None:
    """Return what a spreadsheet would run, and the remedy: a published table is opened by who did not write it."""
    if text[:1] not in FORMULA_SIGNS or _SIGNED_NUMBER.fullmatch(text):
        return None
    return (f"'{shorten_value(text)}' begins as a formula does.", "begin it with a word or a quotation mark.")


def find_length(name: str) -> Fault | None:
    """Return what keeps a name from standing whole in a line of a message, and the remedy; None where nothing does."""
    if len(as_line(name)) <= LONGEST_NAME:
        return None
    return (f"'{shorten_value(name)}' is too long for a name.", f"use at most {LONGEST_NAME} signs.")


def drop_turns(text: str) -> str:
    """Return a text without the signs that turn direction: so a cell says what a source's text says."""
    return text if text.isascii() else _TURNS.sub("", text)
