"""What was released stays as it was: claims of an earlier version, compared with those of now. Frames only."""

from __future__ import annotations

from claimbook.errors import Problem
from claimbook.model.dataset import Dataset
from claimbook.model.whole_claims import differing_parts, whole_claims

_FIX = (
    "put it back as it was, add the corrected claim under a new id, and say in revisions that it supersedes this one "
    "(or that this one is withdrawn), and why."
)


def find_edited(before: Dataset, now: Dataset, version: str) -> list[Problem]:
    """Return a problem for each claim of a released dataset that is gone or says another thing now.

    A claim is its row, its passage and its facets, without what is for coders only. One that `revisions` redacts may
    have lost what it said.
    """
    redacted = set(now.revisions.loc[now.revisions["action"] == "redact", "claim_id"])
    old, new = whole_claims(before), whole_claims(now)
    rows = {claim: number for number, claim in enumerate(now.claims["claim_id"], 2)}
    file = now.descriptor.tables["claims"].path
    problems = []
    for claim, parts in old.items():
        if claim in redacted:
            continue
        if claim not in new:
            message = f"'{claim}' was released in {version}, and is gone."
            problems.append(Problem(file, 0, "claim_id", message, _FIX))
        elif changed := list(differing_parts(parts, new[claim])):
            message = f"'{claim}' was released in {version}, and is another now: {', '.join(changed)}."
            problems.append(Problem(file, rows[claim], "claim_id", message, _FIX))
    return problems
