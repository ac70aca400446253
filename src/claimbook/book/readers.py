"""What readers agreed on before they settled: two codings to tables; one coder is said, not hidden."""

from __future__ import annotations

from claimbook.analysis.agreement import compare_readers, count_found
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html
from claimbook.model.dataset import load_readers


def agreement(data: str) -> Html:
    """Return what the first two readers of a dataset found and agreed on; "not assessed: one coder" without two."""
    readers = load_readers(data)
    if len(readers) < 2:
        return show_parts([part(empty="Not assessed: one coder.")], "agreement")
    first, second = readers[:2]
    found = count_found(first, second)
    fields = compare_readers(first, second)
    text = (
        "Two readers coded the sources apart. Claims are paired by overlapping passages (in an excerpt by the passage "
        "itself, which has no place in its text) and the same claimant. "
        "Alpha is Krippendorff's, for nominal data: 1 is agreement throughout, 0 what chance would give; "
        "it is blank where nothing varies."
    )
    return show_parts(
        [
            part(
                list(found.columns),
                found.itertuples(index=False, name=None),
                texts=[text],
                caption="What each reader found",
            ),
            part(
                ("Compared", "Pairs", "Agreed", "Share", "Alpha"),
                fields.itertuples(index=False, name=None),
                caption="Agreement on paired claims",
            ),
        ],
        "agreement",
    )
