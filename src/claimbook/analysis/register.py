"""The register: every claim as one row, with what it can be found by. Frame to frame; no files, no HTML.

Flagged words are not in it: they stand on their claim's card and nowhere else.
"""

from __future__ import annotations

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.spellings import list_findable
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key
from claimbook.model.quantities import Shape, parse_quantity

Figure = tuple[str, str, str, str]
UNNAMED = "unidentified"
# What a claim can carry: the table that holds it, and what one row of it is called.
KINDS = {"figures": "figure", "statements": "statement", "attributions": "attribution", "takes": "position"}


def list_register(dataset: Dataset) -> pd.DataFrame:
    """Return a row for each claim, by source and id.

    Columns: `claim_id`, `source_id`, `claimant_id`, `origin_id` (who vouches for it; `speakers`) and `party_id` (in
    whose name; whoever is unnamed as such, and not as who passes it on), `party_kind`, what that one is, but of an
    unnamed origin "unidentified", for whomever it speaks, as `voices` counts it; `speaker`, `incident_id` ("" for
    none), `summary`; `also`, a tuple of the texts by which it is found besides (`spellings`); `words` and
    `words_language` ("" for none, and for words that are flagged); `numbers`, the words in which its numbers are said,
    a line each ("" as above); `figures`, a tuple with (measure, quantity, low, high) of each figure, as `_figures`
    returns it; `kinds`, a number in which the n-th bit says that the claim carries the n-th of `KINDS`;
    `voice`, the form of its speech, as coded, and `hedge`, in the source's words ("" for none);
    `said` in words, `first` and `last` as ISO days ("" where open or not known).
    """
    claims = describe_claims(dataset).sort_values(["source_id", "claim_id"], kind="stable", ignore_index=True)
    kept = [
        "claim_id", "source_id", "claimant_id", "origin_id", "speaker", "incident_id", "summary", "words",
        "words_language", "voice", "hedge",
    ]  # fmt: skip
    rows = claims[kept].copy()
    rows["party_id"] = claims["stands_as"]
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    is_unnamed = claims["origin_id"].map(kinds) == UNNAMED
    rows["party_kind"] = rows["party_id"].map(kinds).mask(is_unnamed, UNNAMED)
    rows["also"] = pd.Series(list_findable(dataset, claims), dtype=object)
    flagged = claims["content_flag"] != ""
    for column in ("words", "words_language"):
        rows[column] = rows[column].where(~flagged, "")
    numbers = _words_of_numbers(dataset)
    rows["numbers"] = pd.Series([numbers.get(key, "") for key in rows["claim_id"]], dtype="str").where(~flagged, "")
    figures = _figures(dataset)
    rows["figures"] = pd.Series([tuple(figures.get(key, ())) for key in rows["claim_id"]], dtype=object)
    rows["kinds"] = 0
    for place, table in enumerate(KINDS):
        carries = rows["claim_id"].isin(set(dataset.frames[table]["claim_id"]))
        rows["kinds"] += carries.astype("int64") * (1 << place)
    rows["said"] = claims["day_said"]
    for column in ("first", "last"):
        days = claims[f"asserted_{column}"]
        rows[column] = ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in days]
    return rows


def _words_of_numbers(dataset: Dataset) -> dict[str, str]:
    """Return, for each claim, the words of its figures; its own words are not said a second time. What a coder wrote
    down is no source's words.
    """
    are_words = (dataset.figures["quantity_words"] != "") & (dataset.figures["quantity_basis"] == "words")
    figures = dataset.figures.loc[are_words, ["claim_id", "quantity_words"]]
    own = dict(zip(dataset.claims["claim_id"], dataset.claims["words"], strict=True))
    lines: dict[str, dict[str, None]] = {}
    for claim_id, words in figures.itertuples(index=False, name=None):
        if words not in own[claim_id]:
            lines.setdefault(claim_id, {})[words] = None
    return {claim_id: "\n".join(words) for claim_id, words in lines.items()}


def _figures(dataset: Dataset) -> dict[str, list[Figure]]:
    """Return by claim what its figures say: measure in words, quantity as coded, and its bounds, "" where open.

    The bounds of a word ("dozens") are a convention, and nobody gave them; a share has no number of anybody.
    """
    label = dataset.descriptor.label
    found: dict[str, list[Figure]] = {}
    columns = dataset.figures[["claim_id", "measure", "quantity"]].itertuples(index=False, name=None)
    for claim_id, measure, quantity in columns:
        said = parse_quantity(quantity)
        ends = ("", "") if said.shape is Shape.WORD else (_number(said.low), _number(said.high))
        found.setdefault(claim_id, []).append((label("measure", measure), quantity, *ends))
    return found


def _number(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def list_parts(dataset: Dataset, incident_ids: set[str]) -> pd.DataFrame:
    """Return these incidents and all that they are part of, by title: `incident_id`, `title`, `part_of`."""
    incidents = dataset.incidents
    parents = dict(zip(incidents["incident_id"], incidents["part_of"], strict=True))
    wanted: set[str] = set()
    for key in incident_ids:
        while key and key not in wanted:
            wanted.add(key)
            key = parents.get(key, "")
    found = incidents.loc[incidents["incident_id"].isin(wanted), ["incident_id", "title", "part_of"]]
    order = sorted(found.index, key=lambda row: (name_key(found.at[row, "title"]), found.at[row, "incident_id"]))
    return found.loc[order].reset_index(drop=True)
