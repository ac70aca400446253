"""Datasets: typed frames, the ways to a smaller one, and that saving and loading change nothing."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from tiny import write_tiny_dataset

from claimbook.errors import DatasetError, NotationError
from claimbook.model.dataset import FACETS, Dataset, load_dataset, load_readers
from claimbook.model.dates import parse_date
from claimbook.model.saved import save_dataset
from claimbook.model.structure import split_list

CLAIMS = ["gazette-001", "gazette-002", "gazette-003"]
DAYS = st.dates(min_value=date(2031, 4, 25), max_value=date(2031, 5, 15))
ASSERTED = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: f"../{day}"),
    DAYS.map(lambda day: f"{day}/.."),
    st.tuples(DAYS, DAYS).map(lambda pair: "/".join(map(str, sorted(pair)))),
    st.sampled_from(["2031-05", "2031", "2031-05-05~", "2031-05-05?"]),
)


@cache
def tiny_one() -> Dataset:
    with TemporaryDirectory() as folder:
        return load_dataset(write_tiny_dataset(Path(folder) / "data"))


def assert_same(one: Dataset, other: Dataset) -> None:
    assert one.frames.keys() == other.frames.keys()
    for name, frame in one.frames.items():
        assert_frame_equal(frame, other.frames[name])
    assert one.about == other.about


def claims_of(dataset: Dataset) -> list[str]:
    return list(dataset.claims["claim_id"])


def test_dates_stand_beside_their_text_as_first_and_last_possible_day(tiny_dataset: Dataset) -> None:
    claims = tiny_dataset.claims
    assert list(claims["asserted"]) == ["2031-05-05", "2031-05-05/2031-05-06", "../2031-05-07"]
    assert list(claims["asserted_last"]) == list(pd.to_datetime(["2031-05-05", "2031-05-06", "2031-05-07"]))
    assert list(claims["asserted_first"].isna()) == [False, False, True]


def test_quantities_stand_beside_their_text_as_bounds(tiny_dataset: Dataset) -> None:
    figures = tiny_dataset.figures
    assert list(figures["shape"]) == ["floor", "set", "word"]
    assert list(figures["low"]) == [12, 4, 24]
    assert list(figures["high"].isna()) == [True, False, True]
    assert list(figures["is_stated"]) == [True, True, False]


def test_a_blank_number_stays_blank(tiny_dataset: Dataset) -> None:
    assert list(tiny_dataset.places["latitude"].isna()) == [True, False]
    assert tiny_dataset.passages["start"].iloc[0] == 0


def test_columns_are_of_the_same_type_with_and_without_rows() -> None:
    full = tiny_one()
    empty = full.only_claims([])
    for name, frame in full.frames.items():
        assert list(frame.dtypes) == list(empty.frames[name].dtypes)


def test_a_table_is_an_attribute_and_nothing_else_is(tiny_dataset: Dataset) -> None:
    assert tiny_dataset.claims is tiny_dataset.frames["claims"]
    with pytest.raises(AttributeError, match="colours"):
        _ = tiny_dataset.colours


def test_a_table_that_the_dataset_leaves_out_is_an_empty_frame(tmp_path: Path) -> None:
    from claimbook.model.descriptor import make_descriptor

    tables = [name for name in tiny_one().frames if name != "revisions"]
    package = make_descriptor(name="flood", title="A flood", stance_towards="river-office", tables=tables)
    folder = write_tiny_dataset(tmp_path / "data", descriptor=package, figures={"gazette-001-f2": {"group": ""}})
    (folder / "revisions.csv").unlink()
    dataset = load_dataset(folder)
    assert dataset.revisions.empty
    assert list(dataset.revisions.columns) == list(tiny_one().revisions.columns)


@given(st.sets(st.sampled_from(CLAIMS)))
def test_only_claims_keeps_these_claims_and_what_belongs_to_them(wanted: set[str]) -> None:
    dataset = tiny_one()
    kept = dataset.only_claims(wanted)
    assert set(claims_of(kept)) == wanted
    for table in FACETS:
        expected = [row for row in dataset.frames[table]["claim_id"] if row in wanted]
        assert list(kept.frames[table]["claim_id"]) == expected
    within = [cell for cell in dataset.discrepancies["claim_ids"] if wanted.issuperset(split_list(cell))]
    assert list(kept.discrepancies["claim_ids"]) == within
    assert_frame_equal(kept.actors, dataset.actors)
    assert claims_of(dataset) == CLAIMS


@settings(max_examples=40)
@given(st.tuples(ASSERTED, ASSERTED, ASSERTED), DAYS)
def test_as_known_on_keeps_exactly_what_had_been_said_by_that_day(asserted: tuple[str, str, str], day: date) -> None:
    changes = {key: {"asserted": cell, "asserted_basis": "stated"} for key, cell in zip(CLAIMS, asserted, strict=True)}
    with TemporaryDirectory() as folder:
        seen = {"gazette": {"accessed": ""}}  # when a source was seen would be the last day of what it says
        dataset = load_dataset(write_tiny_dataset(Path(folder) / "data", claims=changes, sources=seen))
    known = claims_of(dataset.as_known_on(day.isoformat()))
    last = {key: parse_date(cell).last for key, cell in zip(CLAIMS, asserted, strict=True)}
    assert known == [key for key, end in last.items() if end is not None and end <= day]


@given(DAYS)
def test_a_later_day_never_knows_less(day: date) -> None:
    dataset = tiny_one()
    before, after = (claims_of(dataset.as_known_on(str(d))) for d in (day, day + timedelta(days=1)))
    assert set(before) <= set(after)


def test_no_day_keeps_everything_and_a_bad_day_is_refused(tiny_dataset: Dataset) -> None:
    assert tiny_dataset.as_known_on("") is tiny_dataset
    with pytest.raises(NotationError):
        tiny_dataset.as_known_on("yesterday")


def test_a_month_is_known_at_its_end(tiny_dataset: Dataset) -> None:
    assert claims_of(tiny_dataset.as_known_on("2031-05")) == CLAIMS
    assert claims_of(tiny_dataset.as_known_on("2031-04")) == []


def test_claims_of_reprints_are_left_out_by_name(tmp_path: Path) -> None:
    post = {"title": "The Ferry Post", "kind": "news_report", "published": "2031-05-08", "language": "en",
            "seen_as": "excerpt", "coding_scope": "passage", "reprint_of": "gazette"}  # fmt: skip
    folder = write_tiny_dataset(
        tmp_path / "data", sources={"post": post}, claims={"gazette-003": {"source_id": "post"}}
    )
    dataset = load_dataset(folder)
    assert claims_of(dataset.without_reprints()) == CLAIMS[:2]
    assert "gazette-003" not in set(dataset.without_reprints().statements["claim_id"])
    assert len(dataset.without_reprints().sources) == 2


def test_names_and_titles_are_those_of_their_rows(tiny_dataset: Dataset) -> None:
    assert tiny_dataset.name_of("river-office") == "River Office"
    assert tiny_dataset.title_of("gazette") == "The Weir Gazette, 7 May 2031"
    assert (tiny_dataset.name_of(""), tiny_dataset.title_of("")) == ("", "")


@settings(max_examples=15)
@given(
    # What begins as a formula does is refused (test_structure).
    st.text(alphabet=st.sampled_from('ab ,;"“é🌊<>&{}\\=+-'), min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda text: text and text[0] not in "=+-"),
    st.decimals(min_value=-90, max_value=90, places=8),
    st.sampled_from(["", "# About\n\nAn *invented* flood. 🌊\n"]),
)
def test_a_dataset_saved_and_loaded_is_the_same(summary: str, latitude: object, about: str) -> None:
    with TemporaryDirectory() as folder:
        first, second, third = (Path(folder) / name for name in ("first", "second", "third"))
        cells = {"latitude": f"{latitude:f}"}
        write_tiny_dataset(first, claims={"gazette-001": {"summary": summary}}, places={"ferry-quay": cells})
        if about:
            (first / "about.md").write_text(about, "utf-8")
        dataset = load_dataset(first)
        save_dataset(dataset, second)
        assert_same(load_dataset(second), dataset)
        save_dataset(load_dataset(second), third)
        names = sorted(path.name for path in second.iterdir())
        assert [(third / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]


def test_what_a_filter_leaves_is_saved_whole(tiny_dataset: Dataset, tmp_path: Path) -> None:
    save_dataset(tiny_dataset.only_claims([]), tmp_path / "none")
    assert load_dataset(tmp_path / "none").claims.empty


def test_readers_codings_are_loaded_by_name(tiny: Path) -> None:
    assert load_readers(tiny) == []
    for name in ("reader-b", "reader-a"):
        write_tiny_dataset(tiny / "readers" / name, claims={"gazette-001": {"coder": name}})
    for name in ("reader-b-texts", "reader-a-texts"):
        shutil.rmtree(tiny / "readers" / name)
    (tiny / "readers" / "README.md").write_text("Two readers.", "utf-8")
    assert [reader.claims["coder"].iloc[0] for reader in load_readers(tiny)] == ["reader-a", "reader-b"]


def test_loading_lists_every_problem_of_structure_and_judges_no_meaning(tiny: Path) -> None:
    write_tiny_dataset(tiny, claims={"gazette-001": {"updates": "gazette-001"}})
    assert claims_of(load_dataset(tiny)) == CLAIMS
    write_tiny_dataset(tiny, claims={"gazette-001": {"voice": "loud"}}, figures={"gazette-001-f1": {"quantity": "few"}})
    with pytest.raises(DatasetError) as caught:
        load_dataset(tiny)
    assert [p.file for p in caught.value.problems] == ["claims.csv", "figures.csv"]
