"""Land, coasts and borders of the world, offline, and the part of them that a map shows.

What belongs here: reading `outline.json` (made by `vendor.py` from a package; see `origin.json`), cutting it to a
window. What does not: projections, styles, and whose a country is: borders are lines, and carry no name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimbook import paths
from claimbook.charts.outline.lines import Line, Window, clip_line, clip_ring, coarsen, shift
from claimbook.charts.outline.topology import TURN, decode_arcs, flatten, join_arcs, rings_of, without_seam


@dataclass(frozen=True)
class Outline:
    """Polygons of land, each its rings, the outer one first; coasts and borders as lines. Degrees (east, north)."""

    land: tuple[tuple[Line, ...], ...]
    coasts: tuple[Line, ...]
    borders: tuple[Line, ...]


def read_origin() -> dict[str, str]:
    """Return where the outline comes from: package, version, digests, licences."""
    origin: dict[str, str] = json.loads((paths.OUTLINE / "origin.json").read_text("utf-8"))
    return origin


@cache
def read_outline() -> Outline:
    """Return the outline of the whole world."""
    return decode_outline(json.loads((paths.OUTLINE / "outline.json").read_text("utf-8")))


def decode_outline(topology: dict[str, Any]) -> Outline:
    """Return the outline that a topology holds."""
    arcs = decode_arcs(topology)
    land, borders = topology["objects"]["land"]["arcs"], topology["objects"]["borders"]["arcs"]
    shores = sorted({number if number >= 0 else ~number for number in flatten(land)})
    return Outline(
        tuple(tuple(rings) for rings in rings_of(arcs, land)),
        tuple(part for number in shores for part in without_seam(arcs[number])),
        tuple(join_arcs(arcs, numbers) for numbers in borders),
    )


def cut_outline(outline: Outline, window: Window, middle: float, finest: float = 0.0) -> Outline:
    """Return what of an outline lies in a window that counts its degrees east from the meridian `middle`.

    What is smaller than `finest` (degrees) is left out; no line keeps points that are nearer than that to each other.
    """
    return Outline(
        tuple(_cut_polygons(outline.land, window, middle, finest)),
        tuple(_cut_lines(outline.coasts, window, middle, finest)),
        tuple(_cut_lines(outline.borders, window, middle, finest)),
    )


def _cut_polygons(
    polygons: Iterable[tuple[Line, ...]], window: Window, middle: float, finest: float
) -> Iterator[tuple[Line, ...]]:
    for rings in polygons:
        turns = _turns(rings[0], window, middle, finest)
        thin = [coarsen(ring, finest) for ring in rings] if turns else []
        for by in turns:
            outer, *inner = (clip_ring(shift(ring, by), window) for ring in thin)
            if outer:
                yield (outer, *filter(None, inner))


def _cut_lines(lines: Iterable[Line], window: Window, middle: float, finest: float) -> Iterator[Line]:
    for line in lines:
        for by in _turns(line, window, middle, finest):
            yield from clip_line(shift(coarsen(line, finest), by), window)


def _turns(line: Line, window: Window, middle: float, finest: float) -> list[float]:
    """Return by how much a line must be moved to have a part in the window; more than one in a map of the world.

    None at all if it is too small to be seen.
    """
    across, down = [x for x, _ in line], [y for _, y in line]
    left, right, bottom, top = min(across), max(across), min(down), max(down)
    if top < window.bottom or bottom > window.top or max(right - left, top - bottom) < finest:
        return []
    around = (turns * TURN - middle for turns in (-2, -1, 0, 1, 2))
    return [by for by in around if left + by < window.right and right + by > window.left]
