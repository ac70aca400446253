"""Who and where an invented flood is about: actors, places, incidents, disputes. No source, no claim, no measuring."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from claimbook.model.descriptor import read_schema

RIVERS = ("Weir", "Mill", "Reed", "Otter", "Heron", "Alder", "Stone", "Salt", "Long", "Sand", "Fern", "Gull")
ENDS = ("mere", "ford", "bridge", "quay", "lock", "field", "holm", "wick", "stead", "haven", "marsh", "bank")
BODIES = {
    "authority": "River Office of {}",
    "monitor": "Rescue League of {}",
    "media": "The {} Gazette",
    "state": "Republic of {}",
    "intergovernmental": "Basin Union of {}",
    "official": "Harbour master of {}",
    "commentator": "Columnist of {}",
    "advocacy": "Ferry Folk of {}",
    "armed_group": "Lock Guard of {}",
    "joint": "Upper and Lower {}",
    "unidentified": "Unnamed official of {}",
    "private_person": "a relative (ward {})",
}


@dataclass(frozen=True)
class Cast:
    """Whom and what the claims are about: ids by kind, and how many there are."""

    actors: dict[str, str]
    speakers: list[str]
    media: list[str]
    places: int
    incidents: int
    disputes: int
    names: dict[str, str] = field(default_factory=dict)


class Table:
    """An open table that takes rows as dictionaries; what a row does not name is left empty."""

    def __init__(self, path: Path, name: str, stack: ExitStack) -> None:
        self.columns = [column["name"] for column in read_schema()["tables"][name]["schema"]["fields"]]
        handle = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        self.writer = csv.writer(handle, lineterminator="\n")
        self.writer.writerow(self.columns)

    def add(self, **cells: object) -> None:
        """Write one row."""
        self.writer.writerow([cells.get(column, "") for column in self.columns])


def place_name(number: int) -> str:
    """Return the name of an invented place, another for each number."""
    name = RIVERS[number % len(RIVERS)] + ENDS[number // len(RIVERS) % len(ENDS)]
    more = number // (len(RIVERS) * len(ENDS))
    return f"{name} {more + 1}" if more else name


def write_cast(tables: dict[str, Table], claims: int, random: Random) -> Cast:
    """Write actors, places, incidents, disputes and positions: few beside the claims, more where there are more."""
    cast = Cast({}, [], [], places=20 + claims // 500, incidents=5 + claims // 1000, disputes=4 + claims // 20000)
    _write_actors(tables, cast, 60 + claims // 250)
    levels = ("exact", "settlement", "settlement", "subdistrict", "district", "governorate")
    for number in range(cast.places):
        above = "" if number < 4 else f"p-{number % 4:05d}"
        tables["places"].add(
            place_id=f"p-{number:05d}", name=place_name(number), part_of=above,
            latitude=f"{random.uniform(-60, 60):.4f}", longitude=f"{random.uniform(-170, 170):.4f}",
            precision="governorate" if number < 4 else levels[number % len(levels)],
        )  # fmt: skip
    for number in range(cast.incidents):
        tables["incidents"].add(
            incident_id=f"i-{number:05d}", title=f"High water at {place_name(number)}, day {number + 1}",
            place_id=f"p-{number % cast.places:05d}", part_of="" if number < 5 else f"i-{number % 5:05d}",
        )  # fmt: skip
    for number in range(cast.disputes):
        place = place_name(number)
        tables["disputes"].add(dispute_id=f"d-{number:04d}", question=f"Who shut the gates at {place}?", kind="fact")
        for answer, label in enumerate(("The office did", "The league did", "Nobody did")):
            tables["positions"].add(position_id=f"d-{number:04d}-{answer}", dispute_id=f"d-{number:04d}", label=label)
    return cast


def _write_actors(tables: dict[str, Table], cast: Cast, count: int) -> None:
    kinds = list(BODIES)
    heads: list[str] = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        actor = f"a-{number:05d}"
        # Who speaks for somebody speaks for a body of the same round of kinds; half of the officials do.
        head = heads[number % len(heads)] if kind == "official" and number % 2 and heads else ""
        name = BODIES[kind].format(number if kind == "private_person" else place_name(number // len(kinds)))
        tables["actors"].add(actor_id=actor, name=name, kind=kind, speaks_for=head, also_written=f"{name}; no {number}")
        cast.actors[actor] = kind
        cast.names[actor] = name
        if kind in ("authority", "state"):
            heads.append(actor)
        if kind == "joint":
            for member in heads[-2:]:
                tables["actor_members"].add(actor_id=actor, member_id=member)
        (cast.media if kind == "media" else cast.speakers).append(actor)
