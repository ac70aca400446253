"""CITATION.cff as a release renews it: version, day, the dataset by its ids. What a person wrote stays. Text to text.

The file's form is the Citation File Format 1.2.0. It never holds the id of the tree that holds it, nor of a build that
comes after it: only that of the dataset's folder. No files and no git here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from claimbook.errors import BuildError
from claimbook.model.cite import fold
from claimbook.model.credits import Credits

NAME = "CITATION.cff"
# By this note a dataset's entry among others is known again.
MARK = "Renewed by claimbook release."
_OURS = "The dataset that this version was made from"
_MESSAGE = "If you use this dataset, please cite it by these metadata. To cite one claim, add its permalink."
_KEY = re.compile(r"(?:[A-Za-z][\w-]*|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:(?=\s)", re.ASCII)


def renew_citation(text: str, work: Credits, day: str, content: str) -> str:
    """Return a CITATION.cff for a version of a dataset that came out on a day; `content` is its folder's id.

    `text` is the file as it is, "" where there is none. Where it describes a dataset, that is this one; where it
    describes a program, the dataset is an entry of its own in it: the preferred citation where that was one before,
    else one of the references. "" where there is no file and no author is known: the format wants one, and nothing is
    made up. Raises BuildError where the file cannot be read, or not be renewed without changing more than is ours.
    """
    if not text and not _each(work.authors):
        return ""
    given = _read(text) if text else {}
    wanted = {**given, **_wanted(given, work, day, content)}
    made = text
    for key, value in wanted.items():
        if key not in given or not _same(given[key], value):
            made = _put(made, key, value)
    if not _same(_read(made), wanted):
        fix = "write each key on a line of its own, with what belongs to it below, or leave the file to the release."
        raise BuildError(f"{NAME} cannot be renewed in place.", fix=fix)
    return made


def _wanted(given: dict[str, Any], work: Credits, day: str, content: str) -> dict[str, Any]:
    """Return the keys that a release sets, with their values."""
    said = {"version": work.version, "date-released": day}
    if not given:
        return {"cff-version": "1.2.0", "message": _MESSAGE, "type": "dataset", **_describe(work, day, content)}
    if given.get("type") == "dataset":
        return {**said, **_identify(given.get("identifiers"), work, content)}
    entry = {"type": "data", **_describe(work, day, content), "notes": MARK}
    if not _each(work.authors):
        return said
    if _is_ours(given.get("preferred-citation")):
        return {**said, "preferred-citation": entry}
    listed = given.get("references")
    references = listed if isinstance(listed, list) else []
    place = next((number for number, item in enumerate(references) if _is_ours(item)), len(references))
    return {**said, "references": [*references[:place], entry, *references[place + 1 :]]}


def _describe(work: Credits, day: str, content: str) -> dict[str, Any]:
    given = {
        "title": fold(work.title or work.name) or "A dataset of coded claims",
        "abstract": fold(work.description),
        "authors": [{"name": name} for name in _each(work.authors)],
        "version": work.version,
        "date-released": day,
        **_identify(None, work, content),
        "license-url": work.licence_url,
        "keywords": _each(work.keywords),
    }
    return {key: value for key, value in given.items() if value}


def _each(texts: Iterable[str]) -> list[str]:
    """Return each text once, as a line: the format wants no two that are the same."""
    return list(dict.fromkeys(filter(None, map(fold, texts))))


def _identify(listed: Any, work: Credits, content: str) -> dict[str, Any]:
    """Return the identifiers, those that a person wrote first, and the DOI where the dataset has one."""
    kept = [item for item in listed if not _is_own(item)] if isinstance(listed, list) else []
    own = {"type": "swh", "value": content, "description": _OURS}
    return {"identifiers": [*kept, own], **({"doi": work.doi} if work.doi else {})}


def _is_own(item: Any) -> bool:
    return isinstance(item, dict) and item.get("description") == _OURS


def _is_ours(item: Any) -> bool:
    return isinstance(item, dict) and item.get("notes") == MARK


def _read(text: str) -> dict[str, Any]:
    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        place = getattr(cause, "problem_mark", None)
        where = f" (line {place.line + 1})" if place else ""
        raise BuildError(f"{NAME} is no YAML{where}.", fix="mend it; the line is where reading it ended.") from cause
    if not isinstance(said, dict) or not all(isinstance(key, str) for key in said):
        raise BuildError(f"{NAME} holds no keys and values.", fix="write it as the Citation File Format says.")
    return said


def _same(one: Any, other: Any) -> bool:
    """Whether two values are read as the same: YAML makes dates of days that are not quoted."""
    return yaml.safe_dump(_plain(one), sort_keys=True) == yaml.safe_dump(_plain(other), sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)


def _put(text: str, key: str, value: Any) -> str:
    """Return the text with a key's lines written anew in their place, or added at its end; all others as they are."""
    lines = yaml.safe_dump({key: value}, sort_keys=False, allow_unicode=True, width=110)
    parts = list(_parts(text))
    if not any(name == key for name, _ in parts):
        return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{lines}"
    return "".join(lines + _left(part) if name == key else part for name, part in parts)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in parts: each key at a line's beginning, all lines up to the next; "" names what is before."""
    name, part = "", ""
    for line in text.splitlines(keepends=True):
        if found := _KEY.match(line):
            yield name, part
            name, part = str(yaml.safe_load(found[0].rstrip().removesuffix(":"))), ""
        part += line
    yield name, part


def _left(part: str) -> str:
    """Return the comments and empty lines at the end of a part: they belong to what comes next."""
    lines = part.splitlines(keepends=True)
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "".join(lines[end:])
