"""The one document: title page, contents, then every page as a section. HTML out; nothing is read or printed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from claimbook import paths
from claimbook.pdf.anchors import anchor
from claimbook.pdf.articles import Article, wrap_article
from claimbook.pdf.order import Part

# Signs of a page's title that stand at the head of each of its sheets: what fits one line.
HEAD = 90


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
    articles = list(document.articles.values())
    body = "".join(wrap_article(article, number, places) for number, article in enumerate(articles))
    heads = [(number, _css_string(document.titles[a.docname])) for number, a in enumerate(articles)]
    return _template().render(
        **vars(document.front),
        parts=document.parts,
        titles=document.titles,
        numbers=numbers or {},
        anchor=anchor,
        heads=heads,
        style=Markup((paths.PDF / "print.css").read_text("utf-8")),
        body=Markup(body),
    )


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
