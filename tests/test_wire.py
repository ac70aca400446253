"""Messages cross a connection whole and in order, however the bytes are cut, whoever sends at the same time."""

from __future__ import annotations

import os
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.kernels.leash import can_fork
from claimbook.kernels.wire import IOPUB, SHELL, STDIN, Outlet, Stream, Unpacker, pack_message

MESSAGES = st.lists(st.tuples(st.sampled_from([SHELL, IOPUB, STDIN]), st.lists(st.binary(max_size=200), max_size=6)))


@given(messages=MESSAGES, cuts=st.lists(st.integers(1, 50), min_size=1))
def test_messages_come_out_as_they_went_in_however_the_bytes_are_cut(
    messages: list[tuple[bytes, list[bytes]]], cuts: list[int]
) -> None:
    data = b"".join(pack_message(channel, frames) for channel, frames in messages)
    unpacker, found, at, turn = Unpacker(), [], 0, 0
    while at < len(data):
        step = cuts[turn % len(cuts)]
        found += list(unpacker.feed(data[at : at + step]))
        at, turn = at + step, turn + 1
    assert found == messages


@given(messages=MESSAGES.filter(bool))
def test_a_message_that_is_not_whole_does_not_come_out(messages: list[tuple[bytes, list[bytes]]]) -> None:
    data = b"".join(pack_message(channel, frames) for channel, frames in messages)
    unpacker = Unpacker()
    assert list(unpacker.feed(data[:-1])) == messages[:-1]
    assert list(unpacker.feed(data[-1:])) == messages[-1:]


@pytest.mark.skipif(not can_fork(), reason="forked kernels are there on Linux only")
def test_threads_and_forked_children_that_send_at_once_do_not_mix_their_messages() -> None:
    mine, its = socket.socketpair()
    outlet = Outlet()
    outlet.connect(its)
    large = b"x" * 300_000  # more than a socket holds, so that a send is interrupted

    def send(name: bytes) -> None:
        for _ in range(20):
            Stream(outlet, IOPUB).send_multipart([name, large])

    process = os.fork()
    if not process:
        send(b"child")
        os._exit(0)
    threads = [threading.Thread(target=send, args=(name,)) for name in (b"one", b"two")]
    for thread in threads:
        thread.start()
    unpacker, found = Unpacker(), []
    while len(found) < 60:
        found += list(unpacker.feed(mine.recv(1 << 16)))
    for thread in threads:
        thread.join()
    os.waitpid(process, 0)
    mine.close()
    its.close()
    assert sorted(frames[0] for _, frames in found) == [b"child"] * 20 + [b"one"] * 20 + [b"two"] * 20
    assert all(frames[1] == large for _, frames in found)


def test_what_is_sent_before_there_is_a_connection_or_after_it_is_closed_is_lost_without_an_error() -> None:
    outlet = Outlet()
    outlet.send(SHELL, [b"early"])
    mine, its = socket.socketpair()
    outlet.connect(its)
    mine.close()
    outlet.send(SHELL, [b"late"])
    its.close()
