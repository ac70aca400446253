"""A published page as it stands in the one document: what a screen needs taken out, links and ids made the document's.

What belongs here: one page's article, HTML in and HTML out. What does not: the order of pages, how they look, files.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from bs4.filter import SoupStrainer

from claimbook.errors import BuildError
from claimbook.model.embedded import SPEC_TYPE
from claimbook.pdf.anchors import Target, anchor, resolve
from claimbook.pdf.charts import draw_chart
from claimbook.pdf.tables import fit_table

# What asks for a script, a pointer or a keyboard, or is the web book's own way from place to place.
DROPPED = frozenset((
    "script", "style", "noscript", "template", "link", "meta", "base", "iframe", "object", "embed", "audio", "video",
    "form", "button", "input", "select", "textarea", "datalist", "output", "dialog", "nav",
))  # fmt: skip
DROPPED_CLASSES = frozenset((
    "headerlink", "toctree-wrapper", "cb-slider", "cb-narrow", "cb-tools", "cb-cite", "cb-off-paper",
))  # fmt: skip
IDREFS = frozenset(("aria-labelledby", "aria-describedby", "aria-details", "aria-owns", "headers", "for"))
ALLOWED = frozenset((
    *IDREFS, "id", "class", "href", "src", "alt", "title", "lang", "dir", "colspan", "rowspan", "scope", "start",
    "value", "reversed", "width", "height", "role", "open", "aria-label", "aria-hidden",
))  # fmt: skip
# What the web book says to readers without scripts, and what stands on paper in its place.
REGISTER = ".cb-register-plain > p:first-child"
REGISTER_ON_PAPER = "The register is searched in the web book. Every claim stands on the page of its source:"
WEB_ONLY = "They stand in the web book only."


@dataclass(frozen=True)
class Article:
    """A page's part of the document. `html` is its content, `places` the names of all places in it."""

    docname: str
    title: str
    html: str
    places: frozenset[str]


def read_article(page: str, docname: str, pages: Container[str], key: str = "c", site: str = "") -> Article:
    """Return a published page's article for the document.

    `pages` are the names of the document's pages; `key` begins the ids of this page's drawings; `site` is the address
    of the published folder, from which pictures are taken. Raises BuildError where the page has no article, or a
    chart that can't be drawn.
    """
    soup = BeautifulSoup(page, "html.parser", parse_only=SoupStrainer("article"))
    article = soup.find("article", class_="bd-article")
    if not isinstance(article, Tag):
        message = f"The published page '{docname}.html' has no article."
        raise BuildError(message, fix="build the book again; the PDF is made from it.")
    drawings = _take_charts(article, key, pages)
    for line in article.select(REGISTER) if "cb-register-plain" in page else ():
        line.string = REGISTER_ON_PAPER
    _take_out(article)
    _keep_folded(article)
    _unfold(article)
    _name_places(article, docname)
    _rewrite_links(article, docname, pages)
    _find_pictures(article, docname, site)
    for table in article.find_all("table"):
        fit_table(table)
    title = article.find("h1")
    html = article.decode_contents(formatter="minimal")
    for number, drawing in enumerate(drawings):
        html = html.replace(_placeholder(number), drawing, 1)
    places = frozenset(str(tag["id"]) for tag in article.find_all(id=True))
    return Article(docname, _words(title) if isinstance(title, Tag) else docname, html, places)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" " if tag.name == "summary" else "").split())


def _placeholder(number: int) -> str:
    # No text of a page can hold it: every comment has been taken out, and text is escaped.
    return f"<!--chart {number}-->"


def _take_charts(article: Tag, key: str, pages: Container[str]) -> list[str]:
    """Put a mark in the place of each chart, and return their drawings."""
    for comment in article.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()

    def link(address: str) -> str:
        target = resolve("", address, pages)
        return target.href if target else ""

    drawings: list[str] = []
    for chart in article.find_all(class_="cb-chart"):
        island = chart.find("script", type=SPEC_TYPE)
        if not isinstance(island, Tag):
            continue
        # The picture for readers without scripts, which is not as wide as a sheet.
        for picture in chart.find_next_siblings("img", class_="cb-picture"):
            picture.decompose()
        chart.clear()
        chart.append(Comment(f"chart {len(drawings)}"))
        drawings.append(draw_chart(island.get_text(), f"{key}-{len(drawings)}", link))
    return drawings


def _take_out(parent: Tag, *, drawn: bool = False) -> None:
    """Take out what only a screen needs, and of the rest every attribute that paper has no use for."""
    # One walk over the page, and no selectors: they would take most of the time.
    for tag in [child for child in parent.children if isinstance(child, Tag)]:
        if _is_for_screens(tag):
            tag.decompose()
            continue
        inside = drawn or tag.name == "svg"
        for name in [name for name in tag.attrs if name not in ALLOWED and (not inside or name.startswith("on"))]:
            del tag[name]
        _take_out(tag, drawn=inside)


def _is_for_screens(tag: Tag) -> bool:
    return (
        tag.name in DROPPED
        or "hidden" in tag.attrs
        or tag.get("role") == "status"
        or not DROPPED_CLASSES.isdisjoint(tag.get_attribute_list("class"))
    )


def _keep_folded(article: Tag) -> None:
    """Leave out flagged words, which open on request only, and say so: paper can't be asked."""
    for fold in article.find_all("details", class_="cb-flagged"):
        summary = fold.find("summary")
        _, _, why = (_words(summary) if isinstance(summary, Tag) else "").partition(": ")
        fold.name = "p"
        fold.clear()
        fold["class"] = "cb-flagged"
        fold.append(f"Quoted words are left out here{': ' + why.rstrip('.') if why else ''}. {WEB_ONLY}")


def _unfold(article: Tag) -> None:
    """Open all other folds; the line over one stays. A cell's code, which the web book folds, is left out."""
    for fold in article.find_all("details"):
        if "hide" in fold.get_attribute_list("class"):
            fold.decompose()
            continue
        for summary in fold.find_all("summary", recursive=False):
            summary.name = "div"
            summary["class"] = "cb-fold-head"
        fold.name = "div"
        fold.attrs.pop("open", None)


_OWN = re.compile(r"url\(#(.*)\)")


def _name_places(article: Tag, docname: str) -> None:
    for tag in article.find_all(id=True):
        tag["id"] = anchor(docname, str(tag["id"]))
    for tag in article.find_all(True):
        for name in IDREFS.intersection(tag.attrs):
            tag[name] = " ".join(anchor(docname, part) for part in " ".join(tag.get_attribute_list(name)).split())
    for tag in article.select("svg *") if article.find("svg") else ():
        for name, value in tag.attrs.items():
            if isinstance(value, str) and (found := _OWN.fullmatch(value)):
                tag[name] = f"url(#{anchor(docname, found[1])})"


def _rewrite_links(article: Tag, docname: str, pages: Container[str]) -> None:
    """Let links lead within the document, or to the web; what leads to neither is text."""
    for tag in article.find_all(href=True):
        target: Target | None = resolve(docname, str(tag["href"]), pages) if tag.name == "a" else None
        if target:
            tag["href"] = target.href
        elif tag.name == "a":
            tag.name = "span"
            del tag["href"]
        else:
            del tag["href"]


def _find_pictures(article: Tag, docname: str, site: str) -> None:
    """Take pictures from the published folder; of one from elsewhere the words stand that describe it."""
    folder = f"{site.rstrip('/')}/{quote(docname)}"
    for tag in article.find_all("img"):
        address = str(tag.get("src") or "")
        if site and address and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address):
            tag["src"] = f"{folder.rpartition('/')[0]}/{quote(unquote(urlsplit(address).path))}"
        elif not address.startswith("data:image/"):
            tag.replace_with(str(tag.get("alt") or ""))


_INNER = re.compile(r'(<a\b[^>]*?\shref=")#([^"]*)"')


def mend_links(html: str, places: Container[str]) -> str:
    """Let each link to a place that the document has not (it was a screen's) lead to the top of that page.

    `html` is what this module made: ids hold no sign that would have to be escaped, and no text holds a tag.
    """

    def lead(found: re.Match[str]) -> str:
        name = found[2]
        return found[0] if name in places else f'{found[1]}#{name.partition(":")[0]}:"'

    return _INNER.sub(lead, html)


def wrap_article(article: Article, number: int, places: Container[str], *, follows: bool = False) -> str:
    """Return a page as a section of the document. `number` names the kind of sheet it stands on, by its head.

    It begins on a new sheet unless it `follows` the page before.
    """
    return (
        f'<section class="page p{number}{" follows" if follows else ""}" id="{anchor(article.docname)}"'
        f' aria-label="{escape(article.title)}">\n{mend_links(article.html, places)}\n</section>\n'
    )
