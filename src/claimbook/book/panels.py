"""The pages of charts: figures in one panel for each scope, statements by day. Frames and charts to HTML."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.figures import comparable_panels, panel_notes, parts_of
from claimbook.analysis.summed_figures import sum_figures
from claimbook.analysis.summed_statements import sum_statements
from claimbook.analysis.summing import counted
from claimbook.book.limits import MOST_LINES, MOST_PANELS, first_of, left_out
from claimbook.book.render import Html, anchor, render_template
from claimbook.charts import Figure, figures_panel, timeline
from claimbook.model.dataset import Dataset


def figure_panels(dataset: Dataset, level: int = 2) -> Html:
    """Return a section for each measure, in it a panel for each scope; parts are named beneath their whole.

    `level` is the rank of the sections' headings on the page. Of more panels than a page can hold, those with the
    most figures are shown, in their usual order.
    """
    rows = comparable_panels(dataset)
    parts = parts_of(dataset)
    listed = set(parts.loc[parts["whole_id"].isin(set(rows["figure_id"])), "figure_id"])
    rows = rows[~rows["figure_id"].isin(listed)]
    shown = _choose_panels(rows)
    parts = parts[parts["whole_id"].isin(set(shown["figure_id"]))]
    sections = []
    for measure, group in shown.groupby("measure_label", sort=False):
        panels = [_panel(panel, parts) for _, panel in group.groupby("panel", sort=False)]
        sections.append({"title": _capital(str(measure)), "anchor": anchor(f"measure {measure}"), "panels": panels})
    note = _left_out(rows, shown, len(listed) - len(parts))
    return render_template("panels", "figures by scope", sections=sections, level=level, left_out=note)


def _choose_panels(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of as many panels as a page can hold: those with the most figures, of equals the first."""
    sizes = rows.groupby("panel", sort=False)["figure_id"].nunique()
    chosen = sizes.sort_values(ascending=False, kind="stable").index[:MOST_PANELS]
    return rows[rows["panel"].isin(set(chosen))]


def _left_out(rows: pd.DataFrame, shown: pd.DataFrame, parts: int) -> str:
    """Return the sentence on the panels that are not shown; `parts` is how many parts of figures belong to them."""
    panels = rows["panel"].nunique() - shown["panel"].nunique()
    if not panels:
        return ""
    figures = rows["figure_id"].nunique() - shown["figure_id"].nunique() + parts
    return (
        f"Shown are the {MOST_PANELS} scopes with the most figures. {counted(panels, 'further scope')}, with "
        f"{counted(figures, 'figure')}, are not drawn here: each figure stands on its claim's card, on its source's "
        "page."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _panel(panel: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    summed = sum_figures(panel)
    drawn = summed.rows.assign(shape=summed.rows["shape"].replace("share", "word"))
    scope = str(panel["scope"].iloc[0])
    figures = panel.drop_duplicates("figure_id")
    own = parts[parts["whole_id"].isin(set(figures["figure_id"]))]
    lines = [{"text": row.summary, "href": row.href, "second_hand": not row.is_own} for row in figures.itertuples()]
    named = [{"text": f"{row.quantity_words} ({row.counted})", "href": row.href} for row in own.itertuples()]
    # A panel that is not summed up names all that it draws.
    lines, more_lines = first_of(lines, MOST_LINES if summed.note else len(lines))
    named, more_parts = first_of(named, MOST_LINES if summed.note else len(named))
    label = f"{scope}. {summed.note}" if summed.note else _describe(scope, figures)
    return {
        "scope": scope,
        "anchor": anchor("panel " + " ".join(figures["figure_id"])),
        "chart": Markup(figures_panel(drawn, label).html),  # escaped by the chart's own island
        "lines": lines,
        "parts": named,
        "notes": [*filter(None, [summed.note, left_out(more_lines + more_parts, "claim")]), *panel_notes(panel)],
    }


def _as_said(row: Any) -> str:
    return f"“{row.quantity_words}”" if row.quantity_basis == "words" else str(row.quantity_words)


def _describe(scope: str, figures: pd.DataFrame) -> str:
    """Return the words that stand for the chart: what is counted, and each figure as it was said."""
    said = "; ".join(f"{row.speaker}: {_as_said(row)}, {row.said}" for row in figures.itertuples())
    return f"{scope}. {said}."


def statement_timeline(marks: pd.DataFrame) -> Figure | Html:
    """Return the statements by day, one lane an actor; with a caption where they are too many to draw each.

    `marks` are those of `timeline_marks`, or some of them.
    """
    summed = sum_statements(marks)
    if not summed.note:
        return timeline(marks)
    chart = timeline(summed.rows, f"Statements by day, in {counted(marks['lane'].nunique(), 'lane')}. {summed.note}")
    return render_template("summed", chart.label, chart=Markup(chart.html), note=summed.note)
