"""Whole books on other topics: a strike, counted by union, employer and police; people missing after a flood.

No word of the first dataset may stand in them, and no page may need what they do not have: states, accused, disputes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from renderings import write_renderings

from claimbook.book.build import build_book
from claimbook.model.dataset import Dataset, load_dataset

ROOT = Path(__file__).resolve().parents[1]
# Whose names are taken: those of the case, and not of the press that reports it.
KINDS = ("state", "authority", "armed_group", "community", "coalition", "monitor", "inquiry", "official")
# Words of such names that are words of the language, or of the program's own: Iraq Body Count is a method it follows.
COMMON = {
    "Arab", "Council", "Division", "Human", "Interior", "Iraq", "Ministry", "Nations", "Network", "Office", "Rights",
    "Security", "States", "Union",
}  # fmt: skip
WORD = re.compile(r"\b[A-Z][\w’-]{3,}\b")
STRIKE = [
    {"quantity": ">=900", "claimant": "dock-union", "source": "paper-1", "place_id": "harrow-dock"},
    {"quantity": "400", "claimant": "harrow-lines", "source": "paper-1", "place_id": "harrow-dock"},
    {"quantity": "450..500", "claimant": "port-police", "source": "paper-2", "place_id": "harrow-dock"},
    {"quantity": "900", "claimant": "dock-union", "source": "paper-2", "via": "wire", "place_id": "harrow"},
    {"quantity": "1200", "claimant": "dock-union", "source": "paper-3", "said": "2031-05-07", "period": "2031-05-06"},
]
MISSING = [
    {"quantity": "31", "measure": "missing", "claimant": "dock-union", "source": "paper-1", "counting": "snapshot"},
    {"quantity": "~30", "measure": "missing", "claimant": "port-police", "source": "paper-2", "counting": "snapshot"},
    {"quantity": "dozens", "measure": "missing", "claimant": "wire", "source": "paper-3", "said": "../2031-05-06"},
]


@pytest.fixture(scope="module", params=["strike", "missing"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built book on another topic."""
    folder = tmp_path_factory.mktemp(request.param)
    data = write_renderings(folder / "data", STRIKE if request.param == "strike" else MISSING)
    return build_book(ROOT, data, out=folder / "html", cold=True).html


def _names(dataset: Dataset) -> set[str]:
    """The proper names of a case, word by word: of its places, communities and actors of `KINDS`."""
    actors = dataset.actors
    texts = [*dataset.places["name"], *actors.loc[actors["kind"].isin(KINDS), "name"]]
    texts += [term.label for term in dataset.descriptor.vocabularies["group"].terms.values()]
    return {word for text in texts for word in WORD.findall(text)} - COMMON


def test_every_page_of_the_book_stands_and_those_without_data_are_left_out(book: Path) -> None:
    made = {path.relative_to(book).as_posix() for path in book.rglob("*.html")}
    assert {"book/figures.html", "book/travelled.html", "book/comparable.html", "book/differences.html"} <= made
    assert {"book/sources/paper-1.html", "book/about/found.html", "book/about/conformity.html"} <= made
    assert "book/statements.html" not in made
    assert "book/disputes.html" not in made


def test_no_name_of_the_first_dataset_stands_in_it(book: Path) -> None:
    case = _names(load_dataset(ROOT / "data"))
    assert len(case) > 20
    pages = {path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(book.rglob("*.html"))}
    found = {path.name: case & set(WORD.findall(page.get_text(" "))) for path, page in pages.items()}
    assert {name: words for name, words in found.items() if words} == {}
