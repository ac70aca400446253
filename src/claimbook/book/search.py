"""What the book's search finds, and how fast its index is made. How a page looks is not known here."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.transforms.post_transforms import SphinxPostTransform

FLAGGED = re.compile(r'<details\b[^>]*\bclass="[^"]*\bcb-flagged\b[^"]*"[^>]*>.*?</details>', re.DOTALL)


class English(SearchEnglish):
    """Sphinx's English, which stems a word once: the pages of a book repeat each other's words."""

    def init(self, options: dict[str, str]) -> None:
        """Begin with no word known."""
        super().init(options)
        self.stem_once = cache(super().stem)

    def stem(self, word: str) -> str:
        """Return the stem of a word."""
        return self.stem_once(word)


class unindexed(nodes.General, nodes.Element):
    """HTML that is shown but kept out of the search index."""


class KeepFlaggedWordsOutOfSearch(SphinxPostTransform):
    """Flagged words show only on their claim's card: take their disclosure out of what the search indexes."""

    # After myst-nb has chosen which of a cell's outputs to show.
    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Split every piece of raw HTML that holds flagged words."""
        for node in list(self.document.findall(nodes.raw)):
            if "html" in node.get("format", "").split() and "cb-flagged" in node.astext():
                node.replace_self(list(split_flagged(node)))


def split_flagged(node: nodes.raw) -> Iterator[nodes.Element]:
    """Split raw HTML into what the search may index and what it may not; written out, it is what it was."""
    text, done = node.astext(), 0
    # A raw node with classes is written inside an element of its own, which now has to hold all the parts.
    tag = "span" if isinstance(node.parent, nodes.TextElement) else "div"
    classes = html.escape(" ".join(node["classes"]))
    yield unindexed(html=f'<{tag} class="{classes}">' if classes else "")
    for found in FLAGGED.finditer(text):
        yield nodes.raw("", text[done : found.start()], format="html")
        yield unindexed(html=found.group())
        done = found.end()
    yield nodes.raw("", text[done:], format="html")
    yield unindexed(html=f"</{tag}>" if classes else "")


def visit_unindexed(translator: Any, node: unindexed) -> None:
    """Write the HTML as it is."""
    translator.body.append(node["html"])
    raise nodes.SkipNode


def skip_unindexed(translator: Any, node: unindexed) -> None:
    """Leave HTML out of what is not HTML."""
    raise nodes.SkipNode


def escape_titles(index: str) -> str:
    """Escape the search index's headings, which the search page writes as HTML: data are never markup."""
    start, end = index.index("(") + 1, index.rindex(")")
    content = json.loads(index[start:end])
    content["alltitles"] = {html.escape(title): at for title, at in content.get("alltitles", {}).items()}
    return index[:start] + json.dumps(content, separators=(",", ":"), sort_keys=True) + index[end:]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the language, and the HTML that is kept out of the index."""
    app.add_search_language(English)
    app.add_node(unindexed, html=(visit_unindexed, None), latex=(skip_unindexed, None), text=(skip_unindexed, None))
    app.add_post_transform(KeepFlaggedWordsOutOfSearch)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
