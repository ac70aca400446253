"""What a book says of itself to machines: who made which version of what, under which licence, from which inputs.

Written by the build for the making of the site (`linked` reads it): JSON, the same for the same dataset. No HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from claimbook import __version__
from claimbook.model.credits import Credits, read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key

# How many signs of a build's name are shown to readers.
SHORT_BUILD = 10


@dataclass(frozen=True)
class Reached:
    """Where reports go, as configured: `contact`, an e-mail address or a page, and the `repository`; "" for none."""

    contact: str = ""
    repository: str = ""


@dataclass(frozen=True)
class About:
    """`build` is the digest of what the book was made from, `program` its version, `measures` what its numbers count.

    `content` is the Software Heritage id of the dataset's folder, "" where it is not known.
    `downloads` are files of the site to take along: `href` from the book's root and `type` (a media type).
    """

    credits: Credits = field(default_factory=Credits)
    build: str = ""
    program: str = ""
    content: str = ""
    measures: tuple[str, ...] = ()
    downloads: tuple[dict[str, str], ...] = ()
    reached: Reached = field(default_factory=Reached)


NOWHERE = Reached()


def describe_book(
    dataset: Dataset,
    build: str,
    downloads: Iterable[dict[str, str]] = (),
    content: str = "",
    reached: Reached = NOWHERE,
) -> str:
    """Return what a book of a dataset says of itself, as JSON."""
    measures = {dataset.descriptor.label("measure", term) for term in dataset.figures["measure"] if term}
    about = About(
        credits=read_credits(dataset.descriptor.raw),
        build=build,
        program=__version__,
        content=content,
        measures=tuple(sorted(measures, key=name_key)),
        downloads=tuple(downloads),
        reached=reached,
    )
    return json.dumps(asdict(about), ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def read_about(path: Path) -> About:
    """Read what `describe_book` wrote; a file that is not there says nothing."""
    if not path.is_file():
        return About()
    given = json.loads(path.read_text("utf-8"))
    work = Credits(**_tuples(given["credits"], Credits))
    return About(**{**_tuples(given, About), "credits": work, "reached": Reached(**given["reached"])})


def _tuples(given: dict[str, Any], kind: Any) -> dict[str, Any]:
    values = {item.name: given[item.name] for item in fields(kind)}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
