"""Put tables that were written beside a dataset into their places, all of them or none; say which places are taken.

What belongs here: the change-over and taking it back, and why a folder is not to be written into. What does not: what
the tables hold, and whether they are sound.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

NEW_FOLDER = "name a folder that is new or empty; nothing is written over."


def why_taken(folder: Path) -> str:
    """Return why a folder cannot be made in a place, to follow its name; "" where it is new, or an empty folder."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return "is there already, and is no folder."
    if folder.is_dir() and any(folder.iterdir()):
        return "holds something already."
    return ""


def put_tables(staged: Path, folder: Path, files: Sequence[str]) -> None:
    """Move files from a folder beside a dataset into it; if one cannot be moved, or it is interrupted, put all back.

    `staged` lies in a folder of its own, where the old files are kept meanwhile. A file that is a link stays one, and
    keeps its mode. Raises OSError or shutil.Error where something cannot be written.
    """
    # First all are beside their places, then all are moved.
    ready: list[tuple[Path, Path, Path]] = []
    for number, name in enumerate(files):
        place = (folder / name).resolve()
        kept, new = staged.parent / f"{number}.old", staged / name
        shutil.copy2(place, kept)
        shutil.copymode(place, new)
        ready.append((place, new, kept))
    done: list[tuple[Path, Path]] = []
    try:
        for place, new, kept in ready:
            done.append((place, kept))
            shutil.move(new, place)
    except BaseException:
        for place, kept in done:
            shutil.copy2(kept, place)
        raise
