"""Names of places when all pages stand in one document, and where an address on a page leads then. Pure; no HTML."""

from __future__ import annotations

import re
from collections.abc import Container
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

# What may stand in an id, in an address after "#" and in a PDF's name of a place, the same in all three.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_OUTSIDE = ("https://", "http://", "mailto:")
_PAGE = ".html"


class Target(NamedTuple):
    """Where a link leads: to an address outside of the book, or to a place of a page in it."""

    outside: str = ""
    docname: str = ""
    place: str = ""

    @property
    def href(self) -> str:
        """The address in the one document."""
        return self.outside or f"#{anchor(self.docname, self.place)}"


def anchor(docname: str, place: str = "") -> str:
    """Return the name of a page's place (the page's own without one): no two places of a book have the same."""
    return f"{'/'.join(map(_escape, docname.split('/')))}:{_escape(place)}"


def _escape(text: str) -> str:
    return "".join(sign if _PLAIN.fullmatch(sign) else _as_hexadecimal(sign) for sign in text)


def _as_hexadecimal(sign: str) -> str:
    return "".join(f"~{byte:02x}" for byte in sign.encode("utf-8", "surrogatepass"))


def resolve(docname: str, address: str, pages: Container[str]) -> Target | None:
    """Return where an address on a page leads; None where a PDF can't follow it.

    That is so for a file of the web book that is no page of its contents (a download, the search), and for any
    address that is neither the web's nor mail's.
    """
    address = address.strip()
    if _SCHEME.match(address):
        return Target(outside=address) if address.lower().startswith(_OUTSIDE) else None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not parts.path:
        return Target(docname=docname, place=unquote(parts.fragment))
    path = normpath(join(dirname(docname), unquote(parts.path)))
    target = path.removesuffix(_PAGE)
    return Target(docname=target, place=unquote(parts.fragment)) if path.endswith(_PAGE) and target in pages else None
