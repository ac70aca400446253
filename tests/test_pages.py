"""The plan of a book: which pages there are, what is left out, and what is refused with a remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tiny import write_tiny_dataset

from claimbook.book.execute import escape_markdown
from claimbook.book.pages import Plan, find_page, plan_pages
from claimbook.errors import PageError
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.slices import KINDS

ROOT = Path(__file__).resolve().parents[1]


def write_template(path: Path, rules: Any = None) -> None:
    """Write an empty notebook with these rules in its metadata."""
    metadata: dict[str, Any] = {} if rules is None else {"claimbook": rules}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": []}), "utf-8")


def write_contents(root: Path, *chapters: Any, parts: Any = None) -> None:
    """Write a `_toc.yml` with a start page and these chapters."""
    contents: dict[str, Any] = {"format": "jb-book", "root": "book/index"}
    contents |= {"parts": parts} if parts else {"chapters": list(chapters)}
    (root / "_toc.yml").write_text(yaml.safe_dump(contents), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book of a start page and one chapter."""
    folder = tmp_path / "root"
    write_template(folder / "book" / "index.ipynb", {"slice": "whole"})
    write_template(folder / "book" / "one.ipynb", {"slice": "whole"})
    write_contents(folder, {"file": "book/one"})
    return folder


def _names(plan: Plan) -> list[str]:
    return [page.docname for page in plan.pages]


def _files(node: Any) -> list[str]:
    if isinstance(node, list):
        return [name for item in node for name in _files(item)]
    if isinstance(node, dict):
        return [*([node["file"]] if "file" in node else []), *(n for value in node.values() for n in _files(value))]
    return []


def test_the_books_own_contents_give_one_page_a_source_and_an_incident(tmp_path: Path) -> None:
    source = {"title": "Herald", "kind": "news_report", "published": "2031-05-08", "language": "en",
              "seen_as": "excerpt", "coding_scope": "passage"}  # fmt: skip
    incidents = {"storm": {"title": "A storm"}, "storm-quay": {"title": "At the quay", "part_of": "storm"}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", sources={"herald": source}, incidents=incidents))
    plan = plan_pages(ROOT, dataset)
    pages = {page.docname: page for page in plan.pages}
    assert len(pages) == len(plan.pages)
    assert {name for name in pages if name.startswith("book/sources/")} == {
        "book/sources/gazette",
        "book/sources/herald",
    }
    assert {name for name in pages if name.startswith("book/incidents/")} == {
        f"book/incidents/{key}" for key in ("flood", "storm", "storm-quay")
    }
    herald = pages["book/sources/herald"]
    assert (herald.parameters, herald.slice_name, herald.title) == ({"source_id": "herald"}, "source/herald", "Herald")
    # A page of text alone stands in the contents as it is: there is nothing to execute.
    texts = {path.relative_to(ROOT).with_suffix("").as_posix() for path in (ROOT / "book").rglob("*.md")}
    assert set(_files(plan.contents)) == (set(pages) - {"book/index"}) | texts


def test_the_start_page_has_the_datasets_title(tiny_dataset: Dataset) -> None:
    titles = {page.docname: page.title for page in plan_pages(ROOT, tiny_dataset).pages}
    assert titles["book/index"] == "The flood at Lowmere"
    assert titles["book/figures"] == ""


def test_pages_of_a_template_come_by_title_not_by_id(tmp_path: Path, root: Path) -> None:
    titles = {"flood": {"title": "m"}, "aa": {"title": "Z"}, "zz": {"title": "a"}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", incidents=titles))
    write_template(root / "book" / "one.ipynb", ONE_PER)
    plan = plan_pages(root, dataset)
    assert _names(plan) == ["book/index", "book/each/zz", "book/each/flood", "book/each/aa"]
    assert _files(plan.contents["chapters"]) == ["book/each/zz", "book/each/flood", "book/each/aa"]


ONE_PER = {
    "slice": "incident",
    "one_per": {"table": "incidents", "parameter": "incident_id", "title": "title", "folder": "book/each"},
}


def test_a_filter_leaves_out_the_rows_that_it_does_not_name(tmp_path: Path, root: Path) -> None:
    parts = {"flood-quay": {"title": "At the quay", "part_of": "flood"}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", incidents=parts))
    one_per = {**ONE_PER["one_per"], "where": {"part_of": ""}}  # type: ignore[dict-item]
    write_template(root / "book" / "one.ipynb", {**ONE_PER, "one_per": one_per})
    assert _names(plan_pages(root, dataset)) == ["book/index", "book/each/flood"]


def test_a_template_whose_needs_are_empty_is_left_out_of_pages_and_contents(tmp_path: Path, root: Path) -> None:
    write_template(root / "book" / "one.ipynb", {"needs": ["claims", "statements"]})
    with_all = plan_pages(root, load_dataset(write_tiny_dataset(tmp_path / "all")))
    assert _names(with_all) == ["book/index", "book/one"]
    without = plan_pages(root, load_dataset(write_tiny_dataset(tmp_path / "none", statements=NO_STATEMENTS)))
    assert _names(without) == ["book/index"]
    assert _files(without.contents) == []


NO_STATEMENTS = {"gazette-002-s1": None, "gazette-003-s1": None}


def test_a_part_of_the_contents_with_no_page_left_vanishes(tmp_path: Path, root: Path) -> None:
    write_template(root / "book" / "one.ipynb", {"needs": ["statements"]})
    write_template(root / "book" / "two.ipynb", {})
    parts = [
        {"caption": "Empty", "chapters": [{"file": "book/one"}]},
        {"caption": "Full", "chapters": [{"file": "book/two"}]},
    ]
    write_contents(root, parts=parts)
    dataset = load_dataset(write_tiny_dataset(tmp_path / "none", statements=NO_STATEMENTS))
    assert [part["caption"] for part in plan_pages(root, dataset).contents["parts"]] == ["Full"]


def test_sections_stay_under_their_page(root: Path, tiny_dataset: Dataset) -> None:
    write_template(root / "book" / "two.ipynb", {})
    write_contents(root, {"file": "book/one", "sections": [{"file": "book/two"}]})
    (chapter,) = plan_pages(root, tiny_dataset).contents["chapters"]
    assert chapter == {"file": "book/one", "sections": [{"file": "book/two"}]}


def test_a_plain_page_is_copied_and_not_executed(root: Path, tiny_dataset: Dataset) -> None:
    (root / "book" / "plain.md").write_text("# Plain\n", "utf-8")
    write_contents(root, {"file": "book/plain"})
    plan = plan_pages(root, tiny_dataset)
    assert _names(plan) == ["book/index"]
    assert plan.plain == [root / "book" / "plain.md"]
    assert _files(plan.contents) == ["book/plain"]


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"slise": "whole"}, "slise"),
        ({"slice": "planet"}, "planet"),
        ({"needs": ["planets"]}, "planets"),
        ({"one_per": {**ONE_PER["one_per"], "table": "planets"}}, "planets"),  # type: ignore[dict-item]
        ({"one_per": {"table": "incidents"}}, "parameter"),
        ({"one_per": {**ONE_PER["one_per"], "where": {"planet": "x"}}}, "planet"),  # type: ignore[dict-item]
    ],
    ids=["key", "slice", "needs", "table", "lacking", "where"],
)
def test_metadata_that_are_not_known_are_refused_with_file_word_and_remedy(
    root: Path, tiny_dataset: Dataset, rules: dict[str, Any], named: str
) -> None:
    write_template(root / "book" / "one.ipynb", rules)
    with pytest.raises(PageError) as caught:
        plan_pages(root, tiny_dataset)
    assert "one.ipynb" in caught.value.message
    assert named in caught.value.message
    assert caught.value.fix


def test_a_missing_template_is_refused_by_name(root: Path, tiny_dataset: Dataset) -> None:
    write_contents(root, {"file": "book/absent"})
    with pytest.raises(PageError, match=r"no page 'absent'.*Fix: add it, or take it out of _toc\.yml"):
        plan_pages(root, tiny_dataset)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}'], ids=["empty", "broken", "list", "no-cells"])
def test_a_template_that_is_no_notebook_is_refused(root: Path, tiny_dataset: Dataset, text: str) -> None:
    (root / "book" / "one.ipynb").write_text(text, "utf-8")
    with pytest.raises(PageError, match=r"one\.ipynb is no notebook"):
        plan_pages(root, tiny_dataset)


@pytest.mark.parametrize(
    "text", ["a: [", "- a", "root: 3", "format: jb-book"], ids=["yaml", "list", "number", "no-root"]
)
def test_contents_that_cannot_be_read_are_refused(root: Path, tiny_dataset: Dataset, text: str) -> None:
    (root / "_toc.yml").write_text(text, "utf-8")
    with pytest.raises(PageError, match=r"_toc\.yml .*Fix: \S"):
        plan_pages(root, tiny_dataset)


def test_a_book_without_contents_is_refused(root: Path, tiny_dataset: Dataset) -> None:
    (root / "_toc.yml").unlink()
    with pytest.raises(PageError, match=r"no _toc\.yml"):
        plan_pages(root, tiny_dataset)


def test_a_start_page_that_would_be_left_out_is_refused(root: Path, tmp_path: Path) -> None:
    write_template(root / "book" / "index.ipynb", {"needs": ["statements"]})
    dataset = load_dataset(write_tiny_dataset(tmp_path / "none", statements=NO_STATEMENTS))
    with pytest.raises(PageError, match="start page 'book/index' is left out"):
        plan_pages(root, dataset)


def test_every_slice_that_a_template_of_the_book_names_is_known() -> None:
    templates = sorted((ROOT / "book").rglob("*.ipynb"))
    rules = [json.loads(path.read_text("utf-8"))["metadata"].get("claimbook", {}) for path in templates]
    assert {rule.get("slice", "whole") for rule in rules} <= set(KINDS)
    assert rules


def test_every_template_of_the_book_stands_in_its_contents() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    templates = {p.relative_to(ROOT).with_suffix("").as_posix() for p in (ROOT / "book").rglob("*.ipynb")}
    assert templates == {contents["root"], *_files(contents)} - {
        n for n in _files(contents) if (ROOT / f"{n}.md").is_file()
    }


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
PUNCTUATION = st.text("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ab1", min_size=1, max_size=40)


@given(TEXT | PUNCTUATION)
def test_escaped_text_reads_as_itself_in_a_heading(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"# {escape_markdown(text)}\n")
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == " ".join(text.split())


def test_escaping_takes_away_every_line_break() -> None:
    assert "\n" not in escape_markdown("a\n# b\r\n\r\n- c")


@pytest.mark.parametrize(
    ("named", "docname"),
    [
        ("book/figures", "book/figures"),
        ("book/sources/gazette", "book/sources/gazette"),
        ("source:gazette", "book/sources/gazette"),
        ("incident:flood", "book/incidents/flood"),
    ],
)
def test_a_page_is_named_by_its_place_or_by_the_row_that_it_is_of(
    named: str, docname: str, tiny_dataset: Dataset
) -> None:
    assert find_page(plan_pages(ROOT, tiny_dataset), named) == docname


@pytest.mark.parametrize(
    ("named", "fix"),
    [
        ("book/figure", "did you mean book/figures"),
        ("source:gazete", "did you mean source:gazette?"),
        ("sources:gazette", "did you mean source:gazette"),
        ("incident:gazette", "did you mean incident:flood?"),
        ("zzz", "use one of book/about/"),
        ("", "use one of book/about/"),
    ],
)
def test_a_page_that_is_none_is_refused_with_what_is_called_most_like_it(
    named: str, fix: str, tiny_dataset: Dataset
) -> None:
    with pytest.raises(PageError) as caught:
        find_page(plan_pages(ROOT, tiny_dataset), named)
    assert caught.value.message == f"There is no page '{named}'."
    assert fix in caught.value.fix
