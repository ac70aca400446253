"""Voices: who gets to speak in each source, and in what form. Counted within a source, or across sources coded alike.

A claim is counted once, for whoever vouches for it. Forms of speech are those of `claims.voice`; a hedge is a hedge
whoever is hedged.
"""

from __future__ import annotations

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.memory import once
from claimbook.analysis.speakers import VOUCHES
from claimbook.model.dataset import Dataset

VOICES_COUNT = (
    f"A claim is counted once, for who vouches for it: {VOUCHES}. So a claim can be counted for another than its "
    "claimant. The register’s file has for each claim both (“claimant”, “who_vouches”) and its form. In the dataset "
    "stand what kind of actor each is (actors.csv, “kind”) and how deeply a source was coded (sources.csv, "
    "“coding_scope”)."
)
# What a source does with a voice, in fixed order, and the forms that do so.
FORMS = {
    "in its own voice": ("own_voice", "depicted"),
    "quoted at length": ("direct_quote",),
    "quoted in parts": ("partial_quote", "distancing_quote"),
    "told in its words": ("indirect",),
    "with nobody named": ("reported",),
    "characterised": ("characterisation",),
}


@once
def voices_by_source(dataset: Dataset) -> pd.DataFrame:
    """Return one row a source with claims: source_id, source_title, coding_scope, claims, hedged, speakers, one column
    for each of `FORMS` (numbers of claims).
    """
    claims = describe_claims(dataset)
    scopes = dict(zip(dataset.sources["source_id"], dataset.sources["coding_scope"], strict=True))
    rows = [
        {
            "source_id": source, "source_title": group["source_title"].iloc[0], "coding_scope": scopes[source],
            "claims": len(group), "hedged": int((group["hedge"] != "").sum()),
            "speakers": group["origin_id"].nunique(),
            **{form: int(group["voice"].isin(voices).sum()) for form, voices in FORMS.items()},
        }
        for source, group in claims.groupby("source_id", sort=True)
    ]  # fmt: skip
    columns = ["source_id", "source_title", "coding_scope", "claims", "hedged", "speakers", *FORMS]
    return pd.DataFrame(rows, columns=columns)


@once
def voices_by_kind(dataset: Dataset) -> pd.DataFrame:
    """Return one row for each coding scope and kind of actor that vouches for claims: coding_scope, kind, kind_label,
    sources, actors, claims, one column for each of `FORMS`. Sources of different coding scope never share a row.
    """
    claims = describe_claims(dataset)
    scopes = dict(zip(dataset.sources["source_id"], dataset.sources["coding_scope"], strict=True))
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    claims = claims.assign(coding_scope=claims["source_id"].map(scopes), kind=claims["origin_id"].map(kinds))
    label = dataset.descriptor.label
    rows = [
        {
            "coding_scope": scope, "kind": kind, "kind_label": label("actor_kind", kind),
            "sources": group["source_id"].nunique(), "actors": group["origin_id"].nunique(), "claims": len(group),
            **{form: int(group["voice"].isin(voices).sum()) for form, voices in FORMS.items()},
        }
        for (scope, kind), group in claims.groupby(["coding_scope", "kind"], sort=True)
    ]  # fmt: skip
    columns = ["coding_scope", "kind", "kind_label", "sources", "actors", "claims", *FORMS]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["coding_scope", "kind_label"], kind="stable", ignore_index=True)
