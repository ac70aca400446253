"""Who speaks in a claim, in whose lane it stands, and on whose word we know it. Frame to frame; no files, no charts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.memory import once
from claimbook.model.dataset import Dataset
from claimbook.model.each import each_row
from claimbook.model.structure import split_list

# Said by the claimant in public, to the source or relayed as news; a third party's telling or a leak is second hand.
OWN = ("first_hand", "agency_relay")
# What the pages say of `origin_id`, which the register finds claims by.
VOUCHES = (
    "the claimant, and not who passes the claim on; where an outlet or a third party says in words of its own what "
    "somebody’s words amount to, that one; somebody who speaks in office stands apart from the body spoken for"
)
_COLUMNS = ("claimant_id", "via", "remove", "voice", "words_by", "outlet_id")


def add_speakers(dataset: Dataset, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with `claimant`, `origin_id`, `lane_id`, `lane`, `speaker`, `mark_note`, `stands_as`,
    `passed_on`, `is_own`.

    `origin_id` is who vouches for the claim: the claimant, but for a characterisation whoever says what somebody's
    words amount to, the outlet or the third party. `lane_id` is in whose name the origin speaks (through
    `speaks_for`, to its end); somebody unnamed who is known only through another stands in that one's lane.
    `speaker` says it in words; `mark_note` is what a mark in a foreign lane must say beside its act. `stands_as` is who
    stands in a table of accusers and answers: the lane, but whoever is unnamed stands there as such, and not as who
    passes it on; `passed_on` says by whom that is, or whose words an outlet describes.
    """
    heads = speaking_for(dataset)
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    rows = [_speaker(dataset, row, heads, kinds) for row in each_row(claims, _COLUMNS)]
    columns = ["claimant", "origin_id", "lane_id", "lane", "speaker", "mark_note", "stands_as", "passed_on"]
    added = pd.DataFrame(rows, columns=columns, index=claims.index, dtype="str")
    return pd.concat([claims, added], axis=1).assign(is_own=claims["remove"].isin(OWN))


def _speaker(dataset: Dataset, row: Any, heads: dict[str, str], kinds: dict[str, str]) -> tuple[str, ...]:
    name = dataset.name_of
    claimant, via = name(row.claimant_id), split_list(row.via)
    told = row.remove not in OWN and via
    if row.voice == "characterisation" and (gloss := owner_of_gloss(row, via)):
        lane = heads.get(gloss, gloss)
        said = f"{name(gloss)}, of {claimant}"
        return claimant, gloss, lane, name(lane), said, f"of {claimant}", lane, f"describes words of {claimant}"
    if told:
        chain = ", then ".join(name(actor) for actor in via)
        is_unnamed = kinds.get(row.claimant_id) == "unidentified"
        lane = heads.get(via[-1], via[-1]) if is_unnamed else heads.get(row.claimant_id, row.claimant_id)
        note = "unnamed" if is_unnamed else f"according to {name(via[-1])}"
        party, passed = (row.claimant_id, f"passed on by {chain}") if is_unnamed else (lane, f"according to {chain}")
        return claimant, row.claimant_id, lane, name(lane), f"{claimant}, according to {chain}", note, party, passed
    lane = heads.get(row.claimant_id, row.claimant_id)
    relayed = f"{claimant}, relayed by {', then '.join(name(actor) for actor in via)}" if via else claimant
    return claimant, row.claimant_id, lane, name(lane), relayed, "", lane, ""


def owner_of_gloss(row: Any, via: list[str]) -> str:
    """Return who says what somebody's words amount to: the third party that tells it, else the outlet."""
    if row.remove not in OWN and via:
        return via[-1]
    return str(row.words_by if row.words_by and row.words_by != row.claimant_id else row.outlet_id)


@once
def speaking_for(dataset: Dataset) -> dict[str, str]:
    """Return, for each actor, the last one in the chain of those for whom it speaks: itself if it speaks for nobody."""
    parents = dict(zip(dataset.actors["actor_id"], dataset.actors["speaks_for"], strict=True))
    return {actor: _end_of_chain(actor, parents) for actor in parents}


def _end_of_chain(actor: str, parents: dict[str, str]) -> str:
    seen = {actor}
    while parents.get(actor) and parents[actor] not in seen:
        actor = parents[actor]
        seen.add(actor)
    return actor
