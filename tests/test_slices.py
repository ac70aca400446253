"""Slices: each is itself a dataset that `check` accepts, and holds all that its page says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from tiny import read_package, write_descriptor, write_tiny_dataset

from claimbook.errors import PageError
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import FACETS, Dataset, load_dataset
from claimbook.model.saved import save_dataset
from claimbook.model.slices import KINDS, Slicer, close_dataset, descendants, slice_dataset

# Every reference of the schema is used at least once: two sources, joint speakers, an inner place, a chain of updates.
POST = {"title": "The Ferry Post", "kind": "opinion", "published": "2031-05-09", "language": "en", "seen_as": "excerpt",
        "coding_scope": "passage", "part_of": "file"}  # fmt: skip
LARGER: dict[str, Any] = {
    "sources": {"post": POST, "file": {**POST, "title": "A file", "part_of": ""}},
    "passages": {f"post-p{n}": {"source_id": "post", "text_part": "body"} for n in (0, 1)},
    "actors": {
        "duo": {"name": "Office and League", "kind": "joint"},
        "spokesperson": {"name": "Spokesperson", "kind": "official", "speaks_for": "river-office"},
    },
    "actor_members": {("duo", "river-office"): {}, ("duo", "rescue-league"): {}},
    "incidents": {"gate-two": {"title": "At gate two", "part_of": "flood", "place_id": "ferry-quay"}},
    "claims": {
        "post-0": {"source_id": "post", "passage_id": "post-p0", "claimant_id": "duo", "remove": "first_hand",
                   "voice": "indirect", "asserted": "2031-05-08", "asserted_basis": "stated", "summary": "A count."},
        "post-1": {"source_id": "post", "passage_id": "post-p1", "claimant_id": "duo", "via": "spokesperson",
                   "remove": "third_party_report", "voice": "indirect", "asserted": "2031-05-09",
                   "asserted_basis": "stated", "updates": "post-0", "incident_id": "gate-two",
                   "summary": "The two count at least 13 dead."},
    },
    "statements": {"post-1-s1": {"claim_id": "post-1", "act": "report", "addressee_id": "weir-gazette"}},
    "revisions": {"r-1": {"release": "1.1.0", "claim_id": "gazette-001", "action": "supersede",
                          "by_claim_id": "post-1", "reason": "Typed wrongly."}},
}  # fmt: skip
CLAIMS = ["gazette-001", "gazette-002", "gazette-003", "post-1"]


@cache
def larger() -> Dataset:
    with TemporaryDirectory() as folder:
        return check_dataset(write_tiny_dataset(Path(folder) / "data", **LARGER))


def assert_accepted(dataset: Dataset) -> Dataset:
    with TemporaryDirectory() as folder:
        save_dataset(dataset, Path(folder) / "slice")
        return check_dataset(Path(folder) / "slice")


def ids(dataset: Dataset, table: str) -> set[str]:
    return set(dataset.frames[table].iloc[:, 0])


def keys_of(kind: str) -> list[str]:
    return {"source": ["gazette", "post", "file"], "incident": ["flood", "gate-two"]}.get(kind, [""])


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in KINDS for key in keys_of(kind)])
def test_every_slice_is_a_dataset_that_check_accepts(kind: str, key: str) -> None:
    assert_accepted(slice_dataset(larger(), kind, key))


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in KINDS for key in keys_of(kind)])
def test_a_slice_written_at_once_is_the_slice_cut_and_then_written(kind: str, key: str, tmp_path: Path) -> None:
    slicer = Slicer(larger())
    save_dataset(slicer.cut(kind, key), tmp_path / "cut")
    slicer.save(kind, key, tmp_path / "saved")
    written = {path.name: path.read_bytes() for path in (tmp_path / "saved").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "cut").iterdir()}


@settings(max_examples=16)  # four claims have no more subsets
@given(st.sets(st.sampled_from(CLAIMS)))
def test_any_claims_closed_are_a_dataset_that_check_accepts(wanted: set[str]) -> None:
    closed = assert_accepted(close_dataset(larger(), wanted))
    assert wanted <= ids(closed, "claims")
    for table in FACETS:  # a claim that comes along comes with all that it says
        whole = larger().frames[table]
        expected = whole[whole["claim_id"].isin(ids(closed, "claims"))]
        assert len(closed.frames[table]) == len(expected)


@settings(max_examples=16)
@given(st.sets(st.sampled_from(CLAIMS)))
def test_closing_twice_changes_nothing(wanted: set[str]) -> None:
    once = close_dataset(larger(), wanted)
    twice = close_dataset(once, wanted)
    assert {name: ids(twice, name) for name in twice.frames} == {name: ids(once, name) for name in once.frames}


@given(st.sets(st.sampled_from(CLAIMS)), st.sets(st.sampled_from(CLAIMS)))
def test_more_claims_never_bring_less(some: set[str], more: set[str]) -> None:
    small, large = close_dataset(larger(), some), close_dataset(larger(), some | more)
    assert all(ids(small, name) <= ids(large, name) for name in small.frames)


@pytest.mark.parametrize("source", ["gazette", "post"])
def test_a_source_s_slice_holds_all_its_claims_and_passages(source: str) -> None:
    whole, part = larger(), slice_dataset(larger(), "source", source)
    for table in ("claims", "passages"):
        frame = whole.frames[table]
        assert set(frame.loc[frame["source_id"] == source].iloc[:, 0]) <= ids(part, table)
    assert source in ids(part, "sources")


def test_a_discrepancy_brings_its_other_claim() -> None:
    part = close_dataset(larger(), ["gazette-001"])
    assert "gazette-002" in ids(part, "claims")
    assert ids(part, "discrepancies") == {"gazette-d1"}


def test_a_figure_that_is_part_of_another_brings_that_one_with_its_claim() -> None:
    alone = larger().replace("discrepancies", larger().discrepancies.iloc[:0])
    figures = alone.figures.copy()
    figures.loc[figures["claim_id"] == "gazette-002", "part_of"] = "gazette-001-f1"
    figures.loc[figures["claim_id"] == "gazette-002", "measure"] = "killed"
    alone = alone.replace("figures", figures)
    assert figures["claim_id"].nunique() == 2
    part = assert_accepted(close_dataset(alone, ["gazette-002"]))
    assert "post-0" in ids(part, "claims")
    assert ids(part, "figures") == ids(alone, "figures")
    assert_accepted(slice_dataset(alone, "statements"))


def test_a_claim_brings_what_it_updates_and_its_speakers_members() -> None:
    part = close_dataset(larger(), ["post-1"])
    assert "post-0" in ids(part, "claims")
    assert {"duo", "river-office", "rescue-league", "spokesperson"} <= ids(part, "actors")
    assert "file" in ids(part, "sources")


def test_a_slice_leaves_out_what_nothing_in_it_needs() -> None:
    part = close_dataset(larger(), ["gazette-003"])
    assert ids(part, "claims") == {"gazette-003"}
    assert "post" not in ids(part, "sources")
    assert part.figures.empty
    assert part.discrepancies.empty


def test_an_incident_s_slice_holds_the_claims_of_its_parts() -> None:
    assert "post-1" in ids(slice_dataset(larger(), "incident", "flood"), "claims")


def test_the_slice_of_cases_holds_every_dispute() -> None:
    part = slice_dataset(larger(), "cases")
    assert ids(part, "disputes") == {"gates"}
    assert {"gazette-002", "gazette-003"} <= ids(part, "claims")


@pytest.mark.parametrize("table", FACETS)
def test_a_facet_s_slice_holds_every_row_of_it(table: str) -> None:
    assert len(slice_dataset(larger(), table).frames[table]) == len(larger().frames[table])


def test_the_whole_is_the_dataset_and_a_slice_has_none_of_its_prose() -> None:
    assert slice_dataset(larger(), "whole") is larger()
    assert slice_dataset(larger(), "source", "gazette").about == ""


def test_an_unknown_slice_is_refused_with_those_there_are() -> None:
    with pytest.raises(PageError, match="no slice 'colour'") as caught:
        slice_dataset(larger(), "colour")
    assert all(kind in caught.value.fix for kind in KINDS)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"]), min_size=1), st.sampled_from("abcdef")
)
def test_what_lies_under_a_row_ends_even_in_a_circle(parents: dict[str, str], root: str) -> None:
    frame = pd.DataFrame({"key": list(parents), "parent": list(parents.values())})
    found = descendants(frame, "key", "parent", root)
    assert root in found
    assert all(parents[key] in found for key in found - {root})
    assert not any(parent in found for key, parent in parents.items() if key not in found)


def test_a_slice_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    part = slice_dataset(larger(), "source", "gazette")
    save_dataset(part, tmp_path / "slice")
    again = load_dataset(tmp_path / "slice")
    assert {name: ids(again, name) for name in again.frames} == {name: ids(part, name) for name in part.frames}


def test_a_slicer_cuts_the_same_whatever_it_has_cut_before() -> None:
    slicer = Slicer(larger())
    cuts = [(kind, key) for kind in KINDS for key in keys_of(kind)]
    for kind, key in [*cuts, *reversed(cuts)]:
        for name, frame in slicer.cut(kind, key).frames.items():
            assert_frame_equal(frame, slice_dataset(larger(), kind, key).frames[name])


def test_discrepancies_bring_the_claims_that_they_are_about_and_no_further_discrepancies(tmp_path: Path) -> None:
    chain = {"gazette-d2": {"kind": "scope", "claim_ids": "gazette-002;gazette-003", "explanation": "Of others."}}
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data", discrepancies=chain))
    part = close_dataset(dataset, ["gazette-001"])
    assert ids(part, "claims") == {"gazette-001", "gazette-002"}
    assert ids(part, "discrepancies") == {"gazette-d1"}


def own_dataset(folder: Path) -> Path:
    """The larger dataset with a column of its own, without a table, and with a title for its package."""
    write_tiny_dataset(folder, **{name: rows for name, rows in LARGER.items() if name != "revisions"})
    package = read_package(folder)
    package["resources"] = [resource for resource in package["resources"] if resource["name"] != "revisions"]
    claims = next(resource for resource in package["resources"] if resource["name"] == "claims")
    claims["schema"]["fields"].append({"name": "mood", "type": "string", "title": "Mood", "description": "Own."})
    write_descriptor(folder, package)
    (folder / "revisions.csv").unlink()
    lines = (folder / "claims.csv").read_text("utf-8").splitlines()
    added = [f"{line},{'mood' if not number else 'calm'}" for number, line in enumerate(lines)]
    (folder / "claims.csv").write_text("\n".join(added) + "\n", "utf-8")
    return folder


@pytest.mark.parametrize("key", ["gazette", "post"])
def test_a_slice_is_a_valid_data_package_with_a_short_descriptor(tmp_path: Path, key: str) -> None:
    save_dataset(slice_dataset(load_dataset(own_dataset(tmp_path / "data")), "source", key), tmp_path / "slice")
    report = Package(str(tmp_path / "slice" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])[:5]
    size = (tmp_path / "slice" / "datapackage.json").stat().st_size
    assert size < (tmp_path / "data" / "datapackage.json").stat().st_size / 5


def test_a_slice_knows_all_that_its_dataset_says_of_itself(tmp_path: Path) -> None:
    whole = load_dataset(own_dataset(tmp_path / "data"))
    save_dataset(slice_dataset(whole, "source", "gazette"), tmp_path / "slice")
    part = check_dataset(tmp_path / "slice")
    assert part.descriptor.vocabularies == whole.descriptor.vocabularies
    assert part.descriptor.tables == {**whole.descriptor.tables, "revisions": part.descriptor.tables["revisions"]}
    assert (part.descriptor.title, part.descriptor.stance_towards) == ("The flood at Lowmere", "river-office")
    assert set(part.claims["mood"]) == {"calm"}
