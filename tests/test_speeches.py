"""Speeches: renderings of one statement are one mark; whom each has it addressed to is told; no date, no speech."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from tiny import write_tiny_dataset

from claimbook.analysis.speeches import list_addressees, list_sequences
from claimbook.analysis.timeline import split_periods, timeline_marks
from claimbook.book.lists import addressee_list, sequence_list
from claimbook.model.dataset import Dataset, load_dataset


def _papers(tmp_path: Path, *spoken: dict[str, str]) -> Dataset:
    """The tiny dataset with a source for each statement: cells of the claim (`said`, `by`) and of the statement."""
    tables: dict[str, Any] = {"sources": {}, "passages": {}, "claims": {}, "statements": {}, "actors": {}}
    tables["actors"]["ferrymen"] = {"name": "the ferrymen", "kind": "community"}
    for number, cells in enumerate(spoken):
        source = f"paper-{number}"
        tables["sources"][source] = {
            "title": f"Paper {number}", "kind": "news_report", "published": "2031-05-09", "language": "en",
            "seen_as": "excerpt", "coding_scope": "passage", "issued_by": "weir-gazette",
        }  # fmt: skip
        tables["passages"][f"{source}-p"] = {"source_id": source, "text_part": "body"}
        tables["claims"][f"{source}-c"] = {
            "source_id": source, "passage_id": f"{source}-p", "claimant_id": cells.get("by", "rescue-league"),
            "remove": "agency_relay", "voice": "indirect", "asserted": cells.get("said", "2031-05-08"),
            "asserted_basis": "stated", "summary": f"Summary {number}.",
        }  # fmt: skip
        tables["statements"][f"{source}-s"] = {
            "claim_id": f"{source}-c", "act": cells.get("act", "urge"), "addressee_id": cells.get("to", ""),
        }  # fmt: skip
    return load_dataset(write_tiny_dataset(tmp_path / "data", **tables))


def _marks(dataset: Dataset) -> Any:
    marks = timeline_marks(dataset)
    return marks[marks["claim_id"].str.startswith("paper")]


def test_renderings_of_one_speech_are_one_mark_that_says_how_many(tmp_path: Path) -> None:
    marks = _marks(_papers(tmp_path, {}, {}, {"act": "warn"}))
    assert len(marks) == 1
    assert marks.iloc[0]["act"] == "urges, warns"
    assert marks.iloc[0]["summary"].startswith("3 renderings of one speech")


def test_statements_of_different_days_stay_apart(tmp_path: Path) -> None:
    assert len(_marks(_papers(tmp_path, {}, {"said": "2031-05-07"}))) == 2


def test_statements_without_a_known_day_are_never_taken_for_one(tmp_path: Path) -> None:
    open_ended = {"said": "../2031-05-09"}
    assert len(_marks(_papers(tmp_path, open_ended, open_ended))) == 2


def test_addressees_that_differ_among_renderings_are_counted(tmp_path: Path) -> None:
    dataset = _papers(tmp_path, {"to": "river-office"}, {"to": "river-office"}, {"to": "ferrymen"}, {})
    (row,) = list_addressees(dataset).itertuples()
    assert row.explanation == (
        "Of the 4 renderings found, 1 has it addressed to the ferrymen; 2 have it addressed to River Office; "
        "1 names nobody."
    )
    assert len(row.claims) == 4
    assert "the ferrymen" in addressee_list(dataset).html


def test_renderings_that_agree_or_say_nothing_of_whom_are_no_difference(tmp_path: Path) -> None:
    assert list_addressees(_papers(tmp_path, {"to": "ferrymen"}, {"to": "ferrymen"}, {})).empty


def test_what_an_office_says_on_several_days_stands_in_their_order(tmp_path: Path) -> None:
    dataset = _papers(tmp_path, {"said": "2031-05-08", "act": "warn"}, {"said": "2031-05-06"})
    (row,) = (row for row in list_sequences(dataset).itertuples() if row.office == "Rescue League")
    assert [(day, acts) for day, acts, *_ in row.days] == [("6 May 2031", "urges"), ("8 May 2031", "warns")]
    assert "6 May 2031: urges" in sequence_list(dataset).html


def test_two_offices_of_one_actor_have_rows_of_their_own(tmp_path: Path) -> None:
    dataset = _papers(
        tmp_path,
        {"said": "2031-05-06"},
        {"said": "2031-05-07"},
        {"by": "river-office"},
        {"by": "river-office", "said": "2031-05-07"},
    )
    assert list(list_sequences(dataset)["office"]) == ["Rescue League", "River Office"]


def test_what_came_weeks_later_has_a_timeline_of_its_own(tmp_path: Path) -> None:
    dataset = _papers(tmp_path, {"said": "2031-05-06"}, {"said": "2031-05-20"}, {"said": "2031-08-01"})
    periods = split_periods(timeline_marks(dataset))
    assert [sorted(set(part["end"].dropna()))[-1] for part in periods] == ["2031-05-20", "2031-08-01"]
    assert sum(len(part) for part in periods) == len(timeline_marks(dataset))


def test_no_later_than_a_source_that_has_no_day_is_a_day_not_known(tmp_path: Path) -> None:
    dataset = _papers(tmp_path, {"said": "../2032-11"})
    claims, sources = dataset.claims.copy(), dataset.sources.copy()
    claims.loc[claims["claim_id"] == "paper-0-c", "asserted_basis"] = "latest"
    sources.loc[sources["source_id"] == "paper-0", ["published_first", "published_last"]] = [
        pd.Timestamp("2031-05-08"), pd.Timestamp("2032-11-30"),
    ]  # fmt: skip
    marks = timeline_marks(dataset.replace("claims", claims).replace("sources", sources)).set_index("claim_id")
    assert marks.at["paper-0-c", "shape"] == "undated"
    assert marks.at["paper-0-c", "said"] == "day not known"
