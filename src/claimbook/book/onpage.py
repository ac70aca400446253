"""The list of a page's sections beside it ("On this page"), with those that cells made.

Sphinx lists the headings that stand in a notebook's prose. What a cell shows is HTML to it, so that a page whose
sections come from its data would have no list at all. What a section is called is said by its template.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

# More sections than these are no list that a reader can take in; such a page says at its top what it holds.
MOST_SECTIONS = 60
# Sphinx gives the anchor to the section, a template to the heading.
_HEADING = re.compile(
    r'<section id="(?P<section>[^"]+)">\s*<h2>(?P<prose>.*?)</h2>|'
    r'<h2\b[^>]*? id="(?P<own>[^"]+)"[^>]*>(?P<cell>.*?)</h2>',
    re.DOTALL,
)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"</?(?!bdi\b)[a-z][^>]*>")


def list_sections(body: str) -> list[tuple[str, str, bool]]:
    """Return the sections of a page in order: anchor, heading as HTML without links, whether a cell made it."""
    return [
        (found["section"] or found["own"], _plain(found["prose"] or found["cell"]), bool(found["own"]))
        for found in _HEADING.finditer(body)
    ]


def _plain(heading: str) -> str:
    return _TAG.sub("", _PERMALINK.sub("", heading)).strip()


def add_sections(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Put the sections that cells made into the list from which the theme makes "On this page"."""
    sections = list_sections(context.get("body", ""))
    if len(sections) > MOST_SECTIONS or not any(is_made for _, _, is_made in sections):
        return
    items = "".join(
        f'<li><a class="reference internal" href="#{anchor}">{heading}</a></li>\n' for anchor, heading, _ in sections
    )
    title = f'<a class="reference internal" href="#">{context.get("title", "")}</a>'
    context["toc"] = f"<ul>\n<li>{title}<ul>\n{items}</ul>\n</li>\n</ul>\n"
