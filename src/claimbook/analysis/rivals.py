"""Which positions on a question answer others. Frame to ids; no files, no charts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.model.structure import split_list

# Stances that answer whatever was said before them.
ANSWERS = ("denies", "accepts", "justifies", "doubts", "finds_no_evidence", "withholds")


def find_rivals(takes: pd.DataFrame, against: pd.Series) -> set[str]:
    """Return the ids of the claims that answer some claims (`against`, their ids) on their own questions: by not
    asserting, with another stance on their position, or with a position that cannot hold together with it, since what
    can rejects nothing. `takes` is as `disputes.list_takes` returns it.

    What asserts something answers no claim that was made only later; who denies, accepts or leaves open answers others.
    """
    together = {
        frozenset((row.position_id, other)) for row in takes.itertuples() for other in split_list(row.compatible_with)
    }
    # By question, each position and stance of theirs with the first day on which it can have been taken.
    taken: dict[str, dict[tuple[str, str], pd.Timestamp]] = {}
    for row in takes[takes["claim_id"].isin(against)].itertuples():
        held = taken.setdefault(row.dispute_id, {})
        first = pd.Timestamp.min if row.asserted_first is pd.NaT else row.asserted_first
        held[row.position_id, row.stance] = min(first, held.get((row.position_id, row.stance), first))

    def answers(row: Any, position: str, stance: str, first: pd.Timestamp) -> bool:
        if row.stance in ANSWERS:
            return True
        is_other = row.stance != stance if row.position_id == position else True
        is_earlier = row.asserted_last is not pd.NaT and row.asserted_last < first
        return is_other and not is_earlier and frozenset((row.position_id, position)) not in together

    return {
        row.claim_id
        for row in takes.itertuples()
        if any(answers(row, *held, first) for held, first in taken.get(row.dispute_id, {}).items())
    }
