"""Citations that last: by a version's address, the dataset's content id and a DOI, read back by programs of others."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.book.citing import identify_citations
from claimbook.errors import DatasetError
from claimbook.model import cite
from claimbook.model.cite import Entry, bibtex, csl_item, plain_text, ris
from claimbook.model.credits import Credits, read_credits
from claimbook.model.dataset import load_dataset
from claimbook.model.pinned import pinned_base

CONTENT = "swh:1:dir:" + "0123456789" * 4
DOI = "10.5281/zenodo.1234567"
BASE = "https://host.example/v/0.2.0/book/"
WORK = Credits("lowmere", "The flood at Lowmere", version="0.2.0", date="2031-05-09", authors=("The coders",))
SOURCE = {
    "kind": "report", "source_id": "r-1", "title": "Report", "author": "", "published": "2031-05", "publisher": "Paper",
    "url": "https://paper.example/r_1", "language": "fr", "seen_as": "full_text", "custody": "copy",
}  # fmt: skip
ENTRIES = [
    cite.book_entry(WORK, f"{BASE}index.html", "0123456789"),
    cite.claim_entry(WORK, "r-1-001", "It counts 12 dead.", "Claim by A.", f"{BASE}sources/r-1.html#r-1-001"),
    cite.chart_entry(WORK, "killed", "Who died?", "Chart.", f"{BASE}figures.html#killed"),
    cite.source_page_entry(WORK, cite.source_entry(SOURCE), f"{BASE}sources/r-1.html"),
]
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.kind)


def _identified(entry: Entry, doi: str) -> Entry:
    return replace(entry, content=CONTENT, doi=doi)


@each_entry
@pytest.mark.parametrize("doi", [DOI, ""], ids=["doi", "no doi"])
def test_every_format_has_address_content_id_and_doi_when_others_read_it(entry: Entry, doi: str) -> None:
    entry = _identified(entry, doi)
    library = bibtexparser.parse_string(bibtex(entry))
    assert library.failed_blocks == []
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert (fields["url"], fields.get("doi", "")) == (entry.url, doi)
    assert fields["note"].endswith(f"Dataset {CONTENT}.")
    (record,) = rispy.loads(ris(entry))
    assert (record["urls"], record.get("doi", "")) == ([entry.url], doi)
    assert record["notes"][0].endswith(f"Dataset {CONTENT}.")
    item = csl_item(entry)
    source = CiteProcJSON([item])
    bibliography = CitationStylesBibliography(CitationStylesStyle("harvard-cite-them-right"), source, formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    assert "The coders" in str(next(iter(bibliography.bibliography())))
    read = {name: "".join(map(str, value)) for name, value in source[item["id"]].items() if isinstance(value, list)}
    assert (read["URL"], read.get("DOI", "")) == (entry.url, doi)
    assert read["note"].endswith(f"Dataset {CONTENT}.")


@each_entry
def test_the_text_ends_in_content_id_doi_and_address(entry: Entry) -> None:
    known = _identified(entry, DOI)
    assert plain_text(known).endswith(f" Dataset {CONTENT}. https://doi.org/{DOI} {entry.url}")
    assert plain_text(_identified(entry, "")).endswith(f" Dataset {CONTENT}. {entry.url}")
    # What is not known leaves no trace.
    assert "Dataset" not in plain_text(entry)
    assert "doi" not in "".join([bibtex(entry), ris(entry), json.dumps(csl_item(entry))])


def test_our_page_of_a_source_is_cited_beside_the_source_itself() -> None:
    entry = ENTRIES[-1]
    assert entry.container == WORK.title
    assert plain_text(entry) == (
        "The coders (9 May 2031). Source r-1: Report. In: The flood at Lowmere, version 0.2.0. What is coded of a "
        "source. The source itself (https://paper.example/r_1): Report (May 2031). Paper. "
        "https://host.example/v/0.2.0/book/sources/r-1.html"
    )


@pytest.mark.parametrize(
    ("base", "version", "lasting"),
    [
        ("https://a.example/b/latest/", "0.2.0", "https://a.example/b/v/0.2.0/"),
        ("https://a.example/b/latest/", "1.2", "https://a.example/b/latest/"),  # no release has such a number
        ("https://a.example/latest/b/", "0.2.0", "https://a.example/latest/b/"),
        ("https://a.example/b/v/0.1.0/", "0.2.0", "https://a.example/b/v/0.1.0/"),
        ("https://latest/", "0.2.0", "https://latest/"),
        ("", "0.2.0", ""),
    ],
)
def test_only_the_folder_of_the_latest_version_becomes_that_versions_own(base: str, version: str, lasting: str) -> None:
    assert pinned_base(base, version) == lasting


def _fold(kind: str, text: str, href: str = "") -> str:
    given = (
        f' data-kind="{kind}" data-key="k" data-title="t" data-note="n" data-href="{html.escape(href)}"' if kind else ""
    )
    return f'<details class="cb-cite"{given}><summary>Cite</summary><p>{html.escape(text)}</p></details>'


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_the_making_of_the_site_adds_to_each_citation_and_to_nothing_else(text: str) -> None:
    own = '<details class="cb-cite" data-formats="{}"><summary>Cite</summary><p>own</p></details>'
    cards = [f'<article class="cb-card" id="{name}">{_fold("", text)}</article>' for name in ("a-1", "b-2")]
    body = "".join([_fold("book", text), _fold("chart", text, "#c"), own, *cards, f"<p>{html.escape(text)}</p>"])
    made = identify_citations(body, CONTENT, DOI, "https://h.example/p.html")
    shown = f"Dataset {CONTENT}. https://doi.org/{DOI} https://h.example/p.html"
    for anchor in ("", "#c", "#a-1", "#b-2"):
        assert made.count(f" {shown}{anchor}</p>") == 1
    assert re.sub(f" {re.escape(shown)}[^<]*", "", made) == body
    assert identify_citations(body, "", "", "") == body


def test_what_is_added_is_what_the_formats_have_where_the_address_is_known() -> None:
    entry = ENTRIES[1]
    body = f'<article class="cb-card" id="{entry.key}">{_fold("", plain_text(replace(entry, url="")))}</article>'
    made = identify_citations(body, CONTENT, DOI, entry.url.partition("#")[0])
    assert html.escape(plain_text(_identified(entry, DOI))) in made


@pytest.mark.parametrize(
    ("given", "doi"),
    [
        (DOI, DOI), (f"doi:{DOI}", DOI), (f"https://doi.org/{DOI}", DOI), (f"http://dx.doi.org/{DOI}", DOI),
        ("10.1000/182(ab)_c;d", "10.1000/182(ab)_c;d"), ("b03ec84-77fd-4270-813b-0c698943f7ce", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_doi_is_the_id_of_the_data_package(tmp_path: Path, given: str, doi: str) -> None:
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", descriptor={"id": given}))
    assert read_credits(dataset.descriptor.raw).doi == doi


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ({"id": "10.12/x"}, "id is '10.12/x', which is no DOI."), ({"id": "doi:zenodo.7"}, "which is no DOI."),
        ({"id": "https://doi.org/10.5281/a b"}, "which is no DOI."), ({"id": "10.5281/a{b}"}, "which is no DOI."),
        ({"id": "10.5281/"}, "which is no DOI."), ({"id": 7}, "id is no text."), ({"doi": DOI}, "doi is no name"),
    ],
)  # fmt: skip
def test_an_id_that_is_meant_as_a_doi_and_is_none_is_refused(tmp_path: Path, package: Any, said: str) -> None:
    with pytest.raises(DatasetError) as caught:
        load_dataset(write_tiny_dataset(tmp_path / "data", descriptor=package))
    assert said in str(caught.value.problems[0])
