"""Read the book's `_config.yml` and `_toc.yml` and refuse what is not written as they are. No page is planned here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from claimbook import paths
from claimbook.errors import PageError, shorten_value
from claimbook.exchange.yaml_text import find_alias

HOLDERS = ("parts", "chapters", "sections", "entries", "subtrees")


def read_config(root: Path) -> dict[str, Any]:
    """Return the book's configuration. Raises PageError where it is missing, empty, or no YAML mapping."""
    config = _read_yaml(root, paths.CONFIG, "it is Jupyter Book's configuration.")
    if not isinstance(config, dict):
        raise PageError(f"{paths.CONFIG} holds no settings.", fix="write 'name: value' lines, such as 'title: …'.")
    return config


def read_contents(root: Path) -> dict[str, Any]:
    """Return the book's contents: every list in it holds mappings, every file in it lies in the book.

    Raises PageError where the file is missing, cannot be read, or is written otherwise.
    """
    contents = _read_yaml(root, paths.CONTENTS, "it lists the book's pages.")
    if not isinstance(contents, dict) or not isinstance(contents.get("root"), str):
        raise PageError(
            f"{paths.CONTENTS} names no root.", fix="begin it with 'format: jb-book' and 'root: book/index'."
        )
    _refuse_outside(contents["root"])
    try:
        _check_lists(contents)
    except RecursionError as cause:
        raise PageError(f"{paths.CONTENTS} is nested too deep.", fix="write a few levels of sections.") from cause
    return contents


def _read_yaml(root: Path, name: str, what: str) -> Any:
    path = root / name
    try:
        if path.exists() and not path.is_file():
            raise PageError(f"{name} is no file.", fix=f"put a text file there; {what}")
        text = path.read_text("utf-8")
        if alias := find_alias(text):
            fix = "write it without anchors, each value where it is needed."
            raise PageError(f"{name} has an alias (line {alias}).", fix=fix)
        return yaml.safe_load(text)
    except FileNotFoundError as cause:
        raise PageError(f"There is no {name}.", fix=f"add one: {what}") from cause
    except OSError as cause:
        raise PageError(f"{name} cannot be read: {cause.strerror}.", fix="make it a readable file.") from cause
    except UnicodeDecodeError as cause:
        raise PageError(f"{name} cannot be read: it is no UTF-8.", fix="save it as UTF-8.") from cause
    except yaml.MarkedYAMLError as cause:
        line = f" (line {cause.problem_mark.line + 1})" if cause.problem_mark else ""
        raise PageError(f"{name} cannot be read: it is no YAML{line}.", fix="mend its YAML.") from cause
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        raise PageError(f"{name} cannot be read: it is no YAML.", fix="mend its YAML.") from cause


def _check_lists(holder: dict[str, Any]) -> None:
    for key in HOLDERS:
        if key not in holder:
            continue
        entries = holder[key]
        if not isinstance(entries, list) or not entries:
            message = f"{paths.CONTENTS}: '{key}' is {shorten_value(repr(entries))}, no list of entries."
            raise PageError(message, fix=f"write under '{key}:' lines such as '- file: book/figures'.")
        for entry in entries:
            if not isinstance(entry, dict):
                message = f"{paths.CONTENTS}: {shorten_value(repr(entry))} under '{key}' is no entry."
                raise PageError(message, fix="write '- file: book/figures', or '- caption: …' for a part.")
            if "file" in entry:
                _refuse_outside(entry["file"])
            _check_lists(entry)


def _refuse_outside(name: object) -> None:
    if not paths.stays_inside(name):
        message = f"{paths.CONTENTS}: '{shorten_value(str(name))}' is no page of this book."
        raise PageError(message, fix="name a file below the book's folder, as in 'file: book/figures'.")
