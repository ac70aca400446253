"""Citations, read back by programs of others: what goes in comes out, whatever signs a text holds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc import latex2text

from claimbook.model import cite
from claimbook.model.cite import Entry, bibtex, csl_item, csl_json, fold, plain_text, ris, safe_address
from claimbook.model.credits import Credits, read_credits

AWKWARD = [
    "{", "}", "{{", "\\", "\\}", "%", "&", "$", "#", "_", "~", "^", "|", "<b>", '"', "'", "''", "``", "--", "---", ",,",
    "?`", "@", "\n", "\r\nER  - \r\n", "\u2028", "\x85", "\t", "ع م", "ש", "é", "🌊", "“x”", "TY  - BOOK",
    "},\n@misc{x,", " and ", ", ",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(codec="utf-8"), max_size=6)), max_size=8)
text = texts.map("".join).filter(fold)
ENTRY = Entry(
    "claim", "gazette-001", "Claim gazette-001: 12 dead", ("The coders",), "2031-05-09", "The flood at Lowmere", "",
    "1.2", "https://host.example/book/sources/gazette.html#gazette-001", "en",
    "Claim by River Office, said 5 May 2031.",
)  # fmt: skip
entries = st.builds(
    Entry, st.sampled_from(["claim", "chart", "book", "report", "other"]), st.just("a-1"), text,
    st.lists(text, max_size=3).map(tuple), st.sampled_from(["", "2031-05-09", "2031-05", "2031"]), text, text, text,
    st.just("https://host.example/a?b=c&d#e-1"), st.just("en"), text,
)  # fmt: skip
# What TeX writes for a sign that has a name there, where pylatexenc does not know it, or knows it as an accent.
_NAMED = {
    "textbraceleft": "{", "textbraceright": "}", "textbar": "|", "textasciicircum": "^", "textless": "<",
    "textgreater": ">",
}  # fmt: skip
_CONTEXT = latex2text.get_default_latex_context_db()
_CONTEXT.add_context_category(
    "named", macros=[latex2text.MacroTextSpec(name, sign) for name, sign in _NAMED.items()], prepend=True
)


def _from_tex(text: str) -> str:
    return str(latex2text.LatexNodes2Text(_CONTEXT, keep_comments=True, strict_latex_spaces=True).latex_to_text(text))


def _bibtex_fields(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    (entry,) = library.blocks
    return {field.key: field.value for field in entry.fields}


def _said(entry: Entry) -> dict[str, str]:
    given = {
        "title": entry.title, "booktitle": entry.container, "publisher": entry.publisher, "version": entry.version,
        "note": entry.note,
    }  # fmt: skip
    return {name: fold(value) for name, value in given.items()}


@given(entries)
def test_bibtex_holds_one_entry_whose_fields_read_as_they_were_written(entry: Entry) -> None:
    fields = _bibtex_fields(bibtex(entry))
    found = {name: _from_tex(fields[name]) for name in _said(entry)}
    spaces = re.compile(r"\s+")  # in TeX every blank is a blank
    assert {n: spaces.sub(" ", v).strip() for n, v in found.items()} == {
        n: spaces.sub(" ", v).strip() for n, v in _said(entry).items()
    }
    assert fields["url"] == entry.url


@given(entries)
def test_pybtex_finds_every_author_whole(entry: Entry) -> None:
    database = parse_string(bibtex(entry), "bibtex")
    (read,) = database.entries.values()
    persons = read.persons.get("author", [])
    assert len(persons) == len(entry.authors)
    assert all(not (person.first_names or person.prelast_names) for person in persons)
    assert read.key == entry.key


@given(entries)
def test_ris_holds_one_record_whose_fields_read_as_they_were_written(entry: Entry) -> None:
    (record,) = rispy.loads(ris(entry))
    assert record["title"].strip() == fold(entry.title).strip()
    assert record["secondary_title"].strip() == fold(entry.container).strip()
    assert [name.strip() for name in record.get("authors", [])] == [fold(name).strip() for name in entry.authors]
    assert record["notes"] == [fold(entry.note).strip()]
    assert record["urls"] == [entry.url]
    assert record["id"] == entry.key


@given(entries)
def test_csl_is_json_that_holds_what_was_written(entry: Entry) -> None:
    (item,) = json.loads(csl_json([entry]))
    assert item["title"] == fold(entry.title)
    assert [author["literal"] for author in item.get("author", [])] == [fold(name) for name in entry.authors]
    assert (item["note"], item["URL"]) == (fold(entry.note), entry.url)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", "".join(map(str, item.values())))


# Names and types from the specification of CSL-JSON (github.com/citation-style-language/schema).
CSL_TEXT = {"id", "type", "title", "container-title", "publisher", "version", "language", "note", "DOI", "URL"}
CSL_TYPES = {"entry", "figure", "dataset", "report", "article-newspaper", "post", "broadcast", "document"}


@pytest.mark.parametrize("kind", [*cite._TYPES, "statement", "a-kind-of-the-dataset"])
def test_csl_has_the_members_and_the_types_of_its_specification(kind: str) -> None:
    item = csl_item(replace(ENTRY, kind=kind))
    assert item["type"] in CSL_TYPES
    assert set(item) <= CSL_TEXT | {"author", "issued"}
    assert all(isinstance(item[name], str) for name in CSL_TEXT & set(item))


def test_a_citation_processor_makes_a_reference_of_the_item() -> None:
    source = CiteProcJSON([csl_item(replace(ENTRY, title="Flood at “Lowmere” النهر"))])
    bibliography = CitationStylesBibliography(CitationStylesStyle("harvard-cite-them-right"), source, formatter.plain)
    bibliography.register(Citation([CitationItem("gazette-001")]))
    (shown,) = map(str, bibliography.bibliography())
    assert "The coders" in shown
    assert "Flood at “Lowmere” النهر" in shown
    assert "2031" in shown


@pytest.mark.parametrize(
    ("date", "issued", "year"),
    [
        ("2031-05-09", {"date-parts": [[2031, 5, 9]]}, "2031"), ("2031-05", {"date-parts": [[2031, 5]]}, "2031"),
        ("2031-05-09T05:37Z", {"date-parts": [[2031, 5, 9]]}, "2031"),
        ("2031-05-09?", {"date-parts": [[2031, 5, 9]], "circa": True}, "2031"),
        ("2031-05-06/2031-05-10", {"date-parts": [[2031, 5, 6], [2031, 5, 10]]}, "2031"),
        ("2030-12-31/2031-01-02", {"date-parts": [[2030, 12, 31], [2031, 1, 2]]}, None),
        ("../2031-05-11", {"literal": "by 11 May 2031"}, None), ("soon", {"literal": "soon"}, None), ("", None, None),
    ],
)  # fmt: skip
def test_a_date_says_in_every_format_no_more_than_is_known(date: str, issued: Any, year: str | None) -> None:
    entry = replace(ENTRY, date=date)
    assert csl_item(entry).get("issued") == issued
    assert _bibtex_fields(bibtex(entry)).get("year") == year
    (record,) = rispy.loads(ris(entry))
    assert record.get("year") == year


def test_a_claim_is_cited_under_its_id_with_the_claimant_in_the_note() -> None:
    work = Credits("lowmere", "The flood at Lowmere", version="1.2", date="2031-05-09", authors=("The coders",))
    note = cite.claim_note(
        "River Office", "said 5 May 2031", "The Weir Gazette, 7 May 2031", "The Weir Gazette", "7 May 2031",
        excerpt="",
    )  # fmt: skip
    entry = cite.claim_entry(work, "gazette-001", "The River Office counts 12 dead.", note, "https://host.example/#a")
    assert plain_text(entry) == (
        "The coders (9 May 2031). Claim gazette-001: The River Office counts 12 dead. In: The flood at Lowmere, version"
        " 1.2. Claim by River Office, said 5 May 2031, in: The Weir Gazette, 7 May 2031. https://host.example/#a"
    )


def test_the_citation_of_an_excerpt_says_that_it_is_one() -> None:
    note = cite.claim_note("A", "day not known", "Notes", "The Paper", "2 May 2031", excerpt=cite.EXCERPT)
    assert note == f"Claim by A, day not known, in: Notes (The Paper, 2 May 2031). {cite.EXCERPT}"
    names = ("kind", "source_id", "title", "author", "published", "publisher", "url", "language", "custody")
    row = dict.fromkeys(names, "x")
    assert cite.source_entry({**row, "seen_as": "excerpt"}).note == cite.EXCERPT
    assert cite.source_entry({**row, "seen_as": "excerpt", "custody": "issuer"}).note == cite.OWN_EXCERPT
    assert cite.source_entry({**row, "seen_as": "full_text"}).note == ""


def test_a_source_is_cited_as_the_document_by_its_author_else_its_issuer() -> None:
    row = {
        "kind": "report", "source_id": "r-1", "title": "T", "author": "", "published": "2031-05", "publisher": "Paper",
        "url": "https://host.example/", "language": "fr", "seen_as": "full_text", "custody": "copy",
    }  # fmt: skip
    assert cite.source_entry(row, "Commission").authors == ("Commission",)
    assert cite.source_entry(row, "Paper").authors == ()
    assert cite.source_entry({**row, "author": "A. Writer"}, "Commission").authors == ("A. Writer",)
    assert csl_item(cite.source_entry(row))["type"] == "report"


def test_the_book_and_a_chart_are_cited_with_title_version_and_licence() -> None:
    work = Credits("lowmere", "The flood", version="1.2", licence="CC BY 4.0")
    assert plain_text(cite.book_entry(work)) == "The flood. Version 1.2. Licence: CC BY 4.0."
    assert plain_text(cite.chart_entry(work, "fig-1", "Who died?")) == "Who died? In: The flood, version 1.2."
    assert cite.book_entry(work, build="0123").note == "Build 0123. Licence: CC BY 4.0"
    assert csl_item(cite.book_entry(Credits()))["id"] == "dataset"


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_an_address_has_no_sign_that_could_end_it_and_stays_when_made_safe_twice(url: str) -> None:
    safe = safe_address(url)
    assert re.fullmatch("[!-~]*", safe)
    assert not set(safe) & set('{}\\"<>^`|')
    assert safe_address(safe) == safe


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ({"contributors": [{"title": "A", "role": "author"}, {"title": "B"}]}, ("A",)),
        ({"contributors": [{"title": "A"}, {"title": "B", "role": "wrangler"}]}, ("A", "B")),
        ({"contributors": [{"role": "author"}, "x", {"title": 3}]}, ()), ({"contributors": "A"}, ()), ({}, ()),
    ],
)  # fmt: skip
def test_authors_are_the_contributors_called_so_else_all(package: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert read_credits(package).authors == expected


@pytest.mark.parametrize(
    ("created", "day"), [("2031-05-09T10:00:00Z", "2031-05-09"), ("2031-05-09", "2031-05-09"), ("May", ""), (7, "")]
)
def test_the_day_of_a_version_is_the_day_it_was_created(created: Any, day: str) -> None:
    assert read_credits({"created": created}).date == day


@pytest.mark.parametrize("path", ["javascript:alert(1)", "LICENSE", "data:text/html,x", "https://a b", 3, None])
def test_a_licence_that_is_no_address_of_the_web_is_not_linked(path: Any) -> None:
    work = read_credits({"licenses": [{"name": "L", "path": path}]})
    assert (work.licence, work.licence_url) == ("L", "")
