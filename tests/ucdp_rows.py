"""Made-up events in the shape of UCDP GED's CSV, as many as are wanted. No event of the collection, no expectation.

`python -m tests.ucdp_rows FILE 400000` writes a file of the collection's size.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

COLUMNS = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
FIRST_DAY = date(2031, 1, 1)
DAYS = 3 * 365


def make_rows(count: int, seed: int = 0, out_of_order: int = 0) -> Iterator[dict[str, str]]:
    """Yield so many events; of the first, so many have a best estimate above the highest."""
    random = Random(seed)
    for number in range(1, count + 1):
        yield _make_row(number, random, number <= out_of_order)


def _make_row(number: int, random: Random, is_out_of_order: bool) -> dict[str, str]:
    conflict = min(int(random.paretovariate(0.7)), 300)
    kind = random.choice((1, 1, 1, 2, 3))
    a, b, civilians, unknown = (int(random.paretovariate(1.2)) - 1 for _ in range(4))
    if kind == 3:
        a = b = 0
    if is_out_of_order:
        civilians += 5
    best = a + b + civilians + unknown
    low, high = max(0, best - random.choice((0, 0, 1, 5))), best + random.choice((0, 0, 2, 9))
    start = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    place = random.randrange(5000)
    side_a, side_b = conflict * 2, conflict * 2 + 1
    return dict.fromkeys(COLUMNS, "") | {
        "id": f"{100000 + number}.0", "relid": f"NOR-{number}", "year": f"{start.year}.0", "code_status": "Clear",
        "type_of_violence": f"{kind}.0", "conflict_new_id": f"{conflict}.0",
        "conflict_name": f"Norland: Valley {conflict}", "dyad_new_id": f"{conflict}.0",
        "dyad_name": f"League of the Valley {conflict} - Riders, {conflict}", "side_a_new_id": f"{side_a}.0",
        "side_a": f"League of the Valley {conflict}", "side_b_new_id": f"{side_b}.0",
        "side_b": f'Riders, "the {conflict}"', "number_of_sources": "1.0",
        "source_article": f'"The Norland Herald,{start},A headline, no {number}"',
        "source_original": "police; Herald", "where_prec": f"{place % 7 + 1}.0",
        "where_coordinates": f"Mill Town {place}", "where_description": "at the mill", "adm_1": f"County {place % 30}",
        "latitude": f"{10 + place / 1000:.6f}", "longitude": f"{-20 - place / 900:.6f}",
        "country": "Norland", "country_id": "999.0", "region": "Nowhere", "event_clarity": "1.0", "date_prec": "1.0",
        "date_start": start.isoformat(), "date_end": (start + timedelta(days=random.choice((0, 0, 3)))).isoformat(),
        "deaths_a": f"{a}.0", "deaths_b": f"{b}.0", "deaths_civilians": f"{civilians}.0",
        "deaths_unknown": f"{unknown}.0", "best": f"{best}.0", "low": f"{low}.0",
        "high": f"{best - 1 if is_out_of_order else high}.0",
    }  # fmt: skip


def write_rows(path: Path, rows: Iterator[dict[str, str]] | list[dict[str, str]], **how: str) -> Path:
    """Write events as a CSV file; `encoding` and `delimiter` say how."""
    with path.open("w", encoding=how.get("encoding", "utf-8"), newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, delimiter=how.get("delimiter", ","), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


if __name__ == "__main__":
    write_rows(Path(sys.argv[1]), make_rows(int(sys.argv[2])))
