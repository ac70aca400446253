"""Find the few words of a passage that are nearest to words which do not stand in it, to show to a coder.

Nothing is judged here: whether words stand in a passage is `model/proofs`'s to say.
"""

from __future__ import annotations

import re

from claimbook.model.wording import MAX_WORDS

_LONGEST = 200  # what is shown stands in one line of a message, however long a word is
_SCANNED = 2000  # a passage of more words is no passage; its rest is not looked through


def nearest_words(words: str, passage: str) -> str:
    """Return at most 12 words of a passage, in quotation marks: those that have most in common with the words given."""
    there = passage.split()[:_SCANNED]
    wanted = set(_bare(words))
    is_wanted = [bool(wanted.intersection(_bare(word))) for word in there]
    starts = range(max(len(there) - MAX_WORDS, 0) + 1)
    start = max(starts, key=lambda place: sum(is_wanted[place : place + MAX_WORDS]))
    shown = " ".join(there[start : start + MAX_WORDS])
    before, after = "… " if start else "", " …" if start + MAX_WORDS < len(there) else ""
    cut = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    plain = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in cut)
    return f'"{before}{plain}{after}".'


def _bare(words: str) -> list[str]:
    """Return words without their case and marks."""
    return re.findall(r"\w+", words.casefold())
