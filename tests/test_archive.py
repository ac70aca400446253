"""The archive of a version: what is in it, read by programs of others; the same bytes always; what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from click.testing import CliRunner, Result
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st
from rocrate.rocrate import ROCrate
from test_release import commit, files, git, original, root  # noqa: F401  a released book, and a copy to change

from claimbook.cli import main
from claimbook.contentids import directory_id
from claimbook.release.deposit_zip import Item, write_zip
from claimbook.release.verify import verify_build

LICENCE, LINK = "All of it.\n", "data/claims.csv"
MOMENT = (2031, 5, 10, 4, 30, 0)  # of the commit, in UTC


def make(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["archive", "0.1.0", *arguments])


@pytest.fixture(scope="module")
def made(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The archive of the released book."""
    path = tmp_path_factory.mktemp("archive") / "deposit" / "book.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(original)
        done = make("--out", str(path))
    assert done.exit_code == 0, done.output
    assert f"SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}" in done.stdout
    return path


@pytest.fixture(scope="module")
def unpacked(made: Path) -> Path:
    folder = made.parent / "unpacked"
    with ZipFile(made) as archive:
        archive.extractall(folder)
    return folder


def test_it_holds_dataset_book_and_source_as_they_were_released(original: Path, unpacked: Path) -> None:  # noqa: F811
    assert directory_id(unpacked / "data") == f"swh:1:dir:{git(original, 'rev-parse', 'v0.1.0:data')}"
    assert directory_id(unpacked / "source") == f"swh:1:dir:{git(original, 'rev-parse', 'v0.1.0^{tree}')}"
    assert files(unpacked / "html") == files(original / "site" / "v" / "0.1.0")
    assert verify_build(unpacked / "html").faults == []
    assert sorted(path.name for path in unpacked.iterdir()) == [
        ".zenodo.json", "README.txt", "data", "html", "ro-crate-metadata.json", "source",
    ]  # fmt: skip


def test_its_entries_are_stored_in_order_with_the_time_of_the_commit(made: Path) -> None:
    with ZipFile(made) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert {(entry.compress_type, entry.date_time, entry.create_system) for entry in entries} == {
        (ZIP_STORED, MOMENT, 3)
    }
    assert {entry.external_attr >> 16 for entry in entries} == {stat.S_IFREG | 0o644}


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns"])
def test_made_elsewhere_at_another_time_by_another_user_it_has_the_same_bytes(
    made: Path,
    root: Path,  # noqa: F811
    tmp_path: Path,
    zone: str,
) -> None:
    for path in root.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (1_000_000_000, 1_000_000_000))
    git(root, "config", "core.autocrlf", "true")
    (root / ".git" / "info" / "attributes").write_text("* text eol=crlf\n")
    (root / "data" / "stray.txt").write_text("not released")
    target = tmp_path / "other.zip"
    command = [sys.executable, "-m", "claimbook", "archive", "0.1.0", "--out", str(target)]
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": "77", "LC_ALL": "C"}
    subprocess.run(command, cwd=root, env=environment, umask=0o077, check=True, capture_output=True)
    assert target.read_bytes() == made.read_bytes()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_its_dataset_is_a_valid_data_package(unpacked: Path) -> None:
    package = Package(str(unpacked / "data" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "note"])


def test_its_crate_is_read_back_and_says_what_was_made_from_what(unpacked: Path, original: Path) -> None:  # noqa: F811
    crate = ROCrate(unpacked)
    root_entity = crate.root_dataset
    assert root_entity["name"] == "The flood at Lowmere"
    assert (root_entity["version"], root_entity["datePublished"]) == ("0.1.0", "2031-05-10")
    assert root_entity["conformsTo"].id == "https://w3id.org/ro/wfrun/process/0.5"
    content = f"swh:1:dir:{git(original, 'rev-parse', 'v0.1.0:data')}"
    assert root_entity["identifier"] in (content, [content])
    action = root_entity["mentions"]
    assert (action.type, action["instrument"]["name"]) == ("CreateAction", "claimbook")
    assert [item.id for item in action["object"]] == ["data/", "source/"]
    assert action["result"].id == "html/"
    assert action["endTime"] == "2031-05-10T04:30:00Z"
    parts = [part.id for part in root_entity["hasPart"]]
    assert {"data/", "html/", "source/", "data/claims.csv", "html/outputs.sha256", "README.txt"} <= set(parts)
    assert [part for part in parts if not (unpacked / part).exists()] == []
    text = (unpacked / "ro-crate-metadata.json").read_text("utf-8")
    assert set(re.findall(r"\d{4}-\d\d-\d\d", text)) == {"2031-05-10"}  # no clock was asked


def test_what_zenodo_reads_says_no_more_than_is_known(unpacked: Path) -> None:
    said = json.loads((unpacked / ".zenodo.json").read_text("utf-8"))
    assert (said["title"], said["version"], said["publication_date"]) == (
        "The flood at Lowmere", "0.1.0", "2031-05-10",
    )  # fmt: skip
    assert (said["upload_type"], said["license"], said["access_right"]) == ("dataset", "cc-by-4.0", "open")
    assert not {"creators", "doi", "keywords"} & set(said)


def test_the_commands_of_its_readme_say_what_it_says(unpacked: Path, original: Path, tmp_path: Path) -> None:  # noqa: F811
    text = (unpacked / "README.txt").read_text("utf-8")
    folder = Path(shutil.copytree(unpacked, tmp_path / "copy"))
    told = []
    for command in [line[4:] for line in text.splitlines() if line.startswith("    ")]:
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=True)
        told.append(done.stdout.split())
    quiet, outputs, tree = told
    assert quiet == []
    assert outputs[0] in text
    assert tree == [git(original, "rev-parse", "v0.1.0:data")]
    assert f"Dataset swh:1:dir:{tree[0]}." in text
    assert "a Data Package (claims: 3, sources: 1)\n" in text


def test_the_book_comes_out_again_from_its_source(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unpacked / "source")
    done = CliRunner().invoke(main, ["verify", "../html", "--rebuild"])
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("Built again: the same bytes.\n")


def _release_again(root: Path) -> None:  # noqa: F811
    """Let the tag name a commit with more in it; the dataset stays as it was."""
    commit(root)
    git(root, "tag", "--force", "v0.1.0")


def test_licences_programs_links_and_citation_are_taken_along(root: Path, tmp_path: Path) -> None:  # noqa: F811
    (root / "LICENSE-DATA.md").write_text(LICENCE)
    (root / "CITATION.cff").write_text("cff-version: 1.2.0\n")
    (root / "run.sh").write_text("#!/bin/sh\n")
    (root / "run.sh").chmod(0o755)
    (root / "claims").symlink_to(LINK)
    _release_again(root)
    done = make("--out", str(tmp_path / "a.zip"))
    assert done.exit_code == 0, done.output
    with ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("LICENSE-DATA.md").decode() == LICENCE
        assert archive.read("CITATION.cff") == b"cff-version: 1.2.0\n"
        assert archive.read("source/claims").decode() == LINK
        modes = {name: archive.getinfo(f"source/{name}").external_attr >> 16 for name in ("run.sh", "claims")}
    assert modes == {"run.sh": stat.S_IFREG | 0o755, "claims": stat.S_IFLNK | 0o777}


def test_without_a_name_it_goes_into_the_folder_of_builds(root: Path) -> None:  # noqa: F811
    done = make()
    assert done.exit_code == 0, done.output
    assert (root / "_build" / "lowmere-flood-0.1.0.zip").is_file()
    assert [path.name for path in (root / "_build").glob(".new-*")] == []


def test_a_version_that_is_not_published_is_refused(root: Path) -> None:  # noqa: F811
    done = CliRunner().invoke(main, ["archive", "0.2.0"])
    assert (done.exit_code, "'0.2.0' is no published version; there is: 0.1.0." in done.stderr) == (2, True)


def test_a_build_that_is_not_as_it_was_published_is_refused(root: Path) -> None:  # noqa: F811
    page = root / "site" / "v" / "0.1.0" / "book" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    done = make()
    assert (done.exit_code, "(changed: book/index.html)" in done.stderr) == (2, True)


def test_a_build_whose_list_was_changed_with_it_is_refused(root: Path) -> None:  # noqa: F811
    folder = root / "site" / "v" / "0.1.0"
    page = folder / "book" / "index.html"
    before = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_bytes(page.read_bytes() + b" ")
    text = (folder / "outputs.sha256").read_text()
    (folder / "outputs.sha256").write_text(text.replace(before, hashlib.sha256(page.read_bytes()).hexdigest()))
    done = make()
    assert (done.exit_code, "is not as it was published." in done.stderr) == (2, True)


def test_a_version_with_a_redaction_is_refused_since_its_tag_still_has_the_words(root: Path) -> None:  # noqa: F811
    (root / "site" / "v" / "0.1.0" / "redactions.json").write_text("{}")
    done = make()
    assert (done.exit_code, "something was redacted" in done.stderr) == (2, True)


def test_a_tag_that_is_not_here_or_holds_another_dataset_is_refused(root: Path) -> None:  # noqa: F811
    path = root / "data" / "datapackage.json"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    _release_again(root)
    done = make()
    assert (done.exit_code, "holds another dataset in 'data'" in done.stderr) == (2, True)
    git(root, "tag", "--delete", "v0.1.0")
    assert "There is no tag v0.1.0 here." in make().stderr


def test_a_dataset_outside_of_the_book_is_refused(root: Path, tmp_path: Path) -> None:  # noqa: F811
    shutil.copytree(root / "data", tmp_path / "elsewhere")
    done = make("--data", str(tmp_path / "elsewhere"))
    assert (done.exit_code, "'elsewhere' lies outside of the book's folder" in done.stderr) == (2, True)


def test_without_the_package_the_extra_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    for name in [name for name in sys.modules if name.partition(".")[0] == "rocrate"]:
        monkeypatch.setitem(sys.modules, name, None)
    done = make()
    assert (done.exit_code, "pip install 'claimbook[archive]'" in done.stderr) == (2, True)
    assert list((root / "_build").glob("*.zip")) == []


def test_where_it_cannot_be_written_nothing_is_left(root: Path, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "taken").write_text("a file")
    done = make("--out", str(tmp_path / "taken" / "a.zip"))
    assert (done.exit_code, "cannot be written" in done.stderr) == (2, True)
    (tmp_path / "folder.zip").mkdir()
    assert make("--out", str(tmp_path / "folder.zip")).exit_code == 2
    assert list(tmp_path.glob(".new-*")) == []


items = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="/\\", exclude_categories=["C"]), min_size=1, max_size=8),
    st.builds(Item, st.binary(max_size=20), st.booleans(), st.booleans()), max_size=5,
)  # fmt: skip


@given(items, st.integers(-(2**31), 2**33), st.randoms())
def test_a_zip_is_the_same_for_any_order_and_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, items: dict[str, Item], seconds: int, random: object
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    shuffled = list(items.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    digests = [write_zip(folder / f"{number}.zip", given, seconds, lambda _: None) for number, given in
               enumerate((items, dict(shuffled)))]  # fmt: skip
    assert len(set(digests)) == 1
    with ZipFile(folder / "0.zip") as archive:
        assert {entry.filename: archive.read(entry) for entry in archive.infolist()} == {
            name: item.content for name, item in items.items()
        }
