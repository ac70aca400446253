"""Figures of one scope that are too many to be drawn one by one. Frame to frame; figures are counted, never added.

First the figures in which one speaker gives the same number become one row. Where these are still too many, there is
one row for each way of saying a number (exactly, at least, about …), with a mark for each range in which such numbers
were said: an open end stays open, a word stays a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from claimbook.analysis.figures import SHAPE_MEANING
from claimbook.analysis.summing import Summed, counted, either, said_between, told_by, unchanged
from claimbook.model.quantities import format_quantity

# Figures that a panel draws one by one: a reader can still take them in, and a phone can draw them.
MOST_FIGURES = 80
_SAME = ["speaker", "quantity", "quantity_basis", "counted_to"]
_RENDERED = ["claimant_id", "quantity", "quantity_basis", "counted_to"]
# Where in a figure's bounds its number stands, for each way of saying it; a word has none.
_ENDS = {
    "point": ("best", "best"),
    "floor": ("low", "low"),
    "ceiling": ("high", "high"),
    "range": ("low", "high"),
    "about": ("best", "best"),
    "about_below": ("best", "best"),
    "about_above": ("best", "best"),
    "set": ("low", "high"),
    "share": ("best", "best"),
}
_NEVER_ADDED = "Figures are counted, never added. A mark leads to the first of its claims."


def sum_figures(panel: pd.DataFrame, most: int = MOST_FIGURES) -> Summed:
    """Return the rows of one panel to draw: as they are where they are `most` figures or fewer, else summed up.

    `panel` is a panel of `comparable_panels`; what comes back has its columns and `count`, the number of figures that
    a row stands for (0 for the further members of a set).
    """
    figures = panel.drop_duplicates("figure_id")
    if len(figures) <= most:
        return unchanged(panel, (~panel["figure_id"].duplicated()).astype(int))
    groups = figures.groupby(_SAME, sort=False, dropna=False)
    if groups.ngroups <= most:
        return _sum_speakers(panel, figures, groups.ngroup())
    rows = pd.DataFrame([row for _, group in _ways(panel) for row in _sum_way(group)])
    note = (
        f"{_all_of(figures)} are summed up here in {counted(len(rows), 'mark')}: a row stands for one way of saying a "
        f"number, a mark in it for the figures from the least to the greatest number that it spans, with how many they "
        f"are in brackets. {_NEVER_ADDED}"
    )
    return Summed(rows.astype(dict.fromkeys(("low", "high", "best"), "Float64")), note)


def count_rows(figures: pd.DataFrame) -> pd.Series:
    """Return, for each `panel` of some rows, how many rows it has once renderings of one number are one."""
    keys = figures[["panel", *_RENDERED]].drop_duplicates()
    return keys.groupby("panel", sort=False).size()


def merge_renderings(panel: pd.DataFrame) -> Summed:
    """Return the rows of one panel with one row for all sources that render the same number of one claimant.

    Figures that differ in their notation or its basis stay apart; so do two of one source.
    """
    if panel["source_id"].nunique() < 2:
        return unchanged(panel, (~panel["figure_id"].duplicated()).astype(int))
    figures = panel.drop_duplicates("figure_id")
    groups = figures.groupby(_RENDERED, sort=False, dropna=False)
    merged = {part["figure_id"].iloc[0]: part for _, part in groups if part["source_id"].nunique() > 1}
    dropped = {figure for part in merged.values() for figure in part["figure_id"].iloc[1:]}
    if not merged:
        return unchanged(panel, (~panel["figure_id"].duplicated()).astype(int))
    rows = panel[~panel["figure_id"].isin(dropped)].copy()
    told = {first: _tell_renderings(part) for first, part in merged.items()}
    for column in ("row_label", "summary", "source_title", "said"):
        pairs = zip(rows["figure_id"], rows[column], strict=True)
        rows[column] = [told[first][column] if first in told else text for first, text in pairs]
    # A day on which only some of the sources had it shows what these had.
    rows["as_of"] = pd.Series([_tell_days(merged.get(first)) for first in rows["figure_id"]], rows.index, dtype=object)
    rows["sources"] = _told(rows, merged)
    starts = {first: part["known"].min() for first, part in merged.items()}
    rows["known"] = [starts.get(first, day) for first, day in zip(rows["figure_id"], rows["known"], strict=True)]
    counts = [len(merged[first]) if first in merged else 1 for first in rows["figure_id"]]
    rows["count"] = [0 if again else n for n, again in zip(counts, rows["figure_id"].duplicated(), strict=True)]
    note = "A number that several sources render stands in one row, with how many they are; renderings are no origins."
    return Summed(rows, note)


def _told(rows: pd.DataFrame, parts: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the rows' `sources`, those of what each of some rows stands for in the place of its own."""
    told = [
        told_by(parts[first]["sources"], parts[first]["known"]) if first in parts else own
        for first, own in zip(rows["figure_id"], rows["sources"], strict=True)
    ]
    return pd.Series(told, rows.index, dtype=object)


def _tell_renderings(part: pd.DataFrame) -> dict[str, str]:
    said = said_between(part["asserted_first"], part["asserted_last"])
    renderings = counted(part["source_id"].nunique(), "rendering")
    return {
        "row_label": f"{part['claimant'].iloc[0]} · {renderings} found, {said}",
        "summary": f"{renderings} of one number; this leads to the first.",
        "source_title": counted(part["source_id"].nunique(), "source"),
        "said": said,
    }


def _tell_days(part: pd.DataFrame | None) -> dict[str, dict[str, str]] | None:
    """Return, for each day by which more of the renderings had been said, what a row says on it; None of one alone."""
    if part is None:
        return None
    days = sorted(part["known"].unique())
    return {day: _tell_known(part[part["known"] <= day]) for day in days}


def _tell_known(part: pd.DataFrame) -> dict[str, str]:
    if part["source_id"].nunique() > 1:
        return _tell_renderings(part)
    return {name: str(part[name].iloc[0]) for name in ("row_label", "summary", "source_title", "said")}


def _all_of(figures: pd.DataFrame) -> str:
    return f"{counted(len(figures), 'figure')} from {counted(figures['claim_id'].nunique(), 'claim')}"


def _sum_speakers(panel: pd.DataFrame, figures: pd.DataFrame, numbers: pd.Series) -> Summed:
    """One row for each speaker and number: the row of the first figure, which tells of the others."""
    summed = {group["figure_id"].iloc[0]: group for _, group in figures.groupby(numbers, sort=True)}
    rows = panel[panel["figure_id"].isin(set(summed))].copy()
    rows["known"] = [summed[first]["known"].max() for first in rows["figure_id"]]
    rows["sources"] = _told(rows, {first: group for first, group in summed.items() if len(group) > 1})
    told = {first: _tell(group) for first, group in summed.items() if len(group) > 1}
    for column in ("row_label", "words", "summary", "source_title", "said"):
        pairs = zip(rows["figure_id"], rows[column], strict=True)
        rows[column] = [told[first][column] if first in told else text for first, text in pairs]
    counts = [len(summed[first]) for first in rows["figure_id"]]
    rows["count"] = [0 if again else n for n, again in zip(counts, rows["figure_id"].duplicated(), strict=True)]
    note = (
        f"{_all_of(figures)} are summed up here in {counted(len(summed), 'row')}: one row stands for the figures in "
        f"which one speaker gives the same number, and says how many they are. {_NEVER_ADDED}"
    )
    return Summed(rows, note)


def _tell(group: pd.DataFrame) -> dict[str, str]:
    """Return the texts of a row that stands for several figures."""
    said = said_between(group["asserted_first"], group["asserted_last"])
    number = counted(len(group), "figure")
    return {
        "row_label": f"{either(group['claimant'], 'Several speakers')} · {number}, {said}",
        # Without words that all of them share, the number stands for them; it is the same in all.
        "words": either(group["words"], format_quantity(group["quantity"].iloc[0])),
        "summary": f"{_all_of(group)}; this leads to the first.",
        "source_title": either(group["source_title"], counted(group["source_id"].nunique(), "source")),
        "said": said,
    }


def _ways(panel: pd.DataFrame) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Yield the figures by way of saying them, in the fixed order of ways; a set with its least and greatest member."""
    bounds = panel.groupby("figure_id", sort=False).agg(low=("low", "min"), high=("high", "max"))
    figures = panel.drop_duplicates("figure_id").set_index("figure_id", drop=False)
    is_set = figures["shape"] == "set"
    figures = figures.assign(
        low=figures["low"].where(~is_set, bounds["low"]), high=figures["high"].where(~is_set, bounds["high"])
    )
    order = figures["shape"].map({shape: place for place, shape in enumerate(SHAPE_MEANING)})
    is_transcript = figures["basis"] == "transcript"
    yield from figures.assign(way=order, is_transcript=is_transcript).groupby(["way", "is_transcript"], sort=True)


def _sum_way(group: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the row of one way of saying a number: a record for each mark in it, all with the row's texts."""
    shape, basis = str(group["shape"].iloc[0]), str(group["basis"].iloc[0])
    transcript = " Carried over without the source's words." if basis == "transcript" else ""
    said = said_between(group["asserted_first"], group["asserted_last"])
    speakers = counted(group["speaker"].nunique(), "speaker")
    first = group.iloc[0]
    row = {
        **{str(name): value for name, value in first.items()},
        "row_label": f"Said as {SHAPE_MEANING[shape]}: {_all_of(group)} by {speakers}, {said}.{transcript}",
        "summary": f"{_all_of(group)}; this leads to the first.",
        "source_title": either(group["source_title"], counted(group["source_id"].nunique(), "source")),
        "said": said,
        "known": group["known"].max(),
        "sources": told_by(group["sources"], group["known"]),
    }
    spans = [_mark(part, shape) for _, part in group.groupby(_bins(group, shape), sort=True)]
    row["words"] = " · ".join(text for _, text in spans)
    drawn = [{**row, **mark} for mark, _ in spans]
    if drawn[0]["shape"] == "word":  # a text is one mark
        return [{**drawn[0], "count": len(group)}]
    return drawn


def _bins(group: pd.DataFrame, shape: str) -> pd.Series:
    """Return for each figure the step of 1, 2, 5, 10, 20, 50 … that its number has reached; a word is its own."""
    if shape not in _ENDS:
        return group["quantity"]
    return group[_ENDS[shape][0]].map(lambda number: _step(int(number)))


def _step(number: int) -> int:
    if number < 1:
        return 0
    power = int(10 ** (len(str(number)) - 1))
    return power * next(step for step in (5, 2, 1) if number >= step * power)


def _mark(part: pd.DataFrame, shape: str) -> tuple[dict[str, Any], str]:
    """Return what is drawn for the figures of one range, and what is written: their ends and how many they are."""
    drawn: dict[str, Any] = {"href": part["href"].iloc[0], "count": len(part), "low": pd.NA, "high": pd.NA}
    if shape not in _ENDS:
        return {**drawn, "shape": "word", "best": pd.NA}, f"{format_quantity(part['quantity'].iloc[0])} ({len(part)})"
    least, greatest = (int(f(part[end])) for f, end in zip((min, max), _ENDS[shape], strict=True))
    sign = "%" if shape == "share" else ""
    text = f"{least}{sign}" if least == greatest else f"{least}{sign} to {greatest}{sign}"
    drawn |= {"best": pd.NA, "shape": shape}
    if shape == "floor":
        drawn |= {"low": least}
    elif shape == "ceiling":
        drawn |= {"high": greatest}
    elif shape == "point" and least == greatest:
        drawn |= {"low": least, "high": least, "best": least}
    elif shape in ("point", "range"):
        drawn |= {"shape": "range", "low": least, "high": greatest}
    else:  # what is open to both sides, or to be read in two ways, has no ends that could be drawn
        drawn |= {"shape": "word"}
    return drawn, f"{text} ({len(part)})"
