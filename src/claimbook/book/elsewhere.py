"""The figures that a page of panels does not show, in a list that leads to their claims' cards. Frames to a part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from claimbook.analysis.figures import describe_figures
from claimbook.analysis.panels import known_from
from claimbook.book.limits import MOST_LINES, first_of, left_out
from claimbook.book.lists import Row, part
from claimbook.book.quoting import mark_words, tell_figure
from claimbook.model.dataset import Dataset
from claimbook.model.each import each_row

# Where the list stands on its page: what a total leads to.
PLACE = "on-cards-only"
_COLUMNS = (
    "measure_label",
    "scope",
    "quantity_words",
    "quantity_basis",
    "meant",
    "quantity_language",
    "gloss",
    "gloss_language",
    "speaker",
    "said",
    "href",
    "asserted_last",
)


def cards_only(dataset: Dataset, shown: Collection[str]) -> Row | None:
    """Return the figures that are not among some ids, as coded, in a fold; None where there are none."""
    figures = describe_figures(dataset)
    others = figures.loc[~figures["figure_id"].isin(set(shown)), list(_COLUMNS)]
    others = others.assign(known=known_from(others["asserted_last"]))
    rows, rest = first_of(list(each_row(others)), MOST_LINES)
    if not rows:
        return None
    return part(
        ("Number", "Measure", "What is counted", "Who says so", "When"),
        map(_cells, rows),
        fold=f"Figures that stand on their claims’ cards only ({len(others)})",
        data=[{"data-known": row.known} for row in rows],
        texts=[*filter(None, [left_out(rest, "figure")])],
    )


def _cells(row: Any) -> tuple[Any, ...]:
    scope = mark_words(row.scope, row.gloss, row.gloss_language)
    return {"text": tell_figure(row._asdict()), "href": row.href}, row.measure_label, scope, row.speaker, row.said
