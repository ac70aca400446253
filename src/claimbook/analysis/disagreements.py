"""What two readers have to settle: every difference, with its place, both claims and both values. Frames only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from claimbook.analysis.agreement import FACETS, list_compared, pair_claims, rows_by_claim
from claimbook.analysis.unitizing import coded_passages, pair_passages
from claimbook.model.dataset import Dataset

COLUMNS = (
    "source_id", "first_place", "second_place", "table", "field", "first_claim", "second_claim", "first_value",
    "second_value",
)  # fmt: skip


def list_disagreements(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return a row for each difference, in the order of the sources and their text.

    `first_place` and `second_place` are the passages' code points, `start..end`, or an excerpt's passage. Found by one
    reader only are passages (`table` passages) and, on passages of both, claims (`table` claims, `field` claim_id).
    Where each has one such claim on the same passage, they name different claimants (`field` claimant_id). A facet of
    which one reader has more rows, or where each has several, is compared as a whole (`field` empty).
    """
    pairs = pair_claims(first, second)
    places = [_Places(first), _Places(second)]
    rows = [
        *_found_by_one(first, second, pairs, places),
        *_of_pairs(first, second, pairs),
        *_of_facets(first, second, pairs),
    ]
    placed = sorted({(*_place_of(row, places), *row) for row in rows})
    listed = [(source, one, two, *row) for source, _, one, two, *row in placed]
    return pd.DataFrame(listed, columns=list(COLUMNS))


class _Places:
    """Where the claims of a dataset stand."""

    def __init__(self, dataset: Dataset) -> None:
        passages = coded_passages(dataset).itertuples(index=False)
        self.of_passage = {row.passage_id: (row.source_id, row.start, row.end) for row in passages}
        self.passage_of = dict(zip(dataset.claims["claim_id"], dataset.claims["passage_id"], strict=True))

    def say(self, passage: str) -> tuple[str, int, str]:
        """Return a passage's source, where it starts, and its place in words."""
        source, start, end = self.of_passage.get(passage, ("", 0, 0))
        return source, start, f"{start}..{end}" if end else passage


Row = tuple[str, str, str, str, str, str]


def _place_of(row: Row, places: list[_Places]) -> tuple[str, int, str, str]:
    """Return source, start and both places of a row, whose claims or, where there are none, values are passages."""
    table, _, *rest = row
    named = rest[2:] if table == "passages" else [
        reader.passage_of.get(claim, "") for reader, claim in zip(places, rest, strict=False)
    ]  # fmt: skip
    told = [reader.say(passage) for reader, passage in zip(places, named, strict=True)]
    source, start, _ = told[0] if named[0] else told[1]
    return source, start, told[0][2], told[1][2]


def _found_by_one(first: Dataset, second: Dataset, pairs: pd.DataFrame, places: list[_Places]) -> Iterator[Row]:
    overlaps = pair_passages(coded_passages(first), coded_passages(second))
    claimants = [dict(zip(d.claims["claim_id"], d.claims["claimant_id"], strict=True)) for d in (first, second)]
    facing = _find_facing(first, second, pairs, overlaps)
    for one, two in facing[0].items():
        yield ("claims", "claimant_id", one, two, claimants[0][one], claimants[1][two])
    for side, dataset in enumerate((first, second)):
        name = ("first", "second")[side]
        shared, paired = set(overlaps[name]), set(pairs[f"{name}_id"])
        for passage in sorted(set(places[side].of_passage) - shared):
            yield ("passages", "passage_id", "", "", *_on(side, passage))
        for claim, passage in zip(dataset.claims["claim_id"], dataset.claims["passage_id"], strict=True):
            if claim not in paired and passage in shared and claim not in facing[side]:
                yield ("claims", "claim_id", *_on(side, claim), *_on(side, claim))


def _find_facing(
    first: Dataset, second: Dataset, pairs: pd.DataFrame, overlaps: pd.DataFrame
) -> tuple[dict[str, str], dict[str, str]]:
    """Return by claim of the first reader the second's that faces it, and the other way round: where each has just one
    claim without a partner on passages that overlap, they differ in the claimant.
    """
    alone = [
        dataset.claims[~dataset.claims["claim_id"].isin(pairs[f"{name}_id"])][["claim_id", "passage_id"]]
        for name, dataset in (("first", first), ("second", second))
    ]
    met = overlaps.merge(alone[0], left_on="first", right_on="passage_id")
    met = met.merge(alone[1], left_on="second", right_on="passage_id", suffixes=("_first", "_second"))
    single = met[~met.duplicated("claim_id_first", keep=False) & ~met.duplicated("claim_id_second", keep=False)]
    facing = dict(zip(single["claim_id_first"], single["claim_id_second"], strict=True))
    return facing, {two: one for one, two in facing.items()}


def _on(side: int, text: str) -> tuple[str, str]:
    return ("", text) if side else (text, "")


def _of_pairs(first: Dataset, second: Dataset, pairs: pd.DataFrame) -> Iterator[Row]:
    for compared in list_compared(first, second, pairs):
        # What is measured stands in a field's text too, and whether there is a facet is told with its rows.
        if compared.level == "nominal" and compared.field:
            for one, two, left, right in compared.rows:
                if left != right:
                    yield (compared.table, compared.field, one, two, left, right)


def _of_facets(first: Dataset, second: Dataset, pairs: pd.DataFrame) -> Iterator[Row]:
    for facet, fields in FACETS.items():
        own, other = rows_by_claim(first, facet), rows_by_claim(second, facet)
        for one, two in pairs.itertuples(index=False):
            left, right = _tell(own.get(one, []), fields), _tell(other.get(two, []), fields)
            if left != right and not (len(left) == len(right) == 1):
                yield (facet, "", one, two, " + ".join(left), " + ".join(right))


def _tell(rows: list[dict[Any, Any]], fields: tuple[str, ...]) -> list[str]:
    return sorted(", ".join(str(row[field]) for field in fields if row[field]) for row in rows)
