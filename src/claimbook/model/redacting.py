"""Take out what a claim says and leave a mark in its place. Rows of text in, rows of text out; no files.

What belongs here: which cells and rows go with a claim, and what stays so that the dataset is sound and the claim's
address leads somewhere. What does not: hosted builds (release), and whether a text can still be found in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claimbook.model.dataset import FACETS
from claimbook.model.descriptor import read_schema
from claimbook.model.structure import split_list

Row = dict[str, str]
# The rows of each table, by its name.
Tables = Mapping[str, list[Row]]

SUMMARY = "This claim was redacted."
NOBODY = {"actor_id": "redacted", "name": "[redacted]", "kind": "unidentified"}
# What stays of a claim; its other required cells get terms that say as little as a term can.
_KEPT = ("claim_id", "source_id", "passage_id", "asserted", "asserted_basis")
_NEUTRAL = {"claimant_id": NOBODY["actor_id"], "remove": "agency_relay", "voice": "reported", "summary": SUMMARY}
_SPAN = ("start", "end", "sha256")
# What a claim brought in goes with it where nothing else refers to it. An incident has a page of its own and stays.
_BROUGHT = ("actors", "places")


@dataclass(frozen=True)
class Redaction:
    """A row of `revisions` that redacts a claim: in which version, of which class the reason is, and the reason."""

    claim_id: str
    release: str
    reason_class: str
    reason: str
    revision_id: str

    def row(self) -> Row:
        """Return it as a row of `revisions`."""
        return {
            "revision_id": self.revision_id, "release": self.release, "claim_id": self.claim_id, "action": "redact",
            "by_claim_id": "", "reason_class": self.reason_class, "reason": self.reason,
        }  # fmt: skip


def list_redactions(tables: Tables) -> list[Redaction]:
    """Return the redactions that a dataset's revisions name, in their order."""
    return [
        Redaction(row["claim_id"], row["release"], row["reason_class"], row["reason"], row["revision_id"])
        for row in tables.get("revisions", [])
        if row["action"] == "redact"
    ]


def name_revision(tables: Tables, claim_id: str) -> str:
    """Return an id for the revision that redacts a claim, one that no other has."""
    taken = {row["revision_id"] for row in tables.get("revisions", [])}
    first = f"redacted-{claim_id}"[:60].rstrip("-")
    return next(name for name in (first, *(f"{first}-{n}" for n in range(2, 1000))) if name not in taken)


def redact_claims(tables: Tables, redactions: Iterable[Redaction], keep: str = "") -> dict[str, list[Row]]:
    """Return the tables with each of these claims redacted, those that are there; done twice, it is as done once.
    `keep` is an actor whom the descriptor names.

    A claim keeps its id, its source, the day on which it was said. Its passage loses its place, its figures,
    statements, attributions and answers go, and so do discrepancies that name it, shares of its figures, the actors
    and places that nothing else refers to; other claims that carried it on or were parts of it stand alone.
    """
    known = {row["claim_id"] for row in tables["claims"]}
    wanted = {redaction.claim_id: redaction for redaction in redactions if redaction.claim_id in known}
    if not wanted:
        return {name: list(rows) for name, rows in tables.items()}
    result = _without(tables, set(wanted), _passages_of(tables, set(wanted)))
    result["claims"] = [_mark(row) if row["claim_id"] in wanted else row for row in result["claims"]]
    if NOBODY["actor_id"] not in {row["actor_id"] for row in result["actors"]}:
        result["actors"] = [*result["actors"], dict(NOBODY)]
    done = {redaction.claim_id for redaction in list_redactions(result)}
    added = [redaction.row() for claim, redaction in wanted.items() if claim not in done]
    result["revisions"] = [*result.get("revisions", []), *added]
    return _drop_brought(tables, result, keep)


def drop_claims(
    tables: Tables, claim_ids: Iterable[str], passages: Iterable[Row], keep: str = ""
) -> dict[str, list[Row]]:
    """Return a reader's coding without these claims, and without every claim on a passage that touches one of those.

    Readers code apart, so the same words may stand under another id; no address leads to a reader's coding.
    """
    named, places = set(claim_ids), list(passages)
    touched = {row["passage_id"] for row in tables.get("passages", []) if any(_touch(row, other) for other in places)}
    gone = {row["claim_id"] for row in tables["claims"] if row["claim_id"] in named or row["passage_id"] in touched}
    if not gone and not touched:
        return {name: list(rows) for name, rows in tables.items()}
    result = _without(tables, gone, touched | _passages_of(tables, gone))
    result["claims"] = [row for row in result["claims"] if row["claim_id"] not in gone]
    spare = (touched | _passages_of(tables, gone)) - {row["passage_id"] for row in result["claims"]}
    if "passages" in result:
        result["passages"] = [row for row in result["passages"] if row["passage_id"] not in spare]
    return _drop_brought(tables, result, keep)


def passages_of(tables: Tables, claim_ids: Iterable[str]) -> list[Row]:
    """Return the passages on which these claims rest."""
    named = _passages_of(tables, set(claim_ids))
    return [row for row in tables.get("passages", []) if row["passage_id"] in named]


def beside(tables: Tables, claim_ids: Iterable[str]) -> list[str]:
    """Return the other claims that rest on the passages of these: the same words may stand in them."""
    own = set(claim_ids)
    named = _passages_of(tables, own)
    return [row["claim_id"] for row in tables["claims"] if row["passage_id"] in named and row["claim_id"] not in own]


def _passages_of(tables: Tables, claims: set[str]) -> set[str]:
    return {row["passage_id"] for row in tables["claims"] if row["claim_id"] in claims}


def _touch(one: Row, other: Row) -> bool:
    """Whether two passages share a sign of one source, as far as is known."""
    if one["source_id"] != other["source_id"]:
        return False
    if one["start"] and one["end"] and other["start"] and other["end"]:
        return int(one["start"]) < int(other["end"]) and int(other["start"]) < int(one["end"])
    return one["passage_id"] == other["passage_id"]


def _mark(row: Row) -> Row:
    return {name: text if name in _KEPT else _NEUTRAL.get(name, "") for name, text in row.items()}


def _without(tables: Tables, claims: set[str], passages: set[str]) -> dict[str, list[Row]]:
    """Return the tables without the facets of claims, the places of passages, and whatever leads to either."""
    result = {name: list(rows) for name, rows in tables.items()}
    for facet in FACETS:
        if facet in result:
            result[facet] = [row for row in result[facet] if row["claim_id"] not in claims]
    result["discrepancies"] = [
        row for row in result.get("discrepancies", []) if claims.isdisjoint(split_list(row["claim_ids"]))
    ]
    if "discrepancies" not in tables:
        del result["discrepancies"]
    if "passages" in result:
        empty = dict.fromkeys(_SPAN, "")
        result["passages"] = [
            {**row, **empty} if row["passage_id"] in passages else row for row in result["passages"]
        ]  # fmt: skip
    result["claims"] = [{**row, "updates": ""} if row["updates"] in claims else row for row in result["claims"]]
    if "figures" in result:
        result["figures"] = _parts_of_nothing(tables["figures"], result["figures"])
    return result


def _parts_of_nothing(before: list[Row], figures: list[Row]) -> list[Row]:
    """Return figures that were parts of one that is gone by themselves; a share of it says nothing, and goes too."""
    gone = {row["figure_id"] for row in before} - {row["figure_id"] for row in figures}
    while True:
        shares = {row["figure_id"] for row in figures if row["part_of"] in gone and _is_share(row["quantity"])}
        if not shares:
            break
        gone |= shares
        figures = [row for row in figures if row["figure_id"] not in shares]
    return [{**row, "part_of": "", "division": ""} if row["part_of"] in gone else row for row in figures]


def _is_share(quantity: str) -> bool:
    return quantity.endswith("%")


def _drop_brought(before: Tables, after: dict[str, list[Row]], keep: str) -> dict[str, list[Row]]:
    """Return the tables without the actors and places that something referred to before, and nothing does now."""
    while True:
        spare = {name: _referred(before, name) - _referred(after, name) - {keep} for name in _BROUGHT}
        kept: dict[str, list[Row]] = {}
        for name in _BROUGHT:
            key = _key_of(name)
            kept[name] = [row for row in after.get(name, []) if row[key] not in spare[name]]
        members = after.get("actor_members", [])
        kept["actor_members"] = [row for row in members if row["actor_id"] not in spare["actors"]]
        if all(len(rows) == len(after.get(name, [])) for name, rows in kept.items()):
            return after
        after = {**after, **{name: rows for name, rows in kept.items() if name in after}}


def _key_of(table: str) -> str:
    key: str = read_schema()["tables"][table]["schema"]["primaryKey"][0]
    return key


def _referred(tables: Tables, table: str) -> set[str]:
    """Return the ids of a table to which rows refer, those of the table itself included."""
    found: set[str] = set()
    for name, spec in read_schema()["tables"].items():
        for field in spec["schema"]["fields"]:
            rules: dict[str, Any] = field.get("claimbook", {})
            if rules.get("table") != table or (name == "actor_members" and field["name"] == "actor_id"):
                continue
            for row in tables.get(name, []):
                if text := row.get(field["name"], ""):
                    found.update(split_list(text) if rules["kind"] == "refs" else [text])
    return found
