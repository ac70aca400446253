"""Invented incidents at places with and without coordinates, for the tests of the map. No expectation of a test."""

from __future__ import annotations

from pathlib import Path

from tiny import write_tiny_dataset

from claimbook.model.dataset import Dataset, load_dataset

# Where each invented place lies: (latitude, longitude), precision, the place that holds it.
Place = tuple[tuple[str, str] | None, str, str]

VALLEY: dict[str, Place] = {
    "velland": (("51.2", "3.4"), "governorate", ""),
    "brenmoor": (("51.05", "3.7"), "settlement", "velland"),
    "harbour": (None, "settlement", "brenmoor"),
    "sallow-ford": (("51.3", "3.1"), "exact", "velland"),
    "moor-road": (None, "subdistrict", "velland"),
    "far-isle": (None, "settlement", ""),
    "somewhere": (("50.9", "3.2"), "unknown", ""),
    "low-weir": (("51.15", "3.25"), "settlement", ""),
}
TITLES = {"brenmoor": ["Fire at Brenmoor, May", "Storm at Brenmoor, June"]}


def write_places(folder: Path, places: dict[str, Place], quiet: tuple[str, ...] = ("low-weir",)) -> Path:
    """Write the tiny dataset with these places, and at each of them an incident, but at the `quiet` ones."""
    rows = {
        key: {
            "name": key.replace("-", " ").title(), "precision": precision, "part_of": part_of,
            "admin1": "Lower Velland",
            "latitude": spot[0] if spot else "", "longitude": spot[1] if spot else "",
            "gazetteer_id": f"gazetteer:{key}" if spot else "",
        }
        for key, (spot, precision, part_of) in places.items()
    }  # fmt: skip
    incidents = {
        f"{key}-{number}": {"title": title, "place_id": key}
        for key in places
        if key not in quiet
        for number, title in enumerate(TITLES.get(key, [f"Fire at {rows[key]['name']}, May"]), start=1)
    }
    return write_tiny_dataset(folder, places=rows, incidents=incidents)


def load_places(folder: Path, places: dict[str, Place], quiet: tuple[str, ...] = ("low-weir",)) -> Dataset:
    """Return the same, loaded."""
    return load_dataset(write_places(folder, places, quiet))
