"""papermill's engine for kernels forked from a warm process. Everything but the kernel is papermill's own."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from papermill.engines import NBClientEngine, papermill_engines

from claimbook.kernels.manager import ForkedKernelManager

NAME = "claimbook-warm"


class WarmEngine(NBClientEngine):
    """papermill's engine with another manager of kernels; a notebook for another kernel than ours gets that one."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute a notebook in a kernel of its own."""
        if is_own_kernel(kernel_name):
            kwargs["kernel_manager_class"] = ForkedKernelManager
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


@cache
def is_own_kernel(name: str) -> bool:
    """Tell whether a kernel's name means ipykernel under this Python, without anything else asked for."""
    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        return False
    command = [part for part in spec.argv if not part.startswith("-X")]
    own = {"python", "python3", f"python3.{sys.version_info[1]}", sys.executable}
    is_plain = command[1:] == ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return is_plain and not spec.env and (command[0] in own or os.path.realpath(command[0]) == sys.executable)


papermill_engines.register(NAME, WarmEngine)
