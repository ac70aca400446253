"""Claim cards: everything that is coded is there, notes are not, and text from the data is text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from carding import card_of, load_tiny
from tiny import write_tiny_dataset

from claimbook.book import codebook, discrepancies, lists, matrices, panels
from claimbook.book.cards import source_cards
from claimbook.book.render import Html, prose
from claimbook.model.cite import EXCERPT, OWN_EXCERPT
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.descriptor import read_schema

HOSTILE = (
    "<script>alert(1)</script>{{7*7}}{% raw %}](javascript:alert(1))</details></article>&amp;<img src=x onerror=a>"
)
# Columns whose place on the page is not the card: ids and what the card's address and passage already are.
CLAIM = {
    "via": "rescue-league", "remove": "third_party_report", "voice": "partial_quote", "words": "zz quoted", "words_by":
    "weir-gazette", "words_language": "fr", "translated_by": "zz translator", "hedge": "zz hedge", "asserted":
    "2031-05-06?", "asserted_basis": "inferred", "updates": "gazette-001", "incident_id": "flood", "place_id":
    "ferry-quay", "summary": "zz summary", "evidence": "interviews;site_visit", "content_flag": "", "coder": "zz first",
    "second_reader": "zz second", "note": "zz note",
}  # fmt: skip


@pytest.fixture
def full_card(tmp_path: Path) -> tuple[Dataset, str]:
    """A dataset whose third claim has something in every column, and that claim's card."""
    dataset = load_tiny(tmp_path, claims={"gazette-003": CLAIM})
    return dataset, str(card_of(dataset, "gazette-003"))


SHOWN = {
    "claim_id": "gazette-003", "source_id": "The Weir Gazette, 7 May 2031", "claimant_id": "River Office",
    "via": "according to Rescue League", "words": "zz quoted", "words_by": "in the words of The Weir Gazette",
    "words_language": 'lang="fr"', "translated_by": "zz translator", "hedge": "“zz hedge”",
    "asserted": "6 May 2031 (uncertain)", "updates": "dead, four or eight of them ferrymen", "incident_id":
    "Flood at Lowmere, May 2031", "place_id": "Ferry Quay", "summary": "zz summary", "coder": "zz first",
    "second_reader": "zz second",
}  # fmt: skip
LABELLED = {"remove": "remove", "voice": "voice", "asserted_basis": "asserted_basis", "evidence": "evidence"}
ELSEWHERE = {"passage_id", "content_flag", "note"}  # each has a test of its own below


def test_every_column_of_a_claim_has_a_case_here() -> None:
    columns = {field["name"] for field in read_schema()["tables"]["claims"]["schema"]["fields"]}
    assert columns == {*SHOWN, *LABELLED, *ELSEWHERE}


@pytest.mark.parametrize("column", SHOWN)
def test_a_coded_column_is_on_the_card(full_card: tuple[Dataset, str], column: str) -> None:
    assert SHOWN[column] in full_card[1]


@pytest.mark.parametrize("column", LABELLED)
def test_a_coded_term_is_on_the_card_by_its_label(full_card: tuple[Dataset, str], column: str) -> None:
    dataset, card = full_card
    text = BeautifulSoup(card, "html.parser").get_text()
    for term in CLAIM[column].split(";"):
        assert dataset.descriptor.label(LABELLED[column], term) in text


def test_a_note_for_coders_is_not_on_the_card(full_card: tuple[Dataset, str]) -> None:
    assert "zz note" not in full_card[1]
    assert "coders only" not in source_cards(full_card[0], "").html


def test_a_claim_that_was_updated_leads_to_the_newer_one(full_card: tuple[Dataset, str]) -> None:
    older = card_of(full_card[0], "gazette-001")
    assert older.find("a", string="zz summary")["href"].endswith("#gazette-003")


FACETS = {
    "figures": {
        "gazette-003-f1": {
            "claim_id": "gazette-003", "measure": "killed", "counted": "zz counted", "unit": "names",
            "status": "civilian", "status_basis": "implied", "group": "ferrymen", "party_id": "rescue-league",
            "by_id": "weir-gazette", "quantity": "3..5", "quantity_words": "zz said", "quantity_basis": "transcript",
            "modality": "estimate", "counting": "cumulative", "per": "P1D", "period": "2031-05-03",
            "counted_to": "2031-05-02", "place_id": "ferry-quay", "part_of": "gazette-001-f1", "division": "",
        }
    },
    "statements": {
        "gazette-003-s1": {
            "act": "warn", "target_id": "rescue-league", "alignment": "expressed_support",
            "alignment_basis": "source_characterisation", "addressee_id": "weir-gazette",
        }
    },
    "attributions": {
        "gazette-003-a1": {
            "claim_id": "gazette-003", "deed": "zz deed", "object": "occurrence", "role": "incited",
            "accused_id": "rescue-league", "against": "zz against", "stance": "doubts", "framing": "",
        }
    },
}  # fmt: skip
FACET_TEXT = {
    "figures": ("Zz counted", "civilian", "zz said", "3..5", "by The Weir Gazette", "3 May 2031", "per day",
                "Ferry Quay", "2 May 2031", "people of Rescue League", "part of gazette-001-f1"),
    "statements": ("Rescue League", "The Weir Gazette", "(source's characterisation)"),
    "attributions": ("zz deed", "Rescue League", "zz against"),
}  # fmt: skip
FACET_TERMS = {
    "figures": ("measure", "status_basis", "quantity_basis", "modality", "counting", "group"),
    "statements": ("act", "alignment"),
    "attributions": ("object", "role", "stance"),
}


@pytest.mark.parametrize("table", FACETS)
def test_a_facet_is_on_the_card_with_what_is_coded_of_it(tmp_path: Path, table: str) -> None:
    dataset = load_tiny(tmp_path, **{table: FACETS[table]})
    (facet_id, cells), *_ = FACETS[table].items()
    row = card_of(dataset, "gazette-003").find(id=facet_id)
    assert isinstance(row, Tag)
    terms = [dataset.descriptor.label(name, cells[name]) for name in FACET_TERMS[table]]
    assert [text for text in (*FACET_TEXT[table], *terms) if text not in row.get_text()] == []


def test_a_mark_of_content_is_on_the_card_where_no_words_are_quoted(tmp_path: Path) -> None:
    dataset = load_tiny(tmp_path, claims={"gazette-003": {"content_flag": "slur"}})
    card = card_of(dataset, "gazette-003")
    chips = [chip.get_text() for chip in card.select(".cb-chip")]
    assert f"marked {dataset.descriptor.label('content_flag', 'slur')}" in chips
    assert card.select("details.cb-flagged") == []


@pytest.mark.parametrize("basis", ["speaker_words", "source_characterisation"])
def test_a_position_always_has_its_basis(tmp_path: Path, basis: str) -> None:
    dataset = load_tiny(tmp_path, statements={"gazette-002-s1": {"alignment_basis": basis}})
    row = card_of(dataset, "gazette-002").find(id="gazette-002-s1")
    label = dataset.descriptor.label
    assert f"{label('alignment', 'not_expressed')} ({label('alignment_basis', basis)})" in row.get_text()


@pytest.mark.parametrize(("basis", "shown"), [("words", "“zz said”"), ("transcript", "zz said")])
def test_only_the_sources_words_for_a_number_stand_in_quotation_marks(tmp_path: Path, basis: str, shown: str) -> None:
    figure = {"quantity_words": "zz said", "quantity_basis": basis}
    row = card_of(load_tiny(tmp_path, figures={"gazette-001-f1": figure}), "gazette-001").find(id="gazette-001-f1")
    assert shown in [cell.get_text() for cell in row.select("td")]


def test_a_source_of_many_claims_begins_with_a_list_of_them(tmp_path: Path, tiny_dataset: Dataset) -> None:
    more = {f"more-{n}": {**CLAIM, "source_id": "gazette", "passage_id": "gazette-p3", "claimant_id": "river-office",
                          "updates": "", "summary": f"Said {n}."} for n in range(8)}  # fmt: skip
    soup = BeautifulSoup(source_cards(load_tiny(tmp_path, claims=more), "").html, "html.parser")
    listed = [str(link["href"]) for link in soup.select("details.cb-toc a")]
    assert listed == [f"#{card['id']}" for card in soup.select("article.cb-card")]
    assert len(listed) == 11
    assert "cb-toc" not in source_cards(tiny_dataset, "").html


def test_a_figure_says_what_it_is_part_of(tiny_dataset: Dataset) -> None:
    row = card_of(tiny_dataset, "gazette-001").find(id="gazette-001-f2")
    assert "part of gazette-001-f1" in row.get_text()


def test_the_position_that_a_claim_takes_is_on_its_card(tiny_dataset: Dataset) -> None:
    text = card_of(tiny_dataset, "gazette-003").get_text()
    assert "Could the gates have held back the water?" in text
    assert "No gate could have" in text


def test_a_discrepancy_is_noted_on_the_card_of_each_claim_that_it_is_about(tiny_dataset: Dataset) -> None:
    notes = {
        c: "the league the missing" in card_of(tiny_dataset, c).get_text() for c in tiny_dataset.claims["claim_id"]
    }
    assert notes == {"gazette-001": True, "gazette-002": True, "gazette-003": False}


def test_an_excerpt_is_said_to_be_one(tmp_path: Path) -> None:
    empty = {"start": "", "end": "", "sha256": ""}
    changes: dict[str, Any] = {
        "sources": {"gazette": {"seen_as": "excerpt"}},
        "passages": {f"gazette-p{n}": empty for n in (1, 2, 3, 4)},
    }
    for custody, note in (("copy", EXCERPT), ("issuer", OWN_EXCERPT)):
        changes["sources"]["gazette"]["custody"] = custody
        assert note in card_of(load_tiny(tmp_path / custody, **changes), "gazette-001").get_text()
    whole = card_of(load_tiny(tmp_path / "whole"), "gazette-001").get_text()
    assert "Seen as an excerpt" not in whole


def test_cards_stand_in_the_order_of_the_text(tmp_path: Path) -> None:
    passages = {"gazette-p2": {"start": "140", "end": "150"}, "gazette-p4": {"start": "0", "end": "5"}}
    shown = BeautifulSoup(source_cards(load_tiny(tmp_path, passages=passages), "gazette").html, "html.parser")
    assert [card["id"] for card in shown.select("article.cb-card")] == ["gazette-003", "gazette-002", "gazette-001"]


@pytest.mark.parametrize("flag", ["slur", "threat;graphic"])
def test_flagged_words_stand_inside_the_disclosure_and_nowhere_else(tmp_path: Path, flag: str) -> None:
    dataset = load_tiny(tmp_path, claims={"gazette-002": {"content_flag": flag, "words": "zz flagged words"}})
    for shown in (source_cards(dataset, ""), *_other_pages(dataset)):
        soup = BeautifulSoup(shown.html, "html.parser")
        folded = [part.extract() for part in soup.select("details.cb-flagged")]
        assert ["zz flagged words" in part.get_text() for part in folded] == [True] * len(folded)
        assert "zz flagged" not in str(soup)
    card = card_of(dataset, "gazette-002")
    (fold,) = card.select("details.cb-flagged")
    assert not fold.has_attr("open")
    labels = [dataset.descriptor.label("content_flag", term) for term in flag.split(";")]
    assert [label for label in labels if label not in fold.summary.get_text()] == []
    assert "River Office" in fold.summary.get_text()  # whom the claim accuses


def test_words_without_a_flag_stand_open(tiny_dataset: Dataset) -> None:
    card = card_of(tiny_dataset, "gazette-002")
    assert card.select("details.cb-flagged") == []
    assert "dozens missing" in card.blockquote.get_text()


def _other_pages(dataset: Dataset) -> list[Html]:
    return [
        panels.figure_panels(dataset), matrices.dispute_matrices(dataset), matrices.accusation_matrix(dataset),
        lists.source_list(dataset), lists.source_facts(dataset, ""), lists.incident_list(dataset),
        lists.incident_facts(dataset, ""), lists.claim_list(dataset), discrepancies.discrepancy_list(dataset),
        lists.origin_counts(dataset), lists.actor_list(dataset),
    ]  # fmt: skip


TEXT_COLUMNS = [
    (table, field["name"])
    for table, spec in read_schema()["tables"].items()
    for field in spec["schema"]["fields"]
    if field.get("claimbook", {}).get("kind", "text") in ("text", "list") and table != "revisions"
]


@pytest.fixture(scope="module")
def plain_pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, list[BeautifulSoup]]:
    """The tiny dataset as it is, and its pages."""
    dataset = load_dataset(write_tiny_dataset(tmp_path_factory.mktemp("plain") / "data"))
    return dataset, [BeautifulSoup(page.html, "html.parser") for page in _every_page(dataset)]


@pytest.mark.parametrize(("table", "column"), TEXT_COLUMNS, ids=lambda value: value)
def test_hostile_text_in_any_text_column_is_shown_as_text(
    tmp_path: Path, plain_pages: tuple[Dataset, list[BeautifulSoup]], table: str, column: str
) -> None:
    plain, usual = plain_pages
    keys = read_schema()["tables"][table]["schema"]["primaryKey"]
    rows = {tuple(row): {column: HOSTILE} for row in plain.frames[table][keys].itertuples(index=False, name=None)}
    hostile = load_dataset(write_tiny_dataset(tmp_path / "hostile", **{table: rows}))
    assert rows
    for shown, before in zip(_every_page(hostile), usual, strict=True):
        soup = BeautifulSoup(shown.html, "html.parser")
        assert "<script>alert" not in shown.html
        # The only pictures are the book's own drawings of its charts.
        assert [str(tag) for tag in soup.find_all("img") if not DRAWING.fullmatch(str(tag["src"]))] == []
        assert {tag.name for tag in soup.find_all(True)} <= {tag.name for tag in before.find_all(True)} | MORE_TAGS
        addresses = [str(tag["href"]) for tag in soup.find_all(href=True)]
        assert [address for address in addresses if re.match(r"\s*javascript", address, re.IGNORECASE)] == []
        assert [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")] == []
        assert "49" not in soup.get_text() or "49" in before.get_text()


DRAWING = re.compile(r"(\.\./)*_charts/[0-9a-f]{16}\.svg")
# Elements that a filled cell may bring where an empty one had none.
MORE_TAGS = {"blockquote", "footer", "p", "div", "dt", "dd"}


def _every_page(dataset: Dataset) -> list[Html]:
    return [source_cards(dataset, ""), *_other_pages(dataset)]


def test_hostile_text_reads_as_it_was_written(tmp_path: Path) -> None:
    card = card_of(load_tiny(tmp_path, claims={"gazette-001": {"summary": HOSTILE}}), "gazette-001")
    assert card.select_one(".cb-summary").get_text() == HOSTILE


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<b onclick=a>x</b>", "[x](javascript:alert(1))", "![x](https://host.example/x.png)"],
)
def test_a_datasets_own_prose_brings_no_markup_of_its_own_no_script_and_no_picture(text: str) -> None:
    for shown in (str(prose(text)), codebook.about(f"## Introduction\n\n{text}\n", "Introduction").html):
        soup = BeautifulSoup(shown, "html.parser")
        assert soup.find_all(["script", "b", "img"]) == []
        assert soup.find_all("a", href=re.compile("^javascript", re.IGNORECASE)) == []


def test_a_datasets_own_prose_keeps_its_emphasis_links_and_tables() -> None:
    soup = BeautifulSoup(str(prose("*so* [it](https://host.example)\n\n| a |\n|---|\n| b |\n")), "html.parser")
    assert soup.em.get_text() == "so"
    assert soup.a["href"] == "https://host.example"
    assert soup.td.get_text() == "b"
