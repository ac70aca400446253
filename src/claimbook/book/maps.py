"""The map of the incidents, and the list that says the same in words. Frames and a chart to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.map_marks import describe_where, mark_places
from claimbook.analysis.places import NOWHERE, incident_places, other_places
from claimbook.analysis.summing import counted
from claimbook.book.behind import Behind, Column, behind
from claimbook.book.framed import Said, attached_to, frame
from claimbook.book.limits import MOST_IN_CELL, MOST_LINES, MOST_ROWS, first_of, left_out
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html, render_template
from claimbook.charts import map_chart
from claimbook.charts.outline import read_origin
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.links import incident_href, place_anchor
from claimbook.model.order import name_ranks

QUESTION = "Where do sources say that something happened?"
ANCHOR = "map-incidents"
COLUMNS = (
    Column("number", "Number on the map"), Column("summary", "Incidents"), Column("name", "Place"),
    Column("level", "Level"), Column("latitude", "Latitude"), Column("longitude", "Longitude"),
    Column("gazetteer", "Coordinates from"), Column("place_id"),
)  # fmt: skip
# Marks of one map; each is a link that a keyboard goes through.
MOST_MARKS = 200
KEYS = {
    "spot": "A filled dot: a place known to the level of a settlement, or closer.",
    "area": "A dashed ring: somewhere within an area. Its size stands for the area's level, not for its reach.",
    "other": "A small dot: another place that the sources name.",
}


def incident_map(dataset: Dataset) -> Html:
    """Return the map of the incidents with its list; a sentence where no incident has a place.

    Of more marks than a map can hold the first by name are drawn, and of a longer list the first rows are listed.
    """
    places = incident_places(dataset)
    if places.empty:
        return show_parts([part(empty="No incident is coded with a place.")], "map")
    marks, numbers = mark_places(places)
    drawn, others = marks.head(MOST_MARKS), other_places(dataset)
    off_the_map = [row for row, number in zip(places.itertuples(), numbers, strict=True) if not number]
    label = _describe(drawn, len(off_the_map))
    notes = [
        left_out(len(marks) - len(drawn), "mark"),
        _not_on_the_map(dataset, places, off_the_map) if len(drawn) else "",
        _without_place(dataset),
    ]
    keys = render_template("map_keys", keys=_keys(drawn, others), notes=list(filter(None, notes)))
    said = Said(QUESTION, _caption(drawn), work=read_credits(dataset.descriptor.raw))
    # Where there is nothing to draw, a sentence stands alone: an empty frame would look like an empty land.
    chart = map_chart(drawn, others, label)
    frames = [frame(chart, ANCHOR, said, _behind(places, numbers))] if chart.spec else []
    return render_template(
        "map",
        label,
        attached_to(frames),
        chart=frames[0].html if frames else Markup(chart.html),  # escaped by its own template
        keys=Markup(keys.html),
        list=Markup(_list(places, numbers).html),
    )


def _behind(places: pd.DataFrame, numbers: Sequence[int]) -> Behind:
    """Return the data behind the map: one row a place, as it is listed below."""
    named = places["incidents"]
    rows = places.assign(
        number=[number or "" for number in numbers],
        summary=["; ".join(title for _, title in incidents) for incidents in named],
        href=[incident_href(incidents[0][0]) for incidents in named],
    )
    return behind(rows, COLUMNS)


def _caption(marks: pd.DataFrame) -> list[str]:
    if marks.empty:
        return []
    origin = read_origin()
    return [
        "A mark says that sources report something there, and nothing of how much or how often; its number is that of "
        "the list below.",
        f"Coasts and borders are drawn as {origin['data']} has them (package {origin['package']} {origin['version']}); "
        "the lines say nothing of whose a land is.",
    ]


def _keys(marks: pd.DataFrame, others: pd.DataFrame) -> list[tuple[str, str]]:
    is_area = marks["is_area"].astype(bool)
    shown = {"spot": bool((~is_area).any()), "area": bool(is_area.any()), "other": bool(len(others) and len(marks))}
    return [(kind, KEYS[kind]) for kind, is_shown in shown.items() if is_shown]


def _not_on_the_map(dataset: Dataset, places: pd.DataFrame, missing: Sequence[Any]) -> str:
    """Return how many places have no mark, why, and which: a map that is empty of the most claims must say so."""
    if not missing:
        return ""
    counts = dataset.claims["incident_id"].value_counts()
    sizes = {row.place_id: int(sum(counts.get(key, 0) for key, _ in row.incidents)) for row in places.itertuples()}
    named = [f"{row.name} ({counted(sizes[row.place_id], 'claim')})" for row in missing]
    about = sum(sizes[row.place_id] for row in missing)
    them = "it" if len(missing) == 1 else "them"
    unknown = ", or it is not known which place is meant" if NOWHERE in {row.precision for row in missing} else ""
    return (
        f"Not on the map: {len(missing)} of {counted(len(places), 'place')} of incidents, with {about} of "
        f"{counted(sum(sizes.values()), 'claim')} about these incidents. The data give no coordinates for {them}, nor "
        f"for a place that holds {them}{unknown}: {_name(named, MOST_LINES)}."
    )


def _without_place(dataset: Dataset) -> str:
    """Return the sentence on incidents whose sources do not agree on a place, or give none."""
    incidents = dataset.incidents[dataset.incidents["place_id"] == ""].sort_values("title", key=name_ranks)
    return f"No place is coded for: {_name(incidents['title'].tolist())}." if len(incidents) else ""


def _name(names: Sequence[str], most: int = MOST_IN_CELL) -> str:
    named, more = first_of(names, most)
    return "; ".join([*named, *([f"and {more} more"] if more else [])])


def _list(places: pd.DataFrame, numbers: Sequence[int]) -> Html:
    """Return the list of the places: those on the map in the order of their numbers, then the others by name."""
    rows = [_row(row, number) for row, number in zip(places.itertuples(), numbers, strict=True)]
    listed, more = first_of(sorted(rows, key=lambda row: row["number"] or len(numbers) + 1), MOST_ROWS)
    differing = [item for row in listed for item in row["differs"]]
    return render_template("map_list", rows=listed, differing=differing, left_out=left_out(more, "place"))


def _row(row: Any, number: int) -> dict[str, Any]:
    named, more = first_of(row.incidents, MOST_IN_CELL)
    return {
        "number": number,
        "anchor": place_anchor(row.place_id),
        "incidents": [{"title": title, "href": incident_href(key)} for key, title in named],
        "more": left_out(more, "incident"),
        "place": row.name,
        "level": row.level if not (number and row.is_area) else f"{row.level}: {describe_where(row)}",
        "admin1": row.admin1,
        "coordinates": _say_coordinates(row) if number else "",
        "within": row.within,
        "gazetteer": row.gazetteer,
        "differs": [_say_differing(row, explanation, claims) for explanation, claims in row.differs],
    }


def _say_differing(row: Any, explanation: str, claims: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    named, more = first_of(claims, MOST_IN_CELL)
    return {
        "anchor": place_anchor(row.place_id),
        "place": row.name,
        "explanation": explanation,
        "claims": [{"claimant": claimant, "href": href} for claimant, href in named],
        "more": left_out(more, "claim"),
    }


def _say_coordinates(row: Any) -> str:
    north, east = float(row.latitude), float(row.longitude)
    return f"{abs(north):.8g}° {'N' if north >= 0 else 'S'}, {abs(east):.8g}° {'E' if east >= 0 else 'W'}"


def _describe(marks: pd.DataFrame, off_the_map: int) -> str:
    """Return the words that stand for the map."""
    spots = [row.name for row in marks.itertuples() if not row.is_area]
    areas = [f"{row.name} ({row.where})" for row in marks.itertuples() if row.is_area]
    parts = [
        f"Map of {counted(len(marks), 'mark')} for places of incidents.",
        f"Spots: {_name(spots)}." if spots else "",
        f"Areas: {_name(areas)}." if areas else "",
        f"{counted(off_the_map, 'place')} without coordinates, listed below." if off_the_map else "",
    ]
    return " ".join(filter(None, parts)) if len(marks) else ""
