"""Charts: a tidy frame in, a drawn figure out.

What belongs here: geometry and the one theme. What does not: reading, filtering, counting (analysis does
that), HTML pages (book does that).
"""

from __future__ import annotations

from claimbook.charts.figures import figures_chart, figures_panel
from claimbook.charts.island import Figure, figure, island, vega_bundle
from claimbook.charts.statements import stack_lanes, timeline, timeline_chart

__all__ = [
    "Figure",
    "figure",
    "figures_chart",
    "figures_panel",
    "island",
    "stack_lanes",
    "timeline",
    "timeline_chart",
    "vega_bundle",
]
