"""Series: the successive tallies of one claimant, one measure and one scope, by the day each was given out.

A series is a history of counting, not of events: its steps are days on which a number was given out. No figure of
another scope is ever joined to it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from claimbook.analysis.comparability import Comparer
from claimbook.analysis.figures import put_forward, without_gloss
from claimbook.analysis.memory import once
from claimbook.analysis.relays import RESPECTS, Respect, list_differences, list_renderings
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date, format_day
from claimbook.model.quantities import format_quantity

MONITORS_NOTE = "Each step is the day by which a number had been given out, not the day on which people died."
# Two tallies that follow each other can be counted to different days; renderings of one are told apart by other things.
_CUT_OFF = Respect("counted to", lambda row: row.counted_to, lambda _, row: format_date(row.counted_to))
COLUMNS = (
    "series", "title", "tally_id", "figure_id", "claim_id", "href", "quantity", "shape", "low", "high", "best", "words",
    "basis", "given_out", "seen", "is_main", "differs", "source_title", "summary", "said", "origin",
)  # fmt: skip


@once
def list_series(dataset: Dataset) -> pd.DataFrame:
    """Return one row a rendering of every series of at least two tallies, with the columns `COLUMNS`.

    A series is one origin, one measure and one scope but for its last day; only running tallies belong to one. `series`
    numbers them by origin and title; `given_out` is the day by which the tally was given out, `seen` the last possible
    day on which this rendering came out. `is_main` marks, for each tally, the one rendering that the step is drawn
    from: the earliest. `differs` is true where fewer renderings of the tally say what this one does.
    """
    figures = list_renderings(dataset)
    scopes = figure_scopes(dataset)
    published = dict(zip(dataset.sources["source_id"], dataset.sources["published_last"], strict=True))
    figures = figures[(figures["counting"] == "cumulative") & (figures["numeral"] != "") & figures["given_out"].notna()]
    open_scopes = [_without_days(scopes[figure]) for figure in figures["figure_id"]]
    figures = figures.assign(
        key=list(zip(figures["origin_id"], open_scopes, strict=True)),
        seen=[published.get(source) for source in figures["source_id"]],
        words=figures["quantity_words"],
        basis=figures["quantity_basis"],
    )
    counts = figures.groupby("key", sort=False)["tally_id"].nunique()
    figures = figures[figures["key"].map(counts) > 1]
    if figures.empty:
        return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})
    fewest = {figure for found in list_differences(dataset)["fewest"] for figure in found}
    figures["differs"] = figures["figure_id"].isin(fewest)
    figures["title"] = _told_apart(dataset, figures)
    figures = figures.sort_values(
        ["origin", "title", "given_out", "tally_id", "asserted_last", "seen", "figure_id"],
        kind="stable",
        na_position="last",
    )
    figures["series"] = figures.groupby("key", sort=False).ngroup()
    figures["is_main"] = ~figures.duplicated(["series", "tally_id"])
    return figures[list(COLUMNS)].reset_index(drop=True)


def _without_days(scope: Scope) -> Scope:
    # Renderings of one tally begin it on different days; that is told as a difference and cuts no series in two. Words
    # in which people are described are cut where they say more than status, community and party do.
    return replace(scope, first=None, last=None)


def _told_apart(dataset: Dataset, figures: pd.DataFrame) -> list[str]:
    """Return the titles; where two series of one origin would be called alike, with the parts of scope that differ."""
    titles = [_title(dataset, row) for row in figures.itertuples()]
    alike: dict[tuple[str, str], dict[Scope, list[str]]] = {}
    for (origin, scope), title in zip(figures["key"], titles, strict=True):
        alike.setdefault((origin, title), {})[scope] = []
    comparer = Comparer(dataset)
    more = {called: comparer.tell_apart(own) if len(own) > 1 else own for called, own in alike.items()}
    return [
        ", ".join([title, *more[origin, title][scope]])
        for (origin, scope), title in zip(figures["key"], titles, strict=True)
    ]


def _title(dataset: Dataset, row: Any) -> str:
    label = dataset.descriptor.label
    parts = [
        f"{row.origin}: {without_gloss(row.counted)}",
        row.measure_label,
        dataset.place_name(row.place_id),
        f"by {dataset.name_of(row.by_id)}, as the claimant says" if row.by_id else "",
        put_forward(label("modality", row.modality)) if row.modality != "count" else "",
    ]
    return ", ".join(part for part in parts if part)


def describe_steps(series: pd.DataFrame) -> str:
    """Return the words that stand for one series: each tally, by when it was given out, in how many renderings."""
    counts = series.groupby("tally_id", sort=False)["source_title"].size()
    told = [
        f"{format_quantity(row.quantity)} by {format_day(row.given_out.date())} ({counts[row.tally_id]})"
        for row in series[series["is_main"]].itertuples()
    ]
    first, last = told[0], told[-1]
    return (
        f"{series['title'].iloc[0]}. {len(told)} tallies in {len(series)} renderings found, from {first} to {last}. "
        f"With the number of renderings in brackets: {'; '.join(told)}."
    )


def describe_changes(dataset: Dataset, series: pd.DataFrame) -> list[str]:
    """Return what differs from one tally of a series to the next besides its number, a sentence for each pair, and last
    that of other pairs nothing else that is coded does.

    A tally is taken as the rendering has it from which its step is drawn. What only one of two says differs.
    """
    own = series.loc[series["is_main"], ["figure_id"]].merge(list_renderings(dataset), on="figure_id", how="left")
    tallies = list(own.itertuples())
    pairs = list(pairwise(tallies))
    told = [(row, _changes(dataset, before, row)) for before, row in pairs]
    sentences = [f"To {_named(row)}: {'; '.join(changes)}." for row, changes in told if changes]
    if len(sentences) == len(pairs):
        return sentences
    head = "From one tally to the next" if not sentences else "From each of the others to the next"
    return [*sentences, f"{head} nothing else that is coded differs."]


def _changes(dataset: Dataset, before: Any, after: Any) -> list[str]:
    found = []
    for respect in (*RESPECTS, _CUT_OFF):
        if respect.value(before) != respect.value(after):
            first, then = (
                respect.words(dataset, row).removeprefix("as ").removeprefix("for ")
                if respect.value(row)
                else "not said"
                for row in (before, after)
            )
            found.append(f"{respect.name}: {first}, then {then}")
    return found


def _named(row: Any) -> str:
    return f"{format_quantity(row.quantity)} by {format_day(row.given_out.date())}"
