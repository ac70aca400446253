"""What differs from one tally of a series to the next besides its number, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from renderings import load_renderings

from claimbook.analysis.series import list_series
from claimbook.analysis.series_changes import compare_tallies, describe_changes, told_apart
from claimbook.book.travel import series_charts
from claimbook.model.dataset import Dataset

NOTHING = "From each day to the next nothing besides the number differs in what renderings say most often."
NOTHING_MORE = (
    "From each of the other days to the next nothing besides the number differs in what renderings say most often."
)
TO_528 = "From 521, by 3 May 2031, to "


def _load(folder: Path, *tallies: dict[str, str]) -> Dataset:
    """Return a dataset of tallies of one origin, one a day from 3 May on."""
    since = {"counting": "cumulative", "period": "2031-05-01/..", "status": "civilian"}
    rows = [
        {**since, "quantity": str(500 + 7 * day), "said": f"2031-05-{day:02}", "source": f"paper-{day}", **cells}
        for day, cells in enumerate(tallies, 3)
    ]
    return load_renderings(folder, *rows)


def _changes(dataset: Dataset) -> list[str]:
    return describe_changes(compare_tallies(dataset, list_series(dataset)))


def test_tallies_that_differ_in_nothing_but_the_number_are_said_to(tmp_path: Path) -> None:
    assert _changes(_load(tmp_path, {}, {}, {})) == [NOTHING]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"period": "2031-05-04"},
            "528, by 4 May 2031: days: of the renderings that say it, 1 of 1 gives 521 since 1 May 2031, and 1 of 1 "
            "gives 528 for 4 May 2031.",
        ),
        (
            {"quantity": ">=528"},
            "at least 528, by 4 May 2031: exactness: of the renderings that say it, 1 of 1 gives 521 as an "
            "exact number, and 1 of 1 gives at least 528 as at least so many.",
        ),
    ],
    ids=["days", "exactness"],
)
def test_what_differs_is_told_of_both(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    assert _changes(_load(tmp_path, {}, cells)) == [TO_528 + told]


@pytest.mark.parametrize("cells", [{"period": ""}, {"counted_to": "2031-05-04"}], ids=["days", "cut-off"])
def test_what_no_rendering_of_one_of_them_says_differs_from_nothing(tmp_path: Path, cells: dict[str, str]) -> None:
    dataset = _load(tmp_path, {}, cells)
    assert _changes(dataset) == [NOTHING]
    tallies = compare_tallies(dataset, list_series(dataset))
    (respect,) = told_apart(tallies)[0]
    assert "not said" in [tally.most[respect].told() for tally in tallies]


SMALLER = "The later number is smaller. That need not take back the earlier one; why it is smaller is not coded."


def test_a_later_number_that_is_smaller_is_said_to_take_nothing_back_and_whose_text_it_is(tmp_path: Path) -> None:
    fewer = {"quantity": "411"}
    told, rest = _changes(_load(tmp_path / "a", {}, {}, fewer))
    assert told == (
        "From 528, by 4 May 2031, to 411, by 5 May 2031: nothing besides the number differs in what renderings say "
        f"most often. {SMALLER} Found in one rendering only: 528, of paper-4; 411, of paper-5."
    )
    assert rest == NOTHING_MORE
    again = {"quantity": "411", "said": "2031-05-06"}
    (told, _) = _changes(_load(tmp_path / "b", {}, {}, fewer, again))
    assert told.endswith(f"{SMALLER} Found in one rendering only: 528, of paper-4.")


@pytest.mark.parametrize(
    ("quantity", "smaller"),
    [("520", True), ("~400", True), (">=519", True), ("400..510", True), ("400..530", False), ("522", False)],
)
def test_numbers_are_held_against_each_other_as_they_are_named(tmp_path: Path, quantity: str, *, smaller: bool) -> None:
    found = _changes(_load(tmp_path, {}, {"quantity": quantity}))
    assert any(SMALLER in sentence for sentence in found) is smaller


def test_several_differences_of_a_pair_are_one_sentence_and_the_other_days_are_one_more(tmp_path: Path) -> None:
    found = _changes(_load(tmp_path, {}, {}, {"period": "2031-05-02/..", "quantity": ">=535"}))
    assert found[0].startswith("From 528, by 4 May 2031, to at least 535, by 5 May 2031: days: of the renderings")
    assert "; exactness: " in found[0]
    assert found[1:] == [NOTHING_MORE]


def test_a_tally_is_compared_by_what_most_of_its_renderings_say_though_the_first_says_otherwise(tmp_path: Path) -> None:
    first = {"quantity": "528", "period": "2031-05-03/2031-05-04", "said": "2031-05-04"}
    others = [{"quantity": "528", "said": "2031-05-06"}, {"quantity": "528", "said": "2031-05-07"}]
    dataset = _load(tmp_path, {}, first, *others)
    assert _changes(dataset) == [NOTHING]
    (days,) = [tally.most["days"].told() for tally in compare_tallies(dataset, list_series(dataset))][1:]
    assert days == "since 1 May 2031 (2 of 3); others: 3 to 4 May 2031 (1)"


def test_a_draw_that_holds_what_most_say_of_the_other_is_no_difference(tmp_path: Path) -> None:
    again = {"quantity": "528", "period": "2031-05-02/..", "said": "2031-05-06"}
    dataset = _load(tmp_path, {}, {}, again)
    assert _changes(dataset) == [NOTHING]
    told = compare_tallies(dataset, list_series(dataset))[1].most["days"].told()
    assert told == "since 1 May 2031 (1 of 2) or since 2 May 2031 (1 of 2)"


def test_what_adds_up_to_more_than_there_are_says_how_many_say_more_than_one_thing(tmp_path: Path) -> None:
    again = {"quantity": "528", "source": "paper-4", "said": "2031-05-04"}
    one_says_both = [{**again, "period": "2031-05-02/.."}, {"quantity": "528", "said": "2031-05-06"}]
    dataset = _load(tmp_path / "a", {}, {}, *one_says_both)
    told = compare_tallies(dataset, list_series(dataset))[1].most["days"].told()
    assert told == "since 1 May 2031 (2 of 2); others: since 2 May 2031 (1); 1 of the 2 says both"
    dataset = _load(tmp_path / "b", {}, {}, *one_says_both, {**again, "period": "2031-05-03/.."})
    told = compare_tallies(dataset, list_series(dataset))[1].most["days"].told()
    assert told.endswith("; 1 of the 2 says more than one of these")


def test_renderings_of_a_tally_in_another_scope_are_counted_too(tmp_path: Path) -> None:
    elsewhere = [
        {"quantity": "528", "place_id": "harrow", "said": "2031-05-06"},
        {"quantity": "528", "place_id": "harrow", "said": "2031-05-07"},
    ]
    dataset = _load(tmp_path, {}, {}, *elsewhere)
    tally = compare_tallies(dataset, list_series(dataset))[1]
    assert (tally.here, tally.renderings, tally.most["place"].told()) == (1, 3, "Harrow (2 of 2)")


def _day_of(*tallies: dict[str, str]) -> list[dict[str, str]]:
    return [{"said": "2031-05-04", **cells} for cells in tallies]


WHICH = "which of them follows which is not known"


def test_of_several_tallies_of_a_day_each_is_held_against_each_of_the_next(tmp_path: Path) -> None:
    days = _day_of({"quantity": "528"}, {"quantity": "528"}, {"quantity": "731", "period": "2031-05-04"})
    (told,) = _changes(_load(tmp_path, {}, *days))
    assert told == (
        f"From 521, by 3 May 2031, to 528 and 731, by 4 May 2031: {WHICH}; between some of the earlier and the later "
        "what renderings say most often differs (days), between others not."
    )
    assert "nothing besides the number" not in told


def test_what_differs_whichever_tallies_of_two_days_one_takes_is_told_apart_from_what_need_not(tmp_path: Path) -> None:
    days = _day_of({"quantity": ">=528"}, {"quantity": ">=731", "period": "2031-05-04"})
    (told,) = _changes(_load(tmp_path, {}, *days))
    assert told.endswith(
        f": {WHICH}; between any of the earlier and any of the later what renderings say most often differs "
        "(exactness), between some also in more (days)."
    )


def test_that_nothing_differs_is_said_of_several_tallies_of_a_day_only_where_it_is_so_of_all_pairs(
    tmp_path: Path,
) -> None:
    (told,) = _changes(_load(tmp_path, {}, *_day_of({"quantity": "528"}, {"quantity": "731"})))
    assert told == (
        "From each day to the next, whichever tallies of the two days one takes, nothing besides the number differs in "
        "what renderings say most often."
    )


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("411", "731"), "Some later number is smaller than an earlier one."),
        (("411", "420"), "Every later number is smaller than every earlier one."),
    ],
)
def test_of_several_tallies_of_a_day_it_is_told_if_some_or_all_are_smaller(
    tmp_path: Path, numbers: tuple[str, str], said: str
) -> None:
    (told,) = _changes(_load(tmp_path, {}, *_day_of(*({"quantity": number} for number in numbers))))
    assert f": {WHICH}; nothing besides the number differs in what renderings say most often. {said}" in told
    assert "That need not take back the earlier one; why it is smaller is not coded." in told
    assert ("731, of" in told, "411, of paper" in told) == (False, True)


def test_a_chart_with_several_tallies_of_a_day_says_from_which_its_upright_lines_are_drawn(tmp_path: Path) -> None:
    (several, one) = (
        series_charts(_load(tmp_path / name, {}, *days)).html
        for name, days in {"a": _day_of({"quantity": "528"}, {"quantity": "731"}), "b": [{}]}.items()
    )
    told = "An upright line is drawn from the greatest number of a day to those of the next, and says nothing of which"
    assert (told in several, told in one) == (True, False)


def test_of_one_day_alone_no_order_is_told(tmp_path: Path) -> None:
    found = _changes(_load(tmp_path, {}, {"said": "2031-05-03"}))
    assert found == ["All were given out by one day: which of them came first is not known."]


def test_what_differs_stands_under_the_chart_as_sentences_and_as_a_table(tmp_path: Path) -> None:
    page = BeautifulSoup(series_charts(_load(tmp_path, {}, {"quantity": ">=528"})).html, "html.parser")
    words = page.find(
        "summary", string="What renderings say of one tally and not of another, besides the number"
    ).parent
    assert "From 521, by 3 May 2031, to at least 528" in words.find("li").get_text()
    assert [cell.get_text() for cell in words.find_all("th", scope="row")] == ["521", "at least 528"]
    assert words.find_all("tr")[2].find_all("td")[-1].get_text() == "at least so many (1 of 1)"
    assert words.find_parent("figcaption") is not None
    assert "what outlets print, which need not be what the origin changed" in words.find("p").get_text()


def test_what_differs_is_said_of_renderings_and_the_cell_has_what_others_say(tmp_path: Path) -> None:
    first = [{"quantity": "521", "by_id": actor} for actor in ("port-police", "port-police", "dock-union")]
    then = [{"quantity": "528", "said": "2031-05-07", "by_id": actor} for actor in ("dock-union", "dock-union")]
    dataset = _load(tmp_path, *[{**cells, "said": "2031-05-03"} for cells in first], *then)
    tallies = compare_tallies(dataset, list_series(dataset))
    assert tallies[0].most["perpetrator"].told() == "done by Port Police (2 of 3); others: done by Dock Union (1)"
    (told,) = {change for change in describe_changes(tallies) if "perpetrator" in change}
    assert "2 of 3 give 521 as done by Port Police, and 2 of 2 give 528 as done by Dock Union" in told
