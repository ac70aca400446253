"""Normal forms of a text, and a text without accents, in time that grows with its length. Nothing about tables.

Normalising sorts the accents that are written on one sign, which takes the square of their number. No language writes
more than 31 on one (UAX #15, stream-safe text), so no more are sorted at a time.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

MOST_ACCENTS = 31
# Every accent is no letter and not ASCII, but for two marks of halfwidth katakana, which are letters by themselves.
_MANY = re.compile(rf"(?:[^\w\x00-\x7f]|[\uff9e\uff9f]){{{MOST_ACCENTS}}}")


def normalise(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return a text in a normal form; of more accents on one sign than any language has, some are taken at a time."""
    if text.isascii():
        return text
    pieces = []
    start = 0
    for found in _MANY.finditer(text):
        pieces.append(unicodedata.normalize(form, text[start : found.end()]))
        start = found.end()
    return "".join([*pieces, unicodedata.normalize(form, text[start:])])


def drop_accents(text: str) -> str:
    """Return a text in which each sign stands for itself, without what is written above or below it."""
    if text.isascii():
        return text
    return "".join(sign for sign in normalise("NFKD", text) if not unicodedata.combining(sign))
