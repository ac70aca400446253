"""What the book's search finds, and how fast its index is made. How a page looks is not known here."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.transforms.post_transforms import SphinxPostTransform

from claimbook import paths
from claimbook.analysis.spellings import plain_words, spellings_in

# What no search finds a page by: flagged words, what else is no text of the page, and the ready-made citations.
HIDDEN = re.compile(
    r'<details\b[^>]*\bclass="[^"]*\b(?:cb-flagged|cb-cite)\b[^"]*"[^>]*>.*?</details>|<(script|style)\b.*?</\1>',
    re.DOTALL | re.IGNORECASE,
)
TAG = re.compile(r"<[^<>]+>")
WORD = re.compile(r"\w+")
# What may stand within a word; every other element ends one.
INLINE = re.compile(r"</?(?:abbr|b|bdi|em|i|mark|q|strong|sub|sup|wbr)\b[^<>]*>", re.IGNORECASE)
# Numbers whose thousands are parted, by a sign or by a space, and digits of Arabic script: as in assets/words.js.
_DIGITS = {first + number: str(number) for first in (0x660, 0x6F0) for number in range(10)}
_THOUSANDS = re.compile("(?<![0-9.,])[1-9][0-9]{0,2}([,.’'\u066c\u00a0\u2009\u202f])[0-9]{3}(?:\\1[0-9]{3})*(?![0-9])")
_SPACED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])")


class English(SearchEnglish):
    """Sphinx's English, which stems a word once (the pages of a book repeat each other's words), and takes a number as
    one, however its thousands are parted.
    """

    def init(self, options: dict[str, str]) -> None:
        """Begin with no word known."""
        super().init(options)
        self.stem_once = cache(super().stem)

    def split(self, text: str) -> list[str]:
        """Return the words of a text; thousands that a plain space parts may be two numbers, and are found as both."""
        plain = text if text.isascii() else text.translate(_DIGITS)
        joined = _THOUSANDS.sub(lambda found: found.group().replace(found[1], ""), plain)
        also = [found.replace(" ", "") for found in _SPACED.findall(plain)]
        return [*super().split(joined), *also]

    def stem(self, word: str) -> str:
        """Return the stem of a word."""
        return self.stem_once(word)


class unindexed(nodes.General, nodes.Element):
    """HTML that is shown but kept out of the search index."""


class indexed(nodes.General, nodes.TextElement):
    """Words that the search index takes, and that nothing shows: they stand in the HTML beside them."""


class IndexWordsOfHtml(SphinxPostTransform):
    """Give the search index the words of the cells' HTML: Sphinx's own way glues those of neighbouring cells together.

    Flagged words show only on their claim's card: what the search indexes is without them.
    """

    # After myst-nb has chosen which of a cell's outputs to show.
    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Set the words of every piece of raw HTML apart from it, and add by which others the page is found."""
        for node in list(self.document.findall(nodes.raw)):
            if "html" in node.get("format", "").split():
                node.replace_self([unindexed(html=wrap_raw(node)), indexed("", words_of(node.astext()))])
        if more := other_words(self.document.astext(), read_spellings(Path(self.env.srcdir, paths.SPELLINGS))):
            self.document += indexed("", more)


def words_of(text: str) -> str:
    """Return what a search finds HTML by: its text, an element's words apart from its neighbours'."""
    return " ".join(html.unescape(TAG.sub(" ", INLINE.sub("", HIDDEN.sub(" ", text)))).split())


@cache
def read_spellings(path: Path) -> tuple[tuple[str, str], ...]:
    """Return what the build wrote of names and their spellings; a book that is built by hand has none."""
    return tuple((name, also) for name, also in json.loads(path.read_text("utf-8"))) if path.is_file() else ()


def other_words(text: str, listed: Iterable[tuple[str, str]]) -> str:
    """Return by which words a page is found besides its own: other spellings of what it names, letters without accents.

    As in the register; but of a page, and looked up as Sphinx's search does, so the letters are those that are typed.
    """
    also, _ = spellings_in([text], listed)
    known = set(WORD.findall(text))
    words = WORD.findall(" ".join(also))
    return " ".join(
        dict.fromkeys(word for word in [*words, *plain_words(f"{text} {' '.join(also)}")] if word not in known)
    )


def wrap_raw(node: nodes.raw) -> str:
    """Return what docutils writes for raw HTML: one with classes stands inside an element of its own."""
    if not node["classes"]:
        return node.astext()
    tag = "span" if isinstance(node.parent, nodes.TextElement) else "div"
    return f'<{tag} class="{html.escape(" ".join(node["classes"]))}">{node.astext()}</{tag}>'


def visit_unindexed(translator: Any, node: unindexed) -> None:
    """Write the HTML as it is."""
    translator.body.append(node["html"])
    raise nodes.SkipNode


def skip_node(translator: Any, node: nodes.Element) -> None:
    """Leave out what is only for the search, and HTML where no HTML is written."""
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
    app.add_node(unindexed, html=(visit_unindexed, None), latex=(skip_node, None), text=(skip_node, None))
    app.add_node(indexed, html=(skip_node, None), latex=(skip_node, None), text=(skip_node, None))
    app.add_post_transform(IndexWordsOfHtml)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
