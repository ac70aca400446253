"""The warm process: it has imported what notebooks import, and forks a kernel for whoever asks.

It keeps a leash on every kernel: whoever asked holds the other end. When that end closes, however its holder died,
the kernel and all that it started are killed; when a kernel ends, the leash says how. When nobody is left who could
ask, the warm process ends. A kernel dies with the warm process.

Started as `python -m claimbook.kernels.warm DESCRIPTOR MODULE ...`: the descriptor of a socket for requests, and
what to import. Each request is one byte that carries two connections: the kernel's own, and its leash.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimbook.kernels.kernel import ForkedKernelApp

_PR_SET_PDEATHSIG = 1


class Leash:
    """A kernel that runs: its process, and the end of the leash that stays here."""

    def __init__(self, process: int, end: socket.socket) -> None:
        self.process = process
        self.end = end

    def say(self, word: str, number: int) -> None:
        """Tell the holder; one that is gone need not be told."""
        with contextlib.suppress(OSError):
            self.end.sendall(f"{word} {number}\n".encode())

    def kill(self) -> None:
        """Kill the kernel and what it started; it leads a group of processes of its own."""
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self.process, signal.SIGKILL)


def import_modules(names: Sequence[str]) -> set[str]:
    """Import what can be imported, and return what says something on being imported, or warns.

    A cell that imports such a module shows what it says, once for each page; so it is not to be imported here. What
    cannot be imported fails again in the cell that asks for it, and is told there.
    """
    return {name for name in names if _says_something(name)}


def _says_something(name: str) -> bool:
    with tempfile.TemporaryFile() as said:
        before = [os.dup(stream) for stream in (1, 2)]
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        try:
            # As in a cell, so that a warning to whoever imports is heard.
            exec(f"import {name}", {"__name__": "__main__"})
        except Exception:
            return False
        finally:
            for stream, file in ((1, sys.stdout), (2, sys.stderr)):
                file.flush()
                os.dup2(before[stream - 1], stream)
                os.close(before[stream - 1])
        return os.fstat(said.fileno()).st_size > 0


class Nursery:
    """Forks kernels and looks after them."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._leashes: dict[int, Leash] = {}
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)

    def run(self, app: ForkedKernelApp) -> None:
        """Answer requests until nobody is left who could ask."""
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, self._end)
        signal.set_wakeup_fd(self._wake)
        open_ = True
        while open_ or self._leashes:
            poll = select.poll()
            poll.register(self._woken, select.POLLIN)
            if open_:
                poll.register(self._requests, select.POLLIN)
            for leash in self._leashes.values():
                poll.register(leash.end, 0)  # only whether the other end is closed
            for descriptor, _ in poll.poll():
                if descriptor == self._woken:
                    self._reap()
                elif descriptor == self._requests.fileno():
                    open_ = self._accept(app)
                else:
                    self._kill_abandoned(descriptor)

    def _end(self, number: int, frame: object) -> None:
        for leash in self._leashes.values():
            leash.kill()
        os._exit(128 + number)

    def _reap(self) -> None:
        while True:
            try:
                os.read(self._woken, 4096)
            except BlockingIOError:
                break
        while self._leashes:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            if leash := self._leashes.pop(process, None):
                leash.kill()  # what it left behind
                leash.say("exit", os.waitstatus_to_exitcode(status))
                leash.end.close()

    def _kill_abandoned(self, descriptor: int) -> None:
        for leash in self._leashes.values():
            if leash.end.fileno() == descriptor:
                leash.kill()
                os.waitpid(leash.process, 0)
                leash.end.close()
                del self._leashes[leash.process]
                return

    def _accept(self, app: ForkedKernelApp) -> bool:
        """Fork a kernel for the next request; tell whether there may be another."""
        data, descriptors, _, _ = socket.recv_fds(self._requests, 1, 2)
        if not data:
            return False
        connection, end = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        process = os.fork()
        if not process:
            self._become_kernel(app, connection, end)
        connection.close()
        leash = Leash(process, end)
        self._leashes[process] = leash
        leash.say("pid", process)
        return True

    def _become_kernel(self, app: ForkedKernelApp, connection: socket.socket, end: socket.socket) -> None:
        """Be a kernel, in the forked process, to the end of it."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            die_with_parent()
            os.setsid()
            for descriptor in (self._woken, self._wake):
                os.close(descriptor)
            self._requests.close()
            for leash in self._leashes.values():
                leash.end.close()
            code = run_kernel(app, connection, end)
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)


def run_kernel(app: ForkedKernelApp, connection: socket.socket, end: socket.socket) -> int:
    """Read what is asked for from the leash, be that kernel, and return the exit status."""
    from claimbook.kernels import kernel

    with end.makefile("rb") as lines:
        request = json.loads(lines.readline())
    end.close()
    kernel.become_page(request["cwd"], request["env"])
    if request["arguments"] is None:
        kernel.serve_kernel(app, connection)
    else:
        connection.close()
        kernel.serve_sockets(request["arguments"])
    kernel.leave()
    return 0


def die_with_parent() -> None:
    """Ask the system to kill this process when the one that forked it ends; however that one ends."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def main(descriptor: int, modules: Sequence[str]) -> None:
    """Import, prepare a kernel, and fork from it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from claimbook.kernels.kernel import prepare_kernel

    if talking := import_modules(modules):
        # There is no way to import it less: begin again without it.
        quiet = [name for name in modules if name not in talking]
        os.execv(sys.executable, [sys.executable, "-P", "-m", "claimbook.kernels.warm", str(descriptor), *quiet])
    app = prepare_kernel()
    # What is here before the fork is never collected after it, so its memory stays shared.
    gc.collect()
    gc.freeze()
    Nursery(socket.socket(fileno=descriptor)).run(app)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
