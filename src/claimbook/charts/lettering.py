"""The fonts by which vl-convert measures a chart's words: its own and those that lie here, none of the system's.

Its own has no Arabic, and where a word is measured in whatever font a machine has, the same chart is laid out otherwise
on another. It looks for the system's fonts once in a process, through fontconfig, before it measures its first word:
then it is shown an empty folder. macOS and Windows have no fontconfig; there it finds what there is.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

import vl_convert

from claimbook import paths
from claimbook.charts.fonts import fontconfig

CONFIGURED = "FONTCONFIG_FILE"


@cache
def use_own_fonts() -> None:
    """Let vl-convert know the fonts that lie here only; to be called before anything is drawn."""
    before = os.environ.get(CONFIGURED)
    with tempfile.TemporaryDirectory(prefix="claimbook-fonts-") as place:
        empty = Path(place) / "none"
        empty.mkdir()
        written = Path(place) / "fonts.conf"
        # A configuration without any folder would count as none: then it looks where systems keep their fonts.
        written.write_text(fontconfig(empty, empty), "utf-8")
        os.environ[CONFIGURED] = str(written)
        try:
            vl_convert.register_font_directory(str(paths.FONTS))
        finally:
            if before is None:
                del os.environ[CONFIGURED]
            else:
                os.environ[CONFIGURED] = before
