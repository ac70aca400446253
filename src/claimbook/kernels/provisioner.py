"""Kernels from a warm process for every client of Jupyter, over the protocol that they all speak.

Named by JUPYTER_DEFAULT_PROVISIONER_NAME=claimbook-warm. What the warm process imports is said in CLAIMBOOK_PRELOAD,
modules with blanks between. Where kernels cannot be forked, or another kernel than ipykernel is asked for, a plain
one is started.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from claimbook.kernels.leash import HeldLeash, can_fork, shared_warm

_LAUNCHER = ["-m", "ipykernel_launcher"]


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by asking a warm process, which is started with the first one."""

    _leash: HeldLeash | None = None

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel."""
        return self._leash is not None or super().has_process

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel as the command says, and return how to reach it."""
        arguments = [part for part in cmd[1:] if not part.startswith("-X")]
        if not can_fork() or arguments[:2] != _LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        # ipykernel would watch the process that is named so, and stop where it is not its parent.
        env = {name: value for name, value in kwargs.get("env", os.environ).items() if name != "JPY_PARENT_PID"}
        warm = shared_warm(tuple(os.environ.get("CLAIMBOOK_PRELOAD", "").split()))
        connection, self._leash = warm.fork_kernel(kwargs.get("cwd") or os.getcwd(), env, arguments[2:])
        connection.close()  # it is reached by its own sockets
        while not self._leash.pid and self._leash.poll() is None:
            self._leash.wait(1)
        self.pid = self.pgid = self._leash.pid
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit status, or None while the kernel runs."""
        return self._leash.poll() if self._leash else await super().poll()

    async def wait(self) -> int | None:
        """Wait for the kernel's end and return the exit status."""
        if self._leash is None:
            return await super().wait()
        while not self._leash.wait(1):
            continue
        status = self._leash.status
        self._leash.let_go()
        self._leash = None
        self.pid = self.pgid = None
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it started."""
        if self._leash is None:
            await super().send_signal(signum)
        else:
            self._leash.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and what it started."""
        if self._leash is None:
            await super().kill(restart)
        else:
            self._leash.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        if self._leash is None:
            await super().terminate(restart)
        else:
            self._leash.send_signal(signal.SIGTERM)
