"""The side that asks: a manager and a client of forked kernels, as nbclient expects them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session

from claimbook.kernels.leash import HeldLeash, shared_warm
from claimbook.kernels.wire import IOPUB, SHELL, STDIN, Unpacker, pack_message

_READ = 1 << 20
_PAUSE = 0.002  # seconds between two looks whether a kernel has ended


class Connection:
    """A kernel's messages as they come, a queue for each channel."""

    def __init__(self, sock: socket.socket, session: Session) -> None:
        self._socket = sock
        self._session = session
        self._unpacker = Unpacker()
        self._boxes: dict[bytes, asyncio.Queue[dict[str, Any]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def send(self, message: dict[str, Any]) -> None:
        """Send a request on the shell's channel."""
        # Where the kernel is dead, whoever waits for the answer sees it.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(pack_message(SHELL, self._session.serialize(message)))

    async def get(self, channel: bytes, timeout: float | None) -> dict[str, Any]:
        """Return the next message of a channel; raises queue.Empty when none comes in time (None waits for ever)."""
        self._listen()
        try:
            return await asyncio.wait_for(self._box(channel).get(), timeout)
        except TimeoutError:
            raise Empty from None

    def _box(self, channel: bytes) -> asyncio.Queue[dict[str, Any]]:
        return self._boxes.setdefault(channel, asyncio.Queue())

    def _listen(self) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._loop.add_reader(self._socket, self._receive)

    def _receive(self) -> None:
        try:
            data = self._socket.recv(_READ, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        if not data:
            self._stop_listening()
            return
        for channel, frames in self._unpacker.feed(data):
            _, frames = self._session.feed_identities(frames)
            self._box(channel).put_nowait(self._session.deserialize(frames))

    def _stop_listening(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
        self._loop = None

    def hang_up(self) -> None:
        """Send nothing more; the kernel then ends by itself, and may still be heard."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close the connection."""
        self._stop_listening()
        self._socket.close()


class Channel:
    """One of a client's channels."""

    def __init__(self, connection: Connection, name: bytes) -> None:
        self._connection = connection
        self._name = name

    def send(self, message: dict[str, Any]) -> None:
        """Send a request."""
        self._connection.send(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; raises queue.Empty when none comes within `timeout` seconds."""
        return await self._connection.get(self._name, timeout)

    def is_alive(self) -> bool:
        """Tell that the channel can be used."""
        return True


class ForkedKernelClient(AsyncKernelClient):
    """A client of one forked kernel."""

    def attach(self, connection: Connection, leash: HeldLeash) -> ForkedKernelClient:
        """Talk to the kernel at the other end."""
        self._connection, self._leash = connection, leash
        self._shell_channel = Channel(connection, SHELL)
        self._iopub_channel = Channel(connection, IOPUB)
        self._stdin_channel = Channel(connection, STDIN)
        return self

    shell_channel = property(lambda self: self._shell_channel)
    iopub_channel = property(lambda self: self._iopub_channel)
    stdin_channel = property(lambda self: self._stdin_channel)

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: the connection was there before the kernel."""

    def stop_channels(self) -> None:
        """Hang up."""
        self._connection.close()

    async def is_alive(self) -> bool:
        """Tell whether the kernel runs."""
        return self._leash.poll() is None

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel is there; raises RuntimeError as jupyter_client does when it is not in time."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._leash.pid:
            if self._leash.poll() is not None:
                raise RuntimeError("Kernel died before replying to kernel_info")
            if deadline is not None and time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
            await asyncio.sleep(0)
            self._leash.wait(0.05)


class ForkedKernelManager(AsyncKernelManager):
    """Starts a kernel by asking the warm process, and ends it."""

    _leash: HeldLeash | None = None
    _connection: Connection | None = None

    @property
    def has_kernel(self) -> bool:
        """Whether a kernel was started and not yet shut down."""
        return self._leash is not None

    async def start_kernel(self, *, cwd: str | None = None, env: dict[str, str] | None = None, **kwargs: Any) -> None:
        """Ask for a kernel that runs in a folder (the current one) with an environment (the current one)."""
        environment = dict(os.environ if env is None else env)
        sock, self._leash = shared_warm().fork_kernel(cwd or os.getcwd(), environment)
        self.session = Session()
        self.session.auth = None  # nobody else can reach the connection, so messages need no signature
        self._connection = Connection(sock, self.session)

    def client(self, **kwargs: Any) -> ForkedKernelClient:
        """Return the kernel's client."""
        assert self._connection is not None
        assert self._leash is not None
        return ForkedKernelClient(session=self.session, parent=self).attach(self._connection, self._leash)

    async def is_alive(self) -> bool:
        """Tell whether the kernel runs."""
        return self._leash is not None and self._leash.poll() is None

    async def signal_kernel(self, signum: int) -> None:
        """Send a signal to the kernel and what it started."""
        if self._leash is None:
            raise RuntimeError("Cannot signal kernel. No kernel is running!")
        self._leash.send_signal(signum)

    async def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs."""
        await self.signal_kernel(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel: hang up and wait, or (`now`, or when it takes too long) kill it and what it started."""
        if self._leash is None:
            return
        if not now:
            # A cell that still runs is interrupted, and what it says to that is heard.
            self._leash.send_signal(signal.SIGINT)
            if self._connection is not None:
                self._connection.hang_up()
            deadline = time.monotonic() + self.shutdown_wait_time
            while self._leash.poll() is None and time.monotonic() < deadline:
                await asyncio.sleep(_PAUSE)
        if self._leash.poll() is None:
            self._leash.send_signal(signal.SIGKILL)
            self._leash.wait(self.shutdown_wait_time)

    async def cleanup_resources(self, restart: bool = False) -> None:
        """Let go of the leash; whatever may still run is killed."""
        if self._leash is not None:
            self._leash.let_go()
        if self._connection is not None:
            self._connection.close()
        self._leash = self._connection = None
