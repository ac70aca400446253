"""What a reader can choose by on a page: the terms, sources and days that occur on it, each with how often.

Frames to choices; nothing is drawn and nothing hidden here: the forms are in `templates/choose.html`, what a choice
does to a page is in `choose-figures.js` and `zoom.js`. A page offers nothing that is not on it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from claimbook.analysis.panels import NEVER
from claimbook.book.limits import MOST_ROWS
from claimbook.model.descriptor import Descriptor
from claimbook.model.order import name_key, name_ranks

# A choice beside the terms of a vocabulary; no term has a hyphen.
NOT_CODED = "not-coded"


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what the address says, what the reader reads, and how much of the page it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Field:
    """One field of a form: its name in the address, its label, what it says when nothing is chosen, its choices."""

    name: str
    label: str
    all: str
    choices: tuple[Choice, ...]


def figure_fields(figures: pd.DataFrame, descriptor: Descriptor) -> tuple[Field, ...]:
    """Return the fields by which figures can be chosen: measure, status, source.

    `figures` has `figure_id`, `measure`, `status`, `source_id` and `source_title`; a figure of several rows is counted
    once. The counts of a field add up to all figures. Of very many sources, those with the most figures are offered.
    """
    own = figures.drop_duplicates("figure_id")
    number, status = len(own), _terms(own["status"], "status", descriptor)
    return (
        Field("measure", "Measure", f"all measures ({number})", _terms(own["measure"], "measure", descriptor)),
        Field("status", "Status of those counted", f"any status ({number})", status),
        Field("source", "Source", f"all sources ({number})", _sources(own)),
    )


def statement_fields(marks: pd.DataFrame, descriptor: Descriptor, towards: str = "") -> tuple[Field, ...]:
    """Return the fields by which statements can be chosen: act, alignment (`towards` whom, by name), lane.

    `marks` has `statement_id`, `lane`, `acts`, `alignments` and `lanes` (lists of terms and of ids); a joint statement
    counts in the lane of each member. A statement counts for each of its acts, so
    the counts can be more than all; one without a coded alignment counts as such.
    """
    own = marks.drop_duplicates("statement_id")
    acts = pd.Series([term for terms in own["acts"] for term in terms], dtype="str")
    alignments = pd.Series([term for terms in own["alignments"] for term in terms or (NOT_CODED,)], dtype="str")
    lanes = marks.drop_duplicates(["statement_id", "lane"])
    counts = Counter((row.lanes[0], row.lane) for row in lanes.itertuples())
    named = sorted(counts, key=lambda pair: (name_key(pair[1]), pair[0]))
    return (
        Field("act", "Act", f"all acts ({len(own)})", _terms(acts, "act", descriptor)),
        Field(
            "alignment",
            f"Position towards {towards}" if towards else "Position",
            f"any position ({len(own)})",
            _terms(alignments, "alignment", descriptor),
        ),
        Field("lane", "In whose name", f"all ({len(own)})", tuple(Choice(*pair, counts[pair]) for pair in named)),
    )


def days_between(marks: pd.DataFrame) -> tuple[str, str]:
    """Return the first and the last day that marks of a timeline name (ISO); two blanks where none names one."""
    days = sorted(day for column in ("start", "end") for day in marks[column].dropna())
    return (days[0], days[-1]) if days else ("", "")


def unsure_days(figures: pd.DataFrame) -> list[tuple[str, str, str, str, str, int]]:
    """Return the figures that were said on no certain day: measure, status, source_id, the first and the last day (ISO)
    on which they can have been said ("" for no first day, `NEVER` for no last one), and how many they are.

    `figures` has these columns, `figure_id`, `asserted_first` and `known`.
    """
    own = figures.drop_duplicates("figure_id")
    firsts = own["asserted_first"].dt.strftime("%Y-%m-%d").fillna("").astype("str")
    rows = zip(own["measure"], own["status"], own["source_id"], firsts, own["known"], strict=True)
    return [(*row, count) for row, count in sorted(Counter(rows).items()) if row[3] != row[4]]


def known_days(figures: pd.DataFrame) -> list[str]:
    """Return the days (ISO) by which more of the figures had been said, from their `known`."""
    return sorted(set(figures["known"]) - {NEVER})


def _terms(values: pd.Series, vocabulary: str, descriptor: Descriptor) -> tuple[Choice, ...]:
    """Return the terms that occur, in their vocabulary's order."""
    counts = Counter(values)
    order = [*descriptor.vocabularies[vocabulary].terms, NOT_CODED]
    return tuple(
        Choice(term, "not coded" if term == NOT_CODED else descriptor.label(vocabulary, term), counts[term])
        for term in order
        if counts[term]
    )


def _sources(figures: pd.DataFrame) -> tuple[Choice, ...]:
    counts = figures.groupby(["source_id", "source_title"], sort=False).size().rename("number").reset_index()
    most = counts.sort_values("number", ascending=False, kind="stable").head(MOST_ROWS)
    named = most.assign(rank=name_ranks(most["source_title"])).sort_values(["rank", "source_id"], kind="stable")
    return tuple(Choice(row.source_id, row.source_title, int(row.number)) for row in named.itertuples())
