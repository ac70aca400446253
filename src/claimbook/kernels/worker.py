"""How many worker processes there may be, and how one begins: deaf to Ctrl-C, its life tied to its parent's.

Imports little: a worker has to import this before it is deaf.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Mapping
from multiprocessing import connection, parent_process

from claimbook.kernels.leash import Warm, share_warm


def count_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin_worker(requests: socket.socket | None, environment: Mapping[str, str]) -> None:
    """Set up a worker; `requests` leads to the warm process, None where there is none.

    Ctrl-C reaches the whole group of processes; only the one that people see answers it. A worker is forked from a
    server that may have been started in another environment than its parent has now.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    share_warm(Warm(requests) if requests else None)


def _end_with_parent() -> None:
    """End at once when the parent is gone, however it went; the kernels' leashes then close, and so they end too."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
