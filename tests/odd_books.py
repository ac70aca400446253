"""Datasets that are odd and valid: long titles, names that run from right to left, hardly anything, a crowd of claims.

What belongs here: the datasets by name, and how their books are built. What does not: any expectation of a test.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tiny import write_tiny_dataset

from benchmarks.big_dataset import write_big_dataset
from claimbook.book.build import Built, build_book

ROOT = Path(__file__).resolve().parents[1]
CROWD = 5000
LONG = 300
ALL = "i-00000"

OUTLETS = ("courier", "herald", "mirror")
# Names as they are in the plain case, in a long one and in one that runs from right to left. All are invented.
PLAIN = {
    "weir-gazette": "The Weir Gazette", "river-office": "River Office", "rescue-league": "Rescue League",
    "courier": "The Courier", "herald": "The Herald", "mirror": "The Mirror",
    "lowmere": "Lowmere", "ferry-quay": "Ferry Quay", "flood": "Flood at Lowmere, May 2031",
    "gates": "Could the gates have held back the water?", "gates-could": "They could have",
    "gates-could-not": "No gate could have", "gazette": "The Weir Gazette, 7 May 2031",
}  # fmt: skip
ARABIC = {
    "weir-gazette": "جريدة السد", "river-office": "مكتب النهر", "rescue-league": "رابطة الإنقاذ (سوق الجسر)",
    "courier": "قناة الضفة 24 (Bank TV)", "herald": "العربة", "mirror": "המראה של הנמל",
    "lowmere": "بحيرة السفلى", "ferry-quay": "רציף המעבורת", "flood": "فيضان بحيرة السفلى، مايو 2031",
    "gates": "هل كانت البوابات تمنع الماء؟", "gates-could": "نعم", "gates-could-not": "لا، 100 بوابة لا تكفي",
    "gazette": "جريدة السد، العدد 7 (2031)",
}  # fmt: skip
# A word that no line can be broken in, and 300 characters of words.
UNBROKEN = "Weirgatekeepersassociationofthelowerlakeandallitstributaries"


def lengthen(name: str, key: str) -> str:
    """Return a name of exactly 300 characters that begins as the short one does; one of them cannot be broken."""
    filler = UNBROKEN * 5 if key == "herald" else "together with the boards of all the wards along the lower river "
    return f"{name} {filler * 5}"[: LONG - 1] + "x"


def write_named(folder: Path, names: Mapping[str, str], **more: Any) -> Path:
    """Write the tiny case with three more outlets that print its tally, under these names."""
    changes: dict[str, dict[Any, Any]] = {
        "actors": {key: {"name": names[key]} for key in ("weir-gazette", "river-office", "rescue-league")},
        "places": {key: {"name": names[key]} for key in ("lowmere", "ferry-quay")},
        "incidents": {"flood": {"title": names["flood"]}},
        "disputes": {"gates": {"question": names["gates"]}},
        "positions": {key: {"label": names[key]} for key in ("gates-could", "gates-could-not")},
        "sources": {"gazette": {"title": names["gazette"], "publisher": names["weir-gazette"]}},
        "passages": {}, "claims": {}, "figures": {}, "statements": {},
    }  # fmt: skip
    for number, outlet in enumerate(OUTLETS):
        _add_outlet(changes, outlet, names, f"2031-05-0{6 + number}", via="weir-gazette" if number else "")
    for table, rows in more.pop("tables", {}).items():
        for key, cells in rows.items():
            changes[table][key] = {**changes[table].get(key, {}), **cells}
    return write_tiny_dataset(folder, **changes, **more)


def _add_outlet(changes: dict[str, dict[Any, Any]], outlet: str, names: Mapping[str, str], day: str, via: str) -> None:
    """Add a source that prints the office's tally and a later one, and that lets the league speak."""
    changes["actors"][outlet] = {"name": names[outlet], "kind": "media"}
    changes["sources"][outlet] = {
        "title": f"{names[outlet]}, {day}" if len(names[outlet]) < LONG else names[outlet],
        "publisher": names[outlet], "kind": "news_report", "published": day, "language": "en", "issued_by": outlet,
        "custody": "issuer", "seen_as": "excerpt", "coding_scope": "passage",
    }  # fmt: skip
    changes["passages"][f"{outlet}-p1"] = {"source_id": outlet, "text_part": "body"}
    claim = {
        "source_id": outlet, "passage_id": f"{outlet}-p1", "via": via, "remove": "agency_relay", "voice": "indirect",
        "asserted_basis": "stated", "incident_id": "flood", "place_id": "lowmere", "evidence": "not_stated",
    }  # fmt: skip
    said = (("river-office", "2031-05-05", "13"), ("river-office", day, f"{13 + int(day[-1])}"),
            ("rescue-league", day, "31"))  # fmt: skip
    for number, (speaker, asserted, quantity) in enumerate(said, 1):
        key = f"{outlet}-00{number}"
        summary = f"{names[speaker][:60]} reports {quantity} dead."
        changes["claims"][key] = {**claim, "claimant_id": speaker, "asserted": asserted, "summary": summary}
        changes["figures"][f"{key}-f1"] = {
            "claim_id": key, "measure": "killed", "counted": "people", "unit": "persons", "status": "unspecified",
            "status_basis": "not_stated", "quantity": quantity, "quantity_words": f"{quantity} people",
            "quantity_basis": "words", "modality": "count", "counting": "cumulative", "period": "2031-05-04",
            "place_id": "lowmere",
        }  # fmt: skip
    urged = {"claim_id": f"{outlet}-003", "act": "urge", "target_id": "river-office"}
    changes["statements"][f"{outlet}-003-s1"] = urged


def write_long(folder: Path) -> Path:
    """Write the case with 300 characters in every title, name, label and question, the book's own among them."""
    names = {key: lengthen(name, key) for key, name in PLAIN.items()}
    title = lengthen("The flood at Lowmere", "title")
    return write_named(folder, names, descriptor={"title": title})


def write_arabic(folder: Path) -> Path:
    """Write the case with Arabic and Hebrew names, among them some with numbers and Latin letters, and words quoted."""
    quoted = {"words": "عشرات المفقودين، قالت: 12", "words_language": "ar"}
    flagged = {"words": "كلمات نابية: 3", "words_language": "ar", "voice": "partial_quote", "content_flag": "slur"}
    words_by = {"words_by": "river-office"}
    return write_named(
        folder, ARABIC, tables={"claims": {"gazette-002": quoted, "gazette-003": {**flagged, **words_by}}}
    )


def write_without_figures(folder: Path) -> Path:
    """Write the tiny case without a figure: its claims only say something."""
    return write_tiny_dataset(folder, figures=dict.fromkeys(("gazette-001-f1", "gazette-001-f2", "gazette-002-f1")))


def write_plain(folder: Path) -> Path:
    """Write the case, and a source that nobody coded a claim from, and an incident that none is about."""
    almanac = {
        "title": "The Almanac of 2031", "publisher": "The Almanac", "kind": "report", "published": "2031",
        "language": "en", "issued_by": "weir-gazette", "custody": "issuer", "seen_as": "excerpt",
        "coding_scope": "passage",
    }  # fmt: skip
    tables = {"sources": {"almanac": almanac}, "incidents": {"drought": {"title": "Drought at Lowmere"}}}
    return write_named(folder, PLAIN, tables=tables)


def write_one_claim(folder: Path) -> Path:
    """Write the tiny case with its first claim only."""
    return write_tiny_dataset(
        folder,
        passages={"gazette-p3": None, "gazette-p4": None},
        claims={"gazette-002": None, "gazette-003": None},
        figures={"gazette-001-f2": None, "gazette-002-f1": None},
        statements={"gazette-002-s1": None, "gazette-003-s1": None},
        attributions={"gazette-002-a1": None},
        takes={("gazette-002", "gates-could"): None, ("gazette-003", "gates-could-not"): None},
        disputes={"gates": None},
        positions={"gates-could": None, "gates-could-not": None},
        discrepancies={"gazette-d1": None},
    )


def write_crowd(folder: Path) -> Path:
    """Write 5,000 claims that are all about one incident."""
    write_big_dataset(folder, CROWD)
    _edit(folder / "incidents.csv", lambda row: {**row, "part_of": ""} if row["incident_id"] == ALL else None)
    _edit(folder / "claims.csv", lambda row: {**row, "incident_id": ALL})
    return folder


def _edit(path: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    """Change each row of a table; None leaves it out."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [changed for row in reader if (changed := change(row))]
        columns = list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


ODD: dict[str, Callable[[Path], Path]] = {
    "plain": write_plain,
    "long": write_long,
    "arabic": write_arabic,
    "no figure": write_without_figures,
    "one claim": write_one_claim,
    "crowd": write_crowd,
}


def build_odd(folder: Path, name: str) -> Built:
    """Write an odd dataset and build its book from the program's own pages."""
    return build_book(ROOT, ODD[name](folder / "data"), out=folder / "html", cold=True)
