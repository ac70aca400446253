"""Figures: who gives which number, of whom, and which of them may stand on one scale. No files, no charts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.memory import once
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date, parse_date
from claimbook.model.order import name_ranks
from claimbook.model.quantities import parse_quantity

# Figures share a scale only where all of these agree: another scope is another number, not a rival.
SCOPE = (
    "measure", "unit", "counted", "status", "group", "party_id", "by_id", "place_id", "incident_id", "period",
    "counting", "per", "modality",
)  # fmt: skip
# The ways of saying a number, in their fixed order, and what each leaves open.
SHAPE_MEANING = {
    "point": "an exact number",
    "floor": "at least, or more than: open upwards",
    "ceiling": "at most: open downwards",
    "about": "about: open to both sides",
    "about_below": "nearly: a little less",
    "about_above": "a little more",
    "range": "from a least to a greatest number",
    "set": "one number or another",
    "share": "a share of another figure",
    "word": "a word, no number",
}
_FLOOR_NOTE = "A verified minimum is a floor, not an estimate."


@once
def describe_figures(dataset: Dataset) -> pd.DataFrame:
    """Return the figures with their claim's columns and `scope` (in words), `measure_label`, `row_label`.

    A period open at its end ("since 6 March") closes at the last day on which it can have been said.
    """
    claims = describe_claims(dataset).drop(columns=["note", "place_id"])
    figures = dataset.figures.merge(claims, on="claim_id", how="left", validate="many_to_one")
    labels = dataset.descriptor.label
    figures["measure_label"] = [labels("measure", term) for term in figures["measure"]]
    figures["scope"] = [_scope_in_words(dataset, row) for row in figures.itertuples()]
    tallies = [f" · tally {format_date('../' + text.split('/')[-1])}" if text else "" for text in figures["counted_to"]]
    figures["row_label"] = (
        figures["claimant"] + " · " + figures["said"] + pd.Series(tallies, figures.index, dtype="str")
    )
    return figures


def _scope_in_words(dataset: Dataset, row: Any) -> str:
    """Return what a figure counts, as it was said: who, where, when, and how it was counted."""
    label = dataset.descriptor.label
    places = dict(zip(dataset.places["place_id"], dataset.places["name"], strict=True))
    parts = [row.counted[:1].upper() + row.counted[1:]]
    if row.status not in ("unspecified", "all", ""):
        parts.append(f"said to be {label('status', row.status)}")
    if row.by_id:
        parts.append(f"by {dataset.name_of(row.by_id)}, as the claimant says")
    if row.place_id:
        parts.append(places.get(row.place_id, row.place_id))
    parts.append(_period_in_words(row.period, row))
    if row.per:
        parts.append({"P1D": "per day", "P1W": "per week", "P1M": "per month"}.get(row.per, f"per {row.per}"))
    if row.modality not in ("count", ""):
        parts.append(label("modality", row.modality))
    return " · ".join(part for part in parts if part)


def _period_in_words(period: str, row: Any) -> str:
    if not period:
        return "days not said"
    span = parse_date(period)
    said = row.asserted_last
    if span.last is None and span.first is not None and not pd.isna(said):
        return f"since {format_date(span.first.isoformat())}, said by {format_date(said.date().isoformat())}"
    return format_date(period)


def comparable_panels(dataset: Dataset) -> pd.DataFrame:
    """Return one row a drawn mark, with `panel` (a number) and `scope`: only figures of one scope share a panel.

    Figures that are a part of another are left to the whole's panel as `parts_of` and get none of their own, so that
    no number is shown twice on two scales. Panels are ordered by measure (vocabulary's order), first day and
    scope, never by size; those whose days are not said come last.

    Columns for the chart: figure_id, claim_id, href, row_label, shape, low, high, best, words, basis, summary,
    source_title, said; for the page: panel, scope, measure, measure_label, incident_id.
    """
    figures = describe_figures(dataset)
    if figures.empty:
        return figures.assign(panel=pd.Series(dtype="int64"), words="", basis="")
    order = list(dataset.descriptor.vocabularies["measure"].terms)
    figures["measure_order"] = figures["measure"].map({term: place for place, term in enumerate(order)})
    # "By 4 March" stands with the 4th, and not after every day that is known.
    figures["day"] = figures["period_first"].fillna(figures["period_last"])
    figures["rank"] = name_ranks(figures["claimant"])
    figures = figures.sort_values(
        ["measure_order", "day", "period_last", "scope", "rank", "asserted_last", "figure_id"],
        na_position="last",
        kind="stable",
    )
    figures["panel"] = figures.groupby(list(SCOPE), sort=False, dropna=False).ngroup()
    figures["scope"] = _tell_apart(dataset, figures)
    figures["words"] = figures["quantity_words"]
    figures["basis"] = figures["quantity_basis"]
    return _one_row_a_mark(figures).reset_index(drop=True)


def _tell_apart(dataset: Dataset, figures: pd.DataFrame) -> pd.Series:
    """Return the scopes, with what sets them apart added where two panels of a measure would read the same."""
    panels = figures.groupby(["measure", "scope"])["panel"].transform("nunique")
    label = dataset.descriptor.label
    incidents = dict(zip(dataset.incidents["incident_id"], dataset.incidents["title"], strict=True))

    def more(row: Any) -> str:
        parts = [
            label("unit", row.unit),
            label("group", row.group) if row.group else "no community named",
            f"people of {dataset.name_of(row.party_id)}" if row.party_id else "",
            label("counting", row.counting),
            label("status", row.status),
            incidents.get(row.incident_id, ""),
        ]
        return " · ".join([row.scope, *(part for part in parts if part)])

    rows = zip(figures.itertuples(), panels, strict=True)
    return pd.Series([more(row) if count > 1 else row.scope for row, count in rows], index=figures.index, dtype="str")


def _one_row_a_mark(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with a row for each member of a set, so that no bar ever joins two readings."""
    members = [parse_quantity(text).members or (None,) for text in figures["quantity"]]
    rows = figures.assign(member=members).explode("member")
    is_member = rows["member"].notna()
    for bound in ("low", "high", "best"):
        rows[bound] = rows[bound].where(~is_member, rows["member"]).astype("Float64")
    return rows.drop(columns="member")


def parts_of(dataset: Dataset) -> pd.DataFrame:
    """Return the figures that are parts, with `whole_id`, `quantity_words`, `counted`, `href`, `division`."""
    figures = describe_figures(dataset)
    parts = figures[figures["part_of"] != ""]
    return parts.rename(columns={"part_of": "whole_id"})[
        ["figure_id", "whole_id", "quantity_words", "counted", "href", "division"]
    ].reset_index(drop=True)


def panel_notes(panel: pd.DataFrame) -> list[str]:
    """Return the sentences that go with one panel, from what it holds."""
    notes = []
    if panel["source_id"].nunique() > 1 or panel["claimant_id"].nunique() > 1:
        notes.append(
            "These numbers count different people, places and days, so a bigger number does not mean that a source "
            "is right or that it contradicts another."
        )
    if (panel["modality"] == "minimum_verified").any():
        notes.append(_FLOOR_NOTE)
    if (panel["shape"] == "set").any():
        notes.append("The words can be read in more than one way; each reading has its own mark.")
    return notes
