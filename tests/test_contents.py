"""The book's configuration, contents and a template's rules: what is written otherwise is one line with a remedy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_pages import ONE_PER, write_contents, write_template

from claimbook.book.contents import read_config, read_contents
from claimbook.book.pages import plan_pages
from claimbook.errors import PageError
from claimbook.model.dataset import Dataset

CONFIGS = {"empty": b"", "a list": b"- a\n", "text": b"hello", "broken": b"a: [", "Windows-1252": b"title: caf\xe9",
           "a control character": b"title: \x01"}  # fmt: skip


@pytest.mark.parametrize("case", CONFIGS)
def test_a_configuration_that_is_none_is_refused(tmp_path: Path, case: str) -> None:
    (tmp_path / "_config.yml").write_bytes(CONFIGS[case])
    with pytest.raises(PageError, match=r"^_config\.yml .*Fix: \S") as caught:
        read_config(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_contents_that_are_no_file_are_refused(tmp_path: Path, put: Callable[[Path], None]) -> None:
    put(tmp_path / "_toc.yml")
    with pytest.raises(PageError, match=r"_toc\.yml is no file\. Fix: \S"):
        read_contents(tmp_path)


SHAPES = {
    "parts that are text": ("parts: hello", "'parts' is 'hello'"),
    "a chapter that is text": ("chapters: [book/figures]", "'book/figures' under 'chapters'"),
    "chapters that are nothing": ("chapters:", "'chapters' is None"),
    "a chapter that is nothing": ("chapters: [null]", "None under 'chapters'"),
    "a part without its chapters": ("parts: [{caption: A, chapters: }]", "'chapters' is None"),
    "a section that is text": ("chapters: [{file: book/one, sections: [a]}]", "'a' under 'sections'"),
    "a file that is a number": ("chapters: [{file: 3}]", "'3' is no page"),
    "a file outside": ("chapters: [{file: ../one}]", "'../one' is no page"),
    "an absolute file": ("chapters: [{file: /etc/one}]", "'/etc/one' is no page"),
    "a list that holds itself": ("chapters: &a [{file: book/one, sections: *a}]", "has an alias"),
}


@pytest.mark.parametrize("case", SHAPES)
def test_contents_of_another_shape_are_refused(tmp_path: Path, case: str) -> None:
    text, words = SHAPES[case]
    (tmp_path / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\n{text}\n", "utf-8")
    with pytest.raises(PageError) as caught:
        read_contents(tmp_path)
    assert words in caught.value.message
    assert "_toc.yml" in caught.value.message
    assert caught.value.fix


def test_a_start_page_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").write_text("root: ../index\n", "utf-8")
    with pytest.raises(PageError, match="is no page of this book"):
        read_contents(tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book of a start page and one chapter."""
    write_template(tmp_path / "root" / "book" / "index.ipynb", {})
    write_template(tmp_path / "root" / "book" / "one.ipynb", {})
    write_contents(tmp_path / "root", {"file": "book/one"})
    return tmp_path / "root"


def one_per(**changes: Any) -> dict[str, Any]:
    return {**ONE_PER, "one_per": {**ONE_PER["one_per"], **changes}}  # type: ignore[dict-item]


RULES: dict[str, tuple[Any, str]] = {
    "text for rules": ("whole", "'claimbook' is 'whole'"),
    "a list for rules": ([], "'claimbook' is '[]'"),
    "a slice that is a list": ({"slice": ["whole"]}, "the slice"),
    "needs that are a number": ({"needs": 5}, "'needs' is '5'"),
    "needs that are text": ({"needs": "figures"}, "'needs' is 'figures'"),
    "a need that is a list": ({"needs": [["figures"]]}, "a table"),
    "one_per that is text": ({"one_per": "sources"}, "one_per is 'sources'"),
    "one_per that is nothing": ({"one_per": None}, "one_per is 'None'"),
    "a table that is a list": (one_per(table=["incidents"]), "one_per.table"),
    "a table that is none": (one_per(table="planets"), "'planets'"),
    "a filter that is text": (one_per(where="part_of"), "one_per.where is 'part_of'"),
    "a filter on a number": (one_per(where={"part_of": 3}), "one_per.where"),
    "a filter misspelt": (one_per(wher={}), "'wher'"),
    "a title that is no column": (one_per(title="headline"), "'headline' is no column of incidents"),
    "a folder outside": (one_per(folder="../../out"), "'../../out' leaves the book"),
    "an absolute folder": (one_per(folder="/tmp/out"), "'/tmp/out' leaves the book"),
    "a row's slice of no row": ({"slice": "incident"}, "the slice 'incident' is of one row"),
    "a row's slice of another table": ({**ONE_PER, "slice": "source"}, "the slice 'source' is of one row"),
}


@pytest.mark.parametrize("case", RULES)
def test_rules_of_another_shape_are_refused(root: Path, tiny_dataset: Dataset, case: str) -> None:
    rules, words = RULES[case]
    write_template(root / "book" / "one.ipynb", rules)
    with pytest.raises(PageError) as caught:
        plan_pages(root, tiny_dataset)
    assert caught.value.message.startswith("one.ipynb: ")
    assert words in caught.value.message
    assert caught.value.fix


def test_rules_that_are_null_are_refused(root: Path, tiny_dataset: Dataset) -> None:
    path = root / "book" / "one.ipynb"
    path.write_text(path.read_text("utf-8").replace('"claimbook": {}', '"claimbook": null'), "utf-8")
    with pytest.raises(PageError, match=r"one\.ipynb: 'claimbook' is 'None'"):
        plan_pages(root, tiny_dataset)


def test_two_pages_in_one_place_are_refused(root: Path, tiny_dataset: Dataset) -> None:
    write_contents(root, {"file": "book/one"}, {"file": "book/one"})
    with pytest.raises(PageError, match="Two pages would stand at 'book/one'"):
        plan_pages(root, tiny_dataset)
