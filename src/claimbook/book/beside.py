"""Files of the site that a process of its own makes while the pages are made, since they take seconds.

Here belongs how such a process is begun and waited for, and where it keeps what it made from one build to the next.
What it makes is known to the module that it runs (`bundle`, `attached`). Such a process imports this module: nothing
that takes long, and so no Sphinx, before it is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from claimbook import paths
from claimbook.book.cache import Cache
from claimbook.digests import digest_environment, digest_files, digest_values

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Names the folder in which what was made is kept from one build to the next; without it all is made anew.
KEPT = "CLAIMBOOK_PICTURES"


class Beside(ABC):
    """The making of files from the start of a build to its end: `module` is run, `made` are the files in words."""

    module: ClassVar[str]
    made: ClassVar[str]

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    @abstractmethod
    def arguments(self, app: Sphinx) -> list[str] | None:
        """Return what the module is told on its command line; None where nothing is to be made."""

    def start(self, app: Sphinx) -> None:
        """Begin to make the files of a website."""
        arguments = self.arguments(app) if app.builder.format == "html" else None
        if arguments is not None:
            command = [sys.executable, "-m", self.module, *arguments]
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Wait until the files are there; raises ExtensionError where they can't be made."""
        if self.process is None:
            return
        if exception:
            self.process.kill()
        _, said = self.process.communicate()
        if exception or not self.process.returncode:
            return
        from sphinx.errors import ExtensionError

        reason = (said.strip().splitlines() or [f"exit status {self.process.returncode}"])[-1]
        raise ExtensionError(
            f"{self.made} could not be made: {reason}. "
            "Fix: install the locked dependencies, vl-convert-python among them.",
            modname=self.module,
        )


def open_kept() -> Cache | None:
    """Return what is kept from one build to the next, if anything is."""
    kept = os.environ.get(KEPT, "")
    return Cache(Path(kept)) if kept else None


def digest_drawing() -> str:
    """Return the digest of what a chart is drawn with: the charts' code, fonts and the environment."""
    charts = paths.PACKAGE / "charts"
    files = [*sorted(charts.glob("*.py")), paths.FONTS / "__init__.py", paths.FONTS / "origin.json"]
    return digest_values([digest_files(files, charts), digest_environment()])


def register(app: Sphinx, beside: Beside) -> dict[str, Any]:
    """Register the making of files with Sphinx, and return what an extension's setup returns."""
    app.connect("builder-inited", beside.start)
    app.connect("build-finished", beside.finish, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
