"""The folder of all versions, and the one step in which what it shows changes. It knows no dataset and no git.

    store/0.1.0/                 a build, never written again; one without redacted claims takes its place as a whole
    store/0.1.0..0.2.0/          what changed from one version to the next
    generations/4/               all that readers see: v/0.1.0 → the build in the store, latest → v/0.1.0, changes/ with
                                 every comparison and the log of corrections, and the list of versions, versions.json
                                 and versions.js
    current → generations/4      the one pointer; v, latest, changes, versions.json and versions.js lead through it

A new state is a new generation, whole before the pointer moves, and the pointer moves by one rename. Whoever is killed
before it leaves the site as it was, whoever is killed after it leaves it as it will be; what lies about is taken away
by the next one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.book.policy import HEADERS_FILE, headers_file, policy_element
from claimbook.errors import BuildError, shorten_value
from claimbook.holding import held

FORMAT = 1
STORE, GENERATIONS, CURRENT = "store", "generations", "current"
VERSIONS, LATEST, LIST, SCRIPT, INDEX, LOCK = "v", "latest", "versions.json", "versions.js", "index.html", ".lock"
CHANGES = "changes"
SHOWN = (VERSIONS, LATEST, CHANGES, LIST, SCRIPT)
_NEW = ".new-"
WORKPLACE = f"{_NEW}build"
_OWN = {STORE, GENERATIONS, CURRENT, *SHOWN, INDEX, LOCK, HEADERS_FILE, ".nojekyll"}
_START = (
    f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{policy_element()}\n'
    "<title>The latest version</title>\n"
    '<meta http-equiv="refresh" content="0; url=latest/index.html"></head>\n'
    '<body><p><a href="latest/index.html">The latest version</a></p></body></html>\n'
)


@dataclass(frozen=True)
class State:
    """What a site shows: for each version where its build lies in the store, and the list of versions.

    `compared` has where each comparison of two versions lies in the store, by its name; `log` are the files of the log
    of corrections, by name.
    """

    stored: dict[str, str]
    listed: dict[str, Any]
    compared: dict[str, str] = field(default_factory=dict)
    log: dict[str, str] = field(default_factory=dict)

    @property
    def versions(self) -> list[dict[str, Any]]:
        """What is said of each version, the oldest first."""
        return list(self.listed.get("versions", []))


def read_state(site: Path) -> State:
    """Return what a site shows; nothing where there is none yet. Raises BuildError for a folder that is no site."""
    if site.exists() and (not site.is_dir() or not {path.name for path in site.iterdir()} <= _allowed(site)):
        message = f"'{shorten_value(str(site))}' holds something else than versions of a book."
        raise BuildError(message, fix="name a new or empty folder with --site.")
    folder = site / CURRENT
    if not folder.is_dir():
        return State({}, {})
    try:
        listed = json.loads((folder / LIST).read_text("utf-8"))
        stored = _links(folder / VERSIONS)
        compared = _links(folder / CHANGES) if (folder / CHANGES).is_dir() else {}
        log = {path.name: path.read_text("utf-8") for path in _files(folder / CHANGES)}
    except (OSError, ValueError) as cause:
        message = f"'{shorten_value(str(site))}' is no whole site: {shorten_value(str(cause))}."
        raise BuildError(message, fix="put back the copy that was published last.") from cause
    return State(stored, listed, compared, log)


def _links(folder: Path) -> dict[str, str]:
    return {path.name: Path(os.readlink(path)).name for path in folder.iterdir() if path.is_symlink()}


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if not path.is_symlink()] if folder.is_dir() else []


def _allowed(site: Path) -> set[str]:
    return _OWN | {path.name for path in site.iterdir() if path.name.startswith(_NEW)}


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Hold a site for oneself. Raises BuildError where somebody else does; the lock of who was killed is free."""
    site.mkdir(parents=True, exist_ok=True)
    with held(site / LOCK, f"Another release is being published into '{shorten_value(str(site))}'."):
        yield


@contextmanager
def workplace(site: Path) -> Iterator[Path]:
    """Yield a folder of the site's file system to build in, out of sight; it is gone afterwards."""
    folder = site / WORKPLACE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(site: Path, state: State, builds: Mapping[str, Path]) -> None:
    """Make a site show a state. `builds` are finished folders of this file system, builds and comparisons, by the names
    that they get in the store.

    They are moved into the store; what the state does not name leaves it.
    """
    show(site, prepare(site, state, builds))


def prepare(site: Path, state: State, builds: Mapping[str, Path]) -> str:
    """Make a generation that shows a state, as `publish` does, and return its name. No reader is led to it yet."""
    clear(site)
    for name, build in builds.items():
        (site / STORE).mkdir(exist_ok=True)
        build.rename(site / STORE / name)
    return _make_generation(site, state).name


def show(site: Path, generation: str) -> None:
    """Lead readers to a generation that was prepared, and take away what is past; done twice, it is as done once.

    Raises BuildError where there is no such generation any more.
    """
    if not (site / GENERATIONS / generation / LIST).is_file():
        message = f"'{shorten_value(str(site))}' does not hold any more what was to be published."
        raise BuildError(message, fix="run the command again that was to publish it.")
    for name in SHOWN:
        if not (site / name).is_symlink():
            (site / name).symlink_to(Path(CURRENT) / name)
    if not (site / INDEX).is_file():
        _write_whole(site / INDEX, _START)
        _write_whole(site / ".nojekyll", "")
        _write_whole(site / HEADERS_FILE, headers_file())
    pointer = site / f"{_NEW}{CURRENT}"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(Path(GENERATIONS) / generation)
    pointer.rename(site / CURRENT)
    clear(site)


def clear(site: Path) -> None:
    """Take away what no reader is led to: of a release that was killed, or of a state that is past."""
    for path in site.glob(f"{_NEW}{CURRENT}*"):
        path.unlink()
    current = os.readlink(site / CURRENT).rpartition("/")[2] if (site / CURRENT).is_symlink() else ""
    shown = read_state(site)
    kept = {*shown.stored.values(), *shown.compared.values()}
    for folder, keep in ((site / GENERATIONS, {current}), (site / STORE, kept)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name not in keep:
                shutil.rmtree(path)


def _make_generation(site: Path, state: State) -> Path:
    generations = site / GENERATIONS
    generations.mkdir(exist_ok=True)
    numbers = [int(path.name) for path in generations.iterdir() if re.fullmatch("[0-9]+", path.name)]
    folder = generations / str(max(numbers, default=0) + 1)
    (folder / VERSIONS).mkdir(parents=True)
    for version, stored in sorted(state.stored.items()):
        (folder / VERSIONS / version).symlink_to(Path("../../..") / STORE / stored)
    (folder / CHANGES).mkdir()
    for name, stored in sorted(state.compared.items()):
        (folder / CHANGES / name).symlink_to(Path("../../..") / STORE / stored)
    for name, text in state.log.items():
        (folder / CHANGES / name).write_text(text, "utf-8", newline="")
    latest = state.listed["latest"]
    (folder / LATEST).symlink_to(Path(VERSIONS) / latest)
    text = json.dumps(state.listed, ensure_ascii=True, indent=1, sort_keys=True)
    (folder / LIST).write_text(text + "\n", "ascii")
    # `<` is written otherwise: the script is a file of its own, and still nothing in it should end one.
    (folder / SCRIPT).write_text(f"window.claimbookVersions = {text.replace('<', chr(92) + 'u003c')};\n", "ascii")
    return folder


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(f"{_NEW}{CURRENT}-{path.name}")
    beside.write_text(text, "utf-8")
    beside.replace(path)
