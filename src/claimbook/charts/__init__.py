"""Charts: a tidy frame in, a drawn figure out.

What belongs here: geometry and the one theme. What does not: reading, filtering, counting (analysis does
that), HTML pages (book does that).
"""

from __future__ import annotations

from claimbook.charts.figures import figures_chart, figures_panel
from claimbook.charts.island import Figure, digest_spec, figure, island, nothing_to_draw, vega_bundle
from claimbook.charts.maps import map_chart
from claimbook.charts.parts import count_parts, cut_picture
from claimbook.charts.pictures import picture
from claimbook.charts.statements import stack_lanes, timeline, timeline_chart
from claimbook.charts.steps import late_after, steps_chart
from claimbook.charts.ways import ways_chart

__all__ = [
    "Figure",
    "count_parts",
    "cut_picture",
    "digest_spec",
    "figure",
    "figures_chart",
    "figures_panel",
    "island",
    "late_after",
    "map_chart",
    "nothing_to_draw",
    "picture",
    "stack_lanes",
    "steps_chart",
    "timeline",
    "timeline_chart",
    "vega_bundle",
    "ways_chart",
]
