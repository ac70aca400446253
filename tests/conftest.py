"""Fixtures that several test modules share: the tiny dataset, and a built book; and in which order tests are run.

No expectations here.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsing import address, browser  # noqa: F401  fixtures of the modules that open pages
from hypothesis import HealthCheck, settings
from tiny import texts_of, write_tiny_dataset

from claimbook.book.beside import KEPT
from claimbook.model.dataset import Dataset, load_dataset

ROOT = Path(__file__).resolve().parents[1]

# The same cases on every run: what CI finds, a checkout finds too.
settings.register_profile(
    "reproducible",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("reproducible")


# Files that take longest come first, so that in the end no worker waits long for another (`--dist loadfile`).
LONGEST = (
    "test_odd_books", "test_witnesses", "test_browser", "test_redact_refused", "test_redact_killed", "test_hostile",
    "test_reproduce", "test_cluster", "test_killed_builds", "test_redact", "test_same_pages", "test_press",
    "test_forked_kernels", "test_browser_register", "test_build",
    "test_built_book", "test_pdf", "test_big_dataset", "test_other_topics", "test_coding_workbook_told",
    "test_coding_walk", "test_cards", "test_archive", "test_coding_workbook",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; within a file the order stays."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@dataclass(frozen=True)
class BuiltBook:
    """Where a built book lies: the site, and the executed notebooks."""

    html: Path
    executed: Path


@pytest.fixture(scope="session", autouse=True)
def _kept_pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the sites that tests make share what charts are drawn with, and what was drawn, over all workers.

    A test of making it anew takes the variable away.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEPT, str(shared_folder(tmp_path_factory) / "pictures"))
        yield


@pytest.fixture(scope="session")
def _tiny_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_dataset(tmp_path_factory.mktemp("tiny") / "data")


@pytest.fixture
def tiny(_tiny_original: Path, tmp_path: Path) -> Path:
    """The folder of a fresh copy of the tiny dataset; its text lies beside it, in `texts_of(tiny)`."""
    folder = tmp_path / "tiny"
    shutil.copytree(_tiny_original, folder)
    shutil.copytree(texts_of(_tiny_original), texts_of(folder))
    return folder


@pytest.fixture
def tiny_dataset(_tiny_original: Path) -> Dataset:
    """The tiny dataset, loaded."""
    return load_dataset(_tiny_original)


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """The book of `data/`: the one that CLAIMBOOK_BUILT names (`_build`), or one built here, once for all workers."""
    if named := os.environ.get("CLAIMBOOK_BUILT"):
        found = BuiltBook(ROOT / named / "html", ROOT / named / "book")
        assert (found.html / "index.html").is_file(), f"no book in {named}. Fix: run `make book`."
        return found
    folder = make_once(tmp_path_factory, "book", _build)
    return BuiltBook(folder / "html", folder / "html-executed")


def _build(folder: Path) -> None:
    from claimbook.book.build import build_book

    build_book(ROOT, ROOT / "data", out=folder / "html", cold=True)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run that all workers see."""
    folder = factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Let `make` fill a folder in the worker that comes first; the others wait for it, or for its failure.

    All workers see the folder and none changes it: who wants to takes a copy.
    """
    folder = shared_folder(factory) / name
    done, failed = folder.with_name(f"{name}-done"), folder.with_name(f"{name}-failed")
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            assert not failed.exists(), f"another test could not make '{name}'."
            time.sleep(0.2)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder
