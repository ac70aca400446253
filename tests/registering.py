"""A register of invented claims as a page of a site, and that page in a browser. No expectation of a test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sitebook import ROOT, write_notebook
from tiny import write_tiny_dataset

from claimbook.book.downloads import offer_download, write_download
from claimbook.book.press import make_site
from claimbook.book.register import register_page, write_register
from claimbook.model.dataset import Dataset, load_dataset

LONG = "A report with a title as long as titles come, " * 6 + "and its end"
POST = {"title": "تقرير عن السَّاحل", "kind": "opinion", "published": "2031-05-09", "language": "ar",
        "seen_as": "excerpt", "coding_scope": "passage"}  # fmt: skip
# Claims beside those of the tiny dataset: what is asked for by search, day and incident stands here.
ADDED: dict[str, dict[str, str]] = {
    "post-arabic": {"summary": "The league writes that boats came to Ĥimṣ.", "words": "إلى السَّاحِل",
                    "words_by": "rescue-league", "words_language": "ar", "claimant_id": "rescue-league",
                    "asserted": "2031-05-08", "incident_id": "gate-two"},
    "post-flagged": {"summary": "The league states a threat.", "words": "zzflagged", "words_by": "rescue-league",
                     "words_language": "en", "content_flag": "threat", "claimant_id": "rescue-league",
                     "asserted": "2031-05-09T10:00Z", "incident_id": ""},
    "post-markup": {"summary": "The office says <script>x</script> & </script> of “İstanbul”.",
                    "claimant_id": "river-office", "asserted": "2031-05/2031-06", "incident_id": "elsewhere",
                    "hedge": 'as “far as known”'},
    "post-gloss": {"summary": "The Weir Gazette writes that the office gave in.", "voice": "characterisation",
                   "claimant_id": "river-office", "words_by": "weir-gazette", "words": "gave in",
                   "words_language": "en", "asserted": "2031-07-02", "incident_id": "elsewhere"},
    "post-master": {"summary": "The lock master urges the Ferry Guild to stop.", "claimant_id": "lock-master",
                    "place_id": "ferry-quay", "asserted": "2031-07-03", "incident_id": "elsewhere"},
}  # fmt: skip
# The headings and kinds of a register of which a word does not fit its column.
BROKEN_WORDS = """() => [...document.querySelectorAll('.cb-register :is(th button, td.cb-col-kind)')].filter(cell => {
    const word = document.createElement('span');
    word.style.cssText = 'position:absolute;white-space:nowrap;visibility:hidden';
    cell.appendChild(word);
    const widths = cell.firstChild.textContent.split(' ').map(
        text => { word.textContent = text; return word.offsetWidth });
    word.remove();
    return Math.max(...widths) > cell.clientWidth;
}).map(cell => cell.textContent)"""


def write_dataset(folder: Path, more: int = 0) -> Dataset:
    """Write the tiny dataset with another source, parts of the incident and so many further claims, and load it."""
    shared = {"source_id": "post", "passage_id": "post-p0", "remove": "agency_relay", "voice": "indirect",
              "asserted_basis": "stated", "evidence": "not_stated"}  # fmt: skip
    claims = {key: {**shared, **cells} for key, cells in ADDED.items()}
    for number in range(more):
        claims[f"post-{number:03d}"] = {
            **shared, "claimant_id": "ferry-guild", "asserted": f"2031-06-{number % 28 + 1:02d}",
            "summary": f"The guild reports {number} boats.",
        }  # fmt: skip
    write_tiny_dataset(
        folder,
        sources={"post": POST, "silent": {**POST, "title": "Says nothing"}, "long": {**POST, "title": LONG}},
        passages={"post-p0": {"source_id": "post", "text_part": "body"}},
        actors={
            "ferry-guild": {"name": "Ferry Guild", "kind": "community", "also_written": "FGL;Gilde der Fähren"},
            "lock-master": {"name": "Lock Master", "kind": "official", "speaks_for": "river-office"},
        },
        places={"ferry-quay": {"also_written": "Kai-Nord"}},
        statements={"post-master-s1": {"claim_id": "post-master", "act": "urge"}},
        incidents={
            "gate-two": {"title": "At gate two", "part_of": "flood", "place_id": "ferry-quay"},
            "elsewhere": {"title": "Elsewhere"},
        },
        claims=claims,
    )
    return load_dataset(folder)


def make_register_site(dataset: Dataset, stage: Path) -> Path:
    """Make a site of two pages, a start page and the register, and return its folder."""
    stage.mkdir(parents=True)
    config = re.sub(r"^title:.*$", 'title: "A register"', (ROOT / "_config.yml").read_text("utf-8"), flags=re.MULTILINE)
    (stage / "_config.yml").write_text(config, "utf-8")
    (stage / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters:\n- file: book/register\n", "utf-8")
    (stage / "claims.json").write_text("{}\n", "utf-8")
    (stage / "book").mkdir()
    (stage / "book" / "index.md").write_text("# Start\n\nOf the flood.\n", "utf-8")
    with chdir(stage / "book"):
        shown = register_page(dataset).html + "\n" + offer_download(dataset).html
    write_notebook(stage / "book" / "register.ipynb", "Register of claims", shown)
    site = make_site(stage)
    write_register(dataset, site)
    write_download(dataset, site)
    return site


def read_rows(site: Path) -> dict[str, Any]:
    """Return the rows that a site's register loads."""
    text = (site / "assets" / "register-rows.js").read_text("utf-8")
    before, after = "window.claimbookRegister=", ";\n"
    assert text.startswith(before)
    assert text.endswith(after)
    rows: dict[str, Any] = json.loads(text[len(before) : -len(after)])
    return rows


def summaries(page: Page) -> list[str]:
    """Return the summaries that the table shows, in order."""
    return page.locator(".cb-register tbody .cb-col-claim a").all_inner_texts()


def summaries_of(dataset: Dataset, claim_ids: Iterable[str]) -> list[str]:
    """Return the summaries of claims, in the order in which they are named."""
    known = dict(zip(dataset.claims["claim_id"], dataset.claims["summary"], strict=True))
    return [known[claim] for claim in claim_ids]


def register_address(site: Path, chosen: str = "") -> str:
    """Return the register's address in a folder, with what is chosen on it."""
    return (site / "book" / "register.html").as_uri() + chosen
