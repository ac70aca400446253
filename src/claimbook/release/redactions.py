"""`redactions.json`: what was taken out of a published build, and the digests of then and now. No dataset, no git.

`outputs.sha256` stays as it was published, since its own digest was cited. This file says in which files a build is
another now, and for which claims. Its last member is the digest of the rest, so that each of its bytes counts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from claimbook.digests import digest_bytes
from claimbook.manifests import Outputs

FORMAT = 1
FILE = "redactions.json"


@dataclass(frozen=True)
class Redacted:
    """A claim that was taken out: the day on which it was said, the class of the reason, in which version of the
    dataset the redaction stands, the day on which the build was written anew (UTC).
    """

    claim: str
    said: str
    reason_class: str
    version: str
    day: str


@dataclass(frozen=True)
class Record:
    """What `redactions.json` says: of which build, by the digest of its `outputs.sha256`; the claims; the files.

    `files` has for each file that is another now its digests of then and now, "" for none.
    """

    build: str
    outputs: str
    redacted: tuple[Redacted, ...]
    files: dict[str, tuple[str, str]]

    def data(self) -> bytes:
        """Return the file's bytes: one form for one content."""
        said: dict[str, Any] = {
            "claimbook_redactions": FORMAT,
            "build": self.build,
            "outputs": self.outputs,
            "redactions": [asdict(row) for row in self.redacted],
            "files": {name: list(digests) for name, digests in sorted(self.files.items())},
        }
        said["sha256"] = digest_bytes(_written(said))
        return _written(said)


def _written(said: dict[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def parse_record(data: bytes) -> Record | None:
    """Return what a `redactions.json` says; None where a single byte of it is not as this program writes it."""
    try:
        said = json.loads(data)
        redacted = tuple(Redacted(**row) for row in said["redactions"])
        files = {name: (str(old), str(new)) for name, (old, new) in said["files"].items()}
        record = Record(str(said["build"]), str(said["outputs"]), redacted, files)
        return record if record.data() == data else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def apply_record(record: Record, outputs: Outputs, digest: str) -> dict[str, str] | None:
    """Return the digest of each file as it has to be now; None where the record is not one of this build's.

    `digest` is the SHA-256 of `outputs.sha256`.
    """
    if record.build != outputs.build or record.outputs != digest or not record.redacted:
        return None
    if any(outputs.files.get(name, "") != old or old == new for name, (old, new) in record.files.items()):
        return None
    now = {**outputs.files, **{name: new for name, (_, new) in record.files.items()}}
    return {name: new for name, new in now.items() if new}


def make_record(outputs: Outputs, digest: str, redacted: tuple[Redacted, ...], files: dict[str, str]) -> Record:
    """Return the record of a build that was written anew; `files` has the digest of each file of it."""
    names = outputs.files.keys() | files.keys()
    changed = {
        name: (outputs.files.get(name, ""), files.get(name, ""))
        for name in names
        if outputs.files.get(name) != files.get(name)
    }
    return Record(outputs.build, digest, redacted, changed)
