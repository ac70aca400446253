"""Any client of Jupyter gets its kernels from a warm process when it is told to, and plain ones where it cannot."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from kernels import is_running, wait_until, warm_process, write_notebook
from nbformat.v4 import new_output

from claimbook.kernels.engine import is_own_kernel
from claimbook.kernels.leash import can_fork

pytestmark = [
    pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only; elsewhere they are plain"),
    # jupyter_client leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WHO = "import os; from pathlib import Path; print(Path(f'/proc/{os.getppid()}/cmdline').read_text())"


@pytest.fixture(autouse=True)
def _provisioner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "claimbook-warm")
    # One in this process may have read the environment before.
    KernelProvisionerFactory.clear_instance()
    with warm_process():
        yield
    KernelProvisionerFactory.clear_instance()
    # What jupyter_client leaves is collected here, and not in a test that would be blamed for it.
    gc.collect()


def ask(client: object, code: str) -> str:
    """Execute code and return what it prints."""
    printed: list[str] = []

    def hear(message: dict[str, dict[str, str]]) -> None:
        printed.append(message["content"].get("text", ""))

    client.execute_interactive(code, timeout=30, output_hook=hear)  # type: ignore[attr-defined]
    return "".join(printed)


def test_a_client_of_jupyter_gets_a_forked_kernel_that_can_be_restarted_and_ends() -> None:
    manager, client = start_new_kernel()
    assert "claimbook.kernels.warm" in ask(client, WHO)
    first = int(ask(client, "print(os.getpid())"))
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=30)
    second = int(ask(client, "import os; print(os.getpid())"))
    assert first != second
    assert wait_until(lambda: not is_running(first))
    client.stop_channels()
    manager.shutdown_kernel()
    assert not manager.is_alive()
    assert not is_running(second)


def test_a_forked_kernel_is_interrupted_as_any_other() -> None:
    manager, client = start_new_kernel()
    try:
        # An interrupt that comes before the cell has begun to wait would end the cell elsewhere.
        wait = "print('waiting', flush=True)\n    time.sleep(60)"
        client.execute(f"import time\ntry:\n    {wait}\nexcept KeyboardInterrupt:\n    print('interrupted')")
        assert wait_until(lambda: client.get_iopub_msg(timeout=30)["content"].get("text") == "waiting\n")
        manager.interrupt_kernel()
        assert wait_until(lambda: client.get_iopub_msg(timeout=30)["content"].get("text") == "interrupted\n")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_where_kernels_cannot_be_forked_a_client_gets_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimbook.kernels.provisioner.can_fork", lambda: False)
    manager, client = start_new_kernel()
    assert "claimbook.kernels.warm" not in ask(client, WHO)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_nbval_runs_on_forked_kernels_and_still_fails_what_differs(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "page.ipynb", WHO.replace("print(", "shown = (") + "\n'kernels.warm' in shown")
    run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", str(path)]
    notebook = nbformat.read(path, as_version=4)
    for said, status in (("True", 0), ("False", 1)):
        notebook.cells[0].execution_count = 1
        notebook.cells[0].outputs = [new_output("execute_result", {"text/plain": said}, execution_count=1)]
        nbformat.write(notebook, path)
        done = subprocess.run(run, cwd=tmp_path, env=dict(os.environ), capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout


def test_only_ipykernel_under_this_python_is_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_own_kernel.cache_clear()
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    for name, spec in {
        "other-python": '["/elsewhere/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]',
        "other-language": '["ir", "-f", "{connection_file}"]',
        "other-options": '["python", "-m", "ipykernel_launcher", "--pylab", "-f", "{connection_file}"]',
    }.items():
        folder = tmp_path / "kernels" / name
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(f'{{"argv": {spec}, "display_name": "{name}", "language": "x"}}')
        assert not is_own_kernel(name)
    assert is_own_kernel(KernelManager().kernel_name)
    assert not is_own_kernel("a-kernel-of-no-such-name")
    is_own_kernel.cache_clear()
