"""`claimbook diff`: what it takes as a side, what it says, the page and the JSON that it leaves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from test_changes import SUPERSEDED
from tiny import write_tiny_dataset

from claimbook.book.downloads import write_download
from claimbook.cli import main
from claimbook.model.dataset import load_dataset
from claimbook.release.chart_changes import compare_charts, list_charts

FIGURE = """<figure class="cb-panel cb-figure" id="{id}"><h3 class="cb-question">How many <i>people</i>?</h3>
<p class="cb-scope">People · Lowmere</p><img class="cb-picture" src="../_charts/{svg}.svg" alt="{alt}">
<figcaption><a href="../_charts/{csv}.csv" download="{id}.csv">CSV</a></figcaption></figure>"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two states of the tiny dataset, `old` and `new`, in a folder that is no book's."""
    write_tiny_dataset(tmp_path / "old", descriptor={"version": "0.1.0"})
    write_tiny_dataset(tmp_path / "new", descriptor={"version": "0.2.0"}, **SUPERSEDED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def build_of(folder: Path, charts: dict[str, tuple[str, str]]) -> Path:
    """Write what of a build is read: its download, and a page of charts, each with its data and its picture."""
    site = folder.with_name(f"{folder.name}-html")
    write_download(load_dataset(folder), site)
    (site / "book").mkdir()
    (site / "_charts").mkdir()
    shown = []
    for anchor, (data, alt) in charts.items():
        name = str(abs(hash(data)))
        shown.append(FIGURE.format(id=anchor, csv=name, svg=name, alt=alt))
        (site / "_charts" / f"{name}.csv").write_text(data)
        (site / "_charts" / f"{name}.svg").write_text("<svg/>")
    (site / "book" / "figures.html").write_text("".join(shown))
    return site


def test_two_datasets_are_compared_in_numbers_in_json_and_on_a_page(here: Path) -> None:
    done = diff("old", "new")
    assert done.exit_code == 1, done.output
    assert "claims: 2 claims (1 added, 1 supersede)." in done.stdout
    assert "figures: 1 number." in done.stdout
    assert "charts: not compared." in done.stdout
    told = json.loads((here / "_build" / "diff" / "changes.json").read_text("utf-8"))
    assert (told["before"]["version"], told["now"]["version"]) == ("0.1.0", "0.2.0")
    assert told["charts"] is None
    page = BeautifulSoup((here / "_build" / "diff" / "index.html").read_text("utf-8"), "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text() == "What changed from version 0.1.0 to version 0.2.0?"
    assert "Numbers whose bounds moved" in [heading.get_text() for heading in page.find_all("h2")]
    assert "at least 12" in page.get_text()
    assert "Charts are compared where both states have a build" in page.get_text()


def test_a_state_compared_with_itself_differs_in_nothing(here: Path) -> None:
    done = diff("old", "old", "--out", "nothing")
    assert (done.exit_code, "Nothing that is compared differs." in done.stdout) == (0, True), done.output
    assert "Nothing that is compared differs." in (here / "nothing" / "index.html").read_text("utf-8")


def test_two_comparisons_of_the_same_states_are_the_same_bytes(here: Path) -> None:
    for name in ("one", "two"):
        diff("old", "new", "--out", name)
    for path in sorted((here / "one").rglob("*")):
        assert path.read_bytes() == (here / "two" / path.name).read_bytes(), path.name


def test_builds_are_compared_by_their_downloads_and_their_charts_stand_beside_each_other(here: Path) -> None:
    old = build_of(here / "old", {"same": ("1", "One."), "moved": ("12", "Least: 12."), "gone": ("3", "Three.")})
    new = build_of(here / "new", {"same": ("1", "One."), "moved": ("13", "Least: 13."), "added": ("4", "Four.")})
    done = diff(str(old), str(new), "--out", "out")
    assert "charts: 3 charts (1 added, 1 changed, 1 gone)." in done.stdout, done.output
    told = json.loads((here / "out" / "changes.json").read_text("utf-8"))["charts"]
    assert {chart["address"]: chart["change"] for chart in told} == {
        "book/figures.html#added": "added", "book/figures.html#gone": "gone", "book/figures.html#moved": "changed",
    }  # fmt: skip
    page = BeautifulSoup((here / "out" / "index.html").read_text("utf-8"), "html.parser")
    (article,) = [found for found in page.select("article") if "#moved" in found.get_text()]
    assert [image["alt"] for image in article.find_all("img")] == ["Least: 12.", "Least: 13."]
    for address in [*(i["src"] for i in page.find_all("img")), *(a["href"] for a in page.find_all("a", download=True))]:
        assert (here / "out" / str(address)).is_file()


def test_a_chart_that_only_looks_otherwise_has_not_changed(here: Path) -> None:
    one = build_of(here / "old", {"same": ("1", "One.")})
    other = Path(shutil.copytree(one, here / "other"))
    page = other / "book" / "figures.html"
    page.write_text(page.read_text().replace('.svg"', '0.svg"'))
    assert compare_charts(one, other) == []
    (chart,) = list_charts(one)
    assert (chart.question, chart.scope, chart.alt) == ("How many people?", "People · Lowmere", "One.")


def test_a_download_alone_is_a_side(here: Path) -> None:
    packed = write_download(load_dataset(here / "new"), here / "packed")
    assert diff("new", str(packed)).exit_code == 0
    assert diff("old", str(packed)).exit_code == 1


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nowhere", "'nowhere' is no dataset, no build and no version. Fix: name a folder with datapackage.json"),
        ("9.9.9", "There is no version 9.9.9: neither in the folder of all versions nor as the tag v9.9.9."),
        ("broken.zip", "'broken.zip' cannot be read as a download: "),
        ("other.zip", "'other.zip' cannot be read as a download: it holds no dataset."),
        ("slip.zip", "'slip.zip' cannot be read as a download: it holds no dataset."),
    ],
)
def test_what_is_no_side_is_refused_in_a_line_and_nothing_is_written(here: Path, named: str, said: str) -> None:
    (here / "broken.zip").write_bytes(b"PK no zip")
    with ZipFile(here / "other.zip", "w") as archive:
        archive.writestr("notes.txt", "x")
    with ZipFile(here / "slip.zip", "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("../outside.txt", "x")
    done = diff("old", named)
    assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert not (here / "_build").exists()


def test_text_of_a_claim_is_text_on_the_page(here: Path) -> None:
    write_tiny_dataset(here / "hostile", claims={"gazette-001": {"summary": "<script>alert(1)</script> 12 dead."}})
    diff("old", "hostile", "--out", "out")
    page = (here / "out" / "index.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 12 dead." in page
