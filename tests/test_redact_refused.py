"""What stands against a redaction: nothing is changed then, neither in the dataset nor in what is published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_redact import redact, run
from test_release import edit, files, git, original, prepare, release, root  # noqa: F401  fixtures

from claimbook.model.redacting import Redaction
from claimbook.model.row_files import read_redactions, redact_folder
from claimbook.release import journal

SUMMARY = "The River Office counts at least 12 dead, four or eight of them ferrymen."


@pytest.fixture
def refused(root: Path) -> Iterator[Path]:  # noqa: F811
    """The released book; after the test its site and its redactions are as they were."""
    before = files(root / "site")
    yield root
    assert files(root / "site") == before
    assert read_redactions(root / "data") == []
    assert not list(root.glob(".claimbook-*"))


@pytest.mark.usefixtures("refused")
def test_claims_that_are_not_there_and_a_reason_that_is_not_given_are_told_at_once() -> None:
    done = redact("gazette-900", "gazette-901", reason=" ")
    assert done.exit_code == 2
    assert "claims, column claim_id: there is no claim 'gazette-901'. Fix: write its id" in done.stderr
    assert done.stderr.endswith("Not redacted: 3 things to mend.\n")


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize("version", ["0.1.0", "0.0.9", "next"])
def test_a_version_that_is_not_to_come_is_refused(version: str) -> None:
    done = redact("gazette-002", more=("--release", version))
    assert (done.exit_code, f"'{version}' is no version after 0.1.0." in done.stderr) == (2, True)


def test_words_that_another_claim_has_too_are_refused_with_its_id(refused: Path) -> None:
    edit(refused, "gazette-003", summary=SUMMARY)
    done = redact("gazette-001")
    assert done.exit_code == 2
    assert "claims, gazette-003: the summary of gazette-001 can be found here too. Fix: name that" in done.stderr


@pytest.mark.usefixtures("refused")
def test_a_reason_that_repeats_the_words_is_refused() -> None:
    done = redact("gazette-001", reason=f"It says: {SUMMARY}")
    assert (done.exit_code, "revisions, redacted-gazette-001: the summary of" in done.stderr) == (2, True)


def test_words_that_are_found_in_a_file_of_a_version_are_refused_with_its_name(refused: Path) -> None:
    other = refused / "site" / "store" / "0.1.0" / "_static" / "notes.txt"
    other.write_text(f"<p>{SUMMARY.replace(' ', '<b> </b>')}</p>")
    try:
        done = redact("gazette-001")
        assert done.exit_code == 2
        assert "the summary of gazette-001 can be found in _static/notes.txt still." in done.stderr
    finally:
        other.unlink()


def test_a_version_whose_tag_is_gone_is_not_written_anew(refused: Path) -> None:
    git(refused, "tag", "--delete", "v0.1.0")
    done = redact("gazette-002")
    assert (done.exit_code, "with all its tags" in done.stderr) == (2, True)


def test_a_dataset_that_is_not_the_one_of_the_versions_is_refused_and_nothing_of_it_is_changed(
    refused: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(refused / "data", tmp_path / "other")
    before = files(other)
    done = redact("gazette-002", more=("--data", str(other)))
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 3)
    assert "redact, column --data: the dataset lies outside of the book, of which " in done.stderr
    assert "Fix: name the dataset in the book's folder" in done.stderr
    assert files(other) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".claimbook-")] == []


def test_a_claim_that_was_redacted_by_hand_is_not_released_beside_what_it_said(root: Path) -> None:  # noqa: F811
    redact_folder(root / "data", [Redaction("gazette-002", "0.2.0", "legal", "A court asks for it.", "r1")])
    prepare(root)
    done = release("0.2.0")
    assert done.exit_code == 2
    assert (
        "revisions.csv, column claim_id: 'gazette-002' is redacted here, and not in what is published." in done.stderr
    )
    assert "Fix: run claimbook redact gazette-002." in done.stderr
    assert done.stderr.endswith("Not released: 1 thing to mend.\n")


def test_a_book_of_which_nothing_was_released_is_redacted_in_its_dataset(root: Path) -> None:  # noqa: F811
    shutil.rmtree(root / "site")
    done = redact("gazette-002", more=("--release", "0.3.0"))
    assert done.exit_code == 0, done.output
    assert [row.release for row in read_redactions(root / "data")] == ["0.3.0"]
    assert not (root / "site").exists()


def test_another_environment_is_told_and_a_redaction_that_was_stopped_goes_on(
    root: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = root / "site" / "store" / "0.1.0" / "book" / "sources" / "gazette.html"
    page.write_text(page.read_text("utf-8") + "<!-- another program wrote this -->", "utf-8")
    done = redact("gazette-002")
    assert done.exit_code == 2
    assert "0.1.0: 1 files come out otherwise than they were published: book/sources/gazette.html." in done.stderr
    assert read_redactions(root / "data") == []

    # Redacted by hand, as by a program that was stopped between the dataset and the site.
    redact_folder(root / "data", [Redaction("gazette-002", "0.1.1", "privacy", "A family asked for it.", "r1")])

    # A second claim takes the first along, which stands in the dataset and not in the site yet.
    done = redact("gazette-003", more=("--elsewhere",))
    assert done.exit_code == 0, done.output
    assert run("verify", str(root / "site" / "v" / "0.1.0")).stdout.startswith("Intact with 2 redactions: ")
    cards = BeautifulSoup((root / "site" / "latest" / "book/sources/gazette.html").read_text("utf-8"), "html.parser")
    assert [card["id"] for card in cards.select(".cb-redacted")] == ["gazette-002", "gazette-003"]

    # A third one, later, finds the first two in the record; what was decided is done by whatever comes next.
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = files(root / "data"), files(root / "site" / "v" / "0.1.0")
    with monkeypatch.context() as patch:
        patch.setattr(journal, "finish", stop)
        assert redact("gazette-001", more=("--elsewhere",)).exit_code == 1
    assert (files(root / "data"), files(root / "site" / "v" / "0.1.0")) == before
    assert "A redaction was interrupted; it is ended now: " in run("check").stderr
    assert run("verify", str(root / "site" / "v" / "0.1.0")).stdout.startswith("Intact with 3 redactions: ")
    assert sorted(path.name for path in (root / "site" / "store").iterdir()) == ["0.1.0-redacted-2"]
