"""Data is never code: a whole book of values that would run if they were, built and opened in a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from browsing import Visit, WithLostPage, open_page, serving, unfold
from bs4 import BeautifulSoup
from hostile import HOST, RAN
from hostile_data import Placed, free_columns, write_hostile
from kinds import one_of_each_kind
from playwright.sync_api import Browser

from claimbook.book.behind import defuse
from claimbook.book.build import build_book
from claimbook.model.dataset import load_dataset
from claimbook.model.plain import find_formula

ROOT = Path(__file__).resolve().parents[1]
# What coders write for each other: it is published nowhere.
UNPUBLISHED = "note"
ASKED = "<img src=x onerror=window.ran=1>"
# Addresses that somebody else may have written: each page reads its own part of them.
ADDRESSES = (
    f"search.html?q={quote(ASKED)}",
    f"search.html?q=constructor+{quote('<script>window.ran=2</script>')}",
    "search.html?q=%E0%A4%A",
    f"book/register.html?q={quote(ASKED)}#q={quote(ASKED)}&source=constructor&kind=__proto__&x=%E0%A4%A",
    f"book/figures.html?source=__proto__&until={quote(ASKED)}&status=constructor&__proto__[ran]=1#{quote(ASKED)}",
    f"book/statements.html?from={quote(ASKED)}&to=constructor#%22]{quote(ASKED)}",
    f"book/comparable.html?a={quote(ASKED)}&b=constructor#%E0%A4%A",
    f"book/sources/constructor.html#{quote(ASKED)}:~:text=window.ran",
)
# Elements that no page of a book has.
MADE_BY_DATA = ("base", "object", "embed", "iframe", "frame", "style", "plaintext", "video", "math", "xmp", "template")
CODE = re.compile(r"\s*(javascript|vbscript|file|data):", re.IGNORECASE)
LINKED = "application/ld+json"
LOST = (
    f"book/{quote(ASKED)}/%22%3E%3Cscript%3Ewindow.ran=4%3C/script%3E/..%2f..%2fx?y={quote(ASKED)}#javascript:alert(5)"
)
CHARTED = ("book/figures.html", "book/statements.html", "book/travelled.html", "book/incidents.html")


@dataclass(frozen=True)
class Hostile:
    """The built book, what its dataset holds, and the folder in which a payload that ran would have left a file."""

    html: Path
    data: Path
    placed: list[Placed]
    ran: Path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The book, built once."""
    folder = tmp_path_factory.mktemp("hostile")
    ran = folder / "ran"
    ran.mkdir()
    placed = write_hostile(folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RAN, str(ran))
        built = build_book(ROOT, folder / "data", out=folder / "html", cold=True)
    return Hostile(built.html, folder / "data", placed, ran)


@pytest.fixture(scope="module")
def pages(book: Hostile) -> dict[str, BeautifulSoup]:
    """Its pages, parsed."""
    found = sorted(book.html.rglob("*.html"))
    return {path.relative_to(book.html).as_posix(): BeautifulSoup(path.read_text("utf-8"), "lxml") for path in found}


@pytest.fixture(scope="module")
def served(book: Hostile) -> Iterator[str]:
    """Where it is served."""
    with serving(partial(WithLostPage, directory=str(book.html))) as address:
        yield address


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Any, list[str]]]:
    """Yield a context of the browser, and the texts of the dialogs that its pages open."""
    dialogs: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        yield context, dialogs


def ran_in(visit: Visit) -> object:
    return visit.page.evaluate("() => window.ran ?? Object.prototype.ran ?? null")


def as_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_free_column_of_every_table_holds_hostile_values(book: Hostile) -> None:
    held = {(value.table, value.column) for value in book.placed}
    assert {(table, column) for table, columns in free_columns().items() for column in columns} <= held
    assert len({value.value for value in book.placed}) > 1000


def test_nothing_of_it_runs_in_a_build(book: Hostile) -> None:
    assert list(book.ran.iterdir()) == []


def test_each_value_that_is_published_stands_as_text_in_a_page_or_in_the_download(
    book: Hostile, pages: dict[str, BeautifulSoup]
) -> None:
    said: list[str] = []
    for soup in pages.values():
        said.append(soup.get_text())  # what stands in scripts is no text
        said += [text for tag in soup.find_all(True) for text in tag.attrs.values() if isinstance(text, str)]
    shown = as_line("\n".join(said))
    given = {cell for rows in tables_of(book).values() for row in rows for cell in row}
    described = set(texts_in(json.loads(read_zip(book)["datapackage.json"])))
    for value in book.placed:
        if value.column == UNPUBLISHED:
            assert value.value not in shown
            assert value.value not in given
        else:
            assert value.value in shown or value.value in given | described, value


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def test_titles_stand_above_their_pages_as_they_were_written(book: Hostile, pages: dict[str, BeautifulSoup]) -> None:
    dataset = load_dataset(book.data)
    for table, key in (("sources", "source_id"), ("incidents", "incident_id")):
        for row in dataset.frames[table].to_dict("records"):
            soup = pages[f"book/{table}/{row[key]}.html"]
            (heading,) = soup.select("article h1")
            assert as_line(heading.get_text()).strip().removesuffix("#") == row["title"]
            assert soup.title
            assert as_line(soup.title.get_text()).strip() == as_line(f"{row['title']} — {dataset.descriptor.title}")


def test_what_a_claim_says_stands_on_its_card_as_it_was_written(book: Hostile, pages: dict[str, BeautifulSoup]) -> None:
    seen = 0
    for claim in load_dataset(book.data).claims.to_dict("records"):
        card = pages[f"book/sources/{claim['source_id']}.html"].find(id=claim["claim_id"])
        assert card
        shown = as_line(card.get_text())
        for column in ("summary", "words"):
            assert as_line(claim[column]) in shown, (claim["claim_id"], column)
            seen += bool(claim[column])
    assert seen > 100


def test_no_page_holds_an_element_or_an_address_that_came_from_the_data(pages: dict[str, BeautifulSoup]) -> None:
    for page, soup in pages.items():
        for tag in soup.find_all(True):
            assert tag.name not in MADE_BY_DATA, page
            assert [name for name in tag.attrs if name.startswith("on") or name == "style"] == [], (page, tag.name)
            for name in ("href", "src", "action", "data"):
                address = str(tag.get(name, ""))
                assert address == "data:," or not CODE.match(address), (page, address)
                assert HOST not in address or address.startswith(f"https://{HOST}/flood?a=%3Cscript%3E&"), page


def test_linked_data_reads_as_data(pages: dict[str, BeautifulSoup]) -> None:
    found = [json.loads(script.string) for soup in pages.values() for script in soup.find_all("script", type=LINKED)]
    assert len(found) > len(CHARTED)


def test_every_kind_of_page_opens_and_nothing_runs(browser: Browser, book: Hostile, served: str) -> None:
    with watched(browser) as (context, dialogs):
        for page in one_of_each_kind(book.html):
            if page == "404.html":
                continue
            visit = open_page(context, served + page)
            unfold(visit.page)
            assert (page, visit.said, visit.failed, visit.outside, ran_in(visit)) == (page, [], [], [], None)
            assert visit.page.locator(".cb-chart-failed").count() == 0
            if page in CHARTED:
                assert_marks_say_and_lead_on(visit, served)
            visit.page.close()
    assert dialogs == []


def assert_marks_say_and_lead_on(visit: Visit, served: str) -> None:
    """What a mark of a chart says is text, and it leads to a page of the book."""
    marks = visit.page.locator(".cb-chart svg a.cb-chart-link")
    assert marks.count()
    for mark in (marks.first, marks.last):
        mark.focus()
        tip = visit.page.locator(".cb-chart-tooltip")
        tip.wait_for()
        assert tip.locator("script, img, svg, iframe, a").count() == 0
    marks.last.press("Enter")
    visit.page.wait_for_url(re.compile(re.escape(served) + "book/(sources|incidents)/"))
    assert ran_in(visit) is None
    assert (visit.said, visit.failed, visit.outside) == ([], [], [])


@pytest.mark.parametrize("asked", ADDRESSES)
def test_nothing_in_an_address_runs(browser: Browser, served: str, asked: str) -> None:
    with watched(browser) as (context, dialogs):
        visit = open_page(context, served + asked)
        if asked.startswith("search"):
            visit.page.locator("#search-results p:visible").first.wait_for()
        assert (visit.said, visit.failed, visit.outside, ran_in(visit)) == ([], [], [], None)
        assert visit.page.locator("img[src=x]").count() == 0
    assert dialogs == []


def test_the_register_finds_hostile_words_as_words(browser: Browser, served: str) -> None:
    with watched(browser) as (context, dialogs):
        visit = open_page(context, f"{served}book/register.html")
        for words in ("<script>window.ran", "onerror=window.ran", "constructor.constructor", "../../x", "%00"):
            visit.page.locator("#cb-find-q").fill(words)
            visit.page.locator(".cb-register tbody tr").first.wait_for()
            assert words.partition("=")[0].lower() in visit.page.locator(".cb-register tbody").inner_text().lower()
        assert (visit.said, visit.failed, visit.outside, ran_in(visit)) == ([], [], [], None)
    assert dialogs == []


def test_a_lost_address_is_text(browser: Browser, served: str) -> None:
    with watched(browser) as (context, dialogs):
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda told: said.append(told.text) if "Content Security" in told.text else None)
        answer = page.goto(served + LOST)
        assert answer
        assert answer.status == 404
        page.locator(".cb-lost-links a").first.wait_for(state="attached")
        assert page.evaluate("() => [window.ran ?? null, document.querySelectorAll('img[src=x]').length]") == [None, 0]
        assert (said, dialogs) == ([], [])


def read_zip(book: Hostile) -> dict[str, bytes]:
    (path,) = (book.html / "downloads").glob("*.zip")
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tables_of(book: Hostile) -> dict[str, list[list[str]]]:
    return {
        name: list(csv.reader(io.StringIO(data.decode("utf-8")), strict=True))
        for name, data in read_zip(book).items()
        if name.endswith(".csv")
    }


def test_no_cell_of_a_download_is_a_formula_and_the_dataset_reads_back_the_same(book: Hostile, tmp_path: Path) -> None:
    files = read_zip(book)
    assert all(re.fullmatch(r"[A-Za-z][a-z_]*\.(csv|json|md|txt)", name, re.I) for name in files)
    assert all(find_formula(cell) is None for rows in tables_of(book).values() for row in rows for cell in row)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    first, again = load_dataset(book.data), load_dataset(tmp_path)
    for table, frame in first.frames.items():
        kept = [column for column in frame.columns if column != UNPUBLISHED]
        assert again.frames[table][kept].equals(frame[kept]), table


def test_no_cell_of_a_charts_file_is_a_formula(book: Hostile) -> None:
    files = sorted(book.html.rglob("*.csv"))
    assert len(files) > len(CHARTED)
    for path in files:
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True):
            assert all(defuse(cell) == cell for cell in row), path.name


def test_drawings_hold_no_script_and_ask_for_nothing(book: Hostile) -> None:
    drawings = sorted(book.html.rglob("_charts/**/*.svg"))
    assert drawings
    for path in drawings:
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml-xml")
        assert soup.find_all(["script", "image", "foreignObject", "iframe", "style", "use"]) == []
        for tag in soup.find_all(True):
            assert [name for name in tag.attrs if name.lower().startswith("on")] == []
            assert HOST not in str(tag.get("href", "")) + str(tag.get("xlink:href", ""))
