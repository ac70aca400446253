"""A number's words are the source's, in marks; what a coder wrote down is none; of several numbers one is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_analysis_figures import FIGURE, load_figures

from claimbook.analysis.figures import describe_figures, tell_number
from claimbook.analysis.panels import comparable_panels
from claimbook.book.elsewhere import cards_only
from claimbook.book.panels import figure_panels
from claimbook.book.scope_words import figure_words


def test_a_number_that_a_coder_wrote_down_is_told_in_words_and_is_no_quotation(tmp_path: Path) -> None:
    figure = {**FIGURE, "quantity": "~<1500", "quantity_words": "~<1500", "quantity_basis": "transcript"}
    dataset = load_figures(tmp_path, {"fig-a": figure})
    assert comparable_panels(dataset)["words"].tolist() == ["nearly 1,500"]
    soup = BeautifulSoup(figure_panels(dataset).html, "html.parser")
    assert "~<1500" not in soup.get_text()
    assert "“nearly 1,500”" not in str(soup)


@pytest.mark.parametrize(
    ("quantity", "words", "told"),
    [
        ("276", "732 in Harrow, 276 in Lowmere", "“732 in Harrow, 276 in Lowmere” (276)"),
        ("~1500", "stali 1,5 thousand, 90 of them women", "“stali 1,5 thousand, 90 of them women” (about 1,500)"),
        ("1383", "1 383 killed", "“1 383 killed”"),
        (">=1973", "at least 1,973", "“at least 1,973”"),
        ("28", "28 men and three women", "“28 men and three women”"),
    ],
)
def test_words_that_hold_several_numbers_have_the_coded_one_after_them(
    tmp_path: Path, quantity: str, words: str, told: str
) -> None:
    figure = {**FIGURE, "quantity": quantity, "quantity_words": words, "quantity_basis": "words"}
    row = describe_figures(load_figures(tmp_path, {"fig-a": figure})).iloc[0]
    assert tell_number(row.quantity_words, row.quantity_basis, row.meant) == told


def test_the_same_words_for_two_numbers_have_each_its_number_after_them(tmp_path: Path) -> None:
    """In the words for who sees no chart, on the page of what can be compared and where a page lists what it omits."""
    words = {**FIGURE, "quantity_words": "28 men and dozens of women", "quantity_basis": "words"}
    dataset = load_figures(
        tmp_path, {"fig-a": {**words, "quantity": "28"}, "fig-b": {**words, "quantity": "dozens", "counted": "women"}}
    )
    told = ["“28 men and dozens of women” (28)", "“28 men and dozens of women” (dozens)"]
    rows = list(describe_figures(dataset).itertuples())
    assert [figure_words(row).partition(":")[0] for row in rows] == told
    listed = cards_only(dataset, set())
    assert listed is not None
    assert [row["cells"][0]["text"] for row in listed["rows"]] == told
    shown = BeautifulSoup(figure_panels(dataset).html, "html.parser")
    assert all(any(text in str(chart["aria-label"]) for chart in shown.select(".cb-chart")) for text in told)
