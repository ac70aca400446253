"""What coders noticed that does not fit, for readers: how many of each kind, the list, and the list as a file.

A frame to HTML through the template of lists. What the program found by itself is in `comparing`.
"""

from __future__ import annotations

from claimbook import paths
from claimbook.analysis.discrepancies import list_discrepancies
from claimbook.analysis.summing import counted
from claimbook.book.behind import csv_name, write_csv
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html
from claimbook.model.dataset import Dataset

_FILE = ("discrepancy_id", "kind", "explanation", "where", "gazetteer", "claim_ids")


def discrepancy_list(dataset: Dataset) -> Html:
    """Return the discrepancies that coders noted, counted by kind and by where they lie, then by kind, each with the
    claims it is about and its own anchor. A file beside the page has the same rows.
    """
    frame = list_discrepancies(dataset).sort_values(["kind_label", "discrepancy_id"], kind="stable")
    if frame.empty:
        return show_parts([part(empty="No discrepancy is coded.")], "discrepancies")
    reaches = sorted(set(frame["reach"]))
    counts = [
        (kind, len(group), *(int((group["reach"] == reach).sum()) for reach in reaches))
        for kind, group in frame.groupby("kind_label", sort=True)
    ]
    rows = [
        (
            row.kind_label, row.explanation, f"{row.reach}: {row.gazetteer}" if row.gazetteer else row.reach,
            [{"text": claim_id, "href": href} for claim_id, href, _ in row.claims],
        )
        for row in frame.itertuples()
    ]  # fmt: skip
    listed = (
        (row.discrepancy_id, row.kind_label, row.explanation, row.reach, row.gazetteer,
         ";".join(claim_id for claim_id, _, _ in row.claims))
        for row in frame.itertuples()
    )  # fmt: skip
    text = write_csv(_FILE, listed)
    name = csv_name(text)
    parts = [
        part(
            ("Kind", counted(len(frame), "discrepancy", "discrepancies"), *reaches),
            counts,
            caption="Discrepancies by kind and by where they lie",
            fold="How many there are of each kind, and all of them as a file",
            file={
                "text": "All of them as a table (CSV)",
                "href": f"{paths.CHARTS}/{name}",
                "name": "discrepancies.csv",
            },
        ),
        part(("Kind", "What differs", "Where", "Claims"), rows, ids=list(frame["discrepancy_id"])),
    ]
    return show_parts(parts, "discrepancies", attached={name: text})
