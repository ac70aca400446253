"""Measurements on disk: one line each as they come, so that a stop loses nothing; all of them as one JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.rounds import Case, Measurement

Header = dict[str, Any]


def encode(measurement: Measurement) -> dict[str, Any]:
    """Return a measurement as JSON data, the case's fields beside the others and what is empty left out."""
    fields = asdict(measurement)
    case = dict(zip(Case._fields, fields.pop("case"), strict=True))
    return {**case, **{name: value for name, value in fields.items() if value or name == "round"}}


def decode(data: dict[str, Any]) -> Measurement:
    """Return the measurement that `encode` made into JSON data."""
    case = Case(*(data[name] for name in Case._fields))
    return Measurement(case, **{name: value for name, value in data.items() if name not in Case._fields})


def open_log(path: Path, header: Header) -> list[Measurement]:
    """Return the measurements of a log, to be continued; begin a new one where it tells of other code or machines."""
    found = read_log(path)
    if found and found[0] == header:
        return found[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".before"))
    path.write_text(json.dumps(header, sort_keys=True) + "\n", "utf-8")
    return []


def read_log(path: Path) -> tuple[Header, list[Measurement]] | None:
    """Return a log's header and measurements; None where there is none. A last line cut short is left out."""
    if not path.is_file():
        return None
    lines: list[dict[str, Any]] = []
    for line in path.read_text("utf-8").splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
    return (lines[0], [decode(line) for line in lines[1:]]) if lines else None


def append(path: Path, measurement: Measurement) -> None:
    """Add a measurement to a log."""
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(encode(measurement), sort_keys=True) + "\n")


def dump(header: Header, measurements: Iterable[Measurement]) -> str:
    """Return the raw numbers as a JSON text, one measurement a line."""
    lines = ",\n".join("  " + json.dumps(encode(item), sort_keys=True) for item in measurements)
    head = json.dumps(header, indent=1, sort_keys=True, ensure_ascii=False)
    return f'{{"header": {head},\n "measurements": [\n{lines}\n]}}\n'


def parse(text: str) -> tuple[Header, list[Measurement]]:
    """Return what `dump` wrote."""
    data = json.loads(text)
    return data["header"], [decode(item) for item in data["measurements"]]
