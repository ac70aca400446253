"""Figures of very many scopes: over which days and places they are spread, with the least and greatest number given.

Frame to frame; figures are counted and never added. Which scopes a page draws, and what its tables look like, is not
known here.
"""

from __future__ import annotations

import pandas as pd

from claimbook.analysis.captions import NO_NUMBER, number_at
from claimbook.model.dates import format_date
from claimbook.model.order import name_ranks

# Up to so many days each has a row, then each month, then each year.
MOST_DAYS = 40
MOST_MONTHS = 40
_UNITS = (("day", "%Y-%m-%d", MOST_DAYS), ("month", "%Y-%m", MOST_MONTHS), ("year", "%Y", 0))


def by_time(figures: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return `day`, `month` or `year`, and a row for each measure and such a time in which the days begin that figures
    are about, by measure and time: those of `_count`, `key` being the time in words.

    `figures` has one row a figure of `comparable_panels`. What says its last day only counts for that one.
    """
    days = figures["period_first"].fillna(figures["period_last"])
    unit, times = next(
        (unit, times)
        for unit, form, most in _UNITS
        if (times := days.dt.strftime(form).fillna("")).nunique() <= most or unit == "year"
    )
    rows = _count(figures, times).sort_values(["measure_order", "no_key", "key"], kind="stable", ignore_index=True)
    words = [format_date(time) or "days not said" for time in rows["key"]]
    return unit, rows.assign(key=pd.Series(words, rows.index, dtype="str"))


def by_place(figures: pd.DataFrame, names: dict[str, str], most: int) -> tuple[pd.DataFrame, int]:
    """Return a row for each measure and place, by measure and the place's name, and how many are left out: of more than
    `most`, those with the most figures are kept.
    """
    rows = _count(figures, figures["place_id"])
    kept = rows.sort_values("figures", ascending=False, kind="stable").head(most)
    kept = kept.assign(key=[names.get(place) or "place not said" for place in kept["key"]])
    kept["rank"] = name_ranks(kept["key"])
    order = ["measure_order", "no_key", "rank"]
    return kept.sort_values(order, kind="stable", ignore_index=True), len(rows) - len(kept)


def _count(figures: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Return a row for each measure and value of `by`: measure_label, measure_order, key, no_key (whether it is blank),
    figures, scopes, and of the figures with the least and the greatest number (blank where only words were given)
    least, least_href, greatest, greatest_href.
    """
    frame = figures.assign(key=by).reset_index(drop=True)
    keys = ["measure_order", "measure_label", "key"]
    rows = frame.groupby(keys, sort=False, as_index=False).agg(
        figures=("figure_id", "size"), scopes=("panel", "nunique")
    )
    numbers = frame[~frame["shape"].isin(NO_NUMBER)]
    for name, end, take in (("least", "low", "idxmin"), ("greatest", "high", "idxmax")):
        at = numbers.assign(number=number_at(numbers, end)).dropna(subset=["number"])
        places = getattr(at.groupby(keys, sort=False)["number"], take)()
        found = at.loc[places, [*keys, "quantity", "href"]]
        rows = rows.merge(found.rename(columns={"quantity": name, "href": f"{name}_href"}), on=keys, how="left")
    return rows.assign(no_key=rows["key"] == "").fillna({"least": "", "greatest": ""})
