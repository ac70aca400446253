"""Keep what a library in Rust prints when it panics off the terminal: its exception is caught, and told in one line."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_ERRORS = 2  # the descriptor: such a library writes past sys.stderr


@contextmanager
def hushed() -> Iterator[None]:
    """Hold back what is written to the standard error; where nothing is raised, it is written after all."""
    sys.stderr.flush()
    try:
        kept = os.dup(_ERRORS)
    except OSError:  # there is none
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), _ERRORS)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, _ERRORS)
            os.close(kept)
        held.seek(0)
        os.write(_ERRORS, held.read())
