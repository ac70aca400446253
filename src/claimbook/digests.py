"""Digests of what a book is made from and with. The standard library only: this answers whether anything is to do."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from claimbook import paths

# Raised when an executed page comes to be made in another way from the same inputs.
FORMAT = 1
_DISTRIBUTION = ".dist-info"


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_values(values: object) -> str:
    """Return the SHA-256 of what JSON can hold; two values that differ have digests that differ."""
    return digest_bytes(json.dumps(values, sort_keys=True, ensure_ascii=True).encode("ascii"))


def digest_files(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """Return the SHA-256 of files by their name below a folder; one that is not there is left out."""
    found: dict[str, str] = {}
    for path in files:
        if path.is_file():
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            found[path.relative_to(folder).as_posix()] = digest
    return found


def digest_tree(folder: Path) -> str:
    """Return the SHA-256 of a folder: of every file in it, with its name; "" where there is no folder."""
    return digest_values(digest_files(folder.rglob("*"), folder)) if folder.is_dir() else ""


def digest_data(data: Path) -> str:
    """Return the SHA-256 of everything that a dataset is read from: descriptor, tables, prose, readers' codings."""
    return digest_values(digest_files(list_data(data), data))


def list_data(data: Path) -> list[Path]:
    """Return the files that a dataset is read from; some of them may not be there.

    A descriptor that cannot be read names no tables; whoever loads the dataset says what is wrong with it.
    """
    return [path for path, leads_out in _look_at(data) if not leads_out]


def list_outside(data: Path) -> list[Path]:
    """Return the files and folders of a dataset that are links to what lies outside of it; none is looked into."""
    return [path for path, leads_out in _look_at(data) if leads_out]


def _look_at(data: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what a dataset is read from, and whether it leads out of the dataset."""
    for path in (data / paths.DESCRIPTOR, data / paths.ABOUT, *(data / name for name in _table_paths(data))):
        yield path, paths.leads_out(path, data)
    readers = data / paths.READERS
    if paths.leads_out(readers, data):  # whatever lies there is not walked through
        yield readers, True
        return
    for path in sorted(readers.rglob("*")):
        yield path, paths.leads_out(path, data)


def _table_paths(data: Path) -> list[str]:
    try:
        resources = json.loads((data / paths.DESCRIPTOR).read_bytes())["resources"]
        names = [resource["path"] for resource in resources]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [name for name in names if paths.stays_inside(name)]


def digest_root(root: Path) -> str:
    """Return the SHA-256 of a book's templates, plain pages, contents and settings."""
    files = [root / paths.CONFIG, root / paths.CONTENTS, *(root / paths.TEMPLATES).rglob("*"), *root.glob("*.md")]
    return digest_values(digest_files(files, root))


def digest_code(*, with_assets: bool = True) -> str:
    """Return the SHA-256 of this program; without what only the site's making reads, where that does not matter."""
    wanted = (path for path in list_code() if with_assets or not path.is_relative_to(paths.ASSETS))
    return digest_values(digest_files(wanted, paths.PACKAGE))


def list_code() -> list[Path]:
    """Return the files of this program."""
    files = (path for path in paths.PACKAGE.rglob("*") if "__pycache__" not in path.parts)
    # A wheel packs the templates that `new` copies; a book is made from its own.
    return [path for path in files if not path.is_relative_to(paths.PACKED_TEMPLATES)]


def digest_lock(root: Path) -> dict[str, str]:
    """Return the SHA-256 of the file that locks versions, by its name, where a book has one."""
    return digest_files([root / paths.LOCK], root)


def digest_environment() -> str:
    """Return the SHA-256 of what the program runs in: Python, its platform, every installed distribution's version."""
    installed = {
        entry.name.removesuffix(_DISTRIBUTION)
        for folder in map(Path, sys.path)
        if folder.is_dir()
        for entry in folder.glob(f"*{_DISTRIBUTION}")
    }
    python = [sys.implementation.name, platform.python_version(), sys.platform, platform.machine()]
    return digest_values([FORMAT, python, sorted(installed)])


def digest_made() -> str:
    """Return the SHA-256 of what a page is executed with: this program and its environment."""
    return digest_values([digest_code(with_assets=False), digest_environment()])


def digest_page(
    *, docname: str, title: str, template: bytes, parameters: Mapping[str, object], given: Mapping[str, str], made: str
) -> str:
    """Return the key of an executed page: the SHA-256 of all that can change what it says.

    `given` are the digests of the files that the page may read, by name; `made` the digest of the code and the
    environment that it is executed with.
    """
    return digest_values([FORMAT, docname, title, digest_bytes(template), dict(parameters), dict(given), made])
