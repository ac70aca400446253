"""What citers and machines read of a claim, a source, a chart, the book: citation, linked data, the passage's address.

Rows to text. How the formats of a citation are written is in `model/cite`, what every page's head says in `linked`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from claimbook.model.cite import (
    Entry,
    bibtex,
    book_entry,
    chart_entry,
    chart_note,
    claim_entry,
    claim_note,
    csl_json,
    excerpt_note,
    identified,
    plain_text,
    ris,
    source_entry,
    source_page_entry,
)
from claimbook.model.credits import Credits, web_address
from claimbook.model.dates import format_date, parse_date

CONTEXT = "https://schema.org"
# No claim's id has such a sign, so nothing else on the page has this name.
SOURCE = "#_source"

_KINDS = {
    "news_report": "NewsArticle",
    "opinion": "OpinionNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "report": "Report",
    "database": "Dataset",
    "social_post": "SocialMediaPosting",
}
# A community, or somebody who is not identified, is neither a person nor an organisation.
_NEITHER = ("community", "unidentified")
_PERSONS = ("official", "commentator", "private_person")
# What coders put where words of the source are left out.
_LEFT_OUT = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*")
# A card, or a fold "Cite" as the templates write it: what is cited is in its attributes, else it is the card's claim.
_CITATION = re.compile(
    r'<article class="cb-card" id="(?P<card>[^"]+)"'
    r'|(?P<open><details class="cb-cite"(?P<given> data-kind="[^>]*data-href="(?P<href>[^"]*)")?><summary>[^<]*'
    r"</summary><p>)(?P<text>[^<]*)</p>"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Cited:
    """What a fold "Cite" says: the text without an address, and the record of which the browser makes all formats."""

    entry: Entry
    href: str = ""

    @property
    def text(self) -> str:
        """The citation as it stands where no script runs."""
        return plain_text(self.entry)


def cite_chart(work: Credits, anchor: str, question: str, scope: str, program: str) -> Cited:
    """Return the citation of a chart, which is called by the question that it answers."""
    return Cited(chart_entry(work, anchor, question, chart_note(scope, program)), f"#{anchor}")


def cite_book(work: Credits, build: str) -> Cited:
    """Return the citation of the whole book on its start page, with its version and what it was made from."""
    return Cited(book_entry(work, build=build))


def cite_claim(work: Credits, claim: Any, note: str) -> str:
    """Return the citation of a claim as text, without an address: only a browser knows where the book lies."""
    return plain_text(claim_entry(work, claim.claim_id, claim.summary, note))


def cite_source(work: Credits, source: Any, issuer: str) -> tuple[Cited, dict[str, str]]:
    """Return the citation of our page about a source, and the source's own in every format, by the format's name."""
    own = source_entry(source._asdict(), issuer)
    formats = {"Text": plain_text(own), "BibTeX": bibtex(own), "RIS": ris(own), "CSL-JSON": csl_json([own])}
    return Cited(source_page_entry(work, own)), formats


def identify_citations(body: str, content: str, doi: str, address: str) -> str:
    """Return a page with what only the making of the site knows in the text of each citation: by what it is found.

    `content` is the dataset's content id, `address` the page's own, each "" where it is not known. A script does the
    same where it knows the address; this is for readers without scripts, and for what they copy.
    """
    card = ""

    def add(found: re.Match[str]) -> str:
        nonlocal card
        if found["card"]:
            card = found["card"]
            return found[0]
        anchor = found["href"] if found["given"] else f"#{card}"
        said = identified(Entry("", "", "", content=content, doi=doi, url=address and address + html.unescape(anchor)))
        return f"{found['open']}{found['text']}{' ' if said else ''}{html.escape(said)}</p>"

    return _CITATION.sub(add, body)


def note_of(claim: Any, source: Any) -> str:
    """Return whose claim it is and where it was read; of an excerpt, that it is one."""
    published = format_date(source.published)
    excerpt = excerpt_note(source.seen_as, source.custody)
    return claim_note(
        claim.speaker, claim.said, source.title, source.publisher, published, excerpt=excerpt
    )  # fmt: skip


def claim_data(claim: Any, note: str, kind: str) -> dict[str, Any]:
    """Return a claim as linked data (schema.org `Claim`); `kind` is the claimant's kind of actor.

    A claimant who is known at second hand, or whose words somebody else characterises, is named in the text and is not
    made the author. The first appearance is left out: the book does not know of all.
    """
    data = {
        "@context": CONTEXT,
        "@type": "Claim",
        "@id": f"#{claim.claim_id}",
        "description": claim.summary,
        "creditText": note,
        "appearance": {"@id": SOURCE},
    }
    if claim.is_own and claim.voice != "characterisation":
        data["author"] = _agent(claim.claimant, kind)
    if _DAY.fullmatch(claim.asserted):
        data["dateCreated"] = claim.asserted
    return data


def source_data(source: Any) -> dict[str, Any]:
    """Return a source as linked data: the document, not our page about it."""
    given = {
        "name": source.title,
        "author": source.author and {"name": source.author},
        "publisher": source.publisher and {"@type": "Organization", "name": source.publisher},
        "datePublished": source.published if _is_plain(source.published) else "",
        "inLanguage": source.language,
        "url": web_address(source.url),
    }
    known = {name: value for name, value in given.items() if value}
    return {"@context": CONTEXT, "@type": _KINDS.get(source.kind, "CreativeWork"), "@id": SOURCE, **known}


def passage_href(source: Any, claim: Any) -> str:
    """Return the source's address, leading to the quoted words there; "" where it has none on the web.

    Flagged words stand in no address.
    """
    url = web_address(source.url)
    if not url or not claim.words or claim.content_flag or ":~:" in url:
        return url
    parts = [part for part in _LEFT_OUT.split(claim.words) if part]
    if not parts:
        return url
    ends = parts[:1] if len(parts) == 1 else [parts[0], parts[-1]]
    return f"{url}{'' if '#' in url else '#'}:~:text={','.join(map(_in_fragment, ends))}"


def _in_fragment(text: str) -> str:
    # A comma, a hyphen and an ampersand part a fragment; the first and the last are encoded anyway.
    return quote(text, safe="").replace("-", "%2D")


def _agent(name: str, kind: str) -> dict[str, str]:
    if kind in _NEITHER:
        return {"name": name}
    return {"@type": "Person" if kind in _PERSONS else "Organization", "name": name}


def _is_plain(text: str) -> bool:
    """Whether a date is one that ISO 8601 knows: a day, a month or a year, without a doubt or an open end."""
    span = parse_date(text)
    return "/" not in text and not (span.is_approximate or span.is_uncertain) and span.time is None
