"""What a book is made from, looked at again and again: has anything changed? No building, no serving.

Times and sizes of files are compared, twice a second. A watcher of the system's own (watchfiles) would answer a moment
sooner, and bring a compiled dependency for it; a look at some thousand files takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimbook import paths

Seen = dict[str, tuple[int, int]]


def look(root: Path, data: Path) -> Seen:
    """Return the time and the size of every file that a book is made from: dataset, templates, settings, program."""
    seen: Seen = {}
    for path in _watched(root, data):
        try:
            found = path.stat()
        except OSError:  # gone since it was listed
            continue
        seen[str(path)] = (found.st_mtime_ns, found.st_size)
    return seen


def _watched(root: Path, data: Path) -> Iterator[Path]:
    yield from (root / paths.CONFIG, root / paths.CONTENTS, root / paths.LOCK)
    yield from root.glob("*.md")
    for folder in (data, root / paths.TEMPLATES, paths.PACKAGE):
        # What an editor or Python writes beside a file is no change of it.
        yield from (
            path
            for path in folder.rglob("*")
            if not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(folder).parts)
            and not path.name.endswith("~")
            and path.is_file()
        )


def name_changes(before: Seen, after: Seen) -> list[str]:
    """Return the names of the files that are new, gone or changed, in order."""
    return sorted({Path(name).name for name in before.keys() | after.keys() if before.get(name) != after.get(name)})
