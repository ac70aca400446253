"""A small site with the pages that a reader chooses on, made from any dataset: figures, statements, disputes.

What belongs here: the pages, without papermill, what is drawn on them and said. What does not: a dataset, an
expectation of a test.
"""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest
from browsing import DRAWN
from conftest import BuiltBook
from harbour import load_harbour
from playwright.sync_api import Page
from sitebook import write_book, write_notebook

from claimbook.analysis import timeline
from claimbook.book import lists, matrices, panels
from claimbook.book.press import make_site
from claimbook.model.dataset import Dataset

_MADE: list[BuiltBook] = []


def make_pages(folder: Path, dataset: Dataset) -> Path:
    """Return the folder of a site whose pages hold what the book's templates show of a dataset."""
    stage = write_book(folder / "stage")
    for name, title, output in _pages(stage, dataset):
        write_notebook(stage / f"book/{name}.ipynb", title, output)
    toc = (stage / "_toc.yml").read_text("utf-8")
    more = "  - file: book/statements\n  - file: book/disputes\n"
    (stage / "_toc.yml").write_text(toc.replace("  - url:", more + "  - url:"), "utf-8")
    return make_site(stage)


def harbour_book(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """Make the pages of the strike at Harrow Dock, to stand in a module in the place of the book of `data/`.

    They are made once for all modules of a worker.
    """
    if not _MADE:
        folder = tmp_path_factory.mktemp("harbour")
        _MADE.append(BuiltBook(make_pages(folder, load_harbour(folder)), folder))
    return _MADE[0]


def wait_until_drawn(page: Page, script: str, names: list[str]) -> None:
    """Wait until a script that lists what is drawn returns exactly these names, in any order."""
    page.wait_for_function(DRAWN)
    wait = f"names => JSON.stringify(({script})().sort()) === JSON.stringify(names)"
    page.wait_for_function(wait, arg=sorted(names))


def said_shown(page: Page) -> str:
    """Return how much of the page is shown, as it says itself."""
    return page.locator(".cb-shown").inner_text()


def _pages(stage: Path, dataset: Dataset) -> list[tuple[str, str, str]]:
    with chdir(stage / "book"):
        marks = timeline.timeline_marks(dataset)
        figures = panels.figure_form(dataset).html + panels.figure_panels(dataset).html
        parts = [panels.statement_form(dataset, marks).html]
        for name, part in (("states", timeline.of_states(marks)), ("others", timeline.of_others(marks))):
            chart = panels.statement_timeline(dataset, part, name)
            parts += [f"<h2>The {name}</h2>", chart.html, lists.statement_list(dataset, part).html]
        disputes = matrices.dispute_matrices(dataset).html + matrices.accusation_matrix(dataset).html
    return [
        ("figures", "Casualty claims", figures),
        ("statements", "Statements", "".join(parts)),
        ("disputes", "Disputes", disputes),
    ]
