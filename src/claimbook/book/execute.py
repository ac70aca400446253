"""Execute one page: a template and its parameters through papermill, in a fresh process; then take out what varies.

Which pages there are, and in what order they run, is not known here.
"""

from __future__ import annotations

import ast
import logging
import re
from pathlib import Path
from typing import Any

import nbformat

from claimbook.book.pages import Page
from claimbook.book.rules import read_template
from claimbook.errors import PageError
from claimbook.kernels.leash import has_warm

INJECTED_ID = "injected-parameters"
_VARYING = ("papermill", "execution")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute_page(page: Page, target: Path, data: str, as_of: str = "") -> Path:
    """Execute a page's template with its parameters into `target` and return it.

    `data` is the slice, relative to the folder of `_config.yml`. Raises PageError for a parameter that the template
    does not know or takes as another type, before a kernel starts, and for a cell that raises.
    """
    # Not needed, and not waited for, where no page has to be executed, nor by whoever hands the pages out.
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from claimbook.kernels import engine

    parameters: dict[str, Any] = {"data": data, "as_of": as_of, **page.parameters}
    check_parameters(page.template, parameters)
    target.parent.mkdir(parents=True, exist_ok=True)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        papermill.execute_notebook(
            str(page.template),
            str(target),
            parameters=parameters,
            engine_name=engine.NAME if has_warm() else None,
            cwd=str(target.parent),
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            extra_arguments=["--log-level=CRITICAL"],  # a kernel's own notices would stand between our lines
        )
    except PapermillExecutionError as error:
        message = f"{page.template.name} ({page.docname}), cell {error.cell_index}: {error.ename}: {error.evalue}"
        fix = "run the notebook by itself to see the whole traceback; nothing was published."
        raise PageError(" ".join(_ANSI.sub("", message).split()), fix=fix) from error
    except RuntimeError as error:  # the kernel died
        message = f"{page.template.name} ({page.docname}): its kernel stopped: {error}"
        raise PageError(message, fix="run the page alone to see whether it ran out of memory.") from error
    finish_notebook(target, page.title)
    return target


def known_parameters(template: Path) -> dict[str, Any]:
    """Return a template's parameters with their defaults, from its `parameters` cell, which holds literals only."""
    notebook = read_template(template)
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise PageError(f"{template.name} has {len(cells)} cells tagged 'parameters'.", fix="tag one code cell so.")
    known: dict[str, Any] = {}
    try:
        for node in ast.parse(cells[0].source).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                known[node.targets[0].id] = ast.literal_eval(node.value)
    except (SyntaxError, ValueError) as cause:
        raise PageError(
            f"{template.name}: a parameter is no literal.", fix="write plain text, numbers or lists."
        ) from cause
    return known


def check_parameters(template: Path, parameters: dict[str, Any]) -> None:
    """Raise PageError where a parameter is unknown to the template or has another type than its default."""
    known = known_parameters(template)
    listed = ", ".join(f"{name} ({type(value).__name__})" for name, value in known.items())
    for name, value in parameters.items():
        if name not in known:
            raise PageError(f"{template.name} has no parameter '{name}'.", fix=f"its parameters are {listed}.")
        if type(value) is not type(known[name]):
            given, default = type(value).__name__, type(known[name]).__name__
            message = f"{template.name}: the parameter '{name}' is given as {given}, its default is {default}."
            raise PageError(
                message, fix=f"write {name} = {type(value)()!r} in the cell of parameters, or give {default}."
            )


def finish_notebook(path: Path, title: str = "") -> None:
    """Take out of an executed notebook what differs from run to run, and set the page's title from the data."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("claimbook", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for key in _VARYING:
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = INJECTED_ID
            cell.metadata.tags = ["injected-parameters", "remove-input"]
    if title:
        _set_title(notebook, title)
    path.write_text(nbformat.writes(notebook) + "\n", "utf-8")


def _set_title(notebook: nbformat.NotebookNode, title: str) -> None:
    """Put the title in the place of the first heading, as text: every sign that Markdown could read is escaped."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            _, _, rest = cell.source.partition("\n")
            cell.source = f"# {escape_markdown(title)}\n{rest}".rstrip("\n")
            return


def escape_markdown(text: str) -> str:
    """Return text that CommonMark reads as itself: every ASCII punctuation sign escaped, white space folded."""
    flat = " ".join(text.split())
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", flat)
