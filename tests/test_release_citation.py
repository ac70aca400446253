"""A release renews CITATION.cff in a commit of its own, which its tag names, and is taken up at each step again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from test_release import git, original, prepare, release, root  # noqa: F401  a released book, and a copy to change

from claimbook.contentids import directory_id
from claimbook.model.credits import read_credits
from claimbook.release.citation_file import renew_citation
from claimbook.release.git import Checkout

AUTHORS = {"contributors": [{"title": "A. Coder", "role": "author"}], "id": "https://doi.org/10.5281/zenodo.1234567"}
PERSONS = "cff-version: 1.2.0\nmessage: M\ntype: software\ntitle: Ours  # by hand\nauthors: [{name: We}]\n"


@pytest.fixture
def book(root: Path) -> Path:  # noqa: F811
    """A released book, ready for its next version, in which somebody is an author, and a program is described."""
    path = root / "data" / "datapackage.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **AUTHORS}), "utf-8")
    (root / "CITATION.cff").write_text(PERSONS, "utf-8")
    prepare(root)
    return root


def _told(root: Path, commit: str) -> dict[str, object]:  # noqa: F811
    return dict(yaml.load(git(root, "show", f"{commit}:CITATION.cff"), yaml.BaseLoader))


def test_the_tag_names_a_commit_whose_citation_has_version_day_and_dataset(book: Path) -> None:
    before = git(book, "rev-parse", "HEAD")
    done = release("0.2.0")
    assert done.exit_code == 0, done.output
    assert "git push origin HEAD v0.2.0" in done.stdout
    assert git(book, "log", "-1", "--format=%s", "v0.2.0") == "Release 0.2.0"
    assert git(book, "rev-parse", "v0.2.0^") == before
    assert git(book, "diff", "--name-only", before, "v0.2.0") == "CITATION.cff"
    assert git(book, "status", "--porcelain") == ""
    said = _told(book, "v0.2.0")
    (dataset,) = said["references"]  # type: ignore[misc]
    content = f"swh:1:dir:{git(book, 'rev-parse', 'v0.2.0:data')}"
    assert (said["version"], said["date-released"], dataset["version"]) == ("0.2.0", "2031-05-10", "0.2.0")
    assert [item["value"] for item in dataset["identifiers"]] == [content]
    assert dataset["doi"] == "10.5281/zenodo.1234567"
    text = git(book, "show", "v0.2.0:CITATION.cff")
    assert text.startswith(PERSONS)
    # Neither of the ids of what holds it.
    assert git(book, "rev-parse", "v0.2.0^{tree}") not in text
    listed = json.loads((book / "site" / "versions.json").read_text())["versions"][-1]
    assert (listed["day"], listed["content_ids"]["data"]) == ("2031-05-10", content)
    page = (book / "site" / "latest" / "book" / "sources" / "gazette.html").read_text("utf-8")
    assert f"Dataset {content}. https://doi.org/10.5281/zenodo.1234567</p>" in page


def _write(book: Path) -> None:
    """Write what the release writes."""
    text = git(book, "show", "HEAD:CITATION.cff") + "\n"
    work = read_credits(json.loads((book / "data" / "datapackage.json").read_text("utf-8")))
    (book / "CITATION.cff").write_text(renew_citation(text, work, "2031-05-10", directory_id(book / "data")), "utf-8")


def test_a_citation_that_is_not_utf_8_is_refused_and_not_written_over(book: Path) -> None:
    (book / "CITATION.cff").write_bytes("title: Größe\n".encode("latin-1"))
    git(book, "commit", "--all", "--quiet", "--message", "Break it")
    done = release("0.2.0")
    assert (done.exit_code, "CITATION.cff is not UTF-8." in done.stderr) == (2, True)
    assert (book / "CITATION.cff").read_bytes() == "title: Größe\n".encode("latin-1")


@pytest.mark.parametrize("killed", ["before its commit", "before its tag", "after its tag"])
def test_a_release_that_was_killed_is_taken_up_again(book: Path, killed: str) -> None:
    _write(book)
    if killed != "before its commit":
        git(book, "commit", "--all", "--quiet", "--message", "Release 0.2.0")
    if killed == "after its tag":
        git(book, "tag", "v0.2.0")
    count = int(git(book, "rev-list", "--count", "HEAD"))
    done = release("0.2.0")
    assert done.exit_code == 0, done.output
    assert int(git(book, "rev-list", "--count", "v0.2.0")) == count + (killed == "before its commit")
    assert _told(book, "v0.2.0")["version"] == "0.2.0"
    assert git(book, "status", "--porcelain") == ""


def test_a_citation_that_a_person_has_not_committed_is_refused(book: Path) -> None:
    (book / "CITATION.cff").write_text(PERSONS + "abstract: Mine\n", "utf-8")
    done = release("0.2.0")
    assert (done.exit_code, "CITATION.cff: it is not committed." in done.stderr) == (2, True)
    assert "v0.2.0" not in git(book, "tag")


def test_a_citation_that_is_no_yaml_is_told_with_all_else(book: Path) -> None:
    (book / "CITATION.cff").write_text("a: [", "utf-8")
    git(book, "commit", "--all", "--quiet", "--message", "Break it")
    (book / "stray.txt").write_text("x")
    done = release("0.2.0")
    assert (done.exit_code, "Not released: 2 things to mend." in done.stderr) == (2, True)
    assert "CITATION.cff: CITATION.cff is no YAML" in done.stderr


def test_a_file_that_is_committed_alone_leaves_the_others_as_they_are(book: Path) -> None:
    (book / "stray.txt").write_text("x")
    Checkout(book).commit_file("CITATION.cff", "a: b\n", "Write it")
    assert git(book, "diff", "--name-only", "HEAD^", "HEAD") == "CITATION.cff"
    assert git(book, "status", "--porcelain") == "?? stray.txt"
