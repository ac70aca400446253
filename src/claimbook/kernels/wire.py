"""Jupyter messages over a pair of connected sockets. How bytes travel; what a message says is not known here."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from typing import Any

# A channel's letter, the number of frames; then each frame's length; then the frames.
_HEAD = struct.Struct("!cI")
_LENGTH = struct.Struct("!Q")
SHELL, IOPUB, STDIN = b"s", b"p", b"i"

Message = tuple[bytes, list[bytes]]


def pack_message(channel: bytes, frames: Sequence[Any]) -> bytes:
    """Return a message's bytes; a frame is bytes, or anything with a buffer of them."""
    parts = [bytes(frame) for frame in frames]
    lengths = b"".join(_LENGTH.pack(len(part)) for part in parts)
    return b"".join([_HEAD.pack(channel, len(parts)), lengths, *parts])


class Unpacker:
    """Takes bytes as they come and gives back whole messages."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that these bytes complete."""
        self._rest += data
        while (message := self._next()) is not None:
            yield message

    def _next(self) -> Message | None:
        rest = self._rest
        if len(rest) < _HEAD.size:
            return None
        channel, count = _HEAD.unpack_from(rest)
        at = _HEAD.size + count * _LENGTH.size
        if len(rest) < at:
            return None
        lengths = [_LENGTH.unpack_from(rest, _HEAD.size + n * _LENGTH.size)[0] for n in range(count)]
        if len(rest) < at + sum(lengths):
            return None
        frames = []
        for length in lengths:
            frames.append(bytes(rest[at : at + length]))
            at += length
        del rest[:at]
        return channel, frames


class Outlet:
    """Where a kernel sends: one connection for all channels, threads and forked children of the kernel.

    A thread waits for another by a lock, a forked child for its parent by a lock on a file without a name; so no
    message stands in the middle of another.
    """

    def __init__(self) -> None:
        self._connection: socket.socket | None = None
        self._between_processes = -1
        self._between_threads = threading.Lock()
        os.register_at_fork(after_in_child=self._forget_threads)

    def connect(self, connection: socket.socket) -> None:
        """Send to this socket from now on."""
        self._connection = connection
        self._between_processes = os.memfd_create("claimbook-outlet")

    def _forget_threads(self) -> None:
        # A thread that held the lock is not there in a forked child, and would hold it for ever.
        self._between_threads = threading.Lock()

    def send(self, channel: bytes, frames: Sequence[Any]) -> None:
        """Send a message; where nobody listens any more, it is lost, as with any other kernel."""
        if self._connection is None:
            return
        data = pack_message(channel, frames)
        with self._between_threads:
            fcntl.lockf(self._between_processes, fcntl.LOCK_EX)
            try:
                self._connection.sendall(data)
            except (BrokenPipeError, ConnectionResetError):
                pass
            finally:
                fcntl.lockf(self._between_processes, fcntl.LOCK_UN)


class Stream:
    """One channel of an outlet, with as much of a ZeroMQ socket's face as ipykernel looks at."""

    closed = False

    def __init__(self, outlet: Outlet, channel: bytes) -> None:
        self.outlet = outlet
        self._channel = channel

    def send_multipart(self, frames: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        """Send a message of several frames."""
        self.outlet.send(self._channel, frames)

    def flush(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: what was sent is on its way."""
