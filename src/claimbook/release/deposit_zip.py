"""A ZIP whose bytes are the same wherever and whenever it is made. Nothing is known here of what is in it.

Stored, not compressed: what a compressor makes differs from machine to machine. Names in order, one time for all.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from claimbook.errors import BuildError

_PIECE = 1 << 20
# The first and the last moment that a ZIP can name.
_FIRST, _LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
_UNIX = 3


@dataclass(frozen=True)
class Item:
    """A file of a ZIP: its bytes, or where they lie; whether it is a symbolic link (the bytes are its target)."""

    content: bytes | Path
    is_link: bool = False
    is_program: bool = False

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as opened:
            while piece := opened.read(_PIECE):
                yield piece


def write_zip(target: Path, items: Mapping[str, Item], seconds: int, report: Callable[[int], None]) -> str:
    """Write a ZIP of files by name, put it in its place when it is whole, and return its SHA-256.

    `seconds` is the time of all of them, since 1970 in UTC. Raises BuildError where it cannot be written.
    """
    beside = target.with_name(f".new-{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with ZipFile(beside, "w", ZIP_STORED) as archive:
                for done, name in enumerate(sorted(items), 1):
                    with archive.open(_entry(name, items[name], seconds), "w") as entry:
                        for piece in items[name].pieces():
                            entry.write(piece)
                    report(done)
            with beside.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as cause:
        message = f"The archive cannot be written to '{target.name}': {cause.strerror or cause}."
        raise BuildError(message, fix="name a file with --out, in a folder that can be written, with room.") from cause
    return digest


def _entry(name: str, item: Item, seconds: int) -> ZipInfo:
    moment = datetime.fromtimestamp(seconds, UTC).timetuple()[:6]
    # A ZIP counts in steps of two seconds.
    year, month, day, hour, minute, second = min(max(tuple(moment), _FIRST), _LAST)
    entry = ZipInfo(name, (year, month, day, hour, minute, second - second % 2))
    entry.create_system = _UNIX  # also where Windows writes it
    mode = stat.S_IFLNK | 0o777 if item.is_link else stat.S_IFREG | (0o755 if item.is_program else 0o644)
    entry.external_attr = mode << 16
    entry.compress_type = ZIP_STORED
    entry.file_size = item.size
    return entry
