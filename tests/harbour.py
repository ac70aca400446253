"""A strike at Harrow Dock, told by four papers: figures of three measures, statements known to a day, a span, or none.

What belongs here: the case, small enough to count by hand. What does not: any expectation of a test.
"""

from __future__ import annotations

from pathlib import Path

from renderings import Row, load_renderings

from claimbook.model.dataset import Dataset

# `dock-union` and `harrow-lines` count the same people; the union's number stands in two papers.
FIGURES: list[Row] = [
    {"source": "paper-1", "figure": "f1", "quantity": "500"},
    {"source": "paper-2", "figure": "f2", "quantity": "500", "said": "2031-05-06"},
    {"source": "paper-2", "figure": "f3", "quantity": "300", "said": "2031-05-06", "claimant": "harrow-lines"},
    {"source": "paper-3", "figure": "f4", "quantity": "4", "said": "2031-05-07", "measure": "injured",
     "status": "civilian"},
    {"source": "paper-1", "figure": "f5", "quantity": "2", "measure": "injured", "status": "combatant"},
    {"source": "paper-4", "figure": "f6", "quantity": "9", "said": "2031-05-08", "measure": "detained"},
]  # fmt: skip
STATEMENTS: list[tuple[str, str, str, str, str]] = [
    # id, who, when, act, alignment; nobody knows when the fifth paper came out, nor so when "four" was said
    ("one", "dock-union", "2031-05-05", "urge", "expressed_opposition"),
    ("two", "harrow-lines", "2031-05-05/2031-05-09", "deny", ""),
    ("three", "port-police", "../2031-05-08", "warn", "not_expressed"),
    ("four", "port-police", "../2031-06-30", "deny", ""),
    ("five", "dock-union", "2031-05-12", "urge", "not_expressed"),
    ("six", "harland", "2031-05-06", "concern", "not_expressed"),
]


def load_harbour(folder: Path) -> Dataset:
    """Write the dataset below a folder, and load it."""
    claims = [_claim(*row) for row in STATEMENTS]
    return load_renderings(
        folder,
        *FIGURES,
        actors=[
            {"actor_id": "harland", "name": "Harland", "kind": "state"},
            {"actor_id": "paper-5", "name": "Paper 5", "kind": "media"},
        ],
        sources=[
            {
                "source_id": "paper-5",
                "title": "Paper 5",
                "publisher": "paper-5",
                "kind": "news_report",
                "language": "en",
                "published": "../2031-06-30",
                "issued_by": "paper-5",
                "custody": "issuer",
                "seen_as": "excerpt",
                "coding_scope": "passage",
            },
        ],
        claims=claims,
        passages=[
            {"passage_id": row["passage_id"], "source_id": row["source_id"], "text_part": "body"} for row in claims
        ],
        statements=[
            {"statement_id": f"{_id(name)}-s1", "claim_id": _id(name), "act": act, "alignment": alignment}
            for name, _, _, act, alignment in STATEMENTS
        ],
        attributions=[_accusation("one", "harrow-lines", "asserts"), _accusation("two", "harrow-lines", "denies")],
    )


def _id(name: str) -> str:
    return f"paper-{5 if name == 'four' else 1}-{name}"


def _claim(name: str, claimant: str, asserted: str, act: str, alignment: str) -> Row:
    return {
        "claim_id": _id(name), "source_id": _id(name)[: len("paper-1")], "passage_id": f"{_id(name)}-p",
        "claimant_id": claimant, "remove": "agency_relay", "voice": "indirect", "asserted": asserted,
        "asserted_basis": "stated", "incident_id": "strike", "summary": f"Statement {name} of the strike.",
    }  # fmt: skip


def _accusation(name: str, accused: str, stance: str) -> Row:
    return {
        "attribution_id": f"paper-1-{name}-a1", "claim_id": f"paper-1-{name}", "deed": "gates left shut",
        "object": "responsibility", "role": "failed_to_prevent", "accused_id": accused, "against": "dockers",
        "stance": stance,
    }  # fmt: skip
