"""The pages of charts: figures in one panel for each scope, statements by day. Frames and charts to HTML."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.panels import NEVER, comparable_panels, panel_notes, parts_of
from claimbook.analysis.summed_figures import count_rows, merge_renderings, sum_figures
from claimbook.analysis.summed_statements import sum_statements
from claimbook.analysis.summing import Summed, counted
from claimbook.analysis.timeline import split_periods
from claimbook.book.limits import MOST_ALONE, MOST_LINES, MOST_PANELS, MOST_ROWS, first_of, left_out
from claimbook.book.render import Html, anchor, render_template
from claimbook.charts import Figure, figures_panel, timeline
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.quantities import format_quantity


def figure_panels(dataset: Dataset, level: int = 2) -> Html:
    """Return a section for each measure, in it a panel for each scope; parts are named beneath their whole.

    `level` is the rank of the sections' headings on the page. Where a measure has many scopes, those in which there is
    nothing to compare are listed below its panels. Of more panels than a page can hold, those with the most figures are
    shown, in their usual order; of a longer list the first rows.
    """
    rows = comparable_panels(dataset)
    parts = parts_of(dataset)
    listed = set(parts.loc[parts["whole_id"].isin(set(rows["figure_id"])), "figure_id"])
    rows = rows[~rows["figure_id"].isin(listed)]
    drawn, alone = _choose_panels(rows)
    shown = rows[rows["panel"].isin({*drawn, *alone})]
    own_parts = parts[parts["whole_id"].isin(set(shown["figure_id"]))]
    sections = []
    for measure, group in shown.groupby("measure_label", sort=False):
        panels = {number: merge_renderings(panel) for number, panel in group.groupby("panel", sort=False)}
        sections.append(
            {
                "title": _capital(str(measure)),
                "anchor": anchor(f"measure {measure}"),
                "panels": [_panel(item, group, own_parts) for number, item in panels.items() if number in drawn],
                "alone": [_row_alone(item.rows, group, own_parts) for n, item in panels.items() if n in alone],
            }
        )
    note = _left_out(rows, shown, len(listed) - len(own_parts))
    return render_template("panels", "figures by scope", sections=sections, level=level, left_out=note)


def _choose_panels(rows: pd.DataFrame) -> tuple[set[int], set[int]]:
    """Return the panels to draw and those to list: of a measure with many scopes, those of one row are listed."""
    if rows.empty:
        return set(), set()
    figures = rows.drop_duplicates("figure_id")
    panels = figures.groupby("panel", sort=False).agg(measure=("measure", "first"), figures=("figure_id", "size"))
    scopes = panels["measure"].map(panels["measure"].value_counts())
    is_alone = (count_rows(figures) == 1).reindex(panels.index) & (scopes > MOST_ALONE)
    order = panels[~is_alone].sort_values("figures", ascending=False, kind="stable").index[:MOST_PANELS]
    return set(order), set(panels[is_alone].index[:MOST_ROWS])


def _left_out(rows: pd.DataFrame, shown: pd.DataFrame, parts: int) -> str:
    """Return the sentence on the panels that are not shown; `parts` is how many parts of figures belong to them."""
    panels = rows["panel"].nunique() - shown["panel"].nunique()
    if not panels:
        return ""
    figures = rows["figure_id"].nunique() - shown["figure_id"].nunique() + parts
    return (
        f"Shown are the scopes with the most figures. {counted(panels, 'further scope')}, with "
        f"{counted(figures, 'figure')}, are not shown here: each figure stands on its claim's card, on its source's "
        "page."
    )


def day_slider(dataset: Dataset) -> Html:
    """Return the control by which a reader sees what had been said by a day, on the page as it is, without a server."""
    days = sorted(set(comparable_panels(dataset)["known"]) - {NEVER})
    named = [{"day": day, "name": format_date(day)} for day in days]
    return render_template("slider", "as known on a day", days=named)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _panel(merged: Summed, figures: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    """Return what the template shows of one panel; `figures` are the rows of its measure before renderings merged."""
    summed = sum_figures(merged.rows)
    drawn = summed.rows.assign(shape=summed.rows["shape"].replace("share", "word"))
    scope = str(drawn["scope"].iloc[0])
    own = figures[figures["panel"] == drawn["panel"].iloc[0]].drop_duplicates("figure_id")
    lines = [
        {"text": row.summary, "href": row.href, "second_hand": not row.is_own, "known": row.known}
        for row in own.itertuples()
    ]
    # A panel that is not summed up names all that it draws.
    is_whole = not (summed.note or merged.note)
    lines, more_lines = first_of(lines, len(lines) if is_whole else MOST_LINES)
    named, more_parts = _parts_named(own, parts, is_whole)
    label = f"{scope}. {summed.note}" if summed.note else _describe(scope, drawn.drop_duplicates("figure_id"))
    notes = [summed.note, merged.note, left_out(more_lines + more_parts, "claim")]
    return {
        "scope": scope,
        "known": own["known"].min(),
        "anchor": anchor("panel " + " ".join(own["figure_id"])),
        "chart": Markup(figures_panel(drawn, label).html),  # escaped by the chart's own island
        "lines": lines,
        "parts": named,
        "notes": [*filter(None, notes), *panel_notes(own)],
    }


def _parts_named(own: pd.DataFrame, parts: pd.DataFrame, is_whole: bool) -> tuple[list[dict[str, str]], int]:
    rows = parts[parts["whole_id"].isin(set(own["figure_id"]))]
    named = [
        {"text": f"{row.quantity_words} ({row.counted})", "href": row.href, "known": row.known}
        for row in rows.itertuples()
    ]
    return first_of(named, len(named) if is_whole else MOST_LINES)


def _row_alone(rows: pd.DataFrame, figures: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    """Return the row of a list for a scope in which one claimant gives one number."""
    row = rows.iloc[0]
    own = figures[figures["panel"] == row["panel"]].drop_duplicates("figure_id")
    named, _ = _parts_named(own, parts, is_whole=True)
    links = [
        {"text": claim.source_title, "href": claim.href, "known": claim.known}
        for claim in own.drop_duplicates("claim_id").itertuples()
    ]
    links += [{**item, "text": f"part: {item['text']}"} for item in named]
    number = row["words"] if row["shape"] in ("word", "share") else format_quantity(row["quantity"])
    return {"id": "", "known": own["known"].min(), "cells": [row["scope"], row["claimant"], number, row["said"], links]}


def _as_said(row: Any) -> str:
    return f"“{row.quantity_words}”" if row.quantity_basis == "words" else str(row.quantity_words)


def _describe(scope: str, figures: pd.DataFrame) -> str:
    """Return the words that stand for the chart: what is counted, and each figure as it was said."""
    said = "; ".join(f"{row.speaker}: {_as_said(row)}, {row.said}" for row in figures.itertuples())
    return f"{scope}. {said}."


def statement_timeline(marks: pd.DataFrame) -> Figure | Html:
    """Return the statements by day, one lane an actor; with a caption where they are too many to draw each.

    `marks` are those of `timeline_marks`, or some of them. Where nobody spoke for weeks, there is a drawing for each
    period, so that days that are close to each other can be told apart.
    """
    periods = split_periods(marks) if len(marks) else [marks]
    drawn = [_period(part) for part in periods]
    if len(drawn) == 1 and not drawn[0][1]:
        return drawn[0][0]
    shown = [{"chart": Markup(chart.html), "note": note} for chart, note in drawn]
    return render_template("summed", "; ".join(chart.label for chart, _ in drawn), parts=shown)


def _period(marks: pd.DataFrame) -> tuple[Figure, str]:
    summed = sum_statements(marks)
    if not summed.note:
        return timeline(marks), ""
    label = f"Statements by day, in {counted(marks['lane'].nunique(), 'lane')}. {summed.note}"
    return timeline(summed.rows, label), summed.note
