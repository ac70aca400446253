"""What both charts share: room for text, what a mark says and where it leads, layers by name.

What belongs here: small helpers without a chart of their own. What does not: colours (theme), what a row
means. Positions are worked out here and in the charts, in pixels down the page and for the narrowest width
across it, so that what fits on a phone fits everywhere and no expression has to read the data.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from claimbook.errors import ClaimbookError

# The plot's width on a phone of 360 px. Text placed free of its neighbours at this width is free of them at
# any other.
NARROW = 320


class ChartError(ClaimbookError):
    """A frame that a chart cannot draw: a missing column, an unknown shape, a mark without its number or
    day.
    """


# Signs by their share of the font's size, as DejaVu Sans has them, the widest of the fonts that systems bring.
_SHARES = {char: share for share, chars in ((0.36, "iljtfrI.,:;'|!()[]/-· "), (0.76, "ABCDEGHKNOQRUVXYZ&"),
                                            (0.97, "mwMW@—…%")) for char in chars}  # fmt: skip
_BOLD = 1.13
# A day stands on one line; else a line ends at any space.
_WORDS = re.compile(r"\d{1,2} [^\W\d]+ \d{4}|\S+")


def text_width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """About how wide `text` is in pixels at a font size: generous, since nothing may be cut off."""
    share = sum(_SHARES.get(char, 0.63 if char < "\u2e80" else 1.0) for char in text)
    return share * size * (_BOLD if bold else 1)


def fold(text: str, width: float, size: float = 12, *, bold: bool = False) -> list[str]:
    """The lines of `text`, none wider than `width` pixels; a word that is wider is broken."""
    lines: list[str] = []
    for word in _WORDS.findall(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines += _broken(word, width, size, bold)
    return lines


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    parts = [""]
    for char in word:
        if parts[-1] and text_width(parts[-1] + char, size, bold=bold) > width:
            parts.append("")
        parts[-1] += char
    return parts


def require_columns(frame: pd.DataFrame, columns: Iterable[str], chart: str) -> None:
    """Raise ChartError, naming them all, if the chart's frame lacks columns."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ChartError(
            f"{chart}: the frame has no column {', '.join(missing)}.",
            fix="add it, with blanks where nothing was said.",
        )


def said_text(value: Any) -> str:
    """A cell as text: blank if nothing was said."""
    return "" if value is None or pd.isna(value) else str(value).strip()


def said_number(value: Any) -> float | None:
    """A cell as a finite number: None if nothing was said; whole numbers as such, so that the JSON says 13,
    not 13.0.
    """
    if value is None or pd.isna(value) or math.isinf(float(value)):
        return None
    number = float(value)
    return int(number) if number.is_integer() else number


def layer(
    name: str,
    mark: str,
    data: list[dict[str, Any]],
    style: str,
    encodings: dict[str, Any],
    **mark_options: Any,
) -> alt.Chart | None:
    """One named layer wearing one style; None if there is nothing in it, so that an empty layer is not
    drawn.
    """
    if not data:
        return None
    chart = alt.Chart(alt.InlineData(values=data), name=name)
    chart.mark = alt.MarkDef(type=mark, style=style, **mark_options)  # type: ignore[arg-type]
    return chart.encode(**encodings)


def stacked(layers: Iterable[alt.Chart | None], height: int) -> alt.LayerChart:
    """The layers one over the other, as wide as the page allows and `height` pixels high."""
    drawn = [chart for chart in layers if chart is not None]
    return alt.LayerChart(layer=drawn, width="container", height=height)


TOOLTIPS = {
    "summary": "Claim",
    "speaker": "Speaker",
    "alignment": "Position",
    "source_title": "Source",
    "said": "When",
}


def href() -> alt.Href:
    """Every mark leads to its claim."""
    return alt.Href("href:N")


def link(columns: Iterable[str]) -> dict[str, Any]:
    """Encodings of the areas that are links: address, spoken label, and a tooltip of `columns`.

    The titles are fixed words. What the data say is a value, shown as text and never read as markup or code.
    """
    tooltips = [alt.Tooltip(f"{column}:N", title=TOOLTIPS[column]) for column in columns]
    return {"href": href(), "description": "spoken:N", "tooltip": tooltips}


def across_at(pixels: int) -> Any:
    """A position in pixels from the left edge, whatever the scale."""
    return alt.XValue(pixels)  # type: ignore[no-untyped-call]


def to_the_edge() -> Any:
    """The second position of what goes as far as the right edge."""
    return alt.X2Value("width")  # type: ignore[no-untyped-call]


def down(field: str, height: int) -> alt.Y:
    """A position in pixels from the top of the plot."""
    scale = alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True)
    return alt.Y(f"{field}:Q", scale=scale, axis=None)


def spoken(row: dict[str, Any], *parts: str) -> str:
    """What a screen reader says at a mark's link: the parts that are there, one sentence each."""
    return ". ".join(part.rstrip(". ") for part in (row[name] for name in parts) if part)
