"""Rules: for each a clean case that it passes over and a planted fault that it, and no other rule, finds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redacted_rows import CASES as REVISED
from tiny import write_tiny_dataset

from claimbook.errors import DatasetError, Problem
from claimbook.model import checks, following, revised, wording
from claimbook.model.checks import RULES, check_dataset, check_meaning
from claimbook.model.dataset import load_dataset
from claimbook.model.quantities import parse_quantity

Changes = dict[str, Any]
WORDS_12 = "one two three four five six seven eight nine ten eleven twelve"
IN_ITS_OWN = "The Weir Gazette writes in its own voice of 12 dead."
WHOLE, PART = "gazette-001-f1", "gazette-001-f2"
THIRD = "gazette-002-f1"
OTHER_SOURCE = {
    "title": "The Ferry Post", "kind": "opinion", "published": "2031-05-09", "language": "en",
    "seen_as": "excerpt", "coding_scope": "passage",
}  # fmt: skip
OTHER_PASSAGE = {"source_id": "post", "text_part": "body"}
OTHER_CLAIM = {
    "source_id": "post", "passage_id": "post-p1", "claimant_id": "weir-gazette", "remove": "first_hand",
    "voice": "own_voice", "asserted": "2031-05-09", "asserted_basis": "stated", "summary": "Repeats the count.",
}  # fmt: skip
POST: Changes = {
    "sources": {"post": OTHER_SOURCE}, "passages": {"post-p1": OTHER_PASSAGE}, "claims": {"post-1": OTHER_CLAIM},
}  # fmt: skip
DUO: Changes = {
    "actors": {"duo": {"name": "Office and League", "kind": "joint"}},
    "actor_members": {("duo", "river-office"): {}, ("duo", "rescue-league"): {}},
}
SECOND: Changes = {
    "disputes": {"sluice": {"question": "Was the sluice open?", "kind": "fact"}},
    "positions": {"open": {"dispute_id": "sluice", "label": "Open"}, "shut": {"dispute_id": "sluice", "label": "Shut"}},
}


def claim(**cells: str) -> Changes:
    return {"claims": {"gazette-001": cells}}


def parts(*quantities: str, division: str = "status") -> Changes:
    """A whole and its parts: the tiny dataset's three figures are all of one source."""
    whole, *rest = quantities
    own = [PART, THIRD][: len(rest)]
    figures = {key: {"quantity": q, "part_of": WHOLE, "division": division} for key, q in zip(own, rest, strict=True)}
    return {"figures": {WHOLE: {"quantity": whole}, PART: {"part_of": ""}, **figures}}


# For each rule: clean cases, and faults with the place that the one problem must name.
CASES: dict[str, tuple[list[Changes], list[tuple[Changes, str]]]] = {
    "quotations_are_short": (
        [claim(words=WORDS_12, words_by="river-office")],
        [(claim(words=WORDS_12 + " thirteen", words_by="river-office"), "claims.csv 2 words"),
         (claim(words="twelve"), "claims.csv 2 words_by"),
         (claim(words_by="river-office"), "claims.csv 2 words_by")],
    ),
    "quoted_speakers_own_their_words": (
        [claim(voice="direct_quote", words="at least", words_by="river-office"), claim(voice="direct_quote")],
        [(claim(voice="direct_quote", words="at least", words_by="weir-gazette"), "claims.csv 2 words_by")],
    ),
    "summaries_say_the_voice_that_is_coded": (
        [claim(voice="own_voice", summary=IN_ITS_OWN), claim(voice="reported", summary="It writes of reports of 12.")],
        [(claim(voice="reported", summary=IN_ITS_OWN), "claims.csv 2 summary")],
    ),
    "summaries_are_short": (
        [claim(summary=" ".join(["rain"] * 25))],
        [(claim(summary=" ".join(["rain"] * 26)), "claims.csv 2 summary")],
    ),
    "second_hand_names_its_bearer": (
        [claim(remove="third_party_report"), claim(via="")],
        [(claim(remove="third_party_report", via=""), "claims.csv 2 via"),
         (claim(via="weir-gazette; river-office"), "claims.csv 2 via")],
    ),
    "passages_lie_in_their_claims_source": (
        [POST],
        [({**POST, "claims": {"post-1": {**OTHER_CLAIM, "source_id": "gazette"}}}, "claims.csv 5 passage_id")],
    ),
    "passages_have_offsets_where_texts_are_whole": (
        [POST],
        [({"passages": {"gazette-p2": {"start": ""}}}, "passages.csv 3 start"),
         ({"passages": {"gazette-p2": {"sha256": ""}}}, "passages.csv 3 start"),
         ({**POST, "passages": {"post-p1": {**OTHER_PASSAGE, "start": "1"}}}, "passages.csv 6 start"),
         ({"passages": {"gazette-p2": {"start": "9000"}}}, "passages.csv 3 end")],
    ),
    "passages_carry_a_claim_or_a_reason": (
        [{"passages": {"gazette-p1": {"no_claim_reason": "a headline"}}}],
        [({"passages": {"gazette-p1": {"no_claim_reason": ""}}}, "passages.csv 2 no_claim_reason"),
         ({"passages": {"gazette-p2": {"no_claim_reason": "idle"}}}, "passages.csv 3 no_claim_reason")],
    ),
    "nothing_goes_in_a_circle": (
        [{"claims": {"gazette-003": {"updates": "gazette-001"}}}],
        [({"sources": {"gazette": {"reprint_of": "gazette"}}}, "sources.csv 2 reprint_of"),
         ({"sources": {"gazette": {"part_of": "gazette"}}}, "sources.csv 2 part_of"),
         ({"places": {"lowmere": {"part_of": "lowmere"}}}, "places.csv 2 part_of"),
         ({"incidents": {"flood": {"part_of": "flood"}}}, "incidents.csv 2 part_of"),
         ({"actors": {"river-office": {"speaks_for": "river-office"}}}, "actors.csv 3 speaks_for"),
         (claim(updates="gazette-001"), "claims.csv 2 updates"),
         ({"figures": {PART: {"part_of": PART}}}, "figures.csv 3 part_of")],
    ),
    "a_tally_is_given_out_after_its_cutoff": (
        [{"figures": {WHOLE: {"counted_to": "2031-05-05"}}}, {"figures": {WHOLE: {"counted_to": "../2031-05-09"}}}],
        [({"figures": {WHOLE: {"counted_to": "2031-05-06"}}}, "figures.csv 2 counted_to")],
    ),
    "a_tally_updates_an_earlier_one_of_its_claimant": (
        [{"claims": {"gazette-003": {"updates": "gazette-001"}}}],
        [({"claims": {"gazette-002": {"updates": "gazette-001"}}}, "claims.csv 3 updates"),
         ({"claims": {"gazette-001": {"asserted": "2031-05-03", "updates": "gazette-003"},
                      "gazette-003": {"asserted": "2031-05-06", "asserted_basis": "stated"}}}, "claims.csv 2 updates")],
    ),
    "parts_belong_to_their_source": (
        [parts("12", "~50%")],
        [({**POST, "figures": {THIRD: {"claim_id": "post-1", "part_of": WHOLE}}}, "figures.csv 4 part_of"),
         ({"figures": {THIRD: {"quantity": "50%"}}}, "figures.csv 4 part_of")],
    ),
    "parts_can_add_up": (
        [parts("12", "5", "7"), parts(">=12", "5", "7"), parts("12", "5", "dozens"), parts("12", "5", "~9"),
         parts("12", "1", "2", division=""), parts("9|12", "4|5", "7"), parts("~12", "20", "30")],
        [(parts("12", "5", "8"), "figures.csv 3 part_of"), (parts("12", "5", "6"), "figures.csv 3 part_of"),
         (parts("12", "13", division=""), "figures.csv 3 part_of"), (parts(">=12", "5", "6"), "figures.csv 3 part_of"),
         (parts("<12", "5", ">6"), "figures.csv 3 part_of")],
    ),
    "marks_without_a_speaker_are_the_outlets": (
        [claim(voice="distancing_quote", claimant_id="weir-gazette", via="", remove="first_hand"),
         {"actors": {"someone": {"name": "an unnamed voice", "kind": "unidentified"}},
          **claim(voice="distancing_quote", claimant_id="someone")}],
        [(claim(voice="distancing_quote"), "claims.csv 2 claimant_id")],
    ),
    "names_and_labels_are_written_out": (
        [{"positions": {"gates-could": {"label": "Nanuk said True or None"}}},
         {"actors": {"rescue-league": {"also_written": "None"}}}],
        [({"positions": {"gates-could": {"label": "True"}}}, "positions.csv 2 label"),
         ({"positions": {"gates-could-not": {"label": "FALSE"}}}, "positions.csv 3 label"),
         ({"actors": {"rescue-league": {"name": "nan"}}}, "actors.csv 4 name"),
         ({"sources": {"gazette": {"title": "None"}}}, "sources.csv 2 title"),
         ({"incidents": {"flood": {"title": "False"}}}, "incidents.csv 2 title"),
         ({"disputes": {"gates": {"question": "NaN"}}}, "disputes.csv 2 question"),
         ({"places": {"ferry-quay": {"name": "TRUE"}}}, "places.csv 3 name")],
    ),
    "joint_speakers_have_members": (
        [DUO],
        [({**DUO, "actor_members": {("duo", "river-office"): {}}}, "actors.csv 5 kind")],
    ),
    "private_people_are_described": (
        [{"actors": {"someone": {"name": "a relative, on social media", "kind": "private_person"}}},
         {"actors": {"someone": {"name": "an eyewitness (on the Weir Gazette's site)", "kind": "private_person"}}}],
        [({"actors": {"someone": {"name": "Ada Weir", "kind": "private_person"}}}, "actors.csv 5 name"),
         ({"actors": {"someone": {"name": "a relative of Ada Weir", "kind": "private_person"}}}, "actors.csv 5 name")],
    ),
    "alignment_rests_on_something": (
        [{"statements": {"gazette-002-s1": {"alignment": "both"}}}],
        [({"statements": {"gazette-002-s1": {"alignment_basis": ""}}}, "statements.csv 2 alignment_basis"),
         ({"statements": {"gazette-003-s1": {"alignment_basis": "speaker_words"}}}, "statements.csv 3 alignment_basis"),
         ({"descriptor": {"stance_towards": ""}}, "datapackage.json 0 "),
         ({"descriptor": {"stance_towards": "mill-owner"}}, "datapackage.json 0 ")],
    ),
    "an_undated_statement_ends_with_its_source": (
        [claim(asserted="../2031-05-07", asserted_basis="latest")],
        [(claim(asserted_basis="latest"), "claims.csv 2 asserted")],
    ),
    "every_dispute_has_positions": (
        [SECOND, {"positions": {"gates-could": {"compatible_with": "gates-could-not"}}}],
        [({"positions": {"gates-could-not": None}, "takes": {("gazette-003", "gates-could-not"): None}},
          "disputes.csv 2 dispute_id"),
         ({**SECOND, "positions": {**SECOND["positions"], "gates-could": {"compatible_with": "open"}}},
          "positions.csv 2 compatible_with")],
    ),
    **REVISED,
}  # fmt: skip
CLEAN = [(name, changes) for name, (clean, _) in CASES.items() for changes in clean]
FAULTS = [(name, changes, place) for name, (_, faults) in CASES.items() for changes, place in faults]


def find(changes: Changes) -> dict[str, list[Problem]]:
    """What each rule finds in the tiny dataset with these changes."""
    with TemporaryDirectory() as folder:
        dataset = load_dataset(write_tiny_dataset(Path(folder) / "data", **changes))
    return {check.__name__: found for check in RULES if (found := list(check(dataset)))}


def test_every_rule_has_a_clean_case_and_a_fault_here() -> None:
    assert set(CASES) == {check.__name__ for check in RULES}
    assert all(clean and faults for clean, faults in CASES.values())


def test_every_function_with_a_rule_for_a_name_is_applied() -> None:
    functions = {**vars(checks), **vars(following), **vars(revised), **vars(wording)}
    other = {"check_meaning", "report_rows", "redacted_claims", "find_names"}
    public = {n for n, f in functions.items() if callable(f) and getattr(f, "__annotations__", {}).get("dataset")}
    rules = {name for name in public if not name.startswith("_")} - other
    assert rules == {r.__name__ for r in RULES}


def test_the_tiny_dataset_breaks_no_rule() -> None:
    assert find({}) == {}


@pytest.mark.parametrize(("name", "changes"), CLEAN, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CLEAN)])
def test_a_clean_case_is_passed_over(name: str, changes: Changes) -> None:
    assert find(changes) == {}


@pytest.mark.parametrize(("name", "changes", "place"), FAULTS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(FAULTS)])
def test_a_planted_fault_is_found_by_its_rule_alone_in_its_place(name: str, changes: Changes, place: str) -> None:
    found = find(changes)
    assert list(found) == [name]
    assert [f"{p.file} {p.row} {p.column}" for p in found[name]] == [place]
    assert all(p.fix for p in found[name])


def test_a_circle_of_two_is_found_at_both() -> None:
    found = find({"claims": {"gazette-001": {"updates": "gazette-002"}, "gazette-002": {"updates": "gazette-001"}}})
    assert [p.row for p in found["nothing_goes_in_a_circle"]] == [2, 3]


def test_what_leads_to_a_circle_is_not_in_it() -> None:
    found = find({"claims": {"gazette-001": {"updates": "gazette-002"}, "gazette-002": {"updates": "gazette-002"}}})
    assert [p.row for p in found["nothing_goes_in_a_circle"]] == [3]


def test_all_problems_are_reported_at_once_sorted_by_file_and_row(tmp_path: Path) -> None:
    changes = {
        "passages": {"gazette-p1": {"no_claim_reason": ""}},
        "claims": {"gazette-003": {"asserted": "2031-05-07"}, "gazette-001": {"via": "river-office"}},
    }
    with pytest.raises(DatasetError) as caught:
        check_dataset(write_tiny_dataset(tmp_path / "data", **changes))
    places = [("claims.csv", 2), ("claims.csv", 4), ("passages.csv", 2)]
    assert [(p.file, p.row) for p in caught.value.problems] == places


def test_a_dataset_without_its_optional_tables_is_judged_too(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    dataset = load_dataset(folder)
    for name, frame in dataset.frames.items():
        dataset = dataset.replace(name, frame.iloc[:0])
    assert [p.file for p in check_meaning(dataset)] == ["datapackage.json"]  # stance_towards names nobody any more


COUNTS = st.integers(0, 30)
STATED = st.one_of(
    COUNTS.map(str),
    st.tuples(st.sampled_from([">=", ">", "<="]), COUNTS).map(lambda p: f"{p[0]}{p[1]}"),
    st.lists(COUNTS, min_size=2, max_size=3).map(lambda ns: "..".join(map(str, sorted(ns)))),
    st.lists(COUNTS, min_size=2, max_size=3, unique=True).map(lambda ns: "|".join(map(str, ns))),
    st.sampled_from(["some", "dozens", "~12", "~<9", "~>9"]),
)


def can_add_up(whole: str, first: str, second: str) -> bool:
    """Whether any two numbers that the parts allow make a number that the whole allows: by trying them all."""
    a, b, c = map(parse_quantity, (whole, first, second))
    stated = [q if q.is_stated else parse_quantity(">=0") for q in (a, b, c)]
    one, other = ([n for n in range(65) if q.allows(n)] for q in stated[1:])
    return any(stated[0].allows(n + m) for n in one for m in other)


@given(STATED, STATED, STATED)
def test_parts_that_can_add_up_are_never_reported(whole: str, first: str, second: str) -> None:
    if "parts_can_add_up" in find(parts(whole, first, second)):
        assert not can_add_up(whole, first, second)


@settings(max_examples=25)
@given(COUNTS, COUNTS, st.integers(1, 20))
def test_exact_parts_that_miss_an_exact_whole_are_always_reported(first: int, second: int, more: int) -> None:
    for whole in {first + second + more, first + second - more} - set(range(-20, 0)):
        assert "parts_can_add_up" in find(parts(str(whole), str(first), str(second)))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("A survivor, to the Courier", "'Courier' has a capital letter, as names have."),
        ("Ada (a witness)", "'Ada' has a capital letter, as names have."),
        ("A survivor", "'A' has a capital letter; write it 'a'."),
        ("survivor {0}", "it does not begin with a, an, one, unnamed or the."),
    ],
)
def test_what_may_name_a_private_person_is_said_with_the_word_that_looks_like_a_name(
    tiny: Path, name: str, why: str
) -> None:
    write_tiny_dataset(tiny, actors={"someone": {"name": name, "kind": "private_person"}})
    with pytest.raises(DatasetError) as caught:
        check_dataset(tiny)
    (problem,) = caught.value.problems
    assert problem.message == f"'{name}' may name a private person: {why}"
    write_tiny_dataset(tiny, actors={"someone": {"name": "a survivor (Courier)", "kind": "private_person"}})
    check_dataset(tiny)
