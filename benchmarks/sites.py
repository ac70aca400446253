"""The Sphinx part: books of many executed pages, made into sites by the program and by stock Jupyter Book.

`python -m benchmarks.sites NAME FOLDER` makes one. Pages are executed once, untimed; where a book needs more than there
are kinds of sources, a page stands for others of its kind under their ids.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.invented import KINDS, source_id, source_title, write_sources

PLAIN_PAGES = 2  # the start page, and the one above the others


def site_names(size: int) -> list[str]:
    """Return the ids of the sources in a book of `size` pages, plain ones included."""
    return [source_id(number) for number in range(1, size - PLAIN_PAGES + 1)]


def prepare_site(executed: Path, folder: Path, size: int) -> None:
    """Write the stages of a book of `size` pages, one for each contender, from executed pages of every kind."""
    import yaml

    from benchmarks import ours
    from benchmarks.measure import ROOT
    from benchmarks.pages import stock_config, write_book
    from claimbook import paths
    from claimbook.book.contents import read_config
    from claimbook.model.dataset import load_dataset
    from claimbook.model.links import claim_docname

    names = site_names(size)
    docnames = [claim_docname(name) for name in names]
    for contender in CONTENDERS:
        stage = folder / contender
        stage.mkdir(parents=True)
        write_book(stage, docnames, stock_config(execute=False))
        for number, docname in enumerate(docnames, 1):
            clone_page(executed, stage / f"{docname}.ipynb", number)
    stage = folder / "this"
    config = {**read_config(ROOT), "title": "Benchmark"}
    (stage / paths.CONFIG).write_text(yaml.safe_dump(config, sort_keys=True), "utf-8")
    dataset = load_dataset(write_sources(folder / "data", len(names)))
    (stage / paths.CLAIM_INDEX).write_text(ours.claim_index(dataset), "utf-8")


def clone_page(executed: Path, target: Path, number: int) -> None:
    """Write the executed page of source `number` from that of the first source of its kind."""
    first = (number - 1) % KINDS + 1
    (page,) = executed.rglob(f"{source_id(first)}.ipynb")
    text = page.read_text("utf-8").replace(source_id(first), source_id(number))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace(source_title(first), source_title(number)), "utf-8")


def missing_pages(site: Path, size: int) -> list[str]:
    """Return the sources of a book whose page is not in its site."""
    made = {path.stem for path in site.rglob("bulletin-*.html")}
    return [name for name in site_names(size) if name not in made]


def stage_site(folder: Path, contender: str, stage: Path) -> None:
    """Lay out a fresh copy of a contender's stage."""
    shutil.copytree(folder / contender, stage)


def this(stage: Path) -> None:
    """The program's own way from executed pages to the site, with warnings as errors."""
    from benchmarks.ours import make_site

    make_site(stage)


def jupyter_book(stage: Path) -> None:
    """The command `jupyter-book build` with nothing of the program in its configuration."""
    from jupyter_book.cli.main import main

    main(["build", str(stage), "-q"])


CONTENDERS: dict[str, Callable[[Path], None]] = {"this": this, "jupyter-book": jupyter_book}


if __name__ == "__main__":
    name, folder = sys.argv[1:]
    CONTENDERS[name](Path(folder).resolve())
