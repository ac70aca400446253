"""The disputes page: positions by party, accuser by accused. Frames to HTML tables through templates; no judging.

Tables, not drawings: each mark is a link that a keyboard and a screen reader reach, and an empty cell says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from claimbook import paths
from claimbook.analysis.disputes import (
    AFFIRMING,
    MemberAnswers,
    accusations,
    answers_of_accused,
    list_takes,
    only_rendering,
    parties_to,
)
from claimbook.analysis.members import members_of
from claimbook.analysis.speakers import speaking_for
from claimbook.analysis.summing import counted
from claimbook.book.answering import nothing_found, tell_together
from claimbook.book.limits import MOST_IN_CELL, MOST_LINES, MOST_PARTIES, MOST_ROWS, first_of, left_out
from claimbook.book.present import present_pages
from claimbook.book.render import Html, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key, name_ranks

_SHOWN = ["stands_as", "position_id", "stance_label", "position", "href", "summary", "is_own", "said"]
# The page that has what parties answer to all that is attributed to them.
DISPUTES = "book/disputes"
NO_CELL: dict[str, Any] = {"stances": [], "rendered_by": "", "unsaid": False}
# Parties without a word on a question stand in its table if an answer names them, or while they are few; else under it.
FEW_SILENT = 3
# Answers that stand beside each other in the width of a page; where a question has more, each party's are a list.
MOST_BESIDE = 5


def dispute_matrices(dataset: Dataset) -> Html:
    """Return, for each question, the answers by party: rows by name, cells in the fixed order of stances.

    Where a question has more answers than stand beside each other on a page, a party's are a list in its row.
    """
    takes = list_takes(dataset)
    disputes = [_dispute(dataset, takes, row) for row in dataset.disputes.itertuples()]
    return render_template("disputes", "answers by party", disputes=disputes)


def _dispute(dataset: Dataset, takes: pd.DataFrame, asked: Any) -> dict[str, Any]:
    positions = dataset.positions[dataset.positions["dispute_id"] == asked.dispute_id]
    labels = dict(zip(positions["position_id"], positions["label"], strict=True))
    own = takes[takes["dispute_id"] == asked.dispute_id]
    parties = parties_to(dataset, asked.dispute_id)
    shown = _with_most(parties["lane_id"], own["stands_as"])
    said = set(own.loc[own["stance"].isin(AFFIRMING), "position_id"])
    cells = {key: _cell(dataset, key, part, said) for key, part in own.groupby(["stands_as", "position_id"])}
    rows: list[dict[str, Any]] = [
        {
            "party": party.lane,
            "none": _none(party, is_group=party.lane_id in members_of(dataset)),
            "passed_on": party.passed_on,
            "cells": (told := [cells.get((party.lane_id, key), NO_CELL) for key in labels]),
            "given": _given(labels, told),
            "members": _members(dataset, party.lane_id, cells, labels),
            "is_named": party.is_named,
        }
        for party in parties[shown].itertuples()
    ]
    silent = [row for row in rows if not (row["given"] or row["members"] or row["is_named"])]
    below = silent if len(silent) > FEW_SILENT else []
    listed = _by_party(dataset, own)
    return {
        "id": asked.dispute_id,
        "question": asked.question,
        "anchor": asked.dispute_id,
        "title": asked.question,
        "count": counted(own["claim_id"].nunique(), "claim"),
        "lines": counted(len(own), "line") if len(own) > own["claim_id"].nunique() else "",
        "kind": f"A question of {dataset.descriptor.label('dispute_kind', asked.kind)}",
        "positions": list(labels.values()),
        "beside": len(labels) <= MOST_BESIDE,
        "ungiven": [label for label in labels.values() if not any(label in dict(row["given"]) for row in rows)],
        "together": tell_together(positions, labels),
        "rows": [row for row in rows if not below or row not in below],
        "silent": _by_reason(below),
        "fewer": left_out(int((~shown).sum()), "party with few claims", "parties with few claims"),
        "claims": [_claim(take) for take in listed[_SHOWN].head(MOST_ROWS).itertuples()],
        "more": left_out(len(listed) - MOST_ROWS, "claim"),
    }


def _members(dataset: Dataset, group: str, cells: Any, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return a row for each member of a party that answers for itself: under the party's name, never in its cells."""
    heads = speaking_for(dataset)
    rows = [
        {
            "party": _with_side(dataset, member, heads[member]),
            "cells": [cells.get((heads[member], key), NO_CELL) for key in labels],
        }
        for member in members_of(dataset).get(group, ())
    ]
    given = [{**row, "given": _given(labels, row["cells"])} for row in rows]
    return [row for row in given if row["given"]]


def _with_side(dataset: Dataset, member: str, lane: str) -> str:
    """Return a member's name, with those who answer for it where that is another."""
    return dataset.name_of(member) + (f", answered for by {dataset.name_of(lane)}" if lane != member else "")


def _given(labels: dict[str, str], cells: Sequence[Any]) -> list[tuple[str, Any]]:
    """Return the answers that a party gives, each with its claims."""
    return [told for told in zip(labels.values(), cells, strict=True) if told[1]["stances"]]


def _with_most(names: pd.Series, occurrences: pd.Series) -> pd.Series:
    """Return which names to show, as a mask: those that occur most, of equals the first, in the order they have."""
    counts = names.map(occurrences.value_counts()).fillna(0)
    return counts.rank(method="first", ascending=False) <= MOST_PARTIES


def _none(party: Any, *, is_group: bool) -> str:
    """Return what stands for a party's own answer where there is none; "" where there is one, or what is passed on."""
    if party.has_answer or party.passed_on:
        return ""
    return nothing_found(has_statement=party.has_statement, is_group=is_group).sentence


def _by_party(dataset: Dataset, takes: pd.DataFrame) -> pd.DataFrame:
    names = pd.Series([dataset.name_of(party) for party in takes["stands_as"]], takes.index, dtype="str")
    return takes.assign(rank=name_ranks(names)).sort_values(["rank", "stance_order"], kind="stable")


def _by_reason(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the names of parties that a question names and that say nothing on it, by what was found of them."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["none"] or nothing_found(has_statement=True).sentence, []).append(row["party"])
    return found


def _cell(dataset: Dataset, key: Any, takes: pd.DataFrame, said: set[str]) -> dict[str, Any]:
    """Return a party's claims for one answer (`key`), by stance, its own before what is told of it, how many more of
    each there are than there is room for, on whose rendering alone all of them stand, if on one, and whether they deny
    what is not among the answers that anybody gives (`said`).
    """
    stances: dict[str, list[dict[str, Any]]] = {}
    for take in takes.sort_values("is_own", ascending=False, kind="stable")[_SHOWN].itertuples():
        stance = take.stance_label if take.is_own else f"at second hand: {take.stance_label}"
        stances.setdefault(stance, []).append(_claim(take))
    return {
        "stances": [(stance, *first_of(listed, MOST_IN_CELL)) for stance, listed in stances.items()],
        "rendered_by": only_rendering(dataset, key[0], takes),
        "unsaid": key[1] not in said and bool((takes["stance"] == "denies").any()),
    }


def _claim(take: Any) -> dict[str, Any]:
    return {
        "href": take.href,
        "summary": take.summary,
        "stance": take.stance_label,
        "position": take.position,
        "own": take.is_own,
        "said": take.said,
    }


def accusation_matrix(dataset: Dataset) -> Html:
    """Return who attributes deeds to whom, with the number of distinct origins; under it claims and answers.

    A row has an accused, its own answer and its accusers, since most pairs of an accuser and an accused have nothing
    between them; the same stands by accuser in a fold.
    """
    return _accusations(dataset)


def accusation_lists(dataset: Dataset, about: str) -> Html:
    """Return the claims of `accusation_matrix` without its table: by accused and accuser, then its own answers.

    `about` names what the dataset is restricted to, so that a party is not said to be silent that spoke of other
    things; what each party answers elsewhere is linked.
    """
    return _accusations(dataset, about)


def _accusations(dataset: Dataset, about: str = "") -> Html:
    table = accusations(dataset)
    sizes = table["claims"].map(len)
    accusers, few = _named(table, "accuser", sizes)
    accused, fewer = _named(table, "accused", sizes)
    answers = {row.accused_id: row for row in answers_of_accused(dataset).itertuples()}
    cells = {(row.accuser_id, row.accused_id): _accusation(row) for row in table.itertuples()}
    columns: list[dict[str, Any]] = [
        {
            "id": actor,
            "name": name,
            "anchor": f"accused-{actor}",
            "answer": f"answer-of-{actor}",
            "accusers": [cells[(other, actor)] for other, _ in accusers if (other, actor) in cells],
            "answers": first_of([claim for claim in answers[actor].claims if claim.is_own], MOST_LINES),
            "told": first_of([claim for claim in answers[actor].claims if not claim.is_own], MOST_LINES),
            "others": first_of(answers[actor].others, MOST_LINES),
            "members": [_member(actor, member, about) for member in answers[actor].members],
            "none": nothing_found(
                has_statement=answers[actor].has_statement, is_group=bool(answers[actor].members), about=about
            ),
            "statements": first_of(answers[actor].statements, MOST_LINES),
            "spoken": tuple(claim.href for claim in answers[actor].statements),
            "own": tuple(claim.href for claim in answers[actor].claims if claim.is_own),
            "beside": tuple(claim.href for claim in answers[actor].others),
        }
        for actor, name in accused
    ]
    _find_repeated(columns)
    for column in columns:
        column["size"] = _size(column)
    notes = [left_out(few, "accuser with few claims", "accusers with few claims")]
    notes += [left_out(fewer, "accused party with few claims", "accused parties with few claims")]
    label = "who attributes deeds to whom"
    there = set(table["accused_id"])
    shown: dict[str, Any] = {
        "unaccused": [
            {"name": row.accused, "claims": first_of(row.claims, MOST_LINES)}
            for row in answers.values()
            if row.accused_id not in there and row.claims
        ],
        "about": about,
        "with_table": not about,
        "elsewhere": f"{DISPUTES}.html" if about and DISPUTES in present_pages(paths.find_root()) else "",
        "unlisted": [] if about else sorted(set(table["accused_id"]) - {actor for actor, _ in accused}),
        "accused": columns,
        "accusers": [
            {"name": name, "accused": [cells[(other, key)] for key, _ in accused if (other, key) in cells]}
            for other, name in accusers
        ],
        "notes": [n for n in notes if n],
    }
    return render_template("accusations", label, **shown)


def _member(group: str, member: MemberAnswers, about: str) -> dict[str, Any]:
    """Return what a member of an accused group answers for itself, as the group's own row and list show it."""
    return {
        "name": member.name,
        "side": member.side,
        "own": tuple(claim.href for claim in member.claims if claim.is_own),
        "answer": f"answer-of-{group}-by-{member.member_id}",
        "answers": first_of([claim for claim in member.claims if claim.is_own], MOST_LINES),
        "told": first_of([claim for claim in member.claims if not claim.is_own], MOST_LINES),
        "none": nothing_found(has_statement=member.has_statement, about=about),
    }


def _size(column: dict[str, Any]) -> str:
    """Return what the fold under an accused holds, with its own answer in the same breath."""
    claims = sum(len(accuser["claims"]) + accuser["more"] for accuser in column["accusers"])
    shown, more = column["answers"]
    answer = counted(len(shown) + more, "claim") if shown else column["none"].short
    said = f"{counted(claims, 'claim')} by {counted(len(column['accusers']), 'party', 'parties')}"
    own = [member["name"] for member in column["members"] if member["answers"][0]]
    return f"{said}; its own answer: {answer}" + (f"; of a member: {'; '.join(own)}" if own else "")


def _find_repeated(columns: list[dict[str, Any]]) -> None:
    """Let each accused, or member, whose answers are those of another accused name that one: paper has them once."""
    for listed, named in (("own", "as_above"), ("beside", "beside_above"), ("spoken", "spoken_above")):
        first: dict[tuple[str, ...], dict[str, Any]] = {}
        for column in columns:
            before = first.setdefault(column[listed], column)
            column[named] = None if before is column else before
    by_answers = {column["own"]: column for column in columns if column["own"]}
    for member in [member for column in columns for member in column["members"]]:
        member["as_under"] = by_answers.get(member["own"])


def _named(table: pd.DataFrame, side: str, sizes: pd.Series) -> tuple[list[tuple[str, str]], int]:
    """Return the ids and names of one side, by name, and how many of it there is no room for: those with few claims."""
    pairs = table[[f"{side}_id", side]].assign(size=sizes).groupby([f"{side}_id", side])["size"].sum()
    chosen = sorted(pairs.index, key=lambda pair: (-pairs[pair], name_key(pair[1]), pair[0]))[:MOST_PARTIES]
    return sorted(chosen, key=lambda pair: (name_key(pair[1]), pair[0])), max(0, len(pairs) - MOST_PARTIES)


def _accusation(row: Any) -> dict[str, Any]:
    claims, more = first_of(row.claims, MOST_LINES)
    return {
        "name": row.accuser,
        "accused": row.accused,
        "anchor": f"accused-{row.accused_id}-by-{row.accuser_id}",
        "origins": row.origins,
        "own": row.is_own,
        "rendered_by": row.rendered_by,
        "passed_on": row.passed_on,
        "claims": claims,
        "more": more,
    }
