"""Read the JSON of a datapackage.json, whatever it holds. What its tables and vocabularies mean is not known here."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.digests import list_outside
from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.findings import Findings, list_some
from claimbook.model.plain import find_fault

# A day and a time with its zone, as RFC 3339 writes them: Data Package wants `created` so.
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)

_DEEPEST = 50

# The letters and signs of DOIs as they are given out now; older ones with others would need escaping in each format.
_DOI = re.compile(
    r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/[-._;()/:a-z0-9]+)", re.ASCII | re.IGNORECASE
)
_MEANT_AS_DOI = re.compile(r"10\.|.*\bdoi\b", re.A | re.I | re.S)


def fault(message: str, fix: str) -> Problem:
    """Return a problem of the descriptor as a whole."""
    return Problem(paths.DESCRIPTOR, 0, "", message, fix)


def shown(value: object) -> str:
    """Return a JSON value fit for one line of a message."""
    return shorten_value(value if isinstance(value, str) else repr(value))


def read_package(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file; raises DatasetError where there is none."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise DatasetError([fault("it cannot be read: no regular file.", "make it a readable file.")])
        raw = json.loads(path.read_bytes().decode("utf-8"))
        if _is_deep(raw):
            raise RecursionError
        json.dumps(raw, ensure_ascii=False).encode("utf-8")  # half a surrogate pair can be escaped, and not written
    except FileNotFoundError as cause:
        fix = "name a dataset's folder with --data; it holds a datapackage.json."
        raise DatasetError([fault(f"there is no {paths.DESCRIPTOR}.", fix)]) from cause
    except OSError as cause:
        raise DatasetError([fault(f"it cannot be read: {cause.strerror}.", "make it a readable file.")]) from cause
    except (ValueError, RecursionError) as cause:
        place = (
            f"line {cause.lineno}: {cause.msg}" if isinstance(cause, json.JSONDecodeError) else "not UTF-8 or too deep"
        )
        raise DatasetError([fault(f"it is no JSON ({place}).", "mend it with a JSON-aware editor.")]) from cause
    if not isinstance(raw, dict):
        raise DatasetError([fault("it is no JSON object.", 'begin it with "{".')])
    return raw


def _is_deep(value: Any) -> bool:
    """Whether values lie in one another deeper than any descriptor has them, and than all that handles them can go."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            child
            for one in level
            if isinstance(one, dict | list)
            for child in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)


def list_resources(raw: dict[str, Any], problems: list[Problem]) -> dict[str, dict[str, Any]] | None:
    """Return the resources by name, None where there is no list; add to `problems` those without a name."""
    listed = raw.get("resources")
    if not isinstance(listed, list):
        problems.append(fault("it lists no resources.", 'add "resources": [ … ], one for each table.'))
        return None
    found: dict[str, dict[str, Any]] = {}
    faults = Findings()
    for number, resource in enumerate(listed, 1):
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            faults.extend([fault(f"resource {number} has no name.", "give each resource a name and a path.")])
        elif resource["name"] in found:
            faults.extend([fault(f"resource '{shown(resource['name'])}' is listed twice.", "list it once.")])
        else:
            found[resource["name"]] = resource
    problems += faults.listed()
    return found


def refuse_created(raw: dict[str, Any], problems: list[Problem]) -> None:
    """Add to `problems` a `created` that is no moment as Data Package writes one; a dataset may leave it out."""
    if "created" not in raw or _is_moment(raw["created"]):
        return
    fix = 'write a day with its time and zone, as in "created": "2025-03-10T00:00:00Z", or leave it out.'
    problems.append(fault(f"created is '{shown(raw['created'])}', which is no day with a time.", fix))


def refuse_id(raw: dict[str, Any], problems: list[Problem]) -> None:
    """Add to `problems` an `id` that is meant as a DOI and is none; a dataset may have another id, or none."""
    fix = 'write "id": "https://doi.org/10.NNNN/…", or leave it out: the content id stands in for it.'
    if "doi" in raw:
        problems.append(fault("doi is no name that Data Package knows, and is not read.", fix))
    given = raw.get("id", "")
    if not isinstance(given, str):
        problems.append(fault("id is no text.", fix))
    elif _MEANT_AS_DOI.match(given.strip()) and not read_doi(given):
        problems.append(fault(f"id is '{shown(given)}', which is no DOI.", fix))


def find_links(folder: Path) -> list[Problem]:
    """Return a problem for each file of the dataset that lies outside of it: a book would publish what it holds."""
    message, fix = "it is a link that leads out of the dataset.", "put the file itself there."
    outside = [path.relative_to(folder).as_posix() for path in list_outside(folder)]
    return [Problem(shown(name), 0, "", message, fix) for name in outside]


def refuse_signs(raw: dict[str, Any], problems: list[Problem]) -> None:
    """Add to `problems` each text, names of members among them, that is no plain text; it may have several lines."""
    found: list[Problem] = []
    left: list[tuple[str, Any]] = [("", raw)]
    while left:
        place, value = left.pop()
        if isinstance(value, str):
            if wrong := find_fault(" ".join(value.splitlines()).replace("\t", " ")):
                message, fix = wrong
                found.append(fault(f"{place}: {message}" if place else message, fix))
        elif isinstance(value, dict):
            left += [("", key) for key in value]
            left += [(_join(place, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            left += [(_join(place, str(number)), inner) for number, inner in enumerate(value, 1)]
    problems += list_some(found)


def _join(place: str, name: str) -> str:
    return shown(f"{place}.{name}" if place else name)


def read_doi(text: object) -> str:
    """Return the DOI that an `id` is, as `10.NNNN/…`; "" where it is none."""
    found = _DOI.fullmatch(text.strip()) if isinstance(text, str) else None
    return found[1] if found else ""


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
