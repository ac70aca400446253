"""What may be meant by a cell that names nothing: a name for an id, a label for a term, a slip of the pen.

Only the remedy is made here, and it proposes; whether a cell is right is structure's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches

from claimbook.errors import shorten_value

# Above so many ids a slip is not looked for: each is compared with all of them.
_MOST_IDS = 5000
_ALIKE = 0.8
_LONGEST_ID = 64
# Of a dataset, pairs of a text and an id that are compared, some seconds' worth; and what each text counts as at least.
_MOST_COMPARED = 100_000
_LEAST_COMPARED = 200
_OTHER_SEPARATORS = ",/|&\t"


def meant_term(text: str, labels: Mapping[str, str]) -> str:
    """Return the term whose name or label a text is, but for capitals and signs, or nearly is; "" where none is.

    `labels` has the label of each term by its name.
    """
    wanted = _plain(text)
    said = {_plain(name): name for name in labels}
    said |= {plain: name for name, label in labels.items() if (plain := _plain(label)) not in said}
    if wanted in said:
        return said[wanted]
    near = get_close_matches(wanted, said, 1, _ALIKE) if len(said) <= _MOST_IDS else []
    return said[near[0]] if near else ""


def meant_id(text: str, ids: Collection[str], names: Mapping[str, str]) -> str:
    """Return the id that a text nearly is, or the one that is called so (`names` by plain name); "" where none is."""
    wanted = _plain(text)
    if wanted in names:
        return names[wanted]
    if len(ids) > _MOST_IDS:
        return ""
    near = get_close_matches(text.strip().lower().replace("_", "-"), sorted(ids), 1, _ALIKE)
    return near[0] if near else ""


def plain_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return ids by their names, plainly written, from pairs of id and name; a name of several ids leads to none."""
    found: dict[str, set[str]] = {}
    for identifier, name in pairs:
        if plain := _plain(name):
            found.setdefault(plain, set()).add(identifier)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def meant_list(text: str, ids: Collection[str]) -> list[str]:
    """Return the ids of a cell that parts them by another sign than the semicolon; none where they are no such list."""
    for sign in _OTHER_SEPARATORS:
        parts = [part.strip() for part in text.split(sign)]
        if len(parts) > 1 and all(part in ids for part in parts):
            return parts
    return []


def remedy_for_id(text: str, ids: Collection[str], names: Mapping[str, str], table: str, *, takes_many: bool) -> str:
    """Return what to do about a text that is in no row of a table; `takes_many`: whether the cell may name several."""
    if parts := meant_list(text, ids):
        written = shorten_value("; ".join(parts))
        return f"part them with semicolons: {written}." if takes_many else f"name one of them: {written}."
    meant = meant_id(text, ids, names)
    if meant and len(meant) <= _LONGEST_ID and meant.isprintable():  # the id of a row may be wrong itself
        return f"write {meant}, if that is meant; or add it to {table}."
    return _add_to(table)


class Remedies:
    """What to do about each text that is in no row of a table; what was meant is looked for as long as it is cheap.

    `names` returns the ids of a table's rows by their plain names.
    """

    def __init__(self, names: Callable[[str], Mapping[str, str]]) -> None:
        self._names = names
        self._known: dict[tuple[str, str, bool], str] = {}
        self._left = _MOST_COMPARED

    def find(self, text: str, ids: Collection[str], table: str, *, takes_many: bool) -> str:
        """Return what to do; `takes_many`: whether the cell may name several."""
        key = (text, table, takes_many)
        if key in self._known:
            return self._known[key]
        if self._left <= 0:
            return _add_to(table)
        self._left -= max(_LEAST_COMPARED, len(ids) if len(ids) <= _MOST_IDS else 0)
        self._known[key] = remedy_for_id(text, ids, self._names(table), table, takes_many=takes_many)
        return self._known[key]


def _add_to(table: str) -> str:
    return f"add it to {table}, or name one that is there."


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
