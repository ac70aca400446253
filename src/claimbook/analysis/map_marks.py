"""Places to marks of a map: what stands at one spot, known equally closely, is one mark, which names it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from claimbook.model.links import incident_href, incident_place_href

MARK_COLUMNS = (
    "number", "name", "where", "level", "is_area", "latitude", "longitude", "href", "incidents", "differs",
)  # fmt: skip
# Names and titles that a mark says one by one; the list beside the map says them all.
MOST_NAMED = 5


def mark_places(places: pd.DataFrame) -> tuple[pd.DataFrame, list[int]]:
    """Return the marks of the places that have coordinates, and each place's mark; 0 for one that has none.

    `places` is what `incident_places` returns. A mark has the columns `MARK_COLUMNS`; they are numbered from 1 in the
    places' order. It leads to the incident's page, or, where it stands for several, to the list of them.
    """
    groups: dict[tuple[Any, ...], list[Any]] = {}
    order: dict[tuple[Any, ...], int] = {}
    numbers = []
    for row in places.itertuples():
        if pd.isna(row.latitude):
            numbers.append(0)
            continue
        key = (row.latitude, row.longitude, row.is_area, row.within_level)
        groups.setdefault(key, []).append(row)
        numbers.append(order.setdefault(key, len(order) + 1))
    marks = [_mark(number, rows) for number, rows in enumerate(groups.values(), start=1)]
    return pd.DataFrame(marks, columns=list(MARK_COLUMNS)), numbers


def describe_where(row: Any) -> str:
    """Return how closely the place of a row is known, as the map draws it, in words."""
    if not row.is_area:
        return str(row.level)
    return f"somewhere within {row.within}" if row.within else f"somewhere within this area ({row.level})"


def _mark(number: int, rows: Sequence[Any]) -> dict[str, Any]:
    first = rows[0]
    incidents = [incident for row in rows for incident in row.incidents]
    (identifier, _), several = incidents[0], len(incidents) > 1
    differs = dict.fromkeys(explanation for row in rows for explanation, _ in row.differs)
    return {
        "number": number,
        "name": _name_all([row.name for row in rows]),
        "where": _name_all(list(dict.fromkeys(map(describe_where, rows)))),
        "level": first.within_level,
        "is_area": first.is_area,
        "latitude": first.latitude,
        "longitude": first.longitude,
        "href": incident_place_href(first.place_id) if several else incident_href(identifier),
        "incidents": _name_all([title for _, title in incidents]),
        "differs": " ".join(differs),
    }


def _name_all(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return "; ".join(names[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
