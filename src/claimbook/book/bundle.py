"""The charts' script beside the pages: made in a process of its own while the pages are, since it takes seconds.

How a chart is drawn is not known here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from claimbook import paths
from claimbook.book.beside import Beside, register

# Under `_static` Jupyter Book would load it on every page; charts.js loads it where there is a chart.
BUNDLE = Path("assets", "claimbook-vega.js")


class Bundling(Beside):
    """The making of the bundle, where a page may ask for it."""

    module = "claimbook.book.bundle"
    made = "The charts' bundle"

    def arguments(self, app: Sphinx) -> list[str] | None:
        """Return where the bundle goes, its folder made."""
        if not (paths.ASSETS / "charts.js").is_file():
            return None
        target = Path(app.outdir) / BUNDLE
        target.parent.mkdir(parents=True, exist_ok=True)
        return [str(target)]


def write_bundle(target: Path) -> None:
    """Write the bundle."""
    from claimbook.charts.island import vega_bundle

    target.write_text(vega_bundle(), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the making of the bundle."""
    return register(app, Bundling())


if __name__ == "__main__":
    write_bundle(Path(sys.argv[1]))
