"""What a build was made from and what came of it: named by digest, and the same for the same inputs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.manifests import Outputs, build_id, describe_inputs, parse_outputs, read_inputs

DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=["C", "Z"]), min_size=1, max_size=20
)


def _root(folder: Path, data: Path) -> Path:
    (folder / "book").mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "uv.lock", "book/index.ipynb", "more.md"):
        (folder / name).write_bytes(f"{name}\n".encode())
    shutil.copytree(data, folder / "data")
    return folder


def _describe(root: Path, day: str = "") -> bytes:
    return describe_inputs(root, root / "data", {"as_of": day}, [root / "more.md"])


def test_the_id_of_a_build_is_the_same_in_another_folder_and_environment(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = _describe(_root(tmp_path / "a", tiny))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr("claimbook.digests.digest_environment", lambda: "another")
    other = _root(tmp_path / "b", tiny)
    (other / "README.md").write_text("No page of the book.\n")
    assert _describe(other) == one
    assert str(tmp_path) not in one.decode()
    assert re.fullmatch("[0-9a-f]{64}", build_id(one))


@pytest.mark.parametrize(
    "changed",
    ["_config.yml", "_toc.yml", "uv.lock", "book/index.ipynb", "more.md", "data/claims.csv", "as_of", "code", "python"],
)
def test_the_id_of_a_build_changes_with_whatever_the_book_is_made_from(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    root = _root(tmp_path / "a", tiny)
    before = _describe(root)
    if (root / changed).is_file():
        with (root / changed).open("a") as handle:
            handle.write("changed\n")
    if changed == "code":
        monkeypatch.setattr("claimbook.manifests.list_code", list)
    if changed == "python":
        monkeypatch.setattr("platform.python_version", lambda: "3.0")
    after = _describe(root, "2031-05-09" if changed == "as_of" else "")
    assert build_id(after) != build_id(before)


def test_the_inputs_name_every_file_with_its_digest_and_the_content_ids(tiny: Path, tmp_path: Path) -> None:
    said = read_inputs(_describe(_root(tmp_path / "a", tiny), "2031-05-09"))
    assert said is not None
    assert {"data/claims.csv", "data/datapackage.json", "_toc.yml", "book/index.ipynb", "claimbook/cli.py"} <= set(
        said["files"]
    )
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in said["files"].values())
    assert said["parameters"] == {"as_of": "2031-05-09"}
    assert all(text.startswith("swh:1:dir:") for text in said["content_ids"].values())


@given(DIGESTS, st.dictionaries(NAMES, DIGESTS, max_size=5))
def test_a_list_of_outputs_is_read_back_as_it_was_written(build: str, files: dict[str, str]) -> None:
    outputs = Outputs(build, files)
    assert parse_outputs(outputs.text()) == outputs


@given(DIGESTS, st.dictionaries(NAMES, DIGESTS, min_size=1, max_size=3), st.data())
def test_a_list_of_outputs_with_one_sign_more_or_less_says_another_thing_or_nothing(
    build: str, files: dict[str, str], data: st.DataObject
) -> None:
    outputs = Outputs(build, files)
    text = outputs.text()
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from(["", " ", "\n", "#", "0", "x"]))
    changed = text[:place] + sign + text[place + 1 :]
    if changed != text:
        assert parse_outputs(changed) != outputs


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"files": {}}', b"[" * 100_000])
def test_what_is_no_list_of_inputs_is_none(data: bytes) -> None:
    assert read_inputs(data) is None


def test_a_list_of_inputs_is_json_in_one_form(tiny: Path, tmp_path: Path) -> None:
    data = _describe(_root(tmp_path / "a", tiny))
    assert (json.dumps(json.loads(data), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode() == data
