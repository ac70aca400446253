"""Read a YAML file as texts, lists and names, each with its line. No object is made of it; its meaning is not known.

Every scalar stays the text that was written: no `no` becomes False, no `2025-03-10` a date. Aliases are refused, so a
small file cannot unfold into a large one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from claimbook.errors import DatasetError, Problem, shorten_value

MAX_BYTES = 1 << 18
MAX_DEPTH = 20
_LONGEST_PATH = 200
_HALF = re.compile("[\ud800-\udfff]")  # which can be written as an escape, and stands in no file
Path_ = tuple[str, ...]


class Placed:
    """A parsed file: `data` of dicts, lists and texts, and the line where the value at a path stands."""

    def __init__(self, file: str, data: Any, lines: dict[Path_, int]) -> None:
        self.file = file
        self.data = data
        self._lines = lines
        self.problems: list[Problem] = []

    def fault(self, path: Path_, message: str, fix: str) -> None:
        """Add a problem of the value at a path."""
        at = path
        while at and at not in self._lines:
            at = at[:-1]
        self.problems.append(Problem(self.file, self._lines.get(at, 0), show_path(path), message, fix))


def show_path(path: Path_) -> str:
    """Return a path fit for one line of a message."""
    shown = ".".join(map(shorten_value, path))
    return shown if len(shown) <= _LONGEST_PATH else shown[: _LONGEST_PATH - 1] + "…"


def read_yaml(path: Path, file: str) -> Placed:
    """Return what stands in a file; raises DatasetError where it cannot be read, or is no plain YAML."""
    try:
        if path.exists() and not path.is_file():
            raise DatasetError([Problem(file, 0, "", "it cannot be read: no regular file.", "name a YAML file.")])
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as cause:
        fix = "name a mapping that ships, or a YAML file that can be read."
        raise DatasetError([Problem(file, 0, "", f"it cannot be read: {cause.strerror}.", fix)]) from cause
    if len(data) > MAX_BYTES:
        fix = "name the mapping, not the table; a mapping is a few kilobytes."
        raise DatasetError([Problem(file, 0, "", f"it is larger than {MAX_BYTES} bytes.", fix)])
    return parse_yaml(data, file)


def parse_yaml(data: bytes, file: str) -> Placed:
    """Return what stands in these bytes; raises DatasetError with what is wrong."""
    try:
        text = data.decode("utf-8-sig")
        if line := find_alias(text):
            fix = "write the value out where it is needed."
            raise DatasetError([Problem(file, line, "", "an alias stands here.", fix)])
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        mark = getattr(cause, "problem_mark", None)
        said = str(getattr(cause, "problem", None) or "not UTF-8, or too deep")
        line = mark.line + 1 if mark else 0
        message = f"it is no YAML ({shorten_value(said)})."
        fix = "mend it; put text with a colon or a brace between quotation marks."
        raise DatasetError([Problem(file, line, "", message, fix)]) from cause
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    placed = Placed(file, _convert(node, (), lines, problems, file), lines)
    if problems:
        raise DatasetError(problems)
    return placed


def find_alias(text: str) -> int:
    """Return the line of the first alias in a text, 0 where there is none; nothing of it is unfolded.

    Raises YAMLError for what is no YAML, RecursionError for what is nested deeper than anybody writes.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RecursionError
        if isinstance(event, yaml.AliasEvent) and event.start_mark:
            return event.start_mark.line + 1
    return 0


def _convert(node: Any, path: Path_, lines: dict[Path_, int], problems: list[Problem], file: str) -> Any:
    if node is None:
        return ""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        members = enumerate(node.value, 1)
        return [_convert(child, (*path, str(number)), lines, problems, file) for number, child in members]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, child in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                problems.append(Problem(file, line, show_path(path), "a key is no text.", "write a name as the key."))
            elif _HALF.search(name):
                message = f"'{shorten_value(name)}' holds half a surrogate pair."
                problems.append(Problem(file, line, show_path(path), message, "write the whole sign."))
            elif name in found:
                message = f"'{shorten_value(name)}' stands twice."
                problems.append(Problem(file, line, show_path(path), message, "keep one of them."))
            else:
                found[name] = _convert(child, (*path, name), lines, problems, file)
                lines[(*path, name)] = line
        return found
    text = str(node.value)
    if _HALF.search(text):
        message = f"'{shorten_value(text)}' holds half a surrogate pair."
        problems.append(Problem(file, lines[path], show_path(path), message, "write the whole sign."))
    return text
