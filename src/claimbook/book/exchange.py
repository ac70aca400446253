"""Exchange two folders in one step, where the system can: at no moment is either name without a folder.

Python has no call for it; the systems have: renameat2 (Linux, since 3.15) and renamex_np (macOS).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are taken from the working folder
_LINUX, _MACOS = 2, 2  # RENAME_EXCHANGE, RENAME_SWAP
# A kernel, or a file system, that has no such step.
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one file system change their names in one step; False where the system has no such step.

    Raises OSError where it has one and it fails.
    """
    call = _find_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _find_call() -> Callable[[bytes, bytes], int] | None:
    if os.name != "posix":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        swap = library.renamex_np
        return lambda one, other: swap(one, other, ctypes.c_uint(_MACOS))
    if hasattr(library, "renameat2"):
        rename = library.renameat2
        return lambda one, other: rename(_HERE, one, _HERE, other, ctypes.c_uint(_LINUX))
    return None
