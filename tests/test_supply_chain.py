"""What others made and the book brings along: pinned by digest, made from its package, its licences told.

That the lock has a digest of every file, and no licence of the core's dependencies is the GPL: test_repository.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import vl_convert

from claimbook.book.bundle import BUNDLE
from claimbook.book.rootfiles import LICENCES

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "tests" / "vega.sha256"


def _vega(bundle: str) -> str:
    """Return what is Vega's of the bundle: the theme's own configurations stand after it."""
    found = re.fullmatch(r"\(function \(\) \{\n\"use strict\";\n(.*)\nwindow\.claimbookThemes = .*", bundle, re.DOTALL)
    assert found
    return found[1]


def test_the_browsers_bundle_is_what_its_pinned_package_makes(built_book: Any) -> None:
    published = _vega((Path(built_book.html) / BUNDLE).read_text("utf-8"))
    assert published == vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    digest, version = PINNED.read_text("utf-8").split()
    assert hashlib.sha256(published.encode()).hexdigest() == digest, f"the digest in {PINNED.name} is of {version}"
    assert version == f"vl-convert-python=={vl_convert.__version__}"


def test_what_is_installed_from_npm_or_before_the_lock_has_its_digest_too() -> None:
    packages = json.loads((ROOT / "tests/node/package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and "sha512-" not in package.get("integrity", "")] == []
    first = [
        line for line in (ROOT / "bootstrap.txt").read_text("utf-8").splitlines() if line[:1] not in ("#", " ", "")
    ]
    assert [line for line in first if "==" not in line] == []
    assert (ROOT / "bootstrap.txt").read_text("utf-8").count("--hash=sha256:") > len(first)


def test_the_licences_of_what_the_pages_bring_along_are_published_with_them(built_book: Any) -> None:
    text = (Path(built_book.html) / LICENCES).read_text("utf-8")
    for name in (
        "vega",
        "vega-lite",
        "vega-embed",
        "d3-array",
        "bootstrap",
        "pydata-sphinx-theme",
        "sphinx-book-theme",
    ):
        assert re.search(rf"^(?:.*, )?{name}(?:, .*| \(.*)?$", text, re.MULTILINE), name
    assert text.count("Copyright") > 15
    assert not re.search(r"General Public License", text)
