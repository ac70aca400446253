"""Make `outline.json` from the package that it comes from: `python -m claimbook.charts.outline.vendor world-atlas.tgz`.

What belongs here: which package, what is taken from it, how it is made smaller. Nothing else of the program imports
this. `npm pack world-atlas@2.0.2` fetches the package; `make outline` does both.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from claimbook.charts.outline.lines import Line, simplify
from claimbook.charts.outline.topology import decode_arcs, flatten, unroll
from claimbook.errors import ClaimbookError

PACKAGE = {
    "package": "world-atlas",
    "version": "2.0.2",
    "registry": "npm",
    "sha256": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "file": "package/countries-10m.json",
    "licence": "ISC",
    "data": "Natural Earth, 1:10,000,000",
    "data_licence": "public domain",
}
HERE = Path(__file__).resolve().parent
# Degrees. A two-hundredth is about half a kilometre, two pixels where a map shows a hundred kilometres.
STEP = 0.005
TOLERANCE = 0.004


def read_package(package: bytes) -> tuple[dict[str, Any], str]:
    """Return the topology in a package, and its licence. Raises ClaimbookError for any other package."""
    digest = hashlib.sha256(package).hexdigest()
    if digest != PACKAGE["sha256"]:
        message = f"The package's SHA-256 is {digest}, not {PACKAGE['sha256']}."
        raise ClaimbookError(message, fix=f"fetch {PACKAGE['package']}@{PACKAGE['version']} with npm pack.")
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        texts = [_read(archive, name) for name in (PACKAGE["file"], "package/LICENSE")]
    return json.loads(texts[0]), texts[1]


def _read(archive: tarfile.TarFile, name: str) -> str:
    member = archive.extractfile(name)
    assert member is not None
    return member.read().decode("utf-8")


def make_outline(topology: dict[str, Any]) -> dict[str, Any]:
    """Return a smaller topology: what is land, and the lines between countries, with nothing of whose they are."""
    geometries = topology["objects"]["countries"]["geometries"]
    (land,) = topology["objects"]["land"]["geometries"]
    between = _shared(geometry["arcs"] for geometry in geometries)
    wanted = sorted({_plain(number) for number in flatten(land["arcs"])} | between)
    places = {number: place for place, number in enumerate(wanted)}
    arcs = [unroll(arc) for arc in decode_arcs(topology)]
    return {
        "type": "Topology",
        "transform": {"scale": [STEP, STEP], "translate": [0, 0]},
        "objects": {
            "land": {"type": "MultiPolygon", "arcs": _renumber(land["arcs"], places)},
            "borders": {"type": "MultiLineString", "arcs": [[places[number]] for number in sorted(between)]},
        },
        "arcs": [_encode(simplify(arcs[number], TOLERANCE)) for number in wanted],
    }


def _shared(geometries: Iterable[Any]) -> set[int]:
    """Return the arcs that more than one geometry has."""
    seen: set[int] = set()
    shared: set[int] = set()
    for numbers in geometries:
        own = {_plain(number) for number in flatten(numbers)}
        shared |= seen & own
        seen |= own
    return shared


def _plain(number: int) -> int:
    return number if number >= 0 else ~number


def _renumber(numbers: Any, places: dict[int, int]) -> Any:
    if isinstance(numbers, int):
        return places[numbers] if numbers >= 0 else ~places[~numbers]
    return [_renumber(item, places) for item in numbers]


def _encode(line: Line) -> list[list[int]]:
    """Return a line as steps on the grid, without steps that lead nowhere; its two ends are always there."""
    points = [(round(x / STEP), round(y / STEP)) for x, y in line]
    kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    if len(kept) == 1:
        kept = [points[0], points[-1]]
    before = [(0, 0), *kept[:-1]]
    return [[x - x0, y - y0] for (x, y), (x0, y0) in zip(kept, before, strict=True)]


def write_outline(package: bytes, folder: Path) -> None:
    """Write the outline, where it comes from, and the package's licence into a folder."""
    topology, licence = read_package(package)
    text = json.dumps(make_outline(topology), separators=(",", ":")) + "\n"
    # One arc a line, so that a change of the package can be read as a difference.
    text = text.replace("]],[[", "]],\n[[")
    origin = {**PACKAGE, "outline_sha256": hashlib.sha256(text.encode()).hexdigest()}
    written = {"outline.json": text, "origin.json": json.dumps(origin, indent=2) + "\n", "LICENSE": licence}
    for name, content in written.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_outline(Path(sys.argv[1]).read_bytes(), HERE)
