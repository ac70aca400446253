"""Text that runs from right to left is set apart where it is shown, and nowhere else."""

from __future__ import annotations

import json

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.book.render import set_names_apart
from claimbook.charts.island import chart_spec, figure
from claimbook.model.bidi import FIRST, LAST, isolate, runs_from_right, set_apart

RIVER, LEAGUE = "مكتب النهر", "رابطة الإنقاذ"


def shown(text: str) -> str:
    """An isolated text with its isolates as brackets."""
    return isolate(text).replace(FIRST, "[").replace(LAST, "]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("River Office: 12", "River Office: 12"),
        ("Bürgeramt, 12", "Bürgeramt, 12"),
        (RIVER, f"[{RIVER}]"),
        (f"{RIVER}: “12”, 5 May", f"[{RIVER}]: “12”, 5 May"),
        (f"{RIVER}, relayed by {LEAGUE}", f"[{RIVER}], relayed by [{LEAGUE}]"),
        (f"Of {RIVER}, {LEAGUE}", f"Of [{RIVER}], [{LEAGUE}]"),
        (f"{LEAGUE} ({RIVER}): 12 dead", f"[{LEAGUE} ({RIVER})]: 12 dead"),
        ("Bank TV (قناة 24 الضفة)", "Bank TV ([قناة 24 الضفة])"),
        (f"{RIVER}\n12 people\n{LEAGUE}", f"[{RIVER}]\n12 people\n[{LEAGUE}]"),
        (f"  {RIVER} (1) ", f"  [{RIVER} (1)] "),
        (f"“{RIVER}, 2031-05-06”", f"“[{RIVER}, [2031-05-06]]”"),
        (f"“{RIVER}, {LEAGUE}”: the League", f"“[{RIVER}, {LEAGUE}]”: the League"),
        (f"“the {RIVER}”, “{RIVER} by A”", f"“the [{RIVER}]”, “[{RIVER} by A]”"),
        (f"“{RIVER}\n{LEAGUE}”", f"“[{RIVER}]\n[{LEAGUE}]”"),
        ("העדכון, 2031-05-06", "[העדכון, [2031-05-06]]"),
    ],
)
def test_what_runs_from_right_to_left_is_set_apart_and_the_rest_is_not(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(alphabet=f"{RIVER}אב Ab12.,:()'-\n{FIRST}{LAST}"))
def test_isolates_are_all_that_is_added_and_they_are_added_once(text: str) -> None:
    once = isolate(text)
    assert once.replace(FIRST, "").replace(LAST, "") == text.replace(FIRST, "").replace(LAST, "")
    assert isolate(once) == once
    if FIRST not in text and LAST not in text:
        assert all(line.count(FIRST) == line.count(LAST) for line in once.split("\n"))
        assert (once != text) == runs_from_right(text)


def test_in_html_a_name_stands_in_an_element_and_an_attribute_in_isolates() -> None:
    html = f'<p title="{RIVER}: 12"><a href="#a">{RIVER}</a>: 12 dead</p>'
    expected = f'<p title="{shown(RIVER + ": 12")}"><a href="#a"><bdi>{RIVER}</bdi></a>: 12 dead</p>'
    assert set_names_apart(html).replace(FIRST, "[").replace(LAST, "]") == expected


@pytest.mark.parametrize(
    "html",
    [
        f'<script type="application/json">{{"a": "{RIVER}"}}</script>',
        f'<p dir="auto">“{RIVER}: 12”</p>',
        f'<a href="https://example.org/{RIVER}" data-name="{RIVER}">x</a>',
        "<p>River Office: 12</p>",
    ],
)
def test_html_stays_as_it_is_where_a_script_an_address_or_a_direction_of_its_own_stands(html: str) -> None:
    assert set_names_apart(html) == html


def test_an_option_holds_isolates_and_no_element() -> None:
    html = set_names_apart(f'<option value="a">{RIVER}: 12 dead</option>')
    assert html == f'<option value="a">{FIRST}{RIVER}{LAST}: 12 dead</option>'


def test_the_number_of_an_entity_is_no_number_of_the_text() -> None:
    assert set_apart(f"{RIVER}&#39;", lambda part: f"<{part}>") == f"<{RIVER}&#39;>"


def test_a_chart_shows_isolates_and_keeps_what_it_filters_by() -> None:
    data = alt.InlineData(values=[{"name": RIVER, "label": f"{RIVER}: 12 dead", "href": "a.html"}])
    chart = alt.Chart(data).mark_text().encode(text="label:N", href="href:N")
    (rows,) = chart_spec(chart)["datasets"].values()
    assert rows == [{"name": RIVER, "label": f"{FIRST}{RIVER}{LAST}: 12 dead", "href": "a.html"}]
    html = figure(chart, f"{RIVER}: 12 dead").html
    assert f'aria-label="{FIRST}{RIVER}{LAST}: 12 dead"' in html
    assert json.dumps(RIVER, ensure_ascii=False) in html
