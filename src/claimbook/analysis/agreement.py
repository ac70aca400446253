"""How far two readers agreed before they settled their differences. Two datasets in, frames out; no files.

Claims are paired by overlapping passages of one source and the same claimant; each claim has at most one partner. In
a source seen as an excerpt a passage has no offsets, and is the other reader's where it has the same id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pandas as pd

from claimbook.model.dataset import Dataset

FIELDS = ("remove", "voice", "asserted", "asserted_basis", "incident_id", "content_flag")
FACETS = {
    "figures": ("measure", "quantity", "status", "unit", "modality"),
    "statements": ("act", "target_id", "alignment"),
    "attributions": ("object", "role", "accused_id", "stance"),
    "takes": ("position_id", "stance"),
}


def alpha_nominal(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Krippendorff's alpha for nominal data, two coders and no missing value; None where it is undefined.

    Undefined is: no pair, or every value the same (no variation to agree on). Method: Krippendorff, K. (2011),
    Computing Krippendorff's Alpha-Reliability, section C (nominal data, coincidence matrix).
    """
    coincidences: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        for left, right in permutations(pair):
            coincidences[(left, right)] += 1
    totals: Counter[str] = Counter()
    for (left, _), count in coincidences.items():
        totals[left] += count
    total = sum(totals.values())
    expected = sum(n * (total - n) for n in totals.values())
    if not expected:
        return None
    observed = sum(count for (left, right), count in coincidences.items() if left != right)
    return 1 - (total - 1) * observed / expected


def pair_claims(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return the paired claims of two readers: `first_id`, `second_id`, largest overlap of passages first."""
    left, right = _spans(first), _spans(second)
    pairs = left.merge(right, on=["source_id", "claimant_id", "place"], suffixes=("_first", "_second"))
    overlap = pairs[["end_first", "end_second"]].min(axis=1) - pairs[["start_first", "start_second"]].max(axis=1)
    union = pairs[["end_first", "end_second"]].max(axis=1) - pairs[["start_first", "start_second"]].min(axis=1)
    pairs = pairs.assign(share=(overlap / union).astype(float))[overlap > 0]
    has = [{facet: set(dataset.frames[facet]["claim_id"]) for facet in FACETS} for dataset in (first, second)]
    same_facets = [
        sum((a in has[0][facet]) == (b in has[1][facet]) for facet in FACETS)
        for a, b in zip(pairs["claim_id_first"], pairs["claim_id_second"], strict=True)
    ]
    order = pairs.assign(same=same_facets).sort_values(
        ["share", "same", "claim_id_first", "claim_id_second"], ascending=[False, False, True, True]
    )
    taken: set[str] = set()
    rows = []
    for row in order.itertuples():
        keys = {f"1 {row.claim_id_first}", f"2 {row.claim_id_second}"}
        if not keys & taken:
            taken |= keys
            rows.append((row.claim_id_first, row.claim_id_second))
    return pd.DataFrame(rows, columns=["first_id", "second_id"])


def _spans(dataset: Dataset) -> pd.DataFrame:
    """Return claims with where their passages lie; one of an excerpt lies nowhere, and overlaps with itself alone."""
    claims = dataset.claims[["claim_id", "source_id", "claimant_id", "passage_id"]]
    passages = dataset.passages[["passage_id", "start", "end"]]
    is_placed = passages["start"].notna() & passages["end"].notna()
    placed = passages.assign(
        place=passages["passage_id"].where(~is_placed, ""),
        start=passages["start"].where(is_placed, 0),
        end=passages["end"].where(is_placed, 1),
    )
    return claims.merge(placed, on="passage_id", how="inner")


def _rows_by_claim(dataset: Dataset, facet: str) -> dict[str, list[dict[Any, Any]]]:
    found: dict[str, list[dict[Any, Any]]] = {}
    for row in dataset.frames[facet].to_dict("records"):
        found.setdefault(row["claim_id"], []).append(row)
    return found


def compare_readers(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return, for each thing compared, how many pairs agree: `what`, `compared`, `agreed`, `share`, `alpha`.

    Claims are compared by field; facets by whether both readers gave one, and, where each gave exactly one, by
    field. `share` is in percent, `alpha` Krippendorff's (blank where undefined).
    """
    pairs = pair_claims(first, second)
    rows = []
    left = first.claims.set_index("claim_id")
    right = second.claims.set_index("claim_id")
    for field in FIELDS:
        values = [(left.at[a, field], right.at[b, field]) for a, b in pairs.itertuples(index=False)]
        rows.append(_agreement(_title(first, "claims", field), values))
    for facet, fields in FACETS.items():
        title = first.descriptor.tables[facet].title
        own, other = _rows_by_claim(first, facet), _rows_by_claim(second, facet)
        given = [(str(a in own), str(b in other)) for a, b in pairs.itertuples(index=False)]
        rows.append(_agreement(f"{title}: whether the claim has one", given))
        single = [
            (own[a][0], other[b][0])
            for a, b in pairs.itertuples(index=False)
            if len(own.get(a, ())) == len(other.get(b, ())) == 1
        ]
        for field in fields:
            name = f"{title}: {_title(first, facet, field)}"
            rows.append(_agreement(name, [(one[field], two[field]) for one, two in single]))
    return pd.DataFrame(rows, columns=["what", "compared", "agreed", "share", "alpha"])


def _title(dataset: Dataset, table: str, column: str) -> str:
    return next(c.title for c in dataset.descriptor.tables[table].columns if c.name == column)


def _agreement(what: str, pairs: Sequence[tuple[str, str]]) -> tuple[str, int, int, str, str]:
    agreed = sum(left == right for left, right in pairs)
    alpha = alpha_nominal(pairs)
    share = f"{100 * agreed / len(pairs):.0f} %" if pairs else ""
    return (what, len(pairs), agreed, share, "" if alpha is None else f"{alpha:.2f}")


def count_found(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return how many claims both readers found, and how many only one of them: `What`, and a column a reader."""
    paired = len(pair_claims(first, second))
    rows = [
        (
            "Passages with a claim",
            first.claims["passage_id"].nunique(),
            second.claims["passage_id"].nunique(),
        ),
        ("Claims", len(first.claims), len(second.claims)),
        ("… paired with one of the other reader's", paired, paired),
        ("… found by this reader only", len(first.claims) - paired, len(second.claims) - paired),
        *(
            (first.descriptor.tables[facet].title, len(first.frames[facet]), len(second.frames[facet]))
            for facet in FACETS
        ),
    ]
    return pd.DataFrame(rows, columns=["What", "First reader", "Second reader"])
