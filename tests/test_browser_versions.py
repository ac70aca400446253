"""What a released page says of other versions, in a real browser: in a banner, on cards, in a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from browsing import OVERFLOW, _Quiet, open_page, serving
from playwright.sync_api import Browser, Page
from test_release import commit, original, prepare, release, supersede  # noqa: F401  the fixture of a released book
from witnesses import find_barriers, validate_html

PAGE = "book/sources/gazette.html"


@pytest.fixture(scope="module")
def site(original: Path) -> Iterator[str]:  # noqa: F811
    """The address of a site of two versions, of which the second supersedes a claim."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(original)
        supersede(original, "gazette-001")
        prepare(original)
        done = release("0.2.0")
    assert done.exit_code == 0, done.output
    with serving(partial(_Quiet, directory=str(original / "site"))) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the site; nothing is said on it, nothing fails, no other host is asked."""
    with browser.new_context() as context:
        visit = open_page(context, site + request.param)
        visit.page.wait_for_function("() => window.claimbookVersions")
        yield visit.page
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


@pytest.mark.parametrize("page", [f"v/0.1.0/{PAGE}#gazette-001"], indirect=True)
def test_an_old_page_says_that_there_is_a_newer_version_and_what_became_of_the_claim(page: Page, site: str) -> None:
    banner = page.get_by_role("complementary", name="Versions")
    assert banner.inner_text().split("\n\n") == [
        "This is version 0.1.0. A newer one is 0.2.0.",
        "The claim gazette-001: Superseded in version 0.2.0 by gazette-001-b: The first coder had misread it.",
    ]
    card = page.locator("#gazette-001 .cb-later")
    assert card.inner_text() == "Superseded in version 0.2.0 by gazette-001-b: The first coder had misread it."
    assert page.locator("#gazette-002 .cb-later").count() == 0
    banner.get_by_role("link", name="gazette-001-b").click()
    page.wait_for_url(f"{site}latest/{PAGE}#gazette-001-b")
    assert page.locator("#gazette-001-b").is_visible()


@pytest.mark.parametrize("page", [f"latest/{PAGE}", f"v/0.2.0/{PAGE}"], indirect=True)
def test_the_latest_version_has_no_banner_and_lists_the_others(page: Page, site: str) -> None:
    assert page.get_by_role("complementary", name="Versions").count() == 0
    assert page.locator(".cb-later").count() == 0
    listed = page.locator(".cb-footer-part").last
    assert listed.inner_text().split("Versions: ")[1] == "0.2.0, 0.1.0; what changed"
    listed.get_by_role("link", name="0.1.0").click()
    page.wait_for_url(f"{site}v/0.1.0/**")
    assert "A newer one is 0.2.0." in page.get_by_role("complementary", name="Versions").inner_text()


@pytest.mark.parametrize("page", [f"v/0.1.0/{PAGE}"], indirect=True)
def test_a_list_that_holds_markup_is_shown_as_text(page: Page) -> None:
    revised = {"version": "0.2.0", "action": "retract", "by": "", "reason": "<img src=x onerror=alert(1)>"}
    page.evaluate(
        """revised => {
          window.claimbookVersions.revised['gazette-002'] = [revised];
          document.head.querySelector('script[src$="versions.js"]:last-of-type').onload();
        }""",
        revised,
    )
    assert page.locator("#gazette-002 .cb-later").inner_text().endswith(": <img src=x onerror=alert(1)>")
    assert page.locator(".cb-later img").count() == 0


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["changes/index.html", "changes/0.1.0..0.2.0/index.html"])
def test_the_pages_of_changes_read_well_and_have_no_barrier(
    browser: Browser, site: str, path: str, scheme: Literal["light", "dark"], width: int
) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}) as context:
        visit = open_page(context, site + path)
        assert visit.page.evaluate(OVERFLOW) <= 0
        assert find_barriers(visit.page) == []
        assert (visit.said, visit.failed, visit.outside) == ([], [], [])


def test_what_changed_leads_to_the_claims_in_both_versions(browser: Browser, site: str) -> None:
    with browser.new_context() as context:
        page = open_page(context, f"{site}changes/index.html").page
        page.get_by_role("link", name="What changed since 0.1.0").click()
        page.get_by_role("link", name="gazette-001-b").first.click()
        page.wait_for_url(f"{site}v/0.2.0/{PAGE}#gazette-001-b")


def test_the_pages_of_changes_are_valid_html(original: Path, site: str) -> None:  # noqa: F811
    assert site
    assert validate_html(sorted((original / "site" / "changes").resolve().rglob("*.html"))) == []
