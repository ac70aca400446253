"""The casualty page: comparable figures in one panel each, with its scope in words. Frames and charts to HTML."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from claimbook.analysis.figures import comparable_panels, panel_notes, parts_of
from claimbook.book.render import Html, anchor, render_template
from claimbook.charts.figures import figures_panel
from claimbook.model.dataset import Dataset


def figure_panels(dataset: Dataset, level: int = 2) -> Html:
    """Return a section for each measure, in it a panel for each scope; parts are named beneath their whole.

    `level` is the rank of the sections' headings on the page.
    """
    rows = comparable_panels(dataset)
    parts = parts_of(dataset)
    whole_ids = set(rows["figure_id"])
    listed = set(parts.loc[parts["whole_id"].isin(whole_ids), "figure_id"])
    rows = rows[~rows["figure_id"].isin(listed)]
    sections = []
    for measure, group in rows.groupby("measure_label", sort=False):
        panels = [_panel(panel, parts) for _, panel in group.groupby("panel", sort=False)]
        sections.append({"title": _capital(str(measure)), "anchor": anchor(f"measure {measure}"), "panels": panels})
    return render_template("panels", "figures by scope", sections=sections, level=level)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _panel(panel: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    drawn = panel.assign(shape=panel["shape"].replace("share", "word"), panel_label=panel["scope"])
    scope = str(panel["scope"].iloc[0])
    figures = panel.drop_duplicates("figure_id")
    own = parts[parts["whole_id"].isin(set(figures["figure_id"]))]
    return {
        "scope": scope,
        "anchor": anchor("panel " + " ".join(figures["figure_id"])),
        "chart": Markup(figures_panel(drawn, _describe(scope, figures)).html),  # escaped by the chart's own island
        "lines": [
            {"text": row.summary, "href": row.href, "second_hand": not row.is_own} for row in figures.itertuples()
        ],
        "parts": [{"text": f"{row.quantity_words} ({row.counted})", "href": row.href} for row in own.itertuples()],
        "notes": panel_notes(panel),
    }


def _as_said(row: Any) -> str:
    return f"“{row.quantity_words}”" if row.quantity_basis == "words" else str(row.quantity_words)


def _describe(scope: str, figures: pd.DataFrame) -> str:
    """Return the words that stand for the chart: what is counted, and each figure as it was said."""
    said = "; ".join(f"{row.speaker}: {_as_said(row)}, {row.said}" for row in figures.itertuples())
    return f"{scope}. {said}."
