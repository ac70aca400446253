"""The marks of the timeline: statements by day, in whose lane, at first or second hand. No files, no charts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.speakers import speaking_for
from claimbook.analysis.speeches import distinct_terms, join_renderings
from claimbook.analysis.statements import STATE_KINDS, describe_statements
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.order import name_key, name_ranks
from claimbook.model.structure import split_list

# What a drawn mark of the timeline is made of; the chart asks for exactly these.
MARK_COLUMNS = (
    "statement_id", "claim_id", "href", "lane", "lane_kind", "shape", "start", "end", "ring", "act", "note", "speaker",
    "alignment", "summary", "source_title", "said",
)  # fmt: skip


def timeline_marks(dataset: Dataset) -> pd.DataFrame:
    """Return one row a mark of the timeline, lanes in alphabetical order.

    Columns: statement_id, claim_id, href, lane, lane_kind, shape {day, range, by, undated}, start, end (ISO days or
    None), ring {filled, ring, dashed, hollow}, act, note (what a mark must say beside its act: of whom, on whose
    word, jointly), speaker, alignment, summary, source_title, said (when, and of a day that no source states
    that it was inferred), claims (of claim_id, href), is_state, is_inferred, acts and
    alignments (terms, in the order of the labels), lanes (the ids of those in whose lane it stands: one, until marks
    are summed up). A joint
    statement is a hollow mark in each of its members' lanes and one statement all the same (one `statement_id`).
    Acts of one claim are one mark, its acts joined, so that a sentence is not drawn as many; so are the renderings of
    one speech in several sources.
    """
    statements = describe_statements(dataset)
    if statements.empty:
        return _empty_marks()
    statements = _without_vague_days(dataset, statements)
    joined = join_renderings(_join_acts(statements))
    rows = [mark for row in joined.itertuples() for mark in _marks_of(dataset, row)]
    marks = pd.DataFrame(rows)
    marks["lane_order"] = name_ranks(marks["lane"])
    label = dataset.descriptor.label
    marks["is_state"] = marks["lane_kind"].isin(STATE_KINDS)
    marks["lane_kind"] = [label("actor_kind", kind) for kind in marks["lane_kind"]]
    ordered = marks.sort_values(["lane_order", "end", "start", "statement_id"], na_position="last", kind="stable")
    return ordered.drop(columns="lane_order").reset_index(drop=True)


# Days that a source's own date may span and still say something of when a statement was made.
VAGUE = 31
# Days without a statement between which a timeline is cut in two: or what came later would press all else together.
PAUSE = 21


def _without_vague_days(dataset: Dataset, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements, those that end with a source of no known day being of no known day either.

    "No later than the source came out" says nothing where all that is known of that is the month of the search.
    """
    sources = dataset.sources
    span = (sources["published_last"] - sources["published_first"]).dt.days
    is_vague = sources["published_first"].isna() | (span > VAGUE)
    ends = dict(zip(sources.loc[is_vague, "source_id"], sources.loc[is_vague, "published_last"], strict=True))
    rows = statements["asserted_last"].notna() & (statements["asserted_last"] == statements["source_id"].map(ends))
    blank = {day: statements[day].where(~rows) for day in ("asserted_first", "asserted_last")}
    return statements.assign(**blank, said=statements["said"].where(~rows, "day not known"))


def split_periods(marks: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the marks in periods between which nobody spoke for more than `PAUSE` days; those of no day come first.

    A mark belongs where its last possible day lies. Marks of a few days stay as one.
    """
    ends = pd.to_datetime(marks["end"])
    days = pd.Series(sorted(ends.dropna().unique()))
    starts = days[days.diff().dt.days > PAUSE]
    place = pd.Series([int((starts <= end).sum()) if pd.notna(end) else 0 for end in ends], marks.index)
    return [group.reset_index(drop=True) for _, group in marks.groupby(place, sort=True)]


def _join_acts(statements: pd.DataFrame) -> pd.DataFrame:
    joined = statements.groupby("claim_id", sort=False)["act_label"].agg(
        lambda labels: ", ".join(dict.fromkeys(labels))
    )
    alignments = statements.groupby("claim_id", sort=False)["alignment_label"].agg(
        lambda labels: ", ".join(dict.fromkeys(label for label in labels if label))
    )
    terms = {
        name: statements.groupby("claim_id", sort=False)[name].agg(distinct_terms) for name in ("act", "alignment")
    }
    first = statements.drop_duplicates("claim_id")
    return first.assign(
        act_label=first["claim_id"].map(joined),
        alignment_label=first["claim_id"].map(alignments),
        acts=first["claim_id"].map(terms["act"]),
        alignments=first["claim_id"].map(terms["alignment"]),
    )


def _empty_marks() -> pd.DataFrame:
    columns = {column: pd.Series(dtype="str") for column in MARK_COLUMNS}
    lists = {column: pd.Series(dtype=object) for column in ("claims", "acts", "alignments", "lanes")}
    return pd.DataFrame({**columns, **lists, **{name: pd.Series(dtype=bool) for name in ("is_state", "is_inferred")}})


def _marks_of(dataset: Dataset, row: Any) -> list[dict[str, object]]:
    first, last = row.asserted_first, row.asserted_last
    start = None if pd.isna(first) else first.date().isoformat()
    end = None if pd.isna(last) else last.date().isoformat()
    shape = "undated" if not end else "by" if not start else "day" if start == end else "range"
    ring = {"third_party_report": "ring", "leak": "dashed"}.get(row.remove, "filled")
    said = f"said by {format_date(end)}" if shape == "by" and end else row.said
    is_inferred = shape in ("day", "range") and row.asserted_basis == "inferred"
    if is_inferred:
        said += " (day inferred)"
    mark = {
        "statement_id": row.statement_id, "claim_id": row.claim_id, "href": row.href, "lane": row.lane,
        "lane_kind": row.lane_kind, "shape": shape, "start": start, "end": end, "ring": ring,
        "act": row.act_label, "note": row.mark_note,
        "speaker": row.speaker, "alignment": row.alignment_label, "summary": row.summary,
        "source_title": row.source_title, "said": said, "claims": row.claims, "is_inferred": is_inferred,
        "acts": row.acts, "alignments": row.alignments, "lanes": (row.lane_id,),
    }  # fmt: skip
    members = dataset.actor_members
    joint = members.loc[members["actor_id"] == row.claimant_id, "member_id"]
    if joint.empty or row.lane_id != row.claimant_id or row.claimant_kind != "joint":
        return [mark]
    heads = speaking_for(dataset)
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    lanes = sorted({heads[member] for member in joint}, key=lambda lane: name_key(dataset.name_of(lane)))
    return [
        {
            **mark,
            "lane": dataset.name_of(lane),
            "lanes": (lane,),
            "lane_kind": kinds[lane],
            # Whoever announces a joint act is heard at first hand, the others are not.
            "ring": "filled" if lane in {heads.get(actor) for actor in split_list(row.via)} else "hollow",
            "note": f"jointly, {row.mark_note}" if row.mark_note else "jointly",
        }
        for lane in lanes
    ]


def of_states(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the marks in the lanes of states and intergovernmental bodies."""
    return marks[marks["is_state"]].reset_index(drop=True)


def of_others(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the marks in all other lanes: authorities, armed groups, monitors, commentators, outlets."""
    return marks[~marks["is_state"]].reset_index(drop=True)
