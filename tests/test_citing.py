"""What a card gives to those who cite and to machines: the way of a claim, its passage at the source, linked data."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from carding import card_of, load_tiny
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from claimbook.book.cards import source_cards
from claimbook.book.citing import passage_href
from claimbook.book.render import data_script
from claimbook.model.cite import EXCERPT
from claimbook.model.dataset import Dataset
from claimbook.model.slices import slice_dataset

PAGE = "https://host.example/a-book/book/sources/gazette.html"
SCHEMA = "https://schema.org/"


def _voices(card: Tag) -> list[str]:
    return [item.get_text() for item in card.select(".cb-voices li")]


WAYS = {
    "relayed": ({}, ["River Office makes the claim", "The Weir Gazette passes it on and publishes it"]),
    "own voice": (
        {"claimant_id": "weir-gazette", "via": "", "remove": "first_hand", "voice": "own_voice"},
        ["The Weir Gazette makes the claim and publishes it"],
    ),
    "at third hand": (
        {"via": "rescue-league", "remove": "third_party_report", "words": "no gate", "words_by": "rescue-league"},
        [
            "River Office is said to make the claim", "Rescue League tells of it and words it",
            "The Weir Gazette publishes it",
        ],
    ),
    "a leak": (
        {"via": "rescue-league", "remove": "leak"},
        [
            "River Office is said to make the claim", "Rescue League passes on what was not made public",
            "The Weir Gazette publishes it",
        ],
    ),
    "a characterisation": (
        {"via": "", "voice": "characterisation"},
        ["River Office is characterised", "The Weir Gazette characterises it and publishes it"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_card_says_in_order_through_whom_its_claim_came(tmp_path: Path, way: str) -> None:
    cells, expected = WAYS[way]
    card = card_of(load_tiny(tmp_path, claims={"gazette-001": cells}), "gazette-001")
    assert _voices(card) == expected
    assert card.select_one(".cb-voices ol")


def test_the_chain_ends_with_who_issued_the_text_and_who_published_the_copy(tmp_path: Path) -> None:
    source = {"gazette": {"issued_by": "river-office", "publisher": "A mirror", "custody": "copy"}}
    shown = _voices(card_of(load_tiny(tmp_path, sources=source), "gazette-001"))
    assert shown == [
        "River Office makes the claim and issues the text", "The Weir Gazette passes it on",
        "A mirror publishes the copy that was seen",
    ]  # fmt: skip


# rdflib uses a class of its own that it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

URL = "https://host.example/flood"


def _passage(tmp_path: Path, **cells: str) -> str:
    words = {"words": "dozens missing", "words_by": "rescue-league", **cells}
    link = card_of(
        load_tiny(tmp_path, claims={"gazette-002": words}, sources={"gazette": {"url": URL}}), "gazette-002"
    ).select("a.cb-passage")
    assert set(link[0]["rel"]) == {"external", "noopener", "noreferrer"}
    return str(link[0]["href"])


@pytest.mark.parametrize(
    ("cells", "fragment"),
    [
        ({}, "#:~:text=dozens%20missing"), ({"words": "half-built, R&D"}, "#:~:text=half%2Dbuilt%2C%20R%26D"),
        ({"words": "no … gate"}, "#:~:text=no,gate"), (
            {"words": "“النهر”"},
            "#:~:text=%E2%80%9C%D8%A7%D9%84%D9%86%D9%87%D8%B1%E2%80%9D",
        ),
        ({"content_flag": "slur"}, ""), ({"words": "", "words_by": "", "words_language": ""}, ""), ({"words": "…"}, ""),
    ],
)  # fmt: skip
def test_the_link_at_the_source_leads_to_the_words_unless_they_are_flagged(
    tmp_path: Path, cells: dict[str, str], fragment: str
) -> None:
    assert _passage(tmp_path, **cells) == URL + fragment


class _Row:
    def __init__(self, **cells: str) -> None:
        self.__dict__.update(cells)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(
        lambda text: "…" not in text and ".." not in text
    )
)
def test_quoted_words_come_back_from_the_fragment_as_they_are_and_cannot_part_it(words: str) -> None:
    href = passage_href(_Row(url=URL), _Row(words=words, content_flag=""))
    fragment = href.removeprefix(f"{URL}#:~:text=")
    assert unquote(fragment) == words
    assert not set(fragment) & set('-,& \n"<>#')


def test_a_fragment_that_the_address_has_stays_before_the_words() -> None:
    row = _Row(words="no gate", content_flag="")
    assert passage_href(_Row(url=f"{URL}#part"), row) == f"{URL}#part:~:text=no%20gate"
    assert passage_href(_Row(url=f"{URL}#:~:text=other"), row) == f"{URL}#:~:text=other"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://host.example/x", "file:///x", "//host.example"])
def test_only_an_address_of_the_web_is_linked(url: str) -> None:
    assert passage_href(_Row(url=url), _Row(words="no gate", content_flag="")) == ""


def test_a_card_of_a_source_without_an_address_has_no_such_link(tmp_path: Path) -> None:
    assert not card_of(load_tiny(tmp_path, sources={"gazette": {"url": ""}}), "gazette-001").select(".cb-passage")


def test_a_citation_stands_behind_a_disclosure_and_has_no_flagged_words(tmp_path: Path) -> None:
    dataset = load_tiny(tmp_path, claims={"gazette-002": {"content_flag": "slur", "words": "zz flagged"}})
    fold = card_of(dataset, "gazette-002").select_one("details.cb-cite")
    assert not fold.has_attr("open")
    assert fold.summary.get_text() == "Cite"
    assert "Claim gazette-002: The Rescue League speaks" in fold.p.get_text()
    assert "In: The flood at Lowmere" in fold.p.get_text()
    assert "zz" not in fold.get_text()


def test_the_citation_of_an_excerpts_claim_says_that_it_is_one(tmp_path: Path) -> None:
    empty = {f"gazette-p{n}": {"start": "", "end": "", "sha256": ""} for n in (1, 2, 3, 4)}
    dataset = load_tiny(tmp_path, sources={"gazette": {"seen_as": "excerpt", "custody": "copy"}}, passages=empty)
    assert EXCERPT in card_of(dataset, "gazette-001").select_one(".cb-cite p").get_text()


REVISIONS = {
    "r-1": {"release": "1.1.0", "claim_id": "gazette-001", "action": "supersede", "by_claim_id": "gazette-003",
            "reason": "The cut-off was read wrong."},
    "r-2": {"release": "1.2.0", "claim_id": "gazette-002", "action": "retract", "reason": "Nobody said so."},
}  # fmt: skip


def test_a_card_says_what_takes_the_place_of_its_claim_and_why(tmp_path: Path) -> None:
    dataset = load_tiny(tmp_path, revisions=REVISIONS)
    said = {claim: card_of(dataset, claim).select_one(".cb-revised") for claim in dataset.claims["claim_id"]}
    old, withdrawn, new = (said[f"gazette-00{n}"] for n in (1, 2, 3))
    assert old.get_text().startswith("Superseded in release 1.1.0 by The River Office rejects")
    assert old.a["href"].endswith("#gazette-003")
    assert new.get_text().startswith("Since release 1.1.0 in the place of The River Office counts")
    assert new.a["href"].endswith("#gazette-001")
    assert withdrawn.get_text() == "Withdrawn in release 1.2.0: Nobody said so."


def test_the_slice_of_a_source_knows_what_carries_its_claims_on_and_what_they_replaced(tmp_path: Path) -> None:
    other = {"herald": {"title": "The Herald", "kind": "news_report", "published": "2031-05-08", "language": "en",
                        "seen_as": "excerpt", "coding_scope": "figures"}}  # fmt: skip
    passage = {"herald-p1": {"source_id": "herald", "text_part": "body"}}
    claim = {"source_id": "herald", "passage_id": "herald-p1", "claimant_id": "river-office", "remove": "agency_relay",
             "voice": "indirect", "asserted": "2031-05-06", "asserted_basis": "stated"}  # fmt: skip
    claims = {
        "herald-1": {**claim, "updates": "gazette-001", "summary": "zz carries on"},
        "herald-2": {**claim, "summary": "zz replaced"},
    }
    revision = {"r-1": {**REVISIONS["r-1"], "claim_id": "herald-2"}}
    whole = load_tiny(tmp_path, sources=other, passages=passage, claims=claims, revisions=revision)
    part = slice_dataset(whole, "source", "gazette")
    text = source_cards(part, "gazette").html
    assert "zz carries on" in text
    assert "in the place of <a" in text
    assert text == source_cards(whole, "gazette").html


def _graph(html: str) -> Graph:
    """Everything that the page says in linked data, under a context that needs no other host."""
    graph = Graph()
    for script in BeautifulSoup(html, "html.parser").find_all("script", type="application/ld+json"):
        data = json.loads(script.string or "")
        assert data["@context"] == SCHEMA.rstrip("/")
        terms = {"@vocab": SCHEMA, "url": {"@type": "@id"}, "license": {"@type": "@id"}}
        graph.parse(data=json.dumps({**data, "@context": terms}), format="json-ld", publicID=PAGE)
    return graph


def _of(graph: Graph, thing: str, name: str) -> list[str]:
    return sorted(map(str, graph.objects(URIRef(thing), URIRef(SCHEMA + name))))


def test_the_linked_data_of_a_page_name_each_claim_by_its_permalink(tiny_dataset: Dataset) -> None:
    graph = _graph(source_cards(tiny_dataset, "").html)
    rdf_type = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    claims = {str(thing) for thing in graph.subjects(rdf_type, URIRef(f"{SCHEMA}Claim"))}
    assert claims == {f"{PAGE}#{claim}" for claim in tiny_dataset.claims["claim_id"]}
    for row in tiny_dataset.claims.itertuples():
        claim = f"{PAGE}#{row.claim_id}"
        assert _of(graph, claim, "description") == [row.summary]
        (source,) = _of(graph, claim, "appearance")
        assert _of(graph, source, "name") == ["The Weir Gazette, 7 May 2031"]
        assert _of(graph, source, "url") == ["https://gazette.example/flood"]
        (author,) = graph.objects(URIRef(claim), URIRef(f"{SCHEMA}author"))
        assert str(graph.value(author, URIRef(f"{SCHEMA}name"))) == tiny_dataset.name_of(row.claimant_id)
    assert _of(graph, f"{PAGE}#gazette-001", "dateCreated") == ["2031-05-05"]
    assert _of(graph, f"{PAGE}#gazette-003", "dateCreated") == []  # said by a day, not on one


@pytest.mark.parametrize("cells", [{"remove": "third_party_report"}, {"remove": "leak"}, {"voice": "characterisation"}])
def test_nobody_is_made_the_author_of_what_somebody_else_says_of_them(tmp_path: Path, cells: dict[str, str]) -> None:
    graph = _graph(source_cards(load_tiny(tmp_path, claims={"gazette-001": cells}), "").html)
    assert _of(graph, f"{PAGE}#gazette-001", "author") == []
    assert _of(graph, f"{PAGE}#gazette-002", "author") != []
    assert "River Office" in _of(graph, f"{PAGE}#gazette-001", "creditText")[0]


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;", "\\u003c"])
def test_no_text_ends_the_element_of_linked_data_and_each_reads_as_it_was(tmp_path: Path, text: str) -> None:
    dataset = load_tiny(tmp_path, claims={"gazette-001": {"summary": f"Says {text}."}})
    html = source_cards(dataset, "").html
    assert html.casefold().count("<script") == html.casefold().count("</script") == 4
    data = json.loads(card_of(dataset, "gazette-001").script.string)
    assert data["description"] == f"Says {text}."
    script = str(data_script({text: "a\u2028b\x85c"}))
    assert len(script.splitlines()) == 1  # a page's lines are trimmed
    assert json.loads(script.partition(">")[2].rpartition("<")[0]) == {text: "a\u2028b\x85c"}
