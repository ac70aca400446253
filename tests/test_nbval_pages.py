"""The pages that nbval compares on every run."""

from __future__ import annotations

from pathlib import Path

from nbval_pages import CHOSEN, choose_pages


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", "utf-8")


def test_a_page_of_every_template_and_so_many_sources_are_chosen(tmp_path: Path) -> None:
    _write(tmp_path, "index", "about/method", "incidents/one", *(f"sources/s-{n}" for n in range(90)))
    chosen = choose_pages(tmp_path)
    assert len([page for page in chosen if page.parent.name == "sources"]) == CHOSEN
    assert {page.stem for page in chosen if page.parent.name != "sources"} == {"index", "method", "one"}


def test_another_page_changes_at_most_one_of_those_chosen(tmp_path: Path) -> None:
    _write(tmp_path, *(f"sources/s-{n}" for n in range(90)))
    before = set(choose_pages(tmp_path))
    _write(tmp_path, "sources/another")
    assert len(before - set(choose_pages(tmp_path))) <= 1


def test_of_few_sources_all_are_chosen(tmp_path: Path) -> None:
    _write(tmp_path, "sources/s-1", "sources/s-2")
    assert len(choose_pages(tmp_path)) == 2
