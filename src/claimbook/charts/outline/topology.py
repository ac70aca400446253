"""TopoJSON to points: arcs, and the rings and lines that are made of them. Pure; no file is known here.

Longitudes can be unrolled: where a line goes over the 180th meridian, it goes on to 181°, so that it never leaps across
the whole map. What is drawn may have to be shifted by a full turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from claimbook.charts.outline.lines import Line, Point, shift

TURN = 360.0
POLE = 90.0
# Degrees. A line along the 180th meridian is where the source cut its polygons in two, and no coast.
ON_THE_SEAM = 0.02


def decode_arcs(topology: dict[str, Any]) -> list[Line]:
    """Return the arcs of a topology in degrees; each point is told as a step from the one before it."""
    (across, down), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            (x * across + left, y * down + bottom)
            for x, y in zip(accumulate(step[0] for step in arc), accumulate(step[1] for step in arc), strict=True)
        ]
        for arc in topology["arcs"]
    ]


def unroll(points: Iterable[Point]) -> Line:
    """Return points each within half a turn of the one before it."""
    line: Line = []
    for x, y in points:
        turns = round((line[-1][0] - x) / TURN) if line else 0
        line.append((x + turns * TURN, y))
    return line


def join_arcs(arcs: Sequence[Line], numbers: Iterable[int]) -> Line:
    """Return the line of several arcs, one after the other; a negative number ~n is arc n from its end."""
    line: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        if line:
            arc = shift(arc, round((line[-1][0] - arc[0][0]) / TURN) * TURN)[1:]
        line += arc
    return line


def close_ring(line: Line) -> Line:
    """Return a ring of a line that ends where it began, or a full turn further: then it goes around a pole."""
    (first, _), (last, _) = line[0], line[-1]
    if abs(last - first) < TURN / 2:
        return [*line[:-1], line[0]]
    pole = POLE if sum(y for _, y in line) > 0 else -POLE
    return [*line, (last, pole), (first, pole), line[0]]


def rings_of(arcs: Sequence[Line], polygons: Iterable[Iterable[Iterable[int]]]) -> Iterator[list[Line]]:
    """Yield each polygon's rings, the outer one first; a ring that encloses nothing is left out."""
    for polygon in polygons:
        rings = [close_ring(join_arcs(arcs, ring)) for ring in polygon]
        if len(rings[0]) >= 4:
            yield [ring for ring in rings if len(ring) >= 4]


def without_seam(line: Line) -> Iterator[Line]:
    """Yield the parts of a line that do not run along the 180th meridian."""
    if max(abs(x) for x, _ in line) < TURN / 2 - ON_THE_SEAM:
        yield line
        return
    part: Line = line[:1]
    for start, end in pairwise(line):
        if _is_on_seam(start) and _is_on_seam(end):
            if len(part) > 1:
                yield part
            part = []
        part.append(end)
    if len(part) > 1:
        yield part


def _is_on_seam(point: Point) -> bool:
    return abs(abs(point[0]) % TURN - TURN / 2) < ON_THE_SEAM


def flatten(numbers: Any) -> Iterator[int]:
    """Yield every arc's number in the nested lists of a geometry."""
    for item in numbers:
        if isinstance(item, int):
            yield item
        else:
            yield from flatten(item)
