"""What the pages of a book of UCDP events say of each event, beside what pandas reads in the raw file. Tests ask here.

`python -m tests.events_on_pages HTML FILE.csv` compares a built book with the file that it was imported from: every
event on its conflict's page with low, best and high, the sums of each conflict, and the download's tables.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup, Tag

COLUMNS = ["event", "conflict", "low", "best", "high"]
PAGE = "ucdp-conflict-"


def read_events(page: str, conflict: str) -> pd.DataFrame:
    """Return the events that a source's page shows, on cards and in lines: the first figure of each."""
    soup = BeautifulSoup(page, "lxml")
    rows = []
    for card in soup.select("article.cb-card"):
        cell = card.select_one("tr[id$=-best] td[data-label=Notation]")
        assert isinstance(cell, Tag), card.get("id")
        rows.append((str(card["id"]), conflict, *_bounds(cell.get_text())))
    for line in soup.select("ol.cb-lines > li"):
        figure = line.select_one("[id$=-best]")
        assert isinstance(figure, Tag), line.get("id")
        rows.append((str(line["id"]), conflict, *_bounds(figure.get_text().rpartition(": ")[2].removesuffix("."))))
    return pd.DataFrame(rows, columns=COLUMNS)


def read_raw(path: Path) -> pd.DataFrame:
    """Return the same of the raw file, without the events whose best estimate lies outside low and high."""
    raw = pd.read_csv(path)
    raw = raw[(raw["low"] <= raw["best"]) & (raw["best"] <= raw["high"])]
    events = "ucdp-" + raw["id"].astype(int).astype(str)
    conflicts = PAGE + raw["conflict_new_id"].astype(int).astype(str)
    numbers = {name: raw[name].astype(int) for name in ("low", "best", "high")}
    return pd.DataFrame({"event": events, "conflict": conflicts, **numbers})


def compare(pages: Iterable[pd.DataFrame], raw: pd.DataFrame) -> pd.DataFrame:
    """Raise AssertionError where pages and raw file differ in an event or a sum; return the sums of each conflict."""
    shown = pd.concat(list(pages), ignore_index=True)
    both = [frame.sort_values("event").reset_index(drop=True) for frame in (shown, raw)]
    pd.testing.assert_frame_equal(*both)
    sums = [frame.groupby("conflict")[["low", "best", "high"]].sum() for frame in both]
    pd.testing.assert_frame_equal(*sums)
    return sums[0]


def _bounds(notation: str) -> tuple[int, int, int]:
    """Return low, best and high of a quantity, in its notation or in words ("6 to 9, most likely 7"); one number is all
    three.
    """
    ends, _, likely = notation.strip().replace(" to ", "..").partition(", most likely ")
    numbers = sorted(int(part.replace(",", "")) for part in [*ends.split(".."), *filter(None, [likely])])
    return numbers[0], numbers[len(numbers) // 2], numbers[-1]


def main(html: Path, file: Path) -> None:
    """Compare a built book with the file that it was imported from; print the totals."""
    raw = read_raw(file)
    pages = [
        read_events(path.read_text("utf-8"), path.stem)
        for path in sorted((html / "book" / "sources").glob(f"{PAGE}*.html"))
    ]
    sums = compare(pages, raw)
    (download,) = (html / "downloads").glob("*.zip")
    with zipfile.ZipFile(download) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("figures.csv"))
        with archive.open(name) as handle:
            figures = pd.read_csv(handle, dtype=str)
    wholes = figures[figures["figure_id"].str.endswith("-best")]
    assert len(wholes) == len(raw)
    assert sum(_bounds(cell)[1] for cell in wholes["quantity"]) == raw["best"].sum()
    totals = ", ".join(f"{name} {sums[name].sum()}" for name in sums)
    print(f"{len(raw)} events of {len(sums)} conflicts: {totals}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
