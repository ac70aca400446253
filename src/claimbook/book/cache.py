"""Executed pages kept from one build to the next, each under the digest of all it was made from. Knows no notebooks.

An entry is a file: a line with the digest of what follows, then the executed notebook. One whose digest does not
hold, because it was damaged or only half written, is no entry.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from claimbook.digests import digest_bytes

# Where charts' pictures are kept, each under the digest of its own.
PICTURES = "pictures"
# Some thousands of pages; what was not used for longest goes first.
LIMIT = 1 << 30
_KEY_LENGTH = 64


@dataclass(frozen=True)
class Holdings:
    """What a cache holds: how many pages, how many bytes."""

    pages: int
    size: int


class Cache:
    """A folder of executed pages and of pictures. One that cannot be written holds nothing; builds take longer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """Return a page, or None where there is none that is whole; an entry that is not whole is removed."""
        path = self._path(key)
        try:
            stated, _, page = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if stated.decode("ascii", "replace") != digest_bytes(page):
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return page

    def put(self, key: str, page: bytes) -> None:
        """Keep a page; other builds see it whole or not at all."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(descriptor, "wb") as opened:
                    opened.write(digest_bytes(page).encode("ascii") + b"\n" + page)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def prune(self, limit: int = LIMIT) -> None:
        """Remove what was not used for longest until no more than `limit` bytes are left, and what was never whole."""
        found = sorted(((path.stat(), path) for path in self._files()), key=lambda item: -item[0].st_mtime_ns)
        size = 0
        for status, path in found:
            size += status.st_size
            if size > limit:
                path.unlink(missing_ok=True)

    def measure(self) -> Holdings:
        """Return how much there is."""
        files = self._files()
        pages = [path for path in files if path.parent.parent == self.folder]
        return Holdings(len(pages), sum(path.stat().st_size for path in files))

    def clear(self) -> Holdings:
        """Remove everything; return how much there was."""
        before = self.measure()
        for path in self._files():
            path.unlink(missing_ok=True)
        return before

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _files(self) -> list[Path]:
        found = [*self.folder.glob("??/*"), *self.folder.glob(f"{PICTURES}/??/*")]
        return [path for path in found if path.is_file() and len(path.name) == _KEY_LENGTH - 2]
