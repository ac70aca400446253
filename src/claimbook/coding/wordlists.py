"""Read the word lists by which a text is searched. A language is a file; a coder's own file adds to it.

docs/word-lists.md describes the format. What the words find in a text is said elsewhere (figures, speakers, days).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.errors import NotationError, shorten_value

_FIX = "write it as docs/word-lists.md describes it."
# Each list or table of a file, and the kind of its members.
_SHAPE: dict[str, type] = {
    "verbs": str, "turned": str, "according": str, "adverbs": str, "clauses": str, "joins": str, "definite": str,
    "prepositions": str, "genitive": str, "speakers": str, "located": str, "insertions": str, "passive": list,
    "voices": list, "relays": list, "abbreviations": list, "numbers": int, "multipliers": int, "signs": list,
    "vague": list, "between": list, "nouns": list, "units": list, "dates": object, "language": str,
}  # fmt: skip
_SIGNS = (">=", ">", "<=", "<", "~<", "~>", "~")


@dataclass(frozen=True)
class WordList:
    """The words of one language, as its file has them."""

    language: str
    raw: dict[str, Any]

    def words(self, *path: str) -> list[str]:
        """Return a list of the file by its place; empty where it has none."""
        value: Any = self.raw
        for key in path:
            value = value.get(key, {}) if isinstance(value, dict) else {}
        return list(value) if isinstance(value, list) else []

    def table(self, *path: str) -> dict[str, Any]:
        """Return a table of the file by its place; empty where it has none."""
        value: Any = self.raw
        for key in path:
            value = value.get(key, {}) if isinstance(value, dict) else {}
        return value if isinstance(value, dict) else {}

    def pattern(self, words: Iterable[str]) -> str:
        """Return a pattern for any of the words, the longest first; one that matches nothing where there is none."""
        return either(words)


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, with any white space in them."""
    listed = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split())) for word in listed) + ")" if listed else "(?!)"


def read_word_list(language: str, own: Path | None = None) -> WordList:
    """Return the words of a language, with those of a coder's own file.

    Raises NotationError where the program has no list of the language and no file is given, or the file is none.
    """
    main = language.split("-")[0].lower()
    known = _read_known()
    if own is None and main not in known:
        message = f"There is no word list for '{shorten_value(language)}', only for {', '.join(sorted(known))}."
        raise NotationError(message, fix="give your own with --words; docs/word-lists.md describes the format.")
    given = _read_file(own) if own else {}
    return WordList(main, _merge(known.get(main, {}), given))


@lru_cache(maxsize=1)
def _read_known() -> dict[str, dict[str, Any]]:
    files = sorted(paths.WORD_LISTS.glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in files}


def _read_file(path: Path) -> dict[str, Any]:
    name = shorten_value(path.name)
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as cause:
        raise NotationError(f"The word list '{name}' cannot be read: {cause.strerror}.", fix=_FIX) from cause
    except (ValueError, RecursionError) as cause:
        raise NotationError(f"The word list '{name}' is no TOML in UTF-8: {cause}.", fix=_FIX) from cause
    for key, value in raw.items():
        if key not in _SHAPE:
            raise NotationError(f"The word list '{name}' has a part '{shorten_value(key)}' that is unknown.", fix=_FIX)
        if not _is_shaped(key, value):
            raise NotationError(f"The part '{key}' of the word list '{name}' is written otherwise.", fix=_FIX)
    return raw


def _is_shaped(key: str, value: object) -> bool:
    if key == "language":
        return isinstance(value, str)
    if _SHAPE[key] is str:
        return _is_words(value)
    if not isinstance(value, dict):
        return False
    if key in ("numbers", "multipliers"):
        return all(type(number) is int and 0 <= number <= 10**9 for number in value.values())
    if key == "dates":
        return _are_dates(value)
    if key == "units":
        names = value.get("names", {})
        if not (isinstance(names, dict) and all(isinstance(name, str) for name in names.values())):
            return False
        value = {part: words for part, words in value.items() if part != "names"}
    return all(_is_words(words) for words in value.values()) and (key != "signs" or set(value) <= set(_SIGNS))


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _are_dates(value: dict[str, Any]) -> bool:
    months, days = value.get("months", [[]] * 12), value.get("weekdays", [""] * 7)
    relative = value.get("relative", {})
    if not (isinstance(months, list) and len(months) == 12 and all(map(_is_words, months))):
        return False
    if not (_is_words(days) and len(days) == 7 and isinstance(relative, dict)):
        return False
    is_near = all(type(number) is int and abs(number) < 366 for number in relative.values())
    return is_near and all(_is_words(value.get(key, [])) for key in ("since", "until", "on", "said_in"))


def _merge(known: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return two files as one: tables are merged, lists follow each other; given months and weekdays stand alone."""
    merged = dict(known)
    for key, value in given.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merge(before, value)
        elif isinstance(before, list) and isinstance(value, list) and key not in ("months", "weekdays"):
            merged[key] = [*before, *value]
        else:
            merged[key] = value
    return merged
