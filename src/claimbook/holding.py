"""Hold a file so that two runs do not write into one place. The hold of a run that was killed is free at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from claimbook.errors import BuildError


@contextmanager
def held(file: Path, message: str) -> Iterator[None]:
    """Hold a file that is there only meanwhile. Raises BuildError with the message where another run holds it."""
    while True:
        with file.open("w") as handle:
            try:
                _lock(handle)
            except BlockingIOError as cause:
                raise BuildError(message, fix="wait until it has ended, and run this again.") from cause
            # Between opening and holding, who held it may have taken it away: then it keeps nobody out any more.
            if not _is_there(file, handle):
                continue
            try:
                yield
            finally:
                with suppress(OSError):
                    file.unlink()
            return


def _lock(handle: TextIO) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: nothing there can be held so that it is freed by a kill
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a file system, as some over networks, where nothing can be held
        return


def _is_there(file: Path, handle: TextIO) -> bool:
    own = os.fstat(handle.fileno())
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    return (found.st_dev, found.st_ino) == (own.st_dev, own.st_ino)
