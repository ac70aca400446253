"""Write a published build anew for a redaction, and nothing else of it: three builds, file by file.

`published` is what readers have, `control` the same version built again, `redacted` the same without the claim. A file
in which the last two are equal owes nothing to the claim and stays as it was published; one in which they differ is
taken from the last, if the first two are equal there: then the environment is the one of the release, as far as it
counts.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.digests import digest_files

_GONE = ""


@dataclass(frozen=True)
class Merge:
    """What a redaction changes: for each file where its new bytes lie, None where it goes. `strange` are those among
    them that come out otherwise than they were published even with the claim.
    """

    files: dict[str, Path | None]
    strange: list[str] = field(default_factory=list)


def merge_builds(published: Path, control: Path, redacted: Path, apart: Collection[str] = ()) -> Merge:
    """Return what a redaction changes in a published folder; files in `apart` are not compared."""
    old, same, new = (digest_folder(folder) for folder in (published, control, redacted))
    files: dict[str, Path | None] = {}
    strange = []
    for name in sorted((same.keys() | new.keys()) - set(apart)):
        if same.get(name) != new.get(name):
            files[name] = redacted / name if name in new else None
            if same.get(name, _GONE) != old.get(name, _GONE):
                strange.append(name)
    return Merge(files, strange)


def write_merged(published: Path, merge: Merge, target: Path) -> None:
    """Write a copy of a published folder with the changes of a redaction."""
    shutil.copytree(published, target)
    for name, source in merge.files.items():
        place = target / name
        place.unlink(missing_ok=True)
        if source:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
    for folder in sorted((path for path in target.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def digest_folder(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder, by its path in it."""
    return digest_files((path for path in folder.rglob("*") if path.is_file()), folder)
