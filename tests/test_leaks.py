"""Nothing of the machine that builds a book is in what is published: no path, user, host, environment value or time.

A book is built under marks: in folders, for a user, on a host and with an environment that no book can know of. They
are looked for in every byte, whatever packs or escapes them.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from bookroot import write_root
from test_release import original  # noqa: F401  a released book

from claimbook.release.traces import find_in_bytes

# One word each, so that whatever parts words leaves them whole.
MARKS = {
    "zzmarkroot": "the path of the book", "zzmarkout": "the path of the build", "zzmarkhome": "the home folder",
    "zzmarktmp": "the folder for what is temporary", "zzmarkuser": "the user", "zzmarkhost": "the host",
    "zzmarksecret": "a value of the environment", "ZZMARKNAME": "a name of the environment",
}  # fmt: skip
NEEDLES = {mark.casefold(): what for mark, what in MARKS.items()}
RUN = """
import socket, subprocess, sys
socket.sethostname("zzmarkhost")
root = sys.argv.pop()
sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], cwd=root).returncode)
"""
PRINT = """
import sys
from pathlib import Path
from claimbook.pdf.make import make_pdf
make_pdf(Path.cwd(), *map(Path, sys.argv[1:]))
"""


def _run_marked(folder: Path, root: Path, *arguments: str) -> None:
    """Run Python in a book's folder under every mark."""
    home, temporary = folder / "zzmarkhome", folder / "zzmarktmp"
    home.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    environment = {
        **os.environ, "HOME": str(home), "TMPDIR": str(temporary), "USER": "zzmarkuser", "LOGNAME": "zzmarkuser",
        "LNAME": "zzmarkuser", "USERNAME": "zzmarkuser", "HOSTNAME": "zzmarkhost", "ZZMARKNAME": "zzmarksecret",
        "CLAIMBOOK_PICTURES": "",
    }  # fmt: skip
    own = ["unshare", "--uts"] if os.geteuid() == 0 else ["unshare", "--uts", "--user", "--map-root-user"]
    command = [*own, sys.executable, "-c", RUN, *arguments, str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The site and the executed notebooks of a small book, built under every mark."""
    folder = tmp_path_factory.mktemp("leaks")
    root, out = write_root(folder / "zzmarkroot"), folder / "zzmarkout" / "site"
    _run_marked(folder, root, "-m", "claimbook", "build", "--no-cache", "--out", str(out))
    return [out, out.with_name("site-executed")]


@pytest.fixture(scope="module")
def printed(built: list[Path]) -> bytes:
    """The PDF of that book, made under every mark."""
    root = built[0].parents[1] / "zzmarkroot"
    _run_marked(root.parent, root, "-c", PRINT, *map(str, built))
    (path,) = (root / "_build" / "pdf").iterdir()
    return path.read_bytes()


@pytest.fixture(scope="module")
def archived(original: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:  # noqa: F811
    """The archive of a released book, made under every mark."""
    folder = tmp_path_factory.mktemp("archived")
    root = shutil.copytree(original, folder / "zzmarkroot", symlinks=True)
    (folder / "zzmarkout").mkdir()
    target = folder / "zzmarkout" / "book.zip"
    _run_marked(folder, root, "-m", "claimbook", "archive", "0.1.0", "--out", str(target))
    return target.read_bytes()


def _files(built: list[Path]) -> list[Path]:
    files = [path for folder in built for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 40
    return files


def test_no_mark_is_found_in_any_published_byte(built: list[Path]) -> None:
    assert {
        path.name: what for path in _files(built) if (what := find_in_bytes(path.read_bytes(), path.name, NEEDLES))
    } == {}


def test_no_mark_is_found_in_the_archive_of_a_release_or_in_what_it_holds(archived: bytes) -> None:
    with ZipFile(BytesIO(archived)) as archive:
        held = archive.infolist()
    assert len(held) > 60
    assert {member.date_time for member in held} == {(2031, 5, 10, 4, 30, 0)}  # the time of the commit
    assert find_in_bytes(archived, "book.zip", NEEDLES) == ""


def test_no_mark_is_found_in_the_pdf_in_its_streams_or_in_what_it_says_of_itself(printed: bytes) -> None:
    assert find_in_bytes(printed, "book.pdf", NEEDLES) == ""
    with pikepdf.open(BytesIO(printed)) as pdf:
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        texts = [stream.read_bytes() for stream in streams if stream.get("/Filter") in (None, "/FlateDecode")]
        texts += [thing.unparse() for thing in [pdf.docinfo, *pdf.objects] if not isinstance(thing, pikepdf.Stream)]
    assert len(streams) > 5
    assert any(b"The flood at Lowmere" in text for text in texts)
    assert find_in_bytes(b"\n".join(texts), "what it holds", NEEDLES) == ""


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
