"""How a reader reaches whoever publishes the book: read from its configuration, shown by `{report-to}`.

A directive, as for the citation of the book: pages are executed without the configuration. Nothing is made up: a book
that names no address says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from claimbook import paths
from claimbook.book.about import About, Reached, read_about
from claimbook.book.render import Html, render_template
from claimbook.errors import PageError, shorten_value
from claimbook.model.credits import web_address

SETTING = "claimbook_contact"
_MAIL = re.compile(r"[^\s@:/?&#<>\"]+@[^\s@:/?&#<>\"]+\.[^\s@:/?&#<>\".]+")


def read_reached(config: Mapping[str, Any]) -> Reached:
    """Return what a book's configuration says of how its publisher is reached; raises PageError for what is no address.

    `claimbook_contact` under `sphinx: config:` is an e-mail address or a page, `url` under `repository:` a page.
    """
    sphinx = config.get("sphinx")
    settings = sphinx.get("config") if isinstance(sphinx, Mapping) else None
    contact = settings.get(SETTING) if isinstance(settings, Mapping) else None
    repository = config.get("repository")
    kept = repository.get("url") if isinstance(repository, Mapping) else None
    return Reached(
        contact=_address(contact, SETTING, "an e-mail address or a page (https://…)", with_mail=True),
        repository=_address(kept, "repository: url", "a page (https://…)", with_mail=False),
    )


def _address(value: object, name: str, what: str, *, with_mail: bool) -> str:
    """Return an address as written, "" for none."""
    text = "" if value is None else str(value).strip()
    if not text or web_address(text) or (with_mail and _MAIL.fullmatch(text)):
        return text
    raise PageError(f"{paths.CONFIG}, {name}: '{shorten_value(text)}' is no address.", fix=f"write {what}, or nothing.")


class ReportTo(SphinxDirective):
    """Where a fault is reported, in a paragraph."""

    def run(self) -> list[nodes.Node]:
        """Return the paragraph; a book that names no address tells how its publisher is found."""
        about = read_about(Path(self.env.srcdir) / self.config.claimbook_credits)
        return [nodes.raw("", tell_reached(about).html, format="html")]


def tell_reached(about: About) -> Html:
    """Return in a paragraph where reports go."""
    contact = about.reached.contact
    mail = "mailto:" if contact and not web_address(contact) else ""
    return render_template("report_to", reached=about.reached, mail=mail, authors=about.credits.authors)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, and the setting, so that no build calls it unknown."""
    app.add_config_value(SETTING, "", "html", types=[str])
    app.add_directive("report-to", ReportTo)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
