"""Which charts of two builds show other data: by their permalinks, from the pages alone. Nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.analysis.changes import ADDED, GONE

CHANGED = "changed"


@dataclass(frozen=True)
class Chart:
    """A chart as a page of a build has it: where it stands, what it asks, what it says, its data and its picture.

    `data` and `pictures` are names in the folder of charts; a tall chart has several pictures, from its top.
    """

    page: str
    anchor: str
    question: str = ""
    scope: str = ""
    alt: str = ""
    data: str = ""
    pictures: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The chart's permalink, from the book's root."""
        return f"{self.page}#{self.anchor}"


@dataclass(frozen=True)
class ChartChange:
    """A chart whose data are other in the second build, or that only one of them has."""

    change: str
    before: Chart | None
    now: Chart | None

    @property
    def chart(self) -> Chart:
        """The chart as it is now, or as it was where it is gone."""
        found = self.now or self.before
        assert found is not None
        return found


def compare_charts(before: Path, now: Path) -> list[ChartChange]:
    """Return the charts of two builds that differ in their data, by page and place; what only looks otherwise does not.

    A chart's data is the CSV file that it offers, whose name is the digest of what is in it.
    """
    old, new = ({chart.address: chart for chart in list_charts(site)} for site in (before, now))
    found = []
    for address in dict.fromkeys([*new, *old]):
        one, other = old.get(address), new.get(address)
        if one and other:
            if one.data != other.data and _read(before, one) != _read(now, other):
                found.append(ChartChange(CHANGED, one, other))
        else:
            found.append(ChartChange(ADDED if other else GONE, one, other))
    return sorted(found, key=lambda change: (change.chart.page, change.chart.anchor))


def _read(site: Path, chart: Chart) -> bytes:
    path = site / paths.CHARTS / chart.data
    return path.read_bytes() if path.is_file() else b""


def list_charts(site: Path) -> Iterator[Chart]:
    """Yield the charts of a build that offer their data, page by page."""
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8", errors="replace")
        if f"{paths.CHARTS}/" in text:
            reader = _Reader(path.relative_to(site).as_posix())
            reader.feed(text)
            yield from reader.charts


@dataclass
class _Open:
    anchor: str
    texts: dict[str, str] = field(default_factory=dict)
    data: str = ""
    alt: str = ""
    pictures: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the frames of a page: a `figure` with a question, its data and its pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.charts: list[Chart] = []
        self._open: _Open | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag == "figure" and "cb-figure" in classes and "id" in given:
            self._open = _Open(given["id"])
        if self._open is None:
            return
        if tag in ("h2", "h3", "h4", "h5", "p"):
            self._text = next((name for name in ("cb-question", "cb-scope") if name in classes), "")
        elif tag == "img" and "cb-picture" in classes:
            self._open.alt = self._open.alt or given.get("alt", "")
            self._open.pictures.append(given.get("src", "").rpartition("/")[2])
        elif tag == "a" and "download" in given and given.get("href", "").endswith(".csv"):
            self._open.data = self._open.data or given["href"].rpartition("/")[2]

    def handle_data(self, data: str) -> None:
        if self._open and self._text:
            self._open.texts[self._text] = self._open.texts.get(self._text, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "h3", "h4", "h5", "p"):
            self._text = ""
        if tag == "figure" and self._open:
            told: dict[str, Any] = {name: " ".join(text.split()) for name, text in self._open.texts.items()}
            self.charts.append(
                Chart(
                    self.page, self._open.anchor, told.get("cb-question", ""), told.get("cb-scope", ""),
                    self._open.alt, self._open.data, tuple(self._open.pictures),
                )
            )  # fmt: skip
            self._open = None
