"""The Sphinx side of the book: pages that ask nothing of another host, every time the same.

Here belongs what has to happen inside Sphinx, and what mends its output folder. What a page says is in its
notebook, how a claim's card is put together in the card's template, which pages there are in the build.
Claims as objects of the book are in `domain`, the pages' heads in `linked`, the files beside the pages in `rootfiles`,
the contents beside a page in `sidebar`, a page's own sections in `onpage`, what the search finds in `search`, the
charts' script in `bundle`, their pictures and data in `attached`, one file of many scripts in `packing`, what other
packages write and may not stand in `mending`, what parallel work needs in `parallel` and `progress`, what is done once
instead of for every page in `shortcuts`, how titles from the data stay text in `titles`.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from claimbook import paths
from claimbook.book import (
    attached,
    bundle,
    contact,
    domain,
    imprint,
    linked,
    mending,
    onpage,
    packing,
    parallel,
    policy,
    progress,
    rootfiles,
    search,
    shortcuts,
    sidebar,
    titles,
    unused_css,
)

logger = logging.getLogger(__name__)

ASSETS = paths.ASSETS
# Our own files in the folder of static ones: what packs hold, and what sets the colours before a page is drawn.
STATIC_FILES = tuple(
    name
    for name in ("mode.js", "numbers.js", *packing.SHEETS, *packing.SCRIPTS, *packing.CHOOSING)
    if (ASSETS / name).is_file()
)
CHART = 'class="cb-chart"'
# Parts of the theme that no page asks for: its icons are 1.5 MB of script and 1 MB of fonts.
UNUSED = (
    "_static/scripts/fontawesome.js",
    "_static/scripts/fontawesome.js.LICENSE.txt",
    "_static/scripts/bootstrap.js",
    "_static/scripts/bootstrap.js.LICENSE.txt",
    "_static/styles/theme.css",
    "_static/vendor",
    "_static/sbt-webpack-macros.html",
    "_static/webpack-macros.html",
    "_static/images",
    "_static/locales",
)
# Sphinx's own records: they name the build's paths, or change with them.
NOT_PUBLISHED = (".buildinfo", ".doctrees", "environment.pickle")

FONT_FACE = re.compile(r"@font-face\{[^}]*Font Awesome[^}]*\}")
ICON_RULE = re.compile(r'(?:\.fa-[\w-]+:before,?)+\{content:"[^"]*"\}')
SOURCE_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=\S+?\.map(?:\s*\*/)?\s*$")
# It begins with plain text, or the expression would be tried at every word of every page.
ANCHOR = re.compile(r' id="([^"]+)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
REDIRECT = re.compile(r'<meta http-equiv="Refresh" content="0; url=([^"]+)"', re.IGNORECASE)


def visit_math(translator: Any, node: nodes.math) -> None:
    """Show a formula as it was written: drawing it would take a script from another host."""
    translator.body.append(f'<code class="math notranslate">{html.escape(node.astext())}</code>')
    raise nodes.SkipNode


def visit_math_block(translator: Any, node: nodes.math_block) -> None:
    """As `visit_math`, on lines of its own."""
    translator.body.append(f'<pre class="math notranslate">{html.escape(node.astext())}</pre>')
    raise nodes.SkipNode


def add_assets(app: Sphinx, config: Config) -> None:
    """Put the book's own style, scripts, icon and templates where Sphinx looks for them."""
    config.html_static_path = [*config.html_static_path, *(str(ASSETS / name) for name in STATIC_FILES)]
    config.templates_path = [str(ASSETS / "templates"), *config.templates_path]
    config.html_favicon = config.html_favicon or str(ASSETS / "favicon.svg")


def ask_for_charts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Let a page with a chart ask for what draws it."""
    context["claimbook_bundle"] = bundle.BUNDLE.as_posix() if CHART in context.get("body", "") else ""


def check_anchors(app: Sphinx, exception: Exception | None) -> None:
    """Every claim must be found at its anchor, or its permalink leads to the top of a page."""
    if exception or app.builder.format != "html":
        return
    by_page: dict[str, list[str]] = {}
    for claim_id, place in sorted(domain.claims_of(app.env).items()):
        by_page.setdefault(place.docname, []).append(claim_id)
    for docname, claim_ids in by_page.items():
        page = Path(app.outdir) / app.builder.get_target_uri(docname)
        anchors = set(ANCHOR.findall(page.read_text(encoding="utf-8"))) if page.is_file() else set()
        for claim_id in claim_ids:
            if claim_id not in anchors:
                message = "the page %r has no anchor for claim %r. Fix: show the claim's card on it."
                logger.warning(message, docname, claim_id, type="claimbook", subtype="anchor")


def trim_output(app: Sphinx, exception: Exception | None) -> None:
    """Take the theme's unused parts out of the output and mend what Sphinx leaves unescaped."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.outdir)
    for name in UNUSED:
        remove(root / name)
    for path in sorted(root.glob("_static/**/*.map")):
        path.unlink()
    scripts = sorted(root.glob("_static/**/*.js"))
    for path in scripts:
        rewrite(path, drop_unpublished(path.read_text(encoding="utf-8")))
    used = _used_classes(root, scripts)
    for path in sorted(root.glob("_static/**/*.css")):
        sheet = drop_unpublished(path.read_text(encoding="utf-8"))
        rewrite(path, sheet if path.name in STATIC_FILES else unused_css.keep_used_rules(sheet, used))
    index = root / "searchindex.js"
    if index.is_file():
        rewrite(index, search.escape_titles(index.read_text(encoding="utf-8")))


def _used_classes(root: Path, scripts: list[Path]) -> set[str]:
    """Return every class that a page has, or that a script may give it."""
    used = {name for path in scripts for name in unused_css.names_in_script(path.read_text(encoding="utf-8"))}
    for path in sorted(root.glob("**/*.html")):
        used |= unused_css.classes_of_page(path.read_text(encoding="utf-8"))
    return used


def drop_unpublished(text: str) -> str:
    """Leave out the icon font's rules, and the name of a source map that is not published."""
    return SOURCE_MAP.sub("", ICON_RULE.sub("", FONT_FACE.sub("", text)))


def clean_output(html_dir: Path) -> None:
    """Make a built HTML folder fit to publish: nothing that names the build's paths, and a front page.

    Takes out Sphinx's own records, and writes Jupyter Book's bare redirect page anew as a page with a title,
    a language and a link for readers whose browser does not follow redirects.
    """
    for name in NOT_PUBLISHED:
        remove(html_dir / name)
    front = html_dir / "index.html"
    found = REDIRECT.search(front.read_text(encoding="utf-8")) if front.is_file() else None
    if found:
        target = found.group(1)
        rewrite(front, redirect_page(target, read_title(html_dir / target)))


def redirect_page(target: str, title: str) -> str:
    """Return a page that leads to `target`, an address relative to it; `title` is plain text.

    Its icon is empty: the reader has left before one could arrive, and without one the browser asks for a
    default that is not there.
    """
    href, text = html.escape(target), html.escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />\n{policy.policy_element()}\n'
        f'<meta http-equiv="Refresh" content="0; url={href}" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f'<title>{text}</title>\n<link rel="icon" href="data:," />\n</head>\n'
        f'<body><p><a href="{href}">{text}</a></p></body>\n</html>\n'
    )


def read_title(page: Path) -> str:
    """Return a page's title in plain text, or its file name where it has none."""
    found = TITLE.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return html.unescape(found.group(1)).strip() if found else page.stem


def remove(path: Path) -> None:
    """Remove a file, or a folder with what is in it; one that is not there is no error."""
    if path.is_dir():
        for child in path.iterdir():
            remove(child)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def rewrite(path: Path, text: str) -> None:
    """Write a text, with line ends as they are."""
    path.write_text(text, encoding="utf-8", newline="")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension; it brings the domain of claims with it."""
    for part in (
        domain, linked, imprint, contact, rootfiles, search, bundle, attached, mending, parallel, policy, progress,
        shortcuts, titles,
    ):  # fmt: skip
        app.setup_extension(part.__name__)
    app.add_config_value("claimbook_version", "", "html", types=[str])
    app.add_config_value("claimbook_licence", "", "html", types=[str])
    if "comments_config" not in app.config.values:
        # Jupyter Book always sets it, for an extension this book leaves out.
        app.add_config_value("comments_config", {}, "html")
    app.add_html_math_renderer("claimbook", (visit_math, None), (visit_math_block, None))
    app.connect("config-inited", add_assets)
    app.connect("html-page-context", sidebar.Sidebar().add)
    app.connect("html-page-context", onpage.add_sections)
    # After the theme has added its scripts to the page.
    app.connect("html-page-context", ask_for_charts, priority=900)
    app.connect("html-page-context", packing.ask_for_packs, priority=900)
    app.connect("build-finished", check_anchors, priority=800)
    # After the theme has written its own files.
    app.connect("build-finished", trim_output, priority=900)
    app.connect("build-finished", packing.write_packs, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
