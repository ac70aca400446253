"""A built book as files: where addresses lead, what is folded, what notebooks show. No expectation of a test."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

SPEC = "application/vnd.vegalite.v6+json"
FLAGGED = "details.cb-flagged"
# What makes a browser fetch something without being asked to.
FETCHED = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"), "video": ("src",),
    "audio": ("src",), "embed": ("src",), "object": ("data",), "link": ("href",), "input": ("src",), "use": ("href",),
    "form": ("action",),
}  # fmt: skip

Pages = dict[str, BeautifulSoup]
Anchors = dict[str, set[str]]
Elements = dict[str, dict[str, list[Tag]]]


def specs(soup: BeautifulSoup) -> list[dict[str, Any]]:
    return [json.loads(script.string or "") for script in soup.find_all("script", type=SPEC)]


def resolve(page: str, address: str) -> tuple[str, str]:
    """The file, from the book's root, and the anchor that an address on a page leads to."""
    parts = urlsplit(address)
    path = normpath((Path(page).parent / unquote(parts.path)).as_posix()) if parts.path else page
    return path, unquote(parts.fragment)


def without_flagged(html: str) -> BeautifulSoup:
    rest = BeautifulSoup(html, "html.parser")
    for part in rest.select(FLAGGED):
        part.decompose()
    return rest


def word_by_word(html: str) -> str:
    """Return the words of a text, tags' among them, one space apart: whatever stands between two, they are found."""
    return re.sub(r"\W+", " ", unescape(html).casefold()).strip()


def outputs(path: Path) -> list[str]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return ["".join(each.get("text/html", "")) for each in data] + [
        "".join(each.get("text/plain", "")) for each in data
    ]
