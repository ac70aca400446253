"""What a dataset says of itself to those who cite it: title, version, day, authors, licence. Reads its descriptor only.

The descriptor is a Data Package: `id`, `version`, `created`, `contributors`, `licenses`, `keywords` and `name` mean
what that specification says; an `id` that is a DOI is cited. Whatever is missing or written otherwise is left out:
nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimbook.model.package import read_doi

AUTHOR = "author"


@dataclass(frozen=True)
class Credits:
    """`date` is the day of this version (ISO), `authors` are names as written; "" and () mean "not said"."""

    name: str = ""
    title: str = ""
    description: str = ""
    version: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""
    licence_url: str = ""
    keywords: tuple[str, ...] = ()
    doi: str = ""


def read_credits(package: Mapping[str, Any]) -> Credits:
    """Return what a datapackage.json, as parsed JSON, says of who made the dataset, when, and under which licence."""
    licence = next(iter(_objects(package, "licenses")), {})
    words = package.get("keywords")
    return Credits(
        name=_text(package, "name"),
        title=_text(package, "title"),
        description=_text(package, "description"),
        version=_text(package, "version"),
        date=_day(_text(package, "created")),
        authors=_authors(package),
        licence=_text(licence, "title") or _text(licence, "name"),
        licence_url=web_address(_text(licence, "path")),
        keywords=tuple(word for word in (words if isinstance(words, list) else []) if isinstance(word, str) and word),
        doi=read_doi(package.get("id")),
    )


def web_address(text: str) -> str:
    """Return an address of the web as it is, and "" for anything else: only http and https are ever linked to."""
    return text if text.startswith(("http://", "https://")) and len(text.split()) == 1 else ""


def _authors(package: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the contributors who are called authors; all of them where nobody is."""
    named = [(_text(person, "title"), person.get("role")) for person in _objects(package, "contributors")]
    authors = [name for name, role in named if name and role == AUTHOR]
    return tuple(authors or [name for name, _ in named if name])


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _objects(holder: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    listed = holder.get(key)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
