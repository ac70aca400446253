"""Statements: what a date allows to be drawn, in whose lane, and at which hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny import write_tiny_dataset

from claimbook.analysis.captions import caption_statements
from claimbook.analysis.claims import describe_claims
from claimbook.analysis.speakers import speaking_for
from claimbook.analysis.timeline import of_others, of_states, timeline_marks
from claimbook.book.lists import statement_list
from claimbook.charts.lanes import COLUMNS, RINGS, SHAPES
from claimbook.model.dataset import Dataset, load_dataset

MARK = {"gazette-002-s1": None, "gazette-003-s1": {"act": "deny"}}


def _load(folder: Path, claim: dict[str, str] | None = None, **changes: Any) -> Dataset:
    """The tiny dataset with one statement, of the third claim; `claim` changes that claim."""
    claims = {"gazette-003": claim or {}}
    changes.setdefault("statements", MARK)
    return load_dataset(write_tiny_dataset(folder / "data", claims=claims, **changes))


def _mark(dataset: Dataset) -> Any:
    marks = timeline_marks(dataset)
    assert len(marks) == 1
    return marks.iloc[0]


@pytest.mark.parametrize(
    ("asserted", "shape", "start", "end"),
    [
        ("2031-05-05", "day", "2031-05-05", "2031-05-05"),
        ("2031-05-05T05:37Z", "day", "2031-05-05", "2031-05-05"),
        ("2031-05-05~", "day", "2031-05-05", "2031-05-05"),
        ("2031-05-05/2031-05-06", "range", "2031-05-05", "2031-05-06"),
        ("2031-05", "range", "2031-05-01", "2031-05-31"),
        ("../2031-05-07", "by", None, "2031-05-07"),
        ("2031-05-05/..", "undated", "2031-05-05", None),
    ],
)
def test_a_date_is_drawn_as_what_it_says(
    tmp_path: Path, asserted: str, shape: str, start: str | None, end: str | None
) -> None:
    seen = {"gazette": {"accessed": ""}}
    mark = _mark(_load(tmp_path, {"asserted": asserted, "asserted_basis": "stated"}, sources=seen))
    assert (mark["shape"], mark["start"], mark["end"]) == (shape, start, end)


def test_no_later_than_is_said_in_words_beside_the_mark(tmp_path: Path) -> None:
    assert _mark(_load(tmp_path))["said"] == "said by 7 May 2031"


def test_a_mark_says_of_a_day_that_no_source_states_that_it_was_inferred(tmp_path: Path) -> None:
    day = {"asserted": "2031-05-05"}
    inferred = timeline_marks(_load(tmp_path / "inferred", {**day, "asserted_basis": "inferred"}))
    stated = timeline_marks(_load(tmp_path / "stated", {**day, "asserted_basis": "stated"}))
    assert list(inferred["said"]) == ["said 5 May 2031 (day inferred)"]
    assert list(stated["said"]) == ["said 5 May 2031"]
    assert "1 of a day that was inferred" in caption_statements(inferred)
    assert "inferred" not in caption_statements(stated)


@pytest.mark.parametrize(
    ("remove", "ring"),
    [("first_hand", "filled"), ("agency_relay", "filled"), ("third_party_report", "ring"), ("leak", "dashed")],
)
def test_the_hand_at_which_a_statement_is_known_decides_its_ring(tmp_path: Path, remove: str, ring: str) -> None:
    assert _mark(_load(tmp_path, {"remove": remove, "via": "rescue-league"}))["ring"] == ring


@pytest.mark.parametrize("remove", ["third_party_report", "leak"])
def test_a_statement_at_second_hand_names_who_passes_it_on(tmp_path: Path, remove: str) -> None:
    dataset = _load(tmp_path, {"remove": remove, "via": "weir-gazette;rescue-league"})
    mark = _mark(dataset)
    assert mark["speaker"] == "River Office, according to The Weir Gazette, then Rescue League"
    assert (mark["note"], mark["act"]) == ("according to Rescue League", dataset.descriptor.label("act", "deny"))
    assert (
        f"according to Rescue League: {dataset.descriptor.label('act', 'deny')}"
        in statement_list(dataset, timeline_marks(dataset)).html
    )


def test_a_statement_relayed_as_news_names_its_speaker_and_who_relays_it(tmp_path: Path) -> None:
    dataset = _load(tmp_path)
    assert _mark(dataset)["speaker"] == "River Office, relayed by The Weir Gazette"
    assert (_mark(dataset)["note"], _mark(dataset)["act"]) == ("", dataset.descriptor.label("act", "deny"))
    act = f'<td data-label="Act">{dataset.descriptor.label("act", "deny")}</td>'
    assert act in statement_list(dataset, timeline_marks(dataset)).html


def test_a_statement_of_somebody_unnamed_is_marked_so_in_the_lane_of_who_tells_it(tmp_path: Path) -> None:
    actors = {"someone": {"name": "unnamed ferrymen", "kind": "unidentified"}}
    claim = {"claimant_id": "someone", "remove": "third_party_report", "via": "rescue-league"}
    dataset = _load(tmp_path, claim, actors=actors)
    mark = _mark(dataset)
    assert (mark["lane"], mark["ring"]) == ("Rescue League", "ring")
    assert (mark["note"], mark["act"]) == ("unnamed", dataset.descriptor.label("act", "deny"))


@pytest.mark.parametrize("words_by", ["weir-gazette", "rescue-league"])
def test_a_characterisation_stands_in_the_lane_of_who_makes_it(tmp_path: Path, words_by: str) -> None:
    claim = {"voice": "characterisation", "words": "as good as a refusal", "words_by": words_by}
    dataset = _load(tmp_path, claim)
    mark = _mark(dataset)
    owner = {"weir-gazette": "The Weir Gazette", "rescue-league": "Rescue League"}[words_by]
    assert mark["lane"] == owner
    assert mark["speaker"] == f"{owner}, of River Office"
    assert (mark["note"], mark["act"]) == ("of River Office", dataset.descriptor.label("act", "deny"))
    assert (
        f"of River Office: {dataset.descriptor.label('act', 'deny')}"
        in statement_list(dataset, timeline_marks(dataset)).html
    )


def test_a_characterisation_without_quoted_words_is_the_outlets(tmp_path: Path) -> None:
    assert _mark(_load(tmp_path, {"voice": "characterisation"}))["lane"] == "The Weir Gazette"


def test_an_office_speaks_in_the_lane_of_whom_it_speaks_for_to_the_end_of_the_chain(tmp_path: Path) -> None:
    actors = {
        "river-land": {"name": "Riverland", "kind": "state"},
        "river-office": {"speaks_for": "river-land"},
        "river-clerk": {"name": "Clerk of the River Office", "kind": "official", "speaks_for": "river-office"},
    }
    mark = _mark(_load(tmp_path, {"claimant_id": "river-clerk", "remove": "first_hand", "via": ""}, actors=actors))
    assert (mark["lane"], mark["lane_kind"], mark["speaker"]) == ("Riverland", "state", "Clerk of the River Office")


def test_actors_that_speak_for_each_other_in_a_circle_end_somewhere(tmp_path: Path) -> None:
    actors = {"river-office": {"speaks_for": "rescue-league"}, "rescue-league": {"speaks_for": "river-office"}}
    heads = speaking_for(_load(tmp_path, actors=actors))
    assert heads["river-office"] in {"river-office", "rescue-league"}


JOINT = {
    "actors": {
        "joint-desk": {"name": "Zander and Aland jointly", "kind": "joint"},
        "zander": {"name": "Zander", "kind": "state"},
        "aland": {"name": "aland", "kind": "state"},
    },
    "actor_members": {("joint-desk", "zander"): {}, ("joint-desk", "aland"): {}},
}


def test_a_joint_statement_is_hollow_in_each_members_lane_and_one_statement(tmp_path: Path) -> None:
    dataset = _load(tmp_path, {"claimant_id": "joint-desk"}, **JOINT)
    marks = timeline_marks(dataset)
    assert list(marks["lane"]) == ["aland", "Zander"]
    assert set(marks["ring"]) == {"hollow"}
    assert set(marks["lane_kind"]) == {"state"}
    assert set(marks["note"]) == {"jointly"}
    assert statement_list(dataset, marks).html.count(f"jointly: {dataset.descriptor.label('act', 'deny')}") == 2
    assert marks["statement_id"].nunique() == marks["claim_id"].nunique() == 1


def test_a_joint_statement_at_second_hand_says_both(tmp_path: Path) -> None:
    claim = {"claimant_id": "joint-desk", "remove": "third_party_report", "via": "rescue-league"}
    dataset = _load(tmp_path, claim, **JOINT)
    marks = timeline_marks(dataset)
    assert set(marks["note"]) == {"jointly, according to Rescue League"}
    assert list(marks["ring"]) == ["hollow", "hollow"]


@pytest.mark.parametrize("via", ["zander", "zander-desk", "weir-gazette;zander-desk"])
def test_a_joint_statement_is_filled_in_the_lane_of_who_announces_it(tmp_path: Path, via: str) -> None:
    actors = {**JOINT["actors"], "zander-desk": {"name": "Desk", "kind": "official", "speaks_for": "zander"}}
    claim = {"claimant_id": "joint-desk", "remove": "first_hand", "via": via}
    marks = timeline_marks(_load(tmp_path, claim, actors=actors, actor_members=JOINT["actor_members"]))
    assert dict(zip(marks["lane"], marks["ring"], strict=True)) == {"aland": "hollow", "Zander": "filled"}


def test_a_member_of_a_joint_statement_is_drawn_where_those_stand_for_whom_it_speaks(tmp_path: Path) -> None:
    actors = {
        **JOINT["actors"],
        "zander-desk": {"name": "Desk", "kind": "official", "speaks_for": "zander"},
        "zander-port": {"name": "Port", "kind": "official", "speaks_for": "zander-desk"},
    }
    members = {("joint-desk", member): {} for member in ("zander-port", "zander-desk", "aland")}
    marks = timeline_marks(_load(tmp_path, {"claimant_id": "joint-desk"}, actors=actors, actor_members=members))
    assert list(marks["lane"]) == ["aland", "Zander"]


@pytest.mark.parametrize("kind", ["coalition", "intergovernmental", "authority"])
def test_a_body_with_members_that_is_no_joint_speaker_is_one_mark_of_its_own(tmp_path: Path, kind: str) -> None:
    actors = {**JOINT["actors"], "joint-desk": {"name": "Desk of both", "kind": kind}}
    dataset = _load(tmp_path, {"claimant_id": "joint-desk"}, actors=actors, actor_members=JOINT["actor_members"])
    mark = _mark(dataset)
    assert (mark["lane"], mark["ring"], mark["note"]) == ("Desk of both", "filled", "")


def test_an_outlets_characterisation_of_a_joint_speaker_stays_with_the_outlet(tmp_path: Path) -> None:
    dataset = _load(tmp_path, {"claimant_id": "joint-desk", "voice": "characterisation"}, **JOINT)
    assert _mark(dataset)["lane"] == "The Weir Gazette"


def test_lanes_are_in_the_order_of_the_alphabet_whatever_was_said_and_how_often(tmp_path: Path) -> None:
    actors = {"rescue-league": {"name": "zeal"}, "river-office": {"name": "Aid"}, "weir-gazette": {"name": "bell"}}
    statements = {
        "gazette-002-s1": {}, "gazette-003-s1": {},
        "gazette-001-s1": {"claim_id": "gazette-001", "act": "report"},
    }  # fmt: skip
    claims = {"gazette-001": {"claimant_id": "weir-gazette", "via": ""}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", actors=actors, statements=statements, claims=claims))
    assert list(timeline_marks(dataset)["lane"]) == ["Aid", "bell", "zeal"]


def test_acts_of_one_claim_are_one_mark(tmp_path: Path) -> None:
    more = {**MARK, "gazette-003-s2": {"claim_id": "gazette-003", "act": "comment"}}
    mark = _mark(_load(tmp_path, statements=more))
    label = _load(tmp_path / "again").descriptor.label
    assert mark["act"] == f"{label('act', 'deny')}, {label('act', 'comment')}"


def test_states_and_others_share_out_all_marks(tmp_path: Path) -> None:
    actors = {"river-office": {"kind": "state"}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", actors=actors))
    marks = timeline_marks(dataset)
    states, others = of_states(marks), of_others(marks)
    assert list(states["lane"]) == ["River Office"]
    assert list(others["lane"]) == ["Rescue League"]
    assert len(states) + len(others) == len(marks)


def test_marks_are_what_the_chart_takes(tiny_dataset: Dataset) -> None:
    marks = timeline_marks(tiny_dataset)
    assert set(COLUMNS) <= set(marks.columns)
    assert set(marks["shape"]) <= set(SHAPES)
    assert set(marks["ring"]) <= set(RINGS)
    assert len(marks) == 2


def test_a_dataset_without_statements_has_the_columns_and_no_mark(tmp_path: Path) -> None:
    statements = {"gazette-002-s1": None, "gazette-003-s1": None}
    marks = timeline_marks(_load(tmp_path, statements=statements))
    assert marks.empty
    assert set(COLUMNS) <= set(marks.columns)


def test_a_statement_that_can_have_been_made_after_the_day_is_not_shown_as_known(tiny_dataset: Dataset) -> None:
    assert set(timeline_marks(tiny_dataset.as_known_on("2031-05-06"))["claim_id"]) == {"gazette-002"}
    assert set(timeline_marks(tiny_dataset.as_known_on("2031-05-07"))["claim_id"]) == {"gazette-002", "gazette-003"}


def test_only_what_is_known_from_the_claimants_own_public_words_is_its_own(tmp_path: Path) -> None:
    for remove, is_own in {
        "first_hand": True,
        "agency_relay": True,
        "third_party_report": False,
        "leak": False,
    }.items():
        claims = describe_claims(_load(tmp_path / remove, {"remove": remove})).set_index("claim_id")
        assert bool(claims.at["gazette-003", "is_own"]) is is_own
