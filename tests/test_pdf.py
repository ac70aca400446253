"""A small book printed by a real Chromium, and the PDF read back: links, outline, dates, bytes, words.

The book is of the book's own templates and the tiny dataset; it is built once and printed four times.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pikepdf
import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from tiny import write_tiny_dataset

from claimbook.book.build import build_book
from claimbook.cli import main
from claimbook.errors import BuildError
from claimbook.pdf import browser, make
from claimbook.pdf.finish import read_epoch
from claimbook.pdf.make import Made, make_pdf

ROOT = Path(__file__).resolve().parents[1]
TOC = """format: jb-book
root: book/figures
parts:
- caption: What they say
  chapters:
  - file: book/statements
  - file: book/disputes
  - file: book/about/marks
  - file: book/about/glossary
- caption: Where
  chapters:
  - file: book/sources
    sections:
    - file: book/source
"""
TEMPLATES = ("figures", "statements", "disputes", "sources", "source", "about/marks", "about/glossary")
OFFICE = "مكتب النهر"
PAGES = [
    ("The flood at Lowmere", "book/figures"),
    ("What they say", "book/statements"),
    ("Statements by states", "book/statements"),
    ("Attribution disputes", "book/disputes"),
    ("How to read the charts", "book/about/marks"),
    ("Glossary", "book/about/glossary"),
    ("Where", "book/sources"),
    ("Sources", "book/sources"),
    ("The Weir Gazette, 7 May 2031", "book/sources/gazette"),
]
# What the files call themselves.
OWN = {
    "Arimo-Regular", "Arimo-Bold", "Arimo-Italic", "Tinos-Regular", "Tinos-Bold", "Cousine-Regular", "DejaVuSans",
    "DejaVuSans-Bold", "NotoSansSCThin-Regular",
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """A book's root, its site and its executed notebooks."""

    root: Path
    html: Path
    executed: Path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of six pages."""
    root = tmp_path_factory.mktemp("printed")
    flagged = {"content_flag": "threat", "words": "zzflagged zzwords", "voice": "partial_quote"}
    write_tiny_dataset(root / "data", claims={"gazette-002": flagged}, actors={"river-office": {"name": OFFICE}})
    (root / "book" / "about").mkdir(parents=True)
    for name in TEMPLATES:
        shutil.copyfile(ROOT / "book" / f"{name}.ipynb", root / "book" / f"{name}.ipynb")
    shutil.copyfile(ROOT / "_config.yml", root / "_config.yml")
    (root / "_toc.yml").write_text(TOC, "utf-8")
    built = build_book(root, root / "data")
    return Book(root, built.html, built.executed)


@pytest.fixture(scope="module")
def made(book: Book) -> Iterator[Made]:
    """Its PDF."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("SOURCE_DATE_EPOCH", raising=False)
        yield make_pdf(book.root, book.html, book.executed)


@pytest.fixture
def pdf(made: Made) -> Iterator[pikepdf.Pdf]:
    """The PDF as objects."""
    with pikepdf.open(made.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(made: Made) -> list[str]:
    """What stands on each sheet, as another program reads it."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(made.path).pages]


def _sheet(pdf: pikepdf.Pdf, name: str) -> int:
    """The sheet, from 0, on which a place of the document is; raises KeyError without one."""
    sheets = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    return sheets[pdf.Root.Dests[f"/{name}"][0].objgen]


def _links(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    return [(n, link) for n, page in enumerate(pdf.pages) for link in page.get("/Annots", [])]


def test_it_lies_under_the_datasets_name_and_says_what_it_is(book: Book, made: Made, pdf: pikepdf.Pdf) -> None:
    assert made.path == book.root / "_build" / "pdf" / "lowmere-flood.pdf"
    assert (made.pages, made.sheets, made.size) == (7, len(pdf.pages), made.path.stat().st_size)
    assert list(made.path.parent.iterdir()) == [made.path]
    assert str(pdf.docinfo.Title) == "The flood at Lowmere"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 595, 842]
    assert pdf.Root.MarkInfo.Marked  # tagged, for assistive technology


def test_every_inner_link_leads_to_a_sheet_and_there_are_links_of_every_kind(pdf: pikepdf.Pdf) -> None:
    names = {str(link.Dest).removeprefix("/") for _, link in _links(pdf) if "/Dest" in link}
    assert {name: _sheet(pdf, name) for name in names}
    claims = {f"book/sources/gazette:gazette-00{n}" for n in (1, 2, 3)}
    assert claims <= names  # from cards, captions and marks
    assert {f"{page}:" for _, page in PAGES} <= names  # from the contents
    other = [link for _, link in _links(pdf) if "/Dest" not in link]
    assert all(str(link.A.URI).startswith("https://") for link in other)


def test_a_row_of_a_chart_leads_to_its_claims_card(pdf: pikepdf.Pdf, texts: list[str]) -> None:
    chart = _sheet(pdf, "book/figures:")
    wide = [
        link
        for number, link in _links(pdf)
        if number == chart and str(link.get("/Dest")) == "/book/sources/gazette:gazette-001"
        and float(link.Rect[2]) - float(link.Rect[0]) > 400  # a row of the chart, not a line of the caption
    ]  # fmt: skip
    assert wide
    assert "gazette-001" in texts[_sheet(pdf, "book/sources/gazette:gazette-001")]


def test_the_outline_has_every_page_in_order_and_leads_to_where_it_begins(pdf: pikepdf.Pdf, texts: list[str]) -> None:
    sheets = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def walk(items: Any) -> Iterator[tuple[str, int]]:
        for item in items:
            yield item.title, sheets[item.destination[0].objgen]
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        found = list(walk(outline.root))
    assert found == [(title, _sheet(pdf, f"{page}:")) for title, page in PAGES]
    parts = {"What they say", "Where"}
    assert all(title in texts[sheet] for title, sheet in found if title not in parts)


def test_the_contents_name_the_sheet_on_which_each_page_begins(pdf: pikepdf.Pdf, texts: list[str]) -> None:
    for title, page in PAGES:
        if title not in ("What they say", "Where"):
            assert f"{title} {_sheet(pdf, f'{page}:') + 1} " in texts[1] + " "


def test_each_sheet_but_the_first_has_its_number_and_its_pages_title(pdf: pikepdf.Pdf, texts: list[str]) -> None:
    assert not any(word == "1" for word in texts[0].split())
    assert all(str(number) in text.split() for number, text in enumerate(texts[1:], 2))
    last = _sheet(pdf, "book/sources/gazette:")
    assert all("The Weir Gazette, 7 May 2031" in text for text in texts[last:])


def test_heads_of_tables_are_named_by_their_order_and_not_by_the_browsers_numbers(pdf: pikepdf.Pdf) -> None:
    names = list(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree))
    assert names == [f"node{number:08}" for number in range(1, len(names) + 1)]
    assert names


def test_nothing_in_it_runs_opens_or_is_attached(pdf: pikepdf.Pdf) -> None:
    forbidden = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/Launch", "/AcroForm"}
    held = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)]
    assert held
    assert [set(thing.keys()) & forbidden for thing in held if set(thing.keys()) & forbidden] == []


def test_flagged_words_are_not_in_it_and_a_line_says_where_they_are(texts: list[str]) -> None:
    whole = " ".join(texts)
    assert "zzflagged" not in whole
    assert "They stand in the web book only." in whole


def test_a_name_written_from_right_to_left_keeps_its_letters(texts: list[str]) -> None:
    # Letters are set in their joined forms, and a reader of sheets gives the words from left to right.
    whole = normalize("NFKC", " ".join(texts))
    assert all(word in whole for word in OFFICE.split())


def test_the_same_book_gives_the_same_bytes_and_no_time(book: Book, made: Made, tmp_path: Path) -> None:
    again = make_pdf(book.root, book.html, book.executed, out=tmp_path / "deep" / "again.pdf")
    assert again.path.read_bytes() == made.path.read_bytes()
    with pikepdf.open(again.path) as pdf:
        assert {str(key) for key in pdf.docinfo} == {"/Title", "/Creator", "/Producer"}


def test_its_dates_are_those_of_the_epoch_that_is_given(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    made = make_pdf(book.root, book.html, book.executed, out=tmp_path / "a.pdf")
    with pikepdf.open(made.path) as pdf:
        assert {str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate")} == {"D:19700102000000+00'00'"}


def _fonts(path: Path) -> set[str]:
    """The fonts of a PDF, without the letters that mark a part of one; each lies in it, as a file or as drawings."""
    with pikepdf.open(path) as pdf:
        held = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        fonts = [thing for thing in held if thing.get("/Type") == "/Font" and "/FontDescriptor" in thing]
        assert all("/FontFile2" in font.FontDescriptor or font.Subtype == "/Type3" for font in fonts)
        return {str(font.FontDescriptor.FontName).lstrip("/").partition("+")[2] for font in fonts}


def test_every_font_in_it_is_the_programs_own(made: Made) -> None:
    assert made.foreign == ()
    assert _fonts(made.path) >= {"Arimo-Regular", "Arimo-Bold", "Tinos-Bold", "DejaVuSans"}
    assert _fonts(made.path) <= OWN


def test_the_command_says_where_it_lies_how_large_it_is_and_which_signs_no_font_has(
    book: Book, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book.root)
    monkeypatch.setattr(make, "find_foreign", lambda _: ["한", "국"])
    result = CliRunner().invoke(main, ["pdf"])
    assert result.exit_code == 0, result.output
    assert result.stderr.endswith("In no font of the program, and so in the system's, if it has one: 한 국\n")
    assert _fonts(made.path) <= OWN  # the style sheet alone sees to it, where there is no fontconfig to be told
    assert result.stdout.startswith("Made the PDF (7 pages of the book on ")
    assert result.stdout.endswith(" MB): _build/pdf/lowmere-flood.pdf\n")


def test_without_a_built_book_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copyfile(ROOT / "_config.yml", tmp_path / "_config.yml")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["pdf"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No book is built here: there is no _build/html/index.html. Fix: run `claimbook build`" in result.stderr


@pytest.mark.parametrize(
    ("path", "said"), [(None, "No Chromium was found"), ("/nowhere/chromium", "'/nowhere/chromium'")]
)
def test_without_a_browser_it_is_refused_and_the_old_one_stays(
    book: Book, made: Made, monkeypatch: pytest.MonkeyPatch, path: str | None, said: str
) -> None:
    before = made.path.read_bytes()
    monkeypatch.setattr(browser, "find_browser", lambda: path)
    monkeypatch.chdir(book.root)
    result = CliRunner().invoke(main, ["pdf"])
    assert result.exit_code == 2
    assert said in result.stderr
    assert "CLAIMBOOK_CHROMIUM" in result.stderr
    assert made.path.read_bytes() == before
    assert list(made.path.parent.iterdir()) == [made.path]


def test_a_page_that_is_missing_is_named(book: Book, tmp_path: Path) -> None:
    html = shutil.copytree(book.html, tmp_path / "html")
    (html / "book" / "disputes.html").unlink()
    with pytest.raises(BuildError, match=r"no page 'book/disputes\.html' .* Fix: "):
        make_pdf(book.root, html, book.executed, out=tmp_path / "a.pdf")


def test_an_epoch_that_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BuildError, match=r"SOURCE_DATE_EPOCH is 'yesterday', which is no time\. Fix: "):
        read_epoch()


def test_a_browser_that_is_too_old_is_refused_by_its_version() -> None:
    with pytest.raises(BuildError, match=r"is version 130\.0\.1; .* need 131 or later\. Fix: "):
        browser._refuse_old("130.0.1", "/usr/bin/chromium")
