"""Cut from a dataset the small dataset that one page needs, itself whole: every reference in it leads somewhere.

A page executes on its slice, so that one changed row reruns only the pages that show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from claimbook.errors import PageError
from claimbook.model.dataset import FACETS, Dataset
from claimbook.model.descriptor import read_schema
from claimbook.model.structure import split_list

KINDS = ("whole", "source", "incident", *FACETS, "cases", "prose")


def slice_dataset(dataset: Dataset, kind: str, key: str = "") -> Dataset:
    """Return the slice of a kind: `whole`, the claims of one `source` or `incident` (`key` names it), the claims
    that carry a facet (`figures`, `statements`, `attributions`, `takes`), `cases`: every claim of a dispute,
    with its answers and attributions, or `prose`: the dataset's own texts and vocabularies, without a claim.

    Raises PageError for an unknown kind.
    """
    claims = dataset.claims
    if kind == "whole":
        return dataset
    if kind == "prose":
        return replace(close_dataset(dataset, ()), about=dataset.about)
    if kind == "source":
        return close_dataset(dataset, claims.loc[claims["source_id"] == key, "claim_id"], sources=[key])
    if kind == "incident":
        within = descendants(dataset.incidents, "incident_id", "part_of", key)
        return close_dataset(dataset, claims.loc[claims["incident_id"].isin(within), "claim_id"], incidents=within)
    if kind == "cases":
        ids = set(dataset.takes["claim_id"]) | set(dataset.attributions["claim_id"])
        return close_dataset(dataset, ids, disputes=dataset.disputes["dispute_id"])
    if kind in FACETS:
        return close_dataset(dataset, dataset.frames[kind]["claim_id"])
    raise PageError(f"There is no slice '{kind}'.", fix=f"use one of {', '.join(KINDS)} in the template's metadata.")


def descendants(frame: pd.DataFrame, key: str, parent: str, root: str) -> set[str]:
    """Return the ids under `root` through a parent column, itself included; a circle ends where it began."""
    found = {root}
    while True:
        more = set(frame.loc[frame[parent].isin(found), key]) - found
        if not more:
            return found
        found |= more


def close_dataset(dataset: Dataset, claim_ids: Iterable[str], **rows: Iterable[str]) -> Dataset:
    """Return the dataset with these claims, the rows named per table (`sources=[…]`), and all that they refer to.

    A discrepancy comes along with any one of its claims, and brings its other claims; so nothing that a page says
    of a claim is cut off. Passages without a claim stay with their source.
    """
    wanted: dict[str, set[str]] = {name: set() for name in dataset.frames}
    wanted["claims"] = set(claim_ids)
    for table, ids in rows.items():
        wanted[table] |= set(ids)
    index = {name: frame.set_index(frame.columns[0], drop=False) for name, frame in dataset.frames.items()}
    wanted["actors"] |= {dataset.descriptor.stance_towards} - {""}
    _add_discrepancies(dataset, wanted)
    pending = {name: set(ids) for name, ids in wanted.items()}
    while any(pending.values()):
        found = _referred(index, pending, wanted)
        pending = {name: ids - wanted[name] for name, ids in found.items()}
        for name, ids in pending.items():
            wanted[name] |= ids
    result = replace(dataset, about="")  # prose belongs to the whole, and would rerun every page
    for name, frame in dataset.frames.items():
        first = frame.columns[0]
        if name in FACETS:
            result = result.keep(name, frame["claim_id"].isin(wanted["claims"]))
        elif name == "passages":
            result = result.keep(name, frame["source_id"].isin(wanted["sources"]) & _keeps(frame, wanted, rows))
        elif name in ("positions", "actor_members"):
            owner = "disputes" if name == "positions" else "actors"
            result = result.keep(name, frame[f"{owner[:-1]}_id"].isin(wanted[owner]))
        elif name != "revisions":
            result = result.keep(name, frame[first].isin(wanted[name]))
        else:
            result = result.keep(name, frame["claim_id"].isin(wanted["claims"]))
    return result


def _keeps(frame: pd.DataFrame, wanted: dict[str, set[str]], rows: dict[str, Iterable[str]]) -> pd.Series:
    whole_sources = set(rows.get("sources", ()))
    return frame["passage_id"].isin(wanted["passages"]) | frame["source_id"].isin(whole_sources)


def _add_discrepancies(dataset: Dataset, wanted: dict[str, set[str]]) -> None:
    for row in dataset.discrepancies.itertuples():
        claims = split_list(row.claim_ids)
        if wanted["claims"].intersection(claims):
            wanted["discrepancies"].add(row.discrepancy_id)
            wanted["claims"].update(claims)


def _referred(
    index: dict[str, pd.DataFrame], pending: dict[str, set[str]], wanted: dict[str, set[str]]
) -> dict[str, set[str]]:
    """Return the ids, per table, that the pending rows (and the facets of pending claims) refer to."""
    found: dict[str, set[str]] = {name: set() for name in index}
    for name, spec in read_schema()["tables"].items():
        frame = index[name]
        if name in (*FACETS, "revisions"):  # a revision comes with its claim, and brings the claim that replaced it
            rows = frame[frame["claim_id"].isin(pending["claims"])]
        elif name == "actor_members":
            rows = frame[frame["actor_id"].isin(pending["actors"])]
        elif name == "positions":
            rows = frame[
                frame["dispute_id"].isin(pending["disputes"]) | frame["position_id"].isin(pending["positions"])
            ]
        else:
            rows = frame[frame.index.isin(pending[name])]
        for field in spec["schema"]["fields"]:
            rules = field.get("claimbook", {})
            if rules.get("kind") in ("ref", "refs") and len(rows):
                for cell in rows[field["name"]].unique():
                    found[rules["table"]].update(split_list(cell))
    return found
