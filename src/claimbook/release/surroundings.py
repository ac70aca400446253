"""What two builds of one commit run in: as different as one machine can make them, and what it cannot, in words.

What belongs here: folders, variables, users, processors, fonts. What does not: what is built, and how it is compared.
The clock is the machine's: the second build is later by as long as the first takes. Under faketime the processes of a
build wait for each other for ever.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Fontconfig, and whoever reads its files, takes a configuration without a folder for none: it names an empty one.
_NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{}</dir></fontconfig>\n'
# Of these a build may be told in one of the two, and not in the other: the first are those that differ most from C.
LOCALES = ("tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8")
PLAIN = ("C", "POSIX")
# What would let a build take what another has made, or say what this one is to say.
FORGOTTEN = ("CLAIMBOOK_PICTURES", "SOURCE_DATE_EPOCH", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE")
# The number of the user that owns nothing.
NOBODY = 65534


@dataclass(frozen=True)
class Surroundings:
    """What one of the two builds runs in.

    `folder` is where its clone lies, `temporary` its folder for what goes away: short, since sockets lie there.
    """

    folder: str
    temporary: str
    umask: int
    variables: Mapping[str, str] = field(default_factory=dict)
    has_fonts: bool = True
    has_all_processors: bool = True
    is_other_user: bool = False


SURROUNDINGS = (
    Surroundings("a", "t", 0o022, {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "0"}),
    Surroundings(
        f"elsewhere/and deeper/{'a long name ' * 6}é א ж/b", "t 2", 0o077,
        {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242",
         "USER": "nobody", "LOGNAME": "nobody", "COLUMNS": "40", "NO_COLOR": "1"},
        has_fonts=False, has_all_processors=False, is_other_user=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The surroundings as they are made on this machine: where a command runs, in what, and what begins its line."""

    working: Path
    clone: Path
    variables: Mapping[str, str]
    prefix: tuple[str, ...]
    umask: int
    user: int | None


def make_place(surroundings: Surroundings, working: Path, locales: Iterable[str]) -> tuple[Place, list[str]]:
    """Make the folders of one build below a working folder; return the place, and what it could not have, in words."""
    place = working / surroundings.folder
    home, temporary, clone = place / "home", working / surroundings.temporary, place / "clone"
    for folder in (home, temporary):
        folder.mkdir(parents=True)
    variables = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    variables |= surroundings.variables
    variables |= {"HOME": str(home), "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(home / ".cache")}
    missing: list[str] = []
    if variables["LC_ALL"] not in PLAIN:
        variables["LC_ALL"] = choose_locale(locales)
        if variables["LC_ALL"] not in LOCALES:
            missing.append(f"another language (of {', '.join(LOCALES)} none is installed)")
    if not surroundings.has_fonts:
        (home / "none").mkdir()
        (home / "fonts.conf").write_text(_NO_FONTS.format(home / "none"), "utf-8")
        variables["FONTCONFIG_FILE"] = str(home / "fonts.conf")
    prefix: list[str] = []
    if not surroundings.has_all_processors:
        prefix += _one_processor(missing)
    user = None
    if surroundings.is_other_user and (other := _as_nobody(missing)):
        prefix += other
        user = NOBODY
    return Place(working, clone, variables, tuple(prefix), surroundings.umask, user), missing


def choose_locale(installed: Iterable[str]) -> str:
    """Return the locale to build in: the first of those that differ that is installed, else C in UTF-8."""
    known = {name.lower().replace("utf8", "utf-8") for name in installed}
    return next((name for name in LOCALES if name.lower() in known), "C.UTF-8")


def list_locales() -> list[str]:
    """Return the locales that are installed, as far as the system says."""
    try:
        return subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    except OSError:
        return []


def _one_processor(missing: list[str]) -> list[str]:
    if not hasattr(os, "sched_getaffinity"):
        missing.append("the number of processors (only Linux can)")
        return []
    mine = os.sched_getaffinity(0)
    if len(mine) == 1 or not shutil.which("taskset"):
        missing.append("the number of processors (there is one, or no taskset)")
        return []
    return ["taskset", "-c", str(min(mine))]


def _as_nobody(missing: list[str]) -> list[str]:
    """Return what runs a command as a user that owns nothing and may read what this one may; [] where that cannot be.

    Interpreters lie in homes that other users may not look into, so that being nobody alone would not do.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        missing.append("the user (only root may work as another)")
        return []
    can = "+dac_read_search"
    told = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", f"--inh-caps={can}", f"--ambient-caps={can}"]
    command = ["setpriv", *told]
    try:
        done = subprocess.run([*command, sys.executable, "-c", ""], capture_output=True, check=False)
    except OSError:
        done = None
    if done is None or done.returncode:
        missing.append("the user (setpriv is not here, or not allowed to)")
        return []
    return command


def give_to(folder: Path, user: int) -> None:
    """Make a user the owner of a folder and of all that lies in it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)
