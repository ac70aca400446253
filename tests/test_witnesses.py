"""Outside witnesses on every kind of page of the built book: axe-core on barriers, html-validate on HTML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import open_page, unfold
from bs4 import BeautifulSoup
from kinds import one_of_each_kind
from playwright.sync_api import Browser
from test_browser import KINDS
from witnesses import NODE, find_barriers, validate_html

FAULTY = """<!DOCTYPE html>
<html lang="en"><head><title>Faulty</title></head>
<body><h1 id="a">Faulty</h1><p id="a"><img src="data:,"><span style="color: #999; background: #aaa">Words</span></p>
<summary><p>Alone</p></summary></body></html>
"""


@dataclass(frozen=True)
class Found:
    """What was found on a page: what the browser complained of, and what axe-core did."""

    complaints: list[str]
    barriers: list[str]


@pytest.fixture(scope="module", params=["light", "dark"])
def found(request: pytest.FixtureRequest, browser: Browser, address: str, built_book: Any) -> dict[str, Found]:
    """What is found on one page of each kind, opened in a colour mode with everything unfolded."""
    pages = {}
    for name in one_of_each_kind(Path(built_book.html)):
        with browser.new_context(color_scheme=request.param) as context:  # as who comes for the first time
            visit = open_page(context, address + name)
            unfold(visit.page)
            pages[name] = Found([*visit.said, *visit.failed, *visit.outside], find_barriers(visit.page))
    return pages


def test_no_kind_of_page_breaks_a_rule_of_wcag_2_1_a_or_aa(found: dict[str, Found]) -> None:
    assert len(found) > 15
    assert {name: page.barriers for name, page in found.items() if page.barriers} == {}


def test_no_kind_of_page_complains_or_asks_another_host(found: dict[str, Found]) -> None:
    assert {kind for kind in KINDS if "*" not in kind} <= set(found)
    # The page for lost addresses asks for its script in several folders: it has tests of its own (test_browser_share).
    complaints = {name: page.complaints for name, page in found.items() if page.complaints and name != "404.html"}
    assert complaints == {}


def test_every_kind_of_page_is_valid_html(built_book: Any) -> None:
    html = Path(built_book.html)
    assert validate_html(html / name for name in one_of_each_kind(html)) == []


def test_the_witnesses_find_what_is_wrong_with_a_faulty_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "faulty.html"
    path.write_text(FAULTY, "utf-8")
    rules = {line.split()[1] for line in validate_html([path])}
    assert {"no-dup-id:", "element-permitted-content:"} <= rules
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert {line.split(":")[0] for line in find_barriers(page)} >= {"image-alt", "color-contrast"}


def test_the_witnesses_lock_names_versions_and_digests_and_no_host() -> None:
    lock = json.loads((NODE / "package-lock.json").read_text("utf-8"))
    own, *packages = lock["packages"].values()
    assert own["devDependencies"] == json.loads((NODE / "package.json").read_text("utf-8"))["devDependencies"]
    assert packages
    assert all(package["version"] and package["integrity"].startswith("sha512-") for package in packages)
    assert [package for package in packages if "resolved" in package] == []


def test_every_picture_and_every_chart_says_in_words_what_it_shows(built_book: Any) -> None:
    pages = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in Path(built_book.html).rglob("*.html")]
    charts = [chart for soup in pages for chart in soup.select(".cb-chart")]
    assert charts
    assert all(str(chart.get("aria-label") or "").strip() for chart in charts)
    assert all(chart.find_parent("figure", class_="cb-figure") for chart in charts)
    pictures = [img for soup in pages for img in soup.select("img.cb-picture:not(.cb-part)")]
    assert {chart["aria-label"] for chart in charts} == {img["alt"] for img in pictures}
    parts = [img["alt"] for soup in pages for img in soup.select("img.cb-part")]
    first, later = len(set(parts) & {img["alt"] for img in pictures}), {f"Part {n} of" for n in range(2, 99)}
    assert first == len([img for img in pictures if "cb-whole" in img["class"]])
    assert all(alt in {img["alt"] for img in pictures} or alt.split(" of ")[0] + " of" in later for alt in parts)
    assert [img for soup in pages for img in soup.find_all("img") if img.get("alt") is None] == []
