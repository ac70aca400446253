"""Pages of very many figures: looked up once, not for each panel, and what they show is what panels one by one show."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.panels import comparable_panels
from claimbook.analysis.summed_figures import merge_renderings
from claimbook.book import limits, panels
from claimbook.model.dataset import Dataset
from claimbook.model.each import rows_by


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2), st.integers()), max_size=20))
def test_rows_by_their_keys_are_the_groups_of_pandas(rows: list[tuple[str, int, int]]) -> None:
    frame = pd.DataFrame(rows, columns=["text", "number", "value"])
    ours = {key: [row.value for row in group] for key, group in rows_by(frame, ["text", "number"], ["value"]).items()}
    theirs = {key: list(group["value"]) for key, group in frame.groupby(["text", "number"], sort=False)}
    assert list(ours.items()) == list(theirs.items())


def _strikes(scopes: int) -> Iterable[dict[str, str]]:
    """Figures of so many scopes; of every seventh two sources give the same number, and one of them its parts."""
    for number in range(scopes):
        day = f"2031-{1 + number // 28 % 12:02}-{1 + number % 28:02}"
        base = {"period": day, "quantity": str(number), "counted": f"people of gate {number % 5}", "source": "paper-1"}
        yield {**base, "figure": f"f{number}"}
        if number % 7 == 0:
            yield {**base, "figure": f"again{number}", "source": "paper-2", "said": "2031-05-09"}
            for part in ("north", "south"):
                yield {**base, "figure": f"{part}{number}", "counted": part, "part_of": f"f{number}"}


@pytest.fixture(scope="module")
def strikes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load_renderings(tmp_path_factory.mktemp("many"), *_strikes(60))


def test_a_listed_scope_says_what_its_own_panel_says(strikes: Dataset) -> None:
    page = BeautifulSoup(panels.figure_panels(strikes).html, "html.parser")
    listed = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in page.select(".cb-scroll tbody tr")
    ]
    assert len(listed) == 60
    rows = comparable_panels(strikes)
    wholes = rows[~rows["counted"].isin(["north", "south"])]
    expected = [merge_renderings(panel).rows.iloc[0] for _, panel in wholes.groupby("panel", sort=False)]
    assert [cells[:4] for cells in listed] == [
        [row["scope"], row["claimant"], row["quantity"], row["said"]] for row in expected
    ]
    # The whole's two sources and its parts, in the order in which they were coded.
    assert listed[0][4] == "Paper 1, 2031-05-05 , Paper 2, 2031-05-09 , part: “0” (north) , part: “0” (south)"


def test_a_page_of_many_scopes_merges_only_the_panels_that_it_draws(
    strikes: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []

    def counting(panel: pd.DataFrame) -> object:
        looked_at.append(len(panel))
        return merge_renderings(panel)

    monkeypatch.setattr(panels, "merge_renderings", counting)
    monkeypatch.setattr(panels, "MOST_ALONE", 100)  # so that every scope is drawn
    panels.figure_panels(strikes)
    rows = comparable_panels(strikes)
    assert sum(looked_at) == len(rows[~rows["counted"].isin(["north", "south"])])
    looked_at.clear()
    monkeypatch.setattr(panels, "MOST_ALONE", limits.MOST_ALONE)
    panels.figure_panels(strikes)
    assert looked_at == []
