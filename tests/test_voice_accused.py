"""Whoever names an accused names who accuses: in prose, captions, lists, tables and labels of charts, as in summaries.

Who is accused and who accuses is data: the attributions of a claim, its claimant and those through whom it came. A text
names somebody if it has a word of four letters or more of a name of theirs; the rule is that of summaries.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from claimbook.model.dataset import load_dataset
from claimbook.model.voice import leave_out_quotations

ROOT = Path(__file__).resolve().parents[1]
SPOKEN = ("alt", "title", "aria-label")
# The smallest of these around a link is the text in which the link stands; see `test_voice`.
BLOCKS = {"p", "li", "td", "th", "dd", "dt", "figcaption", "summary", "h1", "h2", "h3", "h4", "caption", "article"}
TEMPLATES = sorted((ROOT / "book").rglob("*.ipynb")) + sorted((ROOT / "src").rglob("templates/*.html"))


@dataclass(frozen=True)
class Accusing:
    """Who is accused and who accuses: by claim, and by accused with what they are accused of."""

    words: dict[str, frozenset[str]]
    names: dict[str, re.Pattern[str]]
    accused: dict[str, set[str]]
    speakers: dict[str, set[str]]
    deeds: dict[str, dict[str, set[str]]]
    deed: re.Pattern[str]

    def is_named(self, actors: set[str], text: str) -> bool:
        """Whether a text has a word of a name of any of them."""
        return any(self.words[actor] & _words(text) for actor in actors)

    def is_fair(self, claim: str, text: str, heads: str = "") -> bool:
        """Whether a text that stands for a claim names, with what it stands under, who accuses where it names who is
        accused.
        """
        return not self.is_named(self.accused[claim], text) or self.is_named(self.speakers[claim], f"{heads} {text}")

    def unfair_in(self, sentence: str) -> list[str]:
        """Return whom a sentence names, in full and outside quotation, with a deed, without one who accuses of it.

        Whoever stands in the words for a deed is whom it is done to.
        """
        text = sentence.casefold()
        if not (deeds := set(self.deed.findall(text))):
            return []
        told, found = self.deed.sub(" ", leave_out_quotations(text)), []
        for actor in (actor for actor, name in self.names.items() if name.search(told)):
            tied = [self.deeds[actor][deed] for deed in deeds if deed in self.deeds[actor]]
            found += [actor] if tied and not any(self.is_named(who, sentence) for who in tied) else []
        return found


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{4,}", text.casefold()))


@cache
def _accusing() -> Accusing:
    dataset = load_dataset(ROOT / "data")
    claims = dataset.claims.set_index("claim_id")
    accused: dict[str, set[str]] = defaultdict(set)
    speakers: dict[str, set[str]] = {}
    deeds: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in dataset.attributions[dataset.attributions["accused_id"] != ""].itertuples():
        claim = claims.loc[row.claim_id]
        accused[row.claim_id].add(row.accused_id)
        speakers[row.claim_id] = {claim["claimant_id"], *filter(None, claim["via"].split(";"))}
        # One word, such as "killings", is told of too much to be known again.
        if len(row.deed.split()) > 1:
            deeds[row.accused_id][row.deed.casefold()] |= speakers[row.claim_id]
    written = {row.actor_id: (row.name, row.also_written) for row in dataset.actors.itertuples(index=False)}
    full = {actor: [re.escape(name.casefold()) for name in (written[actor][0], *written[actor][1].split(";")) if name]
            for actor in deeds}  # fmt: skip
    return Accusing(
        {actor: _words(" ".join(names)) for actor, names in written.items()},
        {actor: re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") for actor, names in full.items()},
        dict(accused), speakers, {actor: dict(each) for actor, each in deeds.items()},
        re.compile("|".join(sorted(map(re.escape, {deed for each in deeds.values() for deed in each}), reverse=True))),
    )  # fmt: skip


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.;?!])\s+|\n\s*[-*|#]|\n\n", text)


def _prose_of(template: Path) -> str:
    text = template.read_text("utf-8")
    if template.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)


def _parse(page: Path) -> html.HtmlElement:
    return html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def _heads(block: html.HtmlElement) -> Iterator[str]:
    """Yield what a text stands under: the heads of its row, and the term that it is told of."""
    for element in (block, *block.iterancestors()):
        if element.tag == "tr":
            yield from (head.text_content() for head in element.iter("th"))
        if element.tag == "dd":
            yield from (term.text_content() for term in [*element.itersiblings("dt", preceding=True)][:1])


def _told_of_claims(page: html.HtmlElement) -> Iterator[tuple[str, str, str, str]]:
    """Yield each text of a page or a drawing that leads to a claim that accuses: its sort, the claim, it, its heads."""
    accused = _accusing().accused
    for link in page.iter("a"):
        claim = (link.get("href") or link.get("xlink:href") or "").rpartition("#")[2]
        if claim in accused:
            block = next((each for each in (link, *link.iterancestors()) if each.tag in BLOCKS), link)
            # An id is no sentence, though it has words of names.
            heads = " ".join(_heads(block))
            yield str(block.tag), claim, " ".join(block.itertext()).replace(claim, " "), heads
            for element in link.iter("*"):
                for name in SPOKEN:
                    if text := element.get(name):
                        yield name, claim, text.replace(claim, " "), heads


def _unfair_claims(page: html.HtmlElement, seen: Counter[str]) -> dict[str, str]:
    found = {}
    for what, claim, text, heads in _told_of_claims(page):
        seen[what] += _accusing().is_named(_accusing().accused[claim], text)
        if not _accusing().is_fair(claim, text, heads):
            found[text] = claim
    return found


def _texts(page: html.HtmlElement) -> Iterator[str]:
    """Yield the smallest blocks, and what is read out in the place of a picture or a sign."""
    for code in page.xpath("//script | //style | //code | //pre"):
        code.drop_tree()
    for element in page.iter("*"):
        if element.tag in BLOCKS and not any(below.tag in BLOCKS for below in element.iterdescendants("*")):
            yield " ".join([*_heads(element), *element.itertext()])
        yield from (text for name in (*SPOKEN, "content") if (text := element.get(name)))


def test_no_text_of_the_book_names_an_accused_without_who_accuses(built_book: Any) -> None:
    site, seen, found = Path(built_book.html), Counter[str](), dict[str, str]()
    sentences = set[str]()
    for path in [*sorted(site.rglob("*.html")), *sorted((site / "_charts").glob("*.svg"))]:
        page = _parse(path)
        found |= _unfair_claims(page, seen)
        if path.suffix == ".html":
            sentences |= {part for text in _texts(page) for part in _sentences(" ".join(text.split()))}
    assert found == {}
    assert (seen["li"] > 300, seen["td"] > 100, seen["aria-label"] > 100) == (True, True, True)
    assert len(sentences) > 10_000
    assert {text: who for text in sentences if (who := _accusing().unfair_in(text))} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_no_accused_of_the_first_dataset(path: Path) -> None:
    told = leave_out_quotations(_prose_of(path)).casefold()
    assert [actor for actor, name in _accusing().names.items() if name.search(told)] == []


def test_what_the_dataset_says_of_itself_tells_no_deed_of_an_accused_without_who_accuses() -> None:
    text = (ROOT / "data" / "about.md").read_text("utf-8")
    named = [who for who, name in _accusing().names.items() if name.search(leave_out_quotations(text).casefold())]
    assert len(named) > 5
    assert [part for part in _sentences(text) if _accusing().unfair_in(part)] == []


def _an_accusation() -> tuple[str, str, str, str]:
    """A claim that accuses of a deed that has a name, who is accused in full, the deed, and who accuses."""
    accusing, dataset = _accusing(), load_dataset(ROOT / "data")
    for row in dataset.attributions.itertuples():
        deeds = accusing.deeds.get(row.accused_id, {})
        who = deeds.get(row.deed.casefold(), set()) - {row.accused_id}
        name = dataset.name_of(row.accused_id)
        if who and not accusing.is_named(who, f"{name} {row.deed}") and "“" not in f"{name} {row.deed}":
            return row.claim_id, name, row.deed, dataset.name_of(min(accusing.speakers[row.claim_id]))
    raise AssertionError("there is no such claim")


@pytest.mark.parametrize(
    ("written", "is_found"),
    [
        ("<li><a href='x.html#{claim}'>{name}: the {deed}</a></li>", True),
        ("<li><a href='x.html#{claim}'>{who} says so of {name}: the {deed}</a></li>", False),
        ("<dl><dt>{who}</dt><dd><ul><li><a href='x.html#{claim}'>the {deed} by {name}</a></li></ul></dd></dl>", False),
        ("<dl><dt>x</dt><dd><ul><li><a href='x.html#{claim}'>the {deed} by {name}</a></li></ul></dd></dl>", True),
        ("<table><tr><th>{who}</th><td><a href='#{claim}'>{name}</a></td></tr></table>", False),
        ("<table><tr><th>x</th><td><a href='#{claim}'>{name}</a></td></tr></table>", True),
        ("<svg><a href='#{claim}'><path aria-label='{name}, {deed}'/></a></svg>", True),
        ("<svg><a href='#{claim}'><path aria-label='{who}: {name}, {deed}'/></a></svg>", False),
    ],
)  # fmt: skip
def test_a_text_that_leads_to_a_claim_is_found_without_who_accuses(written: str, *, is_found: bool) -> None:
    claim, name, deed, who = _an_accusation()
    page = html.document_fromstring(
        f"<html><body>{written.format(claim=claim, name=name, deed=deed, who=who)}</body></html>"
    )
    assert bool(_unfair_claims(page, Counter())) is is_found


@pytest.mark.parametrize(
    ("written", "is_found"),
    [
        ("<figure><figcaption>The {deed} by {name}.</figcaption></figure>", True),
        ("<figure><figcaption>{who} tells of the {deed} by {name}.</figcaption></figure>", False),
        ("<p><img alt='The {deed} by {name}'></p>", True),
        ("<h2>The {deed} by {name}</h2>", True),
        ("<p>“The {deed} by {name}”.</p>", False),
    ],
)  # fmt: skip
def test_a_sentence_that_tells_a_deed_is_found_without_who_accuses(written: str, *, is_found: bool) -> None:
    _, name, deed, who = _an_accusation()
    page = html.document_fromstring(f"<html><body>{written.format(name=name, deed=deed, who=who)}</body></html>")
    found = [part for text in _texts(page) for part in _sentences(text) if _accusing().unfair_in(part)]
    assert bool(found) is is_found
