"""The chain of voices of a claim: who makes it, through whom it came, whose wording it is, who published it.

Rows to words. Who vouches for a claim, and in whose lane it stands, is decided in `speakers`.
"""

from __future__ import annotations

from typing import Any

from claimbook.analysis.speakers import OWN, owner_of_gloss
from claimbook.model.dataset import Dataset
from claimbook.model.structure import split_list

Voices = list[tuple[str, list[str]]]


def list_voices(dataset: Dataset, claim: Any, source: Any) -> Voices:
    """Return who had a part in how a claim came here, from the claimant to the page that was seen, and which part.

    `claim` is a row of `describe_claims`, `source` the row of its source. Whoever had several parts stands once.
    """
    parts: dict[str, list[str]] = {}
    via = split_list(claim.via)
    for name, what in _parts(dataset, claim, source, via):
        if name and what not in parts.setdefault(name, []):
            parts[name].append(what)
    return list(parts.items())


def _parts(dataset: Dataset, claim: Any, source: Any, via: list[str]) -> list[tuple[str, str]]:
    name = dataset.name_of
    is_gloss = claim.voice == "characterisation"
    issuer, publisher = name(source.issued_by), source.publisher
    parts = [(name(claim.claimant_id), "is characterised" if is_gloss else _making(claim.remove))]
    parts += [(name(actor), _relay(claim.remove)) for actor in via]
    if is_gloss:
        parts.append((name(owner_of_gloss(claim, via)), "characterises it"))
    if claim.words and claim.words_by != claim.claimant_id:
        parts.append((name(claim.words_by), "words it"))
    if issuer and issuer != publisher:
        return [*parts, (issuer, "issues the text"), (publisher, "publishes the copy that was seen")]
    return [*parts, (publisher, "publishes it")]


def _making(remove: str) -> str:
    # That somebody makes a claim is known only where it was made in public.
    return "makes the claim" if remove in OWN else "is said to make the claim"


def _relay(remove: str) -> str:
    if remove in OWN:
        return "passes it on"
    return "passes on what was not made public" if remove == "leak" else "tells of it"
