"""Where the labels of a map stand, so that none covers another or a mark. Pixels at the narrowest width; pure.

What is free of its neighbours there is free of them at any width, since the distances between marks only grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimbook.charts.marks import text_width

LINE = 15
GAP = 4
# Labels tried for; what is beyond that is crowded in any case.
MOST_TRIED = 150


@dataclass(frozen=True)
class Box:
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Say whether this one lies inside the other."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """A text, and where it begins: from its mark by `dx` and `dy` pixels, aligned `left`, `right` or `center`."""

    text: str
    dx: float
    dy: float
    align: str


@dataclass(frozen=True)
class Wanted:
    """A mark's middle and radius, and the texts that would do, the best first."""

    x: float
    y: float
    radius: float
    texts: Sequence[str]
    size: float


def around(x: float, y: float, radius: float) -> Box:
    """Return the rectangle around a round mark."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def place_labels(wanted: Sequence[Wanted], page: Box, taken: Iterable[Box]) -> list[Label | None]:
    """Return a label for each mark, or None where there is no room for one; the first ones choose first.

    `taken` are rectangles that no label may cover, the marks among them.
    """
    covered = list(taken)
    found: list[Label | None] = []
    for item in wanted[:MOST_TRIED]:
        label = next((label for label, box in _candidates(item) if _is_free(box, page, covered)), None)
        if label:
            covered.append(_box(item, label))
        found.append(label)
    return found + [None] * (len(wanted) - len(found))


def _is_free(box: Box, page: Box, covered: Iterable[Box]) -> bool:
    return box.within(page) and not any(box.meets(other) for other in covered)


def _candidates(item: Wanted) -> Iterable[tuple[Label, Box]]:
    side, above = item.radius + GAP, item.radius + LINE / 2 + 1
    slant = item.radius * 0.7
    places = (
        (side, 0.0, "left"), (-side, 0.0, "right"), (0.0, -above, "center"), (0.0, above, "center"),
        (slant + 2, -slant - LINE / 2, "left"), (slant + 2, slant + LINE / 2, "left"),
        (-slant - 2, -slant - LINE / 2, "right"), (-slant - 2, slant + LINE / 2, "right"),
    )  # fmt: skip
    for text in item.texts:
        for dx, dy, align in places:
            label = Label(text, round(dx, 1), round(dy, 1), align)
            yield label, _box(item, label)


def _box(item: Wanted, label: Label) -> Box:
    width = text_width(label.text, item.size)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align]
    left = item.x + label.dx - share * width
    middle = item.y + label.dy
    return Box(left, middle - LINE / 2, left + width, middle + LINE / 2)
