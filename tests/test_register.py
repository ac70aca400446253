"""The register as rows and as a page without a script: what is in it, how it is packed, what never gets in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from registering import write_dataset
from tiny import write_tiny_dataset

from claimbook.analysis.register import KINDS, list_parts, list_register
from claimbook.analysis.voices import voices_by_kind
from claimbook.book.register import ROWS, SCRIPTS, STYLE, as_script, pack_register, register_page, write_register
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.links import claim_href, source_href
from claimbook.model.order import name_key


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return write_dataset(tmp_path_factory.mktemp("register") / "data", more=3)


@pytest.fixture(scope="module")
def packed(dataset: Dataset) -> dict[str, Any]:
    return pack_register(dataset)


def unpack(packed: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows as the page's script reads them."""
    claims, rows = packed["claims"], []
    for row in range(len(claims["id"])):
        day, incident = claims["said"][row], claims["incident"][row]
        rows.append({
            "claim_id": claims["id"][row],
            "source_id": packed["sources"]["id"][claims["source"][row]],
            "claimant_id": packed["claimants"]["id"][claims["claimant"][row]],
            "origin_id": packed["origins"]["id"][claims["origin"][row]],
            "party_id": packed["lanes"]["id"][claims["lane"][row]],
            "party_kind": packed["actor_kinds"]["id"][claims["actor"][row]],
            "speaker": packed["speakers"][claims["speaker"][row]],
            "voice": packed["voices"]["id"][claims["voice"][row]],
            "hedge": packed["hedges"][claims["hedge"][row]],
            "also": tuple(packed["also"][place] for place in claims["also"][row]),
            "incident_id": packed["incidents"]["id"][incident] if incident >= 0 else "",
            "summary": claims["summary"][row],
            "words": claims["words"][row],
            "words_language": packed["languages"][claims["language"][row]],
            "numbers": claims["numbers"][row],
            "figures": tuple(tuple(packed["figures"][place]) for place in claims["figures"][row]),
            "kinds": claims["kinds"][row],
            **{key: packed["said"][at][day] for key, at in (("said", "text"), ("first", "first"), ("last", "last"))},
        })  # fmt: skip
    return rows


def test_every_claim_is_a_row_once_and_unpacked_it_is_what_was_packed(dataset: Dataset, packed: dict[str, Any]) -> None:
    rows = unpack(packed)
    assert rows == list_register(dataset).to_dict("records")
    assert sorted(row["claim_id"] for row in rows) == sorted(dataset.claims["claim_id"])


def test_a_figure_has_its_bounds_where_somebody_gave_them_and_an_open_end_is_empty(dataset: Dataset) -> None:
    figures = dict(zip(list_register(dataset)["claim_id"], list_register(dataset)["figures"], strict=True))
    coded = dataset.figures[dataset.figures["claim_id"] == "gazette-001"]
    assert [quantity for _, quantity, _, _ in figures["gazette-001"]] == coded["quantity"].tolist()
    bounds = {quantity: ends for own in figures.values() for _, quantity, *ends in own}
    assert {key: bounds[key] for key in (">=12", "4|8", "dozens")} == {
        ">=12": ["12", ""], "4|8": ["4", "8"], "dozens": ["", ""],
    }  # fmt: skip


def test_every_column_is_as_long_as_every_other(packed: dict[str, Any]) -> None:
    assert len({len(column) for column in packed["claims"].values()}) == 1
    for name in ("sources", "claimants", "origins", "lanes", "said", "incidents"):
        assert len({len(column) for column in packed[name].values()}) == 1


def test_a_claims_address_is_its_permalink(dataset: Dataset, packed: dict[str, Any]) -> None:
    before, after = packed["href"]
    for row in unpack(packed):
        assert before + row["source_id"] + after + row["claim_id"] == claim_href(row["source_id"], row["claim_id"])
    assert before + "post" + after.replace("#", "") == source_href("post")


def test_names_stand_in_the_order_of_names_and_days_in_that_of_days(packed: dict[str, Any]) -> None:
    people = [packed[part]["name"] for part in ("claimants", "origins", "lanes")]
    names = [packed["sources"]["title"], *people, packed["speakers"], packed["incidents"]["title"]]
    assert all(listed == sorted(listed, key=name_key) for listed in names)
    days = [
        last or first or "9999" for first, last in zip(packed["said"]["first"], packed["said"]["last"], strict=True)
    ]
    assert days == sorted(days)
    assert "Says nothing" not in packed["sources"]["title"]


def test_kinds_say_which_tables_a_claim_has_rows_in(dataset: Dataset) -> None:
    rows = list_register(dataset).set_index("claim_id")
    for place, table in enumerate(KINDS):
        carrying = set(rows.index[(rows["kinds"] & (1 << place)) > 0])
        assert carrying == set(dataset.frames[table]["claim_id"]) & set(rows.index)
    assert rows.loc["post-markup", "kinds"] == 0


def test_flagged_words_are_in_no_row_and_other_words_are(packed: dict[str, Any]) -> None:
    words = {row["claim_id"]: row["words"] for row in unpack(packed)}
    assert "zzflagged" not in json.dumps(packed)
    assert words["post-flagged"] == ""
    assert words["post-arabic"] == "إلى السَّاحِل"


def test_a_row_holds_the_words_of_its_numbers_unless_they_are_flagged_or_stand_in_its_own(tmp_path: Path) -> None:
    numbers = list_register(load_dataset(write_tiny_dataset(tmp_path / "a"))).set_index("claim_id")["numbers"]
    assert numbers.to_dict() == {
        "gazette-001": "at least 12 people\nfour or eight of them", "gazette-002": "", "gazette-003": "",
    }  # fmt: skip
    flagged = write_tiny_dataset(tmp_path / "b", claims={"gazette-001": {"content_flag": "threat"}})
    assert set(list_register(load_dataset(flagged))["numbers"]) == {""}


def test_a_number_that_a_coder_wrote_down_is_no_words(tmp_path: Path) -> None:
    cells = {"quantity": ">=13", "quantity_words": ">=13", "quantity_basis": "transcript"}
    data = write_tiny_dataset(tmp_path / "data", figures={"gazette-001-f1": cells})
    numbers = list_register(load_dataset(data)).set_index("claim_id")["numbers"]
    assert numbers["gazette-001"] == "four or eight of them"


def test_an_incident_brings_those_that_it_is_part_of_and_no_other(dataset: Dataset) -> None:
    assert list_parts(dataset, {"gate-two"})["incident_id"].tolist() == ["gate-two", "flood"]
    assert list_parts(dataset, set()).empty


def test_days_are_those_on_which_it_can_have_been_said(dataset: Dataset) -> None:
    rows = list_register(dataset).set_index("claim_id")
    found = {key: tuple(rows.loc[key, ["first", "last"]]) for key in ("gazette-002", "gazette-003", "post-flagged")}
    assert found == {
        "gazette-002": ("2031-05-05", "2031-05-06"),
        "gazette-003": ("", "2031-05-07"),
        "post-flagged": ("2031-05-09", "2031-05-09"),
    }


def test_a_page_that_shows_no_day_is_said_to_be_of_no_known_day_and_dated_no_later_than_the_dataset(
    tmp_path: Path,
) -> None:
    day = {"published": "../2031-06", "accessed": ""}
    claims = {"gazette-001": {"asserted": "../2031-06"}, "gazette-002": {"asserted": "2031-05-05/2031-06"}}
    made = {"created": "2031-06-11T00:00:00Z"}
    folder = write_tiny_dataset(tmp_path / "data", descriptor=made, sources={"gazette": day}, claims=claims)
    rows = list_register(load_dataset(folder)).set_index("claim_id")
    assert rows.loc["gazette-001", ["said", "first", "last"]].tolist() == [
        "day not known; page retrieved Jun 2031", "", "2031-06-11",
    ]  # fmt: skip
    assert rows.loc["gazette-002", ["said", "last"]].tolist() == ["5 May 2031 to Jun 2031", "2031-06-11"]


def test_the_origin_is_who_vouches_and_the_party_in_whose_name(dataset: Dataset) -> None:
    rows = list_register(dataset).set_index("claim_id")
    gloss = rows.loc["post-gloss"]
    assert (gloss["claimant_id"], gloss["origin_id"], gloss["party_id"]) == (
        "river-office", "weir-gazette", "weir-gazette",
    )  # fmt: skip
    master = rows.loc["post-master"]
    assert (master["claimant_id"], master["origin_id"], master["party_id"]) == (
        "lock-master", "lock-master", "river-office",
    )  # fmt: skip


def test_who_is_unnamed_stands_as_such_and_is_as_many_claims_as_among_the_voices(tmp_path: Path) -> None:
    told = {"remove": "third_party_report", "via": "rescue-league"}
    folder = write_tiny_dataset(
        tmp_path / "data",
        actors={
            "someone": {"name": "unnamed ferrymen", "kind": "unidentified"},
            "clerk": {"name": "an unnamed clerk", "kind": "unidentified", "speaks_for": "river-office"},
        },
        claims={
            "gazette-001": {"claimant_id": "someone", **told},
            "gazette-002": {"claimant_id": "clerk"},
            "gazette-003": {"claimant_id": "river-office"},
        },
    )
    dataset = load_dataset(folder)
    rows = list_register(dataset).set_index("claim_id")
    # Not as the league, which passes it on; an unnamed official speaks in the name of its body.
    assert rows["party_id"].to_dict() == {
        "gazette-001": "someone",
        "gazette-002": "river-office",
        "gazette-003": "river-office",
    }
    assert rows["party_kind"].tolist() == ["unidentified", "unidentified", "authority"]
    voices = voices_by_kind(dataset)
    assert voices.loc[voices["kind"] == "unidentified", "claims"].sum() == 2


SPELLED = {
    "union": {"name": "Rescue Union", "kind": "community", "also_written": "RU;Retter an der Wehr"},
    "marl": {"name": "Anna Marl", "kind": "official", "also_written": "Marle"},
    "uplands": {"name": "Uplands", "kind": "state", "also_written": "Lowcourt;Uplanders;men of the hills"},
    "staff": {"name": "Staff of the Rescue Union", "kind": "coalition", "also_written": "SRU"},
}


@pytest.mark.parametrize(
    ("summary", "named"),
    [
        ("The Rescue Union speaks.", {"union"}),
        ("The RU speaks, and the Retter an der Wehr.", {"union"}),
        ("General Marle speaks of Uplanders.", {"marl", "uplands"}),
        # Whose name has another's in it is found by that one's spellings too.
        ("The SRU speaks.", {"staff", "union"}),
        # An abbreviation is one as it is written, and no word of another language.
        ("Il n'a jamais ru.", set()),
        # What else they mean: a capital a city, a description others.
        ("A day in Lowcourt with men of the hills.", set()),
    ],
)
def test_a_claim_is_found_by_every_spelling_of_whom_it_names_by_any_but_a_description_or_a_capital(
    tmp_path: Path, summary: str, named: set[str]
) -> None:
    folder = write_tiny_dataset(tmp_path / "data", actors=SPELLED, claims={"gazette-001": {"summary": summary}})
    also = set(list_register(load_dataset(folder)).set_index("claim_id")["also"]["gazette-001"])
    lines = {key: "\n".join((row["name"], *row["also_written"].split(";"))) for key, row in SPELLED.items()}
    assert {key for key, text in lines.items() if text in also} == named


def test_a_claim_is_found_by_every_spelling_of_its_outlet(tmp_path: Path) -> None:
    outlet = {"also_written": "WG"}
    folder = write_tiny_dataset(tmp_path / "data", actors={"weir-gazette": outlet})
    also = list_register(load_dataset(folder)).set_index("claim_id")["also"]
    assert all(any("\nWG" in text for text in own) for own in also)


def test_what_had_not_been_said_by_a_day_is_not_in_the_register_of_that_day(dataset: Dataset) -> None:
    rows = list_register(dataset.as_known_on("2031-05-05"))
    assert rows["claim_id"].tolist() == ["gazette-001"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_a_script_of_rows_is_json_that_no_text_can_break_out_of(texts: list[str]) -> None:
    script = as_script({"claims": texts})
    assert not {"<", ">", "\u2028", "\u2029"} & set(script)
    assert json.loads(script[script.index("=") + 1 : -2]) == {"claims": texts}


def test_what_is_written_is_the_same_each_time(dataset: Dataset, tmp_path: Path) -> None:
    again = write_dataset(tmp_path / "data", more=3)
    for name, given_dataset in (("one", dataset), ("two", again)):
        write_register(given_dataset, tmp_path / name)
    files = [{p.name: p.read_bytes() for p in (tmp_path / name / "assets").iterdir()} for name in ("one", "two")]
    assert files[0] == files[1]
    assert sorted(files[0]) == sorted([ROWS, STYLE, *SCRIPTS])


def test_without_a_script_the_page_leads_to_every_source_that_has_a_claim(dataset: Dataset) -> None:
    page = BeautifulSoup(register_page(dataset).html, "html.parser")
    links = {link["href"]: link.parent.get_text() for link in page.select(".cb-register-plain li a")}
    assert set(links) == {source_href("gazette"), source_href("post")}
    assert links[source_href("gazette")] == "The Weir Gazette, 7 May 2031 (3 claims)"


def test_every_control_has_a_label_and_the_form_a_button_to_send_it(dataset: Dataset) -> None:
    page = BeautifulSoup(register_page(dataset).html, "html.parser")
    controls = page.select("form input, form select")
    assert len(controls) == 13
    labelled = {label["for"] for label in page.select("label")}
    assert {control["id"] for control in controls} == labelled
    assert page.select_one("form button[type=submit]").get_text() == "Find"


def test_a_dataset_without_incidents_has_no_such_choice(tmp_path: Path) -> None:
    from tiny import write_tiny_dataset

    cells = {"incident_id": ""}
    folder = write_tiny_dataset(
        tmp_path / "data", incidents={"flood": None}, claims={f"gazette-00{n}": cells for n in (1, 2, 3)}
    )
    page = BeautifulSoup(register_page(load_dataset(folder)).html, "html.parser")
    assert page.select_one("#cb-find-incident") is None
    assert pack_register(load_dataset(folder))["incidents"] == {"id": [], "title": [], "part_of": []}
