"""A release of a clone that is thrown away, so that what only a release makes can be compared: site, citation, archive.

What belongs here: which number it takes, and what the clone lacks for it. Where it runs is `surroundings`'s, the steps
of a release `releasing`'s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from claimbook import paths
from claimbook.model.credits import read_credits
from claimbook.model.descriptor import read_descriptor
from claimbook.release.git import Checkout
from claimbook.release.versions import is_version, version_key

# Where the site of versions and the archive go, below the clone's `_build`.
SITE, ARCHIVE = "site", "archive.zip"
CHANGES = "CHANGELOG.md"
_ENTRY = "\n## [{}]\n\n- Released to be compared, and nowhere else.\n"


def committed_by(seconds: int) -> dict[str, str]:
    """Return the variables with which git commits and tags at a time (seconds since 1970, UTC), by nobody."""
    said = {"NAME": "nobody", "EMAIL": "nobody@example.org", "DATE": f"@{seconds} +0000"}
    return {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in said.items()}


def prepare_release(clone: Path, variables: Mapping[str, str]) -> tuple[str, list[str]]:
    """Make a clone ready to be released; return the version, and which files lacked something for that.

    The version is the dataset's own, where no tag has it or a later one, or else the next. The descriptor gets it and
    the changelog a section of it; both are committed, with git's variables. Raises DatasetError without a dataset.
    """
    checkout = Checkout(clone, variables)
    exclude = clone / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    with exclude.open("a", encoding="utf-8") as handle:
        handle.write(f"\n/{paths.BUILD}/\n")
    raw = read_descriptor(clone / paths.DATA).raw
    own = read_credits(raw).version
    version = choose_version(own, checkout.tags())
    changed = []
    if own != version:
        changed.append(f"{paths.DATA}/{paths.DESCRIPTOR}")
        text = json.dumps({**raw, "version": version}, ensure_ascii=False, indent=2)
        (clone / changed[-1]).write_text(text + "\n", "utf-8", newline="")
    log = clone / CHANGES
    said = log.read_text("utf-8") if log.is_file() else "# Changelog\n"
    if f"\n## [{version}]" not in said:
        head, mark, rest = said.partition("\n## ")
        log.write_text(head + _ENTRY.format(version) + mark + rest, "utf-8", newline="")
        changed.append(CHANGES)
    if changed:
        checkout.run("add", "--", *changed)
        checkout.run("-c", "commit.gpgsign=false", "commit", "--quiet", "--message", f"Prepare {version}")
    return version, changed


def choose_version(own: str, tags: list[str]) -> str:
    """Return the version that a release of a dataset can have, whose own is `own`: that one, or the next after all."""
    released = [tag[1:] for tag in tags if tag.startswith("v") and is_version(tag[1:])]
    last = max(released, key=version_key, default="0.0.0")
    if is_version(own) and version_key(own) > version_key(last):
        return own
    major, minor, patch = version_key(last)
    return f"{major}.{minor}.{patch + 1}"
