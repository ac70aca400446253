"""The charts' script is made beside the pages, and a build does not end without it."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from sphinx.errors import ExtensionError

from claimbook.book.beside import KEPT, open_kept
from claimbook.book.bundle import BUNDLE, Bundling, write_bundle
from claimbook.book.cache import Cache
from claimbook.charts.island import vega_bundle

APP: Any = SimpleNamespace()


def bundling(code: str) -> Bundling:
    """The making of a bundle by other code."""
    made = Bundling()
    made.process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    return made


def test_the_bundle_is_what_the_charts_give(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEPT, "")
    assert open_kept() is None
    app: Any = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path)
    made = Bundling()
    made.start(app)
    made.finish(app, None)
    assert (tmp_path / BUNDLE).read_bytes() == vega_bundle().encode()


def test_a_bundle_is_made_once_for_all_builds_and_again_where_charts_are_drawn_otherwise(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["claimbook.charts.island"], "vega_bundle", lambda: "drawn;\n")
    cache = Cache(tmp_path / "kept")
    assert [write_bundle(tmp_path / name, cache) for name in ("one.js", "two.js")] == [True, False]
    assert (tmp_path / "one.js").read_bytes() == (tmp_path / "two.js").read_bytes() == b"drawn;\n"
    monkeypatch.setattr("claimbook.book.bundle.digest_drawing", lambda: "other versions")
    assert write_bundle(tmp_path / "one.js", cache)
    assert write_bundle(tmp_path / "one.js")


def test_a_process_that_finds_the_bundle_kept_loads_nothing_that_draws_or_makes_pages(tmp_path: Any) -> None:
    code = """
import sys
from claimbook.book import attached, bundle
print([name for name in ("altair", "pandas", "vl_convert", "sphinx", "jinja2") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_bundle_that_cannot_be_made_is_an_error_with_its_reason_and_a_remedy() -> None:
    with pytest.raises(ExtensionError, match=r"ValueError: no engine\. Fix: install"):
        bundling("raise ValueError('no engine')").finish(APP, None)
    with pytest.raises(ExtensionError, match="exit status 7"):
        bundling("raise SystemExit(7)").finish(APP, None)


def test_a_build_that_failed_does_not_wait_for_the_bundle() -> None:
    made = bundling("import time; time.sleep(600)")
    made.finish(APP, ValueError("something else"))
    assert made.process is not None
    assert made.process.returncode


def test_a_book_that_is_no_website_has_no_bundle() -> None:
    made = Bundling()
    app: Any = SimpleNamespace(builder=SimpleNamespace(format="latex"))
    made.start(app)
    made.finish(app, None)
    assert made.process is None
