"""Parts of a total under a panel, as a reader chooses: a total whose parts are all hidden is hidden with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimbook.book.render import render_template

SCRIPT = Path(__file__).resolve().parents[1] / "src/claimbook/book/assets/choose-figures.js"
CHOSEN = """state => { claimbookFigures.listen(document.querySelector('form'), document.querySelector('output'));
  document.dispatchEvent(new CustomEvent('claimbook:chosen', { detail: state }));
  return [...document.querySelectorAll('.cb-parts')].filter(line => !line.hidden).map(line => line.textContent); }"""


def _part(known: str, source: str) -> dict[str, str]:
    return {"known": known, "source": source, "href": f"#{source}", "text": "“three”", "counted": "ferrymen"}


@pytest.mark.parametrize(
    ("state", "totals"),
    [
        ({}, ["7 (Harrow Lines)", "9 (Dock Union)"]),
        ({"day": "2031-05-04"}, ["7 (Harrow Lines)"]),
        ({"source": "b"}, ["7 (Harrow Lines)", "9 (Dock Union)"]),
        ({"source": "a"}, ["7 (Harrow Lines)"]),
    ],
)
def test_a_total_goes_with_the_last_of_its_parts(browser: Browser, state: dict[str, str], totals: list[str]) -> None:
    wholes = {
        "7 (Harrow Lines)": [_part("2031-05-04", "a"), _part("2031-05-04", "b")],
        "9 (Dock Union)": [_part("2031-05-06", "b")],
    }
    parts = render_template("parts", wholes=wholes, more="").html
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(
            f"<form></form><output></output><section data-measure='killed'><figure data-status='all'>{parts}</figure>"
            f"</section><script>{SCRIPT.read_text('utf-8')}</script>"
        )
        shown = page.evaluate(CHOSEN, state)
    assert [text.removeprefix("Parts of ").partition(", as said")[0] for text in shown] == totals
