"""An invented chart of many rows, taller than a sheet of paper. No expectation of a test."""

from __future__ import annotations

import altair as alt
import pandas as pd

from claimbook.charts import Figure, figure

ROW = 30


def tall_chart(count: int, *, with_scale: bool = True) -> Figure:
    """A chart of so many rows, each a label and a link, with a line through all of them at each number."""
    rows = pd.DataFrame(
        [{"y": 10 + ROW * n, "y2": 30 + ROW * n, "text": f"row {n}", "href": f"#{n}"} for n in range(count)]
    )
    height = ROW * count + 10
    down = alt.Y("y:Q", scale=alt.Scale(domain=[0, height], reverse=True, nice=False), axis=None)
    hits = alt.Chart(rows).mark_rect(opacity=0).encode(y=down, y2="y2:Q", href="href:N", description="text:N")
    labels = alt.Chart(rows).mark_text().encode(y=down, text="text:N", x=alt.value(50))
    ticks = pd.DataFrame([{"x": n} for n in (0, 5, 10)])
    axis = alt.Axis(orient="top", grid=False)
    lines = alt.Chart(ticks).mark_rule().encode(x=alt.X("x:Q", axis=axis if with_scale else None))
    return figure((lines + hits + labels).properties(width="container", height=height), f"{count} rows.")
