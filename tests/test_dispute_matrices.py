"""The table of a question's answers: who stands in it, who under it, and what is said of the answers themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from carding import load_tiny

from claimbook.analysis.disputes import accusations, list_takes, parties_to
from claimbook.book.answering import nothing_found
from claimbook.book.matrices import accusation_lists, accusation_matrix, dispute_matrices

NO_STATEMENT = nothing_found(has_statement=False).sentence
ATTRIBUTION = {
    "deed": "gates left shut", "object": "responsibility", "role": "failed_to_prevent", "accused_id": "river-office",
    "stance": "asserts",
}  # fmt: skip


def test_many_silent_parties_stand_under_the_table_each_named_with_what_was_found_of_it(tmp_path: Path) -> None:
    guilds = [f"guild-{number}" for number in range(4)]
    dataset = load_tiny(
        tmp_path,
        actors={key: {"name": f"The {key}", "kind": "authority"} for key in guilds},
        attributions={
            f"gazette-002-b{place}": {**ATTRIBUTION, "claim_id": "gazette-002", "accused_id": key}
            for place, key in enumerate(guilds)
        },
    )
    shown = BeautifulSoup(dispute_matrices(dataset).html, "html.parser")
    assert [row.get_text() for row in shown.select("tbody th")] == ["Rescue League", "River Office"]
    silent = shown.select_one("dl.cb-accusations")
    assert NO_STATEMENT in silent.dt.get_text()
    assert silent.dd.get_text() == "; ".join(f"The {key}" for key in guilds)


@pytest.mark.parametrize(
    ("compatible", "said"),
    [
        ({}, "No two of these answers are coded as ones that can hold together."),
        ({"gates-could": "gates-could-not"}, "Answers that are coded as ones that can hold together: “They could"),
        ({"gates-could": "gates-could-not;both", "gates-could-not": "both"}, "can hold together: giving one rejects"),
        ({"gates-could": "both", "both": "gates-could-not"},
         "can hold together, but for “They could have” and “No gate could have”."),
    ],
)  # fmt: skip
def test_what_can_hold_together_is_said_the_shorter_way(tmp_path: Path, compatible: dict[str, str], said: str) -> None:
    added = {"both": {"dispute_id": "gates", "label": "Both in part"}} if "both" in str(compatible) else {}
    positions = {key: {**added.get(key, {}), "compatible_with": other} for key, other in compatible.items()}
    html = dispute_matrices(load_tiny(tmp_path, positions={**added, **positions})).html
    assert said in html
    assert html.count("can hold together") == 1


def test_accusations_in_lists_hold_the_claims_and_answers_of_the_table_and_no_table(tmp_path: Path) -> None:
    dataset = load_tiny(tmp_path, attributions={"gazette-003-a1": {**ATTRIBUTION, "claim_id": "gazette-003",
                                                                   "stance": "denies"}})  # fmt: skip
    made = (accusation_lists(dataset, about="this storm"), accusation_matrix(dataset))
    lists, whole = (BeautifulSoup(html.html, "html.parser") for html in made)
    assert (len(lists.find_all("table")), len(whole.find_all("table"))) == (0, 2)
    for shown in (lists, whole):
        assert [link["href"].split("#")[1] for link in shown.select("dd li a")] == [
            "gazette-002", "gazette-003", "gazette-001",
        ]  # fmt: skip


@pytest.mark.parametrize("speaks", [True, False])
def test_who_said_nothing_on_an_incident_is_not_said_to_have_made_no_statement_and_what_it_says_elsewhere_is_linked(
    tmp_path: Path, *, speaks: bool
) -> None:
    spoken = {} if speaks else {key: {"claimant_id": "rescue-league"} for key in ("gazette-001", "gazette-003")}
    dataset = load_tiny(tmp_path, claims=spoken)
    lists = BeautifulSoup(accusation_lists(dataset, about="this storm").html, "html.parser")
    answer = lists.find(id="answer-of-river-office").find_next_sibling("dd").get_text()
    assert ("No statement by this party on this storm was found" in answer) is not speaks
    (elsewhere,) = lists.select("a[href*=disputes]")
    page, _, anchor = elsewhere["href"].partition("#")
    assert page.endswith("book/disputes.html")
    assert BeautifulSoup(accusation_matrix(dataset).html, "html.parser").find(id=anchor)


def test_claims_are_folded_under_their_question_and_their_accused_and_the_folds_say_what_they_hold(
    tmp_path: Path,
) -> None:
    dataset = load_tiny(tmp_path)
    question = (
        BeautifulSoup(dispute_matrices(dataset).html, "html.parser").find(id="gates-claims").find_parent("details")
    )
    assert question.summary.get_text() == "The claims, by party (2 claims)"
    page = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    accused = page.find(id="accused-river-office").find_next_sibling("details")
    assert accused.summary.get_text() == "1 claim by 1 party; its own answer: 1 claim"
    assert page.find(id="answer-of-river-office").find_parent("details") is accused
    assert not any(fold.has_attr("open") for fold in (question, accused))


def test_where_nobody_is_accused_it_is_said(tmp_path: Path) -> None:
    shown = BeautifulSoup(
        accusation_lists(load_tiny(tmp_path, attributions={"gazette-002-a1": None}), about="this storm").html,
        "html.parser",
    )
    assert "Nothing that attributes a deed" in shown.get_text()
    assert not shown.select("table, section")


def test_on_paper_answers_of_two_accused_stand_once(tmp_path: Path) -> None:
    dataset = load_tiny(
        tmp_path,
        actors={"river-watch": {"name": "River Watch", "kind": "authority", "speaks_for": "river-office"}},
        attributions={
            "gazette-002-b1": {**ATTRIBUTION, "claim_id": "gazette-002", "accused_id": "river-watch"},
            "gazette-003-a1": {**ATTRIBUTION, "claim_id": "gazette-003", "stance": "denies"},
        },
    )
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    again = shown.select_one("dd p.cb-on-paper")
    assert again.get_text() == "As under River Office above (1)."
    assert again.find_next_sibling("ul")["class"] == ["cb-off-paper"]


def test_who_attributes_what_to_whom_stands_by_accused_and_the_same_by_accuser(tmp_path: Path) -> None:
    actors = {"river-watch": {"name": "River Watch", "kind": "authority"}}
    also = {"gazette-002-b1": {**ATTRIBUTION, "claim_id": "gazette-002", "accused_id": "river-watch"}}
    shown = BeautifulSoup(accusation_matrix(load_tiny(tmp_path, actors=actors, attributions=also)).html, "html.parser")
    tables = [
        {
            row.th.get_text(strip=True): {(link.get_text(), link["href"]) for link in row.select("a.cb-said-by")}
            for row in table.select("tbody tr")
        }
        for table in shown.select("table.cb-accused")
    ]
    by_accused, by_accuser = tables
    assert list(by_accused) == ["River Office", "River Watch"]
    assert list(by_accuser) == ["Rescue League"]
    assert {name for name, _ in by_accuser["Rescue League"]} == set(by_accused)
    for accused, links in by_accused.items():
        assert [name for name, _ in links] == ["Rescue League"]
        assert {(accused, href) for _, href in links} <= by_accuser["Rescue League"]
        assert all(shown.find(id=href[1:]).name == "dt" for _, href in links)


@pytest.mark.parametrize("beside", [2, 1])
def test_a_question_with_more_answers_than_fit_beside_each_other_has_each_partys_in_a_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: int
) -> None:
    monkeypatch.setattr("claimbook.book.matrices.MOST_BESIDE", beside)
    shown = BeautifulSoup(dispute_matrices(load_tiny(tmp_path)).html, "html.parser")
    assert [row.get_text() for row in shown.select("tbody th")] == ["Rescue League", "River Office"]
    marks = [link["href"] for link in shown.select("tbody a.cb-mark")]
    assert sorted(href.split("#")[1] for href in marks) == ["gazette-002", "gazette-003"]
    assert (len(shown.select(".cb-matrix")), len(shown.select(".cb-by-party"))) == ((1, 0) if beside == 2 else (0, 1))
    if beside == 1:
        given = [[item.get_text(" ", strip=True) for item in row.select("li")] for row in shown.select("tbody tr")]
        assert [items[0].partition(" asserts ")[0] for items in given] == ["They could have", "No gate could have"]
        assert [items[1:] for items in given] == [["On the others none found"]] * 2


def test_answers_that_no_party_of_a_list_gives_are_named_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimbook.book.matrices.MOST_BESIDE", 1)
    third = {"both": {"dispute_id": "gates", "label": "Both in part"}}
    html = dispute_matrices(load_tiny(tmp_path, positions=third)).html
    assert "Nothing by these parties was found on: Both in part." in html


@pytest.mark.parametrize("speaks", [True, False])
def test_a_cell_without_an_answer_leads_to_the_sentence_that_says_so(tmp_path: Path, *, speaks: bool) -> None:
    accused = "river-office" if speaks else "rowers"
    dataset = load_tiny(
        tmp_path,
        actors={"rowers": {"name": "The Rowers", "kind": "authority"}},
        attributions={"gazette-002-a1": {"accused_id": accused}},
        statements={"gazette-003-s1": None},
        takes={("gazette-003", "gates-could-not"): None},
    )
    shown = BeautifulSoup(accusation_matrix(dataset).html, "html.parser")
    (cell,) = shown.select("table a.cb-none:not([href$=-statements])")
    assert cell.get_text() == ("no answer found" if speaks else "no statement found")
    said = shown.find(id=cell["href"][1:]).find_next_sibling("dd").get_text()
    assert "by this party was found in the sources searched" in said


def test_somebody_unnamed_answers_as_such_and_who_passes_it_on_is_told_beside_and_has_no_row(tmp_path: Path) -> None:
    dataset = load_tiny(
        tmp_path,
        actors={
            "night-wire": {"name": "Night Wire", "kind": "media"},
            "somebody": {"name": "somebody unnamed", "kind": "unidentified"},
        },
        claims={"gazette-003": {"claimant_id": "somebody", "remove": "third_party_report", "via": "night-wire"}},
    )
    own = parties_to(dataset, "gates").set_index("lane")
    assert "Night Wire" not in own.index
    assert (own["passed_on"]["somebody unnamed"], bool(own["has_answer"]["somebody unnamed"])) == (
        "passed on by Night Wire", False,
    )  # fmt: skip
    assert not own["passed_on"].drop("somebody unnamed").any()
    page = BeautifulSoup(dispute_matrices(dataset).html, "html.parser")
    (row,) = [row for row in page.select("tbody tr") if "somebody unnamed" in row.th.get_text()]
    assert "passed on by Night Wire" in row.th.get_text()
    assert NO_STATEMENT not in row.get_text()
    assert "on the rendering of The Weir Gazette alone" in row.get_text()


def test_where_a_claim_gives_two_answers_the_list_says_that_it_has_a_line_for_each(tmp_path: Path) -> None:
    both = load_tiny(tmp_path, takes={("gazette-003", "gates-could"): {"stance": "denies"}})
    page = BeautifulSoup(dispute_matrices(both).html, "html.parser")
    lines = page.find(id="gates-claims").select("li")
    told = page.find(id="gates-claims").find_parent("details").summary.get_text()
    assert told == f"The claims, by party (2 claims, on {len(lines)} lines: one for each answer that a claim gives)"


def test_what_others_tell_of_a_party_stands_in_its_cell_after_its_own_and_is_called_so(tmp_path: Path) -> None:
    told = {"claimant_id": "river-office", "remove": "third_party_report", "via": "rescue-league"}
    takes = {("gazette-001", "gates-could-not"): {"stance": "accepts"}}
    dataset = load_tiny(tmp_path, claims={"gazette-001": told}, takes=takes)
    page = BeautifulSoup(dispute_matrices(dataset).html, "html.parser")
    (row,) = [row for row in page.select("tbody tr") if "River Office" in row.th.get_text()]
    label = dataset.descriptor.label
    stances = [name.get_text() for name in row.select(".cb-stance-name")]
    assert stances == [label("stance", "asserts"), f"at second hand: {label('stance', 'accepts')}"]
    assert bool(parties_to(dataset, "gates").set_index("lane")["has_answer"]["River Office"])


def test_an_outlet_that_describes_anothers_words_says_whose(tmp_path: Path) -> None:
    glossed = {"gazette-002": {"voice": "characterisation"}}
    (row,) = accusations(load_tiny(tmp_path, claims=glossed)).to_dict("records")
    assert (row["accuser"], row["passed_on"]) == ("The Weir Gazette", "describes words of Rescue League")


def test_an_answer_that_limits_itself_is_given_with_a_reserve(tmp_path: Path) -> None:
    plain = load_tiny(tmp_path / "a")
    hedged = load_tiny(tmp_path / "b", claims={"gazette-003": {"hedge": "could have"}})
    stances = [set(list_takes(dataset)["stance_label"]) for dataset in (plain, hedged)]
    assert not any("reserve" in stance for stance in stances[0])
    assert any(stance.endswith(", with a hedge") for stance in stances[1])
    assert "with a hedge" in dispute_matrices(hedged).html
