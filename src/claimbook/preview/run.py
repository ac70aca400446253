"""Build when something changes, serve, say what happened, until it is ended. The order of the steps, and nothing else.

Each build is a process of its own: so a change of the program itself counts, and whatever goes wrong in it, the
preview stays.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from claimbook.preview.serve import Board, serving
from claimbook.preview.watch import Seen, look, name_changes

PAUSE = 0.5
_PROGRESS = re.compile(r".* …|.*: \d+ of \d+")
_MOST_LINES = 200

Say = Callable[[str], None]


def preview_book(root: Path, data: Path, html: Path, options: Sequence[str], port: int, say: Say) -> None:
    """Serve the book and build it again whenever what it is made from has changed; ends by KeyboardInterrupt only.

    `options` are those of `claimbook build`. Raises BuildError where it cannot be served.
    """
    board = Board()
    with serving(html, board, port) as address:
        say(f"The book is at {address} as long as this runs; Ctrl-C ends it.")
        before: Seen = {}
        while True:
            now = _look_until_still(root, data, before)
            if now == before:
                time.sleep(PAUSE)
                continue
            if before:
                names = name_changes(before, now)
                more = f" and {len(names) - 3} more" if len(names) > 3 else ""
                say(f"Changed: {', '.join(names[:3])}{more}.")
            before = now
            _build(board, options, root, say)


def _look_until_still(root: Path, data: Path, before: Seen) -> Seen:
    """Return what is there; while it changes, wait: an editor, or a script, may not have written all of it yet."""
    now = look(root, data)
    while now != before:
        time.sleep(PAUSE / 2)
        again = look(root, data)
        if again == now:
            break
        now = again
    return now


def _build(board: Board, options: Sequence[str], root: Path, say: Say) -> None:
    board.tell(replace(board.state, is_building=True))
    status, lines = run_build(options, root, say)
    built = board.state.built + (status == 0)
    board.tell(replace(board.state, built=built, is_building=False, error="\n".join(lines) if status else ""))
    if status:
        say("The book was not built; the one before stands. Waiting for a change.")


def run_build(options: Sequence[str], root: Path, say: Say) -> tuple[int, list[str]]:
    """Run a build, say each of its lines as it comes; return its exit status, and the lines that tell no progress."""
    command = [sys.executable, "-m", "claimbook", "build", *options]
    kept: list[str] = []
    # A session of its own: Ctrl-C reaches this program alone, which ends the build once, so that it can clean up.
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        cwd=root,
    ) as build:
        try:
            for line in build.stdout or ():
                say(line.rstrip("\n"))
                if not _PROGRESS.fullmatch(line.rstrip("\n")):
                    kept = [*kept[1 - _MOST_LINES :], line.rstrip("\n")]
        except BaseException:
            build.terminate()
            build.wait()
            raise
    return build.returncode, kept
