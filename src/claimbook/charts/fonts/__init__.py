"""The fonts in which charts are drawn and the book is printed: files that lie here, so that no system's fonts count.

What belongs here: which files there are, which signs they have, how a style sheet and fontconfig are told of them. What
does not: what is set in them. No page of the web book loads any. `origin.json` says from which packages they come
(`make fonts`), as they are there; each has its licence beside it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from claimbook import paths

# Families of a style sheet, in names that no system has. Of the letters that a chart is drawn for, Sans has the widths.
SANS, SERIF, MONO, SIGNS, HAN = (f"Claimbook {name}" for name in ("Sans", "Serif", "Mono", "Signs", "Han"))
# What fontconfig is asked for by whoever names no font of ours, and what it then gives.
STAND_INS = {
    "Arimo": ("sans-serif", "system-ui", "Arial", "Helvetica", "Liberation Sans"),
    "Tinos": ("serif", "Times New Roman", "Times", "Liberation Serif"),
    "Cousine": ("monospace", "Courier New", "Liberation Mono"),
}
# Control and format signs, spaces, and what Unicode gives to nobody: no font has to have them.
_UNSEEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"))
_SELECTORS = range(0xFE00, 0xFE10)


@dataclass(frozen=True)
class Face:
    """One file: the family of the style sheet that it belongs to, and its cut."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"


FACES = (
    Face(SANS, "Arimo-Regular.ttf"),
    Face(SANS, "Arimo-Italic.ttf", style="italic"),
    Face(SANS, "Arimo-Bold.ttf", weight=700),
    Face(SERIF, "Tinos-Regular.ttf"),
    Face(SERIF, "Tinos-Bold.ttf", weight=700),
    Face(MONO, "Cousine-Regular.ttf"),
    Face(SIGNS, "DejaVuSans.ttf"),
    Face(SIGNS, "DejaVuSans-Bold.ttf", weight=700),
    Face(HAN, "NotoSansSC-Regular.woff2"),
)


def read_origin() -> dict[str, Any]:
    """Return where the fonts come from: packages and their digests, files and theirs, and the signs that they have."""
    said: dict[str, Any] = json.loads((paths.FONTS / "origin.json").read_text("utf-8"))
    return said


@cache
def covered() -> frozenset[int]:
    """Return the code points that a text may have, in any family and cut, to be set in the fonts that lie here."""
    runs = (run.partition("-") for run in read_origin()["covered"].split())
    return frozenset(code for first, _, last in runs for code in range(int(first, 16), int(last or first, 16) + 1))


def find_foreign(text: Iterable[str]) -> list[str]:
    """Return the signs of a text that are seen and that no font here has, by code point."""
    return sorted(
        sign
        for sign in set(text)
        if ord(sign) not in covered() and ord(sign) not in _SELECTORS and unicodedata.category(sign) not in _UNSEEN
    )


def face_rules(folder: Path = paths.FONTS) -> str:
    """Return the rules of a style sheet that bring the families, from files in a folder."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style};'
        f' src: url("{(folder / face.file).resolve().as_uri()}"); }}'
        for face in FACES
    )


def fontconfig(fonts: Path, kept: Path) -> str:
    """Return a configuration of fontconfig that knows the fonts of one folder, and keeps its index in another."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit></match>\n'
        for given, families in STAND_INS.items()
        for asked in families
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(fonts))}</dir>\n<cachedir>{escape(str(kept))}</cachedir>\n{aliases}</fontconfig>\n"
    )
