"""Verify a build from a plain copy of it, offline: is every file what the manifests say?

What belongs here: reading and comparing. What does not: making a build again (rebuild), and words for a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.contentids import is_left_behind
from claimbook.digests import digest_bytes
from claimbook.errors import BuildError, shorten_value
from claimbook.manifests import build_id, parse_outputs, read_inputs
from claimbook.release.redactions import FILE, Record, apply_record, parse_record

MISSING, EXTRA, CHANGED = "missing", "extra", "changed"


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with one file of a build: it is missing, extra, or changed."""

    path: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.path if self.path.isprintable() else shorten_value(self.path)}"


@dataclass(frozen=True)
class Verified:
    """What was found: the build's id, what its `inputs.json` says, its files by digest, the faults by path.

    `outputs` is the SHA-256 of `outputs.sha256`: who has it from elsewhere, has every file of the build with it, but
    for those that a redaction has changed: `record` says which, `redactions` is the SHA-256 of `redactions.json`.
    """

    build: str
    inputs: dict[str, Any]
    files: dict[str, str]
    outputs: str
    faults: list[Fault] = field(default_factory=list)
    record: Record | None = None
    redactions: str = ""


def build_places(folder: Path) -> tuple[Path, ...]:
    """Return where the site of a build may lie that somebody names by a folder."""
    return folder, folder / paths.HTML, folder / paths.BUILD / paths.HTML


def find_build(folder: Path) -> Path:
    """Return the folder of a build: the one that is named, or the site in `html` of it.

    Raises BuildError where neither holds manifests.
    """
    for place in build_places(folder):
        if (place / paths.OUTPUTS).is_file() and (place / paths.INPUTS).is_file():
            return place
    message = f"'{shorten_value(str(folder))}' is no whole build: it has no {paths.OUTPUTS} and {paths.INPUTS}."
    raise BuildError(message, fix="name the folder of a book; one with a page built alone is no whole build.")


def verify_build(folder: Path) -> Verified:
    """Return what is found in the folder of a build. Raises BuildError where its manifests cannot be read."""
    written = _read(folder, paths.OUTPUTS)
    recorded = _read(folder, paths.INPUTS)
    outputs = parse_outputs(written.decode("utf-8", "replace"))
    if outputs is None:
        message = f"{paths.OUTPUTS} is not as a build writes it."
        raise BuildError(message, fix="take a new copy of the build: of this one nothing can be told.")
    inputs = read_inputs(recorded)
    digest = digest_bytes(written)
    given = _read(folder, FILE) if (folder / FILE).is_file() else b""
    record = parse_record(given)
    files = apply_record(record, outputs, digest) if record else None
    faults = sorted(_find_faults(folder, outputs.files if files is None else files))
    if given and files is None:
        record = None
        faults = sorted({*faults, Fault(FILE, CHANGED)})
    if inputs is None or build_id(recorded) != outputs.build:
        faults = sorted({*faults, Fault(paths.INPUTS, CHANGED)})
    redactions = digest_bytes(given) if given else ""
    return Verified(outputs.build, inputs or {}, outputs.files, digest, faults, record, redactions)


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as cause:
        raise BuildError(f"{name} cannot be read: {cause.strerror}.", fix="make it a readable file.") from cause


def _find_faults(folder: Path, files: Mapping[str, str]) -> Iterator[Fault]:
    found: set[str] = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        is_record = name == FILE and path.is_file() and not path.is_symlink()
        if name == paths.OUTPUTS or is_record or (name not in files and is_left_behind(path.name)):
            continue
        found.add(name)
        if name not in files:
            yield Fault(name, EXTRA)
        elif path.is_symlink() or not path.is_file() or _digest(path) != files[name]:
            yield Fault(name, CHANGED)
    yield from (Fault(name, MISSING) for name in set(files) - found)


def _digest(path: Path) -> str:
    try:
        return digest_bytes(path.read_bytes())
    except OSError:
        return ""
