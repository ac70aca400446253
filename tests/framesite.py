"""A small site with one chart of each kind in its frame, made from two invented cases. No expectation of a test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pandas as pd
from renderings import write_renderings
from sitebook import write_book, write_notebook
from tallchart import tall_chart
from tiny import write_tiny_dataset

from claimbook.analysis import timeline
from claimbook.book import panels, travel, ways
from claimbook.book.behind import Column, behind
from claimbook.book.cards import source_cards
from claimbook.book.framed import Said, frame
from claimbook.book.render import ATTACHED, Html
from claimbook.model.dataset import Dataset, load_dataset

PAGES = ("figures", "statements", "travelled", "ways")


def write_framed_book(folder: Path) -> Path:
    """Write the stage of a book whose pages hold panels, timelines, steps and ways, and the cards these lead to."""
    stage = write_book(folder / "stage")
    strike = load_dataset(write_renderings(folder / "strike", _renderings()))
    flood = load_dataset(write_tiny_dataset(folder / "flood"))
    for name, title, shown in _pages(stage, flood, strike):
        write_page(stage / f"book/{name}.ipynb", title, shown)
    entries = "".join(f"  - file: {path}\n" for path in _others(stage))
    toc = (stage / "_toc.yml").read_text("utf-8")
    (stage / "_toc.yml").write_text(toc.replace("  - url:", entries + "  - url:"), "utf-8")
    return stage


def write_page(path: Path, title: str, shown: Html) -> None:
    """Write an executed notebook as a cell's last line leaves it, its files with it."""
    write_notebook(path, title, shown.html)
    notebook = json.loads(path.read_text("utf-8"))
    if shown.attached:
        notebook["cells"][-1]["outputs"][0]["metadata"][ATTACHED] = dict(shown.attached)
    path.write_text(json.dumps(notebook), "utf-8")


def _renderings() -> list[dict[str, str]]:
    cells = {"counting": "cumulative", "period": "2031-05-01/..", "place_id": "harrow", "via": "wire"}
    days = {"532": "2031-05-02", "745": "2031-05-03", "973": "2031-05-05"}
    return [
        {**cells, "quantity": number, "said": day, "source": f"paper-{paper}"}
        for number, day in days.items()
        for paper in (1, 2, 3)
    ]


def _pages(stage: Path, flood: Dataset, strike: Dataset) -> Iterator[tuple[str, str, Html]]:
    with chdir(stage / "book"):
        form, shown = panels.figure_form(strike), panels.figure_panels(strike)
        yield "figures", "Figures", Html(form.html + shown.html, "figures", shown.attached)
        yield "statements", "Statements", panels.statement_timeline(flood, timeline.timeline_marks(flood), "statements")
        yield "travelled", "Travelled", travel.series_charts(strike)
        yield "ways", "Ways", ways.origin_ways(strike)
        yield "tall", "Tall", _tall()
    (stage / "book/sources").mkdir(exist_ok=True)
    with chdir(stage / "book/sources"):
        for dataset in (flood, strike):
            for source in dataset.sources["source_id"]:
                yield f"sources/{source}", str(source), source_cards(dataset, str(source))


def _tall() -> Html:
    """A chart that is taller than a sheet of paper."""
    data = behind(pd.DataFrame({"row": ["row 0"], "href": ["#0"]}), [Column("row", "Row")])
    framed = frame(tall_chart(40), "tall", Said("Which rows are there?", ["There are forty."]), data)
    return Html(str(framed.html), "tall", framed.attached)


def _others(stage: Path) -> list[str]:
    """The pages that the plain book does not have."""
    found = sorted(path.relative_to(stage).with_suffix("").as_posix() for path in (stage / "book").rglob("*.ipynb"))
    return [name for name in found if name not in ("book/figures", "book/sources/herald")]
