"""Which modules notebooks import: read from their cells, without running them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator


def imports_of(notebooks: Iterable[bytes]) -> list[str]:
    """Return the modules that the cells of notebooks import, sorted; a notebook is given as its file's bytes.

    `from a import b` gives both `a` and `a.b`, as either may be the module. A cell that is no Python (a magic, say)
    is passed over: what it imports is imported when it runs.
    """
    return sorted({name for data in notebooks for cell in _read_code(data) for name in imported_names(cell)})


def _read_code(notebook: bytes) -> Iterator[str]:
    for cell in json.loads(notebook).get("cells", []):
        if cell.get("cell_type") == "code":
            yield "".join(cell.get("source", ""))


def imported_names(code: str) -> set[str]:
    """Return the names that code imports, at its top level; none where it is no Python."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError):
        return set()
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*")
    return names
