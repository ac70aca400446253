"""Packs a page's style sheets and scripts: one file each for all pages, and one script more where there is a choice.

What belongs here: which files a pack holds, in which order, and what a page asks for instead of them. What does not:
what stands in them, and which of the theme's files are not published at all (site). Seven style sheets and sixteen
scripts are as many requests, and weigh a sixth more one by one than together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from sphinx.application import Sphinx

STATIC = "_static"
STYLE, SCRIPT, CHOICE = "book.css", "book.js", "choice.js"
# In the order in which a page had asked for them; of myst-nb's the name holds a digest.
SHEETS = (
    "basic.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css", "mystnb.*.css",
    "claimbook.css", "figure-tools.css",
)  # fmt: skip
# Scripts of all pages run in this order; doctools and the highlighter are what Sphinx's search stands on.
SCRIPTS = (
    "documentation_options.js", "doctools.js", "sphinx_highlight.js", "scripts/sphinx-book-theme.js",
    "scripts/pydata-sphinx-theme.js", "claimbook.js", "marks.js", "charts.js", "figure-tools.js", "place.js",
    "share.js", "versions.js",
)  # fmt: skip
# What only a page with a form to choose by asks for.
CHOOSING = (
    "gaps.js",
    "fold.js",
    "window.js",
    "told.js",
    "zoom.js",
    "letters.js",
    "words.js",
    "scopes.js",
    "choose-figures.js",
    "choose.js",
)
FORM = 'id="cb-choose"'
# It may stand only where a style sheet begins.
CHARSET = re.compile(r'@charset "[^"]*";', re.IGNORECASE)


def ask_for_packs(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Let a page ask for the packs, then for the style sheets that are in none: a book may add its own."""
    packs = [SCRIPT, CHOICE] if FORM in context.get("body", "") else [SCRIPT]
    context["claimbook_scripts"] = [f"{STATIC}/{name}" for name in packs]
    context["claimbook_style"] = f"{STATIC}/{STYLE}"
    context["script_files"] = []
    context["css_files"] = [sheet for sheet in context["css_files"] if not _is_packed(sheet)]


def _is_packed(sheet: Any) -> bool:
    name = str(getattr(sheet, "filename", sheet)).removeprefix(f"{STATIC}/").partition("?")[0]
    return any(Path(name).match(pattern) for pattern in SHEETS)


def write_packs(app: Sphinx, exception: Exception | None) -> None:
    """Write the packs of a built site, without comments other than licences, and take out what they hold."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir, STATIC)
    sheets = [path for pattern in SHEETS for path in sorted(folder.glob(pattern))]
    _pack(folder / STYLE, (pack_sheets(path.read_text(encoding="utf-8") for path in sheets)), sheets)
    for name, parts in ((SCRIPT, SCRIPTS), (CHOICE, CHOOSING)):
        scripts = [path for part in parts if (path := folder / part).is_file()]
        _pack(folder / name, pack_scripts(path.read_text(encoding="utf-8") for path in scripts), scripts)


def _pack(target: Path, text: str, parts: Iterable[Path]) -> None:
    target.write_text(text, encoding="utf-8", newline="")
    for part in parts:
        part.unlink()
        if part.parent != target.parent and not any(part.parent.iterdir()):
            part.parent.rmdir()


def pack_sheets(sheets: Iterable[str]) -> str:
    """Return style sheets as one, in their order."""
    return str(rcssmin.cssmin("\n".join(CHARSET.sub("", text) for text in sheets), keep_bang_comments=True)) + "\n"


def pack_scripts(scripts: Iterable[str]) -> str:
    """Return scripts as one, in their order; a script that ends without a semicolon does not run into the next."""
    return str(rjsmin.jsmin("\n;\n".join(scripts), keep_bang_comments=True)) + "\n"
