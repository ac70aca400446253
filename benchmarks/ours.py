"""The program as the benchmark calls it: the only module here that knows what its functions are called.

Imports stand inside, so that a contender pays for its own and for no other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimbook.model.dataset import Dataset


def execute(pages: Iterable[Mapping[str, Any]], stage: Path) -> None:
    """Execute pages (the fields of `claimbook.book.pages.Page`, the template within `stage`) into `stage`."""
    from claimbook.book.pages import Page
    from claimbook.book.workers import execute_pages

    planned = [Page(**{**page, "template": stage / page["template"]}) for page in pages]
    execute_pages(planned, stage, "", lambda done: None)


def make_site(stage: Path) -> Path:
    """Make the site of a stage with executed pages, and return its folder."""
    from claimbook.book.press import make_site as make

    return make(stage)


def claim_index(dataset: Dataset) -> str:
    """Return what the Sphinx side is told of a dataset's claims."""
    from claimbook.book.build import _claim_index

    return _claim_index(dataset)


def make_site_here(stage: Path) -> None:
    """Run Jupyter Book over a stage in this process alone, page after page. Ends with SystemExit."""
    from claimbook.book.press import run_jupyter_book

    run_jupyter_book(stage, 1)


def build(root: Path) -> None:
    """Build the book of a project's folder, with its cache."""
    from claimbook.book.build import build_book

    build_book(root, root / "data")
