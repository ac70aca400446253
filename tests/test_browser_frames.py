"""A chart's frame in a real browser: its tools work, its picture stands in on paper and without scripts."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from browsing import OVERFLOW, open_page
from framesite import PAGES, write_framed_book
from playwright.sync_api import Browser, Page

from claimbook.book.press import make_site

PICTURES = """() => [...document.querySelectorAll('img.cb-picture')].map(
    img => [img.offsetParent !== null, img.complete && img.naturalWidth > 0])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one chart of each kind, opened from its folder."""
    return make_site(write_framed_book(tmp_path_factory.mktemp("frames")))


def _address(site: Path, name: str, anchor: str = "") -> str:
    return (site / f"book/{name}.html").as_uri() + anchor


@pytest.mark.parametrize("name", PAGES)
def test_every_tool_of_a_chart_is_there_and_gives_a_file(browser: Browser, site: Path, name: str) -> None:
    with browser.new_context(accept_downloads=True) as context:
        visit = open_page(context, _address(site, name))
        page = visit.page
        figure = page.locator(".cb-figure").first
        figure.locator(".cb-png").wait_for(state="visible")
        with page.expect_download() as taken:
            figure.locator(".cb-png").click()
        png = taken.value.path().read_bytes()
        assert taken.value.suggested_filename == f"{figure.get_attribute('id')}.png"
        assert png.startswith(b"\x89PNG")
        assert len(png) > 3000
        for label in ("CSV", "SVG"):
            href = str(figure.get_by_role("link", name=label).get_attribute("href"))
            assert (site / "book" / href).resolve().is_file()
        figure.locator(".cb-data summary").click()
        rows = figure.locator(".cb-data tbody tr").count()
        link = str(figure.get_by_role("link", name="CSV").get_attribute("href"))
        data = list(csv.DictReader(io.StringIO((site / "book" / link).read_text("utf-8-sig"))))
        assert rows == len(data) > 0
        assert visit.said == []


def test_a_chart_has_an_address_of_its_own(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = open_page(context, _address(site, "figures")).page
        figure = page.locator(".cb-figure").first
        own = f"#{figure.get_attribute('id')}"
        figure.get_by_role("link", name="Link", exact=True).click()
        assert page.url == _address(site, "figures", own)
        page.goto(_address(site, "figures", own))
        assert figure.evaluate("node => node.matches(':target')")


def test_a_link_to_a_chart_in_a_fold_opens_it_and_goes_there(browser: Browser, site: Path) -> None:
    with browser.new_context(viewport={"width": 900, "height": 400}) as context:
        page = open_page(context, _address(site, "ways")).page
        anchor = page.locator(".cb-figure").first.get_attribute("id")
    with browser.new_context(viewport={"width": 900, "height": 400}) as context:
        page = context.new_page()
        page.goto(_address(site, "ways", f"#{anchor}"))
        figure = page.locator(".cb-figure").first
        figure.locator("svg.marks").wait_for(state="visible")
        top = figure.evaluate("node => node.getBoundingClientRect().top")
        assert 0 <= top < 400


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_a_picture_shows_what_the_chart_does(browser: Browser, site: Path, name: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(_address(site, name))
        for fold in page.locator("details.cb-fold").all():
            fold.locator("> summary").click()
        picture = page.locator("img.cb-picture").first
        picture.scroll_into_view_if_needed()
        assert picture.is_visible()
        assert picture.evaluate("node => node.naturalWidth") > 300
        assert str(picture.get_attribute("alt")).strip()
        assert not page.locator(".cb-png").first.is_visible()
        assert not page.locator(".cb-chart").first.is_visible()
        assert page.locator(".cb-caption").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_the_picture_stands_in_for_the_drawing(browser: Browser, site: Path, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = open_page(context, _address(site, "figures")).page
        assert page.evaluate(PICTURES) == [[False, False]] * page.locator(".cb-figure").count()
        page.emulate_media(media="print")
        page.wait_for_function(f"() => ({PICTURES})().every(([shown, loaded]) => shown && loaded)")
        assert not page.locator(".cb-chart").first.is_visible()
        printed = page.pdf()
        assert printed.startswith(b"%PDF")


def test_a_drawing_taller_than_a_sheet_is_printed_in_parts_that_are_not(browser: Browser, site: Path) -> None:
    shown = "() => [...document.querySelectorAll('img.cb-picture')].map(img => img.getBoundingClientRect().height)"
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(_address(site, "tall"))
        whole, *parts = page.evaluate(shown)
        assert whole > 1200
        assert set(parts) == {0}
    with browser.new_context() as context:
        page = open_page(context, _address(site, "tall")).page
        page.emulate_media(media="print")
        page.wait_for_function(f"() => ({shown})().slice(1).every(height => height > 100)")
        whole, *parts = page.evaluate(shown)
        assert whole == 0
        assert len(parts) > 3
        assert all(100 < height < 500 for height in parts)


def test_on_paper_data_go_where_a_reader_has_opened_them_and_no_control(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = open_page(context, _address(site, "figures")).page
        page.locator(".cb-data > summary").first.click()
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.locator(".cb-data[open]").count() == 1 < page.locator(".cb-data").count()
        assert page.locator(".cb-behind:visible").count() == 1
        controls = ":is(.cb-figure button, .cb-tools > a, .cb-tools > details:not([open]), .cb-slider input):visible"
        assert page.locator(controls).count() == 0


def test_on_paper_what_a_reader_has_chosen_stays_chosen(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = open_page(context, _address(site, "figures")).page
        page.locator("#cb-known").evaluate(
            "input => { input.value = 0; input.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
        page.emulate_media(media="print")
        assert not page.locator("img.cb-picture").first.is_visible()
        assert page.locator(".cb-chart svg").first.is_visible()


def test_where_the_script_cannot_draw_the_picture_is_shown(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/claimbook-vega.js", lambda route: route.abort())
        page.goto(_address(site, "figures"))
        page.locator(".cb-chart-failed").first.wait_for()
        assert page.locator("img.cb-picture").first.is_visible()
        assert not page.locator(".cb-png").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_frame_with_everything_open_fits_a_phone(browser: Browser, site: Path, name: str, scheme: Any) -> None:
    size: Any = {"width": 360, "height": 740}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        page = open_page(context, _address(site, name)).page
        _open_all(page)
        assert page.evaluate(OVERFLOW) <= 0


def _open_all(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")


def test_the_keyboard_reaches_the_tools_in_order(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = open_page(context, _address(site, "statements")).page
        page.locator(".cb-png").wait_for(state="visible")
        page.locator(".cb-data summary").focus()
        reached = []
        for _ in range(5):
            page.keyboard.press("Tab")
            reached.append(page.locator("*:focus").inner_text())
        assert reached == ["CSV", "SVG", "PNG", "Cite", "Link"]
