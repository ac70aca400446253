"""Prove a dataset's passages and quotations against the sources' texts, and find what was left uncoded.

Texts are found in a folder by their digest, whatever their names. A text is read, never kept or written.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from claimbook.errors import PassageError, Problem, shorten_value
from claimbook.model.dataset import Dataset
from claimbook.model.passages import Span, needs_coding, normalise_text, prove_passage, uncovered_spans
from claimbook.model.plain import drop_turns
from claimbook.model.revised import redacted_claims

MAX_QUOTED_SHARE = 0.15
# What is in no passage says neither that a coder has seen it nor that it holds no claim.
_WAYS = (
    "make it a passage (claimbook locate {} WORDS prints its cells) and code its claim; or, where it says nothing of "
    "the events, as a date line, make it a passage with a no_claim_reason."
)


@dataclass
class Proof:
    """What was proven: counts, what does not hold (`problems`), and what no coder has answered for (`uncoded`).

    `redacted` counts gaps between passages that are taken for what was redacted, whose place is not kept.
    """

    sources: list[str] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)
    passages: int = 0
    quotations: int = 0
    problems: list[Problem] = field(default_factory=list)
    uncoded: list[str] = field(default_factory=list)
    redacted: int = 0


def prove_dataset(dataset: Dataset, folder: Path) -> Proof:
    """Return the proof of every source whose text lies in the folder.

    Raises PassageError where the folder cannot be read or holds the text of no source.
    """
    texts = _find_texts(folder)
    proof = Proof()
    for source in dataset.sources.itertuples():
        if not source.text_sha256:
            continue
        if source.text_sha256 in texts:
            proof.sources.append(source.source_id)
            prove_source(dataset, source.source_id, texts[source.text_sha256], proof)
        else:
            proof.without_text.append(source.source_id)
    if not proof.sources:
        raise PassageError(
            f"No file in '{folder.name}' is the text of a source.",
            fix="name the folder that holds the texts; each is known by the digest in sources.text_sha256.",
        )
    return proof


def judge_words(words: str, passage: str) -> tuple[str, str] | None:
    """Return what is wrong with words quoted from a passage, and the remedy; None where nothing is."""
    if words not in drop_turns(passage):
        return f"'{shorten_value(words)}' does not stand in its passage.", "quote to the character."
    if words.strip(" .") == passage.strip(" .") and len(words.split()) > 8:
        return "the whole passage is quoted.", "quote a part of it."
    return None


def judge_quantity_words(words: str, basis: str, passage: str) -> tuple[str, str] | None:
    """Return what is wrong with the words of a figure, and the remedy; None where nothing is."""
    if basis == "words" and words not in drop_turns(passage):
        return f"'{shorten_value(words)}' does not stand in its claim's passage.", "quote to the character."
    return None


def _file_of(dataset: Dataset, table: str) -> str:
    described = dataset.descriptor.tables.get(table)
    return described.path if described else table


def _find_texts(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise PassageError(f"'{folder.name}' is no folder.", fix="name the folder that holds the sources' texts.")
    texts: dict[str, str] = {}
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            data = path.read_bytes()
        except OSError as cause:
            message = f"'{shorten_value(path.name)}' cannot be read: {cause.strerror}."
            raise PassageError(message, fix="make it readable, or take it out of the folder of texts.") from cause
        try:
            texts[hashlib.sha256(data).hexdigest()] = normalise_text(data)
        except PassageError:
            continue  # a file beside the texts that is no text
    return texts


def prove_source(dataset: Dataset, source_id: str, text: str, proof: Proof) -> None:
    """Add to a proof what comes of one source, held against its text."""
    passages = dataset.passages[(dataset.passages["source_id"] == source_id) & dataset.passages["start"].notna()]
    proven: dict[str, str] = {}
    spans: list[Span] = []
    file = _file_of(dataset, "passages")
    for row in passages.itertuples():
        span = Span(int(row.start), int(row.end))
        try:
            proven[row.passage_id] = prove_passage(text, span, row.sha256)
            spans.append(span)
        except PassageError as error:
            proof.problems.append(Problem(file, int(row.Index) + 2, "sha256", error.message, error.fix))
    proof.passages += len(proven)
    proof.problems += _prove_words(dataset, source_id, proven, len(text), proof)
    proof.problems += _find_overlaps(passages, file)
    proof.uncoded += _find_uncoded(dataset, source_id, text, proven, spans, proof)


def _prove_words(
    dataset: Dataset, source_id: str, proven: dict[str, str], length: int, proof: Proof
) -> Iterator[Problem]:
    claims = dataset.claims[dataset.claims["source_id"] == source_id]
    file = _file_of(dataset, "claims")
    quoted: defaultdict[str, set[int]] = defaultdict(set)
    for row in claims.itertuples():
        if not row.words or row.passage_id not in proven:
            continue
        if wrong := judge_words(row.words, proven[row.passage_id]):
            yield Problem(file, int(row.Index) + 2, "words", *wrong)
        if (start := drop_turns(proven[row.passage_id]).find(row.words)) >= 0:
            proof.quotations += 1
            quoted[row.passage_id].update(range(start, start + len(row.words)))
    share = sum(len(places) for places in quoted.values()) / max(length, 1)
    if share > MAX_QUOTED_SHARE:
        message = f"the quotations cover {share:.0%} of {source_id}, more than {MAX_QUOTED_SHARE:.0%}."
        yield Problem(file, 0, "words", message, "quote less.")
    places = dict(zip(claims["claim_id"], claims["passage_id"], strict=True))
    file = _file_of(dataset, "figures")
    for row in dataset.figures[dataset.figures["claim_id"].isin(places)].itertuples():
        text = proven.get(places[row.claim_id], "")
        if text and (wrong := judge_quantity_words(row.quantity_words, row.quantity_basis, text)):
            yield Problem(file, int(row.Index) + 2, "quantity_words", *wrong)


def _find_overlaps(passages: Any, file: str) -> Iterator[Problem]:
    rows = sorted(passages.itertuples(), key=lambda row: (row.start, row.end))
    for left, right in pairwise(rows):
        if left.end > right.start:
            message = f"the passage overlaps {left.passage_id}."
            yield Problem(file, int(right.Index) + 2, "start", message, "cut the text where one claim ends.")


def _find_uncoded(
    dataset: Dataset, source_id: str, text: str, proven: dict[str, str], spans: list[Span], proof: Proof
) -> Iterator[str]:
    """Yield a line for each passage, or text in no passage, that calls for a claim and has neither one nor a reason."""
    scope = dict(zip(dataset.sources["source_id"], dataset.sources["coding_scope"], strict=True))[source_id]
    answered = set(dataset.claims["passage_id"])
    for row in dataset.passages.itertuples():
        is_open = row.passage_id in proven and row.passage_id not in answered and not row.no_claim_reason
        if is_open and (signs := needs_coding(proven[row.passage_id])):
            place = f"{source_id}, passage {row.passage_id} ({row.start}..{row.end})"
            yield f"{place}: holds {', '.join(signs)}. Fix: code its claim, or give it a no_claim_reason."
    if scope != "whole":
        return
    bare = uncovered_spans(text, spans)
    found = [(span, signs) for span in bare if (signs := needs_coding(text[span.start : span.end]))]
    # A passage of several sentences leaves one gap, and its sentences lie between the same two passages.
    gaps = {sum(other.start < span.start for other in spans) for span, _ in found}
    if len(gaps) <= _count_redacted(dataset, source_id):
        proof.redacted += len(gaps)
        return
    for span, signs in found:
        place = f"{source_id}, {span.start}..{span.end}"
        yield f"{place}: in no passage, and holds {', '.join(signs)}. Fix: {_WAYS.format(source_id)}"


def _count_redacted(dataset: Dataset, source_id: str) -> int:
    """Return how many passages of a source have lost their place to a redaction."""
    claims = dataset.claims
    own = claims["claim_id"].isin(redacted_claims(dataset)) & (claims["source_id"] == source_id)
    return int(claims.loc[own, "passage_id"].nunique())
