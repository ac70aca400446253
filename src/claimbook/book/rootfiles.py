"""The files at the site's root beside the pages: the page for addresses that lead nowhere, the sitemap, what servers
send along, the licences of what pages are drawn and laid out with.

A server shows `404.html` under any address, so nothing in it may be relative to its own place. Where the book's
address is configured (`html_baseurl`) its links begin with that address's path. Where it is not, a script looks for
itself in the folders above, and so finds the root; without scripts the page is plain text.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from claimbook import paths
from claimbook.book.policy import HEADERS_FILE, headers_file
from claimbook.book.render import render_template
from claimbook.model.credits import web_address

LOST_PAGE = "404.html"
LOST_SCRIPT = "claimbook-lost.js"
SITEMAP = "sitemap.xml"
LICENCES = "licences.txt"
# How deep pages lie: book/sources/SOURCE.html.
DEPTHS = ("", "../", "../../")


def base_address(config: Any) -> str:
    """Return the book's address on the web, with a slash at its end; "" where none is configured."""
    address = web_address(str(config.html_baseurl or ""))
    return address and address.rstrip("/") + "/"


def sitemap(addresses: list[str]) -> str:
    """Return a sitemap of these addresses, without days: they would differ from build to build."""
    lines = [f"<url><loc>{html.escape(address)}</loc></url>" for address in addresses]
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return head + "".join(f"{line}\n" for line in lines) + "</urlset>\n"


def lost_page(title: str, start: str, base: str = "") -> str:
    """Return the page for addresses that lead nowhere; `start` is the start page, from the root, `base` its address.

    Without `base` the links have no address and are hidden until the script has found the root.
    """
    root = urlsplit(base).path if base else ""
    links = [(f"{root}{start}", title), (f"{root}search.html", "Search this book")]
    places = [root] if root else DEPTHS
    page = render_template("lost", title=title, places=places, script=LOST_SCRIPT, links=links, known=bool(root))
    return page.html + "\n"


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files into the site; a sitemap only where the pages' addresses are known."""
    if exception or app.builder.format != "html":
        return
    root, base = Path(app.outdir), base_address(app.config)
    title = str(app.config.html_title or app.config.project)
    start = app.builder.get_target_uri(app.config.root_doc)
    (root / LOST_PAGE).write_text(lost_page(title, start, base), encoding="utf-8", newline="\n")
    for name, asset in ((LOST_SCRIPT, "lost.js"), (LICENCES, LICENCES)):
        text = (paths.ASSETS / asset).read_text(encoding="utf-8")
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    (root / HEADERS_FILE).write_text(headers_file(), encoding="utf-8", newline="\n")
    if base:
        pages = sorted(app.builder.get_target_uri(name) for name in app.env.found_docs)
        (root / SITEMAP).write_text(sitemap([base + page for page in pages]), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the writing of the files."""
    app.connect("build-finished", write_files, priority=850)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
