"""Which executed pages nbval compares on every run: all but the sources', and twenty of these, chosen by digest.

`python tests/nbval_pages.py FOLDER` prints them. What the digest of a name chooses does not depend on what a page says,
and changes only where pages come or go.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

MANY = "sources"
CHOSEN = 20


def choose_pages(folder: Path) -> list[Path]:
    """Return the executed notebooks below a folder to compare, by path."""
    pages = sorted(folder.rglob("*.ipynb"))
    many = [page for page in pages if page.parent.name == MANY]
    chosen = sorted(many, key=lambda page: hashlib.sha256(page.stem.encode()).hexdigest())[:CHOSEN]
    return [page for page in pages if page not in many or page in chosen]


if __name__ == "__main__":
    sys.stdout.write("\n".join(str(page) for page in choose_pages(Path(sys.argv[1]))) + "\n")
