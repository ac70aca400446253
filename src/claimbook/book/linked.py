"""What the head of every page says to those who cite it and to machines: meta tags, and linked data of the dataset.

The linked data of claims stand on their cards (`citing`); which files lie beside the pages is said in `rootfiles`.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from claimbook.book.about import SHORT_BUILD, About, read_about
from claimbook.book.citing import CONTEXT, identify_citations
from claimbook.book.render import data_script
from claimbook.book.rootfiles import base_address
from claimbook.model.cite import fold
from claimbook.model.credits import Credits
from claimbook.model.pinned import pinned_base

MOST_SIGNS = 300
# Of the dataset as a whole, on the start page; a claim's name is its id, which has no such sign.
DATASET = "#_dataset"


class Heads:
    """The heads of a book's pages. What the book says of itself is read once."""

    def __init__(self) -> None:
        self.about = About()

    def begin(self, app: Sphinx) -> None:
        """Read what the build wrote for this book; one that is built by hand has a title only."""
        self.about = read_about(Path(app.srcdir) / app.config.claimbook_credits)

    def add(self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
        """Add to a page's head what it says of itself, and tell the footer what made the book."""
        about = self.about
        context["claimbook_version"] = app.config.claimbook_version or about.program
        context["claimbook_licence"] = app.config.claimbook_licence or about.credits.licence
        context["claimbook_dataset_version"] = about.credits.version
        context["claimbook_build"] = about.build[:SHORT_BUILD]
        tags = [("claimbook-build", about.build), ("claimbook-dataset-version", about.credits.version)]
        tags += [("claimbook-dataset-id", about.content)]
        base = base_address(app.config)
        address = str(context.get("pageurl") or "") if base else ""
        lasting = address and pinned_base(base, about.credits.version) + address.removeprefix(base)
        if not address:
            context["pageurl"] = None  # what is no address of the web is no canonical one either
        script = ""
        if pagename in app.env.found_docs:
            is_start = pagename == app.config.root_doc
            book = about.credits.title or str(app.config.html_title or app.config.project)
            title = book if is_start else fold(app.env.titles[pagename].astext())
            text = (is_start and about.credits.description) or first_words(doctree)
            tags += page_tags(about.credits, title, "" if is_start else book, text, lasting)
            context["body"] = identify_citations(context["body"], about.content, about.credits.doi, lasting)
            if is_start:
                script = str(data_script(dataset_data(about, title, lasting, "../" * pagename.count("/"))))
        context["metatags"] = "".join([context.get("metatags") or "", *map(meta_tag, tags), script])


def page_tags(work: Credits, title: str, book: str, text: str, address: str) -> list[tuple[str, str]]:
    """Return the names and contents of a page's meta tags; `book` is "" on the start page, `address` where unknown. An
    address is one that lasts, where there is one.

    `citation_…` are those that Highwire Press began, which Zotero and others read.
    """
    return [
        ("description", shorten(f"{title}. {text}" if book else text or title)),
        ("citation_title", title),
        ("citation_inbook_title", book),
        *(("citation_author", name) for name in work.authors),
        ("citation_publication_date", work.date.replace("-", "/")),
        ("citation_doi", work.doi),
        ("citation_language", "en"),
        ("citation_public_url", address),
    ]


def dataset_data(about: About, title: str, address: str, root: str = "") -> dict[str, Any]:
    """Return the dataset as linked data (schema.org `Dataset`): what is known of it, and nothing filled in.

    `root` leads from the page to the book's root.
    """
    work = about.credits
    files = [
        {"@type": "DataDownload", "encodingFormat": each["type"], "contentUrl": root + each["href"]}
        for each in about.downloads
    ]
    given = {
        "name": title,
        "description": work.description,
        "version": work.version,
        "datePublished": work.date,
        "license": work.licence_url or work.licence,
        # A Data Package does not say whether a contributor is a person or a body.
        "creator": [{"name": name} for name in work.authors],
        "keywords": list(work.keywords),
        "identifier": [text for text in (work.doi and f"https://doi.org/{work.doi}", about.content) if text],
        "variableMeasured": list(about.measures),
        "url": address,
        "distribution": files,
    }
    known = {name: value for name, value in given.items() if value}
    return {"@context": CONTEXT, "@type": "Dataset", "@id": DATASET, **known}


def first_words(doctree: Any) -> str:
    """Return the first paragraph of a page, without its markup; "" where it has none."""
    found = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    return "" if found is None else fold(found.astext())


def shorten(text: str) -> str:
    """Return a text of at most so many signs, cut between words."""
    line = fold(text)
    return line if len(line) <= MOST_SIGNS else line[: MOST_SIGNS - 1].rpartition(" ")[0] + "…"


def meta_tag(tag: tuple[str, str]) -> str:
    """Return a meta tag, or nothing for one without a content."""
    name, content = tag
    return f'\n    <meta name="{name}" content="{html.escape(content)}" />' if content else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what adds to the heads of pages."""
    heads = Heads()
    app.add_config_value("claimbook_credits", "credits.json", "html", types=[str])
    app.connect("builder-inited", heads.begin)
    app.connect("html-page-context", heads.add, priority=850)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
