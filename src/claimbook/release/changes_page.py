"""What differs between two states of a book, as a page that stands by itself. JSON data to HTML, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from claimbook.analysis.summing import counted
from claimbook.book.lists import part
from claimbook.book.render import render_template
from claimbook.model.dates import format_date
from claimbook.model.quantities import format_quantity
from claimbook.release.diffing import DATA, NEW, OLD, PICTURES, is_same

MOST = 200  # rows of a table; the JSON has all
_DONE = {
    "added": "New claims", "supersede": "Superseded claims", "retract": "Withdrawn claims",
    "redact": "Redacted claims", "edited": "Claims that say another thing under the same id",
    "gone": "Claims that are gone",
}  # fmt: skip
_CHARTS = {
    "changed": "Charts whose data changed", "added": "Charts that are new", "gone": "Charts that are no longer there",
}  # fmt: skip


def changes_page(found: Mapping[str, Any], sites: Sequence[str] = ("", "")) -> str:
    """Return the page. `sites` are the addresses of both books from it, with a slash at their end, "" for none."""
    old, new = found[OLD], found[NEW]
    parts = [
        _totals(found), *_claim_parts(found, sites), *_figure_parts(found), *_answer_parts(found),
        *_finding_parts(found), *_comparability_parts(found),
    ]  # fmt: skip
    return render_template(
        "changes",
        "changes",
        names=_names(old, new),
        title=new.get("title") or old.get("title", ""),
        sides=[old, new],
        parts=[piece for piece in parts if piece],
        charts=_charts(found),
        no_charts=found["charts"] is None,
        nothing=is_same(found),
        pictures=PICTURES,
        data=DATA,
        sites=list(sites),
        old=OLD,
        new=NEW,
    ).html


def _names(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return what the two are called: by their versions, where these tell them apart."""
    versions = [side.get("version", "") for side in (old, new)]
    if all(versions) and versions[0] != versions[1]:
        return [f"version {version}" for version in versions]
    return ["the state before", "the state now"]


def _rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str, texts: Sequence[str] = ()) -> Any:
    left = len(rows) - MOST
    more = [f"{counted(left, 'more row')} of this table stand only in {DATA}."] if left > 0 else []
    return part(columns, rows[:MOST], title=title, texts=[*texts, *more], caption=title)


def _totals(found: Mapping[str, Any]) -> Any:
    moved = [(row["table"], row[OLD], row[NEW]) for row in found["rows"] if row[OLD] != row[NEW]]
    caption = "Tables that have more or fewer rows"
    return part(("Table", "Rows before", "Rows now"), moved, caption=caption) if moved else None


def _claim_parts(found: Mapping[str, Any], sites: Sequence[str]) -> list[Any]:
    parts: list[Any] = []
    for change, title in _DONE.items():
        claims = [row for row in found["claims"] if row["change"] == change]
        if claims:
            columns, cells = _cells_of(change)
            site = sites[0] if change == "gone" else sites[1]
            parts.append(_rows(columns, [(_claim(row, site), *cells(row, sites[1])) for row in claims], title))
    if sources := found["sources"]:
        words = {"added": "new", "gone": "gone"}
        listed = [(r["source_id"], r["title"], words[r["change"]]) for r in sources]
        parts.append(_rows(("Source", "Title", "Change"), listed, "Sources"))
    return parts


def _cells_of(change: str) -> tuple[tuple[str, ...], Callable[[Mapping[str, Any], str], tuple[Any, ...]]]:
    """Return the columns of a table of claims, and what gives the cells of a row after the first."""
    if change in ("supersede", "retract", "redact"):
        columns: tuple[str, ...] = ("Claim", "What it says", "In its place", "Why")
        return columns, lambda row, site: (row.get("summary", ""), _successor(row, site), row.get("reason", ""))
    if change == "edited":
        columns = ("Claim", "What is another", "It says", "It said")
        return columns, lambda row, _: (
            row.get("parts", ""), row.get("summary", ""), row.get("summary_before", "the same"),
        )  # fmt: skip
    return ("Claim", "What it says"), lambda row, _: (row.get("summary", ""),)


def _claim(row: Mapping[str, Any], site: str, claim: str = "claim_id", source: str = "source_id") -> Any:
    if not site or not row.get(source):
        return row[claim]
    return {"text": row[claim], "href": f"{site}book/sources/{row[source]}.html#{row[claim]}"}


def _successor(row: Mapping[str, Any], site: str) -> Any:
    return _claim(row, site, "by_claim_id", "by_source_id") if row.get("by_claim_id") else "none"


def _figure_parts(found: Mapping[str, Any]) -> list[Any]:
    parts: list[Any] = []
    rows: list[tuple[Any, ...]]
    if found["figures"]:
        rows = [
            (r["claim_id"], _figure(r), format_quantity(r["quantity"]), format_quantity(r["now_quantity"]))
            for r in found["figures"]
        ]
        parts.append(_rows(("Claim", "Figure", "Before", "Now"), rows, "Numbers whose bounds moved"))
    if found["days"]:
        rows = [
            (r["claim_id"], _day(r["asserted"]), _day(r["now_asserted"])) for r in found["days"]
        ]  # fmt: skip
        parts.append(_rows(("Claim", "Said, before", "Said, now"), rows, "Days that moved"))
    return parts


def _figure(row: Mapping[str, Any]) -> str:
    one, other = row["figure_id"], row["now_figure_id"]
    return one if one == other else f"{one}, now {other}"


def _day(text: str) -> str:
    return format_date(text) if text else "not known"


def _answer_parts(found: Mapping[str, Any]) -> list[Any]:
    rows = [(r["question"], r["party"], r[OLD] or "no answer", r[NEW] or "no answer") for r in found["answers"]]
    title = "Answers to questions that became others"
    return [_rows(("Question", "Party", "Before", "Now"), rows, title)] if rows else []


def _finding_parts(found: Mapping[str, Any]) -> list[Any]:
    words = {"added": "found now", "gone": "no longer found"}
    rows = [(r["title"], r["text"], ", ".join(r["claim_ids"]), words[r["change"]]) for r in found["findings"]]
    title = "What the program finds by itself"
    return [_rows(("Rule", "Finding", "Claims", "Change"), rows, title)] if rows else []


def _comparability_parts(found: Mapping[str, Any]) -> list[Any]:
    title = "Pairs of figures that compare otherwise"
    if found["comparability"] is None:
        return [part(title=title, texts=["There are too many pairs to compare them all."])]
    rows = [
        (f"{r['first_id']} and {r['second_id']}", f"{r['relation']} ({r['reason']})",
         f"{r['now_relation']} ({r['now_reason']})")
        for r in found["comparability"]
    ]  # fmt: skip
    return [_rows(("Pair", "Before", "Now"), rows, title)] if rows else []


def _charts(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    charts = found["charts"] or []
    groups = [(title, [chart for chart in charts if chart["change"] == change]) for change, title in _CHARTS.items()]
    return [{"title": title, "charts": own} for title, own in groups if own]
