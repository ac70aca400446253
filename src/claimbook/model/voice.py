"""The book's own voice: which verbs summaries use, and which words stand in quotation only, with their speaker.

The lists are data (`voice.json`). Words are told by their letters: that nothing is found does not prove a text fair.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

# Typographic quotation marks of several languages hold what somebody else says.
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|«[^»]*»|„[^“”]*[“”]")
# What only another tells of somebody is said, and not known.
_KNOWN = re.compile(r"\bthat (?:he|she|it|they)\b[^.;:]*\b(?:is|was) known\b")
# A text that stands in marks, or a part of one. A straight mark without its other one is left as it was typed.
_MARKED = re.compile(r'“([^“”"]+)”|"([^“”"]+)"')
_SINGLE = str.maketrans("“”", "‘’")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads(Path(__file__).with_name("voice.json").read_text("utf-8"))
    return lists


def list_verbs() -> list[str]:
    """Return the verbs of summaries and captions, in the third person."""
    return list(_lists()["verbs"])


def leave_out_quotations(text: str) -> str:
    """Return a text with a space in the place of all that stands in typographic quotation marks."""
    return _QUOTED.sub(" ", text)


def quote(words: str) -> str:
    """Return a source's words in the book's quotation marks, once: marks around all of them are not doubled, those of
    quotations within them are single ones.
    """
    said = words.strip()
    if whole := _MARKED.fullmatch(said):
        said = whole[1] or whole[2]
    return f"“{_MARKED.sub(lambda found: f'‘{found[1] or found[2]}’', said).translate(_SINGLE)}”"


def find_kept_words(unquoted: str) -> list[str]:
    """Return the words of a text that are kept for quotation, in their order, then "claim" as a verb of doubt, then
    what is told of somebody as known.

    Quotations are the caller's to leave out first: what marks them depends on the text.
    """
    kept, text = set(_lists()["kept_for_quotation"]), unquoted.casefold()
    doubting = re.compile(rf"\b(?:{'|'.join(_lists()['doubting'])})\b")
    return [word for word in _WORD.findall(text) if word in kept] + doubting.findall(text) + _KNOWN.findall(text)


def has_verb(summary: str) -> bool:
    """Whether a summary has one of the verbs, in the third person or the plain form."""
    verbs = "|".join(f"{verb}|{verb.removesuffix('s')}" for verb in list_verbs())
    return bool(re.search(rf"\b(?:{verbs})\b", leave_out_quotations(summary)))
