"""The timelines in a real browser: which statements, in which days, what goes on beyond them, each mark's own text."""

from __future__ import annotations

import pytest
from browsing import Visit, open_page
from controlsite import harbour_book, said_shown, wait_until_drawn
from harbour import STATEMENTS
from playwright.sync_api import Browser, BrowserContext, Page

MARKS = """() => [...document.querySelectorAll('.cb-chart')].filter(chart => chart.offsetParent).flatMap(
    chart => [...chart.querySelectorAll('a.cb-chart-link')].map(
        link => link.getAttribute('href').split('#')[1].slice('paper-1-'.length)))"""
SHAPES = """name => [...document.querySelectorAll('.cb-chart')].filter(chart => chart.offsetParent).reduce(
    (sum, chart) => sum + chart.querySelectorAll(`g.${name}_marks > *`).length, 0)"""
ROWS = """() => [...document.querySelectorAll('.cb-scroll tr[data-acts]')].filter(row => row.offsetParent).length"""
EVERYTHING = [row[0] for row in STATEMENTS]


# In the place of the book of `data/`.
built_book = pytest.fixture(scope="module")(harbour_book)


def _open(context: BrowserContext, address: str, query: str = "") -> Visit:
    return open_page(context, f"{address}book/statements.html{query}")


def _shown(page: Page, names: list[str]) -> None:
    """Wait until exactly these statements are drawn."""
    wait_until_drawn(page, MARKS, names)


CASES = {
    "act": ("?act=deny", ["two", "four"], "2 of 6 statements shown"),
    "position": ("?alignment=not_expressed", ["three", "five", "six"], "3 of 6 statements shown"),
    "position not coded": ("?alignment=not-coded", ["two", "four"], "2 of 6 statements shown"),
    "lane": ("?lane=dock-union", ["one", "five"], "2 of 6 statements shown"),
    "both": ("?act=urge&alignment=not_expressed", ["five"], "1 of 6 statements shown"),
    # On the 6th: one of the day, one of a span, one said by the 8th, and one of no known day.
    "a day": (
        "?from=2031-05-06&to=2031-05-06",
        ["two", "three", "four", "six"],
        "4 of 6 statements shown, on 6 May 2031: 1 was certainly said then; 3 more may have been said then, their day "
        "is not certain (1 of no known day)",
    ),
    "from a day": (
        "?from=2031-05-10",
        ["four", "five"],
        "2 of 6 statements shown, from 10 May 2031 to 12 May 2031: 1 was certainly said then; 1 more may have been "
        "said then, their day is not certain (1 of no known day)",
    ),
    "an act in some days": (
        "?act=urge&to=2031-05-06",
        ["one"],
        "1 of 6 statements shown, from 5 May 2031 to 6 May 2031: 1 was certainly said then",
    ),
    "not of this page": ("?act=%3Cb%3E&from=1999-01-01&to=x", EVERYTHING, "6 of 6 statements shown"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_address_says_which_statements_are_shown(browser: Browser, address: str, case: str) -> None:
    query, names, said = CASES[case]
    with browser.new_context() as context:
        visit = _open(context, address, query)
        _shown(visit.page, names)
        assert said_shown(visit.page) == said
        assert visit.page.evaluate(ROWS) == len(names)
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_a_link_leads_to_the_same_days_and_lane_in_the_register_where_the_book_has_one(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?lane=harrow-lines&to=2031-05-06&act=deny").page
        _shown(page, ["two"])
        link = page.locator(".cb-in-register")
        assert not link.is_visible()  # this site has no register
        sidebar = "document.querySelector('.bd-sidebar-primary').insertAdjacentHTML('beforeend', '<a href=\"%s\"></a>')"
        page.evaluate(sidebar % "register.html")
        page.locator("#cb-choose-act").select_option("")
        assert link.get_attribute("href").endswith(
            "book/register.html#kind=statement&lane=harrow-lines&to=2031-05-06&may=1"
        )
        assert link.inner_text() == "The same days and name in the register"
        page.locator("#cb-choose").get_by_role("button", name="Reset").click()
        assert not link.is_visible()


def test_what_reaches_beyond_the_days_shown_is_cut_and_says_that_it_goes_on(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        _shown(page, EVERYTHING)
        names = ("range_filled", "by_filled", "ends_filled", "goes_on_left", "goes_on_right")
        assert [page.evaluate(SHAPES, name) for name in names] == [1, 1, 3, 0, 0]
        page.locator("#cb-choose-from").fill("2031-05-06")
        page.locator("#cb-choose-to").fill("2031-05-07")
        _shown(page, ["two", "three", "four", "six"])
        # The bar of the 5th to 9th goes on to both sides; the one said by the 8th to the right, and fades out still.
        assert [page.evaluate(SHAPES, name) for name in names] == [1, 1, 0, 1, 2]
        page.locator("#cb-choose-to").fill("2031-05-08")
        page.wait_for_function(f"() => ({SHAPES})('ends_filled') === 1")
        assert [page.evaluate(SHAPES, name) for name in names] == [1, 1, 1, 1, 1]


def test_buttons_and_keys_move_through_the_days_and_back_undoes_them(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        visit = _open(context, address)
        page = visit.page
        page.get_by_role("button", name="Closer").click()
        _shown(page, ["two", "three", "four", "six"])
        assert page.url.endswith("?from=2031-05-06&to=2031-05-09")
        page.get_by_role("button", name="Later").click()
        _shown(page, ["two", "three", "four"])
        page.keyboard.press("ArrowRight")
        _shown(page, ["two", "four", "five"])
        later = page.get_by_role("button", name="Later")
        assert later.get_attribute("aria-disabled") == "true"
        assert later.evaluate("node => node === document.activeElement")
        page.keyboard.press("ArrowLeft")
        _shown(page, ["two", "three", "four"])
        page.go_back()
        _shown(page, ["two", "four", "five"])
        page.get_by_role("button", name="Farther").click()
        _shown(page, EVERYTHING)
        assert page.url == f"{address}book/statements.html"
        page.keyboard.press("+")
        _shown(page, ["two", "three", "four", "six"])
        page.keyboard.press("0")
        _shown(page, EVERYTHING)
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_a_lane_and_a_list_in_which_nothing_is_left_give_their_room_away(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        drawing = page.locator(".cb-chart:visible svg").last
        height = float(str(drawing.get_attribute("height")))
        page.locator("#cb-choose-act").select_option("urge")
        _shown(page, ["one", "five"])
        assert page.locator(".cb-chart:visible").count() == 1
        assert page.locator("g.lanes_marks text:visible").all_text_contents() == ["Dock Union"]
        assert float(str(drawing.get_attribute("height"))) < 0.6 * height
        assert page.locator(".cb-nothing:visible").count() == 1
        page.locator("button[type=reset]").click()
        _shown(page, EVERYTHING)
        assert page.locator(".cb-nothing:visible").count() == 0


def test_the_data_under_a_timeline_are_those_chosen_and_its_files_say_that_they_hold_all(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = _open(context, address).page
        figure = page.locator(".cb-figure").last
        line, rows = figure.locator(".cb-rows"), figure.locator(".cb-behind tbody tr")
        figure.locator(".cb-data summary").click()
        assert rows.filter(visible=True).count() == rows.count() == 5
        assert not line.is_visible()
        page.locator("#cb-choose-act").select_option("urge")
        _shown(page, ["one", "five"])
        shown = rows.filter(visible=True).locator("a").all_inner_texts()
        assert shown == ["Statement one of the strike.", "Statement five of the strike."]
        assert line.inner_text() == "2 of 5 rows, as chosen above; the CSV file has all 5."
        files = figure.locator(".cb-tools > a[download]")
        assert files.all_inner_texts() == ["CSV (all)", "SVG (all)"]
        of_all = figure.locator(".cb-of-all")
        assert of_all.inner_text() == "Of all that this chart can show, not only of what is chosen:"
        page.locator("#cb-choose-to").fill("2031-05-06")
        page.wait_for_function("() => [...document.querySelectorAll('.cb-rows')].pop().textContent.startsWith('1 of')")
        page.locator("button[type=reset]").click()
        _shown(page, EVERYTHING)
        assert rows.filter(visible=True).count() == 5
        assert not line.is_visible()
        assert not of_all.is_visible()
        assert files.all_inner_texts() == ["CSV", "SVG"]


def test_each_mark_says_its_own_text_on_focus_and_on_hover(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _open(context, address, "?from=2031-05-06&to=2031-05-09").page
        _shown(page, ["two", "three", "four", "six"])
        links = page.locator("a.cb-chart-link:visible")
        for show in ("focus", "hover"):
            for place in range(links.count()):
                own = str(links.nth(place).get_attribute("href")).rpartition("-")[2]
                assert f"Statement {own} of the strike" in str(links.nth(place).get_attribute("aria-label"))
                page.mouse.move(0, 0)
                links.nth(place).focus() if show == "focus" else links.nth(place).hover()
                # Its frame is the mark's own: a second one, around it, would lie on the neighbours.
                assert links.nth(place).evaluate("node => getComputedStyle(node).outlineStyle") == "none"
                page.locator(".cb-chart-tooltip", has_text=f"Statement {own} of the strike.").wait_for()
                assert page.locator(".cb-chart-tooltip").count() == 1


def test_without_scripts_every_statement_is_listed_and_no_form(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}book/statements.html?act=deny")
        assert not page.locator("#cb-choose").is_visible()
        assert not page.locator(".cb-choose-bar").is_visible()
        assert page.evaluate(ROWS) == 6


def test_a_cell_of_the_disputes_opens_the_claims_behind_it(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = open_page(context, f"{address}book/disputes.html").page
        for link, claim in ((".cb-own-answer a.cb-mark", "Statement two"), ("table a.cb-said-by", "Statement one")):
            page.locator(link).first.click()
            target = page.locator(f"[id='{page.url.rpartition('#')[2]}']")
            assert claim in str(target.evaluate("node => node.nextElementSibling.textContent"))
        sizes = page.locator("table a.cb-mark").evaluate_all(
            "nodes => nodes.map(node => { const box = node.getBoundingClientRect(); return [box.width, box.height] })"
        )
        assert sizes
        assert set(map(tuple, sizes)) == {(24, 24)}
