"""Hold the proposals for texts against what was coded of them: how much was found, and how much of it was kept.

A coded figure is found if a proposed figure shares a sign with its words; where its words stand nowhere (a transcript),
any proposed figure of its passage counts. A coded quotation is words of a voice that quotes, and is found if a proposed
quotation shares a sign with them. A proposal is kept if it shares a sign with something coded of its kind; a proposed
statement, if its sentence shares one with the passage of a claim. A claimant that is proposed is right if it is that of
a claim whose passage the proposal shares a sign with.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.coding.naming import Namer, list_actors
from claimbook.coding.proposals import Proposal, propose
from claimbook.coding.texts import find_text
from claimbook.coding.wordlists import read_word_list
from claimbook.model.dataset import Dataset
from claimbook.model.passages import Span

QUOTING = ("direct_quote", "partial_quote", "distancing_quote")
KINDS = ("figure", "quotation", "statement")


@dataclass
class Measured:
    """What was counted, by kind; `same` are the figures found with the notation that was coded, `missed` the others;
    `named` are proposals in coded passages with a claimant, `right` those with one that was coded.
    """

    coded: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    same: int = 0
    named: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return what was counted, a line a kind."""
        said = []
        for kind in KINDS:
            proposed, kept = self.proposed[kind], self.kept[kind]
            coded, found = self.coded[kind], self.found[kind]
            line = f"{kind}s: {proposed} proposed, {kept} kept ({_share(kept, proposed)})"
            said.append(line + (f"; {coded} coded, {found} found ({_share(found, coded)})" if coded else ""))
        both = sum(self.coded.values()), sum(self.found.values())
        said.append(f"figures and quotations: {both[0]} coded, {both[1]} found ({_share(both[1], both[0])})")
        said.append(f"all proposals kept: {_share(sum(self.kept.values()), sum(self.proposed.values()))}")
        said.append(f"figures found in the notation that was coded: {self.same} of {self.coded['figure']}")
        said.append(
            f"claimants: {self.named} proposed in coded passages, {self.right} right ({_share(self.right, self.named)})"
        )
        return said


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def measure(dataset: Dataset, texts: Path) -> Measured:
    """Return the measure over every source that was coded whole and whose text lies in the folder."""
    counted = Measured()
    sources = dataset.sources
    whole = sources[(sources["coding_scope"] == "whole") & (sources["text_sha256"] != "")]
    for source in whole.itertuples():
        text = find_text(source.text_sha256, [texts])
        if text is not None:
            published = None if source.published_last is None else source.published_last.date()
            words = read_word_list(source.language)
            proposals = propose(text, words, published)
            _count(dataset, source.source_id, text, proposals, counted)
            _count_claimants(dataset, source.source_id, proposals, Namer(list_actors(dataset), words, text), counted)
    return counted


def _spans(dataset: Dataset, source_id: str) -> dict[str, Span]:
    passages = dataset.passages[(dataset.passages["source_id"] == source_id) & dataset.passages["start"].notna()]
    return {row.passage_id: Span(int(row.start), int(row.end)) for row in passages.itertuples()}


def _count_claimants(
    dataset: Dataset, source_id: str, proposals: list[Proposal], namer: Namer, counted: Measured
) -> None:
    spans = _spans(dataset, source_id)
    claims = dataset.claims[dataset.claims["source_id"] == source_id]
    coded = [(spans[p], c) for p, c in zip(claims["passage_id"], claims["claimant_id"], strict=True) if p in spans]
    for proposal in proposals:
        claimants = {claimant for span, claimant in coded if span.overlaps(proposal.span)}
        if claimants and (named := namer.claimant(proposal.speaker)):
            counted.named += 1
            counted.right += named in claimants


def _count(dataset: Dataset, source_id: str, text: str, proposals: list[Proposal], counted: Measured) -> None:
    spans = _spans(dataset, source_id)
    claims = dataset.claims[dataset.claims["source_id"] == source_id]
    passage_of = dict(zip(claims["claim_id"], claims["passage_id"], strict=True))
    coded: dict[str, list[Span]] = {"figure": [], "quotation": [], "statement": []}
    coded["statement"] = [spans[name] for name in set(claims["passage_id"]) if name in spans]
    for row in dataset.figures[dataset.figures["claim_id"].isin(passage_of)].itertuples():
        place = _place(text, spans[passage_of[row.claim_id]], row.quantity_words, row.quantity_basis == "words")
        coded["figure"].append(place)
        hits = [p for p in proposals if p.found == "figure" and p.span.overlaps(place)]
        _note(counted, "figure", f"{row.figure_id} {row.quantity}", hits)
        counted.same += any(hit.quantity == row.quantity for hit in hits)
    for row in claims[(claims["words"] != "") & claims["voice"].isin(QUOTING)].itertuples():
        place = _place(text, spans[row.passage_id], row.words, True)
        coded["quotation"].append(place)
        hits = [p for p in proposals if p.found == "quotation" and p.span.overlaps(place)]
        _note(counted, "quotation", f"{row.claim_id} words", hits)
    for proposal in proposals:
        counted.proposed[proposal.found] += 1
        counted.kept[proposal.found] += any(proposal.span.overlaps(span) for span in coded[proposal.found])


def _note(counted: Measured, kind: str, name: str, hits: list[Any]) -> None:
    counted.coded[kind] += 1
    counted.found[kind] += bool(hits)
    if not hits:
        counted.missed.append(name)


def _place(text: str, passage: Span, words: str, are_there: bool) -> Span:
    """Return where words stand in a passage; the whole passage where they do not."""
    at = text.find(words, passage.start, passage.end) if are_there else -1
    return Span(at, at + len(words)) if at >= 0 else passage
