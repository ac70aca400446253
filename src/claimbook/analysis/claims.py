"""Claims with the names, labels and links that readers need beside them. Frame to frame; no files, no charts."""

from __future__ import annotations

import pandas as pd

from claimbook.analysis.memory import once
from claimbook.analysis.speakers import add_speakers
from claimbook.model.dataset import Dataset
from claimbook.model.dates import OPEN, format_date, format_day
from claimbook.model.each import cells_of
from claimbook.model.links import claim_href
from claimbook.model.slices import descendants
from claimbook.model.structure import split_list

# How the words begin where no day can be told.
NO_DAY = "day not known"


@once
def describe_claims(dataset: Dataset) -> pd.DataFrame:
    """Return the claims with `source_title`, `outlet_id`, `href`, `day_said`, `said` and what `add_speakers` adds.

    `day_said` is when it was said, in words: `by 11 Mar 2025`; `said` the same as a part of a sentence. Order: as
    coded. Most of what a page shows begins here, so it is worked out once for a dataset.
    """
    claims = dataset.claims.copy()
    sources = dataset.sources.set_index("source_id")
    claims["source_title"] = claims["source_id"].map(sources["title"])
    claims["outlet_id"] = claims["source_id"].map(sources["issued_by"])
    claims["href"] = [
        claim_href(s, c) for s, c in zip(*map(cells_of, (claims["source_id"], claims["claim_id"])), strict=True)
    ]
    published = claims["source_id"].map(sources["published"])
    claims["day_said"] = [say_day(*days) for days in zip(cells_of(claims["asserted"]), published, strict=True)]
    claims["said"] = [text if text.startswith(NO_DAY) else f"said {text}" for text in cells_of(claims["day_said"])]
    # Without a claim these columns would be of numbers, and no text could be put to them.
    claims = claims.astype(dict.fromkeys(["source_title", "outlet_id", "href", "day_said", "said"], "str"))
    return add_speakers(dataset, claims)


def say_day(asserted: str, published: str) -> str:
    """Return when a claim was said, in words; of a page that shows no day, when that was retrieved and no more.

    `published` is when its source came out: open before, it ends with the day or the month of retrieval.
    """
    if asserted and asserted == published and asserted.startswith(f"{OPEN}/"):
        return f"{NO_DAY}; page retrieved {format_date(asserted.partition('/')[2])}"
    return format_date(asserted) or NO_DAY


def about_incident(dataset: Dataset, incident_id: str) -> Dataset:
    """Return the dataset with only the claims about an incident and its parts; `incident_id` "" means the first."""
    key = incident_id or str(dataset.incidents["incident_id"].iloc[0])
    within = descendants(dataset.incidents, "incident_id", "part_of", key)
    claims = dataset.claims
    return dataset.only_claims(claims.loc[claims["incident_id"].isin(within), "claim_id"])


def count_about_incidents(dataset: Dataset) -> dict[str, int]:
    """Return, for each incident, how many claims are about it or its parts."""
    counts = dataset.claims["incident_id"].value_counts()
    incidents = dataset.incidents
    return {
        key: int(counts.reindex(list(descendants(incidents, "incident_id", "part_of", key)), fill_value=0).sum())
        for key in incidents["incident_id"]
    }


def count_rows(dataset: Dataset) -> pd.DataFrame:
    """Return `table`, `rows`, `what` for each table that has rows, in the order of the schema."""
    described = [
        (table.title, len(dataset.frames[name]), table.description)
        for name, table in dataset.descriptor.tables.items()
        if len(dataset.frames[name])
    ]
    return pd.DataFrame(described, columns=["table", "rows", "what"])


def count_terms(dataset: Dataset, table: str, column: str) -> pd.DataFrame:
    """Return `term`, `label`, `rows` for each term of a column's vocabulary that occurs, in the vocabulary's order."""
    described = next(c for c in dataset.descriptor.tables[table].columns if c.name == column)
    counts = pd.Series([part for cell in dataset.frames[table][column] for part in split_list(cell)]).value_counts()
    terms = dataset.descriptor.vocabularies[described.vocabulary].terms.values()
    rows = [(term.name, term.label, int(counts[term.name])) for term in terms if term.name in counts]
    return pd.DataFrame(rows, columns=["term", "label", "rows"])


def count_by_depth(dataset: Dataset) -> pd.DataFrame:
    """Return how many claims come from sources read and coded to one depth: coding_scope, seen_as (labels), sources,
    claims; in the vocabularies' order. Sources without a claim are not counted.
    """
    label, vocabularies = dataset.descriptor.label, dataset.descriptor.vocabularies
    claims = dataset.claims["source_id"].value_counts()
    sources = dataset.sources[dataset.sources["source_id"].isin(claims.index)]
    groups = {key: list(group["source_id"]) for key, group in sources.groupby(["coding_scope", "seen_as"])}
    rows = [
        (label("coding_scope", scope), label("seen_as", seen), len(own), int(claims[own].sum()))
        for scope in vocabularies["coding_scope"].terms
        for seen in vocabularies["seen_as"].terms
        if (own := groups.get((scope, seen), []))
    ]
    return pd.DataFrame(rows, columns=["coding_scope", "seen_as", "sources", "claims"])


def days_of(dataset: Dataset) -> str:
    """Return the days that the dataset's figures and statements are about, in words; "" where none is said.

    Computed from the claims' periods: the book asserts no day of its own.
    """
    firsts, lasts = dataset.figures["period_first"].dropna(), dataset.figures["period_last"].dropna()
    if lasts.empty:
        return ""
    last = format_day(lasts.max().date())
    if firsts.empty:
        return f"by {last}"
    first = format_day(min(firsts.min(), lasts.min()).date())
    return first if first == last else f"{first} to {last}"
