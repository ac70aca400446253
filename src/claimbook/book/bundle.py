"""The charts' script beside the pages: made in a process of its own while the pages are, since it takes seconds.

How a chart is drawn is not known here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from claimbook import paths

# Under `_static` Jupyter Book would load it on every page; charts.js loads it where there is a chart.
BUNDLE = Path("assets", "claimbook-vega.js")


class Bundling:
    """The making of the bundle, from the start of a build to its end."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def start(self, app: Sphinx) -> None:
        """Begin to make the bundle where a page may ask for it."""
        if app.builder.format != "html" or not (paths.ASSETS / "charts.js").is_file():
            return
        target = Path(app.outdir) / BUNDLE
        target.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", __name__, str(target)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Wait until the bundle is there; raises ExtensionError where it can't be made."""
        if self.process is None:
            return
        if exception:
            self.process.kill()
        _, said = self.process.communicate()
        if exception or not self.process.returncode:
            return
        reason = (said.strip().splitlines() or [f"exit status {self.process.returncode}"])[-1]
        raise ExtensionError(
            f"The charts' bundle could not be made: {reason}. "
            "Fix: install the locked dependencies, vl-convert-python among them.",
            modname=__name__,
        )


def write_bundle(target: Path) -> None:
    """Write the bundle."""
    from claimbook.charts.island import vega_bundle

    target.write_text(vega_bundle(), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the making of the bundle."""
    bundling = Bundling()
    app.connect("builder-inited", bundling.start)
    app.connect("build-finished", bundling.finish, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    write_bundle(Path(sys.argv[1]))
