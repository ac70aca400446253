"""The cells of a notebook in an IPython shell of this process. No kernel, no file."""

from __future__ import annotations

from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type


class _KeepingHook(DisplayHook):
    """Keeps what a cell comes to, in all its formats, in place of printing it."""

    kept: list[dict[str, Any]]

    def start_displayhook(self) -> None:
        self.kept = []

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.kept.append(format_dict)

    def finish_displayhook(self) -> None:
        pass


class QuietShell(InteractiveShell):
    """A shell that shows nothing."""

    displayhook_class = Type(_KeepingHook)


def run_cells(shell: InteractiveShell, notebook: nbformat.NotebookNode) -> None:
    """Run a notebook's code cells in a fresh namespace and put their results into it; a cell that raises is raised."""
    hook: Any = shell.displayhook
    shell.reset(new_session=True)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        hook.kept = []
        result = shell.run_cell(cell.source, store_history=True)
        result.raise_error()
        number = result.execution_count
        cell.execution_count = number
        cell.outputs = [
            nbformat.v4.new_output("execute_result", data=data, execution_count=number) for data in hook.kept
        ]
