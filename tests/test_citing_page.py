"""The page "How to cite, and how to check a citation": its commands run on a released book, and say what it says."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from test_release import original  # noqa: F401  the fixture of a released book

ROOT = Path(__file__).resolve().parents[1]
PAGE = "".join(
    "".join(cell["source"]) + "\n"
    for cell in json.loads((ROOT / "book" / "about" / "citing.ipynb").read_text("utf-8"))["cells"]
    if cell["cell_type"] == "markdown"
)


def _run(root: Path) -> dict[str, str]:
    """Run the page's commands in a book's folder; return what each prints."""
    commands = [line[4:] for line in PAGE.splitlines() if line.startswith("    ")]
    told = {}
    for command in commands:
        ready = command.replace("X.Y.Z", "0.1.0").replace("claimbook ", f"{sys.executable} -m claimbook ", 1)
        done = subprocess.run(ready, shell=True, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stderr)
        told[command] = done.stdout
    return told


def test_the_commands_of_the_page_say_what_it_says(original: Path) -> None:  # noqa: F811
    told = _run(original)
    version = original / "site" / "v" / "0.1.0"
    inputs = (version / "inputs.json").read_bytes()
    build = hashlib.sha256(inputs).hexdigest()
    outputs = hashlib.sha256((version / "outputs.sha256").read_bytes()).hexdigest()
    said = told["claimbook verify site/v/X.Y.Z"]
    assert build in said
    assert f"outputs.sha256: {outputs}" in said
    assert outputs in told["git show --no-patch vX.Y.Z"]
    assert outputs in (original / "site" / "versions.json").read_text("utf-8")
    assert told['sh -c "cd site/v/X.Y.Z && sha256sum --check --quiet outputs.sha256"'] == ""
    assert told["sha256sum site/v/X.Y.Z/inputs.json"].split()[0] == build
    assert json.loads(inputs)["content_ids"]["data"] == f"swh:1:dir:{told['git rev-parse vX.Y.Z:data'].strip()}"
    assert told["claimbook verify site/v/X.Y.Z --rebuild"].endswith("Built again: the same bytes.\n")
    archived = told["claimbook archive X.Y.Z"]
    (zipped,) = (original / "_build").glob("*-0.1.0.zip")
    assert hashlib.sha256(zipped.read_bytes()).hexdigest() in archived
    assert f"<code>{build[:10]}</code>" in (version / "book" / "index.html").read_text("utf-8")


def test_every_command_of_the_page_is_tried() -> None:
    assert len(re.findall(r"^ {4}\S", PAGE, re.MULTILINE)) == 7
