"""What a build was made from and what came of it, as two files that stand in it. The standard library only.

`inputs.json` names every input with its SHA-256; the SHA-256 of that file is the build's id. `outputs.sha256` names
every other file of the build; its first line has the build's id, and `sha256sum -c` reads it too. Neither holds a time,
a path of this machine, or anything else that two builds of the same inputs do not share.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook import __version__, paths
from claimbook.contentids import directory_id, is_left_behind
from claimbook.digests import digest_bytes, digest_files, list_code, list_data

FORMAT = 1
_HEAD = "# claimbook build "
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True)
class Outputs:
    """What `outputs.sha256` says: the build's id, and the SHA-256 of each file by its path in the build."""

    build: str
    files: dict[str, str]

    def text(self) -> str:
        """Return the file's text: one form for one content."""
        lines = [f"{_HEAD}{self.build}", *(f"{digest}  {name}" for name, digest in sorted(self.files.items()))]
        return "\n".join(lines) + "\n"


def describe_inputs(root: Path, data: Path, parameters: Mapping[str, str], plain: Iterable[Path] = ()) -> bytes:
    """Return the bytes of `inputs.json` for a book that is made now.

    `plain` are the pages of text alone. `content_ids` has the Software Heritage ids of the dataset and the program,
    `files` each input's SHA-256: `data/` the dataset, `claimbook/` the program, else by its path from the book's root.
    """
    here = [root / paths.CONFIG, root / paths.CONTENTS, root / paths.LOCK, *_templates(root), *plain]
    files = {
        **digest_files(here, root),
        **{f"{paths.DATA}/{name}": digest for name, digest in digest_files(list_data(data), data).items()},
        **{f"claimbook/{name}": digest for name, digest in digest_files(list_code(), paths.PACKAGE).items()},
    }
    said = {
        "claimbook_inputs": FORMAT,
        "program": __version__,
        "python": f"{sys.implementation.name} {platform.python_version()}",
        "parameters": dict(parameters),
        "content_ids": {"data": directory_id(data), "src": directory_id(_source())},
        "files": files,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def build_id(inputs: bytes) -> str:
    """Return the id of a build: the SHA-256 of its `inputs.json`."""
    return digest_bytes(inputs)


def data_id(inputs: bytes) -> str:
    """Return the Software Heritage id of the dataset that an `inputs.json` names; "" of none."""
    said = read_inputs(inputs) or {}
    return str(said.get("content_ids", {}).get("data", ""))


def describe_outputs(folder: Path, build: str) -> Outputs:
    """Return what lies in a build: every file but `outputs.sha256` itself, with its SHA-256."""
    files = (path for path in folder.rglob("*") if path != folder / paths.OUTPUTS)
    return Outputs(build, digest_files(files, folder))


def write_manifests(site: Path, inputs: bytes) -> None:
    """Write both files into a finished site."""
    (site / paths.INPUTS).write_bytes(inputs)
    outputs = describe_outputs(site, build_id(inputs))
    (site / paths.OUTPUTS).write_bytes(outputs.text().encode("utf-8"))


def parse_outputs(text: str) -> Outputs | None:
    """Return what an `outputs.sha256` says; None where a single sign of it is not as this program writes it."""
    head, *lines = text.split("\n")
    matches = [_LINE.fullmatch(line) for line in lines if line]
    files = {match[2]: match[1] for match in matches if match}
    outputs = Outputs(head.removeprefix(_HEAD), files)
    return outputs if outputs.text() == text else None


def read_inputs(data: bytes) -> dict[str, Any] | None:
    """Return what an `inputs.json` says; None where it is none."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    kinds = {"python": str, "parameters": dict, "content_ids": dict, "files": dict, "claimbook_inputs": int}
    is_one = isinstance(said, dict) and all(isinstance(said.get(key), kind) for key, kind in kinds.items())
    return said if is_one else None


def _templates(root: Path) -> list[Path]:
    return [
        path
        for path in (root / paths.TEMPLATES).rglob("*.ipynb")
        if not any(is_left_behind(part) for part in path.relative_to(root).parts)
    ]


def _source() -> Path:
    """Return the folder of the program as a repository holds it: `src`, or the package where it is installed."""
    return paths.PACKAGE.parent if paths.PACKAGE.parent.name == "src" else paths.PACKAGE
