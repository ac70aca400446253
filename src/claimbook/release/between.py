"""The comparison of two hosted versions, as the folder of all versions holds it. What is compared is `diffing`'s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimbook.release.changes_page import changes_page
from claimbook.release.diffing import compare, write_comparison
from claimbook.release.sides import read_side
from claimbook.release.store import VERSIONS


def write_between(builds: Sequence[Path], versions: Sequence[str], target: Path) -> None:
    """Write what differs between two builds into a folder; its page leads to both under the addresses of `versions`."""
    nowhere = target.parent
    with (
        read_side(str(builds[0]), nowhere, None, nowhere) as old,
        read_side(str(builds[1]), nowhere, None, nowhere) as new,
    ):
        found = compare(old, new)
        addresses = [f"../../{VERSIONS}/{version}/" for version in versions]
        write_comparison(found, (old.site, new.site), target, changes_page(found, addresses))
