"""The log of corrections over all versions: what was released, what was corrected in each, what to compare. To HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimbook import paths
from claimbook.book.render import render_template
from claimbook.release.versions import version_key

PAGE, STYLE = "index.html", "changes.css"
_DONE = {"supersede": "superseded", "retract": "withdrawn", "redact": "redacted"}


def write_log(listed: Mapping[str, Any], compared: Sequence[str]) -> dict[str, str]:
    """Return the files of the log, by name: of the list of versions and the names of comparisons (`OLD..NEW`)."""
    corrections = [
        {
            "claim": claim,
            "version": row["version"],
            "done": _DONE.get(row["action"], row["action"]),
            "by": row["by"],
            "source": row.get("source", ""),
            "reason": row["reason"],
        }
        for claim, rows in sorted(listed.get("revised", {}).items())
        for row in rows
    ]
    redacted = [
        {"claim": claim, "version": row["version"], "class": row["class"]}
        for claim, row in sorted(listed.get("redacted", {}).items())
    ]
    versions = [
        {
            "redactions": "",
            **version,
            "compared": [name for name in compared if name.endswith(f"..{version['version']}")],
            "corrections": [row for row in corrections if row["version"] == version["version"]],
        }
        for version in sorted(listed["versions"], key=lambda row: version_key(row["version"]), reverse=True)
    ]
    title = listed.get("title", "")
    html = render_template("log", "log of corrections", versions=versions, redacted=redacted, title=title).html
    return {PAGE: html, STYLE: (paths.ASSETS / STYLE).read_text("utf-8")}
