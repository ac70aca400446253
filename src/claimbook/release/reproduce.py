"""Build a commit twice, as differently as one machine can, and name every byte in which the two differ.

Each build has a clone of its own, and runs in `surroundings` of its own; neither has what the other made before. What
they share is the installed environment: a build's bytes are promised for the versions that are locked.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from claimbook import paths
from claimbook.digests import digest_files
from claimbook.errors import BuildError, shorten_value
from claimbook.release.git import Checkout
from claimbook.release.rehearsing import ARCHIVE, SITE, committed_by, prepare_release
from claimbook.release.surroundings import SURROUNDINGS, Place, give_to, list_locales, make_place

Say = Callable[[str], None]
_LINES = 20
# Bytes that are shown around the first that differs.
_AROUND = 30


@dataclass(frozen=True)
class Differing:
    """A file in which two builds differ, by its path below them, and where: in one only, or from which byte on."""

    name: str
    where: str


def reproduce(root: Path, working: Path, say: Say, *, browser: str = "", with_archive: bool = False) -> list[Differing]:
    """Build the last commit twice in a working folder; return the files that differ. With a browser, print the PDF too;
    with an archive, release it each time into a site that is thrown away, and archive that.

    Raises BuildError where there is no checkout, or a build fails: its last words are in the message.
    """
    checkout = Checkout(root)
    for name in checkout.changed()[:1]:
        say(f"Built is the last commit; {shorten_value(name)} and what else is not committed is not in it.")
    locales = list_locales()
    builds = []
    for number, surroundings in enumerate(SURROUNDINGS, 1):
        place, missing = make_place(surroundings, working, locales)
        say(f"Building {checkout.text('rev-parse', '--short', 'HEAD')}, {number} of {len(SURROUNDINGS)}: {told(place)}")
        for line in missing:
            say(f"Not varied: {line}.")
        builds.append(_build(checkout, place, browser, say if with_archive else None))
    one, other = builds
    differing = compare(one, other)
    for found in differing[:1]:
        _show(one / found.name, other / found.name, say)
    return differing


def told(place: Place) -> str:
    """Return in words what a build runs in."""
    names = ("LC_ALL", "TZ", "PYTHONHASHSEED")
    said = [f"{name}={place.variables[name]}" for name in names]
    said += [f"umask {place.umask:03o}", f"user {'this one' if place.user is None else place.user}"]
    said += ["no system fonts" if "FONTCONFIG_FILE" in place.variables else "the system's fonts"]
    return ", ".join([*said, "one processor" if "taskset" in place.prefix else "all processors"])


def compare(one: Path, other: Path) -> list[Differing]:
    """Return the files in which two folders differ, by name."""
    first, second = (
        digest_files((path for path in folder.rglob("*") if path.is_file()), folder) for folder in (one, other)
    )
    differing = []
    for name in sorted(first.keys() | second.keys()):
        if name not in second:
            differing.append(Differing(name, "only in the first"))
        elif name not in first:
            differing.append(Differing(name, "only in the second"))
        elif first[name] != second[name]:
            place = find_first((one / name).read_bytes(), (other / name).read_bytes())
            differing.append(Differing(name, f"from byte {place} on"))
    return differing


def find_first(one: bytes, other: bytes) -> int:
    """Return the place, from 0, of the first byte in which two files differ; of the end of the shorter, if that is all.

    Halves, since comparing slices is fast and byte after byte is not.
    """
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _build(checkout: Checkout, place: Place, browser: str, released: Say | None) -> Path:
    """Return the folder that a build made: the book, the executed notebooks, the PDF; and, where it is to be released,
    which is then said, the site of all versions and the archive.
    """
    clone = place.clone
    checkout.run("clone", "--quiet", "--no-hardlinks", str(checkout.folder), str(clone))
    variables = dict(place.variables)
    if (clone / "src" / "claimbook").is_dir():  # a checkout of the program: its own code, at that commit
        variables["PYTHONPATH"] = str(clone / "src")
    seconds = checkout.seconds()
    if released:
        variables |= committed_by(seconds)  # an archive has the time of its commit, and a release makes one
        version, lacked = prepare_release(clone, variables)
        but = f", with what the commit lacks for that: {', '.join(lacked)}" if lacked else ""
        released(f"Released to be archived: {version}{but}.")
    if place.user is not None:
        give_to(place.working, place.user)  # all of it: os.access asks whether one may pass every folder above
    _run(place, variables, "build", "--no-cache")
    if browser:
        dated = {"CLAIMBOOK_CHROMIUM": browser, "SOURCE_DATE_EPOCH": str(seconds)}
        _run(place, {**variables, **dated}, "pdf")
    if released:
        site = f"{paths.BUILD}/{SITE}"
        _run(place, variables, "release", version, "--site", site)
        _run(place, variables, "archive", version, "--site", site, "--out", f"{paths.BUILD}/{ARCHIVE}")
    return clone / paths.BUILD


def _run(place: Place, variables: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [*place.prefix, sys.executable, "-m", "claimbook", *command], cwd=place.clone, env=variables,
        umask=place.umask, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise BuildError(f"claimbook {command[0]} failed: {said}", fix="build the commit by hand, and mend that.")


def _show(one: Path, other: Path, say: Say) -> None:
    """Show how a file differs: by diffoscope where it is installed, else the bytes around the first that does."""
    if not (one.is_file() and other.is_file()):
        return
    if shutil.which("diffoscope"):
        command = ["diffoscope", str(one), str(other)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        for line in done.stdout.splitlines()[:_LINES]:
            say(line[:200])
        return
    first, second = one.read_bytes(), other.read_bytes()
    begin = max(find_first(first, second) - _AROUND, 0)
    for build, content in (("first", first), ("second", second)):
        say(f"{build}: {content[begin : begin + 2 * _AROUND]!r}")
