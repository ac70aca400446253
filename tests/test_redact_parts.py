"""The parts of a redaction: the record of it, the three builds file by file, the one step, each by itself."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_release_store import WATCH, _build, _publish, _seen

from claimbook import paths
from claimbook.cli import main
from claimbook.digests import digest_files
from claimbook.errors import BuildError
from claimbook.manifests import Outputs
from claimbook.release import journal
from claimbook.release.merging import merge_builds, write_merged
from claimbook.release.redactions import Redacted, apply_record, make_record, parse_record
from claimbook.release.store import State, clear, publish, read_state
from claimbook.release.traces import find_in_bytes

OUTPUTS = Outputs("b" * 64, {"a.html": "1" * 64, "b.csv": "2" * 64, "c.js": "3" * 64})
ROW = Redacted("gazette-002", "2031-05-05", "privacy", "0.2.0", "2031-06-01")
RECORD = make_record(OUTPUTS, "d" * 64, (ROW,), {"a.html": "4" * 64, "c.js": "3" * 64, "n.csv": "5" * 64})


def test_a_record_says_what_was_changed_removed_and_added() -> None:
    assert RECORD.files == {
        "a.html": ("1" * 64, "4" * 64), "b.csv": ("2" * 64, ""), "n.csv": ("", "5" * 64),
    }  # fmt: skip
    assert apply_record(RECORD, OUTPUTS, "d" * 64) == {"a.html": "4" * 64, "c.js": "3" * 64, "n.csv": "5" * 64}
    assert parse_record(RECORD.data()) == RECORD


def test_each_byte_of_a_record_counts() -> None:
    data = RECORD.data()
    for place in range(len(data)):
        assert parse_record(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]) is None, place
    for other in (b"", b"[]", b"{}", b"null", data[:-1], data + b"\n", b'{"redactions": 1, "files": {}}'):
        assert parse_record(other) is None


def test_a_record_of_another_build_or_of_nothing_is_none() -> None:
    assert apply_record(RECORD, OUTPUTS, "e" * 64) is None
    assert apply_record(RECORD, replace(OUTPUTS, build="c" * 64), "d" * 64) is None
    assert apply_record(replace(RECORD, redacted=()), OUTPUTS, "d" * 64) is None
    assert apply_record(RECORD, replace(OUTPUTS, files={**OUTPUTS.files, "a.html": "9" * 64}), "d" * 64) is None


def _folder(place: Path, **files: str) -> Path:
    for name, text in files.items():
        path = place / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return place


def test_only_what_differs_with_and_without_the_claim_is_taken(tmp_path: Path) -> None:
    published = _folder(tmp_path / "p", same="1", drawn="old font", claim="with", only__old="x", odd="published")
    control = _folder(tmp_path / "c", same="1", drawn="new font", claim="with", only__old="x", odd="with")
    redacted = _folder(tmp_path / "r", same="1", drawn="new font", claim="without", new="n", odd="without")
    merge = merge_builds(published, control, redacted)
    assert set(merge.files) == {"claim", "only/old", "new", "odd"}
    assert merge.strange == ["odd"]  # published otherwise than this environment makes it
    write_merged(published, merge, tmp_path / "out")
    told = {
        p.relative_to(tmp_path / "out").as_posix(): p.read_text() for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert told == {"same": "1", "drawn": "old font", "claim": "without", "new": "n", "odd": "without"}
    assert not (tmp_path / "out" / "only").exists()


# Put two versions that were written anew into a site, and be killed at the n-th thing that is done to a file.
REWRITE = (
    WATCH
    + """
import sys
from pathlib import Path
from claimbook.release.store import State, publish, read_state
site, moment = Path(sys.argv[1]), int(sys.argv[2])
state = read_state(site)
stored = {version: f"{version}-redacted-1" for version in state.stored}
builds = {name: site / ".new-build" / version for version, name in stored.items()}
sys.addaudithook(watch)
publish(site, State(stored, {**state.listed, "redacted": {"a-1": {}}}), builds)
print(seen)
"""
)


def _two(folder: Path) -> Path:
    """A site of two versions, and beside it both as they are to be."""
    site = folder / "site"
    for version in ("0.1.0", "0.2.0"):
        _publish(site, version)
    for version in ("0.1.0", "0.2.0"):
        _build(site / ".new-build" / version, f"{version} redacted")
    return site


def _run(site: Path, moment: int) -> tuple[int, str]:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", REWRITE, str(site), str(moment)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_redaction_killed_at_any_moment_of_its_publishing_leaves_the_site_whole(tmp_path: Path) -> None:
    whole = _two(tmp_path / "whole")
    was = _seen(whole)
    code, said = _run(whole, 0)
    assert code == 0, said
    moments, will = int(said), _seen(whole)
    assert moments >= 30
    assert was["v/0.1.0/index.html"] == b"index.html 0.1.0"
    assert will["v/0.1.0/index.html"] == b"index.html 0.1.0 redacted"
    told = set()
    for moment in range(1, moments + 1):
        site = _two(tmp_path / str(moment))
        assert _run(site, moment)[0] == -signal.SIGKILL
        seen = _seen(site)
        assert seen in (was, will), moment
        told.add(seen == will)
        clear(site)  # what the next command does first: nothing that readers are not led to stays
        if seen == will:
            assert sorted(path.name for path in (site / "store").iterdir()) == ["0.1.0-redacted-1", "0.2.0-redacted-1"]
            assert not any(data[-5:] == b"0.1.0" for data in _seen(site).values())
        else:
            stored = sorted(path.name for path in (site / "store").iterdir())
            assert stored == ["0.1.0", "0.2.0", "to-0.1.0", "to-0.2.0"]
    assert told == {False, True}


def test_the_old_bytes_are_gone_from_the_folder_of_all_versions(tmp_path: Path) -> None:
    site = _two(tmp_path)
    state = read_state(site)
    builds = {f"{version}-redacted-1": site / ".new-build" / version for version in state.stored}
    publish(site, State({version: f"{version}-redacted-1" for version in state.stored}, state.listed), builds)
    (site / ".new-build").rmdir()
    needle = {f" html {hashlib.sha256(b'').hexdigest()} ": "x"}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        assert not path.read_bytes().endswith((b"html 0.1.0", b"html 0.2.0")), path
        assert not find_in_bytes(path.read_bytes(), path.name, needle)


@pytest.mark.parametrize("name", ["0.1.0-redacted-1"])
def test_the_name_in_the_store_is_no_address(tmp_path: Path, name: str) -> None:
    site = _two(tmp_path)
    state = read_state(site)
    publish(site, State({**state.stored, "0.1.0": name}, state.listed), {name: site / ".new-build" / "0.1.0"})
    assert sorted(path.name for path in (site / "v").iterdir()) == ["0.1.0", "0.2.0"]


def test_a_table_that_was_changed_while_it_was_redacted_is_not_written_over(tiny: Path) -> None:
    with journal.redacting(tiny, None) as folder:
        shutil.copytree(tiny, folder / journal.COPY)
        before = digest_files([tiny / "claims.csv"], tiny)
        (tiny / "claims.csv").write_text("another\n")
        with pytest.raises(BuildError, match=r"'claims\.csv' of the dataset was changed while it"):
            journal.decide(folder, tiny, before, None, "")
    assert (tiny / "claims.csv").read_text() == "another\n"
    assert not folder.exists()


def test_a_redaction_of_a_dataset_in_no_book_is_ended_too(tiny: Path) -> None:
    with journal.redacting(tiny, None) as folder:
        copy = Path(shutil.copytree(tiny, folder / journal.COPY))
        (copy / "claims.csv").write_text("another\n")
        journal.decide(folder, tiny, digest_files([tiny / "claims.csv"], tiny), None, "")
    assert json.loads((tiny.parent / paths.REDACTING / journal.JOURNAL).read_text())["data"] == tiny.name
    done = CliRunner().invoke(main, ["check", "--data", str(tiny)])
    assert "it is ended now: claims.csv" in done.stderr
    assert (tiny / "claims.csv").read_text() == "another\n"
    assert not (tiny.parent / paths.REDACTING).exists()
