"""Which pages a book has, as far as a page that is being executed can tell. No page is made or planned here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from claimbook import paths


def present_pages(root: Path) -> set[str]:
    """Return the pages of a book that is being built, or of the contents where a template is run by itself."""
    listed = root / paths.PAGES
    if listed.is_file():
        return set(json.loads(listed.read_text("utf-8")))
    return set(_files(yaml.safe_load((root / paths.CONTENTS).read_text("utf-8"))))


def _files(entry: Any) -> Iterator[str]:
    if isinstance(entry, dict):
        if isinstance(entry.get("file"), str):
            yield entry["file"]
        entry = list(entry.values())
    if isinstance(entry, list):
        for part in entry:
            yield from _files(part)
