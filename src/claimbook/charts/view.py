"""What part of the world a map shows, and where on it a place stands. Pure geometry; no outline, no layers.

A map's own units are a quarter of a pixel or less at its widest, counted from its middle, up and to the right. Places
are put on the plane here and not in the browser, so that nothing of a sphere can be turned inside out. The projection
is the equirectangular one, true to shape at the map's middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimbook.charts.marks import NARROW
from claimbook.charts.outline.lines import Point, Window
from claimbook.charts.outline.topology import TURN

# Pixels: the widths between which a page is laid out, the room for marks at the edges, the height of the drawing.
NARROWEST, WIDEST = 280, 1000
EDGE = 38
USUAL, LOWEST, HIGHEST = 560, 340, 440
# Degrees. Closer than this the outline is too coarse to say where a mark stands.
LEAST_SPAN = 1.0
# Degrees. Where a map shows this much of the world, shapes at its middle no longer stand for it.
WIDE_SPAN, WIDE_LATITUDE, HIGHEST_LATITUDE = 60.0, 35.0, 80.0
_UNITS_A_PIXEL = 4
_DEGREE = 111.32  # kilometres along a meridian


@dataclass(frozen=True)
class View:
    """A map: its middle (degrees), how much longer a degree is drawn upwards, map units a degree eastwards, the
    rectangle that must be in it (map units), its height (pixels).
    """

    latitude: float
    longitude: float
    stretch: float
    unit: float
    width: float
    height: float
    pixels: int

    def project(self, latitude: float, longitude: float) -> Point:
        """Return where a place stands, in map units: on the side of the middle from which it is nearer."""
        across = longitude - self.longitude
        return self.put(across - TURN * round(across / TURN), latitude)

    def put(self, across: float, latitude: float) -> Point:
        """Return where a point stands that is so many degrees east of the middle."""
        return across * self.unit, (latitude - self.latitude) * self.stretch * self.unit

    def scale(self, page: float) -> float:
        """Return the pixels of one map unit where the page is so wide; it never falls as the page grows."""
        return min((page - 2 * EDGE) / self.width, (self.pixels - 2 * EDGE) / self.height)

    @property
    def scale_text(self) -> str:
        """The same as an expression that the browser works out."""
        tall = (self.pixels - 2 * EDGE) / self.height
        return f"min((width - {2 * EDGE}) / {self.width:.6g}, {tall:.6g})"

    @property
    def window(self) -> Window:
        """What a page of any width can show, in degrees east of the middle and degrees of latitude."""
        half = max(page / 2 / self.scale(page) for page in (NARROWEST, WIDEST)) / self.unit
        tall = self.pixels / 2 / self.scale(NARROWEST) / self.unit / self.stretch
        half = min(half, TURN / 2)
        return Window(-half, max(self.latitude - tall, -90.0), half, min(self.latitude + tall, 90.0))

    @property
    def distance(self) -> tuple[int, float]:
        """A round number of kilometres, at most a third of a phone's width, and its length in map units.

        Without a meaning where a map shows much of the world: (0, 0).
        """
        if max(self.width, self.height) > WIDE_SPAN * self.unit * self.stretch:
            return 0, 0.0
        kilometre = self.stretch * self.unit / _DEGREE
        most = NARROW / 3 / self.scale(NARROW) / kilometre
        power = 10 ** math.floor(math.log10(most))
        length = max(step * power for step in (1, 2, 5) if step * power <= most)
        return int(length), length * kilometre


def find_view(points: Sequence[tuple[float, float]], least: float = LEAST_SPAN) -> View:
    """Return the view that holds all points (latitude, longitude), and at least so many degrees; one is needed."""
    longitude, span = _shortest_arc([longitude for _, longitude in points])
    latitudes = [latitude for latitude, _ in points]
    low, high = min(latitudes), max(latitudes)
    middle = (low + high) / 2
    bound = WIDE_LATITUDE if max(span, high - low) > WIDE_SPAN else HIGHEST_LATITUDE
    stretch = 1 / math.cos(math.radians(min(abs(middle), bound)))
    width, height = max(span, least * stretch), max((high - low) * stretch, least * stretch / 2)
    wanted = (USUAL - 2 * EDGE) * height / width + 2 * EDGE
    pixels = round(min(max(wanted, LOWEST), HIGHEST))
    finest = min((WIDEST - 2 * EDGE) / width, (pixels - 2 * EDGE) / height) * _UNITS_A_PIXEL
    unit = float(10 ** math.ceil(math.log10(finest)))
    return View(middle, longitude, stretch, unit, width * unit, height * unit, pixels)


def _shortest_arc(longitudes: Iterable[float]) -> tuple[float, float]:
    """Return the middle and length of the shortest arc that holds all longitudes, over the 180th meridian or not."""
    ordered = sorted({longitude % TURN for longitude in longitudes})
    gaps = [after - before for before, after in zip(ordered, [*ordered[1:], ordered[0] + TURN], strict=True)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    span = TURN - gaps[widest]
    middle = (ordered[(widest + 1) % len(ordered)] + span / 2) % TURN
    return (middle - TURN if middle > TURN / 2 else middle), span
