"""Speeches: renderings of one statement brought together, to whom each has it addressed, and what an office said when.

Statements of one speaker, known in one manner and dated the same, that several sources have are taken for renderings of
one speech. What no date ties together is left apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from claimbook.analysis.memory import once
from claimbook.analysis.statements import describe_statements
from claimbook.analysis.summing import counted
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date

SPEECH = ["claimant_id", "asserted", "is_own", "lane_id", "mark_note"]


def join_renderings(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements, those of one speech in several sources as one row: the first, with all acts joined.

    `statements` are rows of `describe_statements` whose acts have been joined by claim (`acts` and `alignments` are
    their terms); only those with a last possible
    day are brought together. `act_label`, `alignment_label`, `summary` and `source_title` of a joined row say how many
    renderings it stands for; `claims` holds (claim_id, href) of all of them.
    """
    dated = statements["asserted_last"].notna() & statements["asserted_first"].notna()
    groups = statements[dated].groupby(SPEECH, sort=False)
    joined: dict[Any, dict[str, Any]] = {}
    links: dict[Any, tuple[tuple[str, str], ...]] = {}
    dropped: set[Any] = set()
    for _, group in groups:
        sources = group["source_id"].nunique()
        if sources < 2:
            continue
        first = group.index[0]
        dropped |= set(group.index[1:])
        joined[first] = {
            "act_label": _distinct(group["act_label"]),
            "alignment_label": _distinct(group["alignment_label"]),
            "summary": f"{counted(sources, 'rendering')} of one speech; the first of them: {group['summary'].iloc[0]}",
            "source_title": counted(sources, "source"),
            "asserted_basis": _basis(group["asserted_basis"]),
            "acts": _all_terms(group["acts"]),
            "alignments": _all_terms(group["alignments"]),
        }
        links[first] = tuple(dict.fromkeys(zip(group["claim_id"], group["href"], strict=True)))
    rows = statements[~statements.index.isin(dropped)].copy()
    own = zip(rows.index, rows["claim_id"], rows["href"], strict=True)
    rows["claims"] = pd.Series(
        [links.get(place, ((claim, href),)) for place, claim, href in own], rows.index, dtype=object
    )
    for column in ("act_label", "alignment_label", "summary", "source_title", "asserted_basis", "acts", "alignments"):
        pairs = zip(rows.index, rows[column], strict=True)
        rows[column] = [joined[place][column] if place in joined else text for place, text in pairs]
    return rows


def _basis(bases: pd.Series) -> str:
    # That one rendering states the day is enough: all of them are of that day.
    return "stated" if (bases == "stated").any() else str(bases.iloc[0])


def distinct_terms(terms: Iterable[str]) -> tuple[str, ...]:
    """Return the terms that are said, each once, in the order in which they come."""
    return tuple(dict.fromkeys(term for term in terms if term))


def _all_terms(lists: pd.Series) -> tuple[str, ...]:
    return distinct_terms(term for terms in lists for term in terms)


def _distinct(labels: pd.Series) -> str:
    parts = [part for label in labels for part in label.split(", ") if part]
    return ", ".join(dict.fromkeys(parts))


@once
def list_addressees(dataset: Dataset) -> pd.DataFrame:
    """Return, for each act of a speech whose renderings name different addressees: speaker, act, said, explanation,
    claims (of claim_id, href).

    The explanation counts renderings: "1 of the 9 renderings found has it addressed to …".
    """
    statements = describe_statements(dataset)
    statements = statements[statements["is_own"] & statements["asserted_first"].notna()]
    rows = []
    for (_, _, act), group in statements.groupby(["claimant_id", "asserted", "act_label"], sort=False):
        named = group[group["addressee"] != ""]
        if named["addressee"].nunique() < 2 or group["source_id"].nunique() < 2:
            continue
        row = group.iloc[0]
        claims = tuple(dict.fromkeys(zip(group["claim_id"], group["href"], strict=True)))
        rows.append((row["claimant"], act, row["said"], _explain(group), claims))
    return pd.DataFrame(rows, columns=["speaker", "act", "said", "explanation", "claims"])


def _explain(group: pd.DataFrame) -> str:
    counts = group.groupby("addressee")["source_id"].nunique()
    total = group["source_id"].nunique()
    silent = int(counts.get("", 0))
    ordered = sorted(((count, name) for name, count in counts.items() if name), key=lambda item: (item[0], item[1]))
    told = [f"{count} {'has' if count == 1 else 'have'} it addressed to {name}" for count, name in ordered]
    told += [f"{silent} {'names' if silent == 1 else 'name'} nobody"] if silent else []
    return f"Of the {counted(total, 'rendering')} found, {'; '.join(told)}."


@once
def list_sequences(dataset: Dataset) -> pd.DataFrame:
    """Return what each office said on which day: lane, office, days (of said, acts, alignment, href), in order of days.

    Only statements of an office's own, dated to a day, and only offices that spoke on two days or more. Offices of one
    actor stand in rows of their own: what two of them say is no movement of either.
    """
    statements = describe_statements(dataset)
    is_day = statements["asserted_first"].notna() & (statements["asserted_first"] == statements["asserted_last"])
    statements = statements[statements["is_own"] & is_day & (statements["mark_note"] == "")]
    rows = []
    for (lane, office), group in statements.groupby(["lane", "claimant"], sort=True):
        days = [_day(part) for _, part in group.groupby("asserted_first", sort=True)]
        if len(days) > 1:
            rows.append((lane, office, tuple(days)))
    return pd.DataFrame(rows, columns=["lane", "office", "days"])


def _day(part: pd.DataFrame) -> tuple[str, str, str, str]:
    first = part.iloc[0]
    day = format_date(first["asserted_first"].date().isoformat())
    return day, _distinct(part["act_label"]), _distinct(part["alignment_label"]), str(first["href"])
