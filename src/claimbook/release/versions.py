"""Numbers of versions: X.Y.Z, and which comes first. Nothing is released here."""

from __future__ import annotations

import re

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


def is_version(text: str) -> bool:
    """Whether a text is the number of a version, as 0.2.0."""
    return bool(_VERSION.fullmatch(text))


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are ordered by."""
    return tuple(map(int, version.split(".")))
