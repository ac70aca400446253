"""Fill an autoescaping template and show it as one HTML output. The only place where text from the data meets HTML."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from claimbook import paths
from claimbook.book.policy import policy_element
from claimbook.model.bidi import isolate, runs_from_right, set_apart
from claimbook.model.embedded import embed_json

# A piece of HTML: a script, what stands apart already (a template's result within another), an element that says its
# direction itself, a tag, or the text between tags. An option holds text only.
_PIECE = re.compile(
    r"<script\b.*?</script>|<bdi>(?:<bdi>[^<]*</bdi>|[^<])*</bdi>|"
    r"<(?P<own>\w+)\b[^>]*\sdir=.*?</(?P=own)>|<option\b[^>]*>[^<]*|<[^>]*>|[^<]+",
    re.DOTALL,
)
_SPOKEN = re.compile(r'(?<=\s)((?:title|alt|label|aria-label)=")([^"]*)')

# A page is executed where nothing that it writes is kept but its notebook.
ATTACHED = paths.ATTACHED


@dataclass(frozen=True)
class Html:
    """A piece of a page: what the last line of a notebook's cell shows.

    `attached` are texts that the site offers as files beside the page, by name.
    """

    html: str
    label: str = "page"
    attached: Mapping[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        """Return what is shown, and what is said of it, the files among that."""
        files = {ATTACHED: dict(sorted(self.attached.items()))} if self.attached else {}
        return {"text/html": self.html, "text/plain": f"<{self.label}>"}, files


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.CARD_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals["policy"] = Markup(policy_element())
    return environment


def render_template(name: str, label: str = "", attached: Mapping[str, str] | None = None, **values: Any) -> Html:
    """Return a template (`card.html`, …) filled with values; every value is escaped."""
    # A page lies as deep in the book as its notebook in the folder: so links work under any address.
    text = _environment().get_template(f"{name}.html").render(root=paths.root_prefix(), **values)
    lines = [line.rstrip() for line in text.splitlines()]
    return Html(set_names_apart("\n".join(line for line in lines if line)), label or name, attached or {})


def scripted(text: str) -> Markup:
    """Return text that holds only where scripts run: hidden until one does (claimbook.js), and left out on paper."""
    return Markup('<span class="cb-scripted" hidden>{}</span>').format(text)


def data_script(value: Any) -> Markup:
    """Return a value as linked data in a page: JSON that nothing in it can end, in an element that no browser runs."""
    return Markup(f'<script type="application/ld+json">{embed_json(value)}</script>')


def set_names_apart(html: str) -> str:
    """Return HTML in which text that runs from right to left stands in `bdi`, and in isolates where no element can."""
    if not runs_from_right(html):
        return html
    return _PIECE.sub(lambda found: _set_apart(found.group()), html)


def _set_apart(piece: str) -> str:
    if not runs_from_right(piece) or piece.startswith(("<script", "<bdi>")) or re.match(r"<\w+\b[^>]*\sdir=", piece):
        return piece
    if piece.startswith("<option"):
        tag, _, text = piece.partition(">")
        return f"{_set_apart(tag)}>{isolate(text)}"
    if piece.startswith("<"):
        return _SPOKEN.sub(lambda found: found.group(1) + isolate(found.group(2)), piece)
    return set_apart(piece, lambda part: f"<bdi>{part}</bdi>")


def prose(text: str) -> Markup:
    """Return a dataset's own prose (data/about.md) as HTML: CommonMark without raw HTML; only safe addresses link."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return Markup(_TABLE.sub(_name_cells, parser.render(text)))


# No text can hold these tags: markup in it has been escaped.
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)


def _name_cells(table: re.Match[str]) -> str:
    """Let each cell of a wide table say which column it is of, as those of lists do (macros.html)."""
    heads = [re.sub("<[^>]*>", "", head) for head in _HEAD.findall(table.group())]
    if len(heads) < 3:
        return table.group().replace("<table>", '<table class="cb-table">', 1)
    rows = table.group().replace("<table>", '<table class="cb-table cb-stack">', 1).split("<tr>")
    return "<tr>".join(_name_row(row, heads) for row in rows)


def _name_row(row: str, heads: list[str]) -> str:
    first, *cells = row.split("<td")
    named = (f' data-label="{head}"' if place else "" for place, head in enumerate(heads))
    return first + "".join(f"<td{name}{cell}" for name, cell in zip(named, cells, strict=False))


def anchor(text: str) -> str:
    """Return a stable anchor for text that is no id: the same text has the same anchor in every build."""
    return "x" + hashlib.sha256(text.encode()).hexdigest()[:10]
