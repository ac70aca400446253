"""A build killed, interrupted twice, without room or beside another: the published book stands whole, the next works.

What is counted are moments of the building process at which it opens, makes, moves or removes something of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bookroot import write_root
from forking import Ended, Runner, runner

from claimbook.book import output
from claimbook.book.build import build_book
from claimbook.book.exchange import exchange
from claimbook.book.output import change_over, place_held, remove_stale
from claimbook.digests import digest_tree
from claimbook.errors import BuildError

MOMENTS = 30
# Kills the process at the n-th moment; with 0 says how many there are. What Jupyter Book makes in processes of its own
# (a kill meanwhile: test_press) was made before, and is copied.
BUILD = """
import os, shutil, signal, sys
from pathlib import Path
moment, seen = int(sys.argv[1]), 0
def watch(event, arguments):
    global seen
    if event not in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.scandir", "shutil.rmtree"):
        return
    if event in ("os.remove", "os.rmdir") or any("_build" in str(part) for part in arguments):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
from claimbook.book import build
from claimbook.cli import main
def copy_site(stage, report, pictures=None):
    return shutil.copytree(Path(sys.argv[2]), stage / "made")
build.make_site = copy_site
sys.addaudithook(watch)
try:
    main(["build"])
finally:
    print(f"moments {seen}")
"""


def _change_the_data(root: Path) -> None:
    path = root / "data" / "sources.csv"
    path.write_text(path.read_text("utf-8").replace("The Weir Gazette", "The Lower Gazette"), "utf-8")


def _leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "_build").iterdir() if path.name not in ("book", "cache", "html"))


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """What builds the book in a folder, and is killed at a moment."""
    with runner(tmp_path_factory, BUILD, "claimbook.cli", "claimbook.book.build") as each:
        yield each


def _run(builds: Runner, root: Path, moment: int) -> Ended:
    return builds.run(root, moment, root.parent / "ready")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book, built, whose data were changed afterwards; its pages are executed, its site is `ready`."""
    folder = tmp_path_factory.mktemp("killed")
    root = write_root(folder / "root")
    build_book(root, root / "data")
    _change_the_data(root)
    build_book(root, root / "data", out=folder / "ready")
    return root


def test_killed_at_any_of_thirty_moments_the_old_book_stands_whole_and_the_next_build_works(
    made: Path, tmp_path: Path, builds: Runner
) -> None:
    whole = shutil.copytree(made, tmp_path / "whole")
    shutil.copytree(made.parent / "ready", tmp_path / "ready")
    was = digest_tree(whole / "_build" / "html")
    done = _run(builds, whole, 0)
    assert done.returncode == 0, done.stderr
    moments, will = int(done.stdout.rpartition("moments ")[2]), digest_tree(whole / "_build" / "html")
    assert will != was
    # Evenly over the whole build, and each of the last, when folders are changed over and cleared away.
    last = 12
    chosen = [1 + (moments - last) * n // (MOMENTS - last) for n in range(MOMENTS - last)]
    chosen += range(moments - last + 1, moments + 1)
    assert len(set(chosen)) == MOMENTS
    root = tmp_path / "root"
    told = []
    for moment in chosen:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(made, root)
        assert _run(builds, root, moment).returncode == -signal.SIGKILL, moment
        told.append(digest_tree(root / "_build" / "html"))
        assert told[-1] in (was, will), moment
        assert _run(builds, root, 0).returncode == 0, moment
        assert digest_tree(root / "_build" / "html") == will, moment
        assert [name for name in _leftovers(root) if not name.endswith(".lock")] == [], moment
    assert told[0] == was
    assert told[-1] == will


def test_interrupted_twice_a_build_ends_at_once_without_a_traceback_the_book_stands_and_the_next_build_works(
    made: Path, tmp_path: Path, builds: Runner
) -> None:
    root = shutil.copytree(made, tmp_path / "root")
    ready = shutil.copytree(made.parent / "ready", tmp_path / "ready")
    was = digest_tree(root / "_build" / "html")
    template = root / "book" / "index.ipynb"
    whole = template.read_text("utf-8")
    template.write_text(whole.replace("lists.claim_list", "__import__('time').sleep(600), lists.claim_list"), "utf-8")
    command = [sys.executable, "-m", "claimbook", "build"]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith("Executing"):
                break
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode in (1, -signal.SIGINT)  # 1: on a busy machine the two arrive as one
    assert "Traceback" not in said
    assert digest_tree(root / "_build" / "html") == was
    template.write_text(whole, "utf-8")
    done = _run(builds, root, 0)
    assert done.returncode == 0, done.stderr
    assert digest_tree(root / "_build" / "html") == digest_tree(ready) != was
    assert _leftovers(root) == []


# In a mount namespace of its own, so that nothing stays mounted, whatever happens.
FULL = """
import os, subprocess, sys
from pathlib import Path
from claimbook.digests import digest_tree
root, disk = Path(sys.argv[1]), Path(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)], check=True)
build = [sys.executable, "-m", "claimbook", "build", "--no-cache", "--out", str(disk / "site")]
first = subprocess.run(build, cwd=root, capture_output=True, text=True)
assert first.returncode == 0, first.stderr
was = digest_tree(disk / "site")
sources = root / "data" / "sources.csv"
sources.write_text(sources.read_text("utf-8").replace("The Weir Gazette", "The Lower Gazette"), "utf-8")
for room in (4, 60, 400, 1600):  # kilobytes that are left: it ends at another step each time
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    free = os.statvfs(disk)
    try:
        ballast.write_bytes(bytes(free.f_bavail * free.f_frsize - room * 1024))
    except OSError:
        pass
    second = subprocess.run(build, cwd=root, capture_output=True, text=True)
    assert second.returncode == 2, (room, second.returncode, second.stderr)
    assert "Traceback" not in second.stderr, second.stderr
    assert "Fix: " in second.stderr, second.stderr
    assert digest_tree(disk / "site") == was, room
    assert sorted(path.name for path in disk.iterdir()) == ["ballast", "site", "site-executed"], room
ballast.unlink()
third = subprocess.run(build, cwd=root, capture_output=True, text=True)
assert third.returncode == 0, third.stderr
assert digest_tree(disk / "site") != was
print("whole")
"""


def test_on_a_full_disk_a_build_is_refused_in_words_and_the_book_stands(tmp_path: Path) -> None:
    root, disk = write_root(tmp_path / "root"), tmp_path / "disk"
    disk.mkdir()
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    command = [*own, sys.executable, "-c", FULL, str(root), str(disk)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "whole\n", done.stderr


def test_of_two_builds_into_one_folder_one_is_refused_in_a_clear_line(made: Path, tmp_path: Path) -> None:
    root = shutil.copytree(made, tmp_path / "root")
    with place_held(root / "_build" / "html"):
        command = [sys.executable, "-m", "claimbook", "build"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1:] == [
        "Another build is writing 'html'. Fix: wait until it has ended, and run this again."
    ]
    assert _leftovers(root) == []


def test_a_place_is_held_by_one_at_a_time_and_free_afterwards(tmp_path: Path) -> None:
    inside, most = 0, 0
    counting = threading.Lock()

    def hold() -> None:
        nonlocal inside, most
        for _ in range(50):
            try:
                with place_held(tmp_path / "html"):
                    with counting:
                        inside += 1
                        most = max(most, inside)
                    time.sleep(0)
                    with counting:
                        inside -= 1
            except BuildError:
                continue

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert list(tmp_path.iterdir()) == []


def _folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text)
    return path


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="other systems have no such step")
def test_two_folders_change_their_names_in_one_step(tmp_path: Path) -> None:
    one, other = _folder(tmp_path / "one", "1"), _folder(tmp_path / "other", "2")
    assert exchange(one, other)
    assert [(folder / "index.html").read_text() for folder in (one, other)] == ["2", "1"]
    with pytest.raises(FileNotFoundError):
        exchange(one, tmp_path / "nowhere")


def test_where_there_is_no_such_step_a_book_put_aside_comes_back_with_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, working = _folder(tmp_path / "html", "old"), tmp_path / ".building-999999999-abcdefgh"
    new = _folder(working / "html", "new")
    monkeypatch.setattr(output, "exchange", lambda one, other: False)
    change_over(new, old, working)
    assert (old / "index.html").read_text() == "new"
    old.rename(working / "html-before")  # as if it had been killed between its two steps
    remove_stale(tmp_path)
    assert (old / "index.html").read_text() == "new"
    assert not working.exists()
