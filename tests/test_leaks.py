"""Nothing of the machine that builds a book is in what is published: no path, user, host, environment value or time.

A book is built under marks: in folders, for a user, on a host and with an environment that no book can know of. They
are looked for in every byte, whatever packs or escapes them.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from test_build import write_root

from claimbook.release.traces import find_in_bytes

# One word each, so that whatever parts words leaves them whole.
MARKS = {
    "zzmarkroot": "the path of the book", "zzmarkout": "the path of the build", "zzmarkhome": "the home folder",
    "zzmarktmp": "the folder for what is temporary", "zzmarkuser": "the user", "zzmarkhost": "the host",
    "zzmarksecret": "a value of the environment", "ZZMARKNAME": "a name of the environment",
}  # fmt: skip
NEEDLES = {mark.casefold(): what for mark, what in MARKS.items()}
BUILD = """
import socket, subprocess, sys
socket.sethostname("zzmarkhost")
root = sys.argv.pop()
sys.exit(subprocess.run([sys.executable, "-m", "claimbook", "build", *sys.argv[1:]], cwd=root).returncode)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The site and the executed notebooks of a small book, built under every mark."""
    folder = tmp_path_factory.mktemp("leaks")
    root, out = write_root(folder / "zzmarkroot"), folder / "zzmarkout" / "site"
    home, temporary = folder / "zzmarkhome", folder / "zzmarktmp"
    home.mkdir()
    temporary.mkdir()
    environment = {
        **os.environ, "HOME": str(home), "TMPDIR": str(temporary), "USER": "zzmarkuser", "LOGNAME": "zzmarkuser",
        "LNAME": "zzmarkuser", "USERNAME": "zzmarkuser", "HOSTNAME": "zzmarkhost", "ZZMARKNAME": "zzmarksecret",
        "CLAIMBOOK_PICTURES": "",
    }  # fmt: skip
    own = ["unshare", "--uts"] if os.geteuid() == 0 else ["unshare", "--uts", "--user", "--map-root-user"]
    command = [*own, sys.executable, "-c", BUILD, "--no-cache", "--out", str(out), str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [out, out.with_name("site-executed")]


def _files(built: list[Path]) -> list[Path]:
    files = [path for folder in built for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 40
    return files


def test_no_mark_is_found_in_any_published_byte(built: list[Path]) -> None:
    assert {
        path.name: what for path in _files(built) if (what := find_in_bytes(path.read_bytes(), path.name, NEEDLES))
    } == {}


def test_a_mark_would_be_found_wherever_it_is_packed() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.json", '{"path": "\\/somewhere\\/zzmarkhome\\/x"}')
    assert find_in_bytes(packed.getvalue(), "a.zip", NEEDLES) == "the home folder"
    assert find_in_bytes(b"<p>built by zzmark&#117;ser</p>", "a.html", NEEDLES) == "the user"


def test_no_published_file_says_when_it_was_built(built: list[Path]) -> None:
    now = datetime.now(UTC)
    days = [now - timedelta(days=days) for days in (0, 1)]
    told = {f" {day:{form}} ".casefold(): "the day" for day in days for form in ("%Y %m %d", "%d %b %Y", "%b %d %Y")}
    told |= {f" {day.day} {day:%b} {day.year} ".casefold(): "the day" for day in days}
    seconds = time.time()
    for path in _files(built):
        data = path.read_bytes()
        assert find_in_bytes(data, path.name, told) == "", path
        for number in re.findall(rb"(?<![\w.])1[5-9]\d{8}(?:\d{3})?(?![\w])", data):
            assert abs(int(number[:10]) - seconds) > 7 * 86400, path
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                assert {member.date_time[0] for member in archive.infolist()} == {1980}, path


def test_the_host_of_these_tests_is_named_nowhere(built: list[Path]) -> None:
    name = socket.gethostname().casefold()
    words = {f" {name} ": "the host"} if len(name) > 5 and name.isalnum() else {" zzmarkhost ": "the host"}
    for path in _files(built):
        assert find_in_bytes(path.read_bytes(), path.name, words) == "", path
