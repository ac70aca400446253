"""What readers agreed on before they settled: two codings to tables; one coder is said, not hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.agreement import compare_readers, count_found
from claimbook.analysis.alpha import DRAWS
from claimbook.analysis.unitizing import compare_passages
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html
from claimbook.model.dataset import load_readers

PAIRED = (
    "Two readers coded the sources apart. Claims are paired by overlapping passages (in an excerpt by the passage "
    "itself, which has no place in its text) and the same claimant. Of a table beside the claims, a field is compared "
    "where each reader gave the claim exactly one row. What is in a reader's own words is not compared."
)
MEASURED = (
    "Alpha is Krippendorff's (2011): 1 is agreement throughout, 0 what chance would give, blank where nothing varies. "
    "Words are compared as equal or not (nominal), days by how many lie between (interval), quantities by how far they "
    "differ for their size (ratio). Of two bounds of which one is open, the difference is told by the words only. "
    f"The last column is where alpha falls in 95 of 100 cases if pairs are drawn anew, {DRAWS:,} times, from those "
    "that are there: it is wide where few pairs, or few that vary, say little. This is the percentile bootstrap over "
    "units, as Zapf and others use it (2016, BMC Medical Research Methodology 16:93)."
)
PASSAGES = (
    "Passages are compared by the code points that they cover: those that both readers put into a passage with a "
    "claim, among those that either did. No alpha is given for them, since the tables do not say how long a text is."
)


def agreement(data: str) -> Html:
    """Return what the first two readers of a dataset found and agreed on; "not assessed: one coder" without two."""
    readers = load_readers(data)
    if len(readers) < 2:
        return show_parts([part(empty="Not assessed: one coder.")], "agreement")
    first, second = readers[:2]
    found = count_found(first, second)
    passages = compare_passages(first, second)
    fields = compare_readers(first, second)
    more = f"{len(readers)} readers coded it; the first two by name are compared here." if len(readers) > 2 else ""
    return show_parts(
        [
            part(
                list(found.columns),
                _rows(found),
                texts=[text for text in (PAIRED, more) if text],
                caption="What each reader found",
            ),
            part(
                list(passages.columns),
                _rows(passages),
                texts=[PASSAGES],
                caption="Agreement on the passages",
            ),
            part(
                ("Compared", "Measured as", "Pairs", "Agreed", "Share", "Alpha", "95 % interval"),
                _rows(fields),
                texts=[MEASURED],
                caption="Agreement on paired claims",
            ),
        ],
        "agreement",
    )


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """Return a frame's rows as they are read: thousands set apart, a sign on one line with its number."""
    return [[_readable(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]


def _readable(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.replace("> ", ">\u00a0").replace(" %", "\u00a0%")
    return f"{cell:,}"
