"""The built book in a real browser: served under a sub-path, opened, waited for. No expectation of a test.

Every request to another host is cut and written down.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import FLAGS, find_browser
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SUB_PATH = "/people/a-book/"
SPECS = """() => [...document.querySelectorAll('.cb-chart script')].map(script => script.textContent)"""
LINKS = """() => [...document.querySelectorAll('.cb-chart')].map(
    chart => [...chart.querySelectorAll('svg a.cb-chart-link')].map(link => link.getAttribute('href')))"""
DRAWN = """() => document.documentElement.classList.contains('cb-settled')
    && [...document.querySelectorAll('.cb-chart')].every(
        chart => !chart.offsetParent || chart.querySelector('svg, .cb-chart-failed'))"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class _Quiet(SimpleHTTPRequestHandler):
    """The site's folder under a sub-path, and nothing outside of it."""

    def translate_path(self, path: str) -> str:
        inside = urlsplit(path).path.startswith(SUB_PATH)
        return super().translate_path(path[len(SUB_PATH) - 1 :] if inside else "/outside-of-the-book")

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class WithLostPage(SimpleHTTPRequestHandler):
    """A folder under a sub-path; any other address is answered with the folder's own page for that, as hosts do."""

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + urlsplit(path).path.removeprefix(SUB_PATH))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Visit:
    """A page in the browser, and what went wrong on it."""

    page: Page
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@contextmanager
def serving(handler: partial[SimpleHTTPRequestHandler]) -> Iterator[str]:
    """Let a handler answer; yields the address of its sub-path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address(built_book: Any) -> Iterator[str]:
    """Where the book is served."""
    with serving(partial(_Quiet, directory=str(built_book.html))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; `make browser` installs one."""
    path = find_browser()
    assert path, "No Chromium. Fix: run `make browser`, or name one in CLAIMBOOK_CHROMIUM."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def find_page(built_book: Any, kind: str) -> str:
    root = Path(built_book.html)
    found = sorted(path.relative_to(root).as_posix() for path in root.glob(kind))
    assert found, f"the book has no page {kind}"
    with_charts = [name for name in found if "cb-chart" in (root / name).read_text("utf-8")]
    return (with_charts or found)[0]


def unfold(page: Page) -> None:
    """Open everything that is folded, and wait until nothing moves any more."""
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    page.wait_for_function("() => document.getAnimations().every(move => move.playState === 'finished')")


def open_page(context: BrowserContext, url: str) -> Visit:
    """Open a page and wait until everything that it draws is drawn."""
    visit = Visit(context.new_page())
    own = urlsplit(url).netloc

    def route(asked: Any) -> None:
        target = urlsplit(asked.request.url)
        if target.scheme in ("http", "https") and target.netloc != own:
            visit.outside.append(asked.request.url)
            asked.abort()
        else:
            asked.continue_()

    page = visit.page
    page.route("**/*", route)
    page.on("console", lambda m: visit.said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.on("requestfailed", lambda request: visit.failed.append(request.url))
    page.on("response", lambda r: visit.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.goto(url, wait_until="load")
    # The front page has no heading and sends the reader on: what was asked for is where the first heading is.
    page.locator("h1:visible, h2:visible").first.wait_for()
    if page.locator(".cb-chart").count():
        # A chart in a closed fold has no width, and waits until it has one.
        page.evaluate(
            "() => document.querySelectorAll('details:has(.cb-chart)').forEach(fold => { fold.open = true; })"
        )
        page.wait_for_function(DRAWN)
    return visit


def called_for(text: str) -> set[str]:
    """The claims that a chart's spec leads to."""
    spec = json.loads(text)
    return {row["href"] for rows in spec["datasets"].values() for row in rows if "href" in row}
