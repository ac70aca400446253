"""Lines and rings of plain points: made thinner, cut off at a window. Pure; nothing is known of maps or of files.

A point is a pair of numbers; a ring is a line whose last point is its first. Whole numbers stay whole where nothing is
cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]


@dataclass(frozen=True)
class Window:
    """A rectangle: what a map shows, and what is cut off at its edges."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, point: Point) -> bool:
        """Say whether a point lies inside or on the edge."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top


def shift(line: Sequence[Point], by: float) -> Line:
    """Return a line moved sideways."""
    return [(x + by, y) for x, y in line] if by else list(line)


def clip_ring(ring: Sequence[Point], window: Window) -> Line:
    """Return the ring of what a ring encloses inside a window; empty where that is nothing.

    After Sutherland and Hodgman (1974), edge by edge. Where a ring leaves the window twice, its parts hang together
    along the edge: its inside is right all the same, and so it is for filling, not for drawing its line.
    """
    inside = list(ring[:-1])
    for axis, limit, keep_greater in _edges(window):
        inside = _cut(inside, axis, limit, keep_greater)
    kept = [point for place, point in enumerate(inside) if point != inside[place - 1]]
    return [*kept, kept[0]] if len(kept) >= 3 else []


def _edges(window: Window) -> tuple[tuple[int, float, bool], ...]:
    return (
        (0, window.left, True),
        (0, window.right, False),
        (1, window.bottom, True),
        (1, window.top, False),
    )


def _cut(points: Line, axis: int, limit: float, keep_greater: bool) -> Line:
    """Return what of a ring (its first point not repeated) lies on one side of a limit, edge points put in."""

    def is_kept(point: Point) -> bool:
        return point[axis] >= limit if keep_greater else point[axis] <= limit

    result: Line = []
    for place, point in enumerate(points):
        before = points[place - 1]
        if is_kept(point) != is_kept(before):
            result.append(_crossing(before, point, axis, limit))
        if is_kept(point):
            result.append(point)
    return result


def _crossing(start: Point, end: Point, axis: int, limit: float) -> Point:
    """Return where a segment meets a limit; the limit itself on its axis, so that no rounding leaves the window."""
    share = (limit - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    low, high = sorted((start[1 - axis], end[1 - axis]))
    other = min(max(other, low), high)
    return (limit, other) if axis == 0 else (other, limit)


def clip_line(line: Sequence[Point], window: Window) -> Iterator[Line]:
    """Yield the parts of a line that lie inside a window, in order, each of at least two points."""
    part: Line = []
    for start, end in pairwise(line):
        piece = _clip_segment(start, end, window)
        if piece is None or (part and part[-1] != piece[0]):
            if len(part) > 1:
                yield part
            part = []
        if piece is not None:
            part = part or [piece[0]]
            if piece[1] != part[-1]:
                part.append(piece[1])
    if len(part) > 1:
        yield part


def _clip_segment(start: Point, end: Point, window: Window) -> tuple[Point, Point] | None:
    """Return the part of a segment inside a window, or None: each edge cuts off what lies beyond it."""
    for axis, limit, keep_greater in _edges(window):
        outside = [(p[axis] < limit) if keep_greater else (p[axis] > limit) for p in (start, end)]
        if all(outside):
            return None
        if outside[0]:
            start = _crossing(start, end, axis, limit)
        elif outside[1]:
            end = _crossing(start, end, axis, limit)
    return start, end


def coarsen(line: Sequence[Point], step: float) -> Line:
    """Return a line without the points nearer than a step to the last one kept; its ends stay. Quick, and rough."""
    if len(line) < 3:
        return list(line)
    kept = [line[0]]
    x, y = line[0]
    for point in line[1:-1]:
        if abs(point[0] - x) >= step or abs(point[1] - y) >= step:
            kept.append(point)
            x, y = point
    return [*kept, line[-1]]


def simplify(line: Sequence[Point], tolerance: float) -> Line:
    """Return a line with fewer points, first and last among them; none left out is farther off than the tolerance.

    After Douglas and Peucker (1973), without recursion.
    """
    if len(line) < 3:
        return list(line)
    kept = {0, len(line) - 1}
    pending = [(0, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        farthest, distance = 0, tolerance * tolerance
        for place in range(first + 1, last):
            found = _square_distance(line[place], line[first], line[last])
            if found > distance:
                farthest, distance = place, found
        if farthest:
            kept.add(farthest)
            pending += [(first, farthest), (farthest, last)]
    return [line[place] for place in sorted(kept)]


def _square_distance(point: Point, start: Point, end: Point) -> float:
    """Return the square of how far a point is from a segment."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across * across + down * down
    share = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return (point[0] - start[0] - share * across) ** 2 + (point[1] - start[1] - share * down) ** 2
