"""A small book of made-up pages for the tests of the site: written, built and read. No expectation of a test."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

from claimbook.book.beside import KEPT

ROOT = Path(__file__).resolve().parents[1]
TITLE = "Reports from the river: what sources say"
CARD = (
    '<article class="cb-card" id="herald-001"><p class="cb-summary">Reports &lt;b&gt;losses&lt;/b&gt;.</p>'
    '<details class="cb-flagged"><summary>Flagged</summary><p>zzflagged</p></details>'
    '<p class="cb-note">afterwards</p></article>'
)
PROSE = """(mark-{number})=
## What {number} holds

After [the next](#mark-{next}) and {{claim}}`paper-{next:03d}-001`[^note]: {{term}}`word {next}`.

[^note]: A note on {number}.

```{{glossary}}
word {number}
  What it means.
```

![A plan](../{name}/plan.svg)

```python
number = {number}
```
"""
ADDRESS = {"a": "href", "link": "href", "script": "src", "img": "src", "iframe": "src", "form": "action"}


class Addresses(HTMLParser):
    """What a page leads to (`links`), and what it makes the browser fetch (`loads`)."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.inline_scripts = 0
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.handlers += [name for name in values if name.startswith("on")]
        self.inline_scripts += tag == "script" and "src" not in values and values.get("type") is None
        address = values.get(ADDRESS.get(tag, "")) or ""
        if address:
            (self.links if tag in ("a", "form") else self.loads).append(address)


def read_page(path: Path) -> Addresses:
    """Parse a page."""
    page = Addresses()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def write_notebook(path: Path, title: str, output: str) -> None:
    """Write an executed notebook of one heading and one HTML output."""
    cell = {
        "id": "b",
        "cell_type": "code",
        "source": "card",
        "execution_count": 1,
        "metadata": {"tags": ["remove-input"]},
    }
    shown = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/html": output},
    }
    language = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    heading = {"id": "a", "cell_type": "markdown", "metadata": {}, "source": f"# {title}"}
    cells = [heading, {**cell, "outputs": [shown]}]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": language, "cells": cells}))


def write_book(stage: Path, prose: str = "See {claim}`herald-001` or {claim}`that one <herald-001>`.") -> Path:
    """Write a book of three pages as the build stages one."""
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config = re.sub(r"^title:.*$", f'title: "{TITLE}"', config, flags=re.MULTILINE)
    stage.mkdir(parents=True)
    (stage / "_config.yml").write_text(config + '    claimbook_version: "9.8.7"\n', encoding="utf-8")
    write_notebook(stage / "book/sources/herald.ipynb", "The Herald: 3 \\< 5 & rising", CARD)
    write_notebook(stage / "book/figures.ipynb", "Figures", '<p><a href="sources/herald.html#herald-001">3</a></p>')
    (stage / "book/index.md").write_text(f"# Start\n\n{prose} A formula: {{math}}`a < b`.\n", encoding="utf-8")
    files = "  - file: book/figures\n    sections:\n    - file: book/sources/herald\n      title: The <Herald>\n"
    toc = f"format: jb-book\nroot: book/index\nparts:\n- caption: Pages & parts\n  chapters:\n{files}"
    (stage / "_toc.yml").write_text(toc + "  - url: https://example.org/\n    title: Elsewhere\n")
    claims = {"herald-001": {"docname": "book/sources/herald", "title": "Herald:\nreports <b>losses</b>"}}
    (stage / "claims.json").write_text(json.dumps(claims))
    (stage / "spellings.json").write_text(json.dumps([["the herald", "The Herald\nHéraut\nالمنادي"]]))
    return stage


def write_long_book(stage: Path, count: int) -> Path:
    """Write a book in which a list has `count` pages, each with a claim, a label, a term, code and a picture.

    Every picture is called the same: each lies in a folder of its own, and in the site all lie in one.
    """
    write_book(stage)
    claims = json.loads((stage / "claims.json").read_text())
    lines = []
    for number in range(count):
        name = f"paper-{number:03d}"
        card = f'<article class="cb-card" id="{name}-001"><p>It says {number}, as others do.</p></article>'
        write_notebook(stage / f"book/sources/{name}.ipynb", f"The Paper, {number:03d}", card)
        (stage / f"book/{name}").mkdir()
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{number}</title></svg>\n'
        (stage / f"book/{name}/plan.svg").write_text(drawing)
        add_prose(stage, number, PROSE.format(name=name, number=number, next=(number + 1) % count))
        claims[f"{name}-001"] = {"docname": f"book/sources/{name}", "title": f"Paper {number} says so"}
        lines.append(f"    - file: book/sources/{name}\n")
    (stage / "claims.json").write_text(json.dumps(claims))
    toc = (stage / "_toc.yml").read_text()
    (stage / "_toc.yml").write_text(toc.replace("  - url:", "".join(lines) + "  - url:"))
    return stage


def add_prose(stage: Path, number: int, prose: str) -> None:
    """Add a cell of prose to a page of the long book."""
    path = stage / f"book/sources/paper-{number:03d}.ipynb"
    notebook = json.loads(path.read_text())
    cell = {"id": f"p{len(notebook['cells'])}", "cell_type": "markdown", "metadata": {}, "source": prose}
    path.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], cell]}))


def build(stage: Path, seed: str = "1") -> subprocess.CompletedProcess[str]:
    """Build a staged book as one does by hand, with the command `jupyter-book`, one page after the other, all anew."""
    start = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", start, "build", str(stage), "-W", "-n", "--keep-going", "-q"]
    paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed, KEPT: ""}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def make_site_of_nothing(stage: Path, report: object, pictures: Path | None = None) -> Path:
    """Make a site of one empty page, in the place of Jupyter Book."""
    site = stage / "_build" / "html"
    site.mkdir(parents=True)
    for name in ("index.html", "searchindex.js", "objects.inv"):
        (site / name).touch()
    return site
