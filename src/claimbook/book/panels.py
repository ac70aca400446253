"""The pages of charts: figures in one panel for each scope, statements by day. Frames and charts to HTML."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.captions import (
    ask_figures,
    ask_statements,
    caption_figures,
    caption_statements,
    describe_panel,
    describe_statements_drawn,
)
from claimbook.analysis.panels import comparable_panels, panel_notes, parts_of
from claimbook.analysis.summed_figures import count_rows, merge_renderings, sum_figures
from claimbook.analysis.summed_statements import sum_statements
from claimbook.analysis.summing import Summed, counted
from claimbook.analysis.timeline import split_periods
from claimbook.book.behind import PANEL, chart_anchor, figures_behind, statements_behind
from claimbook.book.choosing import days_between, figure_fields, known_days, statement_fields
from claimbook.book.framed import Framed, Said, attached_to, frame
from claimbook.book.limits import MOST_ALONE, MOST_LINES, MOST_PANELS, MOST_ROWS, first_of, left_out
from claimbook.book.render import Html, anchor, render_template
from claimbook.charts import figures_panel, nothing_to_draw, timeline
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.quantities import format_quantity


def figure_panels(dataset: Dataset, level: int = 2) -> Html:
    """Return a section for each measure, in it a panel for each scope; parts are named beneath their whole.

    `level` is the rank of the sections' headings on the page. Where a measure has many scopes, those in which there is
    nothing to compare are listed below its panels. Of more panels than a page can hold, those with the most figures are
    shown, in their usual order; of a longer list the first rows.
    """
    rows, parts, listed = _standing_alone(dataset)
    drawn, alone = _choose_panels(rows)
    shown = rows[rows["panel"].isin({*drawn, *alone})]
    own_parts = parts[parts["whole_id"].isin(set(shown["figure_id"]))]
    sections: list[dict[str, Any]] = []
    for measure, group in shown.groupby("measure_label", sort=False):
        panels = {number: merge_renderings(panel) for number, panel in group.groupby("panel", sort=False)}
        sections.append(
            {
                "title": _capital(str(measure)),
                "measure": str(group["measure"].iloc[0]),
                "anchor": anchor(f"measure {measure}"),
                "count": counted(group["figure_id"].nunique(), "figure"),
                "panels": [
                    _panel(dataset, item, group, own_parts, level + 1)
                    for number, item in panels.items()
                    if number in drawn
                ],
                "alone": [_row_alone(item.rows, group, own_parts) for n, item in panels.items() if n in alone],
            }
        )
    note = _left_out(rows, shown, len(listed) - len(own_parts))
    files = attached_to([panel for section in sections for panel in section["panels"]])
    return render_template("panels", "figures by scope", files, sections=sections, level=level, left_out=note)


def _standing_alone(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame, set[str]]:
    """Return the rows of panels without the parts of other figures, the parts, and the ids of those left out."""
    rows, parts = comparable_panels(dataset), parts_of(dataset)
    listed = set(parts.loc[parts["whole_id"].isin(set(rows["figure_id"])), "figure_id"])
    return rows[~rows["figure_id"].isin(listed)], parts, listed


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


def figure_form(dataset: Dataset) -> Html:
    """Return the form by which a reader chooses what `figure_panels` shows: measure, status, source, and the day by
    which it had been said. It works on the page as it is, without a server.
    """
    rows, _, _ = _standing_alone(dataset)
    drawn, alone = _choose_panels(rows)
    shown = rows[rows["panel"].isin({*drawn, *alone})]
    fields = figure_fields(shown, dataset.descriptor)
    days = [{"day": day, "name": format_date(day)} for day in known_days(shown)]
    return render_template("choose", "what to show", kind="figures", fields=fields, days=days, span=("", ""))


def statement_form(dataset: Dataset, marks: pd.DataFrame) -> Html:
    """Return the form by which a reader chooses the statements of a page's timelines: act, alignment, days."""
    fields = statement_fields(marks, dataset.descriptor)
    return render_template(
        "choose", "what to show", kind="statements", fields=fields, days=[], span=days_between(marks)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _panel(dataset: Dataset, merged: Summed, figures: pd.DataFrame, parts: pd.DataFrame, level: int) -> Framed:
    """Return one panel in its frame; `figures` are the rows of its measure before renderings merged."""
    summed = sum_figures(merged.rows)
    drawn = summed.rows.assign(shape=summed.rows["shape"].replace("share", "word"))
    rows = figures[figures["panel"] == drawn["panel"].iloc[0]]
    own = rows.drop_duplicates("figure_id")
    # A panel that is not summed up names all the parts of what it draws.
    named, more_parts = _parts_named(own, parts, is_whole=not (summed.note or merged.note))
    caption = " ".join([caption_figures(rows), *filter(None, [summed.note, merged.note]), *panel_notes(own)])
    said = Said(
        question=ask_figures(own, dataset.place_name(own["place_id"].iloc[0])),
        scope=str(drawn["scope"].iloc[0]),
        caption=[caption],
        more=Markup(render_template("parts", parts=named, more=left_out(more_parts, "part")).html)
        if named
        else Markup(),
        work=read_credits(dataset.descriptor.raw),
    )
    chart = figures_panel(drawn, describe_panel(rows))
    # Any of its figures would name a panel; the least does, so that the order in which they were coded does not.
    place = chart_anchor(PANEL, own["figure_id"].min())
    chosen_by = {"data-known": own["known"].min(), "data-status": own["status"].iloc[0]}
    return frame(chart, place, said, figures_behind(rows), level=level, data=chosen_by)


def _parts_named(own: pd.DataFrame, parts: pd.DataFrame, is_whole: bool) -> tuple[list[dict[str, str]], int]:
    rows = parts[parts["whole_id"].isin(set(own["figure_id"]))]
    named = [
        {"text": row.quantity_words, "counted": row.counted, "href": row.href, **_chosen_by(row)}
        for row in rows.itertuples()
    ]
    return first_of(named, len(named) if is_whole else MOST_LINES)


def _row_alone(rows: pd.DataFrame, figures: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    """Return the row of a list for a scope in which one claimant gives one number."""
    row = rows.iloc[0]
    own = figures[figures["panel"] == row["panel"]].drop_duplicates("figure_id")
    named, _ = _parts_named(own, parts, is_whole=True)
    counts = own["claim_id"].value_counts()
    links = [
        {"text": claim.source_title, "href": claim.href, **_chosen_by(claim), "figures": int(counts[claim.claim_id])}
        for claim in own.drop_duplicates("claim_id").itertuples()
    ]
    links += [{**item, "text": f"part: {item['text']} ({item['counted']})"} for item in named]
    number = row["words"] if row["shape"] in ("word", "share") else format_quantity(row["quantity"])
    cells = [row["scope"], row["claimant"], number, row["said"], links]
    return {"id": "", "known": own["known"].min(), "data": {"data-status": row["status"]}, "cells": cells}


def _chosen_by(row: Any) -> dict[str, str]:
    """Return by what a reader can choose a claim that a page names: the day by which it had been said, its source."""
    return {"known": row.known, "source": row.source_id}


def statement_timeline(dataset: Dataset, marks: pd.DataFrame, name: str) -> Html:
    """Return the statements by day, one lane an actor; the caption says where they are too many to draw each.

    `marks` are those of `timeline_marks`, or some of them; `name` tells this timeline from the page's others. Where
    nobody spoke for weeks, there is a drawing for each period, so that days that are close to each other can be told
    apart.
    """
    if marks.empty:
        return Html(nothing_to_draw("No such statement was found in the sources searched.").html, "statements by day")
    periods = split_periods(marks)
    frames = [_period(dataset, part, _anchor_of(name, part) if len(periods) > 1 else name) for part in periods]
    return render_template("periods", "statements by day", attached_to(frames), anchor=name, frames=frames)


def _anchor_of(name: str, marks: pd.DataFrame) -> str:
    """Return the anchor of one period of a timeline: by its first day, not by its place among the periods."""
    ends = marks["end"].dropna()
    return chart_anchor(name, ends.min() if len(ends) else "undated")


def _period(dataset: Dataset, marks: pd.DataFrame, place: str) -> Framed:
    summed = sum_statements(marks)
    said = Said(
        question=ask_statements(marks),
        caption=[" ".join(filter(None, [caption_statements(marks), summed.note]))],
        work=read_credits(dataset.descriptor.raw),
    )
    chart = timeline(summed.rows, describe_statements_drawn(marks))
    return frame(chart, place, said, statements_behind(marks))
