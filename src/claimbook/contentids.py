"""Content ids as Software Heritage gives them: of a file and of a folder, equal to git's. The standard library only.

A file's id names its bytes, a folder's the names, modes and ids of what is in it (git's tree). Nobody has to be asked
for one, and whoever has the content can compute it again.
Source: Software Heritage persistent identifiers (SWHIDs), version 1.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

# What programs leave behind, and no repository holds. An empty folder is in no repository either.
_LEFT_BEHIND = ("__pycache__", ".DS_Store", ".ipynb_checkpoints")
_OPENED = ("~$", ".~lock.")


def content_id(data: bytes) -> str:
    """Return the id of a file's bytes: `swh:1:cnt:` and 40 hexadecimal digits, those of `git hash-object`."""
    return f"swh:1:cnt:{_digest(b'blob', data).hex()}"


def directory_id(folder: Path) -> str:
    """Return the id of a folder: `swh:1:dir:` and 40 hexadecimal digits, those of its tree in git.

    What programs leave behind (compiled files, locks of open documents) does not count. Raises OSError where something
    cannot be read.
    """
    return f"swh:1:dir:{(_tree(folder) or _digest(b'tree', b'')).hex()}"


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name was left behind by some program, and belongs to nothing."""
    return name in _LEFT_BEHIND or name.startswith(_OPENED)


def _digest(kind: bytes, data: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\0" % (kind, len(data)) + data, usedforsecurity=False).digest()


def _tree(folder: Path) -> bytes | None:
    """Return the digest of a folder's tree; None where it holds no file."""
    entries: list[tuple[bytes, bytes, bytes]] = []
    for entry in os.scandir(folder):
        if is_left_behind(entry.name):
            continue
        name = os.fsencode(entry.name)
        if entry.is_symlink():
            entries.append((name, b"120000", _digest(b"blob", os.fsencode(os.readlink(entry.path)))))
        elif entry.is_dir():
            if (tree := _tree(Path(entry.path))) is not None:
                entries.append((name + b"/", b"40000", tree))
        else:
            mode = b"100755" if entry.stat().st_mode & stat.S_IXUSR else b"100644"
            entries.append((name, mode, _digest(b"blob", Path(entry.path).read_bytes())))
    if not entries:
        return None
    # Git orders a folder as if its name ended in a slash.
    listed = (b"%s %s\0%s" % (mode, name.removesuffix(b"/"), digest) for name, mode, digest in sorted(entries))
    return _digest(b"tree", b"".join(listed))
