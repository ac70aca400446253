"""Executing a page: parameters are checked before a kernel starts, failures name page and cell, bytes do not vary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from claimbook.book.execute import INJECTED_ID, check_parameters, execute_page, finish_notebook, known_parameters
from claimbook.book.pages import Page
from claimbook.errors import PageError

PARAMETERS = 'data = "data"  # the folder\nas_of = ""\nsource_id = ""\nlimit = 3'
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write_page(
    folder: Path, *code: str, parameters: str = PARAMETERS, heading: str = "# A page\n\nIts question?"
) -> Path:
    """Write a template: a heading, its parameters, and these cells."""
    first = new_code_cell(parameters, id="given", metadata={"tags": ["parameters"]})
    rest = [new_code_cell(source, id=f"code-{n}") for n, source in enumerate(code)]
    notebook = new_notebook(cells=[new_markdown_cell(heading, id="head"), first, *rest], metadata=METADATA)
    path = folder / "page.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if a kernel would be started."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a kernel would have been started")

    monkeypatch.setattr(papermill, "execute_notebook", refuse)


@pytest.mark.usefixtures("no_kernel")
def test_an_unknown_parameter_is_refused_before_a_kernel_starts_and_the_known_ones_are_listed(tmp_path: Path) -> None:
    page = Page("book/page", write_page(tmp_path), {"sauce_id": "gazette"})
    with pytest.raises(PageError) as caught:
        execute_page(page, tmp_path / "out" / "page.ipynb", "data")
    assert caught.value.message == "page.ipynb has no parameter 'sauce_id'."
    assert caught.value.fix == "its parameters are data (str), as_of (str), source_id (str), limit (int)."
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("value", [3, True, ["gazette"], None])
@pytest.mark.usefixtures("no_kernel")
def test_a_parameter_of_another_type_is_refused_before_a_kernel_starts(tmp_path: Path, value: Any) -> None:
    page = Page("book/page", write_page(tmp_path), {"source_id": value})
    with pytest.raises(PageError, match=r"page\.ipynb: the parameter 'source_id' is given as \w+, its default is str"):
        execute_page(page, tmp_path / "out.ipynb", "data")


@pytest.mark.usefixtures("no_kernel")
def test_a_default_of_another_type_than_the_value_is_mended_in_the_template(tmp_path: Path) -> None:
    given = PARAMETERS.replace('source_id = ""', "source_id = None")
    page = Page("book/page", write_page(tmp_path, parameters=given), {"source_id": "gazette"})
    with pytest.raises(PageError, match=r"its default is NoneType\. Fix: write source_id = '' in the cell"):
        execute_page(page, tmp_path / "out.ipynb", "data")


def test_a_truth_value_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="'limit' is given as bool, its default is int"):
        check_parameters(write_page(tmp_path), {"limit": True})


@pytest.mark.usefixtures("no_kernel")
def test_a_template_that_does_not_take_the_data_is_refused(tmp_path: Path) -> None:
    page = Page("book/page", write_page(tmp_path, parameters='as_of = ""'))
    with pytest.raises(PageError, match="has no parameter 'data'"):
        execute_page(page, tmp_path / "out.ipynb", "data")


def test_known_parameters_are_the_literals_of_the_cell(tmp_path: Path) -> None:
    assert known_parameters(write_page(tmp_path)) == {"data": "data", "as_of": "", "source_id": "", "limit": 3}


@pytest.mark.parametrize("cell", ["data = open('x').read()", "data = (", "data = other"])
def test_a_parameter_that_is_no_literal_is_refused(tmp_path: Path, cell: str) -> None:
    with pytest.raises(PageError, match=r"page\.ipynb: a parameter is no literal"):
        known_parameters(write_page(tmp_path, parameters=cell))


def test_a_template_with_no_or_two_cells_of_parameters_is_refused(tmp_path: Path) -> None:
    path = write_page(tmp_path, "x = 1")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].metadata.tags = ["parameters"]
    nbformat.write(notebook, path)
    with pytest.raises(PageError, match="2 cells tagged 'parameters'"):
        known_parameters(path)
    notebook.cells[1].metadata.tags = notebook.cells[2].metadata.tags = []
    nbformat.write(notebook, path)
    with pytest.raises(PageError, match="0 cells tagged 'parameters'"):
        known_parameters(path)


def test_a_cell_that_raises_is_reported_with_page_cell_and_error_in_one_line(tmp_path: Path) -> None:
    page = Page("book/sources/gazette", write_page(tmp_path, "x = 1", "raise ValueError('no\\nsuch flood')"))
    with pytest.raises(PageError) as caught:
        execute_page(page, tmp_path / "out.ipynb", "data")
    # Cells are counted as in the executed notebook, which has the given parameters as a cell of its own.
    assert caught.value.message == "page.ipynb (book/sources/gazette), cell 4: ValueError: no such flood"
    assert "\n" not in str(caught.value)
    assert caught.value.fix


def test_a_kernel_that_dies_is_reported_with_its_page(tmp_path: Path) -> None:
    page = Page("book/page", write_page(tmp_path, "import os\nos._exit(1)"))
    with pytest.raises(PageError, match=r"page\.ipynb \(book/page\): its kernel stopped"):
        execute_page(page, tmp_path / "out.ipynb", "data")


def test_two_executions_give_the_same_bytes_and_the_parameters_given(tmp_path: Path) -> None:
    template = write_page(tmp_path, "data, as_of, source_id", "len(source_id)")
    page = Page("book/page", template, {"source_id": "gazette"}, title="Weir *Gazette*")
    first = execute_page(page, tmp_path / "a" / "page.ipynb", "slices/whole", "2031-05-05").read_bytes()
    second = execute_page(page, tmp_path / "elsewhere" / "page.ipynb", "slices/whole", "2031-05-05").read_bytes()
    assert first == second
    assert str(tmp_path).encode() not in first
    notebook = nbformat.reads(first.decode(), as_version=4)
    outputs = [output.data["text/plain"] for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs == ["('slices/whole', '2031-05-05', 'gazette')", "7"]
    assert notebook.cells[0].source == "# Weir \\*Gazette\\*\n\nIts question?"


def _varied(path: Path) -> Path:
    """An executed notebook with everything in it that differs from run to run."""
    template = write_page(path.parent, "1 + 1")
    notebook = nbformat.read(template, as_version=4)
    notebook.metadata.update(
        papermill={"start_time": "now", "input_path": "/home/someone"}, claimbook={"slice": "whole"}
    )
    notebook.metadata.language_info.version = "3.11.7"
    injected = new_code_cell('data = "x"', id="random", metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(2, injected)
    for cell in notebook.cells:
        cell.metadata.update(papermill={"duration": 0.1}, execution={"iopub.status.busy": "now"})
    nbformat.write(notebook, path)
    return path


def test_what_varies_from_run_to_run_is_taken_out(tmp_path: Path) -> None:
    path = _varied(tmp_path / "out.ipynb")
    finish_notebook(path)
    text = path.read_text("utf-8")
    for varying in ("papermill", 'execution"', "iopub", "now", "3.11.7", "/home", "random", "duration"):
        assert varying not in text
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info.name == "python"


def test_the_injected_parameters_are_kept_and_not_shown(tmp_path: Path) -> None:
    path = _varied(tmp_path / "out.ipynb")
    finish_notebook(path)
    (injected,) = [cell for cell in nbformat.read(path, as_version=4).cells if cell.id == INJECTED_ID]
    assert injected.source == 'data = "x"'
    assert injected.metadata.tags == ["injected-parameters", "remove-input"]


def test_finishing_twice_changes_nothing_more(tmp_path: Path) -> None:
    path = _varied(tmp_path / "out.ipynb")
    finish_notebook(path, "Title")
    once = path.read_bytes()
    finish_notebook(path, "Title")
    assert path.read_bytes() == once


def test_only_the_first_heading_becomes_the_title(tmp_path: Path) -> None:
    path = write_page(tmp_path, heading="# Old\n\n# Older")
    finish_notebook(path, "<b>New</b>")
    assert nbformat.read(path, as_version=4).cells[0].source == "# \\<b\\>New\\<\\/b\\>\n\n# Older"
