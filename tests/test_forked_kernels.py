"""A page executed in a forked kernel gives what plain papermill gives, cell by cell; no page sees another's traces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from kernels import run_papermill, warm_process, write_notebook
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from claimbook.kernels.leash import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only; elsewhere they are plain")

# What differs between any two runs of plain papermill.
_VARYING = [
    (r"ipykernel_\d+", "ipykernel_N"),
    (r"0x[0-9a-f]+", "0xN"),
    (r'"id": "[0-9a-f]{8}"', '"id": "drawn"'),  # of the cells in which papermill marks an error
]

NOTEBOOKS = {
    "values and counts": ["1 + 1", "x = 3\nx", "_ + 1, Out[1], In[1]", "None", ""],
    "streams in order": ["import sys\nprint('a'); print('b', file=sys.stderr); print('c')", "print('d', end='')"],
    "streams over time": [
        "import sys, time\nprint('a'); time.sleep(0.6); print('b', file=sys.stderr); time.sleep(0.6); print('c')"
    ],
    "a stream rewritten": ["print('1%\\r2%\\r3%')", "print('ab\\bc')"],
    "displays": [
        "from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>b</b>'), Markdown('*m*'))\nHTML('<i>')",
        "print('before'); display({'text/plain': 'p', 'application/json': '{}'}, raw=True); print('after')",
    ],
    "a display updated": [
        "from IPython.display import display\nshown = display('first', display_id='one')",
        "shown.update('second')",
        "display('again', display_id='one')",
    ],
    "output cleared": ["from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')"],
    "magics": ["%cd /", "%env CLAIMBOOK_TEST=1", "import os\nos.environ['CLAIMBOOK_TEST'], os.getcwd()", "%pwd"],
    "a shell": ["!echo from the shell", "found = !echo line\nfound", "%%bash\necho in bash; echo wrong >&2"],
    "output of a program": ["import subprocess\nsubprocess.run(['echo', 'from below'])\nimport time; time.sleep(0.3)"],
    "output of a forked child": [
        "import os, time\nif not os.fork():\n    print('child', flush=True)\n    os._exit(0)\n"
        "os.wait(); time.sleep(0.5)"
    ],
    "output of threads": [
        "import threading\nt = threading.Thread(target=print, args=('from a thread',)); t.start(); t.join()"
    ],
    "await": ["import asyncio\nawait asyncio.sleep(0.01)\n'awaited'", "await asyncio.gather(asyncio.sleep(0, 'x'))"],
    "warnings and logs": [
        "import warnings\nwarnings.warn('careful')",
        "import logging\nlogging.getLogger('x').warning('logged')",
    ],
    "no questions": ["try:\n    input('name?')\nexcept Exception as e:\n    print(type(e).__name__, e)"],
    "the world around": [
        "import os, sys\nsys.path[0], os.getcwd() != '', __name__, '__file__' in globals(), len(sys.argv) > 0",
        "sys.stdin.read()",
        "import signal\nsignal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)",
        "sys.stdout.isatty(), sys.stdout.encoding, sys.getrecursionlimit(), sys.flags.dev_mode",
        "type(get_ipython()).__mro__[-6:], get_ipython().colors",
    ],
    "pandas": ["import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', 'é']})", "pd.Series([1.5]).describe()"],
    "altair": [
        "import altair as alt, pandas as pd\n"
        "alt.Chart(pd.DataFrame({'a': [1, 2]})).mark_bar().encode(x='a:Q').to_dict()['mark']"
    ],
    "a large output": ["print('x' * 3_000_000)", "from IPython.display import HTML\nHTML('y' * 3_000_000)"],
    "signs of all kinds": ["print('\\u202e \\U0001f6a8 \\x00 \\u0301')", "'\\ud83d'.encode('utf-8', 'replace')"],
    "pickled functions": ["import pickle\ndef f(): return 7\npickle.loads(pickle.dumps(f))()"],
    "classes and types": ["class A: pass\nA", "A.__module__", "import types; types.SimpleNamespace(a=1)"],
}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> Iterator[None]:
    with warm_process("pandas", "altair"):
        yield


def _comparable(notebook: nbformat.NotebookNode) -> list[Any]:
    """Everything of the cells but times, with what no two runs share made alike."""
    notebook.metadata.papermill = {
        key: notebook.metadata.papermill[key] for key in ("exception", "parameters", "version")
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if told := cell.metadata.pop("papermill", None):  # a cell that papermill adds to mark an error has none
            cell.metadata.papermill = {key: told[key] for key in ("exception", "status")}
    text = nbformat.writes(notebook)
    for pattern, alike in _VARYING:
        text = re.sub(pattern, alike, text)
    made: list[Any] = [text]
    return made


def _both(tmp_path: Path, *cells: str, **options: Any) -> tuple[Any, Any]:
    """What each way comes to: the notebook, and the error if there is one."""
    tags = options.pop("tags", None)
    path = write_notebook(tmp_path / "page.ipynb", *cells, tags=tags)
    found = []
    for warm in (False, True):
        target = tmp_path / f"{'warm' if warm else 'plain'}.ipynb"
        error: BaseException | None = None
        try:
            run_papermill(path, target, warm=warm, **options)
        except (PapermillExecutionError, RuntimeError, TimeoutError) as caught:
            error = caught
        text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
        found.append((_comparable(nbformat.read(target, as_version=4)), type(error), text))
    return found[0], found[1]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_forked_kernel_gives_what_plain_papermill_gives(tmp_path: Path, name: str) -> None:
    plain, warm = _both(tmp_path, *NOTEBOOKS[name])
    assert plain[1] is type(None)
    assert warm == plain


@pytest.mark.parametrize(
    "cells",
    [
        ["x = 1", "x / 0", "print('never')"],
        ["import nothing_of_that_name"],
        ["def (:"],
        ["print('so far')\nraise SystemExit(3)", "1"],
        ["raise KeyboardInterrupt"],
        ["class Odd(Exception):\n    def __str__(self): return 'odd\\nlines'\nraise Odd"],
    ],
)
def test_a_cell_that_raises_is_reported_as_by_plain_papermill(tmp_path: Path, cells: list[str]) -> None:
    plain, warm = _both(tmp_path, *cells)
    assert plain[1] is PapermillExecutionError
    assert warm == plain


def test_a_cell_beyond_its_time_is_reported_as_by_plain_papermill(tmp_path: Path) -> None:
    # Longer than a stream waits before it is flushed: what was printed before is kept.
    plain, warm = _both(tmp_path, "1", "print('so far')\nimport time\ntime.sleep(60)", "2", execution_timeout=2)
    assert plain[1] is CellTimeoutError
    assert warm == plain


@pytest.mark.parametrize(
    "death",
    [
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import ctypes; ctypes.string_at(0)",
        "exit()\nimport time; time.sleep(1)",
    ],
)
def test_a_kernel_that_dies_is_reported_as_by_plain_papermill(tmp_path: Path, death: str) -> None:
    plain, warm = _both(tmp_path, "'before'", death, "import time; time.sleep(5)")
    assert plain[1] is DeadKernelError
    assert warm[1:] == plain[1:]
    # Whether the deadly cell's number was told before is a matter of luck.
    number = re.compile(r'"execution_count": (null|2)')
    assert number.sub("", warm[0][0]) == number.sub("", plain[0][0])


def test_a_cell_interrupted_at_its_time_goes_on_as_with_plain_papermill(tmp_path: Path) -> None:
    cells = ["import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print('interrupted')", "'after'"]
    plain, warm = _both(tmp_path, *cells, execution_timeout=2, interrupt_on_timeout=True)
    assert plain[1] is type(None)
    assert warm == plain


def test_a_page_leaves_no_trace_in_the_next(tmp_path: Path) -> None:
    spoil = write_notebook(
        tmp_path / "spoil.ipynb",
        "import builtins, os, pandas, random, signal, sys, warnings",
        "builtins.left = os.environ['LEFT'] = 'here'; os.chdir('/'); sys.path.insert(0, '/left')",
        "pandas.left = True; pandas.options.display.max_rows = 3; del pandas.DataFrame",
        "warnings.simplefilter('ignore'); signal.signal(signal.SIGTERM, signal.SIG_IGN); sys.setrecursionlimit(99999)",
    )
    run_papermill(spoil, tmp_path / "a.ipynb", warm=True)
    look = (
        "import builtins, os, pandas, signal, sys\n"
        "[hasattr(builtins, 'left'), 'LEFT' in os.environ, '/left' in sys.path, hasattr(pandas, 'left'),\n"
        " pandas.options.display.max_rows, hasattr(pandas, 'DataFrame'), signal.getsignal(signal.SIGTERM)]"
    )
    plain, warm = _both(tmp_path, look)
    assert warm == plain


def test_each_page_has_random_numbers_of_its_own(tmp_path: Path) -> None:
    draw = "import random, numpy, uuid\n(random.random(), numpy.random.rand(), str(uuid.uuid4()))"
    path = write_notebook(tmp_path / "page.ipynb", draw)
    with warm_process("numpy"):
        drawn = [run_papermill(path, tmp_path / f"{n}.ipynb", warm=True).cells[0].outputs[0].data for n in range(3)]
    values = [eval(text["text/plain"], {"np": __import__("numpy")}) for text in drawn]
    for column in zip(*values, strict=True):
        assert len(set(column)) == 3


def test_a_page_sees_the_environment_of_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMBOOK_ASKED_BY", "a test")
    plain, warm = _both(tmp_path, "import os\nos.environ['CLAIMBOOK_ASKED_BY'], os.path.basename(os.getcwd())")
    assert warm == plain
    assert "a test" in str(warm)


def test_exit_functions_are_called_and_threads_waited_for(tmp_path: Path) -> None:
    cell = (
        "import atexit, pathlib, threading, time\n"
        "atexit.register(lambda: pathlib.Path('exited').touch())\n"
        "threading.Thread(target=lambda: (time.sleep(0.5), pathlib.Path('waited').touch())).start()"
    )
    run_papermill(write_notebook(tmp_path / "page.ipynb", cell), tmp_path / "out.ipynb", warm=True)
    assert (tmp_path / "exited").exists()
    assert (tmp_path / "waited").exists()


def test_what_a_module_says_on_being_imported_is_shown_on_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talking.py").write_text("import os\nprint('hello')\nos.write(1, b'from below\\n')")
    (tmp_path / "warning.py").write_text("import warnings\nwarnings.warn('old', DeprecationWarning, stacklevel=2)")
    (tmp_path / "around.py").write_text("import talking")
    (tmp_path / "silent.py").write_text("loaded_by = __import__('os').getpid()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    modules = ("around", "silent", "talking", "warning", "nothing_of_that_name")
    with warm_process(*modules):
        plain, warm = _both(tmp_path, "import around, time; time.sleep(0.3)", "import talking", "import warning")
        assert warm == plain
        assert "hello" in str(warm)
        assert "DeprecationWarning" in str(warm)
        own = "import os, silent\nsilent.loaded_by == os.getpid()"
        done = run_papermill(write_notebook(tmp_path / "own.ipynb", own), tmp_path / "out.ipynb", warm=True)
        assert done.cells[0].outputs[0].data["text/plain"] == "False"  # it came with the warm process


def test_a_module_that_cannot_be_imported_is_reported_by_the_cell_that_asks_for_it(tmp_path: Path) -> None:
    with warm_process("nothing_of_that_name", "pandas"):
        path = write_notebook(tmp_path / "page.ipynb", "import pandas\nimport nothing_of_that_name")
        with pytest.raises(PapermillExecutionError, match="ModuleNotFoundError"):
            run_papermill(path, tmp_path / "out.ipynb", warm=True)
