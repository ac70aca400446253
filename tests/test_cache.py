"""Executed pages kept: any change of what a page is made from is another key, and nothing damaged is ever taken."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_execute import write_page

from claimbook import digests
from claimbook.book.cache import Cache, Holdings
from claimbook.book.jobs import Job, digest_slice, execute_job, key_of, make_job, pack_job
from claimbook.book.pages import Page
from claimbook.book.workers import execute_pages
from claimbook.digests import digest_bytes, digest_page

NAMES = st.text(min_size=1, max_size=8)
DIGESTS = st.binary(max_size=3).map(digest_bytes)
INPUTS = st.fixed_dictionaries(
    {
        "docname": NAMES,
        "title": st.text(max_size=8),
        "template": st.binary(max_size=8),
        "parameters": st.dictionaries(NAMES, st.text(max_size=5) | st.integers() | st.booleans(), max_size=3),
        "given": st.dictionaries(NAMES, DIGESTS, max_size=4),
        "made": DIGESTS,
    }
)


@given(INPUTS, INPUTS)
def test_two_pages_have_one_key_only_when_everything_is_the_same(one: dict[str, Any], two: dict[str, Any]) -> None:
    def exact(values: dict[str, Any]) -> str:
        # In Python True equals 1, in a notebook it does not.
        return repr({key: sorted(v.items()) if isinstance(v, dict) else v for key, v in values.items()})

    assert (digest_page(**one) == digest_page(**two)) == (exact(one) == exact(two))


@given(INPUTS, st.sampled_from(["docname", "title", "template", "parameters", "given", "made"]), st.data())
def test_any_change_of_one_input_changes_the_key(inputs: dict[str, Any], name: str, data: st.DataObject) -> None:
    changed = data.draw(INPUTS)[name]
    is_other = repr(changed) != repr(inputs[name]) and changed != inputs[name]
    assert (digest_page(**{**inputs, name: changed}) != digest_page(**inputs)) >= is_other


@given(INPUTS)
def test_the_order_in_which_inputs_come_changes_nothing(inputs: dict[str, Any]) -> None:
    turned = {key: dict(reversed(v.items())) if isinstance(v, dict) else v for key, v in inputs.items()}
    assert digest_page(**turned) == digest_page(**inputs)


@given(files=st.dictionaries(st.from_regex(r"[a-z]{1,4}(/[a-z]{1,4})?", fullmatch=True), st.binary(max_size=9)))
def test_a_slice_has_one_key_wherever_it_lies_and_however_it_is_sent(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    keys = set()
    for _ in range(2):
        folder = tmp_path_factory.mktemp("slice")
        page = Page("book/page", write_page(folder, "1"), {}, "source", "gazette")
        stage = folder / "stage"
        for name, data in files.items():
            path = stage / "slices" / "source" / "gazette" / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                return  # the names do not fit together in a folder
        job = make_job(page, stage, "")
        keys |= {key_of(job, digest_slice(job), "made"), key_of(pack_job(job), digest_slice(pack_job(job)), "made")}
    assert len(keys) == 1


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache."""
    return Cache(tmp_path / "cache")


KEY, OTHER = digest_bytes(b"key"), digest_bytes(b"other")


@given(page=st.binary(max_size=200))
def test_a_page_comes_out_as_it_went_in(page: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = Cache(tmp_path_factory.mktemp("cache"))
    assert kept.get(KEY) is None
    kept.put(KEY, page)
    assert kept.get(KEY) == page
    assert kept.get(OTHER) is None


@given(page=st.binary(max_size=60), at=st.integers(0, 200), new=st.binary(max_size=4), cut=st.booleans())
def test_a_damaged_or_half_written_entry_is_no_entry(
    page: bytes, at: int, new: bytes, cut: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = Cache(tmp_path_factory.mktemp("cache"))
    kept.put(KEY, page)
    (path,) = (p for p in kept.folder.rglob("*") if p.is_file())
    whole = path.read_bytes()
    at = min(at, len(whole))
    damaged = whole[:at] if cut else whole[:at] + new + whole[at + len(new) :]
    path.write_bytes(damaged)
    assert kept.get(KEY) == (page if damaged == whole else None)
    # What was found damaged is gone, and can be kept anew.
    kept.put(KEY, page)
    assert kept.get(KEY) == page


def test_an_entry_that_is_a_folder_or_cannot_be_read_is_a_miss(cache: Cache) -> None:
    (cache.folder / KEY[:2] / KEY[2:]).mkdir(parents=True)
    assert cache.get(KEY) is None
    cache.put(KEY, b"page")
    assert cache.get(KEY) is None


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in its place")
    kept = Cache(tmp_path / "cache")
    kept.put(KEY, b"page")
    assert kept.get(KEY) is None
    assert kept.measure() == Holdings(0, 0)
    kept.prune()


def test_what_was_not_used_for_longest_goes_first(cache: Cache) -> None:
    keys = [digest_bytes(bytes([n])) for n in range(4)]
    for age, key in enumerate(keys):
        cache.put(key, b"x" * 35)  # with its digest, a hundred bytes
        path = cache.folder / key[:2] / key[2:]
        os.utime(path, ns=(0, 10**9 * (100 - age)))
    assert cache.measure() == Holdings(4, 400)
    cache.get(keys[3])
    cache.prune(limit=200)
    assert [cache.get(key) is not None for key in keys] == [True, False, False, True]
    assert cache.clear() == Holdings(2, 200)
    assert cache.measure() == Holdings(0, 0)


def _pages(folder: Path, *codes: str) -> list[Page]:
    given_ = 'data = "data"\nas_of = ""'
    return [Page(f"p{n}/page", write_page(folder / f"t{n}", code, parameters=given_)) for n, code in enumerate(codes)]


def test_a_page_taken_from_the_cache_is_byte_for_byte_the_one_executed_cold(tmp_path: Path, cache: Cache) -> None:
    pages = _pages(tmp_path, "print('one')", "import this")
    runs = []
    for stage, kept in (("cold", None), ("first", cache), ("second", cache)):
        runs.append(execute_pages(pages, tmp_path / stage, "", lambda done: None, kept))
    assert runs == [2, 2, 0]
    for page in pages:
        found = {(tmp_path / stage / f"{page.docname}.ipynb").read_bytes() for stage in ("cold", "first", "second")}
        assert len(found) == 1


def test_only_the_page_whose_template_or_slice_changed_is_executed_again(tmp_path: Path, cache: Cache) -> None:
    one, two = _pages(tmp_path, "open('../slices/whole/a').read()", "2")
    two = replace(two, slice_kind="source", slice_key="gazette")
    for name, kind in (("a", "whole"), ("b", "source/gazette")):
        path = tmp_path / "stage" / "slices" / kind / name
        path.parent.mkdir(parents=True)
        path.write_text("before")

    def run() -> int:
        return execute_pages([one, two], tmp_path / "stage", "", lambda done: None, cache)

    assert run() == 2
    assert run() == 0
    (tmp_path / "stage" / "slices" / "whole" / "a").write_text("after")
    assert run() == 1
    assert "after" in (tmp_path / "stage" / "p0" / "page.ipynb").read_text()
    two.template.write_text(two.template.read_text().replace('"2"', '"3"'))
    assert run() == 1
    (tmp_path / "stage" / "slices" / "whole" / "a").write_text("before")
    assert run() == 0
    assert "before" in (tmp_path / "stage" / "p0" / "page.ipynb").read_text()


def test_other_code_another_package_or_another_python_is_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests.digest_environment()
    assert before == digests.digest_environment()
    (tmp_path / "something-1.2.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    with_package = digests.digest_environment()
    monkeypatch.setattr("claimbook.digests.platform.python_version", lambda: "3.99.0")
    assert len({before, with_package, digests.digest_environment()}) == 3
    package = tmp_path / "claimbook"
    (package / "book" / "assets").mkdir(parents=True)
    monkeypatch.setattr("claimbook.paths.PACKAGE", package)
    monkeypatch.setattr("claimbook.paths.ASSETS", package / "book" / "assets")
    (package / "module.py").write_text("1")
    (package / "book" / "assets" / "style.css").write_text("1")
    first = digests.digest_code(), digests.digest_code(with_assets=False)
    (package / "book" / "assets" / "style.css").write_text("2")
    second = digests.digest_code(), digests.digest_code(with_assets=False)
    assert (first[0] != second[0], first[1] != second[1]) == (True, False)
    (package / "module.py").write_text("2")
    assert digests.digest_code(with_assets=False) != second[1]


def test_what_a_page_writes_beside_itself_is_not_kept_and_a_sent_job_gives_the_same(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, "open('left', 'w').write('x'); open('../slices/whole/a').read()")
    path = tmp_path / "stage" / "slices" / "whole" / "a"
    path.parent.mkdir(parents=True)
    path.write_text("of the slice")
    job: Job = make_job(page, tmp_path / "stage", "")
    here, sent = execute_job(job), execute_job(pack_job(job))
    assert here == sent
    assert b"of the slice" in here
    assert sorted(p.name for p in (tmp_path / "stage").iterdir()) == ["slices"]
