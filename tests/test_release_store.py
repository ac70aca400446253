"""The folder of all versions changes in one step: whoever is killed leaves it as it was, or as it will be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimbook.errors import BuildError
from claimbook.release.store import State, clear, locked, publish, read_state

# Kill this process at the n-th thing (`moment`) that is done to a file or folder beside `site`.
WATCH = """
import os, signal
seen = 0
def watch(event, arguments):
    global seen
    is_ours = any(str(site.parent) in str(part) for part in arguments)
    # What is taken away with its folder goes by its bare name.
    is_ours = is_ours or event in ("os.remove", "os.rmdir", "os.scandir")
    done = ("open", "os.rename", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.scandir", "os.listdir")
    if event in done and is_ours:
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
"""
# Publish a version into a site, and be killed at the n-th thing that is done to a file or folder.
PUBLISH = (
    WATCH
    + """
import sys
from pathlib import Path
from claimbook.release.store import State, publish, read_state
site, build, version, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
state = read_state(site)
listed = {"latest": version, "versions": [*state.versions, {"version": version}]}
beside = build.with_name("compared")
beside.mkdir(exist_ok=True)
(beside / "index.html").write_text(version)
sys.addaudithook(watch)
compared = {**state.compared, f"to-{version}": f"to-{version}"}
publish(site, State({**state.stored, version: version}, listed, compared, {"index.html": f"log {version}"}),
        {version: build, f"to-{version}": beside})
print(seen)
"""
)


def _build(folder: Path, text: str) -> Path:
    """A finished build of three files."""
    folder.mkdir(parents=True)
    for name in ("index.html", "book/one.html", "outputs.sha256"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"{name} {text}")
    return folder


def _publish(site: Path, version: str) -> None:
    state = read_state(site)
    listed = {"latest": version, "versions": [*state.versions, {"version": version}]}
    build = _build(site / ".new-build" / "html", version)
    compared, log = {**state.compared, f"to-{version}": f"to-{version}"}, {"index.html": f"log {version}"}
    beside = build.with_name("compared")
    beside.mkdir()
    (beside / "index.html").write_text(version)
    builds = {version: build, f"to-{version}": beside}
    publish(site, State({**state.stored, version: version}, listed, compared, log), builds)
    build.parent.rmdir()


def _seen(site: Path) -> dict[str, bytes]:
    """Return what a reader finds at each address."""
    found = {}
    for name in ("v", "latest", "changes", "versions.json", "versions.js", "index.html"):
        place = site / name
        if place.is_file():
            found[name] = place.read_bytes()
        elif place.is_dir():
            for folder, _, files in os.walk(place, followlinks=True):
                for file in files:
                    path = Path(folder) / file
                    found[f"{name}/{path.relative_to(place).as_posix()}"] = path.read_bytes()
    return found


def _run(site: Path, version: str, moment: int) -> subprocess.CompletedProcess[str]:
    build = site / ".new-build" / "html"
    if not build.exists():
        _build(build, version)
    command = [sys.executable, "-c", PUBLISH, str(site), str(build), version, str(moment)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_version_stands_at_its_address_and_as_the_latest(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _publish(site, "0.1.0")
    before = _seen(site)
    assert before["v/0.1.0/book/one.html"] == before["latest/book/one.html"] == b"book/one.html 0.1.0"
    _publish(site, "0.2.0")
    after = _seen(site)
    assert {name: data for name, data in after.items() if name.startswith("v/0.1.0/")} == {
        name: data for name, data in before.items() if name.startswith("v/")
    }
    assert after["latest/index.html"] == b"index.html 0.2.0"
    assert [version["version"] for version in json.loads(after["versions.json"])["versions"]] == ["0.1.0", "0.2.0"]
    assert after["versions.js"].startswith(b"window.claimbookVersions = {")
    assert sorted(path.name for path in (site / "generations").iterdir()) == ["2"]
    assert before["changes/index.html"] == b"log 0.1.0"
    assert {name: data for name, data in after.items() if name.startswith("changes/")} == {
        "changes/index.html": b"log 0.2.0",
        "changes/to-0.1.0/index.html": b"0.1.0",
        "changes/to-0.2.0/index.html": b"0.2.0",
    }


def test_a_release_killed_at_any_moment_leaves_the_site_as_it_was_or_as_it_will_be(tmp_path: Path) -> None:
    whole = tmp_path / "whole" / "site"
    _publish(whole, "0.1.0")
    was = _seen(whole)
    done = _run(whole, "0.2.0", 0)
    assert done.returncode == 0, done.stderr
    moments, will = int(done.stdout), _seen(whole)
    assert moments >= 30
    told = set()
    for moment in range(1, moments + 1):
        site = tmp_path / str(moment) / "site"
        _publish(site, "0.1.0")
        assert _run(site, "0.2.0", moment).returncode == -signal.SIGKILL
        seen = _seen(site)
        assert seen in (was, will), moment
        told.add(seen == will)
        if seen == was:  # the next release works, and takes away what lies about
            (site / ".new-build").exists() and _remove(site / ".new-build")
            _publish(site, "0.2.0")
        clear(site)
        assert _seen(site) == will, moment
        assert sorted(path.name for path in (site / "store").iterdir()) == ["0.1.0", "0.2.0", "to-0.1.0", "to-0.2.0"]
        assert len(list((site / "generations").iterdir())) == 1
        assert not list(site.glob(".new-current*"))
    assert told == {False, True}


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder)


def test_the_first_release_killed_leaves_nothing_to_see_or_all_of_it(tmp_path: Path) -> None:
    done = _run(tmp_path / "whole" / "site", "0.1.0", 0)
    will = _seen(tmp_path / "whole" / "site")
    for moment in range(1, int(done.stdout) + 1, 3):
        site = tmp_path / str(moment) / "site"
        _run(site, "0.1.0", moment)
        seen = _seen(site)
        seen.pop("index.html", None)  # it says where the latest version is, which there may not be yet
        assert seen in ({}, {name: data for name, data in will.items() if name != "index.html"}), moment


@pytest.mark.parametrize("name", ["notes.txt", "index.php"])
def test_a_folder_of_somebody_elses_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(BuildError, match="something else"):
        read_state(tmp_path)


def test_a_site_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    _publish(tmp_path / "site", "0.1.0")
    (tmp_path / "site" / "current" / "versions.json").write_text("{")
    with pytest.raises(BuildError, match="no whole site"):
        read_state(tmp_path / "site")


def test_one_release_at_a_time(tmp_path: Path) -> None:
    def again() -> Any:
        with locked(tmp_path / "site"):
            return True

    with locked(tmp_path / "site"), pytest.raises(BuildError, match="Another release"):
        again()
    assert again()


def test_a_script_is_never_ended_by_what_a_list_says(tmp_path: Path) -> None:
    build = _build(tmp_path / "site" / ".new-build" / "html", "x")
    listed = {"latest": "0.1.0", "versions": [], "revised": {"a-1": [{"reason": "</script><b>\u2028"}]}}
    publish(tmp_path / "site", State({"0.1.0": "0.1.0"}, listed), {"0.1.0": build})
    script = (tmp_path / "site" / "versions.js").read_text("ascii")
    assert "<" not in script
    assert json.loads(script.removeprefix("window.claimbookVersions = ").removesuffix(";\n")) == listed
