"""Proofs: passages and quotations against a text, and what no coder has answered for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny import HEADLINE, LEAGUE, OFFICE, REPLY, TEXT, texts_of, write_tiny_dataset

from claimbook.errors import PassageError
from claimbook.model.dataset import load_dataset
from claimbook.model.passages import digest_text
from claimbook.model.proofs import Proof, prove_dataset


def prove(folder: Path, **changes: Any) -> Proof:
    write_tiny_dataset(folder, **changes)
    return prove_dataset(load_dataset(folder), texts_of(folder))


def test_every_passage_and_quotation_of_the_tiny_dataset_is_proven(tiny: Path) -> None:
    proof = prove(tiny)
    assert (proof.sources, proof.without_text) == (["gazette"], [])
    assert (proof.passages, proof.quotations) == (4, 1)
    assert (proof.problems, proof.uncoded) == ([], [])


def test_a_text_is_known_by_its_digest_whatever_its_name(tiny: Path) -> None:
    (texts_of(tiny) / "gazette.txt").rename(texts_of(tiny) / "zzz.bin")
    (texts_of(tiny) / "picture.png").write_bytes(b"\x89PNG\xff")
    (texts_of(tiny) / "folder").mkdir()
    assert prove_dataset(load_dataset(tiny), texts_of(tiny)).passages == 4


@pytest.mark.parametrize("spoil", [lambda data: data + b" ", lambda data: data.replace(b"12", b"13"), lambda data: b""])
def test_another_text_proves_nothing(tiny: Path, spoil: Any) -> None:
    path = texts_of(tiny) / "gazette.txt"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(PassageError, match="the text of a source") as caught:
        prove_dataset(load_dataset(tiny), texts_of(tiny))
    assert "text_sha256" in caught.value.fix


def test_a_folder_that_is_not_there_is_refused_with_a_remedy(tiny: Path) -> None:
    with pytest.raises(PassageError, match="no folder"):
        prove_dataset(load_dataset(tiny), tiny / "nowhere")


@pytest.mark.parametrize("start", ["0", "25", "27"])
def test_a_passage_that_is_shifted_is_not_proven(tiny: Path, start: str) -> None:
    assert start != str(TEXT.index(OFFICE))
    proof = prove(tiny, passages={"gazette-p2": {"start": start}})
    assert [(p.file, p.row, p.column) for p in proof.problems if "digest" in p.message] == [
        ("passages.csv", 3, "sha256")
    ]
    assert proof.passages == 3


def test_words_that_do_not_stand_in_their_passage_are_a_problem(tiny: Path) -> None:
    proof = prove(tiny, claims={"gazette-002": {"words": "hundreds missing"}})
    assert [(p.file, p.row, p.column) for p in proof.problems] == [("claims.csv", 3, "words")]
    assert proof.quotations == 0


def test_words_of_another_letter_case_are_not_the_words(tiny: Path) -> None:
    assert len(prove(tiny, claims={"gazette-002": {"words": "Dozens missing"}}).problems) == 1


def test_a_figure_s_words_must_stand_in_its_claim_s_passage(tiny: Path) -> None:
    proof = prove(tiny, figures={"gazette-001-f1": {"quantity_words": "twelve people"}})
    assert [(p.file, p.row, p.column) for p in proof.problems] == [("figures.csv", 2, "quantity_words")]


def test_a_figure_known_from_a_transcript_need_not_stand_in_the_passage(tiny: Path) -> None:
    changes = {"gazette-001-f1": {"quantity_words": "twelve people", "quantity_basis": "transcript"}}
    assert prove(tiny, figures=changes).problems == []


def test_quotations_cover_at_most_their_share_of_a_source(tiny: Path) -> None:
    words = " ".join(LEAGUE.split()[4:12])
    assert len(words) > 0.15 * len(TEXT)
    problems = prove(tiny, claims={"gazette-002": {"words": words}}).problems
    assert [(p.file, p.row, p.column) for p in problems] == [("claims.csv", 0, "words")]
    assert "more than 15%" in problems[0].message


def test_the_same_words_quoted_twice_count_once(tiny: Path) -> None:
    words = " ".join(LEAGUE.split()[4:8])
    assert 0.075 * len(TEXT) < len(words) < 0.15 * len(TEXT)
    more = {"words": words, "words_by": "rescue-league"}
    claims = {"gazette-002": more, "gazette-001": {**more, "passage_id": "gazette-p3"}}
    proof = prove(tiny, claims=claims)
    assert not [p for p in proof.problems if p.row == 0]
    assert proof.quotations == 2


def test_a_whole_passage_is_no_quotation(tiny: Path) -> None:
    problems = prove(tiny, claims={"gazette-003": {"words": REPLY, "words_by": "river-office"}}).problems
    assert "the whole passage is quoted." in [p.message for p in problems]


def test_passages_that_overlap_are_a_problem(tiny: Path) -> None:
    both = f"{HEADLINE}\n{OFFICE}"
    proof = prove(tiny, passages={"gazette-p1": {"end": str(len(both)), "sha256": digest_text(both)}})
    assert [(p.file, p.row, p.column) for p in proof.problems] == [("passages.csv", 3, "start")]
    assert "overlaps gazette-p1" in proof.problems[0].message


def test_text_in_no_passage_that_calls_for_a_coder_is_listed(tiny: Path) -> None:
    text = TEXT + "A second body was found.\nThe water fell.\nThe mayor denied it in 3 letters.\n"
    proof = prove(tiny, text=text)
    assert len(proof.uncoded) == 1
    assert "a figure, a reporting verb" in proof.uncoded[0]
    assert "mayor" not in proof.uncoded[0]  # a proof names places, and never prints the text


def test_only_a_source_coded_whole_is_searched_for_what_no_passage_covers(tiny: Path) -> None:
    text = TEXT + "The mayor denied it in 3 letters.\n"
    assert prove(tiny, text=text, sources={"gazette": {"coding_scope": "figures"}}).uncoded == []


def test_a_passage_with_a_figure_and_neither_claim_nor_reason_is_listed(tiny: Path) -> None:
    write_tiny_dataset(tiny)
    dataset = load_dataset(tiny).only_claims(["gazette-001", "gazette-003"])
    uncoded = prove_dataset(dataset, texts_of(tiny)).uncoded
    assert len(uncoded) == 1
    assert "passage gazette-p3" in uncoded[0]


def test_a_source_whose_text_is_not_there_is_named(tiny: Path) -> None:
    post = {"title": "The Ferry Post", "kind": "opinion", "published": "2031-05-09", "language": "en",
            "seen_as": "full_text", "coding_scope": "whole", "text_sha256": "0" * 64}  # fmt: skip
    assert prove(tiny, sources={"post": post}).without_text == ["post"]


def test_an_excerpt_s_passages_have_nothing_to_prove(tiny: Path) -> None:
    blank = {"start": "", "end": "", "sha256": ""}
    passages = {f"gazette-p{number}": blank for number in range(1, 5)}
    proof = prove(tiny, sources={"gazette": {"seen_as": "excerpt", "coding_scope": "passage"}}, passages=passages)
    assert (proof.passages, proof.problems, proof.uncoded) == (0, [], [])
