"""One program run many times, each time in a process of its own, by a process that has imported what it needs.

For tests that kill a program at many moments: what it imports takes longer than what it does. No expectation of a test.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pytest

# A line asks for a run, and one answers with how it ended. The child ends without what the parent would do at its end.
_SERVER = """
import importlib, json, os, sys, traceback
for name in sys.argv[1:]:
    importlib.import_module(name)
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        code = 0
        try:
            os.chdir(asked["cwd"])
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for number, name in ((1, "stdout"), (2, "stderr")):
                os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.argv = ["-c", *asked["arguments"]]
            exec(compile(asked["program"], "<program>", "exec"), {"__name__": "__main__"})
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
            code = 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Ended:
    """How a run ended, as `subprocess` has it."""

    returncode: int
    stdout: str
    stderr: str


class Runner:
    """Runs a program with arguments, in a folder; `files` is one for what runs write."""

    def __init__(self, program: str, imported: Iterable[str], files: Path) -> None:
        self.program = program
        self.said = {name: str(files / name) for name in ("stdout", "stderr")}
        command = [sys.executable, "-c", _SERVER, *imported]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, cwd: Path, *arguments: object) -> Ended:
        """Run the program once; the folder need not be that of the run before."""
        asked: dict[str, Any] = {
            "program": self.program,
            "cwd": str(cwd),
            "arguments": [str(each) for each in arguments],
        }
        into, out = _open(self.server.stdin), _open(self.server.stdout)
        into.write(json.dumps(asked | self.said) + "\n")
        into.flush()
        code = int(out.readline())
        return Ended(code, *(Path(self.said[name]).read_text("utf-8") for name in ("stdout", "stderr")))

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self.server.communicate()


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@contextmanager
def runner(factory: pytest.TempPathFactory, program: str, *imported: str) -> Iterator[Runner]:
    """Yield what runs a program; it ends with the tests that use it."""
    with Runner(program, imported, factory.mktemp("runs")) as each:
        yield each
