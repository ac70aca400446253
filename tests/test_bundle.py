"""The charts' script is made beside the pages, and a build does not end without it."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from sphinx.errors import ExtensionError

from claimbook.book.bundle import BUNDLE, Bundling
from claimbook.charts.island import vega_bundle

APP: Any = SimpleNamespace()


def bundling(code: str) -> Bundling:
    """The making of a bundle by other code."""
    made = Bundling()
    made.process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    return made


def test_the_bundle_is_what_the_charts_give(tmp_path: Any) -> None:
    app: Any = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path)
    made = Bundling()
    made.start(app)
    made.finish(app, None)
    assert (tmp_path / BUNDLE).read_bytes() == vega_bundle().encode()


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
