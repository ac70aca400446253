"""Where files lie. The only module that knows; everything else asks here. No reading, no writing."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from claimbook.errors import BuildError

CONFIG = "_config.yml"
CONTENTS = "_toc.yml"
TEMPLATES = "book"
DATA = "data"
DESCRIPTOR = "datapackage.json"
ABOUT = "about.md"
READERS = "readers"
TEXTS = "texts"
SLICES = "slices"
CLAIM_INDEX = "claims.json"
CREDITS = "credits.json"
SPELLINGS = "spellings.json"
LOCK = "uv.lock"
PAGES = "pages.json"
# In the site: what it was made from, and what came of it.
INPUTS = "inputs.json"
OUTPUTS = "outputs.sha256"
RECORD = "built-from.json"
CACHE = "cache"
BUILD = "_build"
SITE = "site"
# Beside the dataset while claims are redacted.
REDACTING = ".claimbook-redacting"
STAGE = "book"
HTML = "html"
LAB = "lab"
LAB_ENVIRONMENT = ".venv-lab"
PRINTED = "pdf"
# In the site: charts' pictures and data. In the metadata of a notebook's output: the files that travel with it.
CHARTS = "_charts"
ATTACHED = "claimbook_attached"

PACKAGE = Path(__file__).resolve().parent
SCHEMA = PACKAGE / "model" / "schema.json"
CARD_TEMPLATES = PACKAGE / "book" / "templates"
ASSETS = PACKAGE / "book" / "assets"
OUTLINE = PACKAGE / "charts" / "outline"
FONTS = PACKAGE / "charts" / "fonts"
PDF = PACKAGE / "pdf"
MAPPINGS = PACKAGE / "exchange" / "mappings"
STARTER = PACKAGE / "coding" / "starter"
WORD_LISTS = PACKAGE / "coding" / "words"
# The pages' templates that `new` copies: within an installed package, else at the root of the checkout.
PACKED_TEMPLATES = PACKAGE / "packed"
TEMPLATE_ROOTS = (PACKED_TEMPLATES, PACKAGE.parents[1])


def find_root(start: Path | None = None) -> Path:
    """Return the nearest folder, from `start` upwards, that holds a `_config.yml`; raises BuildError if none does."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise BuildError(
        f"No {CONFIG} in this folder or above it.",
        fix="run claimbook inside a book's folder, or clone one first.",
    )


def resolve_data(data: str | Path) -> Path:
    """Return a dataset's folder. A relative one counts from the nearest `_config.yml`, however deep a notebook runs."""
    path = Path(data)
    if path.is_absolute():
        return path
    try:
        return find_root() / path
    except BuildError:
        return Path.cwd() / path


def find_data(data: Path) -> Path | None:
    """Return the folder that a reader at the command line means: from the current one, else from the book's root.

    None where neither holds a dataset. Notebooks ask `resolve_data`: they run deep in the book.
    """
    for folder in (Path.cwd() / data, resolve_data(data)):
        if (folder / DESCRIPTOR).exists():
            return folder
    return None


def find_book(folder: Path) -> Path:
    """Return the root of the book that a dataset or a build lies in; the folder that holds it where it lies in none."""
    try:
        return find_root(folder)
    except BuildError:
        return folder.resolve().parent


def stays_inside(name: object) -> bool:
    """Whether a name is a plain relative path, on any system, that cannot leave the folder it counts from."""
    if not isinstance(name, str) or "\\" in name or ":" in name or not name.isprintable():
        return False
    pure = PurePosixPath(name)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path in a folder is, or passes through, a link to what lies outside of it."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def root_prefix() -> str:
    """Return what leads from the current folder to the book's root, as in a web address: `../../`; "" at the root."""
    try:
        root = find_root()
    except BuildError:
        return ""
    depth = len(Path.cwd().resolve().relative_to(root).parts)
    return "../" * depth


def shown(path: Path) -> Path:
    """Return a path as a reader is told it: from the current folder, where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
