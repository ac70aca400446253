"""Scopes and parties in a real browser: chosen, told in words, in the address; and no table wider than its page."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest
from browsing import OVERFLOW, Visit, open_page, unfold
from conftest import BuiltBook
from controlsite import said_shown
from playwright.sync_api import Browser, BrowserContext, Page
from renderings import load_renderings
from sitebook import write_book, write_notebook

from claimbook.book.matrices import accusation_matrix, dispute_matrices
from claimbook.book.press import make_site
from claimbook.book.scope_page import scope_matrices
from claimbook.model.dataset import Dataset

FIGURES = [
    {"figure": "f1", "quantity": "12", "place_id": "harrow"},
    {"figure": "f2", "quantity": "13", "place_id": "harrow", "source": "paper-2", "claimant": "harrow-lines"},
    {"figure": "f3", "quantity": "14", "place_id": "harrow-dock"},
    {"figure": "f4", "quantity": "15", "place_id": "upper-dock", "claimant": "port-police"},
    {"figure": "f5", "quantity": "1383", "measure": "detained", "claimant": "port-police"},
]
LISTED = """() => [...document.querySelectorAll('.cb-scope-list tbody tr')].filter(row => row.offsetParent).map(
    row => row.dataset.figures)"""
TOLD = """() => [...document.querySelectorAll('.cb-chosen > :is(details, p)')].map(part => part.querySelector('summary')
    ? [part.querySelector('summary').textContent, ...[...part.querySelectorAll(':scope > ul > li')].map(
        item => item.textContent)] : [part.textContent])"""
TOO_WIDE = """() => [...document.querySelectorAll('.bd-article table')].filter(table => table.offsetParent
    && table.getBoundingClientRect().right > document.querySelector('.bd-article').getBoundingClientRect().right)
    .map(table => table.className)"""
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 800}
PARTIES = 12


def _disputes(folder: Path) -> Dataset:
    """One question with more answers than stand side by side, and a dozen parties, each accused by each other."""
    names = [f"party-{letter}" for letter in "abcdefghijkl"]
    claims = [f"paper-1-c{number}" for number in range(1, PARTIES + 1)]
    figures = [
        {"figure": f"f{n}", "quantity": "12", "claim": f"c{n}", "claimant": name} for n, name in enumerate(names, 1)
    ]
    return load_renderings(
        folder, *figures,
        actors=[{"actor_id": name, "name": f"The {name} of Harrow Dock", "kind": "authority"} for name in names],
        disputes=[{"dispute_id": "gates", "question": "Who shut the gates?", "kind": "fact"}],
        positions=[{"position_id": f"p-{name}", "dispute_id": "gates", "label": f"the {name}"} for name in names],
        takes=[{"claim_id": claim, "position_id": f"p-{other}", "stance": "asserts"}
               for claim, other in zip(claims, names[1:], strict=False)],
        attributions=[
            {"attribution_id": f"{claim}-{other}", "claim_id": claim, "accused_id": other, "deed": "gates shut",
             "object": "responsibility", "role": "ordered", "stance": "asserts"}
            for claim, name in zip(claims, names, strict=True) for other in names if other != name
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """A site with the page of scopes and that of disputes, in the place of the book of `data/`."""
    folder = tmp_path_factory.mktemp("scopes")
    stage = write_book(folder / "stage")
    scopes, parties = load_renderings(folder / "one", *FIGURES), _disputes(folder / "two")
    with chdir(stage / "book"):
        disputes = dispute_matrices(parties).html + accusation_matrix(parties).html
        pages = {"comparable": scope_matrices(scopes).html, "disputes": disputes}
    for name, html in pages.items():
        write_notebook(stage / f"book/{name}.ipynb", name.title(), html)
    toc = (stage / "_toc.yml").read_text("utf-8")
    more = "".join(f"  - file: book/{name}\n" for name in pages)
    (stage / "_toc.yml").write_text(toc.replace("  - url:", more + "  - url:"), "utf-8")
    return BuiltBook(make_site(stage), folder)


def _open(context: BrowserContext, address: str, query: str = "") -> Visit:
    return open_page(context, f"{address}book/comparable.html{query}")


def _choose(page: Page, number: str) -> None:
    row = page.locator(".cb-scope-list tr", has=page.locator(f"th:text-is('{number}')"))
    row.locator(".cb-compare").click()


@pytest.mark.parametrize(
    ("query", "listed", "said"),
    [
        ("?place=harrow", ["f3", "f1 f2", "f4"], "3 of 4 scopes listed."),
        ("?place=harrow-dock", ["f3"], "1 of 4 scopes listed."),
        ("?measure=detained", ["f5"], "1 of 4 scopes listed."),
        ("?origin=harrow-lines", ["f1 f2"], "1 of 4 scopes listed."),
        ("?place=harrow&origin=port-police", ["f4"], "1 of 4 scopes listed."),
        ("?words=dock+UPPER", ["f4"], "1 of 4 scopes listed."),
        ("?words=Hàut+bassin", ["f4"], "1 of 4 scopes listed."),
        ("?words=الاعلى", ["f4"], "1 of 4 scopes listed."),
        ("?words=ock", [], "0 of 4 scopes listed."),
        # By a number however its thousands are parted, and by who gave it out, under a short name too.
        ("?words=1383", ["f5"], "1 of 4 scopes listed."),
        ("?words=1,383", ["f5"], "1 of 4 scopes listed."),
        ("?words=lines", ["f1 f2"], "1 of 4 scopes listed."),
        ("?words=HLC", ["f1 f2"], "1 of 4 scopes listed."),
        ("?measure=detained&place=harrow", [], "0 of 4 scopes listed."),
    ],
)
def test_scopes_are_listed_as_the_address_asks(
    browser: Browser, address: str, query: str, listed: list[str], said: str
) -> None:
    with browser.new_context() as context:
        visit = _open(context, address, query)
        assert visit.page.evaluate(LISTED) == listed
        assert said_shown(visit.page) == said
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_words_narrow_the_list_as_one_types_and_are_one_step_back(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "").page
        page.get_by_label("Words in it").press_sequentially("dock UPPER")
        assert page.evaluate(LISTED) == ["f4"]
        page.go_back()
        assert said_shown(page) == "4 of 4 scopes listed."


def test_a_chosen_scope_is_told_with_every_other_and_the_reason_in_words_and_back_again(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?measure=on_strike").page
        assert page.locator(".cb-chosen").is_hidden()
        _choose(page, "1")
        assert page.url.endswith("comparable.html?scope=f3")
        assert page.evaluate("document.activeElement.textContent").startswith("Scope 1: People · Harrow Dock")
        own, within, holds, overlapping, not_comparable = page.evaluate(TOLD)
        assert (own[0], len(own)) == ("Comparable with each other: the figures of this scope (1)", 2)
        assert within[0].endswith("(1)")
        assert within[1].startswith("2. People · Harrow · 4 May 2031")
        assert "though a number of the part is larger than one of the whole (“14”: " in within[1]
        assert within[1].endswith("place: Harrow; of the chosen one: Harrow Dock")
        assert (holds[0][0], holds[0][-3:], overlapping[0][-3:]) == ("⊃", "(0)", "(0)")
        assert not_comparable[0].endswith("(2)")
        assert not_comparable[1].endswith("place: Upper Dock; of the chosen one: Harrow Dock")
        # From the other side it is the mirror.
        page.locator(".cb-chosen a[data-scope=f1]").click()
        assert page.url.endswith("scope=f1")
        assert [len(part) - 1 for part in page.evaluate(TOLD)] == [2, 0, 2, 0, 1]
        page.go_back()
        page.wait_for_function("() => document.querySelector('.cb-shown').textContent.includes('scope 1 is')")
        page.get_by_role("button", name="Choose none").press("Enter")
        assert page.locator(".cb-chosen").is_hidden()
        assert page.url.endswith("comparable.html")


def test_what_found_a_scope_does_not_narrow_what_it_is_compared_with_and_stands_again_on_going_back(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?place=harrow-dock&words=14").page
        legend = page.locator("#cb-choose legend").inner_text()
        assert page.evaluate(LISTED) == ["f3"]
        _choose(page, "1")
        assert said_shown(page) == "4 of 4 scopes listed; scope 1 is compared with all 3 others."
        assert page.get_by_label("Words in it").input_value() == page.locator("#cb-choose-place").input_value() == ""
        assert page.locator("#cb-choose legend").inner_text() == "Narrow the others with which scope 1 is compared"
        assert [part[0].rpartition(" (")[2] for part in page.evaluate(TOLD)] == ["1)", "1)", "0)", "0)", "2)"]
        # Who narrows the others is told of how many.
        page.locator("#cb-choose-measure").select_option("detained")
        assert [part[0].rpartition(" (")[2] for part in page.evaluate(TOLD)][1:] == [
            "0 of 1)",
            "0 of 0)",
            "0 of 0)",
            "1 of 2)",
        ]
        page.go_back()
        page.go_back()
        page.wait_for_function("() => location.search.includes('words=14')")
        assert page.evaluate(LISTED) == ["f3"]
        assert page.locator("#cb-choose legend").inner_text() == legend


def test_a_reset_compares_with_all_again_and_keeps_the_chosen_scope(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?measure=detained&scope=f3").page
        assert "compared with 1 of 3 others, those that fit what is chosen here." in said_shown(page)
        page.get_by_role("button", name="Reset").click()
        assert said_shown(page) == "4 of 4 scopes listed; scope 1 is compared with all 3 others."
        assert page.url.endswith("comparable.html?scope=f3")


def test_any_figure_of_a_scope_leads_to_it_and_an_unknown_one_is_told(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?scope=f2").page
        assert said_shown(page) == "4 of 4 scopes listed; scope 2 is compared with all 3 others."
        # What is chosen remains where what it is compared with is narrowed.
        page.locator("#cb-choose-place").select_option("upper-dock")
        assert said_shown(page) == (
            "1 of 4 scopes listed; scope 2 is compared with 1 of 3 others, those that fit what is chosen here."
        )
        assert [len(part) - 1 for part in page.evaluate(TOLD)] == [2, 0, 1, 0, 0]
        page = _open(context, address, "?scope=f9").page
        assert said_shown(page) == "4 of 4 scopes listed; the scope that the address asks for is not in this book."


def test_a_sign_opens_the_fold_in_which_its_reason_stands(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        assert not page.locator(".cb-reasons li").first.is_visible()
        page.locator(".cb-scopes td a").first.press("Enter")
        page.locator(".cb-reasons li:target").wait_for()
        assert "place: Harrow Dock, and Harrow." in page.locator(".cb-reasons li:target").inner_text()


def test_without_scripts_the_page_has_every_scope_its_reasons_and_files_and_no_dead_control(
    browser: Browser, address: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = _open(context, address).page
        assert page.locator(".cb-scope-lists details").count() == 2
        page.locator(".cb-scope-lists summary").first.click()
        assert page.locator(".cb-scope-list tr li a:visible").count() == 4
        assert page.locator(":is(form, .cb-compare, .cb-choose-bar):visible").count() == 0
        page.locator("summary", has_text="pair by pair").click()
        assert page.locator(".cb-reasons li:visible").count() == 3
        assert page.locator(".cb-scope-lists a[download]:visible").count() == 2


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["comparable", "disputes"])
def test_no_table_is_wider_than_the_page(browser: Browser, address: str, name: str, viewport: dict[str, int]) -> None:
    with browser.new_context(viewport=viewport) as context:
        page = open_page(context, f"{address}book/{name}.html?scope=f1").page
        unfold(page)
        assert page.locator("table:visible").count() >= 2
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(OVERFLOW) == 0


def test_heads_of_a_long_table_stay_in_sight(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=DESK) as context:
        page = open_page(context, f"{address}book/disputes.html").page
        table = page.locator("table.cb-accused").first
        assert table.bounding_box()["height"] > 2 * DESK["height"]
        table.locator("tbody tr").nth(PARTIES - 2).evaluate("row => row.scrollIntoView({ block: 'end' })")
        head = table.locator("thead th").last.bounding_box()
        assert 0 <= head["y"] < 100
        assert (
            page.evaluate(
                "([x, y]) => document.elementFromPoint(x, y).textContent",
                [head["x"] + 5, head["y"] + head["height"] / 2],
            )
            == "Who says so"
        )


def test_a_mark_opens_the_fold_in_which_its_claims_stand(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = open_page(context, f"{address}book/disputes.html").page
        link = page.locator("table.cb-accused a.cb-said-by").first
        goal = page.locator(link.get_attribute("href") or "")
        assert not goal.is_visible()
        link.click()
        goal.wait_for(state="visible")


def test_every_accuser_stands_in_its_accuseds_row_and_leads_to_its_claims(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = open_page(context, f"{address}book/disputes.html").page
        rows = page.locator("table.cb-accused").first.locator("tbody tr")
        assert rows.count() == PARTIES
        for place in range(PARTIES):
            assert rows.nth(place).locator("a.cb-said-by").count() == PARTIES - 1
        link = rows.first.locator("a.cb-said-by").last
        link.press("Enter")
        assert page.evaluate("document.querySelector(':target').textContent").startswith(link.inner_text())
