"""What is done to a printed PDF: where its pages begin is read, an outline and a title are given, the clock taken out.

The printing is `browser`'s, the order of pages `order`'s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbook import __version__
from claimbook.errors import BuildError, shorten_value
from claimbook.pdf.anchors import anchor
from claimbook.pdf.document import Document
from claimbook.pdf.order import Entry
from claimbook.pdf.tags import number_tags

if TYPE_CHECKING:
    from pikepdf import OutlineItem, Pdf

EPOCH = "SOURCE_DATE_EPOCH"


@contextmanager
def _opened(path: Path) -> Iterator[Pdf]:
    try:
        import pikepdf
    except ImportError as cause:
        fix = "run `make pdf`, or install the extra: pip install 'claimbook[pdf]'."
        raise BuildError("pikepdf is not installed, and the PDF gets its outline by it.", fix=fix) from cause
    with pikepdf.open(path) as pdf:
        yield pdf


def read_numbers(printed: Path, document: Document) -> dict[str, int]:
    """Return on which sheet, from 1, each of the book's pages begins."""
    with _opened(printed) as pdf:
        sheets = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places: Any = pdf.Root.get("/Dests", {})
        return {name: sheets[places[f"/{anchor(name)}"][0].objgen] for name in document.articles}


def finish_pdf(printed: Path, target: Path, document: Document) -> int:
    """Write the finished PDF and return how many sheets it has: the same bytes for the same print.

    Its dates are those of SOURCE_DATE_EPOCH; without it there are none. Raises BuildError where that is no time.
    """
    day = read_epoch()
    with _opened(printed) as pdf:
        number_tags(pdf)
        _add_outline(pdf, document)
        _add_description(pdf, document, day)
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        import pikepdf

        modes: Mapping[str, Any] = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
        pdf.save(target, deterministic_id=True, compress_streams=True, **modes)
        return len(pdf.pages)


def read_epoch() -> datetime | None:
    """Return the time that SOURCE_DATE_EPOCH names; None where it names none."""
    given = os.environ.get(EPOCH, "")
    if not given:
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as cause:
        message = f"{EPOCH} is '{shorten_value(given)}', which is no time."
        fix = "give the seconds since 1970, as `git log -1 --format=%ct` prints them."
        raise BuildError(message, fix=fix) from cause


def _add_outline(pdf: Pdf, document: Document) -> None:
    """Give the PDF its bookmarks: the parts, and under each its pages, folded."""
    from pikepdf import OutlineItem

    places: Any = pdf.Root.get("/Dests", {})

    def item(entry: Entry) -> OutlineItem:
        made = OutlineItem(document.titles[entry.docname], destination=places[f"/{anchor(entry.docname)}"])
        made.children.extend(item(below) for below in entry.below)
        made.is_closed = True
        return made

    with pdf.open_outline() as outline:
        for part in document.parts:
            items = [item(entry) for entry in part.entries]
            if part.caption:
                head = OutlineItem(part.caption, destination=places[f"/{anchor(part.entries[0].docname)}"])
                head.children.extend(items)
                items = [head]
            outline.root.extend(items)


def _add_description(pdf: Pdf, document: Document, day: datetime | None) -> None:
    """Say what it is; the browser's own description names the machine's system, and the time."""
    from pikepdf import Dictionary, Name, String

    producer = str(pdf.docinfo.get("/Producer", ""))
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    said = {"/Title": document.front.title, "/Creator": f"claimbook {__version__}", "/Producer": producer}
    if day:
        said |= {key: day.strftime("D:%Y%m%d%H%M%S+00'00'") for key in ("/CreationDate", "/ModDate")}
    for key, value in said.items():
        pdf.docinfo[key] = String(value)
    pdf.Root["/Lang"] = String(document.front.language)
    pdf.Root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    pdf.Root["/PageMode"] = Name("/UseOutlines")
