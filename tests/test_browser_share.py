"""What a reader takes along from a card, in a real browser: its link, its citation; and the page for lost addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from browsing import SUB_PATH, WithLostPage, open_page, serving
from framesite import write_page
from playwright.sync_api import Browser, Page
from sitebook import write_book, write_notebook
from tiny import write_tiny_dataset

from claimbook import __version__
from claimbook.analysis.timeline import timeline_marks
from claimbook.book import about
from claimbook.book.cards import source_cards
from claimbook.book.panels import statement_timeline
from claimbook.book.press import make_site
from claimbook.book.rootfiles import lost_page
from claimbook.model.cite import Entry, bibtex, book_entry, chart_entry, claim_entry, csl_json, plain_text, ris
from claimbook.model.credits import read_credits
from claimbook.model.dataset import load_dataset

VERSION, DOI, CONTENT = "1.2.0", "10.5281/zenodo.1234567", "swh:1:dir:" + "0123456789" * 4
PACKAGE = {
    "id": f"https://doi.org/{DOI}",
    "version": VERSION,
    "created": "2031-05-09T00:00:00Z",
    "contributors": [{"title": "A. Coder"}],
}
CARDS = "book/sources/gazette.html"
BUILD = "0123456789abcdef" * 4
COPIED = "() => navigator.clipboard.readText()"
LICENCE = {"licenses": [{"name": "CC-BY-4.0"}]}
WORK = read_credits({"name": "lowmere-flood", "title": "The flood at Lowmere", **LICENCE, **PACKAGE})
FORMATS = {"Text": plain_text, "BibTeX": bibtex, "RIS": ris, "CSL-JSON": lambda entry: csl_json([entry])}
AWKWARD = (
    "plain", "a {b} \\c", "{{", "50% & more_or $less #1 ~2^3|", "a--b ---c ''d'' ``e`` ,,f ?`g",
    "two\nlines\r\nER  - \r\n", "النهر 🌊 é", "<b>“x”</b>", "ends.", "ends?”", "x\u2028y\x85z",
    "'single", "\\", " and ", "tab\tand\u00a0space",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small book that holds the cards of the tiny dataset, flagged words among them, and a chart."""
    folder = tmp_path_factory.mktemp("share")
    stage = write_book(folder / "stage")
    flagged = {"gazette-002": {"content_flag": "slur"}}
    dataset = load_dataset(write_tiny_dataset(folder / "data", descriptor=PACKAGE, claims=flagged))
    with chdir(stage / "book/sources"):  # a page is executed where it will lie
        cards = source_cards(dataset, "").html
    with chdir(stage / "book"):
        chart = statement_timeline(dataset, timeline_marks(dataset), "statements")
    write_notebook(stage / "book/sources/gazette.ipynb", "The Weir Gazette", cards)
    write_page(stage / "book/statements.ipynb", "Statements", chart)
    with (stage / "book/index.md").open("a", encoding="utf-8") as start:
        start.write("\n```{cite-book}\n```\n")
    toc = (stage / "_toc.yml").read_text(encoding="utf-8")
    more = "    - file: book/sources/gazette\n  - file: book/statements\n"
    (stage / "_toc.yml").write_text(toc.replace("  - url:", f"{more}  - url:"))
    (stage / "credits.json").write_text(about.describe_book(dataset, BUILD, content=CONTENT), encoding="utf-8")
    return make_site(stage)


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Where that site is served."""
    with serving(partial(WithLostPage, directory=str(site))) as address:
        yield address


def _known(entry: Entry) -> Entry:
    """An entry with what the page's head says of the dataset."""
    return replace(entry, content=CONTENT, doi=DOI)


def _open_card(page: Page, served: str) -> Any:
    page.goto(f"{served}{CARDS}#gazette-001")
    return page.locator("article#gazette-001")


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_copy_link_puts_the_claims_address_into_the_clipboard(browser: Browser, served: str, how: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        visit = open_page(context, f"{served}{CARDS}")
        pressed = visit.page.get_by_role("button", name="Copy link to gazette-001")
        if how == "click":
            pressed.click()
        else:
            pressed.focus()
            visit.page.keyboard.press("Enter")
        visit.page.get_by_text("Link copied.").wait_for(state="attached")
        assert visit.page.evaluate(COPIED) == f"{served}{CARDS}#gazette-001"
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


@pytest.mark.parametrize("works", [True, False], ids=["the old way works", "nothing works"])
def test_where_there_is_no_clipboard_the_link_is_copied_the_old_way_or_shown(
    browser: Browser, served: str, works: bool
) -> None:
    with browser.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
            f"document.execCommand = name => {{ window.asked = [name, getSelection().toString() ||"
            f" document.activeElement.value]; return {json.dumps(works)}; }};"
        )
        page = context.new_page()
        card = _open_card(page, served)
        card.get_by_role("button", name="Copy link").click()
        assert page.evaluate("() => window.asked") == ["copy", f"{served}{CARDS}#gazette-001"]
        shown = card.get_by_role("textbox", name="Address")
        assert shown.count() == (0 if works else 1)
        if not works:
            assert shown.input_value() == f"{served}{CARDS}#gazette-001"


@pytest.mark.parametrize("name", FORMATS)
def test_cite_copies_each_format_with_the_address_of_the_claim(
    browser: Browser, served: str, site: Path, name: str
) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        card = _open_card(page, served)
        assert not card.locator("details.cb-cite p").is_visible()
        card.get_by_text("Cite", exact=True).click()
        card.get_by_role("button", name=f"Copy as {name}").click()
        page.get_by_text(f"{name} copied.").wait_for(state="attached")
        record = json.loads(card.locator('script[type="application/ld+json"]').text_content() or "")
        url = f"{served}{CARDS}#gazette-001"
        entry = _known(claim_entry(WORK, "gazette-001", record["description"], record["creditText"], url))
        assert page.evaluate(COPIED).replace("\r\n", "\n") == FORMATS[name](entry).replace("\r\n", "\n")
        assert card.locator("details.cb-cite p").inner_text() == plain_text(entry)


@pytest.mark.parametrize("kind", ["chart", "book"])
def test_a_chart_and_the_book_are_cited_by_the_same_means(browser: Browser, served: str, kind: str) -> None:
    page_name, asked = {"chart": ("book/statements.html", "?act=deny#x"), "book": ("book/index.html", "?x#x")}[kind]
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        visit = open_page(context, f"{served}{page_name}{asked}")
        page, fold = visit.page, visit.page.locator("details.cb-cite")
        if kind == "chart":
            question = page.locator(".cb-question").inner_text()
            note = f"Chart made with claimbook {__version__}."
            entry = _known(chart_entry(WORK, "statements", question, note, f"{served}{page_name}#statements"))
        else:
            entry = _known(book_entry(WORK, f"{served}{page_name}", BUILD[:10]))
        # Without scripts it stands there as it is, without an address.
        assert fold.locator("p").text_content() == plain_text(replace(entry, url=""))
        fold.locator("summary").press("Enter")
        for name, write in FORMATS.items():
            fold.get_by_role("button", name=f"Copy as {name}").click()
            page.get_by_text(f"{name} copied.").wait_for(state="attached")
            assert page.evaluate(COPIED).replace("\r\n", "\n") == write(entry).replace("\r\n", "\n")
        assert fold.locator("p").inner_text() == plain_text(entry)
        assert fold.locator(".cb-unreleased").inner_text().startswith("Not a released version")
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_the_formats_of_the_browser_are_those_of_the_program(browser: Browser, served: str) -> None:
    entries = [
        Entry(
            kind, "a-1", text, (text, "B"), date, more, "", more, "https://host.example/ä b?c={d}#e", "", text, *known
        )
        for kind in ("claim", "chart", "book", "source", "other")
        for date in ("2031-05-09", "")
        for known in ((CONTENT, DOI), (CONTENT, ""), ("", ""))
        for text, more in zip(AWKWARD, reversed(AWKWARD), strict=True)
    ]
    given = [{name: getattr(entry, name) for name in entry.__dataclass_fields__} for entry in entries]
    with browser.new_context() as context:
        page = context.new_page()
        _open_card(page, served)
        for name, script in (("Text", "text"), ("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL-JSON", "csl")):
            made = page.evaluate(f"entries => entries.map(entry => window.claimbookCite.{script}(entry))", given)
            assert made == [FORMATS[name](entry) for entry in entries]


def test_a_page_opened_from_a_folder_is_cited_without_an_address(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        visit = open_page(context, (site / CARDS).as_uri())
        card = visit.page.locator("article#gazette-001")
        card.get_by_text("Cite", exact=True).click()
        text = card.locator("details.cb-cite p").inner_text()
        assert text.startswith("A. Coder (9 May 2031). Claim gazette-001:")
        card.locator(".cb-unreleased").wait_for()  # until it is visible
        assert "file:" not in text
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_without_scripts_the_link_and_the_citation_stand_on_the_card(browser: Browser, served: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        card = _open_card(page, served)
        assert card.get_by_role("button").count() == 0
        assert card.get_by_role("link", name="Permalink to claim gazette-001").is_visible()
        card.get_by_text("Cite", exact=True).click()
        assert "Claim gazette-001:" in card.locator("details.cb-cite p").inner_text()


def test_flagged_words_open_on_request_and_are_in_no_citation(browser: Browser, served: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{served}{CARDS}")
        card = page.locator("article#gazette-002")
        words = card.locator("details.cb-flagged blockquote").all()
        assert len(words) == 2  # the claim's, and those that a number stands in
        assert [each.is_visible() for each in words] == [False, False]
        card.locator("details.cb-flagged summary").press("Enter")
        assert [each.is_visible() for each in words] == [True, True]
        assert card.locator("a.cb-passage").get_attribute("href") == "https://gazette.example/flood"


DEPTHS = ["nothing.html", "book/nothing.html", "book/sources/weir-gazette.html"]


@pytest.mark.parametrize("name", DEPTHS)
def test_the_page_for_lost_addresses_leads_to_the_start_from_any_depth(
    browser: Browser, served: str, name: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        answer = page.goto(served + name)
        assert answer is not None
        assert answer.status == 404
        start = page.locator(".cb-lost-links a").first
        start.wait_for(state="visible")
        assert page.locator(".cb-lost-links a").nth(1).get_attribute("href").startswith(f"{served}search.html?q=")
        start.click()
        page.wait_for_url(f"{served}book/index.html")


def test_without_scripts_or_where_it_lies_too_deep_the_lost_page_is_plain_text(browser: Browser, served: str) -> None:
    for scripts, name in ((False, "book/nothing.html"), (True, "a/b/c/d/nothing.html")):
        with browser.new_context(java_script_enabled=scripts) as context:
            page = context.new_page()
            page.goto(served + name)
            assert page.get_by_role("heading", name="No such page").is_visible()
            assert page.get_by_text("Cut the address").is_visible()
            assert page.get_by_role("link").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_where_the_books_address_is_known_the_lost_page_links_without_a_script(
    browser: Browser, site: Path, tmp_path: Path, scripts: bool
) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/index.html").write_text("<h1>Start</h1>")
    script = (site / "claimbook-lost.js").read_text(encoding="utf-8")
    (tmp_path / "claimbook-lost.js").write_text(script, encoding="utf-8")
    page_text = lost_page("A book", "book/index.html", f"https://host.example{SUB_PATH}")
    (tmp_path / "404.html").write_text(page_text, encoding="utf-8")
    with (
        serving(partial(WithLostPage, directory=str(tmp_path))) as address,
        browser.new_context(java_script_enabled=scripts) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}a/b/c/d/nothing.html")
        page.locator(".cb-lost-links a").first.click()
        page.wait_for_url(f"{address}book/index.html")
