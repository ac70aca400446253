"""The page on what can be compared: every scope told apart, matrices whose reasons are words, files with every pair."""

from __future__ import annotations

import csv
import io
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.comparability import Comparer, Comparison, Relation
from claimbook.analysis.scope_list import ListedScope, list_scopes
from claimbook.book import scope_page
from claimbook.book.render import Html
from claimbook.book.scope_pack import DIGITS, pack_pairs
from claimbook.book.scope_page import scope_matrices
from claimbook.book.scope_words import ANSWERS, CHOSEN, SIGN_MEANINGS, SIGNS, mirror
from claimbook.model.dataset import Dataset


def _shown(folder: Path, *figures: dict[str, str]) -> Html:
    return scope_matrices(load_renderings(folder, *figures))


def _page(folder: Path, *figures: dict[str, str]) -> BeautifulSoup:
    return BeautifulSoup(_shown(folder, *figures).html, "html.parser")


def _figure(quantity: str, place: str, **cells: str) -> dict[str, str]:
    return {"quantity": quantity, "place_id": place, **cells}


def _words(page: Tag) -> list[str]:
    return [cell.get_text() for cell in page.select(".cb-scope-words")]


THREE = [_figure("12", "harrow"), _figure("13", "harrow-dock"), _figure("14", "upper-dock")]


def test_each_relation_has_a_sign_a_meaning_and_an_answer() -> None:
    assert set(Relation) == set(SIGNS) == set(SIGN_MEANINGS) == set(ANSWERS)
    # Two scopes that are listed apart are never comparable.
    assert {Relation.COMPARABLE, *CHOSEN} == set(Relation)


def test_the_page_says_each_sign_in_words_before_the_first_matrix_and_beside_each(tmp_path: Path) -> None:
    page = _page(tmp_path, *THREE[:2])
    listed = [item.get_text(" ", strip=True) for item in page.select("ul.cb-signs > li")]
    assert listed == [f"{sign} {SIGN_MEANINGS[relation]}" for relation, sign in SIGNS.items()]
    beside = page.select_one(".cb-scroll + .cb-note").get_text()
    assert all(f"{sign} {relation}" in beside for relation, sign in SIGNS.items())


def test_the_measure_with_the_most_scopes_stands_first_and_not_the_first_by_name(tmp_path: Path) -> None:
    detained = [_figure("12", place, measure="detained") for place in ("harrow", "harrow-dock")]
    page = _page(tmp_path, *detained, *THREE)
    assert [head.get_text() for head in page.find_all("h3")] == ["On strike", "Detained"]
    assert [head.get_text() for head in page.find_all("summary")][:2] == ["On strike: 3 scopes", "Detained: 2 scopes"]


def test_every_scope_is_listed_with_all_its_figures_whatever_the_matrix_has_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope_page, "MOST_SCOPES", 2)
    page = _page(tmp_path, *THREE, _figure("15", "harrow", source="paper-2"))
    assert [len(row.select("li a")) for row in page.select(".cb-scope-list tbody tr")] == [1, 2, 1]
    assert len(page.select(".cb-scopes tbody tr")) == 2
    assert "1 more scope of this measure is in the list above" in page.get_text()


def test_a_matrix_has_the_scopes_that_most_origins_gave_and_not_those_with_most_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope_page, "MOST_SCOPES", 2)
    by_one = [_figure(number, "harrow") for number in ("12", "13", "14", "15")]
    by_two = [_figure("16", place, claimant=who) for place in ("harrow-dock", "upper-dock")
              for who in ("dock-union", "harrow-lines")]  # fmt: skip
    page = _page(tmp_path, *by_one, *by_two)
    heads = [head.get_text() for head in page.select(".cb-scopes tbody th")]
    assert len(heads) == 2
    assert all("2 figures of 2 origins" in head and "Dock" in head for head in heads)


def test_each_sign_leads_to_its_reason_in_visible_words_from_both_sides(tmp_path: Path) -> None:
    page = _page(tmp_path, *THREE)
    assert not page.select(".cb-scopes [title]")
    links = page.select(".cb-scopes td a")
    assert len(links) == 6
    goals = {link["href"]: page.find(id=link["href"][1:]) for link in links}
    assert len(goals) == 3
    texts = [goal.get_text() for goal in goals.values()]
    assert [text for text in texts if ANSWERS[Relation.CONTAINED] in text and "place: Harrow Dock, and Harrow." in text]
    assert [text for text in texts if "No. place: Harrow Dock, and Upper Dock." in text]
    said = {link.select_one(".cb-hidden").get_text(): link.select_one("[aria-hidden]").get_text() for link in links}
    assert (said["1 and 2: contained in"], said["2 and 1: contains"], said["1 and 3: not comparable"]) == tuple("⊂⊃·")


def test_scopes_that_read_alike_say_what_differs(tmp_path: Path) -> None:
    same = [_figure("12", "harrow", group=group, status=status) for group, status in
            (("", "unspecified"), ("crane_drivers", "unspecified"), ("", "all"))]  # fmt: skip
    words = _words(_page(tmp_path, *same))
    assert len(set(words)) == 3
    assert sum("community: crane drivers" in told for told in words) == 1
    assert sum("community: not said" in told for told in words) == 2


def test_what_differs_in_days_does_not_stand_beside_words_that_none_are_said(tmp_path: Path) -> None:
    tallies = [
        {"quantity": number, "period": "", "counting": "cumulative", "said": said, "source": source}
        for number, said, source in (("912", "2031-05-05", "paper-1"), ("913", "2031-05-06", "paper-2"))
    ]
    words = _words(_page(tmp_path, *tallies))
    assert len(words) == 2
    assert all("days: by" in told and "days not said" not in told for told in words)


def test_a_scope_can_be_chosen_by_a_place_that_holds_its_own_and_says_how_many_remain(tmp_path: Path) -> None:
    page = _page(tmp_path, *THREE, {"quantity": "15"})
    options = [option.get_text() for option in page.select("#cb-choose-place option")]
    assert options == ["all places (4)", "Harrow (3)", "Harrow Dock (1)", "Upper Dock (1)", "not said (1)"]
    rows = [row["data-place"].split() for row in page.select(".cb-scope-list tbody tr")]
    assert sorted(rows) == [["harrow"], ["harrow-dock", "harrow"], ["not-coded"], ["upper-dock", "harrow"]]
    # Of what all have in common nothing is to be chosen.
    assert not page.select("#cb-choose-measure, #cb-choose-origin")


def test_one_scope_alone_has_its_figures_and_nothing_to_choose(tmp_path: Path) -> None:
    page = _page(tmp_path, THREE[0])
    assert not page.select("form, .cb-scopes")
    assert "There are no two scopes of one measure." in page.get_text()
    assert len(page.select(".cb-scope-list a")) == 1


def test_of_very_many_scopes_those_of_fewest_origins_are_left_out_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope_page, "MOST_ROWS", 2)
    page = _page(
        tmp_path, *THREE, *(_figure("15", place, claimant="port-police") for place in ("harrow", "upper-dock"))
    )
    assert len(_words(page)) == 2
    assert not [told for told in _words(page) if "Harrow Dock" in told]
    assert "1 more is not; every figure" in page.get_text()


def _table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


def test_the_files_have_every_scope_and_every_pair_and_are_those_that_the_page_names(tmp_path: Path) -> None:
    shown = _shown(tmp_path, *THREE)
    (scopes, pairs) = (_table(text) for text in shown.attached.values())
    links = [link["href"] for link in BeautifulSoup(shown.html, "html.parser").select("a[download]")]
    assert [link.rpartition("/")[2] for link in links] == list(shown.attached)
    assert [row[0] for row in scopes] == ["number", "1", "2", "3"]
    assert [row[scopes[0].index("place")] for row in scopes[1:]] == ["Harrow Dock", "Harrow", "Upper Dock"]
    assert pairs[1:] == [
        ["1", "2", "contained in", "place", "f2;f1"], ["1", "3", "not comparable", "place", ""],
        ["2", "3", "contains", "place", "f3;f1"],
    ]  # fmt: skip


# ---- Pairs as the page carries them ----


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Figures in 320 scopes: every way to put places, statuses, days, communities and measures together."""
    cells: list[dict[str, str]] = [
        {"quantity": "12", "place_id": place, "status": status, "period": period, "group": group, "measure": measure}
        for place in ("", "harrow", "harrow-dock", "upper-dock", "the-shore")
        for status in ("unspecified", "all", "civilian", "combatant")
        for period in ("2031-05-04", "2031-05-05", "2031-05-04/2031-05-05", "")
        for group in ("", "crane_drivers")
        for measure in ("killed", "killed_or_injured")
    ]
    return load_renderings(tmp_path_factory.mktemp("many"), *cells)


def _unpack(packed: dict[str, Any], one: int, other: int) -> tuple[str, list[str]]:
    """Return the sign and the respects of a pair, read as `scopes.js` reads them."""
    count, (first, second) = len(packed["facets"]), sorted((one, other))
    place = first * count - first * (first + 1) // 2 + second - first - 1
    code = packed["pairs"][place * packed["width"] : (place + 1) * packed["width"]]
    number = 0
    for sign in code:
        number = number * len(packed["digits"]) + packed["digits"].index(sign)
    relation, respects = packed["kinds"][number]
    relation = relation if one < other else packed["relations"][relation][2]
    return packed["relations"][relation][0], [packed["respects"][respect][0] for respect in respects]


@given(data=st.data())
def test_every_pair_is_read_from_the_page_as_it_was_compared_either_way_round(
    many: Dataset, data: st.DataObject
) -> None:
    comparer = Comparer(many)
    scopes, _ = list_scopes(many, comparer)
    chosen = data.draw(st.lists(st.sampled_from(scopes), unique=True, min_size=2, max_size=12))
    packed = json.loads(json.dumps(pack_pairs(chosen, _compare(chosen, comparer), comparer)))
    for one in range(len(chosen)):
        for other in range(len(chosen)):
            if one == other:
                continue
            found = comparer.compare(chosen[one].scope, chosen[other].scope)
            assert _unpack(packed, one, other) == (SIGNS[found.relation], list(found.respects))
            words = comparer.describe(chosen[one].scope)
            assert {
                name: texts[packed["facets"][one][place]] for place, (name, texts) in enumerate(packed["respects"])
            } == words


def _compare(scopes: list[ListedScope], comparer: Comparer) -> list[Comparison]:
    return [comparer.compare(one.scope, other.scope) for one, other in combinations(scopes, 2)]


def test_more_kinds_of_pairs_than_signs_take_two_signs_each(many: Dataset) -> None:
    comparer = Comparer(many)
    scopes, _ = list_scopes(many, comparer)
    packed = pack_pairs(scopes, _compare(list(scopes), comparer), comparer)
    assert len(packed["kinds"]) > len(DIGITS)
    assert len(packed["pairs"]) == 2 * 320 * 319 // 2
    assert _unpack(packed, 319, 0)[1] == list(comparer.compare(scopes[319].scope, scopes[0].scope).respects)


def test_no_two_scopes_of_a_measure_have_the_same_words(many: Dataset) -> None:
    scopes, rest = list_scopes(many, Comparer(many))
    assert (len(scopes), rest) == (320, 0)
    assert len({(one.measure, one.words) for one in scopes}) == 320
    assert [one.number for one in scopes] == list(range(1, 321))


@pytest.mark.parametrize("relation", Relation)
def test_the_mirror_of_a_mirror_is_the_relation_itself(relation: Relation) -> None:
    assert mirror(mirror(relation)) is relation
    assert (mirror(relation) is relation) == (relation not in (Relation.CONTAINED, Relation.CONTAINS))


LATER = [_figure("16", "harrow-dock", said="2031-05-09"), _figure(">=12", "harrow")]


def test_that_a_part_has_a_larger_number_than_its_whole_is_said_beside_the_pair_with_both(tmp_path: Path) -> None:
    told = _page(tmp_path, *LATER).select_one(".cb-reasons li").get_text()
    assert "As a whole and its part" in told or "As a part and its whole" in told
    assert "though the part’s number is larger (“16”: " in told
    assert "; beside “>=12”: " in told


def test_the_file_of_pairs_names_the_figures_of_which_the_part_has_the_larger_number(tmp_path: Path) -> None:
    scopes, pairs = (_table(text) for text in _shown(tmp_path, *LATER).attached.values())
    figure_of = {row[scopes[0].index("place")]: row[-1] for row in scopes[1:]}
    assert [row[-1] for row in pairs[1:]] == [f"{figure_of['Harrow Dock']};{figure_of['Harrow']}"]


def test_nothing_is_added_where_the_part_is_no_larger(tmp_path: Path) -> None:
    assert (
        "larger" not in _page(tmp_path, *THREE[:1], _figure("11", "harrow-dock")).select_one(".cb-reasons").get_text()
    )


def test_the_script_gets_the_words_of_exactly_those_pairs(tmp_path: Path) -> None:
    dataset = load_renderings(tmp_path, *LATER, _figure("2", "upper-dock"))
    comparer = Comparer(dataset)
    scopes, _ = list_scopes(dataset, comparer)
    found = [comparer.compare(one.scope, other.scope) for one, other in combinations(scopes, 2)]
    larger = pack_pairs(scopes, found, comparer)["larger"]
    assert [{scopes[place].scope.place_id for place in pair[:2]} for pair in larger] == [{"harrow", "harrow-dock"}]
