"""Where a finished book goes: what may be replaced, the folder to work in, the change over. What it holds is not known.

A folder is replaced only where it is new, empty, or a book that this program made, and by one run at a time.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimbook import paths
from claimbook.book.exchange import exchange
from claimbook.errors import BuildError
from claimbook.holding import held

# What tells a folder of ours from somebody's own.
SITE_MARKS = ("searchindex.js", "objects.inv")
EXECUTED_MARKS = (paths.CONTENTS, paths.CLAIM_INDEX)
_ASIDE = "-before"
_STAGING = re.compile(r"\.building-(\d+)-[a-z0-9_]{8}")


def choose_places(root: Path, out: Path | None) -> tuple[Path, Path]:
    """Return where the site goes and where the executed notebooks go."""
    html = (out or root / paths.BUILD / paths.HTML).resolve()
    if not html.name:
        raise BuildError(f"'{html}' is no place for a book.", fix="name a new folder with --out.")
    return html, html.with_name(f"{html.name}-executed") if out else (root / paths.BUILD / paths.STAGE).resolve()


def refuse_places(root: Path, data: Path, html: Path, executed: Path) -> None:
    """Raise BuildError where the book would replace, or lie among, something that is no book."""
    sources = (data.resolve(), (root / paths.TEMPLATES).resolve())
    for place, marks in ((html, SITE_MARKS), (executed, EXECUTED_MARKS)):
        if any(place == source or place in source.parents for source in (root.resolve(), *sources)):
            raise BuildError(f"'{place.name}' holds what the book is made from.", fix="name a new folder with --out.")
        for source in sources:
            if place.is_relative_to(source):
                message = f"'{place.name}' would lie in '{source.name}', among what the book is made from."
                raise BuildError(message, fix="name a folder outside of it with --out.")
        if not _is_free(place, marks):
            raise BuildError(
                f"'{place.name}' holds something that is no book.", fix="name an empty or new folder with --out."
            )


def _is_free(place: Path, marks: tuple[str, ...]) -> bool:
    if not place.exists():
        return not place.is_symlink()
    if not place.is_dir():
        return False
    return not any(place.iterdir()) or all((place / mark).is_file() for mark in marks)


@contextmanager
def staging_folder(parent: Path) -> Iterator[Path]:
    """Yield a new folder beside the book to work in; it is gone afterwards, as are those of builds that were killed."""
    parent.mkdir(parents=True, exist_ok=True)
    remove_stale(parent)
    folder = Path(tempfile.mkdtemp(prefix=f".building-{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def place_held(place: Path) -> Iterator[None]:
    """Hold the place of a book for oneself. Raises BuildError where another build does."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with held(place.with_name(f".{place.name}.lock"), f"Another build is writing '{place.name}'."):
        yield


def remove_stale(parent: Path) -> None:
    """Remove the working folders of builds whose process is gone; a book that one had put aside comes back first."""
    for folder in sorted(parent.glob(".building-*")):
        found = _STAGING.fullmatch(folder.name)
        if found and folder.is_dir() and not folder.is_symlink() and not _is_running(int(found[1])):
            for aside in sorted(folder.glob(f"*{_ASIDE}")):
                if not (place := parent / aside.name.removesuffix(_ASIDE)).exists():
                    aside.rename(place)
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    if os.name == "nt":  # there, asking by signal would end it
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def change_over(new: Path, old: Path, working: Path) -> None:
    """Put a finished folder in the place of an old one of the same file system, in one step.

    Where the system has no such step the old one is put aside first, and comes back if that fails, or with the next
    build if this one is killed.
    """
    if not old.exists():
        new.rename(old)
        return
    aside = working / f"{old.name}{_ASIDE}"
    if exchange(new, old):
        new.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
        return
    old.rename(aside)
    try:
        new.rename(old)
    except BaseException:
        if not old.exists():
            aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)
