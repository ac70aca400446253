"""What notebooks import is read from their cells, and what is no Python is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import write_notebook

from claimbook.kernels.preload import imported_names, imports_of

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import a, b.c as d", {"a", "b.c"}),
        ("from a import b, c as d", {"a", "a.b", "a.c"}),
        ("from a import *", {"a"}),
        ("from . import a\nfrom .b import c", set()),
        ("x = 1", set()),
        ("%matplotlib inline\nimport a", set()),
        ("def f():\n    import late", set()),
        ("", set()),
        ("\x00", set()),
    ],
)
def test_imports_are_found(code: str, names: set[str]) -> None:
    assert imported_names(code) == names


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    assert isinstance(imported_names(text), set)


def test_all_notebooks_are_read_and_each_module_comes_once_and_in_order(tmp_path: Path) -> None:
    one = write_notebook(tmp_path / "one.ipynb", "import b", "import a")
    two = write_notebook(tmp_path / "two.ipynb", "import a\nimport c")
    assert imports_of([two.read_bytes(), one.read_bytes()]) == ["a", "b", "c"]


def test_what_the_templates_of_this_book_import_is_found() -> None:
    names = imports_of(path.read_bytes() for path in sorted((ROOT / "book").rglob("*.ipynb")))
    assert {"claimbook.book.panels", "claimbook.book.cards", "claimbook.model.dataset"} <= set(names)
