"""Structure: how a cell of each kind is written, keys, references."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_of_rows import columns_of
from tiny import read_package, write_tiny_dataset

from claimbook.errors import Problem
from claimbook.model.descriptor import Column, Descriptor, Table, read_descriptor
from claimbook.model.structure import check_cells, check_keys, check_references, split_list

DAY_REMEDY = "year-month-day"


@cache
def descriptor() -> Descriptor:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return read_descriptor(write_tiny_dataset(Path(folder) / "data"))


def table(*columns: Column, key: tuple[str, ...] = (), name: str = "claims") -> Table:
    return Table(name, "", "", f"{name}.csv", columns, key)


def column(kind: str, *, name: str = "cell", is_required: bool = False, **more: str) -> Column:
    return Column(name, kind, "string", "", "", is_required, **more)


def judge(cell: str, described: Column) -> list[Problem]:
    return list(check_cells(table(described), columns_of([[cell]]), descriptor()))


GOOD = {
    "id": ["ab", "a-1", "a" * 64, "gazette-2031-05"],
    "ref": ["ab"],
    "refs": ["ab", "ab;cd", "ab; cd"],
    "edtf": ["2031-05-06", "2031-05", "../2031-05-06", "2031-05-06~/.."],
    "quantity": ["0", ">=12", "4|8", "5..7..10", "some"],
    "url": ["https://gazette.example/a?b=1#c", "http://gazette.example"],
    "language": ["en", "pt-BR", "zh-Hant-TW", "arb"],
    "country": ["JOR"],
    "sha256": ["0" * 64, "af" * 32],
    "duration": ["P1D", "PT12H", "P1Y2M3W4DT5H6M7S"],
    "integer": ["0", "142"],
    "number": ["35.1819", "-3.25", "0"],
    "day": ["2031-05-06"],
    "list": ["one", "one;two", "one; two"],
    "text": ["any text, “in quotation marks”; 🌊", "ماء\u200f", "e\u0301", "-3.25", "+4", "a=b"],
}
BAD = {
    "id": ["a", "A1", "1a", "a_b", "-ab", "a b", "a" * 65, "../ab", "a/b", "a\\b", "é1", "con", "nul", "com1", "a.b"],
    "ref": ["Ab", "../ab", "aux"],
    "refs": ["ab;", ";ab", "ab;;cd", "ab;ab", "ab,cd", "ab; ab"],
    "edtf": ["03/10/2031", "2031-02-30", "2031/03/10", "2031-05-06/2031-05-05", "../.."],
    "quantity": ["ca. 30", "10..5", "4|4", "<0", "013"],
    "url": [
        "gazette.example",
        "ftp://gazette.example",
        "javascript:alert(1)",
        "https://a b",
        'https://a"b',
        "https://",
    ],
    "language": ["English", "e", "en_GB", "EN"],
    "country": ["JO", "jor", "JORD"],
    "sha256": ["0" * 63, "A" * 64, "0" * 65],
    "duration": ["P", "PT", "1D", "P1", "P-1D", "P1.5D"],
    "integer": ["-1", "1.0", "01", "1e3", "١", "1١", "005", "9" * 13],
    "number": ["35,18", "1e-5", ".5", "5.", "+1", "nan", "inf", "3١"],
    "day": ["2031-05", "20310506", "2031-W01-1", "2031-05-06T10:00", "2031-02-29", "6 May 2031"],
    "list": ["one;;two", ";one", "one;", "=one", "one; @two"],
    "text": [
        "=1+1",
        "+one",
        "-one",
        "@one",
        "-1+1",
        "a\nb",
        "a\tb",
        "a\x07b",
        " a",
        "a ",
        "a\x7f",
        "a\x85b",
        "a\u2028b",
    ],
}


@pytest.mark.parametrize(("kind", "cell"), [(kind, cell) for kind, cells in GOOD.items() for cell in cells])
def test_a_cell_as_its_kind_is_written_is_taken(kind: str, cell: str) -> None:
    assert judge(cell, column(kind)) == []


@pytest.mark.parametrize(("kind", "cell"), [(kind, cell) for kind, cells in BAD.items() for cell in cells])
def test_a_cell_that_is_written_otherwise_is_said_once_with_a_remedy(kind: str, cell: str) -> None:
    problems = judge(cell, column(kind))
    assert len(problems) == 1
    assert (problems[0].file, problems[0].row, problems[0].column) == ("claims.csv", 2, "cell")
    assert problems[0].fix
    assert str(problems[0]).isprintable()


@pytest.mark.parametrize("is_required", [True, False])
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_many_cells_are_judged_as_each_is_alone(is_required: bool, kind: str, data: st.DataObject) -> None:
    described = column(kind, is_required=is_required)
    good = st.lists(st.sampled_from(GOOD[kind]), max_size=4)
    cells = data.draw(st.one_of(good, st.lists(st.sampled_from(["", *GOOD[kind], *BAD[kind]]), max_size=6)))
    together = check_cells(table(described), columns_of([[cell] for cell in cells]), descriptor())
    alone = [replace(p, row=row) for row, cell in enumerate(cells, 2) for p in judge(cell, described)]
    assert list(together) == alone


def test_every_kind_of_the_schema_has_good_and_bad_cells_here() -> None:
    kinds = {c.kind for t in descriptor().tables.values() for c in t.columns}
    assert kinds - {"term", "terms"} == set(GOOD) == set(BAD)


@pytest.mark.parametrize("kind", GOOD)
def test_an_empty_cell_is_taken_unless_it_is_required(kind: str) -> None:
    assert judge("", column(kind)) == []
    assert [p.message for p in judge("", column(kind, is_required=True))] == ["the cell is empty."]


def test_a_term_is_one_of_its_vocabulary() -> None:
    described = column("term", vocabulary="voice")
    assert judge("indirect", described) == []
    problem = judge("murmured", described)[0]
    assert "'murmured' is no term of voice" in problem.message
    assert "own_voice" in problem.fix
    assert "datapackage.json" not in problem.fix  # the list is closed


def test_where_a_vocabulary_is_open_it_is_said_where_a_term_is_added() -> None:
    problem = judge("acuse", column("term", vocabulary="act"))[0]
    assert "use one of: " in problem.fix
    assert problem.fix.endswith("to vocabularies.act.terms in datapackage.json.")


def test_terms_are_each_of_their_vocabulary() -> None:
    described = column("terms", vocabulary="evidence")
    assert judge("interviews; site_visit", described) == []
    assert len(judge("interviews;hearsay", described)) == 1


def test_a_term_that_the_dataset_adds_is_taken() -> None:
    assert judge("ferrymen", column("term", vocabulary="group")) == []


@pytest.mark.parametrize(
    ("where", "cell"),
    [("places.latitude", "91"), ("places.latitude", "-90.5"), ("places.longitude", "181"), ("passages.end", "0"),
     ("revisions.release", "v1.2"), ("revisions.release", "1.2")],
)  # fmt: skip
def test_a_cell_outside_the_limits_that_the_schema_gives_its_column_is_said(where: str, cell: str) -> None:
    name, wanted = where.split(".")
    described = next(c for c in descriptor().tables[name].columns if c.name == wanted)
    assert len(judge(cell, described)) == 1


@given(st.text(max_size=30), st.sampled_from(sorted(GOOD)))
def test_no_text_makes_the_check_itself_fail(cell: str, kind: str) -> None:
    assert len(judge(cell, column(kind))) <= 1


def test_a_value_that_stands_in_many_rows_is_said_for_each() -> None:
    rows = [["12"], ["ca. 12"], ["13"], ["ca. 12"]]
    problems = list(check_cells(table(column("quantity")), columns_of(rows), descriptor()))
    assert [p.row for p in problems] == [3, 5]


def test_a_key_that_stands_twice_is_said_where_it_stands_again() -> None:
    described = table(column("id", name="claim_id"), key=("claim_id",))
    problems = list(check_keys(described, columns_of([["ab"], ["cd"], ["ab"], ["ab"]])))
    assert [(p.row, p.column) for p in problems] == [(4, "claim_id"), (5, "claim_id")]
    assert all("row 2" in p.message for p in problems)


def test_a_key_of_two_columns_may_share_one_of_them() -> None:
    described = table(column("ref", name="one"), column("ref", name="two"), key=("one", "two"))
    assert list(check_keys(described, columns_of([["ab", "cd"], ["ab", "ef"], ["cd", "ab"]]))) == []
    assert len(list(check_keys(described, columns_of([["ab", "cd"], ["ab", "cd"]])))) == 1


@given(st.lists(st.sampled_from(["aa", "bb", "cc", "dd"]), max_size=8))
def test_as_many_keys_are_said_as_stand_above_already(keys: list[str]) -> None:
    described = table(column("id", name="claim_id"), key=("claim_id",))
    assert len(list(check_keys(described, columns_of([[key] for key in keys])))) == len(keys) - len(set(keys))


def test_a_reference_that_leads_nowhere_is_said() -> None:
    tables = {
        "claims": table(column("id", name="claim_id"), column("ref", name="updates", refers_to="claims")),
        "discrepancies": table(column("refs", name="claim_ids", refers_to="claims"), name="discrepancies"),
    }
    rows = {"claims": [["aa", ""], ["bb", "aa"], ["cc", "zz"]], "discrepancies": [["aa; bb"], ["aa;yy;xx"]]}
    problems = list(check_references(tables, {name: columns_of(listed) for name, listed in rows.items()}))
    assert [(p.file, p.row) for p in problems] == [
        ("claims.csv", 4),
        ("discrepancies.csv", 3),
        ("discrepancies.csv", 3),
    ]


def test_a_reference_into_a_table_that_the_dataset_does_not_have_is_said(tmp_path: pytest.TempPathFactory) -> None:
    tables = {"claims": table(column("ref", name="place_id", refers_to="places"))}
    assert [p.row for p in check_references(tables, {"claims": columns_of([[""], ["quay"]])})] == [3]


@given(st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), max_size=5), st.sampled_from([";", "; ", " ; "]))
def test_a_list_is_split_without_the_spaces_around_its_members(members: list[str], separator: str) -> None:
    assert split_list(separator.join(members)) == members


def test_the_tiny_dataset_describes_every_table_of_the_schema(tiny: object) -> None:
    from pathlib import Path

    assert isinstance(tiny, Path)
    assert {r["name"] for r in read_package(tiny)["resources"]} == set(descriptor().tables)
