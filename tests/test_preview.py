"""The preview: what it sends and to whom, what it looks at, and a page in a real browser that follows the builds."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bookroot import write_root
from playwright.sync_api import Browser
from tiny import write_tiny_dataset

from claimbook import paths
from claimbook.errors import BuildError
from claimbook.preview import run
from claimbook.preview.serve import EVENTS, HOST, SCRIPT, Board, State, serving
from claimbook.preview.watch import look, name_changes

ROOT = Path(__file__).resolve().parents[1]
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@pytest.fixture
def html(tmp_path: Path) -> Path:
    """A folder with a page, and one in a folder below."""
    folder = tmp_path / "html"
    (folder / "book").mkdir(parents=True)
    for name in ("index.html", "book/figures.html"):
        (folder / name).write_text(PAGE.format("First"), "utf-8")
    (folder / "style.css").write_text("h1 { color: black }", "utf-8")
    return folder


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def address(html: Path, board: Board) -> Iterator[str]:
    with serving(html, board, 0) as found:
        yield found


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        text: str = answer.read().decode("utf-8")
        return text


@pytest.mark.parametrize("name", ["", "index.html", "book/figures.html", "book/figures.html?day=1"])
def test_a_page_is_sent_with_the_script_that_reloads_it_and_stays_as_it_is(address: str, html: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in html.rglob("*") if path.is_file()}
    sent = _read(address + name)
    assert f'<script src="{SCRIPT}?built=0" data-events="{EVENTS}"></script></body>' in sent
    assert {path: path.read_bytes() for path in html.rglob("*") if path.is_file()} == before
    assert not any(SCRIPT.encode() in content for content in before.values())


def test_what_is_no_page_is_sent_as_it_is_and_nothing_is_kept_by_the_browser(address: str) -> None:
    with urllib.request.urlopen(address + "style.css", timeout=20) as answer:
        assert answer.read() == b"h1 { color: black }"
        assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_served_to_this_machine_only_and_under_its_own_name(address: str) -> None:
    place = urlsplit(address)
    assert place.hostname == HOST == "127.0.0.1"
    for host, status in ((f"elsewhere.example:{place.port}", 403), (f"localhost:{place.port}", 200)):
        connection = http.client.HTTPConnection(HOST, place.port or 0, timeout=20)
        connection.request("GET", "/", headers={"Host": host})
        assert connection.getresponse().status == status
        connection.close()


def test_nothing_outside_of_the_book_is_sent(address: str, html: Path) -> None:
    (html.parent / "secret.html").write_text("mine", "utf-8")
    place = urlsplit(address)
    for path in ("/../secret.html", "/%2e%2e/secret.html", "/book/../../secret.html"):
        connection = http.client.HTTPConnection(HOST, place.port or 0, timeout=20)
        connection.request("GET", path)
        assert connection.getresponse().status == 404
        connection.close()


def test_a_port_that_is_taken_is_refused_with_a_remedy(address: str, html: Path) -> None:
    with (
        pytest.raises(BuildError, match="cannot be served on port") as caught,
        serving(html, Board(), urlsplit(address).port or 0),
    ):
        pass
    assert "--port" in caught.value.fix


def test_before_there_is_a_book_the_page_says_what_went_wrong(tmp_path: Path, board: Board) -> None:
    board.tell(replace(board.state, error="claims.csv: <b> is no date."))
    with serving(tmp_path / "none", board, 0) as address:
        sent = _read(address + "book/figures.html")
    assert "There is no book yet" in sent
    assert "claims.csv: &lt;b&gt; is no date." in sent
    assert SCRIPT in sent


def test_an_open_page_follows_the_builds_and_tells_what_went_wrong(
    address: str, html: Path, board: Board, browser: Browser
) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + "book/figures.html")
    page.get_by_role("heading", name="First").wait_for()
    (html / "book/figures.html").write_text(PAGE.format("Second"), "utf-8")
    board.tell(replace(board.state, built=1))
    page.get_by_role("heading", name="Second").wait_for()

    board.tell(replace(board.state, error="claims.csv, row 2: '<b>x</b>' is no date."))
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "'<b>x</b>' is no date." in alert.inner_text()
    assert page.get_by_role("heading", name="Second").is_visible()

    (html / "book/figures.html").write_text(PAGE.format("Third"), "utf-8")
    board.tell(replace(board.state, built=2, error=""))
    page.get_by_role("heading", name="Third").wait_for()
    assert page.get_by_role("alert").count() == 0
    assert said == []
    page.close()


def test_data_templates_settings_and_the_program_are_looked_at_and_what_editors_leave_is_not(tmp_path: Path) -> None:
    data = write_tiny_dataset(tmp_path / "data")
    (tmp_path / "book").mkdir()
    (tmp_path / "_config.yml").write_text("title: a", "utf-8")
    before = look(tmp_path, data)
    assert str(paths.PACKAGE / "cli.py") in before
    for name in ("data/.claims.csv.swp", "data/claims.csv~", "book/.ipynb_checkpoints"):
        (tmp_path / name).touch()
    assert look(tmp_path, data) == before
    (data / "claims.csv").write_text("claim_id", "utf-8")
    (tmp_path / "book" / "new.ipynb").touch()
    (tmp_path / "_config.yml").unlink()
    assert name_changes(before, look(tmp_path, data)) == ["_config.yml", "claims.csv", "new.ipynb"]


def test_a_change_is_built_a_fault_is_told_and_the_next_build_takes_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_tiny_dataset(tmp_path / "data")
    boards: list[Board] = []
    states: list[State] = []
    said: list[str] = []
    outcomes = iter([(0, ["Built"]), (2, ["claims.csv, row 2: no date."]), (0, ["Built"])])

    def build(options: object, root: Path, say: object) -> tuple[int, list[str]]:
        states.append(boards[0].state)
        if len(states) < 3:
            (data / "about.md").write_text("a" * len(states), "utf-8")  # while it is being built: built once more
            return next(outcomes)
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run_build", build)
    monkeypatch.setattr(run, "PAUSE", 0.01)
    monkeypatch.setattr(run, "Board", lambda: boards.append(Board()) or boards[0])
    with pytest.raises(KeyboardInterrupt):
        run.preview_book(tmp_path, data, tmp_path / "html", [], 0, said.append)
    assert [(state.built, state.is_building, state.error) for state in states] == [
        (0, True, ""), (1, True, ""), (1, True, "claims.csv, row 2: no date."),
    ]  # fmt: skip
    assert said[1:] == [
        "Changed: about.md.",
        "The book was not built; the one before stands. Waiting for a change.",
        "Changed: about.md.",
    ]


def test_a_real_build_is_served_its_faults_are_told_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root")
    claims = root / "data" / "claims.csv"
    sound = claims.read_text("utf-8")
    claims.write_text(sound.replace("2031-05-05", "5 May"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "claimbook", "preview", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Whoever runs the tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as preview:
        assert preview.stdout
        lines: list[str] = []

        def read_until(words: str) -> None:
            for line in preview.stdout or ():
                lines.append(line)
                if words in line:
                    return
            raise AssertionError(f"it never said {words!r}: {lines}")

        try:
            read_until("Waiting for a change.")
            address = next(line.split()[4] for line in lines if line.startswith("The book is at "))
            told = _read(address)
            assert "claims.csv, row 2, column asserted: &#x27;5 May&#x27; is no date." in told
            assert "Checking the dataset" not in told

            claims.write_text(sound, "utf-8")
            read_until("Changed: claims.csv.")
            read_until("Executed notebooks")
            page = _read(address + "book/sources/gazette.html")
            assert 'id="gazette-003"' in page
            assert SCRIPT in page
        finally:
            preview.send_signal(signal.SIGINT)
            lines += preview.stdout.readlines()
    assert lines[-1] == "The preview has ended. The book stays where it is.\n"
    assert preview.returncode == 0
    pages = sorted((root / "_build" / "html").rglob("*"))
    assert len(pages) > 10
    assert [page for page in pages if page.is_file() and b".claimbook/" in page.read_bytes()] == []
    assert [path for path in (root / "_build").iterdir() if path.name.startswith(".building")] == []
