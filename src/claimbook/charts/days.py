"""Days along a chart: counted from the year 1, not timed, so that a browser's time zone has no say in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt

from claimbook.model.dates import format_day

# Days from which on a name says the year too.
A_YEAR = 300
DAY_STEPS = (1, 2, 3, 4, 7, 14, 28, 91, 182, 364, 3640, 36400, 10**6)
# The ordinal of 1 January 1970.
EPOCH = 719163


def day_step(first: int, last: int) -> int:
    """Return every how many days a line is drawn, so that there are fewer than forty."""
    return next(step for step in DAY_STEPS if (last - first) / step < 40)


def day_name(day: int, *, with_year: bool) -> str:
    """Return a day as the axis says it: in English whatever the machine's language."""
    return format_day(date.fromordinal(day), with_year=with_year)


def day_axis(values: Sequence[float], *, with_year: bool) -> alt.Axis:
    """Return the axis that names the days of these places."""
    pattern = "%-d %b %Y" if with_year else "%-d %b"
    name = f"utcFormat((floor(datum.value) - {EPOCH}) * 864e5, '{pattern}')"
    return alt.Axis(orient="top", values=list(values), labelExpr=name, ticks=False, labelPadding=6, aria=False)
