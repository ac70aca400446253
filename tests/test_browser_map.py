"""The map of the incidents in a real browser: its marks are links, it fits a phone, it asks nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from browsing import OVERFLOW, SPECS, called_for, open_page
from mapped import VALLEY, load_places
from mapsite import write_map_book
from playwright.sync_api import Browser, Page

from claimbook.book.press import make_site

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
MARK = ".cb-chart a.cb-chart-link"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the map, opened from its folder."""
    folder = tmp_path_factory.mktemp("map")
    return make_site(write_map_book(folder / "stage", load_places(folder / "data", VALLEY)))


def _open(context: Any, site: Path) -> Page:
    visit = open_page(context, (site / "book/incidents.html").as_uri())
    assert (visit.said, visit.failed, visit.outside) == ([], [], [])
    return visit.page


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_has_a_link_for_each_place_and_fits_the_page(
    browser: Browser, site: Path, size: Any, scheme: Any
) -> None:
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        page = _open(context, site)
        (spec,) = page.evaluate(SPECS)
        links = page.locator(MARK)
        found = {str(link.get_attribute("href")) for link in links.all()}
        assert links.count() == len(found) == len(called_for(spec)) == 4
        assert page.evaluate(OVERFLOW) <= 0
        chart = page.locator(".cb-chart svg").bounding_box()
        assert chart
        for link in links.all():
            box = link.bounding_box()
            assert box
            assert chart["x"] <= box["x"] + box["width"] / 2 <= chart["x"] + chart["width"]
        for name in ("land", "coasts", "borders"):
            assert page.locator(f".cb-chart svg .{name}_marks path").count() == 1


@pytest.mark.parametrize(("name", "target"), [("4. ", "incidents/sallow-ford-1.html"), ("1. ", "#at-brenmoor")])
def test_enter_opens_what_a_mark_stands_for(browser: Browser, site: Path, name: str, target: str) -> None:
    with browser.new_context() as context:
        page = _open(context, site)
        link = page.locator(f'{MARK}[aria-label^="{name}"]')
        link.focus()
        assert name in page.locator(".cb-chart-tooltip").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url.endswith(target))
        if fragment := urlsplit(page.url).fragment:
            assert page.locator(f"#{unquote(fragment)}").is_visible()


@pytest.mark.parametrize("name", ["1. ", "2. ", "3. ", "4. "])
def test_the_pointer_reaches_every_mark(browser: Browser, site: Path, name: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = _open(context, site)
        link = page.locator(f'{MARK}[aria-label^="{name}"]')
        link.scroll_into_view_if_needed()
        box = link.bounding_box()
        assert box
        reach = max(box["width"], box["height"]) / 2 - 2
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        spots = [(0, 0), (reach, 0), (-reach, 0), (0, reach), (0, -reach)]
        hit = "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.getAttribute('aria-label') ?? ''"
        said = [page.evaluate(hit, [middle[0] + dx, middle[1] + dy]) for dx, dy in spots]
        assert any(text.startswith(name) for text in said)


def test_without_scripts_the_list_says_it_all(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "book/incidents.html").as_uri())
        row = page.locator("#at-brenmoor")
        assert "51.05° N, 3.7° E" in row.inner_text()
        row.get_by_role("link", name="Storm at Brenmoor, June").click()
        page.wait_for_url("**/incidents/brenmoor-2.html")
