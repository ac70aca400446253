"""The page on how figures travelled: series as steps; each tally with its renderings, their way, their differences.

The drawings of an origin's ways are in `ways`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.captions import (
    ask_steps,
    caption_steps,
    describe_series,
)
from claimbook.analysis.relays import NO_AGENCY, Named, count_by_origin, list_differences, list_renderings, name_tallies
from claimbook.analysis.series import MONITORS_NOTE, describe_steps, list_series, without_step
from claimbook.analysis.series_changes import Compared, compare_tallies, describe_changes, told_apart
from claimbook.analysis.summing import counted
from claimbook.analysis.tallies import ORIGIN_IS, TALLY_IS, TALLY_RULES, list_tallies
from claimbook.book.behind import SERIES, TALLIES, behind, chart_anchor
from claimbook.book.framed import Framed, Said, attached_to, frame
from claimbook.book.limits import MOST_LINES, MOST_PANELS, MOST_ROWS, first_of, left_out
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html, anchor, render_template
from claimbook.charts import late_after, steps_chart
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_day
from claimbook.model.each import rows_by
from claimbook.model.order import name_key
from claimbook.model.quantities import format_quantity

# What the table of origins holds, and how many charts need no list of them.
MOST_ORIGINS = 20
MOST_UNLISTED = 3
# How many tallies of an origin that have the most renderings are named.
MOST_NAMED = 3
_RENDERINGS_NOTE = (
    "Renderings count figures, not texts: a text that prints three tallies of an origin holds three renderings of it. "
    "How many there are says how often a number was found printed in the sources searched, not how likely it is. "
    "“Name through whom” has how many of them name an agency or somebody else from whom they have it."
)


def origin_counts(dataset: Dataset) -> Html:
    """Return how many tallies, renderings and outlets each origin has, the most renderings first, and which of its
    numbers most sources render.

    An origin leads to its tallies on this page, where there are any that several sources render.
    """
    counts = count_by_origin(dataset)
    shown = _shown(_relayed(dataset))
    told = set(shown["origin"])
    names = name_tallies(dataset)
    most = {origin: _most_rendered(own, names) for origin, own in shown.groupby("origin", sort=False)}
    kept, rest = first_of(list(counts.itertuples(index=False)), MOST_ORIGINS)
    rows = [
        (
            {"text": row.origin, "href": f"#{_tallies_of(row.origin)}"} if row.origin in told else row.origin,
            row.tallies, row.renderings, row.named, row.outlets, most.get(row.origin, "none rendered twice"),
        )
        for row in kept
    ]  # fmt: skip
    columns = (
        "Origin", "Tallies", "Renderings found", "Name through whom", "Outlets", "Tally with the most renderings"
    )  # fmt: skip
    note = left_out(rest, "origin with fewer renderings", "origins with fewer renderings")
    whole = (
        f"{counted(len(dataset.figures), 'coded figure')}, parts of others among them, make "
        f"{counted(int(counts['renderings'].sum()), 'rendering')} (a tally that one source gives twice is one) of "
        f"{counted(int(counts['tallies'].sum()), 'tally', 'tallies')} of {counted(len(counts), 'origin')}."
    )
    table = part(
        columns,
        rows,
        texts=[whole, f"An origin is {ORIGIN_IS}.", f"A tally is {TALLY_IS}. {TALLY_RULES}", _RENDERINGS_NOTE],
        caption="Origins by the number of renderings found",
    )
    listed = [table, part(texts=[note] if note else [])] if rows else [part(empty="No figure was found.")]
    return show_parts(listed, "origins by renderings")


def _most_rendered(tallies: pd.DataFrame, names: Mapping[str, Named]) -> list[dict[str, str]]:
    """Return links to the tallies of an origin that most sources render, of whom and by when: to all that have as many,
    but of many only to the first that was given out, with the number of the others.
    """
    most = tallies[tallies["renderings"] == tallies["renderings"].max()]
    named = most if len(most) <= MOST_NAMED else most.head(1)
    links = [
        {
            "text": f"{_name(row, names)}, {counted(int(row.renderings), 'rendering')}",
            "href": f"#tally-{row.tally_id}",
            "after": ";",
        }
        for row in named.itertuples()
    ]
    if len(most) > len(named):
        links[0]["text"] += f"; {len(most) - 1} more tallies with as many"
    return links


def _name(row: Any, names: Mapping[str, Named]) -> str:
    """Return a tally's number, what it counts, of whom, where and of which days, and by when it had been given out."""
    number, scope = names[row.tally_id]
    given = "" if pd.isna(row.given_out) else f", given out by {format_day(row.given_out.date())}"
    return f"{number} ({row.measure_label}: {scope}){given}"


def series_charts(dataset: Dataset) -> Html:
    """Return a chart for each series of at least two tallies, by claimant: steps, each rendering a mark on its step."""
    series = list_series(dataset)
    kinds = dict(zip(dataset.actors["name"], dataset.actors["kind"], strict=True))
    groups = [group for _, group in series.groupby("series", sort=True)]
    kept, rest = first_of(groups, MOST_PANELS)
    told = set(_shown(_relayed(dataset))["tally_id"])
    panels = [_panel(dataset, group, kinds.get(str(group["origin"].iloc[0]), ""), told) for group in kept]
    note = f"{counted(rest, 'more series', 'more series')} of tallies are not drawn here." if rest else ""
    return render_template(
        "series", "series of tallies", attached_to(panels), panels=panels, note=note,
        lists=_list_series(kept) if len(kept) > MOST_UNLISTED else [],
    )  # fmt: skip


def _list_series(groups: Sequence[pd.DataFrame]) -> list[dict[str, Any]]:
    """Return by origin what leads to each chart: what it counts, and how many tallies it has."""
    listed: dict[str, list[dict[str, str]]] = {}
    for group in groups:
        origin, title = (str(group[column].iloc[0]) for column in ("origin", "title"))
        what = title.removeprefix(origin).removeprefix(": ")
        count = counted(group["tally_id"].nunique(), "tally", "tallies")
        listed.setdefault(origin, []).append({"title": what, "anchor": _place(group), "count": count})
    return [{"origin": origin, "series": series} for origin, series in listed.items()]


def _place(group: pd.DataFrame) -> str:
    return chart_anchor(SERIES, group["figure_id"].min())


def _panel(dataset: Dataset, group: pd.DataFrame, kind: str, told: set[str]) -> Framed:
    differing = int(group["differs"].sum())
    notes = [MONITORS_NOTE] if kind == "monitor" else []
    late = late_after(group["given_out"].max())
    if (group["seen"] > late).any():
        notes.append(f"Marks in the last column came out after {format_day(late.date())}.")
    if differing:
        verb = "a diamond, differs" if differing == 1 else "diamonds, differ"
        notes.append(
            f"{differing} of the {len(group)} marks, {verb} from what more renderings of the same tally say, of the "
            "days, the place or who is counted, for example."
        )
    tallies = compare_tallies(dataset, group)
    if len(tallies) > group.loc[group["is_main"], "given_out"].nunique():
        notes.append(
            "Tallies of one day run side by side: which of them came first is not known. An upright line is drawn from "
            "the greatest number of a day to those of the next, and says nothing of which follows which."
        )
    if loose := without_step(group)["tally_id"].nunique():
        notes.append(_loose(loose))
    said = Said(
        question=ask_steps(group),
        caption=[" ".join([caption_steps(group), *notes])],
        more=Markup(
            render_template(
                "steps", summary=describe_steps(group), **_changes(tallies, str(group["title"].iloc[0]), told)
            ).html
        ),
        work=read_credits(dataset.descriptor.raw),
    )
    numbers = group.assign(number=[format_quantity(text) for text in group["quantity"]])
    chart = steps_chart(group, describe_series(group))
    return frame(chart, _place(group), said, behind(numbers, TALLIES, kind=SERIES))


def _loose(number: int) -> str:
    head = "1 of the tallies, a round number, makes" if number == 1 else f"{number} of the tallies, round numbers, make"
    return (
        f"{head} no step: {'it' if number == 1 else 'each'} may be an exact one that had been given out by then, said "
        "loosely, or a number of its own; see the tallies in words."
    )


def _changes(tallies: Sequence[Compared], title: str, told: set[str]) -> dict[str, Any]:
    """Return what the template of one series needs to say what its tallies differ in, as sentences and as a table.

    A number leads to its tally on this page where that is one of `told`, else to its claim.
    """
    respects, same = told_apart(tallies)
    sentences, more = first_of(describe_changes(tallies), MOST_LINES)
    rows = [
        {
            "number": format_quantity(tally.quantity),
            "tally": f"tally-{tally.tally_id}" if tally.tally_id in told else "",
            "href": tally.href,
            "cells": [
                format_day(tally.given_out.date()),
                f"{tally.renderings} ({tally.here})",
                *(tally.most[respect].told() for respect in respects),
            ],
        }
        for tally in tallies
    ]
    return {
        "title": title, "changes": sentences, "note": left_out(more, "change"), "respects": respects, "rows": rows,
        "same": "; ".join(f"{name}: {words}" for name, words in same.items()),
    }  # fmt: skip


def tally_ways(dataset: Dataset) -> Html:
    """Return every tally that more than one source renders: by whom, by when, through whom, and what differs.

    Tallies stand by origin and day. Of more than a page can hold, those with the most renderings are shown.
    """
    relayed = _relayed(dataset)
    shown = _shown(relayed)
    names = name_tallies(dataset)
    every = list_renderings(dataset)
    every = every[every["tally_id"].isin(set(shown["tally_id"]))]
    renderings = rows_by(every, ["tally_id"], ["source_id", "quantity", "station", "outlet", "href", "said"])
    differences = rows_by(list_differences(dataset), ["tally_id"])
    named = {row.tally_id: row for row in list_tallies(dataset).itertuples()}
    on_page = set(shown["tally_id"])
    sections = []
    for origin in sorted(set(shown["origin"]), key=name_key):
        own = shown[shown["origin"] == origin]
        rows = [
            {
                **_tally(row, names, renderings[row.tally_id,], differences.get((row.tally_id,), [])),
                "twins": [_twin(named[other], names, on_page) for other in row.twins],
            }
            for row in own.itertuples()
        ]
        sections.append({"title": origin, "anchor": _tallies_of(origin), "tallies": rows})
    note = left_out(len(relayed) - len(shown), "tally", "tallies")
    return render_template("tallies", "tallies and their renderings", sections=sections, note=note)


def _relayed(dataset: Dataset) -> pd.DataFrame:
    tallies = list_tallies(dataset)
    return tallies[tallies["renderings"] > 1]


def _shown(relayed: pd.DataFrame) -> pd.DataFrame:
    """Return those tallies that the page has room for: the ones with the most renderings, in their order."""
    order = relayed.sort_values("renderings", ascending=False, kind="stable")
    return relayed[relayed["tally_id"].isin(set(order["tally_id"].head(MOST_ROWS // 2)))]


def _tallies_of(origin: str) -> str:
    return anchor(f"tallies of {origin}")


def _tally(row: Any, names: Mapping[str, Named], renderings: list[Any], differences: list[Any]) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for item in renderings:
        first.setdefault(item.source_id, item)
    sources = list(first.values())
    return {
        "anchor": f"tally-{row.tally_id}",
        "title": _name(row, names),
        "count": f"{counted(len(sources), 'rendering')}, 1 origin",
        "differences": [
            {
                "respect": item.respect,
                "told": [
                    {"text": text, "claims": [{"text": claim, "href": href} for claim, href in claims[:MOST_LINES]]}
                    for text, claims in item.told
                ],
            }
            for item in differences
        ],
        "ways": _ways(sources),
    }


def _twin(row: Any, names: Mapping[str, Named], on_page: set[str]) -> dict[str, str]:
    is_here = row.tally_id in on_page
    return {"text": _name(row, names), "href": f"#tally-{row.tally_id}" if is_here else row.href}


def _ways(sources: list[Any]) -> list[dict[str, Any]]:
    """Return the stations between claimant and outlet, by name, each with the outlets that name it."""
    by_station: dict[str, list[Any]] = {}
    for item in sorted(sources, key=lambda item: name_key(item.outlet)):
        by_station.setdefault(item.station, []).append(item)
    return [
        {
            "station": station,
            "outlets": [{"text": item.outlet, "href": item.href, "said": item.said} for item in by_station[station]],
        }
        for station in sorted(by_station, key=lambda name: (name == NO_AGENCY, name_key(name)))
    ]
