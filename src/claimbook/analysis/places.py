"""Where the incidents are: each place with what its coordinates are, and how closely it is known. Frames; no charts.

A place without coordinates of its own lies somewhere within the smallest place that holds it and has some. Nothing is
filled in beyond that: a place with none is listed, not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key, name_ranks
from claimbook.model.structure import split_list

# How closely a place can be known and still be a spot on a map; known less closely, it is an area.
SPOTS = ("exact", "settlement")
NOWHERE = "unknown"
COLUMNS = (
    "place_id", "name", "precision", "level", "admin1", "latitude", "longitude", "within", "within_level", "is_area",
    "gazetteer", "incidents", "differs",
)  # fmt: skip


class Spot(NamedTuple):
    """Coordinates, and the place that has them; `within` is its name where that is a larger place, else ""."""

    latitude: float
    longitude: float
    precision: str
    gazetteer: str
    within: str = ""


def incident_places(dataset: Dataset) -> pd.DataFrame:
    """Return one row for each place that an incident is at, by name, with the columns `COLUMNS`.

    `latitude` and `longitude` are blank where no coordinates are known; else `within` names the larger place that has
    them ("" for the place's own), `within_level` is the level of what is meant, `is_area` whether that is an area, and
    `gazetteer` where they come from. `incidents` holds (id, title) of each, `differs` (explanation, claims) of each
    discrepancy about where the place lies, its claims as (claimant, href).
    """
    incidents = dataset.incidents[dataset.incidents["place_id"] != ""]
    at = {str(key): list(group.itertuples()) for key, group in incidents.groupby("place_id")}
    places = dataset.places.set_index("place_id", drop=False)
    differing = _list_differing(dataset)
    rows = []
    for row in places.loc[places["place_id"].isin(at.keys())].sort_values("name", key=name_ranks).itertuples():
        spot = _find_spot(places, row)
        found = sorted(((i.incident_id, i.title) for i in at[row.place_id]), key=lambda item: name_key(item[1]))
        rows.append(
            (
                row.place_id, row.name, row.precision, dataset.descriptor.label("precision", row.precision), row.admin1,
                spot.latitude if spot else None, spot.longitude if spot else None, spot.within if spot else "",
                spot.precision if spot else "", bool(spot and (spot.within or spot.precision not in SPOTS)),
                spot.gazetteer if spot else "", tuple(found), differing.get(row.place_id, ()),
            )
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"latitude": "Float64", "longitude": "Float64"})


def other_places(dataset: Dataset) -> pd.DataFrame:
    """Return `name`, `latitude`, `longitude` of the spots that claims name and no incident is at, by name."""
    places = dataset.places
    is_spot = places["latitude"].notna() & places["longitude"].notna() & places["precision"].isin(SPOTS)
    is_other = ~places["place_id"].isin(set(dataset.incidents["place_id"]))
    chosen = places.loc[is_spot & is_other].sort_values("name", key=name_ranks, kind="stable")
    return chosen[["name", "latitude", "longitude"]].reset_index(drop=True)


def _find_spot(places: pd.DataFrame, row: Any) -> Spot | None:
    """Return the coordinates of a place, or those of the smallest place that holds it and has some."""
    if row.precision == NOWHERE:
        return None
    for holder in _holders(places, row):
        if pd.isna(holder.latitude) or pd.isna(holder.longitude) or holder.precision == NOWHERE:
            continue
        within = "" if holder.place_id == row.place_id else holder.name
        # What is somewhere on an exact spot is no better known than to the settlement.
        level = "settlement" if within and holder.precision == "exact" else holder.precision
        return Spot(float(holder.latitude), float(holder.longitude), level, holder.gazetteer_id, within)
    return None


def _holders(places: pd.DataFrame, row: Any) -> Iterator[Any]:
    """Yield a place and the ones that hold it, the smallest first; a circle ends where it began."""
    seen: set[str] = set()
    while row.place_id not in seen:
        yield row
        seen.add(row.place_id)
        if row.part_of not in places.index:
            return
        row = next(places.loc[[row.part_of]].itertuples())


def _list_differing(dataset: Dataset) -> dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]:
    """Return, for each place, what claims about it say of where it lies that differs from a gazetteer."""
    frame = dataset.discrepancies
    # Without a gazetteer it is an event that is put in different places, which says nothing of where they lie.
    about_places = frame[(frame["kind"] == "place") & (frame["gazetteer"] != "")]
    if about_places.empty:
        return {}
    claims = describe_claims(dataset).set_index("claim_id")
    found: dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]] = {}
    for row in about_places.sort_values("discrepancy_id").itertuples():
        own = claims.loc[split_list(row.claim_ids)]
        told = tuple(zip(own["claimant"], own["href"], strict=True))
        for place in sorted(set(own["place_id"]) - {""}):
            found.setdefault(place, []).append((row.explanation, told))
    return {place: tuple(listed) for place, listed in found.items()}
