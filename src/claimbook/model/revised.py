"""Rules on revisions: what stands beside each action, and what is left of a redacted claim. No rule on other tables."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.errors import Problem
from claimbook.model.dataset import FACETS, Dataset
from claimbook.model.redacting import NOBODY, SUMMARY
from claimbook.model.rules import report_rows, rule

# Cells of a claim that hold what it says, or lead to it.
_SAYS = ("via", "words", "words_by", "translated_by", "hedge", "updates", "incident_id", "place_id", "evidence", "note")
_REDO = "run claimbook redact, which takes out all that belongs to a claim."


@rule
def a_redaction_has_a_class_of_reason(dataset: Dataset) -> Iterator[Problem]:
    """A revision has a `reason_class` exactly where its action is `redact`."""
    revisions = dataset.revisions
    rows = (revisions["action"] == "redact") != (revisions["reason_class"] != "")
    message, fix = "reason_class belongs to a redaction, and to nothing else.", "fill it in for redact, or empty it."
    yield from report_rows(dataset, "revisions", rows, "reason_class", message, fix)


@rule
def a_redacted_claim_says_nothing(dataset: Dataset) -> Iterator[Problem]:
    """A claim that `revisions` redacts keeps its id, source and day, names nobody, and has no words and no facets."""
    redacted = redacted_claims(dataset)
    if not redacted:
        return
    claims = dataset.claims
    own = claims["claim_id"].isin(redacted)
    for column, text in (("summary", SUMMARY), ("claimant_id", NOBODY["actor_id"])):
        rows = own & (claims[column] != text)
        yield from report_rows(dataset, "claims", rows, column, "a redacted claim says '{}' still.", _REDO)
    for column in _SAYS:
        rows = own & (claims[column] != "")
        yield from report_rows(dataset, "claims", rows, column, "a redacted claim says '{}' still.", _REDO)
    for facet in FACETS:
        rows = dataset.frames[facet]["claim_id"].isin(redacted)
        yield from report_rows(dataset, facet, rows, "claim_id", "the redacted claim '{}' has this row still.", _REDO)
    passages = dataset.passages
    named = set(claims.loc[own, "passage_id"])
    rows = passages["passage_id"].isin(named) & (passages["start"].notna() | (passages["sha256"] != ""))
    yield from report_rows(dataset, "passages", rows, "passage_id", "'{}' leads to a redacted claim's words.", _REDO)


def redacted_claims(dataset: Dataset) -> set[str]:
    """Return the claims that a dataset's revisions redact."""
    return set(dataset.revisions.loc[dataset.revisions["action"] == "redact", "claim_id"])
