"""What coders noticed that does not fit: listed with the claims it is about. It reports, it never corrects."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.memory import once
from claimbook.analysis.tallies import counting_bodies
from claimbook.model.dataset import Dataset
from claimbook.model.structure import split_list


@once
def list_discrepancies(dataset: Dataset) -> pd.DataFrame:
    """Return discrepancy_id, kind, kind_label, explanation, gazetteer, reach, claims (of claim_id, href, claimant).

    `reach`, computed from the claims: `within one source`, `renderings of one origin` (one claimant, or one body and
    who speaks in office for it, in several sources), or `between origins`; `with a gazetteer` where one is named.
    """
    bodies = counting_bodies(dataset)
    claims = describe_claims(dataset).set_index("claim_id")
    rows = []
    for row in dataset.discrepancies.itertuples():
        about = claims.loc[split_list(row.claim_ids)]
        linked = tuple(zip(about.index, about["href"], about["claimant"], strict=True))
        kind = dataset.descriptor.label("discrepancy_kind", row.kind)
        rows.append(
            (
                row.discrepancy_id,
                row.kind,
                kind,
                row.explanation,
                row.gazetteer,
                _reach(about, bodies, row.gazetteer),
                linked,
            )
        )
    columns = ["discrepancy_id", "kind", "kind_label", "explanation", "gazetteer", "reach", "claims"]
    return pd.DataFrame(rows, columns=columns)


def _reach(about: pd.DataFrame, bodies: Mapping[str, str], gazetteer: str) -> str:
    if gazetteer:
        return "with a gazetteer"
    if about["source_id"].nunique() == 1:
        return "within one source"
    origins = {bodies.get(claimant, claimant) for claimant in about["claimant_id"]}
    return "renderings of one origin" if len(origins) == 1 else "between origins"
