"""The names of a PDF's tags follow from its tags, and not from the numbers that the printer happened to give."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from claimbook.pdf.tags import number_tags

HEADS, CELLS = 3, 4


def _write(numbers: list[int]) -> pikepdf.Pdf:
    """A PDF whose table has three heads, called as a printer would by these numbers, and cells that name them."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    names = [String(f"node{number:08}") for number in numbers]
    heads = [pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TH, ID=name)) for name in names]
    cells = [
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TD, A=_attributes(names, cell)))
        for cell in range(CELLS)
    ]
    index = [part for name, head in sorted(zip(names, heads, strict=True), key=lambda pair: bytes(pair[0]))
             for part in (name, head)]  # fmt: skip
    leaf = pdf.make_indirect(Dictionary(Limits=Array([index[0], index[-2]]), Names=Array(index)))
    table = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table, K=Array([*heads, *cells])))
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=table, IDTree=Dictionary(Kids=Array([leaf])))
    )
    return pdf


def _attributes(names: list[String], cell: int) -> Any:
    """The attributes of a cell: that it has heads, alone or beside another."""
    heads = Dictionary(O=Name.Table, Headers=Array([names[cell % HEADS], names[-1]]))
    return heads if cell % 2 else Array([Dictionary(O=Name.Table, RowSpan=1), heads])


def _save(pdf: pikepdf.Pdf) -> bytes:
    number_tags(pdf)
    written = BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


@given(st.lists(st.integers(0, 10**8 - 1), min_size=HEADS, max_size=HEADS, unique=True))
def test_whatever_numbers_the_printer_gave_the_bytes_are_the_same(numbers: list[int]) -> None:
    assert _save(_write(numbers)) == _save(_write([1, 2, 3]))


def test_cells_name_the_heads_that_they_named_and_the_index_finds_them() -> None:
    with pikepdf.open(BytesIO(_save(_write([907, 15, 400])))) as pdf:
        tags: Any = pdf.Root.StructTreeRoot
        found = pikepdf.NameTree(tags.IDTree)
        heads = list(tags.K.K)[:HEADS]
        assert [found[str(head.ID)].objgen for head in heads] == [head.objgen for head in heads]
        assert list(found) == sorted(str(head.ID) for head in heads)
        cells = [cell.A if cell.A.get("/Headers") else cell.A[1] for cell in list(tags.K.K)[HEADS:][1::2]]
        named = [[found[str(name)].objgen for name in cell.Headers] for cell in cells]
        assert named == [[heads[1].objgen, heads[2].objgen], [heads[0].objgen, heads[2].objgen]]


def test_a_pdf_without_tags_stays_as_it_is() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    before = BytesIO()
    pdf.save(before, deterministic_id=True)
    assert _save(pdf) == before.getvalue()
