"""Panels: which figures may stand on one scale, in which order, and what must be said beside them. No files, no charts.

A panel holds comparable figures only (`scopes`): another scope is another number, not a rival.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from claimbook.analysis.figures import BETWEEN, number_as_said, without_gloss
from claimbook.analysis.memory import once
from claimbook.analysis.questions import where_they_differ
from claimbook.analysis.scopes import Scope, days_in_words, figure_scopes, with_days
from claimbook.analysis.tallies import add_tallies
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_day
from claimbook.model.each import cells_of, each_row
from claimbook.model.order import name_ranks
from claimbook.model.quantities import format_quantity, parse_quantity

# After every day that a reader can choose: what may have been said on any day was never surely known.
NEVER = "9999-12-31"
_PART = (
    "figure_id", "whole_id", "whole", "quantity_words", "quantity_basis", "meant", "quantity_language", "counted",
    "gloss", "gloss_language", "href", "division", "known", "source_id",
)  # fmt: skip
_TOLD = ("panel", "measure", "scope", "unit", "group", "party_id", "period_last", "counting", "status", "incident_id")
# The word is the claimant's: the book verified nothing.
_FLOOR_NOTE = (
    "What its claimant puts forward as a verified minimum is a floor, not an estimate; this book verified none."
)
_SAME = "Nothing that is coded tells these numbers apart in whom, where and when they count"
_BIGGER = "a bigger number does not mean that a source is right or that it contradicts another."
_OF_ONE = f"{_SAME}, and still each source may count in its own way: {_BIGGER}"
_OF_SEVERAL = (
    f"{_SAME}, and so they share a panel. They are of several origins; an outlet that names nobody for a number is its "
    "origin and may pass on what another counted. Whether the origins counted apart from each other, and how, is not "
    f"coded: {_BIGGER}"
)


@once
def comparable_panels(dataset: Dataset) -> pd.DataFrame:
    """Return one row a drawn mark, with `panel` (a number) and `scope`: only comparable figures share a panel.

    Figures that are a part of another are left to the whole's panel as `parts_of` and get none of their own, so that
    no number is shown twice on two scales. Panels are ordered by measure (vocabulary's order), first day and
    scope, never by size; those whose days are not said come last.

    Columns for the chart: figure_id, claim_id, href, row_label, shape, low, high, best, words (in quotation marks where
    they are the source's), basis, summary,
    source_title, said, known (ISO day), sources (in which sources the figure stands, see `summing.Told`); for the page:
    panel, scope, days (in words), measure, measure_label, status, incident_id, origin_id (the body whose count it is,
    see `tallies`).
    """
    figures = add_tallies(dataset)
    if figures.empty:
        return figures.assign(panel=pd.Series(dtype="int64"), words="", basis="", known="", sources=None)
    order = list(dataset.descriptor.vocabularies["measure"].terms)
    figures["measure_order"] = figures["measure"].map({term: place for place, term in enumerate(order)})
    # "By 4 March" stands with the 4th, and not after every day that is known.
    figures["day"] = figures["period_first"].fillna(figures["period_last"])
    figures["rank"] = name_ranks(figures["claimant"])
    figures = figures.sort_values(
        ["measure_order", "day", "period_last", "scope", "rank", "asserted_last", "figure_id"],
        na_position="last",
        kind="stable",
    )
    scopes = figure_scopes(dataset)
    own = pd.Series([scopes[figure] for figure in cells_of(figures["figure_id"])], figures.index, dtype=object)
    figures["panel"] = pd.factorize(own)[0]
    figures["scope"], figures["days"] = _share_days(figures, own)
    figures["scope"] = _share_words(figures)
    figures["scope"] = _tell_apart(dataset, figures, own)
    figures["words"] = _in_words(figures, number_as_said, "quantity_words", "quantity_basis")
    figures["basis"] = figures["quantity_basis"]
    figures["known"] = known_from(figures["asserted_last"])
    figures["sources"] = [((source,),) for source in cells_of(figures["source_id"])]
    return _one_row_a_mark(figures).reset_index(drop=True)


def _in_words(figures: pd.DataFrame, say: Callable[..., str], *columns: str) -> pd.Series:
    """Return what is said of each figure from some of its columns."""
    rows = zip(*(cells_of(figures[name]) for name in columns), strict=True)
    return pd.Series([say(*row) for row in rows], figures.index, dtype="str")


def known_from(days: pd.Series) -> pd.Series:
    """Return the day by which each claim had been said, as an ISO day; `NEVER` where it has no last possible day."""
    return days.dt.strftime("%Y-%m-%d").fillna(NEVER).astype("str")


def _share_days(figures: pd.DataFrame, scopes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the scopes with one wording of the days for each panel, and that wording."""
    shared = {
        panel: days_in_words(each_row(rows, ("days", "period")), scopes[rows.index[0]])
        for panel, rows in figures.groupby("panel", sort=False)
    }
    days = figures["panel"].map(shared).astype("str")
    pairs = zip(*(cells_of(column) for column in (figures["scope"], figures["days"], days)), strict=True)
    return pd.Series([with_days(*cells) for cells in pairs], figures.index, dtype="str"), days


def _share_words(figures: pd.DataFrame) -> pd.Series:
    """Return one scope in words for each panel; where its figures are described differently, the words they share."""
    several = figures.groupby("panel")["scope"].transform("nunique") > 1
    cut = [scope.partition(" · ") for scope in cells_of(figures["scope"])]
    heads = [f"{without_gloss(counted)} · {rest}" for counted, _, rest in cut]
    shared = figures["scope"].where(~several, pd.Series(heads, figures.index, dtype="str"))
    return shared.groupby(figures["panel"]).transform("first")


def _tell_apart(dataset: Dataset, figures: pd.DataFrame, scopes: pd.Series) -> pd.Series:
    """Return the scopes; where panels of a measure would read the same, with that in which they differ."""
    label = dataset.descriptor.label
    incidents = dict(zip(dataset.incidents["incident_id"], dataset.incidents["title"], strict=True))

    def facets(row: Any, scope: Scope) -> tuple[str, ...]:
        return (
            label("unit", row.unit),
            label("group", row.group) if row.group else "no community named",
            f"people of {dataset.name_of(row.party_id)}" if row.party_id else "",
            f"given out by {format_day(scope.last)}" if scope.last and pd.isna(row.period_last) else "",
            label("counting", row.counting),
            label("status", row.status),
            f"totals divided by {' and '.join(sorted(scope.divided))}" if scope.divided else "",
            incidents.get(row.incident_id, ""),
        )

    first = ~figures["panel"].duplicated()
    told = {
        row.panel: (row.measure, row.scope, facets(row, scope))
        for row, scope in zip(each_row(figures[first], _TOLD), scopes[first], strict=True)
    }
    alike: dict[tuple[str, str], dict[int, tuple[str, ...]]] = {}
    for panel, (measure, scope, own) in told.items():
        alike.setdefault((measure, scope), {})[panel] = own
    words = {
        panel: BETWEEN.join((scope, *more))
        for (_, scope), rows in alike.items()
        for panel, more in where_they_differ(rows).items()
    }
    return figures["panel"].map(words).astype("str")


def _one_row_a_mark(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with a row for each member of a set, so that no bar ever joins two readings."""
    members = [parse_quantity(text).members or (None,) for text in cells_of(figures["quantity"])]
    rows = figures.assign(member=members).explode("member")
    is_member = rows["member"].notna()
    for bound in ("low", "high", "best"):
        rows[bound] = rows[bound].where(~is_member, rows["member"]).astype("Float64")
    return rows.drop(columns="member")


def parts_of(dataset: Dataset) -> pd.DataFrame:
    """Return the figures that are parts: figure_id, whole_id, `whole` (the total of which each is coded to be
    a part, in words: its number and its origin), what `describe_figures` says of its own number and who is counted,
    href, division, known and source_id.
    """
    figures = add_tallies(dataset)
    parts = figures[figures["part_of"] != ""]
    totals = {
        row.figure_id: f"{format_quantity(row.quantity)} ({row.origin})"
        for row in each_row(figures, ["figure_id", "quantity", "origin"])
    }
    whole = pd.Series([totals.get(key, "") for key in cells_of(parts["part_of"])], parts.index, dtype="str")
    parts = parts.assign(known=known_from(parts["asserted_last"]), whole=whole)
    return parts.rename(columns={"part_of": "whole_id"})[[*_PART]].reset_index(drop=True)


def panel_notes(panel: pd.DataFrame) -> list[str]:
    """Return the sentences that go with one panel, from what it holds."""
    notes = []
    if panel["source_id"].nunique() > 1 or panel["claimant_id"].nunique() > 1:
        notes.append(_OF_SEVERAL if panel["origin_id"].nunique() > 1 else _OF_ONE)
    if (panel["modality"] == "minimum_verified").any():
        notes.append(_FLOOR_NOTE)
    if (panel["shape"] == "set").any():
        notes.append("The words can be read in more than one way; each reading has its own mark.")
    return notes
