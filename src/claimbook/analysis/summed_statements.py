"""Statements that are too many to be drawn one by one. Frame to frame: marks of a lane become one, and are counted.

A mark stays what it is: first hand or second, of a known day or not. First the statements of one day become one mark,
then those of a week, a month, a year, and of all time. Where speakers are too many for lanes of their own, those with
the fewest statements share a lane for each kind of speaker.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pandas as pd

from claimbook.analysis.speeches import distinct_terms
from claimbook.analysis.summing import Summed, counted, either, unchanged
from claimbook.model.dates import format_date
from claimbook.model.order import name_key

# Marks that a timeline draws one by one, and lanes of one speaker each once it does not.
MOST_MARKS = 400
MOST_LANES = 30
_MOST_KINDS = 10
_MOST_ACTS = 5
PERIODS = ("day", "week", "month", "year", "time")
_SAME = ["lane", "shape", "ring", "period"]


def sum_statements(marks: pd.DataFrame, most: int = MOST_MARKS, most_lanes: int = MOST_LANES) -> Summed:
    """Return the marks of a timeline to draw: as they are where they are `most` or fewer, else summed up.

    `marks` are those of `timeline_marks`; what comes back has their columns and `count`, the number of marks that one
    stands for. Not more than `most` marks come back, unless there are more lanes and kinds of marks than that.
    """
    if len(marks) <= most:
        return unchanged(marks, [1] * len(marks))
    shared = _share_lanes(marks, most_lanes)
    for period in PERIODS:
        periods = shared.assign(period=_periods(shared["end"], period))
        groups = periods.groupby(_SAME, sort=False, dropna=False)
        if groups.ngroups <= most:
            break
    rows = pd.DataFrame([_sum(group, period) for _, group in groups])
    return Summed(rows[[*marks.columns, "count"]], _note(marks, rows, period, most_lanes))


def _note(marks: pd.DataFrame, rows: pd.DataFrame, period: str, most_lanes: int) -> str:
    span = "of all time" if period == "time" else f"of one {period}"
    lanes = marks["lane"].nunique()
    shared = (
        f" Of {lanes} lanes, the {most_lanes} with the most statements are kept; the others share one for each kind."
        if lanes > most_lanes
        else ""
    )
    joint = " A joint statement is counted in the lane of each member." if (marks["ring"] == "hollow").any() else ""
    return (
        f"{counted(marks['claim_id'].nunique(), 'statement')} are summed up here in {counted(len(rows), 'mark')}: one "
        f"mark stands for the statements {span} in one lane that are known in the same way, and says how many they "
        f"are. A mark leads to the first of its claims.{shared}{joint}"
    )


def _share_lanes(marks: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the marks with the lanes of the fewest statements made one for each kind of speaker."""
    counts = marks["lane"].value_counts()
    if len(counts) <= most:
        return marks.assign(is_shared=False)
    kept = set(sorted(counts.index, key=lambda lane: (-counts[lane], name_key(lane)))[:most])
    is_shared = ~marks["lane"].isin(kept)
    kinds = marks["lane_kind"].where(is_shared)
    if kinds.nunique() > _MOST_KINDS:
        kinds = kinds.where(~is_shared, "")
    lanes = marks["lane"].groupby(kinds).transform("nunique")
    names = [
        f"Others{f' ({kind})' if kind else ''}: {counted(int(number), 'speaker')}" if shared else lane
        for lane, kind, number, shared in zip(marks["lane"], kinds, lanes, is_shared, strict=True)
    ]
    lane_kinds = marks["lane_kind"].where(~is_shared, kinds)
    return marks.assign(lane=pd.Series(names, marks.index, dtype="str"), lane_kind=lane_kinds, is_shared=is_shared)


def _periods(ends: pd.Series, period: str) -> pd.Series:
    """Return for each last day (ISO, or blank) what the days of its period have in common."""
    known = {end: _period(end, period) for end in ends.dropna().unique()}
    return pd.Series([known.get(end, "") for end in ends], ends.index, dtype="str")


def _period(day: str, period: str) -> str:
    if period == "week":
        that = date.fromisoformat(day)
        return (that - timedelta(days=that.weekday())).isoformat()
    return {"day": day, "month": day[:7], "year": day[:4], "time": ""}[period]


def _sum(group: pd.DataFrame, period: str) -> dict[str, Any]:
    """Return the mark for marks of one lane, shape, ring and period."""
    first = {str(name): value for name, value in group.iloc[0].items()}
    if len(group) == 1:
        name = f"{first['speaker']}: " if first["is_shared"] else ""  # a shared lane does not say who speaks
        return {**first, "act": name + str(first["act"]), "count": 1}
    number = counted(len(group), "statement")
    starts, ends = group["start"].dropna(), group["end"].dropna()
    start, end = (starts.min() if len(starts) else None), (ends.max() if len(ends) else None)
    shape = first["shape"]
    is_spread = shape == "day" and start != end
    sources = counted(group["source_title"].nunique(), "source")
    return {
        **first,
        "statement_id": f"{first['statement_id']} and {len(group) - 1} more in {first['lane']}",
        "shape": "range" if is_spread else shape,
        "start": None if shape == "by" else start,
        "end": end,
        "act": number + (", each of a known day" if is_spread else ", each of a span of days" * (shape == "range")),
        "note": either(group["note"], "jointly" if first["ring"] == "hollow" else ""),
        "speaker": either(group["speaker"], counted(group["speaker"].nunique(), "speaker")),
        "alignment": either(group["alignment"], "several"),
        "summary": f"{number} in {sources}: {_acts(group['act'])}. This leads to the first.",
        "source_title": either(group["source_title"], sources),
        "said": _said(shape, start, end),
        "count": len(group),
        "acts": distinct_terms(term for terms in group["acts"] for term in terms),
        "alignments": distinct_terms(term for terms in group["alignments"] for term in terms),
        "lanes": distinct_terms(lane for lanes in group["lanes"] for lane in lanes),
    }


def _said(shape: str, start: str | None, end: str | None) -> str:
    if shape == "undated" or end is None:
        return "day not known"
    if shape == "by":
        return f"said by {format_date(end)}"
    return f"said {format_date(f'{start}/{end}')}"


def _acts(acts: pd.Series) -> str:
    """Return how often each act occurs, by name."""
    counts = Counter(acts)
    told = [f"{act} ({counts[act]})" for act in sorted(counts, key=name_key)]
    return "; ".join([*told[:_MOST_ACTS], *(["other acts"] if len(told) > _MOST_ACTS else [])])
