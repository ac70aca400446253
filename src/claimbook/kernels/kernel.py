"""An IPython kernel made before a fork and put to work after it. Who forks, and who asks, is not known here.

What takes time (the shell, its magics, its history) is made once; what must belong to one page alone (streams,
random numbers, environment, working folder) is made after the fork.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import random
import signal
import socket
import sys
import threading
from types import SimpleNamespace
from typing import Any

import zmq
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait
from traitlets import Type

from claimbook.kernels.wire import IOPUB, SHELL, STDIN, Outlet, Stream, Unpacker

# What a plain kernel finds as its own name; a page that prints it must not show who started it.
_NAME = "ipykernel_launcher.py"
_READ = 1 << 20


class _Timers:
    """The one thing of an event loop that a stream of output asks for: to be flushed a little later."""

    def call_later(self, delay: float, function: Any) -> None:
        timer = threading.Timer(delay, function)
        timer.daemon = True
        timer.start()


class Publisher(IOPubThread):
    """ipykernel's thread for outputs without the thread: whoever has something to send sends it.

    Starting that thread and its event loop, and waking them for every message, costs more than most pages' cells.
    """

    def __init__(self, stream: Stream) -> None:
        self.socket = stream
        self.thread = threading.Thread()  # never started: ipykernel then calls at once what it would schedule
        self.io_loop = _Timers()
        self.lock = threading.RLock()
        self._pipe_flag = False
        os.register_at_fork(after_in_child=self._forget_threads)

    def _forget_threads(self) -> None:
        self.lock = threading.RLock()

    @property
    def background_socket(self) -> Stream:
        """What sends; there is no thread to go through."""
        return self.socket

    def send_multipart(self, *args: Any, **kwargs: Any) -> None:
        """Send now."""
        self.socket.send_multipart(*args, **kwargs)


class Output(OutStream):
    """A stream whose text leaves whole, whichever thread flushes it: none is under way when a cell's end is told."""

    def _flush(self) -> None:
        with self.pub_thread.lock:
            super()._flush()


class ForkedKernel(IPythonKernel):
    """IPython's kernel, fed with one message after the other."""

    shell_stream = AnyTrait()

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits behind a cell that raised: the next request is sent when this one is answered."""


class ForkedKernelApp(IPKernelApp):
    """IPython's kernel application, set up as far as it can be before anybody is connected."""

    kernel_class = Type(ForkedKernel)

    def init_connection_file(self) -> None:
        """Need none."""

    def init_poller(self) -> None:
        """Need none: who forks looks after those that it forked."""

    def init_heartbeat(self) -> None:
        """Need none."""

    def write_connection_file(self, **kwargs: Any) -> None:
        """Write none."""

    def log_connection_info(self) -> None:
        """Have none."""

    def init_sockets(self) -> None:
        """Prepare what sends; it is connected after the fork."""
        self.session.auth = None  # nobody else can reach the connection, so messages need no signature
        self.shell_socket = Stream(Outlet(), SHELL)
        self.iopub_thread = Publisher(Stream(self.shell_socket.outlet, IOPUB))
        self.iopub_socket = self.iopub_thread.background_socket

    def init_io(self) -> None:
        """Make what shows a value; the streams are redirected after the fork."""
        self.displayhook = ZMQDisplayHook(self.session, self.iopub_socket)
        sys.displayhook = self.displayhook

    def init_kernel(self) -> None:
        """Make the kernel and its shell."""
        self.kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_socket,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            stdin_socket=Stream(self.shell_socket.outlet, STDIN),
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count


def prepare_kernel() -> ForkedKernelApp:
    """Make a kernel to fork from; nothing in it has a thread or an open connection."""
    # As nbclient asks for it: no history on disk, and no thread that writes it.
    app: ForkedKernelApp = ForkedKernelApp.instance()
    app.initialize(["--HistoryManager.hist_file=:memory:", "--log-level=CRITICAL"])
    return app


def serve_kernel(app: ForkedKernelApp, connection: socket.socket) -> None:
    """Answer requests on a connection until it is closed. Called once, in a forked process."""
    app.session.pid = os.getpid()
    app.shell_socket.outlet.connect(connection)
    sys.stdout = Output(app.session, app.iopub_thread, "stdout")
    sys.stderr = Output(app.session, app.iopub_thread, "stderr")
    # Cells with `await` ask whether they run in the thread that receives requests.
    app.kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.current_thread())
    asyncio.run(_answer(app.kernel, connection))


def serve_sockets(arguments: list[str]) -> None:
    """Be ipykernel as its command line says, for clients that speak its protocol over sockets of its own."""
    for made in (ForkedKernelApp, ForkedKernel, ZMQInteractiveShell):
        made.clear_instance()
    IPKernelApp.launch_instance(argv=arguments)


async def _answer(kernel: ForkedKernel, connection: socket.socket) -> None:
    kernel.io_loop = IOLoop.current()
    requests: asyncio.Queue[list[bytes] | None] = asyncio.Queue()
    unpacker = Unpacker()

    def receive() -> None:
        # The socket itself blocks, for what is sent; only here nobody waits.
        try:
            data = connection.recv(_READ, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(connection)
            requests.put_nowait(None)
            return
        for _, frames in unpacker.feed(data):
            requests.put_nowait(frames)

    asyncio.get_running_loop().add_reader(connection, receive)
    while (frames := await requests.get()) is not None:
        await kernel.shell_main(None, [zmq.Frame(frame) for frame in frames])


def become_page(cwd: str, env: dict[str, str]) -> None:
    """Make a forked process look like a kernel newly started in a folder, with an environment of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a cell answers it, ipykernel sees to that
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = [_NAME]
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def leave() -> None:
    """End a forked process as Python ends: threads waited for, exit functions called, streams flushed."""
    with contextlib.suppress(Exception):
        threading._shutdown()  # type: ignore[attr-defined]
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
