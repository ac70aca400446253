"""What the contenders execute: the same templates with the same parameters, laid out for each. Executes nothing timed.

Two workloads: `sources`, the book's own template of a source page on an invented dataset; and `charts`, a notebook of
twelve code cells and three charts. Of each, one reference is executed by plain papermill: what every contender has to
come to, output for output.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
import papermill
import yaml

from benchmarks.contenders import PLAN, Work, read_work
from benchmarks.invented import KINDS, write_sources
from benchmarks.measure import ROOT
from claimbook import paths
from claimbook.book.pages import Page, plan_pages
from claimbook.model.dataset import load_dataset
from claimbook.model.saved import save_dataset
from claimbook.model.slices import slice_dataset

WORKLOADS = {
    "sources": "source pages: the book's own template, 15 to 40 claims a page",
    "charts": "pages of analysis: one notebook (12 code cells, 3 charts)",
}
REFERENCE = "reference"
CHARTS = Path(__file__).with_name("charts.ipynb")
STOCK_CONFIG: dict[str, Any] = {
    "title": "Benchmark",
    "author": "",
    "only_build_toc_files": True,
    "exclude_patterns": ["_build"],
    "execute": {"execute_notebooks": "off", "timeout": 300},
}
# What is random or an address in memory says nothing of what was computed.
_RANDOM = re.compile(r"altair-viz-[0-9a-f]+|\bat 0x[0-9a-f]+")


def prepare_workload(folder: Path, name: str, count: int) -> None:
    """Write a workload's inputs for `count` pages: plan, template, slices, parameterised notebooks."""
    folder.mkdir(parents=True)
    (folder / paths.CONFIG).write_text(yaml.safe_dump(STOCK_CONFIG), "utf-8")
    pages = {"sources": _source_pages, "charts": _charts_pages}[name](folder, count)
    listed = [
        {
            "docname": page.docname,
            "parameters": {"data": f"{paths.SLICES}/{page.slice_name}", "as_of": "", **page.parameters},
            "page": {**asdict(page), "template": page.template.name},
        }
        for page in pages
    ]
    shutil.copyfile(pages[0].template, folder / pages[0].template.name)
    write_plan(folder, {"template": pages[0].template.name, "pages": listed})
    work = read_work(folder)
    for todo in work.pages:
        target = work.ready(todo)
        target.parent.mkdir(parents=True, exist_ok=True)
        papermill.execute_notebook(str(work.template), str(target), parameters=todo.parameters, prepare_only=True)


def write_plan(folder: Path, plan: dict[str, Any]) -> None:
    """Write what `contenders.read_work` reads."""
    (folder / PLAN).write_text(json.dumps(plan, indent=1, sort_keys=True) + "\n", "utf-8")


def _source_pages(folder: Path, count: int) -> list[Page]:
    dataset = load_dataset(write_sources(folder.with_name(f"{folder.name}-data"), max(count, KINDS)))
    pages = [page for page in plan_pages(ROOT, dataset).pages if page.template.name == "source.ipynb"][:count]
    for page in pages:
        part = slice_dataset(dataset, page.slice_kind, page.slice_key)
        save_dataset(part, folder / paths.SLICES / page.slice_name)
    return pages


def _charts_pages(folder: Path, count: int) -> list[Page]:
    write_sources(folder / paths.SLICES / "whole", 1)
    names = [f"place-{number:04d}" for number in range(1, count + 1)]
    return [Page(f"book/places/{name}", CHARTS, {"place": name}, title=f"Charts of {name}") for name in names]


def execute_reference(folder: Path, execute: Callable[[Path], object]) -> None:
    """Execute all pages of a workload once, untimed, and keep the notebooks as the reference."""
    aside = folder.with_name(f"{folder.name}-run")
    shutil.rmtree(aside, ignore_errors=True)
    work = stage_work(folder, aside, len(read_work(folder).pages))
    execute(aside)
    for todo in work.pages:
        target = folder / REFERENCE / f"{todo.docname}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(work.target(todo), target)
    shutil.rmtree(aside)


def stage_work(folder: Path, stage: Path, count: int) -> Work:
    """Lay out a fresh folder that holds what a contender needs for the first `count` pages, and no result."""
    whole = read_work(folder)
    stage.mkdir(parents=True)
    for name in (paths.CONFIG, whole.template.name):
        shutil.copyfile(folder / name, stage / name)
    shutil.copytree(folder / paths.SLICES, stage / paths.SLICES)
    plan = json.loads((folder / PLAN).read_text("utf-8"))
    write_plan(stage, {**plan, "pages": plan["pages"][:count]})
    work = read_work(stage)
    for todo in work.pages:
        target = work.ready(todo)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(whole.ready(todo), target)
        work.target(todo).parent.mkdir(parents=True, exist_ok=True)
    return work


def stage_book(work: Work, notebooks: Path, *, execute: bool) -> None:
    """Make of a stage a book for stock Jupyter Book: its pages are those of `notebooks`, under a plain start page."""
    for todo in work.pages:
        shutil.copyfile(notebooks / f"{todo.docname}.ipynb", work.target(todo))
    write_book(work.folder, [todo.docname for todo in work.pages], stock_config(execute=execute))


def stock_config(*, execute: bool) -> dict[str, Any]:
    """Return the configuration of a stock book, which executes its pages itself or takes them as they are."""
    # Without this a cell that raises would be a warning, and the time of a book that failed would count.
    sphinx = {"config": {"nb_execution_raise_on_error": True}}
    how = {**STOCK_CONFIG["execute"], "execute_notebooks": "force" if execute else "off"}
    return {**STOCK_CONFIG, "execute": how, "sphinx": sphinx}


def write_book(folder: Path, docnames: Iterable[str], config: dict[str, Any]) -> None:
    """Write configuration, contents, and the two plain pages above the executed ones."""
    pages = [{"file": docname} for docname in docnames]
    chapters = [{"file": "book/pages", "sections": pages}]
    contents = {"format": "jb-book", "root": "book/index", "chapters": chapters}
    (folder / "book").mkdir(exist_ok=True)
    (folder / "book" / "index.md").write_text("# Benchmark\n\nThe start page.\n", "utf-8")
    (folder / "book" / "pages.md").write_text("# Pages\n\nThe page above the others.\n", "utf-8")
    (folder / paths.CONFIG).write_text(yaml.safe_dump(config, sort_keys=True), "utf-8")
    (folder / paths.CONTENTS).write_text(yaml.safe_dump(contents, sort_keys=False), "utf-8")


def outputs_of(path: Path) -> list[Any]:
    """Return the outputs of a notebook's code cells, without what is random in them and without counts."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    kept = [
        [{key: item.get(key) for key in ("output_type", "data", "text", "ename")} for item in c.outputs] for c in cells
    ]
    found: list[Any] = json.loads(_RANDOM.sub("", json.dumps(kept, sort_keys=True)))
    return found


def find_differing(folder: Path, executed: Path, work: Work) -> list[str]:
    """Return the pages whose outputs in `executed` are missing or are not those of the reference."""
    names = [todo.docname for todo in work.pages]
    return [
        name
        for name in names
        if not (path := executed / f"{name}.ipynb").is_file()
        or outputs_of(path) != outputs_of(folder / REFERENCE / f"{name}.ipynb")
    ]
