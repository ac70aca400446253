"""How a claim, a source, a chart or the book is cited: an entry, and its text in four formats. No files, no HTML.

A claim is cited as an entry of the book: its title is the coders' summary, so the book's authors stand as authors, and
the claimant stands in the note with the way on which the claim came. `assets/share.js` writes the same formats in the
browser, where the page's address is known; a test holds the two to the same text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from claimbook.errors import NotationError
from claimbook.model.credits import Credits
from claimbook.model.dates import format_date, parse_date

EXCERPT = "Seen as an excerpt of a copy; the issuer's page was not seen."
OWN_EXCERPT = "Seen as an excerpt of the issuer's own page; the whole page was not seen."

# What an entry is called in CSL, BibTeX and RIS, for what the book holds and for each kind of source.
_TYPES = {
    "book": ("dataset", "misc", "DATA"),
    "claim": ("entry", "incollection", "CHAP"),
    "chart": ("figure", "incollection", "CHART"),
    "source": ("entry", "incollection", "CHAP"),
    "news_report": ("article-newspaper", "misc", "NEWS"),
    "opinion": ("article-newspaper", "misc", "NEWS"),
    "analysis": ("article-newspaper", "misc", "NEWS"),
    "report": ("report", "misc", "RPRT"),
    "database": ("dataset", "misc", "DATA"),
    "social_post": ("post", "misc", "ELEC"),
    "broadcast": ("broadcast", "misc", "GEN"),
}
_OTHER = ("document", "misc", "GEN")

# Line ends and control characters: a line of its own would be read as a field of its own.
_CONTROL = re.compile("[\\u0000-\\u0020\\u007f-\\u009f\\u2028\\u2029]+")
# What may not stand in an address as it is. An address that is already encoded stays so.
_UNSAFE = re.compile("[^!#-;=?-[\\]_a-z~]")
# A brace counts for BibTeX even behind a backslash, so each has a name; what TeX would join is kept apart.
_TEX = {
    "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}", "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}", "|": "{\\textbar}", "<": "{\\textless}", ">": "{\\textgreater}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}  # fmt: skip
_TEX_SIGN = re.compile("|".join(map(re.escape, _TEX)))
_TEX_JOINED = re.compile("(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=[?!])(?=`)")


@dataclass(frozen=True)
class Entry:
    """What is cited. `date` is of the dates' subset; names of authors are whole and never taken apart.

    `content` is the Software Heritage id of the dataset that the book was made from, `doi` what it was given (10.…/…).
    """

    kind: str
    key: str
    title: str
    authors: tuple[str, ...] = ()
    date: str = ""
    container: str = ""
    publisher: str = ""
    version: str = ""
    url: str = ""
    language: str = ""
    note: str = ""
    content: str = ""
    doi: str = ""


def book_entry(work: Credits, url: str = "", build: str = "") -> Entry:
    """Return the entry of the whole book; `build` names what exactly it was made from, "" where that is not known."""
    key = work.name or "dataset"
    note = " ".join(filter(None, [build and f"Build {build}.", work.licence and f"Licence: {work.licence}"]))
    return Entry("book", key, work.title, work.authors, work.date, version=work.version, url=url, note=note)


def claim_entry(work: Credits, claim_id: str, summary: str, note: str, url: str = "") -> Entry:
    """Return the entry of one claim; `note` says who makes it and where, as `claim_note` does."""
    return _part_entry(work, "claim", claim_id, f"Claim {claim_id}: {summary}", note, url)


def chart_entry(work: Credits, key: str, title: str, note: str = "", url: str = "") -> Entry:
    """Return the entry of one chart."""
    return _part_entry(work, "chart", key, title, note, url)


def source_page_entry(work: Credits, source: Entry, url: str = "") -> Entry:
    """Return the entry of what the book holds of a source, our page; its note cites the source itself."""
    where = f" ({safe_address(source.url)})" if source.url else ""
    note = f"What is coded of a source. The source itself{where}: {plain_text(replace(source, url=''))}"
    return _part_entry(work, "source", source.key, f"Source {source.key}: {source.title}", note, url)


def source_entry(source: Mapping[str, str], issuer: str = "") -> Entry:
    """Return the entry of a source, from its row and the name of who issued it: the document itself, not our page."""
    author = source["author"] or (issuer if issuer != source["publisher"] else "")
    return Entry(
        source["kind"],
        source["source_id"],
        source["title"],
        (author,) if author else (),
        source["published"],
        publisher=source["publisher"],
        url=source["url"],
        language=source["language"],
        note=excerpt_note(source["seen_as"], source["custody"]),
    )


def excerpt_note(seen_as: str, custody: str) -> str:
    """Return what was seen of a source that was not seen whole, and whose page it was; "" of one that was."""
    if seen_as != "excerpt":
        return ""
    return OWN_EXCERPT if custody == "issuer" else EXCERPT


def chart_note(scope: str, program: str) -> str:
    """Return what a chart counts, and which version of the program made it."""
    return " ".join(filter(None, [_stop(scope), f"Chart made with claimbook {program}."]))


def claim_note(speaker: str, said: str, title: str, publisher: str, published: str, *, excerpt: str) -> str:
    """Return whose claim it is, when it was said and where it was read, in a sentence; then what was seen of it."""
    # Many titles already name who published and when.
    known = [text for text in (publisher, published) if text and text not in title]
    place = f"{title} ({', '.join(known)})" if known else title
    sentence = f"Claim by {speaker}, {said}, in: {place}"
    return _stop(sentence) + (f" {excerpt}" if excerpt else "")


def plain_text(entry: Entry) -> str:
    """Return the citation as a sentence or two, and last what `identified` says."""
    day = f" ({format_day_of(entry.date)})" if entry.date else ""
    version = entry.version and f"version {entry.version}"
    place = ", ".join(text for text in (entry.container and f"In: {entry.container}", version) if text)
    parts = [
        _stop("; ".join(entry.authors) + day) if entry.authors else "",
        _stop(entry.title + ("" if entry.authors else day)),
        _stop(place[:1].upper() + place[1:]),
        _stop(entry.publisher),
        _stop(entry.note),
        identified(entry),
    ]
    return fold(" ".join(part for part in parts if part))


def identified(entry: Entry) -> str:
    """Return by what an entry is found and checked: the dataset's content id, DOI, address; "" where none is known."""
    parts = (_content(entry), entry.doi and f"https://doi.org/{entry.doi}", safe_address(entry.url))
    return " ".join(filter(None, parts))


def bibtex(entry: Entry) -> str:
    """Return the entry for BibTeX and biblatex, in UTF-8."""
    authors = " and ".join(f"{{{_tex(name)}}}" for name in entry.authors)
    fields = {
        "author": authors,
        "title": f"{{{_tex(entry.title)}}}",
        "booktitle": entry.container and f"{{{_tex(entry.container)}}}",
        "publisher": _tex(entry.publisher),
        "year": _year(entry.date),
        "date": entry.date if _year(entry.date) and "%" not in entry.date else "",
        "version": _tex(entry.version),
        "doi": entry.doi,
        "url": safe_address(entry.url),
        "note": _tex(_note(entry)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{_types(entry)[1]}{{{_key(entry)},", *lines, "}"]) + "\n"


def ris(entry: Entry) -> str:
    """Return the entry in RIS, each field on a line of its own."""
    span = _span(entry.date)
    fields = [
        ("TY", _types(entry)[2]),
        ("ID", _key(entry)),
        *(("AU", name) for name in entry.authors),
        ("TI", entry.title),
        ("T2", entry.container),
        ("PB", entry.publisher),
        ("PY", _year(entry.date)),
        ("DA", "/".join([*span[0], "", "", ""][:3]) + "/" if len(span) == 1 else ""),
        ("ET", entry.version),
        ("LA", entry.language),
        ("N1", _note(entry)),
        ("DO", entry.doi),
        ("UR", safe_address(entry.url)),
    ]
    lines = [f"{tag}  - {fold(value)}" for tag, value in fields if fold(value)]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_item(entry: Entry) -> dict[str, Any]:
    """Return the entry as an item of CSL-JSON."""
    item = {
        "id": _key(entry),
        "type": _types(entry)[0],
        "title": fold(entry.title),
        "author": [{"literal": fold(name)} for name in entry.authors],
        "container-title": fold(entry.container),
        "publisher": fold(entry.publisher),
        "issued": _issued(entry.date),
        "version": fold(entry.version),
        "language": fold(entry.language),
        "note": fold(_note(entry)),
        "DOI": entry.doi,
        "URL": safe_address(entry.url),
    }
    return {name: value for name, value in item.items() if value}


def csl_json(entries: Iterable[Entry]) -> str:
    """Return entries as a file of CSL-JSON."""
    return json.dumps([csl_item(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def fold(text: str) -> str:
    """Return a text in one line, without control characters."""
    return _CONTROL.sub(" ", text).strip(" ")


def safe_address(url: str) -> str:
    """Return an address in which nothing can end a field or a line."""
    return _UNSAFE.sub(lambda found: quote(found.group(), safe=""), url)


def format_day_of(date: str) -> str:
    """Return a date in words, or as it is written where it is none of the subset."""
    try:
        return format_date(date)
    except NotationError:
        return date


def _part_entry(work: Credits, kind: str, key: str, title: str, note: str, url: str) -> Entry:
    return Entry(
        kind, key, title, work.authors, work.date, container=work.title, version=work.version, url=url,
        note=note,
    )  # fmt: skip


def _content(entry: Entry) -> str:
    return entry.content and f"Dataset {entry.content}."


def _note(entry: Entry) -> str:
    return " ".join(filter(None, [_stop(entry.note), _content(entry)])) if entry.content else entry.note


def _types(entry: Entry) -> tuple[str, str, str]:
    return _TYPES.get(entry.kind, _OTHER)


def _key(entry: Entry) -> str:
    return re.sub("[^A-Za-z0-9:._-]", "-", entry.key) or "entry"


def _tex(text: str) -> str:
    apart = _TEX_JOINED.sub("\0", fold(text))
    return _TEX_SIGN.sub(lambda found: _TEX[found.group()], apart).replace("\0", "{}")


def _stop(text: str) -> str:
    """Return a text, in one line, that ends as a sentence does."""
    line = fold(text)
    return line if not line or line.rstrip("”’\"'")[-1:] in (".", "?", "!") else f"{line}."


def _span(text: str) -> list[list[str]]:
    """Return the parts (year, month, day) of a date, or of both ends of an interval; none where an end is open."""
    try:
        parse_date(text)
    except NotationError:
        return []
    ends = [re.sub("T.*|[~?%]", "", end).split("-") for end in text.split("/")]
    return [] if any(not end[0].isdecimal() for end in ends) else ends


def _year(text: str) -> str:
    years = {end[0] for end in _span(text)}
    return years.pop() if len(years) == 1 else ""


def _issued(text: str) -> dict[str, Any]:
    if not text:
        return {}
    ends = _span(text)
    if not ends:
        return {"literal": fold(format_day_of(text))}
    issued: dict[str, Any] = {"date-parts": [[int(part) for part in end] for end in ends]}
    return {**issued, "circa": True} if re.search("[~?%]", text) else issued
