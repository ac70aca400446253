"""The ways of an origin's numbers as drawings: from it, through those whom outlets name, to the outlets.

What belongs to a single tally is in `travel`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.captions import ask_ways, caption_ways, describe_ways
from claimbook.analysis.relays import NO_AGENCY, list_ways
from claimbook.analysis.summing import counted
from claimbook.book.behind import WAYS, behind
from claimbook.book.framed import Said, attached_to, frame
from claimbook.book.render import Html, anchor, render_template, scripted
from claimbook.charts import ways_chart
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset

# Outlets from which on a way is drawn (fewer stand in the list of tallies), and what a page and a drawing hold.
LEAST_OUTLETS = 3
MOST_ORIGINS = 20
MOST_OUTLETS = 150


def origin_ways(dataset: Dataset) -> Html:
    """Return, for each origin of which outlets name who passed its numbers on, their way as a drawing.

    Of many origins those with the most outlets are shown, and of many outlets the first.
    """
    ways = list_ways(dataset)
    outlets = ways.groupby("origin", sort=False)["outlet"].nunique()
    named = ways[ways["station"] != NO_AGENCY].groupby("origin", sort=False)["renderings"].sum()
    told = outlets[(outlets >= LEAST_OUTLETS) & outlets.index.isin(named.index)]
    chosen = set(told.sort_values(ascending=False, kind="stable").index[:MOST_ORIGINS])
    sections = [
        _way(dataset, str(origin), group, int(named[origin]))
        for origin, group in ways.groupby("origin", sort=False)
        if origin in chosen
    ]
    rest = len(told) - len(chosen)
    note = f"{counted(rest, 'more origin')} with fewer outlets, not drawn here." if rest else ""
    files = attached_to([section["frame"] for section in sections])
    return render_template("ways", "ways of figures", files, sections=sections, note=note, which=_which(outlets, told))


def _which(outlets: pd.Series[int], told: pd.Series[int]) -> str:
    """Return of which origins a way is drawn, and why of no others; "" where none is."""
    if told.empty:
        return ""
    return (
        f"A way is drawn of an origin whose numbers were found in {LEAST_OUTLETS} outlets or more, if a rendering "
        f"names through whom it came; here that is so of {len(told)} of {counted(len(outlets), 'origin')}. All others "
        "stand in the list of tallies below, where several sources render their number, and on their claims’ cards."
    )


def _way(dataset: Dataset, origin: str, group: pd.DataFrame, named: int) -> dict[str, Any]:
    label = (
        f"{origin}: {counted(int(group['renderings'].sum()), 'rendering')} of its tallies in "
        f"{counted(group['outlet'].nunique(), 'outlet')}; {named} of them name who passed them on."
    )
    rest = max(0, len(group) - MOST_OUTLETS)
    said = Said(
        question=ask_ways(origin),
        caption=[
            f"{caption_ways(group, named)} From the origin, through those whom outlets name, to the outlets, with the "
            "number of renderings in brackets." + (f" The last {rest} rows are not drawn." if rest else ""),
            scripted("Each outlet leads to the first of its claims."),
        ],
        work=read_credits(dataset.descriptor.raw),
    )
    chart = ways_chart(group.head(MOST_OUTLETS), origin, describe_ways(group, origin, named))
    return {"label": label, "frame": frame(chart, anchor(f"ways of {origin}"), said, behind(group, WAYS))}
