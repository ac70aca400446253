"""Serve a built book on this machine, to this machine only; tell its open pages when it has been built again.

What belongs here: what is sent, and the state that is told. What does not: building, watching. The script that
reloads is put into a page as it is sent; the files of the book stay as they are.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from claimbook.errors import BuildError

HOST = "127.0.0.1"
# A folder that no book has: its pages lie in folders named by the contents.
SCRIPT, EVENTS = "/.claimbook/reload.js", "/.claimbook/events"
RELOAD = Path(__file__).with_name("reload.js")
# How often an open page is sent a sign of life; whoever is gone is found out by it.
_BEAT = 10.0


@dataclass(frozen=True)
class State:
    """How many times the book has been built, whether it is being built, and what went wrong last ("" if nothing)."""

    built: int = 0
    is_building: bool = False
    error: str = ""


class Board:
    """The state, on which many threads wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.state = State()

    def tell(self, state: State) -> None:
        """Let every open page know."""
        with self._changed:
            self.state = state
            self._changed.notify_all()

    def wait(self, known: State | None) -> State | None:
        """Return the state once it is another than is known; None after a while without."""
        with self._changed:
            return self.state if self._changed.wait_for(lambda: self.state != known, _BEAT) else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # an open page waits without end, and would keep the program from ending

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a page that was left while it was being sent is no error."""


@contextmanager
def serving(html: Path, board: Board, port: int) -> Iterator[str]:
    """Serve the book that lies, or will lie, in a folder; yields its address. Raises BuildError if it cannot."""
    try:
        server = _Server((HOST, port), partial(_Handler, board=board, directory=str(html)))
    except OSError as cause:
        message = f"The book cannot be served on port {port}: {cause.strerror or cause}."
        raise BuildError(message, fix="name another with --port; 0 takes any that is free.") from cause
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.1), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Sends the book's files; into a page it puts the script that reloads."""

    def __init__(self, *arguments: Any, board: Board, **options: Any) -> None:
        self._board = board
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Answer."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (HOST, "localhost"):  # another site's name that was made to lead here reads nothing
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._send_events()
        elif path == SCRIPT:
            self._send(RELOAD.read_bytes(), "text/javascript; charset=utf-8")
        elif not Path(self.directory).is_dir():
            self._send(self._with_script(_waiting(self._board.state)), "text/html; charset=utf-8")
        elif (page := self._find_page(path)) is not None:
            self._send(self._with_script(page), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _find_page(self, path: str) -> bytes | None:
        file = Path(self.translate_path(path))
        file = file / "index.html" if path.endswith("/") else file
        try:
            return file.read_bytes() if file.suffix == ".html" else None
        except OSError:
            return None

    def _with_script(self, page: bytes) -> bytes:
        script = f'<script src="{SCRIPT}?built={self._board.state.built}" data-events="{EVENTS}"></script>'.encode()
        before, end, after = page.rpartition(b"</body>")
        return before + script + end + after if end else page + script

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        known: State | None = None
        while True:
            state = self._board.wait(known)
            known = state or known
            self.wfile.write(f"data: {json.dumps(asdict(state))}\n\n".encode() if state else b": here\n\n")
            self.wfile.flush()

    def end_headers(self) -> None:
        """Let nothing be kept: the next look is at the next book."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing: the terminal is for what is built."""


def _waiting(state: State) -> bytes:
    said = f"<pre>{escape(state.error)}</pre>" if state.error else "<p>It shows here as soon as it is there.</p>"
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>No book yet</title></head>'
    return f"{head}<body><h1>There is no book yet</h1>{said}</body></html>".encode()
