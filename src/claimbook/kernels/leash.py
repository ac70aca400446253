"""The handle on the warm process, and the leash of each kernel that it forked. The standard library only."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence


class HeldLeash:
    """The end of a kernel's leash in the hand of whoever asked for it; closed, the kernel is killed."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._rest = b""
        self._closed = False
        self.pid = 0
        self.status: int | None = None

    def poll(self) -> int | None:
        """Return the kernel's exit status (minus the signal's number if one killed it), or None while it runs."""
        self._read(0)
        return self.status

    def wait(self, seconds: float) -> bool:
        """Wait for news; tell whether the kernel has ended."""
        deadline = time.monotonic() + seconds
        while self.status is None and (left := deadline - time.monotonic()) > 0:
            known = self.pid
            self._read(left)
            if self.pid != known:
                break
        return self.status is not None

    def _read(self, seconds: float) -> None:
        if self._closed or not select.select([self._end], [], [], seconds)[0]:
            return
        try:
            data = self._end.recv(4096)
        except ConnectionResetError:
            data = b""
        if not data:
            # The warm process is gone, and the kernel with it.
            self._closed = True
            self.status = -signal.SIGKILL if self.status is None else self.status
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            word, _, number = line.decode().partition(" ")
            if word == "pid":
                self.pid = int(number)
            else:
                self.status = int(number)

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and what it started, if it runs."""
        if self.pid and self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def let_go(self) -> None:
        """Close the leash."""
        self._closed = True
        self._end.close()


class Warm:
    """A warm process, as seen from one that asks it for kernels; it can be sent to another process."""

    def __init__(
        self,
        requests: socket.socket,
        process: subprocess.Popen[bytes] | None = None,
        modules: Iterable[str] = (),
    ) -> None:
        self.requests = requests
        self.process = process
        self.modules = frozenset(modules)

    @classmethod
    def start(cls, modules: Iterable[str] = ()) -> Warm:
        """Start a warm process that imports these modules; it is asked at once and answers when it is warm."""
        modules = tuple(modules)
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-P", "-m", "claimbook.kernels.warm", str(its.fileno()), *modules]
        # The kernels of many pages share the cores, so each computes in one thread; and threads do not survive a fork.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        process = subprocess.Popen(
            command,
            pass_fds=[its.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        its.close()
        return cls(mine, process, modules)

    def fork_kernel(
        self, cwd: str, env: dict[str, str], arguments: Sequence[str] | None = None
    ) -> tuple[socket.socket, HeldLeash]:
        """Ask for a kernel that runs in a folder with an environment; return the connection to it, and its leash.

        With `arguments`, those of ipykernel's command line, it is reached as they say, and not by the connection.
        """
        connection, its_connection = socket.socketpair()
        leash, its_leash = socket.socketpair()
        request = {"cwd": cwd, "env": env, "arguments": None if arguments is None else list(arguments)}
        try:
            socket.send_fds(self.requests, [b"k"], [its_connection.fileno(), its_leash.fileno()])
            leash.sendall(json.dumps(request).encode() + b"\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the leash tells that nobody holds its other end
        its_connection.close()
        its_leash.close()
        return connection, HeldLeash(leash)

    def serves(self, modules: Iterable[str]) -> bool:
        """Tell whether the process is there and has imported these modules; only who started it can say that not."""
        return self.process is None or (self.process.poll() is None and self.modules.issuperset(modules))

    def stop(self) -> None:
        """Let the warm process end, which it does when nobody is left who could ask."""
        self.requests.close()
        if self.process is not None:
            self.process.wait()


_shared: Warm | None = None


def share_warm(warm: Warm | None) -> Warm | None:
    """Let everything in this process ask one warm process for its kernels; return the one that it asked before."""
    global _shared
    before, _shared = _shared, warm
    return before


def shared_warm(modules: Iterable[str] = ()) -> Warm:
    """Return the warm process that this process asks; where there is none yet, one that imports these modules."""
    if _shared is None:
        warm = Warm.start(modules)
        atexit.register(warm.stop)
        share_warm(warm)
        return warm
    return _shared


def fitting_warm(modules: Collection[str] = ()) -> Warm:
    """Return the warm process that this process asks, in the place of one that has ended or not imported these modules.

    For a process that outlives those who ask: a module that prints when it is imported prints in one place always.
    """
    if _shared is not None and not _shared.serves(modules):
        _shared.stop()
        share_warm(None)
    return shared_warm(modules)


def has_warm() -> bool:
    """Tell whether this process has a warm process to ask."""
    return _shared is not None


def can_fork() -> bool:
    """Tell whether kernels can be forked here. On macOS, forking breaks system libraries; Windows has no fork."""
    return sys.platform == "linux"
