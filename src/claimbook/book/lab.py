"""A copy of one page's notebook, with its parameters and its slice, to be opened and changed by hand in JupyterLab.

What belongs here: writing the copy, finding JupyterLab, starting it with the book's own kernel. What does not: running
the copy, or taking anything of it back; a template is changed in `book/`. JupyterLab stands in an environment of its
own: it would make every kernel of a build start three times more slowly.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

from claimbook import paths
from claimbook.book.build import write_inputs
from claimbook.book.contents import read_config
from claimbook.book.execute import INJECTED_ID, check_parameters
from claimbook.book.pages import Page, find_page, plan_pages
from claimbook.errors import BuildError
from claimbook.model.checks import check_dataset

KERNELS = ".jupyter"


@dataclass(frozen=True)
class Copy:
    """Where the copy lies, the folder that JupyterLab opens, and whether the copy was there already."""

    notebook: Path
    folder: Path
    was_there: bool


def write_copy(root: Path, data: Path, named: str, as_of: str = "") -> Copy:
    """Write the copy of the page that is named, and the data that it reads; a copy that is there is left as it is.

    Raises DatasetError, PageError where there is no such page, BuildError where it cannot be written.
    """
    dataset = check_dataset(data)
    known = dataset.as_known_on(as_of)
    plan = plan_pages(root, known)
    docname = find_page(plan, named)
    page = next(page for page in plan.pages if page.docname == docname)
    folder = root / paths.BUILD / paths.LAB
    notebook = folder / f"{docname}.ipynb"
    was_there = notebook.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The data are the book's, of now; what is written by hand is the notebook.
        shutil.rmtree(folder / paths.SLICES, ignore_errors=True)
        write_inputs(root, folder, data, dataset, known, plan, read_config(root), [page])
        if not was_there:
            notebook.parent.mkdir(parents=True, exist_ok=True)
            text = _fill_in(page, as_of)
            beside = notebook.with_name(f".{notebook.name}.writing")
            beside.write_text(text, "utf-8")
            beside.replace(notebook)
    except OSError as cause:
        message = f"The copy cannot be written to '{paths.BUILD}': {cause.strerror or cause}."
        raise BuildError(message, fix="let it be written to, on a disk with room.") from cause
    return Copy(notebook, folder, was_there)


def _fill_in(page: Page, as_of: str) -> str:
    """Return the page's template with its parameters in a cell of their own, after those of the template."""
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    parameters = {"data": f"{paths.SLICES}/{page.slice_name}", "as_of": as_of, **page.parameters}
    check_parameters(page.template, parameters)
    filled = parameterize_notebook(load_notebook_node(str(page.template)), parameters)
    for key in ("papermill", "claimbook"):
        filled.metadata.pop(key, None)
    for cell in filled.cells:
        cell.metadata.pop("papermill", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = INJECTED_ID
    return str(nbformat.writes(filled)) + "\n"


def find_lab(root: Path) -> Path | None:
    """Return JupyterLab's command in the environment that `make lab` makes; None where there is none."""
    for name in ("bin/jupyter-lab", "Scripts/jupyter-lab.exe"):
        if (root / paths.LAB_ENVIRONMENT / name).is_file():
            return root / paths.LAB_ENVIRONMENT / name
    return None


def start_lab(lab: Path, copy: Copy) -> int:
    """Open the copy in JupyterLab; return its exit status once it is ended."""
    kernels = copy.folder / KERNELS
    _write_kernel(kernels)
    # Looked at first, so that "Python 3" is the environment that builds the book, and not JupyterLab's own.
    searched = os.pathsep.join(filter(None, [str(kernels), os.environ.get("JUPYTER_PATH", "")]))
    place = copy.notebook.relative_to(copy.folder).as_posix()
    command = [str(lab), "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={copy.folder}", place]
    return subprocess.run(
        command, cwd=copy.folder, env={**os.environ, "JUPYTER_PATH": searched}, check=False
    ).returncode


def _write_kernel(kernels: Path) -> None:
    folder = kernels / "kernels" / "python3"
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (claimbook)",
        "language": "python",
        "env": {"PYTHONPATH": os.pathsep.join([str(paths.PACKAGE.parent), os.environ.get("PYTHONPATH", "")])},
    }
    (folder / "kernel.json").write_text(json.dumps(spec, indent=1) + "\n", "utf-8")
