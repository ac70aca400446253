"""A drawing that is taller than a sheet, as several that are not: cut between its rows, the scale over each.

What belongs here: SVG in, SVGs out. What does not: how a chart is drawn, where a sheet ends (the browser).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

# CSS pixels. A taller drawing is cut: made smaller, nobody could read it. Two parts stand on a sheet.
TALL, PART = 880, 440
# What of a part is left to its scale, and to a row that ends a little later.
_SPARE = 60

ET.register_namespace("", "http://www.w3.org/2000/svg")
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")

_SVG = "{http://www.w3.org/2000/svg}"
_DOWN = re.compile(r"translate\([^,)]+,([^)]+)\)")
_BOX = re.compile(r"M[^,]+,([^h]+)h[^v]+v([^h]+)h")
# Half of a line of text, and of a mark; what is taller than this is no row but lies behind the rows.
_TEXT, _MARK, _LONG = 8.0, 9.0, 60.0
# An upright line that is longer than the tick of a row may go through a cut: it ties rows, or is the scale's.
_TICK = 24.0


@dataclass(frozen=True)
class _Piece:
    """What is drawn between two heights: `upright` a line of the scale, `wide` one between rows, from edge to edge."""

    top: float
    bottom: float
    upright: bool = False
    wide: bool = False

    def is_row(self) -> bool:
        """Say whether a cut may not go through it."""
        return self.bottom - self.top < (_TICK if self.upright else _LONG)


def count_parts(height: float) -> int:
    """Return into how many parts a drawing of this height (CSS pixels) is cut; 1 says that it stays whole."""
    return 1 if height <= TALL else math.ceil(height / (PART - _SPARE))


def cut_picture(svg: str, count: int) -> list[str]:
    """Return a picture's parts from top to bottom, so many, each a picture that can stand alone."""
    parts = cut_drawing(ET.fromstring(svg), count, alone=True)
    return [ET.tostring(part, encoding="unicode") + "\n" for part in parts]


def cut_drawing(root: ET.Element, count: int, *, alone: bool = False) -> list[ET.Element]:
    """Return the drawing's parts from top to bottom, so many.

    Parts that do not stand alone stand in one document, where the first one's gradients are those of all.
    """
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    head = _start(root)
    pieces = [piece for _, piece in _pieces(root, 0.0, width) if piece.bottom > head]
    cuts = [0.0, *_cuts(pieces, head, height, count), height]
    parts = []
    for top, bottom in pairwise(cuts):
        above = head if top and any(_has_scale(piece, top, bottom) for piece in pieces) else 0.0
        part = ET.Element(f"{_SVG}svg", {"class": "part", "width": _say(width), "height": _say(above + bottom - top)})
        part.set("viewBox", f"0 0 {_say(width)} {_say(above + bottom - top)}")
        if above:
            part.append(_window(root, 0.0, above, 0.0))
        part.append(_window(root, top, bottom, above, defs=alone or not top))
        parts.append(part)
    return parts


def _has_scale(piece: _Piece, top: float, bottom: float) -> bool:
    return piece.upright and min(piece.bottom, bottom) - max(piece.top, top) > 1


def _start(root: ET.Element) -> float:
    """Where the rows begin: what stands above is the scale."""
    group = root.find(f"{_SVG}g")
    return 0.0 if group is None else _shift(group)


def _shift(element: ET.Element) -> float:
    found = _DOWN.match(element.get("transform", ""))
    return float(found[1]) if found else 0.0


def _pieces(parent: ET.Element, down: float, width: float) -> Iterator[tuple[ET.Element, _Piece]]:
    for element in parent:
        at = down + _shift(element)
        name = element.tag.removeprefix(_SVG)
        if name in ("g", "a", "svg"):
            yield from _pieces(element, at, width)
        elif name == "text":
            lines = sum(float(line.get("dy", "0")) for line in element.iter(f"{_SVG}tspan"))
            yield element, _Piece(at - _TEXT, at + lines + _TEXT)
        elif name == "line":
            ends = sorted((at, at + float(element.get("y2", "0"))))
            is_wide = float(element.get("x2", "0")) > 0.9 * width
            yield element, _Piece(ends[0], ends[1], upright=ends[1] > ends[0], wide=is_wide)
        elif name == "path" and (box := _BOX.match(element.get("d", ""))):
            yield element, _Piece(at + float(box[1]), at + float(box[1]) + float(box[2]))
        elif name == "path" and element.get("transform"):
            yield element, _Piece(at - _MARK, at + _MARK)


def _cuts(pieces: list[_Piece], head: float, height: float, count: int) -> list[float]:
    """Return where to cut: so that what is left fits the parts that are left, best between lanes, else between rows."""
    rows = [piece for piece in pieces if piece.is_row()]
    free = sorted({end for row in rows for end in (row.top, row.bottom) if not _is_within(end, rows)})
    between = {row.top for row in rows if row.wide}
    room = PART - head
    start, cuts = 0.0, []
    for left in range(count - 1, 0, -1):
        even = start + (height - start) / (left + 1)
        possible = [cut for cut in free if start + head < cut < height]
        reach = [cut for cut in possible if height - left * room <= cut <= start + room]
        best = [cut for cut in reach if cut in between] or reach or possible
        start = min(best, key=lambda cut: (abs(cut - even), cut), default=even)
        cuts.append(start)
    return cuts


def _is_within(height: float, rows: list[_Piece]) -> bool:
    return any(row.top + 2 < height < row.bottom - 2 for row in rows)


def _window(root: ET.Element, top: float, bottom: float, at: float, *, defs: bool = False) -> ET.Element:
    """What the drawing shows between two heights; gradients, which have ids, only where `defs` asks for them."""
    shown = deepcopy(root)
    outside = {
        element
        for element, piece in _pieces(shown, 0.0, float(root.get("width", "0")))
        if piece.bottom <= top or piece.top >= bottom
    }
    for parent in list(shown.iter()):
        for child in [child for child in parent if child in outside or (not defs and child.tag == f"{_SVG}defs")]:
            parent.remove(child)
    for parent in list(shown.iter()):
        for child in [child for child in parent if child.tag == f"{_SVG}a" and not len(child)]:
            parent.remove(child)
    for name in ("class", "version"):
        shown.attrib.pop(name, None)
    shown.set("y", _say(at))
    shown.set("height", _say(bottom - top))
    shown.set("viewBox", f"0 {_say(top)} {root.get('width')} {_say(bottom - top)}")
    return shown


def _say(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
