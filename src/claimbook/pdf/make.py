"""Make the PDF of a built book: read its pages, print the one document, give it its outline, put it in its place."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from claimbook import paths
from claimbook.book.contents import read_config
from claimbook.book.record import read_record
from claimbook.charts.fonts import find_foreign, fontconfig
from claimbook.charts.lettering import CONFIGURED
from claimbook.errors import BuildError, PageError
from claimbook.model.dates import format_date
from claimbook.pdf.articles import Article, read_article
from claimbook.pdf.browser import print_file
from claimbook.pdf.document import Document, Front, make_document, render_document
from claimbook.pdf.finish import finish_pdf, read_epoch, read_numbers
from claimbook.pdf.order import Part, count_pages, read_order

Report = Callable[[str, int, int], None]
# Numbers take the same room whatever they are, so that the second print has the sheets of the first.
PRINTS = 3
BUILD_FIRST = "run `claimbook build` first; `make pdf` does both."


@dataclass(frozen=True)
class Made:
    """The PDF, how many of the book's pages are in it, on how many sheets, and its size in bytes.

    `foreign` are the signs that no font of the program has: the system's were used for them, where it has any.
    """

    path: Path
    pages: int
    sheets: int
    size: int
    foreign: tuple[str, ...] = ()


def quiet(step: str, done: int, total: int) -> None:
    """Report nothing."""


def make_pdf(root: Path, html: Path, executed: Path, *, out: Path | None = None, report: Report = quiet) -> Made:
    """Make the PDF of the book whose site and executed notebooks lie in these folders.

    It goes to `out`, by default to `_build/pdf` under the dataset's name, and takes the place of one before only when
    it is whole. Raises BuildError where nothing is built, where there is no browser, or where it cannot be written.
    """
    _refuse_unbuilt(html, executed)
    read_epoch()
    target = (out or root / paths.BUILD / paths.PRINTED / f"{_read_name(executed)}.pdf").resolve()
    document = read_document(html, executed, report)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".printing-", dir=target.parent) as folder:
            printed, foreign = _print_document(document, Path(folder), report)
            whole = Path(folder) / "whole.pdf"
            sheets = finish_pdf(printed, whole, document)
            whole.replace(target)
    except OSError as cause:
        message = f"The PDF cannot be written to '{target.name}': {cause.strerror or cause}."
        raise BuildError(message, fix="name a file with --out that can be written, on a disk with room.") from cause
    return Made(target, len(document.articles), sheets, target.stat().st_size, foreign)


def _refuse_unbuilt(html: Path, executed: Path) -> None:
    for folder, file in ((html, "index.html"), (executed, paths.CONTENTS)):
        if not (folder / file).is_file():
            raise BuildError(f"No book is built here: there is no {paths.shown(folder / file)}.", fix=BUILD_FIRST)


def _read_name(executed: Path) -> str:
    """Return the dataset's name, as its slices say it."""
    for descriptor in sorted((executed / paths.SLICES).glob(f"*/{paths.DESCRIPTOR}")):
        try:
            name = json.loads(descriptor.read_bytes())["name"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if isinstance(name, str) and re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
            return name
    return "book"


def read_document(html: Path, executed: Path, report: Report = quiet) -> Document:
    """Read every page of the book's contents from the site."""
    parts = read_order(executed)
    names = [entry.docname for part in parts for entry in part.walk()]
    pages = frozenset(names)
    if len(pages) < len(names):
        raise PageError(f"{paths.CONTENTS} names a page twice.", fix="name each page once, and build the book again.")
    articles: list[Article] = []
    total = count_pages(parts)
    for number, name in enumerate(names):
        report("Reading the pages", number, total)
        page = _read_page(html, name)
        articles.append(read_article(page, name, pages, key=f"c{number}", site=html.resolve().as_uri()))
    report("Reading the pages", total, total)
    return make_document(_read_front(html, executed, parts), parts, articles)


def _read_page(html: Path, name: str) -> str:
    try:
        return (html / f"{name}.html").read_text("utf-8")
    except (OSError, ValueError) as cause:
        message = f"The built book has no page '{name}.html' that can be read."
        raise BuildError(message, fix=BUILD_FIRST) from cause


def _read_front(html: Path, executed: Path, parts: tuple[Part, ...]) -> Front:
    """Read what the title page says from the settings of the built book, and from the foot of its start page."""
    start = _read_page(html, parts[0].entries[0].docname)
    language = re.search(r'<html\b[^>]*\slang="([A-Za-z0-9-]+)"', start)
    page = BeautifulSoup(start, "html.parser")
    note = page.select_one("article .admonition.note")
    lines = note.find_all("p", class_=lambda name: name != "admonition-title") if note else ()
    record = read_record(executed)
    return Front(
        title=str(read_config(executed).get("title") or "Claims by source"),
        language=unescape(language[1]) if language else "en",
        as_of=format_date(record.as_of) if record and record.as_of else "",
        note=tuple(map(_words, lines)),
        imprint=tuple(map(_words, page.select(".cb-footer-part"))),
    )


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _shut_out_fonts(folder: Path) -> dict[str, str]:
    """Return the variable by which a browser knows the program's fonts only, where fontconfig is what it asks.

    Without it the system says how exactly letters are placed, and lends a sign to a cut that lacks it.
    """
    written = folder / "fonts.conf"
    written.write_text(fontconfig(paths.FONTS, folder / "fonts"), "utf-8")
    return {CONFIGURED: str(written)}


def _print_document(document: Document, folder: Path, report: Report) -> tuple[Path, tuple[str, ...]]:
    """Print until the contents name the sheets on which the pages begin; return the print and its foreign signs."""
    page, printed = folder / "book.html", folder / "printed.pdf"
    numbers: dict[str, int] = {}
    foreign: tuple[str, ...] = ()
    variables: Mapping[str, str] = {}
    for turn in range(PRINTS):
        report("Printing", turn, PRINTS - 1)
        text = render_document(document, numbers)
        page.write_text(text, "utf-8")
        if not turn:
            foreign = tuple(find_foreign(text))
            variables = {} if foreign else _shut_out_fonts(folder)
        # What goes by the tags is wanted in the last print only, and takes half of the time.
        print_file(page, printed, tagged=turn > 0, variables=variables)
        before, numbers = numbers, read_numbers(printed, document)
        if numbers == before:
            report("Printing", PRINTS - 1, PRINTS - 1)
            return printed, foreign
    message = "The numbers of the contents did not settle."
    raise BuildError(message, fix="print with another Chromium; name it in CLAIMBOOK_CHROMIUM.")
