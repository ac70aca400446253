"""How far two readers agreed before they settled their differences. Two datasets in, frames out; no files.

Claims are paired by overlapping passages of one source and the same claimant; each claim has at most one partner. In
a source seen as an excerpt a passage has no offsets, and is the other reader's where it has the same id. What coders
put into their own words (summaries, notes, the deed) is not compared. An empty cell is a value, "not said"; an open
end of a quantity or a date is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.analysis.alpha import measure_agreement
from claimbook.analysis.unitizing import coded_passages, pair_passages
from claimbook.model.dataset import Dataset
from claimbook.model.structure import split_list

FIELDS = (
    "via", "remove", "voice", "words_by", "asserted", "asserted_basis", "incident_id", "place_id", "evidence",
    "content_flag",
)  # fmt: skip
FACETS = {
    "figures": ("measure", "quantity", "status", "unit", "group", "modality", "counting", "period"),
    "statements": ("act", "target_id", "alignment", "addressee_id"),
    "attributions": ("object", "role", "accused_id", "stance", "framing"),
    "takes": ("position_id", "stance"),
}
# Beside the text of a field, what can be measured: a typed column, its level, what to call it.
_DAYS = (("_first", "interval", "first day"), ("_last", "interval", "last day"))
MEASURED: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("claims", "asserted"): tuple((f"asserted{end}", level, name) for end, level, name in _DAYS),
    ("figures", "quantity"): (("low", "ratio", "at least"), ("high", "ratio", "at most")),
    ("figures", "period"): tuple((f"period{end}", level, name) for end, level, name in _DAYS),
}
WHETHER = "whether the claim has one"


@dataclass(frozen=True)
class Compared:
    """One thing that two readers coded, of every pair of claims that has it: `rows` are both ids and both values."""

    table: str
    field: str
    title: str
    level: str
    rows: list[tuple[str, str, Any, Any]]


def pair_claims(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return the paired claims of two readers: `first_id`, `second_id`, largest overlap of passages first."""
    passages = pair_passages(coded_passages(first), coded_passages(second))
    columns = ["claim_id", "claimant_id", "passage_id"]
    left = first.claims[columns].merge(passages, left_on="passage_id", right_on="first")
    pairs = left.merge(
        second.claims[columns],
        left_on=["second", "claimant_id"],
        right_on=["passage_id", "claimant_id"],
        suffixes=("_first", "_second"),
    )
    has = [{facet: set(dataset.frames[facet]["claim_id"]) for facet in FACETS} for dataset in (first, second)]
    same_facets = [
        sum((a in has[0][facet]) == (b in has[1][facet]) for facet in FACETS)
        for a, b in zip(pairs["claim_id_first"], pairs["claim_id_second"], strict=True)
    ]
    order = pairs.assign(same=pd.Series(same_facets, pairs.index, dtype="int64")).sort_values(
        ["share", "same", "claim_id_first", "claim_id_second"], ascending=[False, False, True, True]
    )
    taken: set[str] = set()
    rows = []
    for one, two in zip(order["claim_id_first"], order["claim_id_second"], strict=True):
        keys = {f"1 {one}", f"2 {two}"}
        if not keys & taken:
            taken |= keys
            rows.append((one, two))
    return pd.DataFrame(rows, columns=["first_id", "second_id"])


def rows_by_claim(dataset: Dataset, facet: str) -> dict[str, list[dict[Any, Any]]]:
    """Return the rows of a facet by their claim's id."""
    found: dict[str, list[dict[Any, Any]]] = {}
    for row in dataset.frames[facet].to_dict("records"):
        found.setdefault(row["claim_id"], []).append(row)
    return found


def list_compared(first: Dataset, second: Dataset, pairs: pd.DataFrame) -> Iterator[Compared]:
    """Yield what is compared of paired claims: their fields; of a facet whether both have one, and, where each has
    exactly one, its fields.
    """
    left = {row["claim_id"]: row for row in first.claims.to_dict("records")}
    right = {row["claim_id"]: row for row in second.claims.to_dict("records")}
    matched = [(a, b, left[a], right[b]) for a, b in pairs.itertuples(index=False)]
    for field in FIELDS:
        yield from _compare(first, "claims", field, "", matched)
    for facet in FACETS:
        if facet not in first.descriptor.tables or facet not in second.descriptor.tables:
            continue
        title = first.descriptor.tables[facet].title
        own, other = rows_by_claim(first, facet), rows_by_claim(second, facet)
        given = [(a, b, _yes(a in own), _yes(b in other)) for a, b in pairs.itertuples(index=False)]
        yield Compared(facet, "", f"{title}: {WHETHER}", "nominal", given)
        single = [
            (a, b, own[a][0], other[b][0])
            for a, b in pairs.itertuples(index=False)
            if len(own.get(a, ())) == len(other.get(b, ())) == 1
        ]
        for field in FACETS[facet]:
            yield from _compare(first, facet, field, f"{title}: ", single)


def _yes(given: bool) -> str:
    return "yes" if given else "no"


def _compare(
    dataset: Dataset,
    table: str,
    field: str,
    before: str,
    matched: list[tuple[str, str, dict[Any, Any], dict[Any, Any]]],
) -> Iterator[Compared]:
    column = next(c for c in dataset.descriptor.tables[table].columns if c.name == field)
    title = before + column.title

    def read(row: dict[Any, Any]) -> str:
        # Several terms in one cell are a set: their order says nothing.
        return ";".join(sorted(split_list(row[field]))) if column.kind == "terms" else str(row[field])

    yield Compared(table, field, title, "nominal", [(a, b, read(one), read(two)) for a, b, one, two in matched])
    for name, level, called in MEASURED.get((table, field), ()):
        rows = [(a, b, _number(one[name]), _number(two[name])) for a, b, one, two in matched]
        both = [row for row in rows if row[2] is not None and row[3] is not None]
        yield Compared(table, field, f"{title}, {called}", level, both)


def _number(value: Any) -> float | None:
    """Return a bound as a number, a day as its number; None where open."""
    if pd.isna(value):
        return None
    return float(value.toordinal()) if isinstance(value, pd.Timestamp) else float(value)


def compare_readers(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return, for each thing compared, how many pairs agree: `what`, `level`, `compared`, `agreed`, `share`, `alpha`,
    `interval`.

    `share` is in percent, `alpha` Krippendorff's at that level of measurement, `interval` where 95 of 100 draws of the
    pairs put it; both blank where undefined.
    """
    rows = [_agreement(one) for one in list_compared(first, second, pair_claims(first, second))]
    columns = ["what", "level", "compared", "agreed", "share", "alpha", "interval"]
    return pd.DataFrame(rows, columns=columns)


def _agreement(compared: Compared) -> tuple[str, str, int, int, str, str, str]:
    values = [row[2:] for row in compared.rows]
    agreed = sum(left == right for left, right in values)
    found = measure_agreement(values, compared.level)
    share = f"{_short_of(100 * agreed / len(values), 100, 0)} %" if values else ""
    alpha, low, high = (
        "" if value is None else _short_of(value, 1, 2) for value in (found.alpha, found.low, found.high)
    )
    return (compared.title, compared.level, len(values), agreed, share, alpha, f"{low} to {high}" if low else "")


def _short_of(value: float, whole: float, digits: int) -> str:
    """Return a number rounded, but never up to the whole: 100 % and 1.00 mean that nobody differed."""
    rounded = f"{value:.{digits}f}"
    last = whole - 10**-digits
    return f"> {last:.{digits}f}" if value < whole and float(rounded) >= whole else rounded


def count_by_source(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return how many claims of each source are compared: `Source`, claims of either reader, `Paired`, by the id."""
    source_of = dict(zip(first.claims["claim_id"], first.claims["source_id"], strict=True))
    paired = pair_claims(first, second)["first_id"].map(source_of).value_counts()
    counts = [dataset.claims["source_id"].value_counts() for dataset in (first, second)]
    sources = sorted(set(counts[0].index) | set(counts[1].index))
    rows = [(name, *(int(count.get(name, 0)) for count in (*counts, paired))) for name in sources]
    return pd.DataFrame(rows, columns=["Claims counted, by source", "First reader", "Second reader", "Paired"])


def count_found(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return how many claims both readers found, and how many only one of them: `What`, and a column a reader."""
    paired = len(pair_claims(first, second))
    rows = [
        ("Claims", len(first.claims), len(second.claims)),
        ("… paired with one of the other reader's", paired, paired),
        ("… found by this reader only", len(first.claims) - paired, len(second.claims) - paired),
        *(
            (first.descriptor.tables[facet].title, len(first.frames[facet]), len(second.frames[facet]))
            for facet in FACETS
            if facet in first.descriptor.tables
        ),
    ]
    return pd.DataFrame(rows, columns=["What", "First reader", "Second reader"])
