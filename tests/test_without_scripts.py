"""What holds only where scripts run is hidden until one does; what stands without says nothing of clicks or forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from renderings import load_renderings

from claimbook.book.render import scripted
from claimbook.book.ways import origin_ways

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted(ROOT.glob("book/**/*.ipynb"))
ASKING = re.compile(
    r"\b(?:[Cc]lick|[Pp]ress Enter|the form (?:does|shows)|slider)\b|\b[Mm]arks? leads? to (?:claim|its)"
)


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.stem for path in TEMPLATES])
def test_a_page_asks_for_no_click_where_no_script_runs(template: Path) -> None:
    cells = json.loads(template.read_text("utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    page = BeautifulSoup(MarkdownIt("commonmark").render(text), "html.parser")
    for part in page.select(".cb-scripted"):
        assert part.has_attr("hidden")
        part.decompose()
    assert not ASKING.search(page.get_text())


def test_the_figures_still_tell_where_scripts_run_how_marks_and_form_are_used() -> None:
    text = (ROOT / "book/figures.ipynb").read_text("utf-8")
    assert ASKING.search(text)


def test_a_way_says_in_a_hidden_part_that_outlets_are_links(tmp_path: Path) -> None:
    figures = [{"quantity": "41", "source": f"paper-{place}", "via": "wire" if place else ""} for place in range(4)]
    page = BeautifulSoup(origin_ways(load_renderings(tmp_path, *figures)).html, "html.parser")
    told = page.find_all(string=re.compile("Each outlet leads"))
    assert told
    assert all(text.find_parent(class_="cb-scripted").has_attr("hidden") for text in told)


def test_a_script_shows_what_is_hidden_without_one(browser: Browser) -> None:
    script = (ROOT / "src/claimbook/book/assets/claimbook.js").read_text("utf-8")
    page_html = f"<p>Always. {scripted('Click <a> mark.')}</p>"
    for runs in (True, False):
        with browser.new_context(java_script_enabled=runs) as context:
            page = context.new_page()
            page.set_content(f"{page_html}<script>{script}</script>" if runs else page_html)
            assert page.locator("p").inner_text().strip() == ("Always. Click <a> mark." if runs else "Always.")


def test_what_needs_a_script_is_not_printed(browser: Browser) -> None:
    style = (ROOT / "src/claimbook/book/assets/claimbook.css").read_text("utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(f"<style>{style}</style><p>Always.<span class='cb-scripted'> Click a mark.</span></p>")
        assert page.locator("p").inner_text() == "Always. Click a mark."
        page.emulate_media(media="print")
        assert page.locator("p").inner_text() == "Always."
