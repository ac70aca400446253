"""A build is verified from a plain copy: each changed byte, each missing and each extra file is found and named."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from bookroot import write_root
from click.testing import CliRunner, Result

from claimbook.book.build import build_book
from claimbook.cli import main
from claimbook.manifests import parse_outputs


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book's root, its small book built in `_build/html`."""
    folder = write_root(tmp_path_factory.mktemp("verify") / "root")
    build_book(folder, folder / "data")
    return folder


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A plain copy of the build."""
    return Path(shutil.copytree(root / "_build" / "html", tmp_path / "copy"))


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


def test_a_plain_copy_is_intact_and_says_of_which_build_it_is(copy: Path) -> None:
    done = verify(copy)
    digest = hashlib.sha256((copy / "outputs.sha256").read_bytes()).hexdigest()
    build = hashlib.sha256((copy / "inputs.json").read_bytes()).hexdigest()
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"of build {build}.\noutputs.sha256: {digest}\n" in done.stdout
    assert build[:10] in (copy / "book" / "index.html").read_text("utf-8")
    assert verify(copy, "--outputs", digest).exit_code == 0
    assert verify(copy, "--outputs", "0" * 64).exit_code == 1


def test_a_byte_changed_in_any_file_is_found(copy: Path) -> None:
    files = [path for path in sorted(copy.rglob("*")) if path.is_file()]
    assert len(files) > 20
    for path in files:
        before = path.read_bytes()
        place = len(before) // 2
        path.write_bytes(before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :] if before else b"x")
        done = verify(copy)
        assert done.exit_code in (1, 2), path
        assert path.name in done.stderr or path.name == "outputs.sha256", path
        path.write_bytes(before)
    assert verify(copy).exit_code == 0


def test_every_byte_of_the_list_itself_counts(copy: Path) -> None:
    path = copy / "outputs.sha256"
    before = path.read_bytes()
    for place in range(0, len(before), max(1, len(before) // 60)):
        path.write_bytes(before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :])
        assert verify(copy).exit_code in (1, 2), place
    for data in (before + b"\n", before[:-1], b"\n" + before, before.replace(b"  ", b" *", 1)):
        path.write_bytes(data)
        assert verify(copy).exit_code == 2


def test_what_is_missing_and_what_is_extra_is_named(copy: Path) -> None:
    (copy / "book" / "index.html").unlink()
    (copy / "book" / "more.html").write_text("x")
    (copy / "_static" / "link.js").symlink_to("elsewhere.js")
    done = verify(copy)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[:3] == [
        "extra: _static/link.js", "missing: book/index.html", "extra: book/more.html",
    ]  # fmt: skip


def test_a_file_that_became_a_link_to_the_same_bytes_is_changed(copy: Path, tmp_path: Path) -> None:
    shutil.move(copy / "404.html", tmp_path / "away")
    (copy / "404.html").symlink_to(tmp_path / "away")
    assert "changed: 404.html" in verify(copy).stderr


def test_what_a_system_leaves_in_a_folder_is_no_fault(copy: Path) -> None:
    (copy / ".DS_Store").write_text("x")
    assert verify(copy).exit_code == 0


def test_the_list_is_one_that_sha256sum_reads(copy: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "outputs.sha256"], cwd=copy, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_what_is_no_build_is_refused(tmp_path: Path) -> None:
    done = verify(tmp_path)
    assert (done.exit_code, " Fix: " in done.stderr) == (2, True)


def test_a_build_is_made_again_from_its_inputs_and_is_the_same(
    root: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    done = verify(copy, "--rebuild")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "Built again: the same bytes."), done.output


def test_inputs_that_are_not_the_recorded_ones_are_named_and_nothing_is_built(
    root: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other", ignore=shutil.ignore_patterns("_build")))
    with (other / "_config.yml").open("a") as handle:
        handle.write("# more\n")
    monkeypatch.chdir(other)
    done = verify(copy, "--rebuild")
    assert done.exit_code == 1
    assert "_config.yml is another\nNot built: these inputs are not the recorded ones." in done.stderr
    assert not (other / "_build").exists()


def test_a_page_built_alone_makes_no_whole_build(root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other"))
    build_book(other, other / "data", only="book/index")
    assert not (other / "_build" / "html" / "outputs.sha256").exists()
    assert verify(other / "_build").exit_code == 2


def test_nothing_of_a_build_is_left_out_of_its_list(copy: Path) -> None:
    outputs = parse_outputs((copy / "outputs.sha256").read_text("utf-8"))
    assert outputs is not None
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert set(outputs.files) == there - {"outputs.sha256"}
