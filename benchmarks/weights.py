"""What a reader's browser is sent for each kind of page, and when the first chart is drawn: `make weigh`.

The built book is served from this machine with gzip and opened in a headless Chromium with an empty cache. What is
counted is what came over the wire, heads and bodies. Nothing of this is a test: a table is printed, and written where
that is asked for.
"""

from __future__ import annotations

import argparse
import gzip
import mimetypes
import statistics
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from benchmarks import machine
from benchmarks.measure import ROOT
from benchmarks.report import machine_table, table
from tests.browser import FLAGS, find_browser
from tests.kinds import one_of_each_kind

# Bytes, and milliseconds: what a page may weigh without a chart and with one, and when its first chart is to be there.
LIGHT, HEAVY = 200_000, 500_000
SOON = 1000
ROUNDS = 5
PACKED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml", ".txt", ".ipynb"}
# Tells when the first drawing has come into the page and the frame with it has been shown.
WATCH = """
new MutationObserver((changes, observer) => {
  if (document.querySelector('.cb-chart-drawing svg')) {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.claimbookDrawn = performance.now(); }));
  }
}).observe(document, { childList: true, subtree: true });
"""
DRAWN = "() => window.claimbookDrawn"
INTRODUCTION = f"""\
Written by `make weigh WEIGH=--write`; do not edit it. What came over the wire for each kind of page, with gzip and an
empty cache, in a headless Chromium from a server on the same machine; the time from the address to the first chart
drawn is the median of {ROUNDS} visits. A page without a chart may weigh {LIGHT // 1000} kB, one with charts
{HEAVY // 1000} kB; the first chart is to be drawn within {SOON / 1000:g} s."""


class Weighed(NamedTuple):
    """A page: what it weighs in bytes, in how many requests, and when the first chart that shows was drawn, if any."""

    page: str
    size: int
    requests: int
    has_charts: bool
    drawn: float | None

    @property
    def limit(self) -> int:
        """What it may weigh."""
        return HEAVY if self.has_charts else LIGHT

    @property
    def is_within(self) -> bool:
        """Whether it keeps to its limits."""
        return self.size <= self.limit and (self.drawn is None or self.drawn <= SOON)


class _Packing(SimpleHTTPRequestHandler):
    """A folder's files, packed as a web server packs them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or say that there is none."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        content, is_packed = _pack(path)
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(content)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@cache
def _pack(path: Path) -> tuple[bytes, bool]:
    content = path.read_bytes()
    return (gzip.compress(content, 6, mtime=0), True) if path.suffix in PACKED else (content, False)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yields its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packing, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def weigh_page(browser: Browser, address: str, name: str, rounds: int = ROUNDS) -> Weighed:
    """Visit a page so many times, each time as a reader who has never been there."""
    visits = [_visit(browser, address + name) for _ in range(rounds)]
    times = [drawn for _, _, drawn in visits if drawn is not None]
    sizes, has_charts, _ = visits[0]
    return Weighed(name, sum(sizes), len(sizes), has_charts, statistics.median(times) if times else None)


def _visit(browser: Browser, url: str) -> tuple[list[int], bool, float | None]:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.goto(url, wait_until="networkidle")
        # A chart in a closed fold waits until somebody opens it.
        if not page.locator(".cb-chart:visible").count():
            return sizes, page.locator(".cb-chart").count() > 0, None
        page.wait_for_function(DRAWN)
        page.wait_for_load_state("networkidle")
        return sizes, True, float(page.evaluate(DRAWN))


def weigh_book(html: Path, rounds: int = ROUNDS) -> list[Weighed]:
    """Weigh every kind of page of a site, the heaviest first; pages that only lead on are left out."""
    names = [name for name in one_of_each_kind(html) if name != "index.html"]
    with served(html) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        _visit(browser, address + names[0])  # what the browser itself does at first is nobody's weight
        weighed = [weigh_page(browser, address, name, rounds) for name in names]
        browser.close()
    return sorted(weighed, key=lambda page: (-page.size, page.page))


def show_weights(weighed: Sequence[Weighed]) -> str:
    """Return the table of the pages."""
    rows = [
        [
            f"`{page.page}`", f"{page.size / 1000:.0f}", str(page.limit // 1000), str(page.requests),
            "" if page.drawn is None else f"{page.drawn:.0f}", "yes" if page.is_within else "NO",
        ]
        for page in weighed
    ]  # fmt: skip
    return table(["page", "kB", "limit", "requests", "first chart, ms", "within"], rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Weigh the built book; exit status 1 where a page is over its limits."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weights", description=__doc__)
    parser.add_argument("--html", type=Path, default=ROOT / "_build" / "html", help="the built book")
    parser.add_argument("--write", action="store_true", help="write benchmarks/weights.md")
    options = parser.parse_args(arguments)
    if not (options.html / "index.html").is_file():
        parser.error(f"there is no book in {options.html.name}. Fix: run `make book`.")
    weighed = weigh_book(options.html)
    shown = show_weights(weighed)
    sys.stdout.write(shown + "\n")
    if options.write:
        header = {"code": machine.digest_inputs(), "machine": machine.describe_machine(), "versions": {}}
        text = "\n\n".join(["# What a page weighs", INTRODUCTION, machine_table(header), shown]) + "\n"
        (ROOT / "benchmarks" / "weights.md").write_text(text, "utf-8")
    return 0 if all(page.is_within for page in weighed) else 1


if __name__ == "__main__":
    sys.exit(main())
