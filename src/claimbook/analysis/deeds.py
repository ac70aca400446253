"""What an accusation or an answer is about, in the words of its coding. No files, no charts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

import pandas as pd

from claimbook.model.dataset import Dataset

# An answer that names neither a deed nor a question answers all accusations and none: the reader is told.
NOT_TIED = "something for which no deed or question is coded"


def deeds_attributed(rows: pd.DataFrame) -> pd.Series:
    """Return for each attribution (`deed`, `role_label`) what it says was done, and the part that the accused had."""
    return _texts(rows, lambda row: f"{row.deed} ({row.role_label})")


def deeds_counted(dataset: Dataset, figures: pd.DataFrame) -> pd.Series:
    """Return for each figure that names who did it (`measure`) what it counts."""
    label = dataset.descriptor.label
    return _texts(figures, lambda row: f"a figure ({label('measure', row.measure)})")


def answered_about(attributions: pd.DataFrame, takes: pd.DataFrame, questions: dict[str, str]) -> dict[str, str]:
    """Return by claim_id what a claim takes a stand on: deeds first, then questions, each once, "; " between them.

    `attributions` has claim_id and deed, `takes` has claim_id and dispute_id; `questions` names disputes.
    """
    deeds = zip(attributions["claim_id"], attributions["deed"], strict=True)
    asked = [(claim, f"“{questions[key]}”") for claim, key in zip(takes["claim_id"], takes["dispute_id"], strict=True)]
    return join_texts([*deeds, *asked])


def join_texts(pairs: Iterable[tuple[Any, str]]) -> dict[Any, str]:
    """Return by key its texts, each once and in their order, "; " between them."""
    found: dict[Hashable, dict[str, None]] = {}
    for key, text in pairs:
        found.setdefault(key, {})[text] = None
    return {key: "; ".join(texts) for key, texts in found.items()}


def _texts(rows: pd.DataFrame, name: Callable[[Any], str]) -> pd.Series:
    return pd.Series([name(row) for row in rows.itertuples()], index=rows.index, dtype="str")
