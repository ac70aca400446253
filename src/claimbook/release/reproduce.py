"""Build a commit twice, as differently as one machine can, and name every byte in which the two differ.

Each build has a clone of its own, in another folder and of another depth, its own home, time zone, locale, hash seed,
umask, temporary folder and fonts; one has its caches, neither has the other's. What they share is the installed
environment: a build's bytes are promised for the versions that are locked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimbook import paths
from claimbook.digests import digest_files
from claimbook.errors import BuildError, shorten_value
from claimbook.release.git import Checkout

Say = Callable[[str], None]
_NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n'
_LINES = 20


@dataclass(frozen=True)
class Surroundings:
    """What one of the two builds runs in: where its clone lies, its umask, variables, and whether it sees fonts."""

    folder: str
    umask: int
    variables: Mapping[str, str] = field(default_factory=dict)
    has_fonts: bool = True


SURROUNDINGS = (
    Surroundings("a", 0o022, {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "0"}),
    Surroundings(
        "elsewhere/and deeper/b", 0o077,
        {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242",
         "USER": "somebody", "LOGNAME": "somebody", "COLUMNS": "40", "NO_COLOR": "1"},
        has_fonts=False,
    ),
)  # fmt: skip


def reproduce(root: Path, working: Path, say: Say, *, with_pdf: bool = False) -> list[str]:
    """Build the last commit twice in a working folder; return the files that differ, by path below the builds.

    Raises BuildError where there is no checkout, or a build fails: its last words are in the message.
    """
    checkout = Checkout(root)
    for name in checkout.changed()[:1]:
        say(f"Built is the last commit; {shorten_value(name)} and what else is not committed is not in it.")
    found = []
    for number, surroundings in enumerate(SURROUNDINGS, 1):
        say(f"Building {checkout.text('rev-parse', '--short', 'HEAD')}, {number} of {len(SURROUNDINGS)} …")
        built = _build(checkout, working, surroundings, with_pdf=with_pdf)
        found.append((built, digest_files((path for path in built.rglob("*") if path.is_file()), built)))
    (one, first), (other, second) = found
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    for name in differing[:1]:
        _show(one / name, other / name, say)
    return differing


def _build(checkout: Checkout, working: Path, surroundings: Surroundings, *, with_pdf: bool) -> Path:
    """Return the folder that a build made: the site, the executed notebooks, the PDF."""
    place = working / surroundings.folder
    clone, home, temporary = place / "clone", place / "home", place / "tmp"
    for folder in (home, temporary):
        folder.mkdir(parents=True)
    checkout.run("clone", "--quiet", "--no-hardlinks", str(checkout.folder), str(clone))
    variables = {**os.environ, **surroundings.variables, "HOME": str(home), "TMPDIR": str(temporary)}
    variables["XDG_CACHE_HOME"] = str(home / ".cache")
    if (clone / "src" / "claimbook").is_dir():  # a checkout of the program: its own code, at that commit
        variables["PYTHONPATH"] = str(clone / "src")
    if not surroundings.has_fonts:
        (home / "fonts.conf").write_text(_NO_FONTS, "utf-8")
        variables["FONTCONFIG_FILE"] = str(home / "fonts.conf")
    for command in (["build", "--no-cache"], *([["pdf"]] if with_pdf else [])):
        done = subprocess.run(
            [sys.executable, "-m", "claimbook", *command], cwd=clone, env=variables, umask=surroundings.umask,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            said = " ".join(done.stderr.split())[-300:]
            raise BuildError(f"claimbook {command[0]} failed: {said}", fix="build the commit by hand, and mend that.")
    return clone / paths.BUILD


def _show(one: Path, other: Path, say: Say) -> None:
    """Show how a file differs, by diffoscope or by diff, where one of them is installed."""
    for tool in ("diffoscope", "diff"):
        if shutil.which(tool) and one.is_file() and other.is_file():
            done = subprocess.run(
                [tool, str(one), str(other)], capture_output=True, text=True, errors="replace", check=False
            )
            for line in done.stdout.splitlines()[:_LINES]:
                say(line[:200])
            return
