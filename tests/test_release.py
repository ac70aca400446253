"""Releases of a small book: what is refused, what is published, what stays as it was."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bookroot import write_root
from click.testing import CliRunner, Result
from conftest import make_once

from claimbook.cli import main
from claimbook.contentids import directory_id

CHANGES = "# Changelog\n\n## [0.1.0]\n\n- The first claims.\n"


def git(root: Path, *arguments: str) -> str:
    """Run git in a book's folder, with nobody's settings."""
    who = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in
           (("NAME", "A Coder"), ("EMAIL", "coder@example.org"), ("DATE", "2031-05-09T23:30:00-05:00"))}  # fmt: skip
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"], **who}
    return subprocess.run(
        ["git", *arguments], cwd=root, env=plain, capture_output=True, text=True, check=True
    ).stdout.strip()


def commit(root: Path) -> None:
    """Commit all that lies in a book's folder."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Code")


def set_version(root: Path, version: str) -> None:
    """Write a version into the descriptor."""
    path = root / "data" / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**package, "version": version}), "utf-8")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in git, its version 0.1.0 released; made once for all modules, each of which has a copy of its own."""
    made = make_once(tmp_path_factory, "released", _release_first)
    return Path(shutil.copytree(made / "root", tmp_path_factory.mktemp("release") / "root", symlinks=True))


def _release_first(folder: Path) -> None:
    root = write_root(folder / "root")
    (root / ".gitignore").write_text("_build/\nsite/\n")
    (root / "CHANGELOG.md").write_text(CHANGES)
    set_version(root, "0.1.0")
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "A Coder")
    git(root, "config", "user.email", "coder@example.org")
    commit(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        done = release("0.1.0")
    assert done.exit_code == 0, done.output


@pytest.fixture
def root(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that book, to change."""
    folder = Path(shutil.copytree(original, tmp_path / "book", symlinks=True))
    monkeypatch.chdir(folder)
    return folder


def release(version: str) -> Result:
    return CliRunner().invoke(main, ["release", version])


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def cells(root: Path, table: str) -> tuple[list[str], list[dict[str, str]]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        return list(reader.fieldnames or []), list(reader)


def write(root: Path, table: str, rows: list[dict[str, str]], names: list[str] | None = None) -> None:
    names = names or cells(root, table)[0]
    with (root / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit(root: Path, claim: str, **changes: str) -> None:
    names, rows = cells(root, "claims")
    write(root, "claims", [{**row, **(changes if row["claim_id"] == claim else {})} for row in rows], names)


def supersede(root: Path, claim: str) -> None:
    """Code a claim anew, as the codebook says: the old one stays, the new one has another id, a revision says why."""
    names, rows = cells(root, "claims")
    (old,) = [row for row in rows if row["claim_id"] == claim]
    write(root, "claims", [*rows, {**old, "claim_id": f"{claim}-b", "summary": "The source says it otherwise."}], names)
    revised = {"revision_id": "r1", "release": "0.2.0", "claim_id": claim, "action": "supersede",
               "by_claim_id": f"{claim}-b", "reason": "The first coder had misread it."}  # fmt: skip
    names, rows = cells(root, "revisions")
    write(root, "revisions", [*rows, revised], names)


def prepare(root: Path, version: str = "0.2.0") -> None:
    """Do what a release asks for, but for the data."""
    set_version(root, version)
    (root / "CHANGELOG.md").write_text(CHANGES.replace("## [", f"## [{version}]\n\n- A claim coded anew.\n\n## [", 1))
    commit(root)


def test_a_version_stands_at_its_address_is_intact_and_is_tagged(original: Path) -> None:
    folder = original / "site" / "v" / "0.1.0"
    done = CliRunner().invoke(main, ["verify", str(folder)])
    assert done.exit_code == 0, done.output
    (listed,) = json.loads((original / "site" / "versions.json").read_text())["versions"]
    assert f"outputs.sha256: {listed['outputs']}" in done.stdout
    assert (listed["version"], listed["day"]) == ("0.1.0", "2031-05-10")  # the commit's day, in UTC
    assert listed["content_ids"]["data"] == directory_id(original / "data")
    assert listed["content_ids"]["data"] == f"swh:1:dir:{git(original, 'rev-parse', 'HEAD:data')}"
    assert git(original, "rev-list", "-n", "1", "v0.1.0") == git(original, "rev-parse", "HEAD")
    assert listed["outputs"] in git(original, "tag", "--list", "--format=%(contents)", "v0.1.0")
    assert files(original / "site" / "latest") == files(folder)
    assert git(original, "status", "--porcelain") == ""


def test_a_second_release_leaves_the_bytes_of_the_first(root: Path) -> None:
    before = files(root / "site" / "v" / "0.1.0")
    supersede(root, "gazette-001")
    prepare(root)
    done = release("0.2.0")
    assert done.exit_code == 0, done.output
    (warned,) = [line for line in done.stderr.splitlines() if line.startswith("Warning: ")]
    assert "names no address to which faults are reported. Fix: write claimbook_contact" in warned
    assert files(root / "site" / "v" / "0.1.0") == before
    assert "gazette-001-b" in (root / "site" / "latest" / "book" / "sources" / "gazette.html").read_text("utf-8")
    listed = json.loads((root / "site" / "versions.json").read_text())
    assert [row["version"] for row in listed["versions"]] == ["0.1.0", "0.2.0"]
    (revised,) = listed["revised"]["gazette-001"]
    assert revised == {
        "version": "0.2.0", "action": "supersede", "by": "gazette-001-b", "source": "gazette",
        "reason": "The first coder had misread it.",
    }  # fmt: skip


def test_a_release_says_what_changed_since_the_version_before_and_what_was_corrected(root: Path) -> None:
    log = (root / "site" / "changes" / "index.html").read_text("utf-8")
    assert "0.1.0, 2031-05-10" in log
    assert "What changed since" not in log
    supersede(root, "gazette-001")
    config = root / "_config.yml"
    named = re.sub(r"(claimbook_contact): .*", r'\1: "faults@weir.example"', config.read_text("utf-8"))
    config.write_text(named, "utf-8")
    prepare(root)
    done = release("0.2.0")
    assert done.exit_code == 0, done.output
    assert "Warning: " not in done.stderr
    log = (root / "site" / "changes" / "index.html").read_text("utf-8")
    assert '<a href="0.1.0..0.2.0/index.html">What changed since 0.1.0</a>' in log
    assert "The first coder had misread it." in log
    compared = root / "site" / "changes" / "0.1.0..0.2.0"
    told = json.loads((compared / "changes.json").read_text("utf-8"))
    assert {row["claim_id"]: row["change"] for row in told["claims"]} == {
        "gazette-001": "supersede", "gazette-001-b": "added",
    }  # fmt: skip
    page = (compared / "index.html").read_text("utf-8")
    assert 'href="../../v/0.2.0/book/sources/gazette.html#gazette-001-b"' in page
    for address in re.findall(r'href="([^"#]+)', page + log):
        place = compared if address.startswith("../../") or "/" not in address else compared.parent
        assert address == "data:," or (place / address).is_file(), address


def test_a_released_claim_that_was_edited_in_place_is_refused(root: Path) -> None:
    edit(root, "gazette-001", summary="The source says another thing.")
    _, rows = cells(root, "figures")
    write(root, "figures", [row for row in rows if row["figure_id"] != "gazette-001-f2"])
    edit(root, "gazette-002", coder="B. Reader")
    prepare(root)
    done = release("0.2.0")
    assert done.exit_code == 2
    (line, last) = done.stderr.splitlines()[-2:]
    assert line.startswith(
        "claims.csv, row 2, column claim_id: 'gazette-001' was released in 0.1.0, and is another now: "
    )
    assert "summary, figures" in line
    assert "supersedes this one" in line
    assert last == "Not released: 1 thing to mend."
    assert "v0.2.0" not in git(root, "tag")


def test_a_released_claim_that_is_gone_is_refused(root: Path) -> None:
    names, rows = cells(root, "claims")
    write(root, "claims", [row for row in rows if row["claim_id"] != "gazette-003"], names)
    for table in ("figures", "statements", "attributions", "takes"):
        names, rows = cells(root, table)
        write(root, table, [row for row in rows if row["claim_id"] != "gazette-003"], names)
    names, rows = cells(root, "passages")
    write(root, "passages", [
        {**row, "no_claim_reason": row["no_claim_reason"] or "idle"} if row["passage_id"] == "gazette-p4" else row
        for row in rows
    ], names)  # fmt: skip
    prepare(root)
    done = release("0.2.0")
    assert "'gazette-003' was released in 0.1.0, and is gone." in done.stderr, done.output


def test_all_that_stands_against_a_release_is_told_at_once(root: Path) -> None:
    edit(root, "gazette-001", summary="Another.")
    commit(root)
    (root / "stray.txt").write_text("x")
    done = release("0.2.0")
    told = "\n".join(done.stderr.splitlines()[-5:])
    assert done.exit_code == 2
    for said in (
        "stray.txt: it is not committed. Fix: commit it, or take it away.",
        "datapackage.json, column version: its version is '0.1.0'. Fix: write 0.2.0",
        "CHANGELOG.md: the data changed, and nothing is said of 0.2.0.",
        "'gazette-001' was released in 0.1.0, and is another now: summary.",
        "Not released: 4 things to mend.",
    ):
        assert said in told, told
    assert not (root / "site" / "v" / "0.2.0").exists()


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0.1.0", "0.1.0 is published already."),
        ("0.0.9", "0.1.0 was released before."),
        ("1.0", "'1.0' is no version."),
        ("v0.2.0", "'v0.2.0' is no version."),
    ],
)
def test_a_number_is_used_once_and_grows(root: Path, version: str, said: str) -> None:
    done = release(version)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_a_tag_of_another_commit_is_refused(root: Path) -> None:
    git(root, "tag", "v0.2.0")
    prepare(root)
    assert "the tag v0.2.0 names another commit." in release("0.2.0").stderr


def test_a_dataset_with_problems_is_refused(root: Path) -> None:
    edit(root, "gazette-001", voice="aloud")
    prepare(root)
    done = release("0.2.0")
    assert (done.exit_code, "'aloud' is no term of voice" in done.stderr) == (2, True)


def test_a_release_that_was_killed_after_its_tag_is_taken_up_again(root: Path) -> None:
    supersede(root, "gazette-001")
    prepare(root)
    git(root, "tag", "v0.2.0")
    (root / "site" / ".new-build" / "html").mkdir(parents=True)
    done = release("0.2.0")
    assert done.exit_code == 0, done.output
    assert (root / "site" / "v" / "0.2.0" / "outputs.sha256").is_file()
    assert not (root / "site" / ".new-build").exists()


def test_without_git_nothing_is_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_root(tmp_path / "book")
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    done = release("0.1.0")
    assert (done.exit_code, "release from a clone" in done.stderr) == (2, True)
