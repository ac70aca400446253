"""The built book as files (as pages: test_browser): each claim at its address, each link leads on, nothing leaks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from builtpages import (
    FETCHED,
    FLAGGED,
    SPEC,
    Anchors,
    Elements,
    Pages,
    outputs,
    resolve,
    specs,
    without_flagged,
    word_by_word,
)  # fmt: skip
from sphinx.search.en import SearchEnglish

from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.links import claim_href, incident_href, incident_place_href, source_href

ROOT = Path(__file__).resolve().parents[1]
TEXT_FILES = {".html", ".js", ".css", ".json", ".ipynb", ".svg", ".txt", ".inv"}
# Ways in which a machine's folders, or who sat at it, get into a page.
PLACES = re.compile(
    r"/(?:home|Users|root|tmp|var/folders|mnt|workspace)/[\w.-]+|[A-Za-z]:\\\\?Users|file://(?!\W)|site-packages"
)


@pytest.fixture(scope="module")
def pages(built_book: Any) -> Pages:
    """Every page of the site, by its address from the book's root."""
    root = Path(built_book.html)
    found = sorted(root.rglob("*.html"))
    return {p.relative_to(root).as_posix(): BeautifulSoup(p.read_text("utf-8"), "html.parser") for p in found}


@pytest.fixture(scope="module")
def dataset(built_book: Any) -> Dataset:
    """The dataset that the book shows."""
    return load_dataset(Path(built_book.executed) / "slices" / "whole")


@pytest.fixture(scope="module")
def elements(pages: Pages) -> Elements:
    """The elements of every page that have an id, by it."""
    found: Elements = {page: {} for page in pages}
    for page, soup in pages.items():
        for tag in soup.find_all(id=True):
            found[page].setdefault(str(tag["id"]), []).append(tag)
    return found


@pytest.fixture(scope="module")
def anchors(elements: Elements) -> Anchors:
    """The anchors of every page."""
    return {page: set(found) for page, found in elements.items()}


@pytest.fixture(scope="module")
def unflagged(pages: Pages) -> Pages:
    """Every page without what is folded because of its words."""
    return {page: without_flagged(str(soup)) if soup.select_one(FLAGGED) else soup for page, soup in pages.items()}


def _rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def _leads_nowhere(root: Path, anchors: Anchors, page: str, address: str) -> bool:
    path, anchor = resolve(page, address)
    if path.startswith("..") or not (root / path).is_file():
        return True
    return bool(anchor) and path in anchors and anchor not in anchors[path]


def test_every_claim_is_an_anchor_on_its_sources_page_and_exactly_once(elements: Elements, dataset: Dataset) -> None:
    assert not dataset.claims.empty
    for claim in dataset.claims.itertuples():
        where = {page: len(found[claim.claim_id]) for page, found in elements.items() if claim.claim_id in found}
        assert where == {source_href(claim.source_id): 1}


def test_a_claims_anchor_is_its_card_and_the_card_has_its_permalink(elements: Elements, dataset: Dataset) -> None:
    for claim in dataset.claims.itertuples():
        page = source_href(claim.source_id)
        card = elements[page][claim.claim_id][0]
        assert card.name == "article"
        permalink = card.find("a", class_="cb-permalink")["href"]
        assert resolve(page, permalink) == (page, claim.claim_id)


def test_no_anchor_stands_twice_on_a_page(elements: Elements) -> None:
    twice = {page: [key for key, tags in found.items() if len(tags) > 1] for page, found in elements.items()}
    assert {page: ids for page, ids in twice.items() if ids} == {}


def test_every_source_and_every_incident_has_a_page(pages: Pages, dataset: Dataset) -> None:
    wanted = [source_href(i) for i in dataset.sources["source_id"]]
    wanted += [incident_href(i) for i in dataset.incidents["incident_id"]]
    assert set(wanted) <= set(pages)


def test_every_mark_of_every_chart_leads_to_a_claim(pages: Pages, anchors: Anchors, dataset: Dataset) -> None:
    claims = {claim_href(c.source_id, c.claim_id) for c in dataset.claims.itertuples()}
    # The marks of the map lead to what is said to have happened there, or to the list of it.
    claims |= {incident_href(key) for key in dataset.incidents["incident_id"]}
    claims |= {incident_place_href(key) for key in dataset.places["place_id"]}
    marks = [row for soup in pages.values() for spec in specs(soup) for row in _rows(spec) if "href" in row]
    assert marks
    for row in marks:
        assert row["href"] in claims
        path, _, anchor = row["href"].partition("#")
        assert (not anchor and path in pages) or anchor in anchors[path]


def test_every_coded_figure_and_statement_leads_from_a_chart_or_a_caption_to_its_claim(
    pages: Pages, dataset: Dataset
) -> None:
    for page, frame in (("book/figures.html", dataset.figures), ("book/statements.html", dataset.statements)):
        soup = pages[page]
        linked = {row["href"] for spec in specs(soup) for row in _rows(spec) if "href" in row}
        linked |= {"#".join(resolve(page, str(a["href"]))) for a in soup.select("a[href]")}
        source = dict(zip(dataset.claims["claim_id"], dataset.claims["source_id"], strict=True))
        assert {claim_href(source[c], c) for c in frame["claim_id"]} <= linked


def test_every_mark_of_a_matrix_leads_to_a_claims_card_or_to_the_list_of_them(pages: Pages, elements: Elements) -> None:
    cells = "table.cb-matrix a[href]:not(.cb-none)"
    marks = [(page, str(a["href"])) for page, soup in pages.items() for a in soup.select(cells)]
    assert marks
    for page, address in marks:
        path, anchor = resolve(page, address)
        reached = elements[path][anchor][0]
        under = reached if reached.name == "ul" else reached.find_next_sibling(["dd", "dl"])
        listed = under if path == page else None
        targets = (
            [resolve(page, str(a["href"])) for a in listed.select("a[href]:not(.cb-on-paper a, .cb-above a)")]
            if listed
            else [(path, anchor)]
        )
        assert targets
        assert all("cb-card" in elements[to][claim][0]["class"] for to, claim in targets)


def test_every_link_inside_the_book_leads_to_a_file_and_an_anchor(
    built_book: Any, pages: Pages, anchors: Anchors
) -> None:
    checked, broken = 0, []
    # 404.html is shown under any address, and has tests of its own.
    for page, soup in ((name, soup) for name, soup in pages.items() if name != "404.html"):
        for tag in soup.find_all(["a", "link", "script", "img", "form"]):
            for name in ("href", "src", "action"):
                address = str(tag.get(name) or "")
                if not address or re.match(r"[a-z][a-z0-9+.-]*:", address):
                    continue
                checked += 1
                if _leads_nowhere(Path(built_book.html), anchors, page, address):
                    broken.append((page, tag.name, address))
    assert checked
    assert broken == []


def test_links_that_leave_the_book_are_web_addresses_and_nothing_that_runs(pages: Pages) -> None:
    odd = {
        (page, str(tag["href"]))
        for page, soup in pages.items()
        for tag in soup.find_all("a", href=True)
        if re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*:", str(tag["href"])) and not re.match(r"https?://", str(tag["href"]))
    }
    assert odd == set()


def test_no_page_makes_the_browser_fetch_from_another_host(pages: Pages) -> None:
    outside = [
        (page, tag.name, str(tag[name]))
        for page, soup in pages.items()
        for tag in soup.find_all(list(FETCHED))
        for name in FETCHED[tag.name]
        if re.match(r"(?:[a-z]+:)?//", str(tag.get(name) or ""), re.IGNORECASE)
    ]
    assert outside == []
    assert not [page for page, soup in pages.items() if soup.find("base")]


def test_no_style_loads_from_another_host(built_book: Any, pages: Pages) -> None:
    styles = {p.name: p.read_text("utf-8") for p in Path(built_book.html).rglob("*.css")}
    assert styles
    for page, soup in pages.items():
        styles[page] = " ".join([*(str(tag["style"]) for tag in soup.find_all(style=True)), *map(str, soup("style"))])
    loads = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:[a-z]+:)?//[^"')\s]*)""", re.IGNORECASE)
    assert {name: found for name, text in styles.items() if (found := loads.findall(text))} == {}


def test_no_page_has_code_of_its_own(pages: Pages) -> None:
    for page, soup in pages.items():
        kinds = {script.get("type") for script in soup.find_all("script") if not script.get("src")}
        handlers = [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
        assert (page, kinds - {SPEC, "application/ld+json", "application/json"}, handlers) == (page, set(), [])


def test_no_file_names_a_folder_or_a_user_of_the_machine_that_built_it(built_book: Any) -> None:
    files = [p for p in Path(built_book.html).rglob("*") if p.is_file() and p.suffix in TEXT_FILES]
    named = {str(ROOT), str(Path.home())} - {"/"}
    assert len(files) > 10
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        assert (path.name, PLACES.findall(text)) == (path.name, [])
        assert (path.name, [place for place in named if f"{place}/" in text]) == (path.name, [])


@pytest.fixture(scope="module")
def flagged(dataset: Dataset) -> dict[str, str]:
    """The words that may stand on their claim's card only, by claim."""
    rows = dataset.claims[(dataset.claims["content_flag"] != "") & (dataset.claims["words"] != "")]
    assert not rows.empty, "the dataset has no flagged words: this test needs some"
    return dict(zip(rows["claim_id"], rows["words"], strict=True))


def test_flagged_words_stand_on_their_claims_card_behind_a_disclosure(
    pages: Pages, dataset: Dataset, flagged: dict[str, str]
) -> None:
    source = dict(zip(dataset.claims["claim_id"], dataset.claims["source_id"], strict=True))
    for claim_id, words in flagged.items():
        card = pages[source_href(source[claim_id])].find(id=claim_id)
        folded = card.select_one("details.cb-flagged")
        assert words in folded.get_text()
        assert words not in folded.summary.get_text()
        assert not folded.has_attr("open")


def test_flagged_words_stand_nowhere_else(built_book: Any, unflagged: Pages, flagged: dict[str, str]) -> None:
    elsewhere = {page: str(soup) for page, soup in unflagged.items()}
    for path in Path(built_book.html).rglob("*.ipynb"):
        shown = " ".join(outputs(path))
        elsewhere[path.name] = str(without_flagged(shown)) if "cb-flagged" in shown else shown
    # What lies beside the pages: scripts' rows, charts' files and drawings, the search's index, the stored downloads.
    root = Path(built_book.html)
    beside = [path for path in root.rglob("*") if path.is_file() and path.suffix not in (".html", ".ipynb", ".png")]
    elsewhere |= {path.relative_to(root).as_posix(): path.read_text("utf-8", errors="replace") for path in beside}
    assert {".js", ".csv", ".svg", ".zip", ".inv", ".json"} <= {path.suffix for path in beside}
    looked_for = {word_by_word(words) for words in flagged.values()}
    assert "" not in looked_for
    for name, text in elsewhere.items():
        said = word_by_word(text)
        assert (name, [words for words in looked_for if words in said]) == (name, [])


def test_words_are_found_whatever_their_case_and_whatever_signs_stand_between_them() -> None:
    assert word_by_word("Don’t open") in word_by_word("<p>“DON&#39;T,\nopen!”</p>")
    assert word_by_word("gates left") not in word_by_word("the gates that were left")


def test_a_word_that_only_flagged_words_have_is_not_in_the_search_index(
    built_book: Any, unflagged: Pages, flagged: dict[str, str]
) -> None:
    text = (Path(built_book.html) / "searchindex.js").read_text("utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    language = SearchEnglish({})
    elsewhere = {word.casefold() for s in unflagged.values() for word in re.findall(r"\w+", s.get_text())}
    stems = {language.stem(word) for word in elsewhere}
    only = {w.casefold() for words in flagged.values() for w in re.findall(r"\w+", words)} - elsewhere
    only = {word for word in only if language.stem(word) not in stems}
    assert only, "every flagged word is said elsewhere too: the test finds nothing to look for"
    assert {word for word in only if language.stem(word) in {*index["terms"], *index["titleterms"]}} == set()
    assert len(index["terms"]) > 100


def test_what_coders_noted_for_themselves_has_no_place_in_any_table_of_a_page(pages: Pages, dataset: Dataset) -> None:
    titles = {
        column.title
        for table in dataset.descriptor.tables.values()
        for column in table.columns
        if column.name == "note"
    }
    heads = {cell.get_text() for s in pages.values() for cell in s.select(".cb-card dt, .cb-card th")}
    assert "Said" in heads
    assert heads.isdisjoint(titles)
    published = " ".join(soup.get_text() for soup in pages.values())
    for name in ("claims", "actors", "sources"):
        assert [note for note in dataset.frames[name]["note"] if note and note in published] == []


def test_every_page_has_a_title_a_language_and_one_first_heading(pages: Pages) -> None:
    for page, soup in pages.items():
        assert (page, soup.html["lang"]) == (page, "en")
        assert (page, bool(soup.title.get_text().strip())) == (page, True)
        if page not in ("index.html", "search.html"):
            assert (page, len(soup.select("article h1"))) == (page, 1)  # the theme has a second one, for print
