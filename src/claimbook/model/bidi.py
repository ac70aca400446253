"""Text that runs from right to left among text that does not: set apart, so that neither changes the other's order.

What belongs here: where such text begins and ends, and the signs that set it apart in plain text (Unicode's isolates).
What does not: HTML (book/render), and the data themselves, which stay as they are: this is done where text is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

FIRST, LAST = "\u2068", "\u2069"
# Hebrew, Arabic, Syriac, Thaana, N'Ko and the like, and their later blocks.
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_ANY = re.compile(f"[{_LETTERS}]")
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_LETTER = re.compile(rf"[^\W\d_{_LETTERS}]")
# A name, with what may stand inside of one, and what stands in brackets after it. A comma or a colon ends it: what
# follows is another name, or a number.
_NAME = rf"[{_LETTERS}](?:[{_LETTERS}\d .'’%\u00a0\u200c-\u200f-]*[{_LETTERS}])?"
_RUN = re.compile(rf"{_NAME}(?: \({_NAME}\))?")
# A quotation runs as its own first letter does, whatever commas or numbers stand in it; its marks are the book's.
_QUOTED = re.compile("(“[^“”]*”)")
# Numbers that hold together: between letters that run from right to left the parts of a date would change places. Those
# of an entity are none.
_NUMBER = re.compile(r"(?<![#\w])[0-9][0-9.,:/–-]*[0-9]")
_ENTITY = re.compile(r"&#?\w+;")

Wrap = Callable[[str], str]


def runs_from_right(text: str) -> bool:
    """Return whether a text has a letter that runs from right to left."""
    return not text.isascii() and bool(_ANY.search(text))


def isolate(text: str) -> str:
    """Return a text, of one line or more, in which whatever runs from right to left is set apart by isolates.

    Text that has none, or whose isolates stand already, comes back as it is.
    """
    if not runs_from_right(text) or FIRST in text:
        return text
    return "\n".join(set_apart(line, lambda part: f"{FIRST}{part}{LAST}") for line in text.split("\n"))


def set_apart(text: str, wrap: Wrap) -> str:
    """Return a line in which `wrap` was put around whatever runs from right to left; HTML's entities are no letters.

    A line without any other letter is one piece, with its numbers as pieces inside, and so is what stands in “…” and
    begins so; else each name is one.
    """
    if not runs_from_right(text):
        return text
    if not _OTHER_LETTER.search(_ENTITY.sub("", text)):
        return _whole(text, wrap)
    parts = _QUOTED.split(text)
    return "".join(_quotation(part, wrap) if place % 2 else _names(part, wrap) for place, part in enumerate(parts))


def _quotation(text: str, wrap: Wrap) -> str:
    first = _LETTER.search(_ENTITY.sub("", text))
    begins_so = first is not None and runs_from_right(first.group())
    return _whole(text, wrap) if begins_so else _names(text, wrap)


def _names(text: str, wrap: Wrap) -> str:
    return _RUN.sub(lambda found: wrap(found.group()), text)


def _whole(text: str, wrap: Wrap) -> str:
    # The marks of a quotation stay outside. One that is folded has its first on one line, and its last on another.
    inner = text.strip(" \t\n“”")
    start = text.index(inner)
    whole = wrap(_NUMBER.sub(lambda found: wrap(found.group()), inner))
    return f"{text[:start]}{whole}{text[start + len(inner) :]}"
