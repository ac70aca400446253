"""Vocabularies: the program's terms, and those that a dataset adds to the open ones. No table, no column.

What belongs here: what a term is called and what is refused as one. What does not: which cells hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimbook.errors import Problem
from claimbook.model.findings import Findings, list_some
from claimbook.model.package import fault, shown

# As the program's own are: a term stands in cells, attributes and addresses.
_TERM = re.compile(r"[a-z][a-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary."""

    name: str
    label: str
    definition: str
    example: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """A code list; a closed one cannot be extended, because code depends on its terms."""

    name: str
    title: str
    description: str
    is_closed: bool
    terms: dict[str, Term]
    used_by: tuple[str, ...] = ()


def read_vocabularies(given: object, core: dict[str, Any], problems: list[Problem]) -> dict[str, Vocabulary]:
    """Return the program's vocabularies with the terms that a dataset adds; add to `problems` what is wrong with it."""
    if not isinstance(given, dict):
        problems.append(fault("vocabularies is no object.", 'write "vocabularies": { … } or leave it out.'))
        given = {}
    strangers = sorted(set(given) - set(core))
    fix = f"use one of {', '.join(core)}."
    problems += list_some(fault(f"there is no vocabulary '{shown(name)}'.", fix) for name in strangers)
    return {name: _read_vocabulary(name, spec, given.get(name), problems) for name, spec in core.items()}


def _read_vocabulary(name: str, spec: dict[str, Any], given: object, problems: list[Problem]) -> Vocabulary:
    terms = {t["name"]: Term(t["name"], t["label"], t["definition"], t.get("example", "")) for t in spec["terms"]}
    listed = given.get("terms") if isinstance(given, dict) else given
    added = listed if isinstance(listed, list) else []
    problems += Findings(_add_terms(name, added, terms, is_closed=spec["closed"])).listed()
    return Vocabulary(name, spec["title"], spec["description"], spec["closed"], terms, tuple(spec.get("used_by", ())))


def _add_terms(name: str, added: list[Any], terms: dict[str, Term], *, is_closed: bool) -> Iterator[Problem]:
    """Put terms to those of the vocabulary, and yield what is wrong with them."""
    for term in added:
        texts = [term.get(key) for key in ("name", "label", "definition")] if isinstance(term, dict) else [None]
        if not all(isinstance(text, str) and text for text in texts):
            fix = "give each added term a name, a label and a definition."
            yield fault(f"a term of '{name}' is incomplete: {shown(term)}.", fix)
        elif term["name"] in terms:
            continue
        elif not _TERM.fullmatch(term["name"]):
            fix = "use 1 to 64 of a-z, 0-9, _ and -, beginning with a letter; its label is for readers."
            yield fault(f"'{shown(term['name'])}' of '{name}' is no name of a term.", fix)
        elif is_closed:
            yield fault(f"'{shown(term['name'])}' is added to the closed list '{name}'.", "use its own terms.")
        else:
            terms[term["name"]] = Term(term["name"], term["label"], term["definition"], str(term.get("example", "")))
