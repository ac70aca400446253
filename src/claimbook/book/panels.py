"""The pages of charts: figures in one panel for each scope, statements by day. Frames and charts to HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.captions import (
    ask_figures,
    ask_statements,
    capital,
    caption_figures,
    caption_statements,
    describe_panel,
    describe_statements_drawn,
)
from claimbook.analysis.panels import comparable_panels, panel_notes, parts_of
from claimbook.analysis.questions import tell_apart
from claimbook.analysis.summed_figures import count_rows, merge_renderings, sum_figures
from claimbook.analysis.summed_statements import sum_statements
from claimbook.analysis.summing import counted, said_between
from claimbook.analysis.timeline import split_periods
from claimbook.analysis.totals import count_figures, tell_total
from claimbook.book.behind import PANEL, chart_anchor, figures_behind, statements_behind
from claimbook.book.choosing import days_between, figure_fields, known_days, statement_fields, unsure_days
from claimbook.book.elsewhere import PLACE, cards_only
from claimbook.book.framed import Framed, Said, attached_to, frame
from claimbook.book.limits import MOST_ALONE, MOST_LINES, MOST_PANELS, MOST_ROWS, first_of, left_out
from claimbook.book.quoting import in_language, mark_words, tell_figure
from claimbook.book.render import Html, anchor, render_template
from claimbook.book.spreads import spread_parts
from claimbook.charts import figures_panel, nothing_to_draw, timeline
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.each import each_row
from claimbook.model.quantities import format_quantity

# The parts of each whole in words, each with its place among all parts.
_Parts = dict[str, list[tuple[int, dict[str, str]]]]
_ALONE = [
    "panel", "scope", "claimant", "words", "shape", "quantity", "said", "asserted_first", "asserted_last", "known",
    "status", "figure_id", "claim_id", "source_id", "source_title", "href", "quantity_language", "gloss",
    "gloss_language",
]  # fmt: skip


def figure_panels(dataset: Dataset, level: int = 2, about: str = "") -> Html:
    """Return a section for each measure, in it a panel for each scope; parts are named beneath their whole.

    `level` is the rank of the sections' headings on the page, `about` in words what all its claims are about. Where a
    measure has many scopes, those in which there is nothing to compare are listed below its panels. Of more panels than
    a page can hold, those with the most figures are shown, in their usual order; of a longer list the first rows.
    """
    rows, parts, listed = _standing_alone(dataset)
    drawn, alone = _choose_panels(rows)
    shown = rows[rows["panel"].isin({*drawn, *alone})]
    own_parts = parts[parts["whole_id"].isin(set(shown["figure_id"]))]
    named = _name_parts(own_parts)
    sections: list[dict[str, Any]] = []
    here, as_parts = set(shown["figure_id"]), set(own_parts["figure_id"])
    asked = _ask(dataset, shown[shown["panel"].isin(drawn)])
    for measure, group in shown.groupby("measure_label", sort=False):
        panels = group[group["panel"].isin(drawn)].groupby("panel", sort=False)
        coded = dataset.figures[dataset.figures["measure"] == group["measure"].iloc[0]]
        total = count_figures(coded, here, as_parts)
        sections.append(
            {
                "title": capital(str(measure)),
                "measure": str(group["measure"].iloc[0]),
                "anchor": anchor(f"measure {measure}"),
                "count": total.number,
                "total": tell_total(total, str(measure), about),
                "elsewhere": total.elsewhere,
                "panels": [_panel(dataset, panel, named, level + 1, asked[key]) for key, panel in panels],
                "alone": _rows_alone(group[group["panel"].isin(alone)], named),
            }
        )
    note = _left_out(rows, shown, len(listed) - len(own_parts))
    spread = spread_parts(dataset, rows, level) if note else []
    files = attached_to([panel for section in sections for panel in section["panels"]])
    whole = count_figures(dataset.figures, here, as_parts)
    return render_template(
        "panels", "figures by scope", files, sections=sections, level=level, left_out=note, spread=spread,
        others=cards_only(dataset, here | as_parts), place=PLACE,
        total=tell_total(whole, "", about) if len(sections) > 1 else "", elsewhere=whole.elsewhere,
    )  # fmt: skip


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
    unsure = json.dumps(unsure_days(shown), ensure_ascii=False, separators=(",", ":"))
    return render_template(
        "choose", "what to show", kind="figures", fields=fields, days=days, span=("", ""), unsure=unsure
    )


def statement_form(dataset: Dataset, marks: pd.DataFrame) -> Html:
    """Return the form by which a reader chooses the statements of a page's timelines: act, alignment, lane, days."""
    fields = statement_fields(marks, dataset.descriptor, dataset.name_of(dataset.descriptor.stance_towards))
    return render_template(
        "choose", "what to show", kind="statements", fields=fields, days=[], span=days_between(marks), unsure=""
    )


def _ask(dataset: Dataset, rows: pd.DataFrame) -> dict[Any, str]:
    """Return by panel the question over it, each told from those of the page's other panels."""
    panels = {key: panel.drop_duplicates("figure_id") for key, panel in rows.groupby("panel", sort=False)}
    questions = [ask_figures(own, dataset.place_name(own["place_id"].iloc[0])) for own in panels.values()]
    return dict(zip(panels, tell_apart(questions, [own["scope"].iloc[0] for own in panels.values()]), strict=True))


def _panel(dataset: Dataset, rows: pd.DataFrame, parts: _Parts, level: int, question: str) -> Framed:
    """Return one panel in its frame, under its question; `rows` are its rows before renderings merged."""
    merged = merge_renderings(rows)
    summed = sum_figures(merged.rows)
    drawn = summed.rows.assign(shape=summed.rows["shape"].replace("share", "word"))
    own = rows.drop_duplicates("figure_id")
    # A panel that is not summed up names all the parts of what it draws.
    is_whole = not (summed.note or merged.note)
    named = _parts_of(own["figure_id"], parts)
    listed, more_parts = first_of(named, len(named) if is_whole else MOST_LINES)
    caption = " ".join([caption_figures(rows), *filter(None, [summed.note, merged.note]), *panel_notes(own)])
    said = Said(
        question=question,
        scope=str(drawn["scope"].iloc[0]),
        caption=[caption],
        more=Markup(render_template("parts", wholes=_by_whole(listed), more=left_out(more_parts, "part")).html)
        if listed
        else Markup(),
        gloss=next(
            zip(*(own.loc[own["gloss"] != "", name] for name in ("gloss", "gloss_language")), strict=True), ("", "")
        ),
        work=read_credits(dataset.descriptor.raw),
    )
    chart = figures_panel(drawn, describe_panel(rows))
    # Any of its figures would name a panel; the least does, so that the order in which they were coded does not.
    place = chart_anchor(PANEL, own["figure_id"].min())
    chosen_by = {"data-known": own["known"].min(), "data-status": own["status"].iloc[0]}
    return frame(chart, place, said, figures_behind(rows), level=level, data=chosen_by)


def _name_parts(parts: pd.DataFrame) -> _Parts:
    """Return the parts in words by their whole, so that none is looked for among all; each with its place."""
    named: _Parts = {}
    for place, row in enumerate(each_row(parts)):
        counted_ones = mark_words(row.counted, row.gloss, row.gloss_language)
        item = {"text": tell_figure(row._asdict()), "counted": counted_ones, "whole": row.whole, "href": row.href}
        item |= _chosen_by(row)
        named.setdefault(row.whole_id, []).append((place, item))
    return named


def _parts_of(figure_ids: Iterable[str], parts: _Parts) -> list[dict[str, str]]:
    """Return the parts of some figures, in the order in which they were coded."""
    own = [part for figure in figure_ids for part in parts.get(figure, ())]
    return [item for _, item in sorted(own, key=itemgetter(0))]


def _by_whole(parts: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Return parts by the total that each is coded to be a part of: a panel can hold several totals."""
    wholes: dict[str, list[dict[str, str]]] = {}
    for item in parts:
        wholes.setdefault(item["whole"], []).append(item)
    return wholes


def _rows_alone(rows: pd.DataFrame, parts: _Parts) -> list[dict[str, Any]]:
    """Return a list's rows, one for each of some panels in which one claimant gives one number."""
    panels: dict[int, list[Any]] = {}
    for row in each_row(rows.drop_duplicates("figure_id")[_ALONE]):
        panels.setdefault(row.panel, []).append(row)
    return [_row_alone(figures, parts) for figures in panels.values()]


def _row_alone(figures: Sequence[Any], parts: _Parts) -> dict[str, Any]:
    first = figures[0]
    claims: dict[str, list[Any]] = {}
    for row in figures:
        claims.setdefault(row.claim_id, []).append(row)
    links = [
        {"text": own[0].source_title, "href": own[0].href, **_chosen_by(own[0]), "figures": len(own)}
        for own in claims.values()
    ]
    named = _parts_of([row.figure_id for row in figures], parts)
    links += [{**item, "text": _part_named(item)} for item in named]
    said = first.said
    if len({row.source_id for row in figures}) > 1:
        said = said_between(
            *(pd.Series([getattr(row, end) for row in figures]) for end in ("asserted_first", "asserted_last"))
        )
    number = format_quantity(first.quantity)
    if first.shape in ("word", "share"):
        number = in_language(first.words, first.quantity_language)
    cells = [mark_words(first.scope, first.gloss, first.gloss_language), first.claimant, number, said, links]
    return {"id": "", "known": min(row.known for row in figures), "data": {"data-status": first.status}, "cells": cells}


def _part_named(item: Mapping[str, Any]) -> str:
    return Markup("part: {} ({})").format(item["text"], item["counted"])


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
