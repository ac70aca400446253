"""The tiny dataset with one claim redacted, and faults planted in that: cells for tests, and no expectation but places.

Each rule on revisions has its clean cases and its faults here, as `test_checks` tries them.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Changes = dict[str, Any]
_REVISION = {
    "release": "0.2.0", "claim_id": "gazette-003", "action": "redact", "reason_class": "privacy",
    "reason": "A family asked for it.",
}  # fmt: skip
REDACTED: Changes = {
    "claims": {"gazette-003": {
        "claimant_id": "redacted", "via": "", "remove": "agency_relay", "voice": "reported", "incident_id": "",
        "place_id": "", "summary": "This claim was redacted.", "evidence": "",
    }},
    "passages": {"gazette-p4": {"start": "", "end": "", "sha256": ""}},
    "actors": {"redacted": {"name": "[redacted]", "kind": "unidentified"}},
    "statements": {"gazette-003-s1": None},
    "takes": {("gazette-003", "gates-could-not"): None},
    "revisions": {"r1": _REVISION},
}  # fmt: skip
_RETRACTED = {**_REVISION, "action": "retract", "reason_class": ""}


def but(table: str, key: str | tuple[str, ...], **cells: str) -> Changes:
    """Return the redacted dataset's changes with some cells of one row otherwise."""
    changes = deepcopy(REDACTED)
    changes[table][key] = {**(changes[table].get(key) or {}), **cells}
    return changes


CASES: dict[str, tuple[list[Changes], list[tuple[Changes, str]]]] = {
    "a_redaction_has_a_class_of_reason": (
        [REDACTED, {"revisions": {"r1": _RETRACTED}}],
        [(but("revisions", "r1", reason_class=""), "revisions.csv 2 reason_class"),
         ({"revisions": {"r1": {**_RETRACTED, "reason_class": "legal"}}}, "revisions.csv 2 reason_class")],
    ),
    "a_redacted_claim_says_nothing": (
        [REDACTED],
        [(but("claims", "gazette-003", hedge="perhaps"), "claims.csv 4 hedge"),
         (but("claims", "gazette-003", summary="Somebody says it."), "claims.csv 4 summary"),
         (but("claims", "gazette-003", claimant_id="river-office"), "claims.csv 4 claimant_id"),
         (but("claims", "gazette-003", place_id="ferry-quay"), "claims.csv 4 place_id"),
         (but("passages", "gazette-p4", start="1", end="9", sha256="0" * 64), "passages.csv 5 passage_id"),
         (but("takes", ("gazette-003", "gates-could-not"), stance="asserts"), "takes.csv 3 claim_id")],
    ),
}  # fmt: skip
