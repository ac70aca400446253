"""The charts' script beside the pages: made in a process of its own while the pages are, since it takes seconds.

It is the same for every book, and is kept where the pictures are. How a chart is drawn is not known here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbook import paths
from claimbook.book.beside import Beside, digest_drawing, open_kept, register
from claimbook.book.cache import Cache
from claimbook.digests import digest_values

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


def write_bundle(target: Path, cache: Cache | None = None) -> bool:
    """Write the bundle; return whether it had to be made."""
    key = digest_values(["bundle", digest_drawing()]) if cache else ""
    if cache and (kept := cache.get(key)) is not None:
        target.write_bytes(kept)
        return False
    from claimbook.charts.island import vega_bundle  # takes seconds

    data = vega_bundle().encode()
    target.write_bytes(data)
    if cache:
        cache.put(key, data)
    return True


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the making of the bundle."""
    return register(app, Bundling())


if __name__ == "__main__":
    write_bundle(Path(sys.argv[1]), open_kept())
