"""How far two readers agree on the passages themselves, before anything is said of them. Frames only; no claims paired.

Method: the share of code points that both readers put into a passage with a claim among those that either put there
(intersection over union), and which passages only one found. No alpha is given: it would count the text between
passages as agreement, and how long a text is stands in no table.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from claimbook.model.dataset import Dataset


def coded_passages(dataset: Dataset) -> pd.DataFrame:
    """Return the passages that carry a claim: `passage_id`, `source_id`, `start`, `end` (0 and 0 in an excerpt)."""
    frame = dataset.passages[["passage_id", "source_id", "start", "end"]]
    frame = frame[frame["passage_id"].isin(set(dataset.claims["passage_id"]))]
    is_placed = frame["start"].notna() & frame["end"].notna()
    return frame.assign(
        start=frame["start"].where(is_placed, 0).astype("int64"), end=frame["end"].where(is_placed, 0).astype("int64")
    ).reset_index(drop=True)


def pair_passages(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return every two passages that overlap: `first`, `second` (ids), `shared` (code points), `share` (of both).

    A passage of an excerpt has no place in its text, and is the other reader's where it has the same id.
    """
    rows = [pair for source in _by_source(first, second) for pair in _overlaps(*source)]
    unplaced = second.loc[second["end"] == 0, "passage_id"]
    same = first.loc[(first["end"] == 0) & first["passage_id"].isin(set(unplaced)), "passage_id"]
    rows += [(passage, passage, 0, 1.0) for passage in same]
    return pd.DataFrame(rows, columns=["first", "second", "shared", "share"])


def _by_source(first: pd.DataFrame, second: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    placed = [frame[frame["end"] > 0].sort_values("start", kind="stable") for frame in (first, second)]
    others = dict(iter(placed[1].groupby("source_id")))
    for source, own in placed[0].groupby("source_id"):
        if source in others:
            yield own, others[source]


def _overlaps(first: pd.DataFrame, second: pd.DataFrame) -> Iterator[tuple[str, str, int, float]]:
    starts, ends = second["start"].to_numpy(), second["end"].to_numpy()
    names = second["passage_id"].tolist()
    # Sorted by start; a passage further on cannot overlap once one starts after the end, nor one that ended before.
    begins = np.searchsorted(np.maximum.accumulate(ends), first["start"].to_numpy(), "right")
    stops = np.searchsorted(starts, first["end"].to_numpy(), "left")
    for row, begin, stop in zip(first.itertuples(), begins.tolist(), stops.tolist(), strict=True):
        for other in range(begin, stop):
            shared = int(min(row.end, ends[other]) - max(row.start, starts[other]))
            if shared > 0:
                whole = int(max(row.end, ends[other]) - min(row.start, starts[other]))
                yield row.passage_id, names[other], shared, shared / whole


def compare_passages(first: Dataset, second: Dataset) -> pd.DataFrame:
    """Return how far two readers agree on the passages: `What`, and a column a reader."""
    own, other = coded_passages(first), coded_passages(second)
    pairs = pair_passages(own, other)
    shared = int(pairs["shared"].sum())
    lengths = [int((frame["end"] - frame["start"]).sum()) for frame in (own, other)]
    either = sum(lengths) - shared
    found = [pairs["first"].nunique(), pairs["second"].nunique()]
    both = f"{100 * shared / either:.0f} %" if either else ""
    exactly = int((pairs["share"] == 1).sum())
    rows = [
        ("Passages with a claim", len(own), len(other)),
        ("… that overlap one of the other reader's", *found),
        ("… with the same beginning and end", exactly, exactly),
        ("… found by this reader only", len(own) - found[0], len(other) - found[1]),
        ("Code points in them", *lengths),
        ("… that the other reader has too", shared, shared),
        ("Overlap: code points of both among those of either", both, both),
    ]
    return pd.DataFrame(rows, columns=["What", "First reader", "Second reader"])
