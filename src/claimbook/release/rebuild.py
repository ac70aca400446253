"""Make a recorded build again from a checkout of its inputs, and compare the two file by file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.book.build import build_book
from claimbook.book.pages import plan_pages
from claimbook.errors import BuildError
from claimbook.manifests import describe_inputs
from claimbook.model.checks import check_dataset
from claimbook.release.verify import CHANGED, EXTRA, MISSING, Fault, Verified, verify_build

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Rebuilt:
    """What came of it: the inputs that are not the recorded ones, or else the files in which the two builds differ."""

    inputs: list[str]
    faults: list[Fault]


def rebuild(recorded: Verified, root: Path, data: Path, report: Report) -> Rebuilt:
    """Build from a checkout with the recorded parameters, in a folder that is gone afterwards, and compare.

    Where an input is another than the recorded one, nothing is built: the outputs would differ for that reason.
    """
    as_of = str(recorded.inputs.get("parameters", {}).get("as_of", ""))
    plan = plan_pages(root, check_dataset(data).as_known_on(as_of))
    now = json.loads(describe_inputs(root, data, {"as_of": as_of}, plan.plain))
    if differing := compare_inputs(recorded.inputs, now):
        return Rebuilt(differing, [])
    with tempfile.TemporaryDirectory(prefix="claimbook-rebuild-") as beside:
        built = build_book(root, data, out=Path(beside) / paths.HTML, as_of=as_of, cold=True, report=report)
        return Rebuilt([], compare_outputs(recorded.files, verify_build(built.html).files))


def compare_inputs(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what is not as it was recorded, in words, by name."""
    if not recorded:
        raise BuildError(f"{paths.INPUTS} cannot be read.", fix="take a new copy of the build.")
    before, after = recorded["files"], now["files"]
    said = [
        f"{name}: recorded {recorded[name]}, here {now[name]}"
        for name in ("program", "python") if recorded.get(name) != now[name]
    ]  # fmt: skip
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            said.append(f"{name} is not here")
        elif name not in before:
            said.append(f"{name} was not there")
        elif before[name] != after[name]:
            said.append(f"{name} is another")
    return said


def compare_outputs(one: Mapping[str, str], other: Mapping[str, str]) -> list[Fault]:
    """Return the files in which a second build differs from a first, by path."""
    faults = [Fault(name, MISSING) for name in one.keys() - other.keys()]
    faults += [Fault(name, EXTRA) for name in other.keys() - one.keys()]
    faults += [Fault(name, CHANGED) for name in one.keys() & other.keys() if one[name] != other[name]]
    return sorted(faults)
