"""What differs between two states of a dataset: claims, numbers, days, what the auditor finds, who gives which answer.

Two datasets in, frames out: no files, no charts, no words of a page. That something differs is told, never which of the
two is right. How two figures compare before and after is in `relations`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.analysis.audit import audit
from claimbook.analysis.disputes import list_takes
from claimbook.model.dataset import Dataset
from claimbook.model.each import cells_of, each_row, rows_by
from claimbook.model.whole_claims import differing_parts, whole_claims

ADDED, GONE, EDITED = "added", "gone", "edited"
# What a figure is known by beside its claim, where a claim that takes another's place has figures of its own.
_KNOWN_BY = ("measure", "unit", "status", "group", "party_id", "by_id", "place_id")
_BOUNDS = ("low", "high", "best")


@dataclass(frozen=True)
class Changes:
    """What differs between two states of a dataset.

    `claims`: claim_id, change (`added`, `gone`, `edited`, or the action of a revision that is new), parts (what of it
    is another, for an edited one), by_claim_id, release, reason. `figures`: claim_id, figure_id, now_figure_id,
    quantity and now_quantity with the bounds low, high, best and now_low, now_high, now_best. `days`: claim_id,
    now_claim_id, asserted, now_asserted. `findings`: change (`added`, `gone`), rule, title, text, claim_ids.
    `answers`: dispute_id, question, party_id, party, before, now (positions with stances in words, "" for none).
    `rows`: table, before, now (numbers of rows). `matched` has the figure of now for each of then (`match_figures`).
    """

    claims: pd.DataFrame
    figures: pd.DataFrame
    days: pd.DataFrame
    findings: pd.DataFrame
    answers: pd.DataFrame
    rows: pd.DataFrame
    matched: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same in all these respects."""
        own = (self.claims, self.figures, self.days, self.findings, self.answers)
        return all(frame.empty for frame in own) and bool((self.rows["before"] == self.rows["now"]).all())


def list_changes(before: Dataset, now: Dataset) -> Changes:
    """Return what differs from one state of a dataset to the next."""
    successors = new_successors(before, now)
    matched = match_figures(before, now, successors)
    return Changes(
        _claims(before, now),
        _figures(before, now, matched),
        _days(before, now, successors),
        _findings(before, now),
        _answers(before, now),
        _rows(before, now),
        matched,
    )


def new_successors(before: Dataset, now: Dataset) -> dict[str, str]:
    """Return the claims that were superseded since, each with the claim that stands in its place at the end."""
    later = {row.claim_id: row.by_claim_id for row in _new_revisions(before, now) if row.by_claim_id}
    found = {}
    for claim in later:
        last, seen = claim, {claim}
        while (after := later.get(last)) and after not in seen:
            seen.add(after)
            last = after
        found[claim] = last
    return found


def match_figures(before: Dataset, now: Dataset, successors: dict[str, str]) -> dict[str, str]:
    """Return which figure of now stands for each of then: the same one, or that of the claim which took its place.

    Where the new claim has several, it is the one that counts the same people; where none or two do, there is none.
    """
    claim_of = dict(zip(before.figures["figure_id"], before.figures["claim_id"], strict=True))
    by_kind = rows_by(now.figures, ["claim_id", *_KNOWN_BY], ["figure_id"])
    by_claim = rows_by(now.figures, ["claim_id"], ["figure_id"])
    old_by_claim = rows_by(before.figures, ["claim_id"], ["figure_id"])
    known = set(now.figures["figure_id"])
    found = {}
    for row in each_row(before.figures, ["figure_id", "claim_id", *_KNOWN_BY]):
        after = successors.get(row.claim_id)
        if after is None:
            if row.figure_id in known:
                found[row.figure_id] = row.figure_id
            continue
        alike = by_kind.get((after, *(getattr(row, name) for name in _KNOWN_BY)), [])
        if not alike and len(old_by_claim[claim_of[row.figure_id],]) == 1:
            alike = by_claim.get((after,), [])
        if len(alike) == 1:
            found[row.figure_id] = alike[0].figure_id
    return found


def _new_revisions(before: Dataset, now: Dataset) -> list[Any]:
    known = set(before.revisions["revision_id"])
    return [row for row in each_row(now.revisions) if row.revision_id not in known]


def _claims(before: Dataset, now: Dataset) -> pd.DataFrame:
    old, new = whole_claims(before), whole_claims(now)
    rows = [
        (row.claim_id, row.action, "", row.by_claim_id, row.release, row.reason) for row in _new_revisions(before, now)
    ]
    revised = {row[0] for row in rows}
    rows += [(claim, ADDED, "", "", "", "") for claim in new if claim not in old]
    rows += [(claim, GONE, "", "", "", "") for claim in old if claim not in new and claim not in revised]
    for claim in old.keys() & new.keys() - revised:
        if parts := list(differing_parts(old[claim], new[claim])):
            rows.append((claim, EDITED, ", ".join(parts), "", "", ""))
    frame = pd.DataFrame(rows, columns=["claim_id", "change", "parts", "by_claim_id", "release", "reason"])
    return frame.sort_values(["change", "claim_id"], kind="stable", ignore_index=True)


def _figures(before: Dataset, now: Dataset, matched: dict[str, str]) -> pd.DataFrame:
    columns = ["figure_id", "claim_id", "quantity", *_BOUNDS]
    old = {row.figure_id: row for row in each_row(before.figures, columns)}
    new = {row.figure_id: row for row in each_row(now.figures, columns)}
    rows = []
    for figure, after in matched.items():
        one, other = old[figure], new[after]
        if one.quantity != other.quantity:
            bounds = [_number(getattr(row, name)) for row in (one, other) for name in _BOUNDS]
            rows.append((one.claim_id, figure, after, one.quantity, other.quantity, *bounds))
    names = ["claim_id", "figure_id", "now_figure_id", "quantity", "now_quantity", *_BOUNDS]
    frame = pd.DataFrame(rows, columns=[*names, *(f"now_{name}" for name in _BOUNDS)], dtype=object)
    return frame.sort_values("figure_id", kind="stable", ignore_index=True)


def _number(value: Any) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _days(before: Dataset, now: Dataset, successors: dict[str, str]) -> pd.DataFrame:
    old = dict(zip(before.claims["claim_id"], before.claims["asserted"], strict=True))
    new = dict(zip(now.claims["claim_id"], now.claims["asserted"], strict=True))
    pairs = [(claim, successors.get(claim, claim)) for claim in old]
    rows = [(one, other, old[one], new[other]) for one, other in pairs if other in new and old[one] != new[other]]
    frame = pd.DataFrame(rows, columns=["claim_id", "now_claim_id", "asserted", "now_asserted"])
    return frame.sort_values("claim_id", kind="stable", ignore_index=True)


def _findings(before: Dataset, now: Dataset) -> pd.DataFrame:
    columns = ["rule", "title", "text", "claim_ids"]
    old, new = audit(before.standing()), audit(now.standing())

    def key(row: Any) -> tuple[str, str, tuple[str, ...]]:
        return row.rule, row.text, tuple(sorted(row.claim_ids))

    def beyond(frame: pd.DataFrame, other: pd.DataFrame) -> Iterator[Any]:
        left = Counter(key(row) for row in each_row(other, columns))
        for row in each_row(frame, columns):
            if left[key(row)]:
                left[key(row)] -= 1
            else:
                yield row

    told = [(ADDED, row) for row in beyond(new, old)] + [(GONE, row) for row in beyond(old, new)]
    rows = [(change, row.rule, row.title, row.text, tuple(row.claim_ids)) for change, row in told]
    return pd.DataFrame(rows, columns=["change", *columns])


def _answers(before: Dataset, now: Dataset) -> pd.DataFrame:
    old, new = _answers_of(before), _answers_of(now)
    rows = []
    for dispute, party in sorted(old.keys() | new.keys()):
        if (one := old.get((dispute, party), "")) != (other := new.get((dispute, party), "")):
            known = now if dispute in set(now.disputes["dispute_id"]) else before
            questions = dict(zip(known.disputes["dispute_id"], known.disputes["question"], strict=True))
            rows.append((dispute, questions.get(dispute, dispute), party, known.name_of(party), one, other))
    return pd.DataFrame(rows, columns=["dispute_id", "question", "party_id", "party", "before", "now"])


def _answers_of(dataset: Dataset) -> dict[tuple[str, str], str]:
    """Return what each party answers to each question in claims of its own that stand, in words."""
    takes = list_takes(dataset.standing())
    found: dict[tuple[str, str], set[str]] = {}
    for row in each_row(takes[takes["is_own"]], ["dispute_id", "lane_id", "position", "stance_label"]):
        found.setdefault((row.dispute_id, row.lane_id), set()).add(f"{row.stance_label}: {row.position}")
    return {key: "; ".join(sorted(told)) for key, told in found.items()}


def _rows(before: Dataset, now: Dataset) -> pd.DataFrame:
    names = sorted(before.frames.keys() | now.frames.keys())
    counts = [
        (name, *(len(side.frames[name]) if name in side.frames else 0 for side in (before, now))) for name in names
    ]
    return pd.DataFrame(counts, columns=["table", "before", "now"])


def list_sources_changed(before: Dataset, now: Dataset) -> pd.DataFrame:
    """Return the sources that only one of the two has: source_id, title, change (`added`, `gone`)."""
    titles = [
        dict(zip(cells_of(s.sources["source_id"]), cells_of(s.sources["title"]), strict=True)) for s in (before, now)
    ]
    old, new = titles
    rows = [(source, new[source], ADDED) for source in sorted(new.keys() - old.keys())]
    rows += [(source, old[source], GONE) for source in sorted(old.keys() - new.keys())]
    return pd.DataFrame(rows, columns=["source_id", "title", "change"])
