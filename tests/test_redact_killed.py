"""A redaction killed at any moment of its last steps: whichever command comes next ends it, or nothing was changed.

The site is a made-up one, and so is what a redaction makes of it: here only tables and pointers move.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from forking import Ended, runner
from test_build import WORDS, write_root
from test_redact import GONE
from test_release import commit, files, git
from test_release_store import WATCH, _seen

from claimbook import entry, paths
from claimbook.cli import main
from claimbook.holding import held
from claimbook.release import journal
from claimbook.release.store import State, publish

MOMENTS = 26
# Redacts; what is made of the site is copied from beside the book. Killed at the n-th thing that is done to a file
# after that; with 0 says of each what it was.
REDACT = (
    WATCH.replace("seen += 1", "seen += 1; told.append(event)")
    + """
import shutil, sys
from pathlib import Path
from claimbook.cli import main
from claimbook.release import redacting
from claimbook.release.hosted import Made
from claimbook.release.store import State
moment, told = int(sys.argv[1]), []
site = Path("site").resolve()
def rewrite(hosted, report):
    new = shutil.copytree(hosted.root.parent / "redacted", hosted.place / "new")
    state = State({"0.1.0": "0.1.0-redacted-1"}, {**hosted.state.listed, "redacted": {"gazette-002": {}}})
    sys.addaudithook(watch)
    if state == hosted.state:
        return Made(state)
    return Made(state, {"0.1.0-redacted-1": new}, {"0.1.0": 1})
redacting.rewrite_site = rewrite
try:
    main(["redact", "gazette-002", "--class", "privacy", "--reason", "A family asked for it."])
finally:
    print("moments", *told)
"""
)
NEXT = (
    ["check"],
    ["build", "--as-of", "never"],
    ["release", "0.2.0"],
    ["verify", "site/v/0.1.0"],
    ["diff", "0.1.0", "data"],
    ["cache"],
)


def _site(folder: Path, text: str) -> Path:
    for name in ("index.html", "book/one.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}: {text}")
    return folder


Redact = Callable[..., Ended]


@pytest.fixture(scope="module")
def redact(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redact]:
    """What redacts a claim of the book in a folder, and is killed at a moment; at none with 0."""
    with runner(
        tmp_path_factory, REDACT, "claimbook.cli", "claimbook.release.redacting", "claimbook.book.build"
    ) as each:
        yield lambda root, moment=0: each.run(root, moment)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in git with a version that says what the claim says, and beside it what that is to become."""
    folder = tmp_path_factory.mktemp("killed")
    root = write_root(folder / "root")
    shutil.rmtree(root / "data-texts")
    (root / ".gitignore").write_text("_build/\nsite/\n")
    git(root, "init", "--quiet")
    commit(root)
    listed = {"latest": "0.1.0", "versions": [{"version": "0.1.0"}]}
    (root / "site").mkdir()
    publish(root / "site", State({"0.1.0": "0.1.0"}, listed), {"0.1.0": _site(folder / "new", WORDS)})
    _site(folder / "redacted", "")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to change."""
    shutil.copytree(made.parent / "redacted", tmp_path / "redacted")
    folder = Path(shutil.copytree(made, tmp_path / "root", symlinks=True))
    monkeypatch.chdir(folder)
    return folder


def _run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.stderr


def _state(root: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the dataset holds, and what a reader of the site finds."""
    return files(root / "data"), _seen(root / "site")


def _telling(folder: Path) -> list[str]:
    """The files below a folder that say something of the claim, but for git's own."""
    said = [text.encode() for text in GONE]
    places = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts]
    return [str(path.relative_to(folder)) for path in places if any(text in path.read_bytes() for text in said)]


def _choose(told: list[str]) -> list[int]:
    """Choose moments: of the renames each, of the others evenly."""
    renames = [number for number, event in enumerate(told, 1) if event == "os.rename"]
    others = [number for number, event in enumerate(told, 1) if event != "os.rename"]
    step = len(others) / (MOMENTS - len(renames))
    return sorted({*renames, *(others[int(step * n)] for n in range(MOMENTS - len(renames))), len(told)})


def test_killed_at_any_of_its_last_moments_a_redaction_is_ended_by_the_next_command_or_has_changed_nothing(
    root: Path, tmp_path: Path, redact: Redact
) -> None:
    was = _state(root)
    fresh, whole = (shutil.copytree(root, tmp_path / name, symlinks=True) for name in ("fresh", "whole"))
    done = redact(whole)
    assert done.returncode == 0, done.stderr
    told, will = done.stdout.rpartition("moments ")[2].split(), _state(whole)
    assert will[0] != was[0]
    assert will[1] != was[1]
    assert (_telling(whole), bool(_telling(root))) == ([], True)
    moments = _choose(told)
    assert len(moments) >= 24
    seen = set()
    for number, moment in enumerate(moments):
        os.chdir(tmp_path)
        shutil.rmtree(root)
        shutil.copytree(fresh, root, symlinks=True)
        os.chdir(root)
        assert redact(root, moment).returncode == -signal.SIGKILL, moment
        folder = root / paths.REDACTING
        is_decided = (folder / journal.JOURNAL).is_file()
        killed = _state(root)
        if is_decided:
            assert _telling(folder) == [], moment
        else:
            assert killed in (was, will), moment
        # Of what lies about git would add tables without the words, and no more.
        added = git(root, "ls-files", "--others", "--exclude-standard").splitlines()
        assert all(name.startswith("data/") and name not in _telling(root) for name in added), (moment, added)
        code, said = _run(*NEXT[number % len(NEXT)])
        assert ("A redaction was interrupted; it is ended now: " in said) == is_decided, (moment, code, said)
        now = _state(root)
        assert now in (was, will), moment
        assert (now == will) == (is_decided or killed == will), moment
        assert not folder.exists(), moment
        assert not [path.name for path in (root / "site").iterdir() if path.name.startswith(".new")], moment
        assert _run("check") == (0, ""), moment
        seen.add((is_decided, killed == was, killed == will, now == will))
        if now == was:
            assert redact(root).returncode == 0, moment
        assert _state(root) == will, moment
        assert _telling(root) == [], moment
        assert sorted(path.name for path in (root / "site" / "store").iterdir()) == ["0.1.0-redacted-1"], moment
    # Before it was decided; decided and nothing moved; something moved; all moved; all done.
    assert {(False, True, False, False), (True, True, False, True), (True, False, False, True)} <= seen
    assert {(True, False, True, True), (False, False, True, True)} <= seen


@pytest.fixture
def decided(root: Path, redact: Redact) -> Path:
    """The book, in which a redaction was killed as soon as it was decided."""
    whole = Path(shutil.copytree(root, root.with_name("whole"), symlinks=True))
    told = redact(whole).stdout.rpartition("moments ")[2].split()
    # The first rename puts the journal there but for those of the build, which come before.
    for moment in (number for number, event in enumerate(told, 1) if event == "os.rename"):
        redact(root, moment + 1)
        if (root / paths.REDACTING / journal.JOURNAL).is_file():
            return root
    pytest.fail("no redaction was killed when it was decided")


def test_a_table_that_was_changed_after_the_kill_is_not_written_over(decided: Path) -> None:
    path = decided / "data" / "claims.csv"
    before = path.read_text("utf-8")
    path.write_text(before.replace("gates", "doors"), "utf-8")
    assert path.read_text("utf-8") != before
    was = _state(decided)
    for arguments in NEXT:
        code, said = _run(*arguments)
        assert code == 2, arguments
        assert said.splitlines() == [
            "A redaction was interrupted, and 'claims.csv' of the dataset was changed since. Fix: put it back as it "
            "was (git checkout), or remove .claimbook-redacting and run claimbook redact again."
        ]
    assert _state(decided) == was
    path.write_text(before, "utf-8")
    assert _run("check")[0] == 0
    assert _telling(decided) == []


def test_what_cannot_be_written_is_refused_in_words_and_ended_later(
    decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    was = _state(decided)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        assert _run("check") == (
            2,
            "A redaction is decided and cannot be ended: No space left on device. Fix: make the book's folder and the "
            "dataset's writable, on a disk with room, and run this again.\n",
        )
    assert _state(decided) == was
    assert _run("check")[0] == 0
    assert _telling(decided) == []


def test_a_site_that_is_another_by_then_is_told_once_and_asked_for_again(decided: Path, redact: Redact) -> None:
    shutil.rmtree(decided / "site" / "generations" / "2")
    code, said = _run("check")
    assert (code, len(said.splitlines())) == (2, 1)
    assert "'" + str(decided / "site")[:20] in said
    assert "Fix: run claimbook redact again with its claims" in said
    assert _run("check") == (0, "")
    assert _telling(decided / "data") == []
    assert _telling(decided / "site") != []  # and no release goes on before it is done:
    assert "'gazette-002' is redacted here, and not in what is published." in _run("release", "0.2.0")[1]
    assert redact(decided).returncode == 0
    assert _telling(decided) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"claimbook_redacting": 1, "files": {"../x.csv": ["", ""]}}'])
def test_a_journal_that_is_none_is_refused_and_nothing_is_moved(decided: Path, text: str) -> None:
    was = _state(decided)
    (decided / paths.REDACTING / journal.JOURNAL).write_text(text)
    code, said = _run("check")
    assert (code, said.splitlines()) == (
        2,
        [
            ".claimbook-redacting/journal.json is not as this program writes it. Fix: remove .claimbook-redacting and "
            "run claimbook redact again."
        ],
    )
    assert _state(decided) == was


def test_while_a_redaction_is_put_in_place_other_commands_wait_and_while_it_is_made_they_do_not(decided: Path) -> None:
    folder = decided / paths.REDACTING
    with held(folder / journal.LOCK, "test"):
        assert _run("check") == (
            2,
            "A redaction is being put in place. Fix: wait until it has ended, and run this again.\n",
        )
        (folder / journal.JOURNAL).rename(decided.with_name("kept"))
        assert _run("check") == (0, "")
        assert (folder / journal.COPY).is_dir()
        code, said = _run("redact", "gazette-002", "--class", "privacy", "--reason", "A family asked for it.")
        assert (code, "Another redaction is being made in this book." in said) == (2, True)
    assert _run("check") == (0, "")
    assert not folder.exists()


def test_a_build_of_which_nothing_has_changed_is_not_told_so_before_a_redaction_is_ended(
    decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "find_finished", lambda *_: object())
    monkeypatch.setattr(entry, "_say", lambda *_: "Nothing has changed.")
    options = entry.read_options(["build"])
    assert options is not None
    assert entry.say_nothing_to_do(options) == ""
    assert _run("check")[0] == 0
    assert entry.say_nothing_to_do(options) == "Nothing has changed."
