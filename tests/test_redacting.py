"""A redaction takes out what a claim says, and leaves a sound dataset with a mark in the claim's place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from carding import card_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_corrections import REVISIONS
from tiny import read_package, texts_of, write_descriptor, write_tiny_dataset

from claimbook.errors import DatasetError
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import load_dataset
from claimbook.model.proofs import prove_dataset
from claimbook.model.redacting import SUMMARY, Redaction, Tables, beside, drop_claims, passages_of, redact_claims
from claimbook.model.row_files import read_redactions, read_rows, redact_folder

REDACTION = Redaction("gazette-002", "0.2.0", "privacy", "A family asked for it.", "r1")
CLAIMS = ("gazette-001", "gazette-002", "gazette-003")


def by_key(tables: Tables, table: str) -> dict[str, dict[str, str]]:
    return {next(iter(row.values())): row for row in tables[table]}


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, list[dict[str, str]]]:
    return read_rows(write_tiny_dataset(tmp_path / "data"))


def test_a_claim_keeps_id_source_and_day_and_nothing_else(tables: Tables) -> None:
    row = by_key(redact_claims(tables, [REDACTION]), "claims")["gazette-002"]
    assert {name: text for name, text in row.items() if text} == {
        "claim_id": "gazette-002", "source_id": "gazette", "passage_id": "gazette-p3", "claimant_id": "redacted",
        "remove": "agency_relay", "voice": "reported", "asserted": "2031-05-05/2031-05-06", "asserted_basis": "stated",
        "summary": SUMMARY,
    }  # fmt: skip


def test_its_facets_its_discrepancies_its_place_and_who_only_it_named_go(tables: Tables) -> None:
    after = redact_claims(tables, [REDACTION])
    assert set(by_key(after, "figures")) == {"gazette-001-f1", "gazette-001-f2"}
    assert set(by_key(after, "statements")) == {"gazette-003-s1"}
    assert after["attributions"] == after["discrepancies"] == []
    assert [row["claim_id"] for row in after["takes"]] == ["gazette-003"]
    passages = by_key(after, "passages")
    assert [passages["gazette-p3"][name] for name in ("start", "end", "sha256")] == ["", "", ""]
    assert passages["gazette-p2"] == by_key(tables, "passages")["gazette-p2"]
    assert set(by_key(after, "actors")) == {"weir-gazette", "river-office", "redacted"}
    assert set(by_key(after, "places")) == {"lowmere", "ferry-quay"}  # the quay nothing named before either


def test_an_actor_whom_the_descriptor_names_stays(tables: Tables) -> None:
    assert "rescue-league" in by_key(redact_claims(tables, [REDACTION], "rescue-league"), "actors")


def test_what_was_built_on_a_redacted_claim_stands_alone(tmp_path: Path) -> None:
    more = {"claims": {"gazette-003": {"updates": "gazette-001"}}, "figures": {
        "gazette-003-f1": {"claim_id": "gazette-003", "measure": "killed", "counted": "people", "unit": "persons",
            "status": "unspecified", "status_basis": "not_stated", "quantity": "4", "quantity_words": "four",
            "quantity_basis": "words", "modality": "count", "counting": "cumulative", "part_of": "gazette-001-f1"},
        "gazette-003-f2": {"claim_id": "gazette-003", "measure": "killed", "counted": "people", "unit": "persons",
            "status": "unspecified", "status_basis": "not_stated", "quantity": "50%", "quantity_words": "half",
            "quantity_basis": "words", "modality": "count", "counting": "cumulative", "part_of": "gazette-001-f1"},
    }}  # fmt: skip
    folder = write_tiny_dataset(tmp_path / "data", **more)  # type: ignore[arg-type]
    check_dataset(folder)
    redact_folder(folder, [Redaction("gazette-001", "0.2.0", "legal", "A court asks for it.", "r1")])
    dataset = check_dataset(folder)
    assert dataset.figures["figure_id"].tolist() == ["gazette-002-f1", "gazette-003-f1"]
    assert set(dataset.figures["part_of"]) == {""}
    assert set(dataset.claims["updates"]) == {""}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CLAIMS), unique=True), st.lists(st.sampled_from(CLAIMS), unique=True))
def test_done_twice_or_in_parts_it_is_as_done_once(first: list[str], second: list[str]) -> None:
    tables = PLAIN
    one, two = ([Redaction(claim, "0.2.0", "other", "Asked for.", f"r-{claim}") for claim in part]
                for part in (first, second))  # fmt: skip
    both = one + [redaction for redaction in two if redaction not in one]
    assert redact_claims(redact_claims(tables, one), both) == redact_claims(tables, both)
    assert redact_claims(redact_claims(tables, both), both) == redact_claims(tables, both)


@pytest.fixture(autouse=True, scope="module")
def _plain(tmp_path_factory: pytest.TempPathFactory) -> None:
    PLAIN.update(read_rows(write_tiny_dataset(tmp_path_factory.mktemp("plain") / "data")))


PLAIN: dict[str, list[dict[str, str]]] = {}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_dataset_with_any_claim_redacted_has_no_problem(tmp_path: Path, claim: str) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    written = redact_folder(folder, [Redaction(claim, "0.2.0", "safety", "It was asked for.", "r1")])
    assert "claims.csv" in written
    assert len(check_dataset(folder).standing().claims) == 2
    assert [redaction.claim_id for redaction in read_redactions(folder)] == [claim]
    assert redact_folder(folder, read_redactions(folder)) == []


def test_rows_that_stay_keep_their_bytes(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    path = folder / "claims.csv"
    quoted = path.read_text("utf-8").replace("gazette-003,", '"gazette-003",').replace("\n", "\r\n")
    path.write_text(quoted, "utf-8", newline="")
    redact_folder(folder, [REDACTION])
    before, after = quoted.split("\r\n"), path.read_bytes().decode("utf-8").split("\r\n")
    assert [after[0], after[1], *after[3:]] == [before[0], before[1], *before[3:]]
    assert after[2] != before[2]


def test_a_dataset_without_a_table_of_revisions_gets_one(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    package = read_package(folder)
    package["resources"] = [row for row in package["resources"] if row["name"] != "revisions"]
    write_descriptor(folder, package)
    (folder / "revisions.csv").unlink()
    assert {"datapackage.json", "revisions.csv"} <= set(redact_folder(folder, [REDACTION]))
    assert check_dataset(folder).revisions["reason_class"].tolist() == ["privacy"]


def test_what_is_left_of_a_redacted_claim_is_told_by_the_check(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data", revisions={"r1": {k: v for k, v in REDACTION.row().items() if v}})
    with pytest.raises(DatasetError) as caught:
        check_dataset(folder)
    told = {(problem.file, problem.column) for problem in caught.value.problems}
    assert {("claims.csv", "summary"), ("claims.csv", "words"), ("figures.csv", "claim_id"),
            ("passages.csv", "passage_id"), ("claims.csv", "claimant_id")} <= told  # fmt: skip


def test_a_class_of_reason_belongs_to_a_redaction(tmp_path: Path) -> None:
    row = {**REVISIONS["r1"], "reason_class": "legal"}
    with pytest.raises(DatasetError, match="reason_class belongs"):
        check_dataset(write_tiny_dataset(tmp_path / "data", revisions={"r1": row}))


def test_readers_codings_lose_every_claim_on_the_same_words(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    coding = write_tiny_dataset(tmp_path / "a", passages={"gazette-p3": {"start": "120"}})
    reader = Path(shutil.copytree(coding, folder / "readers" / "a"))
    written = redact_folder(folder, [REDACTION])
    assert "readers/a/claims.csv" in written
    coded = read_rows(reader)
    assert set(by_key(coded, "claims")) == {"gazette-001", "gazette-003"}
    assert "gazette-p3" not in by_key(coded, "passages")
    load_dataset(reader)


def test_a_readers_coding_of_another_source_stays(tables: Tables) -> None:
    places = [{**row, "source_id": "other"} for row in passages_of(tables, ["gazette-002"])]
    assert drop_claims(tables, ["none"], places) == tables


def test_claims_on_the_same_passage_are_named(tables: Tables) -> None:
    rows = [*tables["claims"], {**tables["claims"][1], "claim_id": "gazette-009"}]
    assert beside({**tables, "claims": rows}, ["gazette-002"]) == ["gazette-009"]


def test_a_mark_shows_id_day_version_and_class_and_nothing_else(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    redact_folder(folder, [REDACTION])
    card = card_of(load_dataset(folder), "gazette-002")
    assert " ".join(card.get_text(" ").split()) == (
        "Redacted claim gazette-002 Said 5 to 6 May 2031 Redacted in version 0.2.0 Class of reason privacy"
    )


def test_a_text_is_proven_without_what_was_redacted_from_it(tmp_path: Path) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    redact_folder(folder, [REDACTION])
    proof = prove_dataset(load_dataset(folder), texts_of(folder))
    assert (proof.passages, proof.redacted, proof.uncoded, proof.problems) == (3, 1, [], [])
