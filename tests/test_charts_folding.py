"""Long names and texts on a timeline: they fold where a phone has no room for a line of them, also in a few days."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from browsing import browser as browser
from charting import draw, drawn, layers
from playwright.sync_api import Browser
from statement_rows import statement_row

from claimbook.charts import timeline
from claimbook.charts.lanes import SUB_ROW
from claimbook.paths import ASSETS

DAY = "2025-03-08"
LONG_NAME = "Office of the Representative of the Union of Island States for the Rights of Seafarers"


def _row(day: str, **more: Any) -> dict[str, Any]:
    return statement_row("day", day, day, said="said 8 Mar", **more)


def _chart(*rows: dict[str, Any]) -> Any:
    return timeline(pd.DataFrame(list(rows)), "A timeline")


def test_a_lanes_name_stands_whole_on_a_phone_and_its_kind_below_it() -> None:
    other = _row(DAY, statement_id="st-2", lane_kind="union")
    chart = _chart(_row(DAY, lane=LONG_NAME, lane_kind="body of many states"), other)
    names, kinds = (drawn(draw(chart, width=320), name) for name in ("lanes", "lane_kinds"))
    assert [" ".join(name.itertext()) for name in names] == ["Alphaland", LONG_NAME]
    lines = [list(line.itertext()) for line in names[1]]
    assert len(lines) > 1
    assert ["".join(kind.itertext()) for kind in kinds] == ["union", "body of many states"]
    rows = layers(chart)
    head = max(row["head"] for row in rows["lane_lines"])
    assert rows["lane_kinds"][1]["y"] > rows["lanes"][1]["y"]
    assert max(row["y"] for row in rows["days_filled"]) > rows["lane_lines"][1]["y"] + head


def test_a_note_that_is_longer_than_a_phones_line_stands_whole_above_its_mark() -> None:
    note = f"jointly, according to the {LONG_NAME}"
    chart = _chart(_row(DAY, note=note), _row("2025-03-20", statement_id="st-2"))
    texts = drawn(draw(chart, width=320), "notes")
    assert [" ".join(text.itertext()) for text in texts] == [note]
    first = layers(chart)["notes"][0]["y"]
    noted = next(row for row in layers(chart)["days_filled"] if row["statement_id"] == "st-1")
    assert noted["y"] - first > SUB_ROW


def test_a_tie_is_left_out_where_a_lanes_name_or_a_text_stands() -> None:
    between = _row(DAY, lane=f"D {LONG_NAME}", statement_id="st-2", act="urges")
    last = _row("2025-03-12", lane="Alphaland", statement_id="st-3")
    rows = layers(_chart(*(_row(DAY, lane=lane) for lane in ("League", "Betaland")), between, last))
    name = next(row for row in rows["lanes"] if row["text"].startswith("D "))
    assert len(rows["ties"]) > 1
    assert not [tie for tie in rows["ties"] if tie["y"] < name["y"] < tie["y2"]]


WINDOW = """([spec, days]) => claimbookWindow(claimbookGaps.ownRows(spec), days, 320).layer.flatMap(
    layer => /^(acts|notes)/.test(layer.name) ? layer.data.values.map(row => row.text.replace(/\\n/g, " ")) : [])"""


def test_a_folded_text_and_a_folded_note_stay_when_some_days_are_chosen(browser: Browser) -> None:
    act = "condemns, welcomes, announces own action, asks for accountability"
    note = f"jointly, according to the {LONG_NAME}"
    chart = _chart(_row(DAY, act=act, note=note, acts=["condemn"], alignments=[]),
                   _row("2025-03-30", statement_id="st-2", acts=["condemn"], alignments=[]))  # fmt: skip
    first = layers(chart)["links"][0]["from"]
    page = browser.new_page()
    for name in ("gaps", "fold", "window"):
        page.add_script_tag(content=(ASSETS / f"{name}.js").read_text("utf-8"))
    texts = page.evaluate(WINDOW, [json.loads(json.dumps(chart.spec)), [first - 5, first + 20]])
    assert {act, note} <= set(texts)
