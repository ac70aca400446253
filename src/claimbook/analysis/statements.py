"""Statements: who says what in public, on which day, at first or second hand. No files, no charts."""

from __future__ import annotations

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.memory import once
from claimbook.model.dataset import Dataset

STATE_KINDS = ("state", "intergovernmental")


@once
def describe_statements(dataset: Dataset) -> pd.DataFrame:
    """Return the statements with their claim's columns and act_label, target, addressee, alignment_label, kinds."""
    claims = describe_claims(dataset).drop(columns=["note"])
    statements = dataset.statements.merge(claims, on="claim_id", how="left", validate="many_to_one")
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    label = dataset.descriptor.label
    statements["act_label"] = [label("act", term) for term in statements["act"]]
    statements["alignment_label"] = [label("alignment", term) if term else "" for term in statements["alignment"]]
    statements["target"] = [dataset.name_of(actor) for actor in statements["target_id"]]
    statements["addressee"] = [dataset.name_of(actor) for actor in statements["addressee_id"]]
    statements["lane_kind"] = statements["lane_id"].map(kinds)
    statements["claimant_kind"] = statements["claimant_id"].map(kinds)
    return statements
