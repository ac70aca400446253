"""Until when a thing can have been said: not after the page was seen, nor after the dataset was made. Frames to frames.

A page that shows no day is dated by when it was retrieved, and often by the month of that alone: the month's last day
may be later than the dataset itself. Days that are written out are left as they are, whatever is wrong with them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def close_at_retrieval(sources: pd.DataFrame, claims: pd.DataFrame, created: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sources and claims whose last possible days (`published_last`, `asserted_last`) are no later than known.

    The limit is the day on which a source was seen (`accessed`); without one the day on which the dataset was made,
    `created`, as its descriptor has it (no text where it has none).
    """
    made = created[:10] if isinstance(created, str) else ""
    limits = _days(sources["accessed"].where(sources["accessed"] != "", made))
    by_source = dict(zip(sources["source_id"], limits, strict=True))
    own = pd.Series([by_source.get(key, pd.NaT) for key in claims["source_id"]], claims.index, dtype=limits.dtype)
    return _close(sources, "published", limits), _close(claims, "asserted", own)


def _days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts.replace("", None), format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")


def _close(frame: pd.DataFrame, column: str, limits: pd.Series) -> pd.DataFrame:
    """Return the frame with the spans that end after their limit, and do not begin after it, ended there."""
    first, last = frame[f"{column}_first"], frame[f"{column}_last"]
    is_late = (last > limits) & ~(first > limits)
    if not is_late.any():
        return frame
    return frame.assign(**{f"{column}_last": last.where(~is_late, limits).astype(np.dtype("datetime64[us]"))})
