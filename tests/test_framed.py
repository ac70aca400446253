"""The frame around a chart: valid in its parts, with an anchor that does not move, no data read as markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from framesite import write_framed_book
from IPython.core.formatters import DisplayFormatter
from renderings import load_renderings
from tiny import write_tiny_dataset

from claimbook import __version__
from claimbook.analysis.timeline import timeline_marks
from claimbook.book import attached, panels, travel, ways
from claimbook.book.behind import chart_anchor
from claimbook.book.cache import Cache
from claimbook.book.framed import FOLDER
from claimbook.book.render import ATTACHED, Html
from claimbook.charts.pictures import picture
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.embedded import digest_spec_text

HOSTILE = '</figcaption><script>alert(1)</script>{{7*7}}" onload="x'


def _strike(folder: Path) -> Dataset:
    cells = {"counting": "cumulative", "period": "2031-05-01/..", "via": "wire"}
    rows = [
        {**cells, "quantity": quantity, "said": day, "source": f"paper-{n}"}
        for quantity, day in (("532", "2031-05-02"), ("745", "2031-05-03"))
        for n in (1, 2, 3)
    ]
    return load_renderings(folder, *rows)


def _every_page(dataset: Dataset) -> list[Html]:
    marks = timeline_marks(dataset)
    return [
        panels.figure_panels(dataset), panels.statement_timeline(dataset, marks, "statements"),
        travel.series_charts(dataset), ways.origin_ways(dataset),
    ]  # fmt: skip


def _frames(shown: Html) -> list[Tag]:
    return BeautifulSoup(shown.html, "html.parser").select("figure.cb-figure")


@pytest.fixture
def frames(tmp_path: Path, tiny_dataset: Dataset) -> list[tuple[Tag, Html]]:
    """A frame of every kind of chart, with the page that it stands on."""
    pages = [*_every_page(_strike(tmp_path)), *_every_page(tiny_dataset)]
    return [(frame, page) for page in pages for frame in _frames(page)]


def test_every_kind_of_chart_has_a_frame(frames: list[tuple[Tag, Html]]) -> None:
    kinds = {re.split("-|x", str(frame["id"]))[0] for frame, _ in frames}
    assert kinds == {"panel", "statements", "series", ""}


def test_a_frame_has_a_heading_a_chart_a_picture_a_caption_and_tools_in_this_order(
    frames: list[tuple[Tag, Html]],
) -> None:
    for frame, _ in frames:
        names = [child.name for child in frame.find_all(recursive=False)]
        assert [name for name in names if name != "p"] == ["h3", "div", "img", "figcaption"]
        question = frame.find(id=f"{frame['id']}-title")
        assert frame["aria-labelledby"] == question["id"]
        # Of whom a figure speaks stands after a colon, since no question fits all words that name people.
        assert "?" in question.get_text()
        assert frame.figcaption.p.get_text().endswith(".")
        tools = [tool.get_text(" ", strip=True).split(" ")[0] for tool in frame.select(".cb-tools > *")]
        assert tools == ["Data", "CSV", "SVG", "PNG", "Cite", "Link"]


def test_the_picture_says_what_the_chart_says(frames: list[tuple[Tag, Html]]) -> None:
    for frame, _ in frames:
        chart = frame.select_one(".cb-chart")
        assert chart["role"] == "group"
        assert frame.img["alt"] == chart["aria-label"]
        assert 20 < len(str(frame.img["alt"])) <= 600
        assert frame.img["loading"] == "lazy"
        assert frame.img["src"] == f"{FOLDER}/{digest_spec_text(chart.script.string)}.svg"


def test_a_frame_says_how_its_chart_is_cited_and_holds_the_record_of_it(tmp_path: Path) -> None:
    package = {"version": "1.2", "created": "2031-05-09T00:00:00Z", "contributors": [{"title": "A. Coder"}]}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", descriptor=package))
    for frame in [frame for page in _every_page(dataset) for frame in _frames(page)]:
        fold = frame.select_one("details.cb-cite")
        question, scope = frame.find(class_="cb-question").get_text(), frame.select_one(".cb-scope")
        note = f"{f'{scope.get_text()}. ' if scope else ''}Chart made with claimbook {__version__}."
        ended = question if question.endswith("?") else f"{question}."
        assert fold.p.get_text() == f"A. Coder (9 May 2031). {ended} In: The flood at Lowmere, version 1.2. {note}"
        assert {name: value for name, value in fold.attrs.items() if name.startswith("data-")} == {
            "data-kind": "chart", "data-key": frame["id"], "data-title": question, "data-note": note,
            "data-href": f"#{frame['id']}",
        }  # fmt: skip


def test_every_file_that_a_frame_names_travels_with_the_page(frames: list[tuple[Tag, Html]]) -> None:
    for frame, page in frames:
        (name,) = re.findall(rf"{FOLDER}/([0-9a-f]+\.csv)", str(frame))
        assert page.attached[name].startswith("\ufeff")
        assert page._repr_mimebundle_()[1][ATTACHED][name] == page.attached[name]


def test_a_notebook_keeps_the_files_with_what_its_cell_shows(tiny_dataset: Dataset) -> None:
    shown = panels.figure_panels(tiny_dataset)
    data, metadata = DisplayFormatter().format(shown)
    assert data["text/html"] == shown.html
    assert metadata == {ATTACHED: shown.attached}
    assert shown.attached


def test_a_row_of_the_data_leads_to_its_claim(tiny_dataset: Dataset) -> None:
    (frame,) = _frames(panels.statement_timeline(tiny_dataset, timeline_marks(tiny_dataset), "statements"))
    assert [a["href"] for a in frame.select(".cb-data td a")] == [
        "book/sources/gazette.html#gazette-002", "book/sources/gazette.html#gazette-003",
    ]  # fmt: skip


def test_a_panels_anchor_is_that_of_its_least_figure_whatever_the_order(tmp_path: Path) -> None:
    cells = {"place_id": "harrow", "quantity": "9"}
    first = [{**cells, "figure": "b-f", "source": "paper-1"}, {**cells, "figure": "a-f", "source": "paper-2"}]
    for n, rows in enumerate((first, first[::-1])):
        (frame,) = _frames(panels.figure_panels(load_renderings(tmp_path / str(n), *rows)))
        assert frame["id"] == "panel-a-f"
        # The address that it had before there was a-f still leads to it.
        assert [row["id"] for row in frame.select("tr[id]")] == ["panel-b-f"]


@pytest.mark.parametrize(
    ("kind", "key", "made"),
    [("panel", "a-1-f1", "panel-a-1-f1"), ("x", "Ä b/c", "x-b-c"), ("x", "", "x"), ("x", "2031-05-04", "x-2031-05-04")],
)
def test_an_anchor_has_signs_that_an_address_keeps(kind: str, key: str, made: str) -> None:
    assert chart_anchor(kind, key) == made


def test_hostile_text_is_text_in_a_frame(tmp_path: Path) -> None:
    changes: dict[str, Any] = {
        "actors": {"river-office": {"name": HOSTILE}}, "sources": {"gazette": {"title": HOSTILE}},
        "claims": {"gazette-001": {"summary": HOSTILE}}, "figures": {"gazette-001-f1": {"counted": HOSTILE}},
    }  # fmt: skip
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", **changes))
    for page in _every_page(dataset):
        soup = BeautifulSoup(page.html, "html.parser")
        assert {script.get("type") for script in soup.find_all("script")} <= {"application/vnd.vegalite.v6+json"}
        assert [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")] == []
        assert "49" not in soup.get_text()


def test_no_statements_are_a_sentence_without_a_frame(tiny_dataset: Dataset) -> None:
    shown = panels.statement_timeline(tiny_dataset, timeline_marks(tiny_dataset).iloc[:0], "statements")
    assert _frames(shown) == []
    assert "No such statement was found" in shown.html


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stage of a book with a chart of each kind."""
    return write_framed_book(tmp_path_factory.mktemp("attached"))


def test_every_file_that_a_page_names_is_written_and_the_second_time_no_picture_is_drawn(
    stage: Path, tmp_path: Path
) -> None:
    named: set[str] = set()
    for path in stage.rglob("*.ipynb"):
        named |= set(
            re.findall(rf"{FOLDER}/([0-9a-f]+(?:-\d+)?\.(?:csv|svg))", json.dumps(json.loads(path.read_text("utf-8"))))
        )
    cache = Cache(tmp_path / "kept")
    pictures = sum(name.endswith(".svg") and "-" not in name for name in named)
    assert any("-" in name for name in named)
    for place, drawn in (("one", pictures), ("two", 0)):
        assert attached.write_attached(stage, tmp_path / place, cache) == drawn
        assert {path.name for path in (tmp_path / place / FOLDER).iterdir()} == named
    for name in named:
        assert (tmp_path / "one" / FOLDER / name).read_bytes() == (tmp_path / "two" / FOLDER / name).read_bytes()


def test_a_name_that_leads_elsewhere_is_not_written(tmp_path: Path) -> None:
    output = {"data": {"text/html": f"{FOLDER}/"}, "metadata": {ATTACHED: {"../x.csv": "1", "x.html": "1"}}}
    path = tmp_path / "stage/book/page.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": [{"outputs": [output]}]}))
    attached.write_attached(tmp_path / "stage", tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").rglob("*") if path.is_file()] == []


def test_a_picture_is_the_same_bytes_whatever_was_drawn_before_and_leads_into_the_book(stage: Path) -> None:
    specs = []
    for name in ("statements", "figures"):
        specs += attached._SPEC.findall(
            "".join(attached._text(output["data"]["text/html"]) for output in _outputs(stage / f"book/{name}.ipynb"))
        )
    drawn = [picture(spec) for spec in specs]
    assert [picture(spec) for spec in reversed(specs)] == drawn[::-1]
    for svg in drawn:
        assert not re.search(r"(?:href|src)=\"(?:https?:)?//|vega\.github", svg)
        assert set(re.findall(r'xlink:href="(.*?)#', svg)) <= {
            f"../book/sources/{n}.html" for n in ("gazette", "paper-1", "paper-2", "paper-3")
        }
        assert "Liberation Sans" in svg


def _outputs(path: Path) -> list[dict[str, Any]]:
    return [output for cell in json.loads(path.read_text("utf-8"))["cells"] for output in cell.get("outputs", [])]
