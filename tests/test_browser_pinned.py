"""What is cited from a page under `latest/`, in a real browser: the version that it is, in every format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import bibtexparser
import pytest
import rispy
from browsing import _Quiet, open_page, serving
from playwright.sync_api import Browser, BrowserContext, Locator
from test_browser_share import CONTENT, DOI, VERSION, site  # noqa: F401  the fixture of a small book

SOURCE = "book/sources/gazette.html"
# A page, what holds the fold, its label, and what is cited: an address below the version's.
KNOWN = f"Dataset {CONTENT}."
CITED = {
    "book": ("book/index.html", "article", "Cite this book", "book/index.html"),
    "claim": (SOURCE, "#gazette-001", "Cite", f"{SOURCE}#gazette-001"),
    "source": (SOURCE, "article", "Cite this page", SOURCE),
    "chart": ("book/statements.html", "#statements", "Cite", "book/statements.html#statements"),
}


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: F811
    """Where a site of that version alone is served."""
    folder = tmp_path_factory.mktemp("versions")
    (folder / "v").mkdir()
    for place in ("latest", f"v/{VERSION}"):
        (folder / place).symlink_to(site)
    listed = {"latest": VERSION, "versions": [{"version": VERSION}], "revised": {}}
    (folder / "versions.js").write_text(f"window.claimbookVersions = {json.dumps(listed)};")
    with serving(partial(_Quiet, directory=str(folder))) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        yield context


def _copy_all(part: Locator, label: str) -> dict[str, str]:
    """Open a fold and copy every format; return them by name."""
    fold = part.locator("details.cb-cite").filter(has=part.page.get_by_text(label, exact=True)).first
    fold.locator("summary").click()
    copied = {}
    for name in ("Text", "BibTeX", "RIS", "CSL-JSON"):
        fold.get_by_role("button", name=f"Copy as {name}").click()
        part.page.get_by_text(f"{name} copied.").wait_for(state="attached")
        copied[name] = str(part.page.evaluate("() => navigator.clipboard.readText()"))
    assert fold.locator("p").inner_text() == copied["Text"]
    return copied


@pytest.mark.parametrize("place", ["latest", f"v/{VERSION}"])
@pytest.mark.parametrize("kind", CITED)
def test_what_is_cited_is_the_version_that_the_page_is(
    context: BrowserContext,
    served: str,
    kind: str,
    place: str,
) -> None:
    page, holder, label, below = CITED[kind]
    visit = open_page(context, f"{served}{place}/{page}")
    copied = _copy_all(visit.page.locator(holder).first, label)
    address = f"{served}v/{VERSION}/{below}"
    assert copied["Text"].endswith(f" {KNOWN} https://doi.org/{DOI} {address}")
    (entry,) = bibtexparser.parse_string(copied["BibTeX"]).entries
    fields = {field.key: field.value for field in entry.fields}
    (record,) = rispy.loads(copied["RIS"])
    (item,) = json.loads(copied["CSL-JSON"])
    assert [fields["url"], *record["urls"], item["URL"]] == [address] * 3
    assert [fields["version"], record["edition"], item["version"]] == [VERSION] * 3
    assert [fields["doi"], record["doi"], item["DOI"]] == [DOI] * 3
    assert all(note.endswith(KNOWN) for note in (fields["note"], record["notes"][0], item["note"]))
    assert (visit.said, visit.failed, visit.outside) == ([], [], [])


@pytest.mark.parametrize("place", ["latest", f"v/{VERSION}"])
def test_the_link_that_is_copied_is_that_of_the_version(context: BrowserContext, served: str, place: str) -> None:
    visit = open_page(context, f"{served}{place}/{SOURCE}")
    pressed = visit.page.get_by_role("button", name="Copy link to gazette-001")
    pressed.click()
    visit.page.get_by_text("Link copied.").wait_for(state="attached")
    copied = visit.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{served}v/{VERSION}/{SOURCE}#gazette-001"


def test_a_page_of_a_released_version_is_not_called_unreleased(context: BrowserContext, served: str) -> None:
    for place in ("latest", f"v/{VERSION}"):
        visit = open_page(context, f"{served}{place}/{SOURCE}")
        _copy_all(visit.page.locator("#gazette-001"), "Cite")
        assert visit.page.locator(".cb-unreleased").count() == 0


def test_the_source_itself_is_cited_by_its_own_address(context: BrowserContext, served: str) -> None:
    visit = open_page(context, f"{served}latest/{SOURCE}")
    copied = _copy_all(visit.page.locator("article").first, "Cite the source itself")
    (entry,) = bibtexparser.parse_string(copied["BibTeX"]).entries
    (record,) = rispy.loads(copied["RIS"])
    (item,) = json.loads(copied["CSL-JSON"])
    addresses = [{field.key: field.value for field in entry.fields}["url"], *record["urls"], item["URL"]]
    assert addresses == ["https://gazette.example/flood"] * 3
    assert copied["Text"].endswith(" https://gazette.example/flood")
    assert "127.0.0.1" not in "".join(copied.values())


@pytest.mark.parametrize("kind", CITED)
def test_without_scripts_the_citation_has_the_content_id(browser: Browser, served: str, kind: str) -> None:
    page, holder, label, _ = CITED[kind]
    with browser.new_context(java_script_enabled=False) as context:
        visit = context.new_page()
        visit.goto(f"{served}latest/{page}")
        part = visit.locator(holder).first
        fold = part.locator("details.cb-cite").filter(has=visit.get_by_text(label, exact=True)).first
        assert (fold.locator("p").text_content() or "").endswith(f" {KNOWN} https://doi.org/{DOI}")
