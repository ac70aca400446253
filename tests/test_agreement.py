"""Agreement of two readers: how claims and passages are paired, what is compared, what is left to settle."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tiny import OFFICE, REPLY, TEXT, write_tiny_dataset

from claimbook.analysis.agreement import Compared, _agreement, compare_readers, count_found, pair_claims
from claimbook.analysis.disagreements import list_disagreements
from claimbook.analysis.unitizing import compare_passages, pair_passages
from claimbook.book.readers import agreement, agreement_on_answers
from claimbook.model.dataset import Dataset, load_dataset

NO_TAKE = {("gazette-003", "gates-could-not"): None}


def test_a_reader_agrees_with_itself_in_everything(tiny_dataset: Dataset) -> None:
    pairs = pair_claims(tiny_dataset, tiny_dataset)
    assert sorted(pairs["first_id"]) == sorted(tiny_dataset.claims["claim_id"])
    assert list(pairs["first_id"]) == list(pairs["second_id"])
    table = compare_readers(tiny_dataset, tiny_dataset)
    assert (table["agreed"] == table["compared"]).all()
    assert set(table["alpha"]) <= {"", "1.00"}
    assert "1.00" in set(table["alpha"])


def _load(folder: Path, **changes: object) -> Dataset:
    return load_dataset(write_tiny_dataset(folder, **changes))  # type: ignore[arg-type]


def test_claims_are_paired_by_overlap_whatever_their_ids(tmp_path: Path, tiny_dataset: Dataset) -> None:
    claim = tiny_dataset.claims.set_index("claim_id").loc["gazette-001"]
    kept = {name: str(cell) for name, cell in claim.items() if not str(name).endswith(("_first", "_last"))}
    start = TEXT.index(OFFICE)
    other = _load(
        tmp_path / "other",
        passages={"gazette-p2": {"start": str(start + 3), "end": str(start + 40)}},
        figures={"gazette-001-f1": None, "gazette-001-f2": None},
        discrepancies={"gazette-d1": None},
        claims={"gazette-001": None, "own-id": kept},
    )
    pairs = set(pair_claims(tiny_dataset, other).itertuples(index=False, name=None))
    assert ("gazette-001", "own-id") in pairs


def test_passages_that_do_not_touch_or_another_claimant_make_no_pair(tmp_path: Path, tiny_dataset: Dataset) -> None:
    start = TEXT.index(OFFICE)
    apart = _load(tmp_path / "a", passages={"gazette-p2": {"start": str(start - 9), "end": str(start)}})
    assert "gazette-001" not in set(pair_claims(tiny_dataset, apart)["first_id"])
    another = _load(tmp_path / "b", claims={"gazette-001": {"claimant_id": "weir-gazette"}})
    assert "gazette-001" not in set(pair_claims(tiny_dataset, another)["first_id"])


def _with_a_second_claim_on_one_passage(folder: Path, *, figure_of: str) -> Dataset:
    """The tiny dataset with a double of the third claim, and its figures all at one of the two."""
    claim = load_dataset(write_tiny_dataset(folder)).claims.set_index("claim_id").loc["gazette-003"]
    cells = {name: str(cell) for name, cell in claim.items() if not str(name).endswith(("_first", "_last"))}
    figures = {"gazette-001-f1": {"claim_id": figure_of}, "gazette-001-f2": {"claim_id": figure_of}}
    return _load(
        folder, claims={"gazette-004": cells}, figures=figures, statements={"gazette-003-s1": None}, takes=NO_TAKE
    )


def test_of_two_claims_on_one_passage_those_with_the_same_facets_are_a_pair(tmp_path: Path) -> None:
    first = _with_a_second_claim_on_one_passage(tmp_path / "first", figure_of="gazette-003")
    second = _with_a_second_claim_on_one_passage(tmp_path / "second", figure_of="gazette-004")
    pairs = pair_claims(first, second)
    assert pairs["first_id"].is_unique
    assert pairs["second_id"].is_unique
    by_first = dict(pairs.itertuples(index=False, name=None))
    assert (by_first["gazette-003"], by_first["gazette-004"]) == ("gazette-004", "gazette-003")


def test_a_field_that_the_readers_coded_apart_counts_as_compared_and_not_agreed(
    tmp_path: Path, tiny_dataset: Dataset
) -> None:
    other = _load(tmp_path / "other", claims={"gazette-001": {"voice": "reported"}})
    row = compare_readers(tiny_dataset, other).set_index("what").loc["Voice"]
    assert (row["compared"], row["agreed"], row["share"]) == (3, 2, "67 %")
    (told,) = list_disagreements(tiny_dataset, other).to_dict("records")
    assert (told["table"], told["field"], told["first_value"], told["second_value"]) == (
        "claims", "voice", "indirect", "reported",
    )  # fmt: skip
    assert (told["first_claim"], told["second_claim"]) == ("gazette-001", "gazette-001")


def test_numbers_and_days_are_measured_by_how_far_they_differ(tmp_path: Path, tiny_dataset: Dataset) -> None:
    other = _load(
        tmp_path / "other",
        figures={"gazette-002-f1": {"quantity": "40", "quantity_words": "forty"}},
        claims={"gazette-001": {"asserted": "2031-05-06"}},
    )
    table = compare_readers(tiny_dataset, other).set_index("what")
    assert table.loc["Said on, first day", "level"] == "interval"
    assert (table.loc["Said on, first day", "compared"], table.loc["Said on, first day", "agreed"]) == (2, 1)
    low = table.loc["Figures: Quantity, at least"]
    assert (low["level"], low["compared"], low["agreed"]) == ("ratio", 1, 0)
    fields = set(list_disagreements(tiny_dataset, other)["field"])
    assert fields == {"quantity", "asserted"}


def test_terms_of_one_cell_agree_in_any_order(tmp_path: Path) -> None:
    first = _load(tmp_path / "a", claims={"gazette-001": {"evidence": "interviews;site_visit"}})
    second = _load(tmp_path / "b", claims={"gazette-001": {"evidence": "site_visit;interviews"}})
    row = compare_readers(first, second).set_index("what").loc["Stated basis"]
    assert row["agreed"] == row["compared"]
    assert list_disagreements(first, second).empty


def test_a_share_and_an_alpha_are_whole_only_where_nobody_differed(tmp_path: Path) -> None:
    values = [(str(number), str(number)) for number in range(400)]
    rows = [("a", "b", *value) for value in values]
    assert _agreement(Compared("claims", "voice", "Voice", "nominal", rows))[4:6] == ("100 %", "1.00")
    rows[7] = ("a", "b", "7", "8")
    assert _agreement(Compared("claims", "voice", "Voice", "nominal", rows))[4:6] == ("> 99 %", "> 0.99")


def test_rows_that_only_one_reader_gave_a_claim_are_told_as_a_whole(tmp_path: Path, tiny_dataset: Dataset) -> None:
    other = _load(tmp_path / "other", figures={"gazette-001-f2": None})
    (told,) = list_disagreements(tiny_dataset, other).to_dict("records")
    assert (told["table"], told["field"]) == ("figures", "")
    assert (told["first_value"].count(" + "), told["second_value"].count(" + ")) == (1, 0)
    assert ">=12" in told["second_value"]


def test_two_claims_of_one_passage_that_one_reader_has_once_are_a_claim_to_settle(tmp_path: Path) -> None:
    first = _with_a_second_claim_on_one_passage(tmp_path / "first", figure_of="gazette-003")
    second = _load(tmp_path / "second", statements={"gazette-003-s1": None}, takes=NO_TAKE)
    told = list_disagreements(first, second)
    (claim,) = told[told["table"] == "claims"].to_dict("records")
    assert (claim["field"], claim["first_value"], claim["second_value"]) == ("claim_id", claim["first_claim"], "")


def test_one_claim_each_on_one_passage_by_different_claimants_is_one_difference(
    tmp_path: Path, tiny_dataset: Dataset
) -> None:
    other = _load(tmp_path / "other", claims={"gazette-001": {"claimant_id": "rescue-league"}})
    (told,) = list_disagreements(tiny_dataset, other).to_dict("records")
    assert (told["table"], told["field"]) == ("claims", "claimant_id")
    assert (told["first_claim"], told["second_claim"]) == ("gazette-001", "gazette-001")
    assert (told["first_value"], told["second_value"]) == (
        tiny_dataset.claims.set_index("claim_id").loc["gazette-001", "claimant_id"], "rescue-league",
    )  # fmt: skip


def test_the_differences_are_the_same_seen_from_the_other_reader(tmp_path: Path, tiny_dataset: Dataset) -> None:
    other = _load(tmp_path / "other", claims={"gazette-001": {"voice": "reported"}}, figures={"gazette-001-f2": None})
    one, two = list_disagreements(tiny_dataset, other), list_disagreements(other, tiny_dataset)
    sides = {"first": "second", "second": "first"}
    names = {
        name: f"{sides[side]}_{what}"
        for name in two.columns
        for side, _, what in [name.partition("_")]
        if side in sides
    }
    turned = two.rename(columns=names)
    assert one.to_dict("records") == turned[list(one.columns)].to_dict("records")


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=6)


def _spans(spans: list[tuple[int, int]]) -> pd.DataFrame:
    rows = [(f"p{number}", "gazette", start, start + length) for number, (start, length) in enumerate(spans)]
    return pd.DataFrame(rows, columns=["passage_id", "source_id", "start", "end"])


@given(SPANS, SPANS)
def test_passages_overlap_exactly_where_they_have_a_code_point_in_common(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    first, second = _spans(one), _spans(two)
    found = {(row.first, row.second): row.shared for row in pair_passages(first, second).itertuples()}
    wanted = {
        (a.passage_id, b.passage_id): len(common)
        for a in first.itertuples()
        for b in second.itertuples()
        if (common := set(range(a.start, a.end)) & set(range(b.start, b.end)))
    }
    assert found == wanted


def test_what_only_one_reader_found_is_counted(tmp_path: Path, tiny_dataset: Dataset) -> None:
    fewer = _load(
        tmp_path / "fewer",
        claims={"gazette-003": None},
        statements={"gazette-003-s1": None},
        takes=NO_TAKE,
        passages={"gazette-p4": {"no_claim_reason": "not read"}},
    )
    table = count_found(tiny_dataset, fewer)
    assert list(table.columns) == ["What", "First reader", "Second reader"]
    table = table.set_index("What")
    assert list(table.loc["Claims"]) == [3, 2]
    assert list(table.loc["… found by this reader only"]) == [1, 0]
    assert list(table.loc["… paired with one of the other reader's"]) == [2, 2]
    passages = compare_passages(tiny_dataset, fewer).set_index("What")
    assert list(passages.loc["Passages with a claim"]) == [3, 2]
    assert list(passages.loc["… found by this reader only"]) == [1, 0]
    lost = list_disagreements(tiny_dataset, fewer)
    place = f"{TEXT.index(REPLY)}..{TEXT.index(REPLY) + len(REPLY)}"
    assert lost.to_dict("records") == [
        {"source_id": "gazette", "first_place": place, "second_place": "", "table": "passages", "field": "passage_id",
         "first_claim": "", "second_claim": "", "first_value": "gazette-p4", "second_value": ""},
    ]  # fmt: skip


def test_a_dataset_of_one_coder_says_so(tiny: Path) -> None:
    assert "Not assessed: one coder." in agreement(str(tiny)).html
    assert "the dataset has one coding" in agreement_on_answers(str(tiny)).html


def test_two_readers_beside_a_dataset_are_compared(tiny: Path) -> None:
    for name in ("first", "second"):
        shutil.copytree(write_tiny_dataset(tiny.parent / name), tiny / "readers" / name)
    shown = agreement(str(tiny)).html
    assert "Not assessed" not in shown
    assert "Agreement on paired claims" in shown
    assert "1.00 to 1.00" in shown
    assert "Agreement on the passages" in shown


def _read_twice(tiny: Path, **second: object) -> BeautifulSoup:
    shutil.copytree(write_tiny_dataset(tiny.parent / "first"), tiny / "readers" / "first")
    shutil.copytree(write_tiny_dataset(tiny.parent / "second", **second), tiny / "readers" / "second")  # type: ignore[arg-type]
    return BeautifulSoup(agreement(str(tiny)).html, "html.parser")


def test_rows_that_neither_reader_coded_are_counted_and_nothing_is_said_of_agreement_on_them(tiny: Path) -> None:
    write_tiny_dataset(tiny, takes={("gazette-001", "gates-could"): {"stance": "asserts"}})
    page = _read_twice(tiny)
    (told,) = [text for one in page.select("p") if "neither reader coded" in (text := one.get_text())]
    settled = len(load_dataset(tiny).takes)
    assert f"at least 1 of {settled} takes." in told
    beside = BeautifulSoup(agreement_on_answers(str(tiny)).html, "html.parser")
    assert f"Of at least 1 of {settled} answers that claims give to a question in the dataset" in beside.get_text()
    row = next(row for row in page.select("tr") if row.td and row.td.get_text() == "Takes")
    assert [cell.get_text() for cell in row.select("td")][1:] == [str(settled - 1), str(settled - 1), str(settled)]


def test_every_difference_is_counted_by_column_and_stands_in_the_file_that_is_offered(tiny: Path) -> None:
    page = _read_twice(tiny, claims={"gazette-001": {"voice": "reported"}, "gazette-003": {"asserted": "2031-05-06"}})
    fold = next(one for one in page.select("details") if "between the two readers" in one.summary.get_text())
    assert fold.summary.get_text() == "2 differences between the two readers, by column"
    assert [[cell.get_text() for cell in row.select("td")] for row in fold.select("tbody tr")] == [
        ["Claims: Said on", "1"], ["Claims: Voice", "1"],
    ]  # fmt: skip
    name = str(fold.select_one("a[download]")["href"]).rpartition("/")[2]
    lines = agreement(str(tiny)).attached[name].splitlines()
    assert len(lines) == 3
    assert any("voice,gazette-001,gazette-001,indirect,reported" in line for line in lines)


def test_sources_of_each_depth_are_told_apart_where_they_were_coded_to_several(tiny: Path, tmp_path: Path) -> None:
    assert not _read_twice(tiny).select("h3")
    wire = {
        "title": "The Wire, 6 May 2031", "publisher": "The Wire", "kind": "news_report", "published": "2031-05-06",
        "language": "en", "issued_by": "weir-gazette", "seen_as": "excerpt", "coding_scope": "passage",
    }  # fmt: skip
    claim = {
        "source_id": "wire", "passage_id": "wire-p", "claimant_id": "river-office", "via": "weir-gazette",
        "remove": "agency_relay", "voice": "indirect", "asserted": "2031-05-05", "asserted_basis": "stated",
        "incident_id": "flood", "summary": "The River Office says so.",
    }  # fmt: skip
    excerpt = {
        "sources": {"wire": wire},
        "passages": {"wire-p": {"source_id": "wire", "text_part": "body"}},
        "claims": {"wire-1": claim},
    }
    changed = {**excerpt, "claims": {"wire-1": {**claim, "voice": "reported"}}}
    both = write_tiny_dataset(tmp_path / "both", **excerpt)
    for name, tables in (("a", excerpt), ("b", changed)):
        shutil.copytree(write_tiny_dataset(tmp_path / name, **tables), both / "readers" / name)
    page = BeautifulSoup(agreement(str(both)).html, "html.parser")
    depths = [head.get_text() for head in page.select("h3")]
    assert depths == ["Chosen passage: 1 source", "Whole text: 1 source"]
    named = [head.find_next_sibling("p").a["href"].rpartition("/")[2] for head in page.select("h3")]
    assert named == ["wire.html", "gazette.html"]
    voice = {}
    for table in page.select("table"):
        for row in table.select("tr"):
            cells = [cell.get_text() for cell in row.select("td")]
            if cells[:1] == ["Voice"]:
                voice[table.caption.get_text().partition(": ")[2]] = cells[2:4]
    assert voice == {depths[0]: ["1", "0"], depths[1]: ["3", "3"], "": ["4", "3"]}
    lowest = [told for one in page.select("p") if "The lowest alphas" in (told := one.get_text())]
    assert lowest[-1].startswith("The lowest alphas of this table: Voice (0.")
