"""Redactions of a released book: what is gone of every published byte, what stays, what is refused."""

from __future__ import annotations

import io
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from bookroot import WORDS
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from test_release import (  # noqa: F401  fixtures
    cells,
    commit,
    edit,
    files,
    git,
    original,
    prepare,
    release,
    root,
    set_version,
    supersede,
    write,
)

from claimbook.cli import main
from claimbook.model.checks import check_dataset

SUMMARY = "The Rescue League speaks of “dozens missing” and puts the gates to the office."
# What is told of the claim in the tiny dataset, in words that nothing else has.
GONE = (WORDS, "zzflagged", SUMMARY, "puts the gates to", "gates left shut", "dozens missing", "Rescue League")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def redact(*claims: str, reason: str = "A family asked for it.", more: tuple[str, ...] = ()) -> Result:
    return run("redact", *claims, "--class", "privacy", "--reason", reason, *more)


@pytest.fixture(scope="module")
def two(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The book with a second version, in which another claim was superseded; 002 redacted in both."""
    folder = Path(shutil.copytree(original, tmp_path_factory.mktemp("redact") / "book", symlinks=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        supersede(folder, "gazette-001")
        prepare(folder)
        done = release("0.2.0")
        assert done.exit_code == 0, done.output
        shutil.copytree(folder / "site", folder.with_name("before"), symlinks=True)
        done = redact("gazette-002")
        assert done.exit_code == 0, done.output
    return folder


def texts(data: bytes) -> Iterator[str]:
    """Yield what a file says, by other means than the program's: each member of an archive, escapes undone."""
    if data[:2] == b"PK":
        with ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from texts(archive.read(name))
    if data.startswith(b"# Sphinx inventory"):
        yield zlib.decompress(data.split(b"\n", 4)[4]).decode("utf-8")
    text = data.decode("utf-8", "replace")
    yield text
    yield unescape(text)
    yield re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unescape(text)).replace('\\"', '"')


def test_no_published_byte_of_any_version_says_what_the_claim_said(two: Path) -> None:
    found = dict.fromkeys(GONE, 0)
    for site, wanted in ((two.with_name("before"), True), (two / "site", False)):
        for path in sorted(path for path in site.rglob("*") if path.is_file() and not path.is_symlink()):
            for text in texts(path.read_bytes()):
                for gone in GONE:
                    found[gone] += gone in text
                    assert wanted or gone not in text, (path, gone)
    assert all(found.values()), found  # the test can fail: before, each was there
    kinds = {path.suffix for path in (two / "site").rglob("*") if path.is_file()}
    assert {".html", ".ipynb", ".js", ".json", ".zip", ".inv", ".css"} <= kinds


def test_a_mark_stands_at_the_claims_address_in_every_version(two: Path) -> None:
    for version in ("0.1.0", "0.2.0"):
        page = two / "site" / "v" / version / "book" / "sources" / "gazette.html"
        card = BeautifulSoup(page.read_text("utf-8"), "html.parser").find(id="gazette-002")
        assert card
        assert " ".join(card.get_text(" ").split()) == (
            "Redacted claim gazette-002 Said 5 to 6 May 2031 Redacted in version 0.2.1 Class of reason privacy"
        )


def test_each_version_is_intact_with_one_redaction_and_cited_as_before(two: Path) -> None:
    listed = json.loads((two / "site" / "versions.json").read_text())
    for row in listed["versions"]:
        folder = two / "site" / "v" / row["version"]
        done = run("verify", str(folder), "--outputs", row["outputs"], "--redactions", row["redactions"])
        assert done.exit_code == 0, done.output
        assert done.stdout.startswith("Intact with 1 redaction: ")
        assert "Redacted: gazette-002 (privacy), in version 0.2.1, on " in done.stdout
    assert listed["redacted"] == {"gazette-002": {"version": "0.2.1", "class": "privacy"}}


def test_only_files_that_owe_something_to_the_claim_are_others(two: Path) -> None:
    for version in ("0.1.0", "0.2.0"):
        before, now = (files(site / "v" / version) for site in (two.with_name("before"), two / "site"))
        record = json.loads(now["redactions.json"])
        assert {name for name in before if before[name] != now.get(name)} == set(record["files"]) & set(before)
        assert {"outputs.sha256", "inputs.json", "_static/claimbook.css"}.isdisjoint(record["files"])
        assert len(record["files"]) < len(before) / 2


def test_a_byte_changed_in_a_redacted_build_is_found(two: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(two / "site" / "v" / "0.1.0", tmp_path / "copy"))
    names = ["redactions.json", *json.loads((copy / "redactions.json").read_text())["files"]]
    for name in names:
        path = copy / name
        if not path.exists():
            continue
        before = path.read_bytes()
        step = max(1, len(before) // (60 if name == "redactions.json" else 2))
        for place in range(0, len(before), step):
            path.write_bytes(before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :])
            done = run("verify", str(copy))
            assert (done.exit_code, path.name in done.stderr) == (1, True), (name, place)
        path.write_bytes(before)
    (copy / "redactions.json").unlink()
    assert run("verify", str(copy)).exit_code == 1


def test_the_comparison_and_the_log_say_nothing_of_it_either(two: Path) -> None:
    changes = json.loads((two / "site" / "changes" / "0.1.0..0.2.0" / "changes.json").read_text())
    assert [row["claim_id"] for row in changes["claims"]] == ["gazette-001-b", "gazette-001"]
    log = BeautifulSoup((two / "site" / "changes" / "index.html").read_text("utf-8"), "html.parser")
    assert [cell.get_text() for cell in log.select("#redacted ~ table td")] == ["gazette-002", "privacy", "0.2.1"]


def test_the_checkouts_dataset_is_redacted_and_the_next_version_goes_on(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two)
    dataset = check_dataset(two / "data")
    assert dataset.revisions["claim_id"].tolist() == ["gazette-001", "gazette-002"]
    assert "rescue-league" not in set(dataset.actors["actor_id"])
    again = redact("gazette-002")
    assert (again.exit_code, "nothing more to take out" in again.stdout) == (0, True)
    assert git(two, "tag", "--list") == "v0.1.0\nv0.2.0"
    prepare(two, "0.2.1")
    done = release("0.2.1")
    assert done.exit_code == 0, done.output
    assert run("verify", str(two / "site" / "v" / "0.2.1")).stdout.startswith("Intact: ")
    assert run("verify", str(two / "site" / "v" / "0.1.0")).stdout.startswith("Intact with 1 redaction: ")
