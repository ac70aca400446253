"""Who gets to speak is counted within one depth of coding; what a rule of inclusion changes is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from renderings import load_renderings
from tiny import write_tiny_dataset

from claimbook.analysis.inclusion import INCLUSIONS, sensitivity, state_figures
from claimbook.analysis.voices import FORMS, voices_by_kind, voices_by_source
from claimbook.book.comparing import findings, voices, what_changes
from claimbook.model.dataset import Dataset, load_dataset

POST: dict[str, Any] = {
    "sources": {"post": {"title": "The Ferry Post", "kind": "opinion", "published": "2031-05-09", "language": "en",
                         "seen_as": "excerpt", "coding_scope": "passage"}},
    "passages": {"post-p1": {"source_id": "post", "text_part": "body"}},
    "claims": {"post-1": {"source_id": "post", "passage_id": "post-p1", "claimant_id": "weir-gazette",
                          "remove": "first_hand", "voice": "own_voice", "asserted": "2031-05-09",
                          "asserted_basis": "stated", "summary": "Repeats the count."}},
}  # fmt: skip


@pytest.fixture
def two_depths(tmp_path: Path) -> Dataset:
    """The tiny dataset with a second source that was coded less deeply."""
    return load_dataset(write_tiny_dataset(tmp_path / "data", **POST))


def test_each_source_has_its_claims_by_form(two_depths: Dataset) -> None:
    rows = voices_by_source(two_depths).set_index("source_id")
    assert rows.at["gazette", "claims"] == 3
    assert rows.at["gazette", "told in its words"] == 2
    assert rows.at["gazette", "quoted in parts"] == 1
    assert rows.at["post", "in its own voice"] == 1


def test_every_form_of_speech_of_the_vocabulary_is_counted_somewhere(two_depths: Dataset) -> None:
    terms = set(two_depths.descriptor.vocabularies["voice"].terms)
    assert {voice for voices in FORMS.values() for voice in voices} == terms


def test_sources_of_different_depth_share_no_count(two_depths: Dataset) -> None:
    rows = voices_by_kind(two_depths)
    assert set(rows["coding_scope"]) == {"whole", "passage"}
    assert rows.loc[rows["coding_scope"] == "passage", "claims"].sum() == 1
    shown = voices(two_depths).html
    assert shown.count("Counted over the 1 source coded to one depth") == 2


def test_of_a_source_that_was_coded_whole_the_share_of_each_form_is_said(two_depths: Dataset) -> None:
    shown = voices(two_depths).html
    assert "2 (67 %)" in shown  # of three claims of the gazette
    assert "1 (33 %)" in shown
    assert "(100 %)" not in shown  # the post was coded in part


def test_the_depth_with_the_fewest_sources_stands_first(tmp_path: Path) -> None:
    more = {**POST, "sources": {**POST["sources"], "late": {**POST["sources"]["post"], "title": "The Late Post"}}}
    more["passages"] = {**POST["passages"], "late-p1": {"source_id": "late", "text_part": "body"}}
    more["claims"] = {
        **POST["claims"], "late-1": {**POST["claims"]["post-1"], "source_id": "late", "passage_id": "late-p1"},
    }  # fmt: skip
    shown = voices(load_dataset(write_tiny_dataset(tmp_path / "data", **more))).html
    assert shown.index("The Weir Gazette") < shown.index("The Ferry Post")


def test_a_rule_that_changes_a_number_is_marked(two_depths: Dataset) -> None:
    frame = sensitivity(two_depths).set_index(["name", "inclusion"])
    assert frame.at[("claims", "all claims"), "value"] == "4"
    assert frame.at[("claims", "whole texts only"), "value"] == "3"
    assert frame.at[("claims", "whole texts only"), "changes"]
    assert not frame.at[("claims", "words seen only"), "changes"]
    assert "3 (changes)" in what_changes(two_depths).html


def test_the_first_rule_leaves_everything_as_it_is(two_depths: Dataset) -> None:
    frame = sensitivity(two_depths)
    first = frame[frame["inclusion"] == INCLUSIONS[0].name]
    assert not first["changes"].any()
    assert list(first["name"]) == [item.name for item in state_figures(two_depths)]


def test_the_latest_of_each_origin_drops_its_earlier_tallies(tmp_path: Path) -> None:
    since = {"counting": "cumulative", "period": "2031-05-01/.."}
    dataset = load_renderings(
        tmp_path,
        {**since, "quantity": "532", "said": "2031-05-03", "source": "paper-1"},
        {**since, "quantity": "745", "said": "2031-05-04", "source": "paper-2"},
        {**since, "quantity": "90", "said": "2031-05-03", "source": "paper-3", "claimant": "port-police"},
    )
    frame = sensitivity(dataset).set_index(["name", "inclusion"])
    assert frame.at[("figures of “on strike”", "all claims"), "value"] == "3"
    assert frame.at[("figures of “on strike”", "the latest of each origin"), "value"] == "2"


def test_what_was_carried_over_without_its_words_can_be_left_out(tmp_path: Path) -> None:
    dataset = load_renderings(
        tmp_path, {"quantity": "532"}, {"quantity": "745", "quantity_basis": "transcript", "source": "paper-2"}
    )
    frame = sensitivity(dataset).set_index(["name", "inclusion"])
    assert frame.at[("claims", "words seen only"), "value"] == "1"


def test_a_dataset_without_figures_states_what_it_has(tmp_path: Path) -> None:
    tables: dict[str, Any] = {table: {} for table in ("figures", "takes", "statements")}
    tables["figures"] = dict.fromkeys(("gazette-001-f1", "gazette-001-f2", "gazette-002-f1"))
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", figures=tables["figures"]))
    assert "claims" in {item.name for item in state_figures(dataset)}
    assert "Nothing of the kind was found." in findings(dataset).html
