"""The one document: title page, contents, then every page as a section. HTML out; nothing is read or printed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from claimbook import paths
from claimbook.charts.fonts import face_rules
from claimbook.pdf.anchors import anchor
from claimbook.pdf.articles import Article, wrap_article
from claimbook.pdf.order import Part

# Signs of a page's title that stand at the head of each of its sheets: what fits one line.
HEAD = 90
# Pages below another of which more than this many do not begin on a sheet each.
LONG_LIST = 20


@dataclass(frozen=True)
class Front:
    """What stands on the title page.

    `note` is the start page's own to whoever is about to read; `imprint` are the licence, the version and what else the
    web book's foot says.
    """

    title: str
    language: str = "en"
    as_of: str = ""
    note: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """The book's parts and their articles, by page."""

    front: Front
    parts: tuple[Part, ...]
    articles: Mapping[str, Article]
    titles: Mapping[str, str] = field(default_factory=dict)


def make_document(front: Front, parts: tuple[Part, ...], articles: Sequence[Article]) -> Document:
    """Put articles in the order of the contents; a title of the contents goes before the page's own."""
    by_page = {article.docname: article for article in articles}
    entries = list(chain.from_iterable(part.walk() for part in parts))
    titles = {entry.docname: entry.title or by_page[entry.docname].title for entry in entries}
    return Document(front, parts, {name: by_page[name] for name in titles}, titles)


def render_document(document: Document, numbers: Mapping[str, int] | None = None) -> str:
    """Return the document's HTML. `numbers` say on which sheet each page begins, once that is known."""
    places = {anchor(name) for name in document.articles}.union(*(a.places for a in document.articles.values()))
    # Each page's sheets have the number of the page that begins them, and the title of the one that names them.
    sheets = {name: (name, name) for name in document.articles} | _find_runs(document)
    numbered = {name: number for number, name in enumerate(document.articles)}
    body = "".join(
        wrap_article(article, numbered[sheets[name][0]], places, follows=sheets[name][0] != name)
        for name, article in document.articles.items()
    )
    heads = [
        (number, _css_string(document.titles[sheets[name][1]]))
        for name, number in numbered.items()
        if sheets[name][0] == name
    ]
    return _template().render(
        **vars(document.front),
        parts=document.parts,
        titles=document.titles,
        numbers=numbers or {},
        anchor=anchor,
        heads=heads,
        fonts=Markup(face_rules()),
        style=Markup((paths.PDF / "print.css").read_text("utf-8")),
        body=Markup(body),
    )


def _find_runs(document: Document) -> dict[str, tuple[str, str]]:
    """Return, for the pages of a long list, the first of them and the page that the list hangs on.

    They follow each other on the sheets: most are a few lines and a card, and each on sheets of its own, the emptier
    half of a book is theirs.
    """
    lists = (entry for part in document.parts for entry in part.walk())
    return {
        page.docname: (entry.below[0].docname, entry.docname)
        for entry in lists
        if len(entry.below) > LONG_LIST and not any(page.below for page in entry.below)
        for page in entry.below
    }


def _css_string(text: str) -> Markup:
    """Return text for a string of a style sheet that stands in HTML: every sign by its number."""
    short = text if len(text) <= HEAD else text[: HEAD - 1].rstrip() + "…"
    return Markup("".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in short))


@cache
def _template() -> Template:
    loader = FileSystemLoader(paths.PDF)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("document.html")
