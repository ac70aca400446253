"""A site whose address is configured, and what its pages say to citers and machines, read back by other programs."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from contextlib import chdir
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef
from sitebook import ROOT, TITLE, write_book, write_notebook
from tiny import write_tiny_dataset

from claimbook.book import about, linked, rootfiles
from claimbook.book.cards import source_cards
from claimbook.book.press import make_site
from claimbook.model.credits import Credits, read_credits
from claimbook.model.dataset import load_dataset

BASE = "https://host.example/people/a-book/latest/"
LASTING = "https://host.example/people/a-book/v/1.2.0/"
CONTENT = "swh:1:dir:" + "0123456789" * 4
DOI = "10.5281/zenodo.1234567"
BUILD = "0123456789abcdef" * 4
SCHEMA = "https://schema.org/"
# rdflib uses a class of its own that it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
PACKAGE = {
    "id": f"doi:{DOI}", "version": "1.2.0", "created": "2031-05-09T08:00:00Z", "keywords": ["floods"],
    "contributors": [{"title": "A. Coder & <Sons>", "role": "author"}, {"title": "B. Reader", "role": "wrangler"}],
    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://licence.example/by/4.0/"}],
}  # fmt: skip


class Head(HTMLParser):
    """The meta tags of a page by name, its canonical address, and its linked data."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = defaultdict(list)
        self.canonical: list[str] = []
        self.data: list[Any] = []
        self._inside = False
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and "name" in values:
            self.meta[values["name"]].append(values["content"])
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical.append(values["href"])
        self._inside = values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data.append(json.loads(data))
            self._inside = False


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a book whose address is configured, with the cards of the tiny dataset."""
    folder = tmp_path_factory.mktemp("linked")
    stage = write_book(folder / "stage")
    dataset = load_dataset(write_tiny_dataset(folder / "data", descriptor=PACKAGE))
    with chdir(stage / "book/sources"):  # a page is executed where it will lie
        cards = source_cards(dataset, "").html
    write_notebook(stage / "book/sources/gazette.ipynb", "The Weir Gazette \\<i\\>", cards)
    toc = (stage / "_toc.yml").read_text(encoding="utf-8")
    (stage / "_toc.yml").write_text(toc.replace("  - url:", "    - file: book/sources/gazette\n  - url:"))
    config = (stage / "_config.yml").read_text(encoding="utf-8")
    (stage / "_config.yml").write_text(config.replace("html:\n", f"html:\n  baseurl: {BASE.rstrip('/')}\n"))
    files = [{"href": "assets/data.zip", "type": "application/zip"}]
    (stage / "credits.json").write_text(about.describe_book(dataset, BUILD, files, CONTENT), encoding="utf-8")
    return make_site(stage)


def _names(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def test_every_page_names_itself_the_book_its_authors_its_day_and_its_address(book: Path) -> None:
    for name in ("book/figures.html", "book/sources/herald.html", "book/sources/gazette.html"):
        head = Head(book / name)
        assert head.meta["citation_inbook_title"] == ["The flood at Lowmere"]
        assert head.meta["citation_author"] == ["A. Coder & <Sons>"]
        assert head.meta["citation_publication_date"] == ["2031/05/09"]
        assert head.canonical == [BASE + name]
        assert head.meta["citation_public_url"] == [LASTING + name]
        assert (head.meta["citation_doi"], head.meta["claimbook-dataset-id"]) == ([DOI], [CONTENT])
        assert len(head.meta["description"]) == len(head.meta["citation_title"]) == 1
    assert Head(book / "book/sources/herald.html").meta["citation_title"] == ["The Herald: 3 < 5 & rising"]
    assert Head(book / "book/sources/gazette.html").meta["citation_title"] == ["The Weir Gazette <i>"]


def test_the_start_page_stands_for_the_book(book: Path) -> None:
    head = Head(book / "book/index.html")
    assert head.meta["citation_title"] == ["The flood at Lowmere"]
    assert head.meta["citation_inbook_title"] == []
    assert head.meta["description"] == ["An invented case."]
    (data,) = head.data
    context = {"@vocab": SCHEMA, "contentUrl": {"@type": "@id"}, "license": {"@type": "@id"}}
    graph = Graph().parse(
        data=json.dumps({**data, "@context": context}), format="json-ld", publicID=BASE + "book/index.html"
    )
    thing = URIRef(f"{BASE}book/index.html#_dataset")

    def said(name: str) -> list[str]:
        return sorted(map(str, graph.objects(thing, URIRef(SCHEMA + name))))

    assert said("name") == ["The flood at Lowmere"]
    assert said("version") == ["1.2.0"]
    assert said("identifier") == [f"https://doi.org/{DOI}", CONTENT]
    assert said("url") == [f"{LASTING}book/index.html"]
    assert said("license") == ["https://licence.example/by/4.0/"]
    assert said("variableMeasured") == ["killed", "missing"]
    (creator,) = graph.objects(thing, URIRef(f"{SCHEMA}creator"))
    assert str(graph.value(creator, URIRef(f"{SCHEMA}name"))) == "A. Coder & <Sons>"
    (file,) = graph.objects(thing, URIRef(f"{SCHEMA}distribution"))
    assert str(graph.value(file, URIRef(f"{SCHEMA}contentUrl"))) == f"{BASE}assets/data.zip"


def test_every_page_names_the_build_in_full_in_its_head_and_shortly_at_its_foot(book: Path) -> None:
    for name in _names(book):
        if name in ("index.html", "404.html"):
            continue
        text = (book / name).read_text(encoding="utf-8")
        assert (name, Head(book / name).meta["claimbook-build"]) == (name, [BUILD])
        footer = text[text.index('<p class="cb-footer">') :]
        assert f"<code>{BUILD[: about.SHORT_BUILD]}</code>" in footer
        assert "CC BY 4.0" in footer
        assert "Version 1.2.0" in footer


def test_without_scripts_a_citation_has_content_id_doi_and_the_address_that_lasts(book: Path) -> None:
    known = f"Dataset {CONTENT}. https://doi.org/{DOI} {LASTING}book/sources/gazette.html"
    page = (book / "book/sources/gazette.html").read_text(encoding="utf-8")
    for anchor in ("", "#gazette-001", "#gazette-002"):
        assert page.count(f" {known}{anchor}</p></details>") == 1
    assert "https://gazette.example/flood</p></details>" in page  # the source's own


def test_the_search_page_cites_nothing(book: Path) -> None:
    head = Head(book / "search.html")
    assert [name for name in head.meta if name.startswith("citation_")] == []


def test_the_sitemap_lists_every_page_of_the_book_and_no_other(book: Path) -> None:
    root = ElementTree.parse(book / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{space}urlset"
    found = [str(place.text) for place in root.iter(f"{space}loc")]
    pages = [name for name in _names(book) if name.startswith("book/")]
    assert found == [BASE + name for name in pages]
    assert len(root) == len(found)


def test_the_page_for_lost_addresses_is_in_no_search_and_no_contents(book: Path) -> None:
    page = (book / "404.html").read_text(encoding="utf-8")
    assert Head(book / "404.html").meta["robots"] == ["noindex"]
    assert TITLE in page
    assert "No such page" not in (book / "searchindex.js").read_text(encoding="utf-8")
    for name in _names(book):
        assert name == "404.html" or "404.html" not in (book / name).read_text(encoding="utf-8")


def test_under_a_known_address_the_lost_page_links_from_the_root(book: Path) -> None:
    page = (book / "404.html").read_text(encoding="utf-8")
    assert '<a href="/people/a-book/latest/book/index.html">' in page
    assert re.findall(r'<script defer src="([^"]*)"', page) == ["/people/a-book/latest/claimbook-lost.js"]
    assert (book / rootfiles.LOST_SCRIPT).is_file()


def test_without_an_address_the_lost_page_asks_for_its_script_in_the_folders_above() -> None:
    page = rootfiles.lost_page("A <book>", "book/index.html")
    assert "A &lt;book&gt;" in page
    scripts = re.findall(r'<script defer src="([^"]*)"', page)
    assert scripts == ["claimbook-lost.js", "../claimbook-lost.js", "../../claimbook-lost.js"]
    assert ' href="book' not in page


class _Config:
    def __init__(self, address: object) -> None:
        self.html_baseurl = address


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://a.example/b", "https://a.example/b/"), ("https://a.example/b//", "https://a.example/b/"), ("", ""),
        (None, ""), ("a.example/b", ""), ("javascript:alert(1)", ""), ("/b/", ""),
    ],
)  # fmt: skip
def test_only_an_address_of_the_web_is_the_books_address(address: object, base: str) -> None:
    assert rootfiles.base_address(_Config(address)) == base


def test_a_dataset_that_says_nothing_of_itself_gets_no_empty_members() -> None:
    data = linked.dataset_data(about.About(), "T", "")
    assert data == {"@context": "https://schema.org", "@type": "Dataset", "@id": "#_dataset", "name": "T"}
    tags = dict(linked.page_tags(Credits(), "T", "", "", ""))
    assert {name for name, text in tags.items() if text} == {"description", "citation_title", "citation_language"}


def test_a_long_description_is_cut_between_words() -> None:
    text = linked.shorten("word " * 100)
    assert len(text) <= linked.MOST_SIGNS
    assert text.endswith("word…")


def test_what_a_book_says_of_itself_is_read_as_it_was_written(tmp_path: Path) -> None:
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", descriptor=PACKAGE))
    path = tmp_path / "credits.json"
    path.write_text(about.describe_book(dataset, BUILD), encoding="utf-8")
    read = about.read_about(path)
    assert (read.build, read.measures, read.credits.authors) == (BUILD, ("killed", "missing"), ("A. Coder & <Sons>",))
    assert about.read_about(tmp_path / "none.json") == about.About()
    assert replace(read, downloads=()) == read


def test_the_dataset_of_the_repository_says_who_made_which_version_of_it() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    work = read_credits(package)
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", work.version)
    assert work.authors
