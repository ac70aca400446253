"""Series: the successive tallies of one claimant, one measure and one scope, by the day each was given out.

A series is a history of counting, not of events: its steps are days on which a number was given out. No figure of
another scope is ever joined to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from claimbook.analysis.captions import count_tallies
from claimbook.analysis.comparability import Comparer
from claimbook.analysis.figures import put_forward, without_gloss
from claimbook.analysis.loose import fits, is_loose
from claimbook.analysis.memory import once
from claimbook.analysis.relays import list_differences, list_renderings
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_day
from claimbook.model.quantities import format_quantity, sign_of

MONITORS_NOTE = "Each step is the day by which a number had been given out, not the day on which people died."
OR = " or "
COLUMNS = (
    "series", "title", "tally_id", "figure_id", "claim_id", "href", "quantity", "shape", "low", "high", "best",
    "basis", "given_out", "seen", "is_main", "differs", "fits", "source_id", "source_title", "summary", "said",
    "origin",
)  # fmt: skip


@once
def list_series(dataset: Dataset) -> pd.DataFrame:
    """Return one row a rendering of every series of at least two tallies, with the columns `COLUMNS`.

    A series is one origin, one measure and one scope but for its last day; only running tallies belong to one. `series`
    numbers them by origin and title; `given_out` is the day by which the tally was given out, `seen` the last possible
    day on which this rendering came out. Where the tally is loose and an exact one given out by then fits it
    (`claimbook.analysis.loose`), `fits` names that number, or those numbers. `is_main` marks, for each other tally, the
    one rendering that the step is drawn from: the earliest of those that give the number as most of them do; a loose
    one that is fitted makes no step. `differs` is
    true where fewer renderings of the tally say what this one does. Tallies of one day stand by their number: their
    order within the day is not known.
    """
    figures = list_renderings(dataset)
    quantities = figures.groupby("tally_id", sort=False)["quantity"].agg(list)
    scopes = figure_scopes(dataset)
    published = dict(zip(dataset.sources["source_id"], dataset.sources["published_last"], strict=True))
    figures = figures[(figures["counting"] == "cumulative") & (figures["numeral"] != "") & figures["given_out"].notna()]
    open_scopes = [_without_days(scopes[figure]) for figure in figures["figure_id"]]
    figures = figures.assign(
        key=list(zip(figures["origin_id"], open_scopes, strict=True)),
        seen=[published.get(source) for source in figures["source_id"]],
        basis=figures["quantity_basis"],
        number=[_number(numeral) for numeral in figures["numeral"]],
    )
    loose = {tally for tally, texts in quantities.items() if is_loose(texts)}
    figures["fits"] = _fitted(figures, loose)
    counts = figures[figures["fits"] == ""].groupby("key", sort=False)["tally_id"].nunique()
    figures = figures[figures["key"].map(counts) > 1]
    if figures.empty:
        return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})
    fewest = {figure for found in list_differences(dataset)["fewest"] for figure in found}
    figures["differs"] = figures["figure_id"].isin(fewest)
    figures["title"] = _told_apart(dataset, figures)
    figures = figures.sort_values(
        ["origin", "title", "given_out", "number", "tally_id", "asserted_last", "seen", "figure_id"],
        kind="stable",
        na_position="last",
    )
    figures["series"] = figures.groupby("key", sort=False).ngroup()
    figures["is_main"] = _are_main(figures) & (figures["fits"] == "")
    return figures[list(COLUMNS)].reset_index(drop=True)


def _are_main(figures: pd.DataFrame) -> pd.Series[bool]:
    """Return which rendering is the first of those that give its tally's number as most do; of equals the exact."""
    ways = figures.groupby(["series", "tally_id", "quantity"], sort=False)["source_id"].transform("nunique")
    order = figures.assign(ways=-ways, hedged=[bool(sign_of(text)) for text in figures["quantity"]])
    order = order.sort_values(["series", "tally_id", "ways", "hedged"], kind="stable")
    return ~order.duplicated(["series", "tally_id"]).reindex(figures.index)


def _number(numeral: str) -> int:
    return int(numeral.partition("..")[0].partition("|")[0])


def _fitted(figures: pd.DataFrame, loose: set[str]) -> list[str]:
    """Return, of each figure of a loose tally, the exact numbers of its series that fit it, "" of the others."""
    exact: dict[Any, dict[int, Any]] = {}
    for row in figures.itertuples():
        if row.quantity.isdecimal():
            days = exact.setdefault(row.key, {})
            days[int(row.quantity)] = min(row.given_out, days.get(int(row.quantity), row.given_out))
    return [
        OR.join(
            f"{number:,}"
            for number, day in sorted(exact.get(row.key, {}).items())
            if day <= row.given_out and fits(row.quantity, number)
        )
        if row.tally_id in loose
        else ""
        for row in figures.itertuples()
    ]


def _without_days(scope: Scope) -> Scope:
    # Renderings of one tally begin it on different days; that is told as a difference and cuts no series in two. Words
    # in which people are described are cut where they say more than status, community and party do.
    return replace(scope, first=None, last=None, is_running=True)


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
    """Return the words that stand for one series: by each day its tallies, each with how many renderings it has, and
    last the loose ones that others fit.
    """
    counts = series.groupby("tally_id", sort=False)["source_id"].nunique()
    tallies = series[series["is_main"]]
    days: dict[str, list[str]] = {}
    for row in tallies.itertuples():
        told = f"{format_quantity(row.quantity)} ({counts[row.tally_id]})"
        days.setdefault(format_day(row.given_out.date()), []).append(told)
    by_day = "; ".join(f"by {day}: {', '.join(told)}" for day, told in days.items())
    order = " The order of tallies of one day is not known." if len(tallies) > len(days) else ""
    loose = describe_loose(series)
    head = f"{series['title'].iloc[0]}. {count_tallies(series)}."
    return f"{head} With the number of renderings in brackets: {by_day}.{order}" + (f" {loose}" if loose else "")


def without_step(series: pd.DataFrame) -> pd.DataFrame:
    """Return the renderings of those tallies of one series that make no step, since others fit them."""
    return series[~series["tally_id"].isin(set(series.loc[series["is_main"], "tally_id"]))]


def describe_loose(series: pd.DataFrame) -> str:
    """Return which loose numbers make no step, and which exact ones fit them; "" where there is none."""
    told = [_loose(row, series) for row in without_step(series).drop_duplicates("tally_id").itertuples()]
    if not told:
        return ""
    return f"Drawn without a step, since no text tells whether it is a count of its own: {'; '.join(told)}."


def _loose(row: Any, series: pd.DataFrame) -> str:
    """Return what a loose number may be, and which later ones had been given out by then and fit it no more."""
    exact = series[series["is_main"] & (series["given_out"] <= row.given_out)]
    named = dict(zip(map(format_quantity, exact["quantity"]), exact["given_out"], strict=True))
    fitting = row.fits.split(OR)
    since = max((named[text] for text in fitting if text in named), default=row.given_out)
    later = [text for text, day in named.items() if day > since and text not in fitting]
    said = f"{format_quantity(row.quantity)} by {format_day(row.given_out.date())}"
    beside = f", though {' and '.join(later)} had been given out by then, too" if later else ""
    return f"{said} may be {row.fits}, said loosely, or a number of its own{beside}"
