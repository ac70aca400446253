"""Where a page cannot show every scope: tables of all its figures by time and by place. Frames to parts of a page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.spread import by_place, by_time
from claimbook.book.limits import MOST_LINES, left_out
from claimbook.book.lists import Row, part
from claimbook.model.dataset import Dataset
from claimbook.model.each import each_row
from claimbook.model.quantities import format_quantity

_ABOUT = (
    "Counted here are all figures, also those that are not shown above. A number is one that a single figure gives, "
    "and leads to its claim; no two were added. All that is coded of each claim is in the dataset's download, under "
    "the claim's id."
)


def spread_parts(dataset: Dataset, rows: pd.DataFrame, level: int) -> list[Row]:
    """Return two tables over the figures of `comparable_panels`: by the time that they are about, and by place."""
    figures = rows.drop_duplicates("figure_id")
    unit, times = by_time(figures)
    names = dict(zip(dataset.places["place_id"], dataset.places["name"], strict=True))
    places, rest = by_place(figures, names, MOST_LINES)
    which = ["Of the places, those with the most figures are listed."] if rest else []
    note = left_out(rest, "place")
    return [
        part(_columns("Days"), map(_cells, each_row(times)), title="Over which days are the figures spread?",
             texts=[_ABOUT], caption=f"All figures by the {unit} in which the days begin that they are about",
             level=level),
        part(_columns("Place"), map(_cells, each_row(places)), title="Over which places are the figures spread?",
             texts=[*which, *filter(None, [note])], caption="All figures by place", level=level),
    ]  # fmt: skip


def _columns(what: str) -> tuple[str, ...]:
    return (what, "Measure", "Figures", "Scopes", "Least number", "Greatest number")


def _cells(row: Any) -> tuple[Any, ...]:
    ends = [
        {"text": format_quantity(quantity), "href": href} if quantity else "in words only"
        for quantity, href in ((row.least, row.least_href), (row.greatest, row.greatest_href))
    ]
    return row.key, row.measure_label, f"{row.figures:,}", f"{row.scopes:,}", *ends
