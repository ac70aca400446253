"""The disputes page: positions by party, accuser by accused. Frames to HTML tables through templates; no judging.

Tables, not drawings: each mark is a link that a keyboard and a screen reader reach, and an empty cell says so.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd

from claimbook.analysis.disputes import accusations, answers_of_accused, list_takes, parties_to
from claimbook.book.render import Html, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key, name_ranks
from claimbook.model.structure import split_list

NO_STATEMENT = "no statement by this party was found in the sources searched"
NO_ANSWER = "no answer to this by this party was found in the sources searched"


def dispute_matrices(dataset: Dataset) -> Html:
    """Return, for each question, the answers by party: rows by name, cells in the fixed order of stances."""
    takes = list_takes(dataset)
    disputes = [_dispute(dataset, takes, row) for row in dataset.disputes.itertuples()]
    return render_template("disputes", "answers by party", disputes=disputes)


def _dispute(dataset: Dataset, takes: pd.DataFrame, row: Any) -> dict[str, Any]:
    positions = dataset.positions[dataset.positions["dispute_id"] == row.dispute_id]
    labels = dict(zip(positions["position_id"], positions["label"], strict=True))
    own = takes[takes["dispute_id"] == row.dispute_id]
    rows = []
    for party in parties_to(dataset, row.dispute_id).itertuples():
        mine = own[own["lane_id"] == party.lane_id]
        cells = [_cell(mine[mine["position_id"] == position]) for position in labels]
        rows.append({"party": party.lane, "none": _none(party), "cells": cells})
    return {
        "id": row.dispute_id,
        "question": row.question,
        "kind": f"A question of {dataset.descriptor.label('dispute_kind', row.kind)}",
        "positions": list(labels.values()),
        "together": _together(positions, labels),
        "rows": rows,
        "claims": [_claim(take) for take in _by_lane(own).itertuples()],
    }


def _none(party: Any) -> str:
    """Return what stands for a party's own answer where there is none; "" where there is one."""
    if party.has_answer:
        return ""
    return NO_ANSWER if party.has_statement else NO_STATEMENT


def _by_lane(takes: pd.DataFrame) -> pd.DataFrame:
    return takes.assign(rank=name_ranks(takes["lane"])).sort_values(["rank", "stance_order"], kind="stable")


def _together(positions: pd.DataFrame, labels: dict[str, str]) -> list[tuple[str, str]]:
    named = {
        frozenset((row.position_id, other))
        for row in positions.itertuples()
        for other in split_list(str(row.compatible_with))
    }
    return [(labels[a], labels[b]) for a, b in combinations(labels, 2) if frozenset((a, b)) in named]


def _cell(takes: pd.DataFrame) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (str(stance), [_claim(take) for take in group.itertuples()])
        for stance, group in takes.groupby("stance_label", sort=False)
    ]


def _claim(take: Any) -> dict[str, Any]:
    return {
        "href": take.href,
        "summary": take.summary,
        "stance": take.stance_label,
        "position": take.position,
        "own": take.is_own,
    }


def accusation_matrix(dataset: Dataset) -> Html:
    """Return who attributes deeds to whom, with the number of distinct origins; under it claims and answers."""
    table = accusations(dataset)
    accusers, accused = _named(table, "accuser"), _named(table, "accused")
    answers = {row.accused_id: row for row in answers_of_accused(dataset).itertuples()}
    cells = {(row.accuser_id, row.accused_id): _accusation(row) for row in table.itertuples()}
    columns = [
        {
            "id": actor,
            "name": name,
            "anchor": f"accused-{actor}",
            "accusers": [cells[(other, actor)] for other, _ in accusers if (other, actor) in cells],
            "answers": [claim for claim in answers[actor].claims if claim[2]] if actor in answers else [],
            "told": [claim for claim in answers[actor].claims if not claim[2]] if actor in answers else [],
            "none": NO_ANSWER if actor in answers and answers[actor].has_statement else NO_STATEMENT,
        }
        for actor, name in accused
    ]
    for column in columns:
        column["cells"] = [cells.get((other, column["id"])) for other, _ in accusers]
    names = [name for _, name in accusers]
    return render_template("accusations", "who attributes deeds to whom", accused=columns, accusers=names)


def _named(table: pd.DataFrame, side: str) -> list[tuple[str, str]]:
    """Return the ids and names of one side, by name."""
    pairs = set(table[[f"{side}_id", side]].itertuples(index=False, name=None))
    return sorted(pairs, key=lambda pair: (name_key(pair[1]), pair[0]))


def _accusation(row: Any) -> dict[str, Any]:
    return {
        "name": row.accuser,
        "accused": row.accused,
        "anchor": f"accused-{row.accused_id}-by-{row.accuser_id}",
        "origins": row.origins,
        "own": row.is_own,
        "claims": row.claims,
    }
