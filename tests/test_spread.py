"""Where scopes are too many to be shown, all figures are counted by time and place, and none is added to another."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from renderings import load_renderings

from claimbook.analysis.spread import MOST_DAYS, MOST_MONTHS, by_place, by_time
from claimbook.book import limits, panels, spreads
from claimbook.model.dataset import Dataset
from claimbook.model.quantities import parse_quantity

PERIODS = st.none() | st.dates(pd.Timestamp("2029-01-01").date(), pd.Timestamp("2036-12-31").date())
FIGURES = st.lists(
    st.tuples(PERIODS, st.sampled_from(["killed", "injured"]), st.sampled_from(["3", ">=7", "<=4", "2..9", "dozens"])),
    min_size=1,
    max_size=60,
)


def _frame(figures: list[tuple[object, str, str]]) -> pd.DataFrame:
    rows = []
    for number, (day, measure, quantity) in enumerate(figures):
        parsed = parse_quantity(quantity)
        rows.append(
            {
                "figure_id": f"f{number}", "measure_label": measure, "measure_order": int(measure == "injured"),
                "panel": number, "period_first": pd.Timestamp(day) if day else pd.NaT, "period_last": pd.NaT,
                "shape": str(parsed.shape), "quantity": quantity, "href": f"#c{number}", "low": parsed.low,
                "high": parsed.high, "best": parsed.best, "place_id": f"p{number % 3}" if day else "",
            }
        )  # fmt: skip
    return pd.DataFrame(rows).astype(
        {
            **dict.fromkeys(("low", "high", "best"), "Float64"),
            **dict.fromkeys(("period_first", "period_last"), "datetime64[us]"),
        }
    )


@given(FIGURES)
def test_every_figure_is_counted_once_and_its_number_is_one_that_was_given(
    figures: list[tuple[object, str, str]],
) -> None:
    frame = _frame(figures)
    unit, times = by_time(frame)
    places, rest = by_place(frame, {"p0": "Pier", "p1": "Ölmühle", "p2": "Quay"}, 100)
    for rows in (times, places):
        assert rows["figures"].sum() == rows["scopes"].sum() == len(frame)
        assert not rows.duplicated(["measure_label", "key"]).any()
        ends = {*rows["least"], *rows["greatest"]} - {""}
        assert ends <= set(frame["quantity"]) - {"dozens"}
    assert rest == 0
    assert len(times) <= 2 * max(MOST_DAYS, MOST_MONTHS)
    assert (times["key"] == "days not said").sum() == frame.loc[frame["period_first"].isna(), "measure_label"].nunique()
    assert unit in ("day", "month", "year")


def test_days_become_months_and_months_years_as_they_grow_in_number() -> None:
    def unit_of(days: pd.DatetimeIndex) -> str:
        return by_time(_frame([(day.date(), "killed", "3") for day in days]))[0]

    assert unit_of(pd.date_range("2031-05-01", periods=MOST_DAYS)) == "day"
    assert unit_of(pd.date_range("2031-05-01", periods=MOST_DAYS + 1)) == "month"
    assert unit_of(pd.date_range("2031-05-01", periods=MOST_MONTHS + 1, freq="MS")) == "year"


def test_the_places_with_most_figures_are_kept_in_the_order_of_their_names() -> None:
    figures: list[tuple[object, str, str]] = [("2031-05-01", "killed", "3")] * 10
    rows, rest = by_place(_frame(figures), {"p0": "Zollhaus", "p1": "Pier", "p2": "Anger"}, 2)
    assert list(rows["key"]) == ["Pier", "Zollhaus"]
    assert rest == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    rows = [{"quantity": str(n), "counted": f"people at gate {n}", "figure": f"f{n}"} for n in range(40)]
    return load_renderings(tmp_path_factory.mktemp("gates"), *rows)


def test_a_page_that_leaves_scopes_out_says_over_which_days_all_figures_are_spread(
    many: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "spread" not in panels.figure_panels(many).html
    monkeypatch.setattr(panels, "MOST_ROWS", 10)
    page = BeautifulSoup(panels.figure_panels(many).html, "html.parser")
    tables = {table.caption.get_text(): table for table in page.select("table") if table.caption}
    days = tables["All figures by the day in which the days begin that they are about"]
    cells = [cell.get_text(strip=True) for cell in days.select("tbody td")]
    assert cells[2:] == ["40", "40", "0", "39"]
    # A choice of the reader's hides what is in a measure's section; these tables hold all.
    assert days.find_parent(attrs={"data-measure": True}) is None
    assert "also those that are not shown above" in page.get_text()
    assert {link["href"].split("#")[1] for link in days.select("a")} <= set(many.claims["claim_id"])


def test_of_very_many_places_a_bounded_number_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [{"place_id": f"gate-{n}", "name": f"Gate {n}", "precision": "settlement"} for n in range(9)]
    rows = [{"quantity": str(n), "place_id": f"gate-{n}", "figure": f"f{n}"} for n in range(9)]
    dataset = load_renderings(tmp_path, *rows, places=places)
    monkeypatch.setattr(panels, "MOST_ROWS", 3)
    monkeypatch.setattr(panels, "MOST_ALONE", 2)
    monkeypatch.setattr(spreads, "MOST_LINES", 4)
    page = BeautifulSoup(panels.figure_panels(dataset).html, "html.parser")
    (listed,) = [table for table in page.select("table") if table.caption and "by place" in table.caption.get_text()]
    assert len(listed.select("tbody tr")) == 4 < limits.MOST_LINES
    assert "5 more places are not listed here" in page.get_text()
