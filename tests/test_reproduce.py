"""A commit is built twice, as differently as one machine can: the same bytes, or the files that differ by name."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from stat import S_IMODE
from zipfile import ZipFile

import pikepdf
import pytest
from bookroot import write_root
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from test_pages import write_contents
from test_release import commit, git
from tiny import write_tiny_dataset

from claimbook.cli import main
from claimbook.pdf.browser import find_browser
from claimbook.release import surroundings
from claimbook.release.rehearsing import choose_version, committed_by, prepare_release
from claimbook.release.reproduce import compare, find_first, told
from claimbook.release.reproduce import reproduce as build_twice
from claimbook.release.surroundings import SURROUNDINGS, choose_locale, make_place

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("figures", "about/marks", "about/glossary")
OFFERED = """
from claimbook.book import downloads
downloads.offer_download(load_dataset(data))"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book in git."""
    folder = write_root(tmp_path / "book")
    git(folder, "init", "--quiet")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def reproduce(*options: str) -> Result:
    return CliRunner().invoke(main, ["reproduce", *options])


def _spoil(root: Path) -> None:
    """Let the start page say where it was built."""
    path = root / "book" / "index.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    code["source"] = "import os\nprint(os.environ['TZ'])\n" + "".join(code["source"])
    path.write_text(json.dumps(notebook), "utf-8")


def _fill(root: Path) -> None:
    """Give the book charts with names from right to left, and a start page that offers the dataset for download."""
    write_tiny_dataset(root / "data", actors={"river-office": {"name": "مكتب النهر"}})
    (root / "book" / "about").mkdir()
    for name in PAGES:
        shutil.copyfile(ROOT / "book" / f"{name}.ipynb", root / "book" / f"{name}.ipynb")
    path = root / "book" / "index.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    code["source"] = "".join(code["source"]) + OFFERED
    path.write_text(json.dumps(notebook), "utf-8")
    write_contents(root, *({"file": f"book/{name}"} for name in (*PAGES, "source")))


def test_two_builds_that_share_nothing_but_the_commit_have_the_same_bytes(root: Path) -> None:
    _fill(root)
    shutil.copyfile(ROOT / "CITATION.cff", root / "CITATION.cff")
    commit(root)
    (root / "_config.yml").write_text("not committed, and so in neither\n")
    said: list[str] = []
    # Not in pytest's folder, which another user may not pass.
    with tempfile.TemporaryDirectory() as place:
        assert build_twice(root, Path(place), said.append, browser=find_browser() or "", with_archive=True) == []
        builds = sorted(Path(place).rglob("_build"))
        files = [[path for path in build.rglob("*") if path.is_file()] for build in builds]
        (modes, others) = [{S_IMODE(path.stat().st_mode) for path in held} for held in files]
        kinds = {".html", ".ipynb", ".svg", ".csv", ".zip", ".pdf", ".json", ".sha256"}
        assert [kinds - {path.suffix for path in held} for held in files] == [set(), set()]
        assert (modes, others) == ({0o644}, {0o600})
        with pikepdf.open(next(path for path in files[1] if path.suffix == ".pdf")) as pdf:
            assert str(pdf.docinfo.CreationDate) == "D:20310510043000+00'00'"  # the commit's
            assert "/Metadata" not in pdf.Root
        _is_archived(builds)
    assert said[0] == "Built is the last commit; _config.yml and what else is not committed is not in it."
    lacked = "data/datapackage.json, CHANGELOG.md"
    assert said[2] == f"Released to be archived: 0.0.1, with what the commit lacks for that: {lacked}."
    second = said[3]
    assert "2 of 2: LC_ALL=" in second
    assert "TZ=Asia/Kathmandu, PYTHONHASHSEED=4242, umask 077, user " in second


def _is_archived(builds: list[Path]) -> None:
    """Each build was released and archived, by nobody at the commit's time, and both are of the same bytes."""
    assert len({(build / "archive.zip").read_bytes() for build in builds}) == 1
    for build in builds:
        with ZipFile(build / "archive.zip") as archive:
            assert {"CITATION.cff", "html/outputs.sha256", "source/CHANGELOG.md"} <= set(archive.namelist())
            cited = archive.read("CITATION.cff").decode("utf-8")
            assert ("0.0.1" in cited, "date-released: '2031-05-10'" in cited) == (True, True)
            assert {entry.date_time for entry in archive.infolist()} == {(2031, 5, 10, 4, 30, 0)}
        listed = json.loads((build / "site" / "versions.json").read_text("utf-8"))
        assert [(row["version"], row["day"]) for row in listed["versions"]] == [("0.0.1", "2031-05-10")]


def test_a_clone_is_given_what_a_release_asks_for_and_the_same_each_time(root: Path, tmp_path: Path) -> None:
    commits = []
    for name in ("one", "other"):
        clone = tmp_path / name
        git(root, "clone", "--quiet", str(root), str(clone))
        assert prepare_release(clone, committed_by(1_900_000_000)) == (
            "0.0.1", ["data/datapackage.json", "CHANGELOG.md"],
        )  # fmt: skip
        (clone / "_build").mkdir()
        (clone / "_build" / "page.html").touch()
        assert git(clone, "status", "--porcelain", "--untracked-files=all") == ""
        assert git(clone, "log", "-1", "--format=%ct %at %an %ce") == "1900000000 1900000000 nobody nobody@example.org"
        assert json.loads((clone / "data" / "datapackage.json").read_text("utf-8"))["version"] == "0.0.1"
        assert "\n## [0.0.1]\n\n- " in (clone / "CHANGELOG.md").read_text("utf-8")
        commits.append(git(clone, "rev-parse", "HEAD"))
    assert commits[0] == commits[1] != git(root, "rev-parse", "HEAD")
    assert prepare_release(tmp_path / "one", committed_by(0)) == ("0.0.1", [])
    assert git(tmp_path / "one", "rev-parse", "HEAD") == commits[0]


@pytest.mark.parametrize(
    ("own", "tags", "chosen"),
    [
        ("0.1.0", [], "0.1.0"), ("0.1.0", ["v0.1.0"], "0.1.1"), ("", ["v0.9.9", "v0.10.0", "draft", "v1"], "0.10.1"),
        ("0.3.0", ["v0.2.0"], "0.3.0"), ("0.1.0", ["v0.2.0"], "0.2.1"), ("", [], "0.0.1"),
    ],
)  # fmt: skip
def test_the_number_is_the_datasets_own_or_the_next_that_is_free(own: str, tags: list[str], chosen: str) -> None:
    assert choose_version(own, tags) == chosen


def test_what_is_the_same_is_said_and_a_pdf_needs_a_browser(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimbook.release.reproduce.reproduce", lambda *_, browser, with_archive: [])
    done = reproduce()
    assert (done.exit_code, done.stdout) == (0, "Reproduced: both builds have the same bytes.\n"), done.output
    monkeypatch.setattr("claimbook.pdf.browser.find_browser", lambda: None)
    done = reproduce("--pdf")
    assert (done.exit_code, "No Chromium was found" in done.stderr) == (2, True)


def test_what_differs_is_named_and_shown_with_its_place(root: Path) -> None:
    _spoil(root)
    commit(root)
    done = reproduce()
    assert done.exit_code == 1
    lines = [line.removeprefix("differs: ") for line in done.stdout.splitlines()]
    named = [line.partition(" (")[0] for line in lines]
    assert {"book/book/index.ipynb", "html/book/index.html", "html/outputs.sha256"} <= set(named)
    assert not [name for name in named if name.endswith("gazette.html")]
    assert all(" (from byte " in line for line in lines)
    assert "Kathmandu" in done.stderr.partition("2 of 2")[2].partition("\n")[2]
    assert done.stderr.endswith(f"Not reproduced: {len(named)} files differ.\n")


def test_a_build_that_fails_is_told(root: Path) -> None:
    (root / "data" / "claims.csv").unlink()
    commit(root)
    done = reproduce()
    assert (done.exit_code, "claimbook build failed: " in done.stderr, " Fix: " in done.stderr) == (2, True, True)


def test_the_two_differ_in_all_that_can_be_chosen() -> None:
    one, other = SURROUNDINGS
    assert {name for name in one.variables if one.variables[name] == other.variables[name]} == set()
    assert {"TZ", "LC_ALL", "LANG", "PYTHONHASHSEED"} <= set(one.variables)
    same = {key for key, value in vars(one).items() if vars(other)[key] == value}
    assert same == set()
    assert " " in other.folder
    assert not other.folder.isascii()


def test_a_place_is_made_as_far_as_the_machine_can_and_the_rest_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMBOOK_PICTURES", "/kept")
    monkeypatch.setattr(surroundings.shutil, "which", lambda _: None)
    monkeypatch.setattr(surroundings.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(surroundings.os, "sched_getaffinity", lambda _: {3}, raising=False)
    place, missing = make_place(SURROUNDINGS[1], tmp_path, ["C", "POSIX"])
    assert [line.partition(" (")[0] for line in missing] == [
        "another language", "the number of processors", "the user",
    ]  # fmt: skip
    assert (place.prefix, place.user, place.umask) == ((), None, 0o077)
    assert "CLAIMBOOK_PICTURES" not in place.variables
    assert Path(place.variables["HOME"]).is_relative_to(tmp_path)
    assert str(Path(place.variables["HOME"]) / "none") in Path(place.variables["FONTCONFIG_FILE"]).read_text("utf-8")
    assert "one processor" not in told(place)
    assert make_place(SURROUNDINGS[0], tmp_path, ["C"])[1] == []


@pytest.mark.parametrize(
    ("installed", "chosen"),
    [([], "C.UTF-8"), (["C", "de_DE.utf8"], "de_DE.UTF-8"), (["de_DE.UTF-8", "tr_TR.utf8"], "tr_TR.UTF-8")],
)
def test_the_locale_is_the_one_that_differs_most_of_those_that_are_installed(installed: list[str], chosen: str) -> None:
    assert choose_locale(installed) == chosen


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_the_first_byte_that_differs_is_found(same: bytes, one: bytes, other: bytes) -> None:
    first, second = same + one, same + other
    place = find_first(first, second)
    assert first[:place] == second[:place]
    assert place == min(len(first), len(second)) or first[place] != second[place]


def test_files_of_two_folders_are_compared_by_name_and_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, held in ((one, {"a": "same", "b": "abc", "c": ""}), (other, {"a": "same", "b": "abd", "d/e": ""})):
        for name, text in held.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    found = [(differing.name, differing.where) for differing in compare(one, other)]
    assert found == [("b", "from byte 2 on"), ("c", "only in the first"), ("d/e", "only in the second")]
