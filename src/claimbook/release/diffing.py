"""Compare two states of a book: what differs, as JSON and as a page with the charts of both. It decides nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from claimbook import paths
from claimbook.analysis.changes import Changes, list_changes, list_sources_changed
from claimbook.analysis.relations import list_flipped
from claimbook.model.each import each_row
from claimbook.release.chart_changes import ChartChange, compare_charts
from claimbook.release.sides import Side, describe_side

FORMAT = 1
PAGE, DATA, PICTURES = "index.html", "changes.json", "charts"
OLD, NEW = "before", "now"


def compare(before: Side, now: Side) -> dict[str, Any]:
    """Return all that differs between two states, as JSON data; `charts` is null where one of them has no build.

    `comparability` is null where more pairs would have to be compared than are.
    """
    changes = list_changes(before.dataset, now.dataset)
    flipped = list_flipped(before.dataset.standing(), now.dataset.standing(), _standing(before, now, changes.matched))
    charts = compare_charts(before.site, now.site) if before.site and now.site else None
    return {
        "claimbook_diff": FORMAT,
        OLD: describe_side(before),
        NEW: describe_side(now),
        "rows": _records(changes.rows),
        "claims": _claims(before, now, changes),
        "sources": _records(list_sources_changed(before.dataset, now.dataset)),
        "figures": _records(changes.figures),
        "days": _records(changes.days),
        "findings": _records(changes.findings),
        "answers": _records(changes.answers),
        "comparability": None if flipped is None else _records(flipped),
        "charts": None if charts is None else [_chart(change) for change in charts],
    }


def _standing(before: Side, now: Side, matched: Mapping[str, str]) -> dict[str, str]:
    left = [set(side.dataset.standing().figures["figure_id"]) for side in (before, now)]
    return {one: other for one, other in matched.items() if one in left[0] and other in left[1]}


def is_same(found: Mapping[str, Any]) -> bool:
    """Whether nothing differs in what is compared."""
    told = ("claims", "sources", "figures", "days", "findings", "answers", "comparability", "charts")
    return not any(found[name] for name in told) and all(row[OLD] == row[NEW] for row in found["rows"])


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {name: _plain(value) for name, value in row._asdict().items() if name != "Index"} for row in each_row(frame)
    ]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _claims(before: Side, now: Side, changes: Changes) -> list[dict[str, Any]]:
    """Return the changed claims with what each says and said, and where it stands."""
    told = [
        {row.claim_id: (row.summary, row.source_id) for row in each_row(side.dataset.claims)} for side in (before, now)
    ]
    old, new = told
    rows = []
    for row in _records(changes.claims):
        claim = row["claim_id"]
        known = new.get(claim) or old.get(claim) or ("", "")
        row["source_id"] = known[1]
        row["summary"] = known[0]
        if row["change"] == "edited" and old[claim][0] != new[claim][0]:
            row["summary_before"] = old[claim][0]
        if row["by_claim_id"]:
            row["by_summary"], row["by_source_id"] = new.get(row["by_claim_id"], ("", ""))
        rows.append({name: value for name, value in row.items() if value != ""})
    return rows


def _chart(change: ChartChange) -> dict[str, Any]:
    chart = change.chart
    told: dict[str, Any] = {
        "change": change.change, "address": chart.address, "question": chart.question, "scope": chart.scope,
    }  # fmt: skip
    for name, side in ((OLD, change.before), (NEW, change.now)):
        if side:
            told[name] = {"alt": side.alt, "data": side.data, "pictures": list(side.pictures)}
    return told


def write_comparison(found: Mapping[str, Any], sites: Sequence[Path | None], target: Path, page: str) -> None:
    """Write the page, the JSON and the pictures and data of changed charts into a folder, which is made.

    `sites` are the builds of both sides, `page` is the page's HTML (`changes_page`).
    """
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    (target / DATA).write_text(text + "\n", "utf-8", newline="")
    (target / PAGE).write_text(page, "utf-8", newline="")
    shutil.copyfile(paths.ASSETS / "changes.css", target / "changes.css")
    for name, site in zip((OLD, NEW), sites, strict=True):
        for chart in found["charts"] or []:
            if site and name in chart:
                for file in (chart[name]["data"], *chart[name]["pictures"]):
                    _copy(site / paths.CHARTS / file, target / PICTURES / file)


def _copy(source: Path, target: Path) -> None:
    if source.is_file() and not target.exists():
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)
